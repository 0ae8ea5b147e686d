"""`$x^2$` within a paragraph -> the same as a reader of plain text would want it: x², with Greek letters and signs."""

from __future__ import annotations

import re
import unicodedata

from markdown_it.rules_inline import StateInline

from adapters.documents.tree import FORMULA, Node

_LONGEST = 300
_TOKEN = re.compile(r"\\[A-Za-z]+\s*|\\.|[{}^_]|\s+|.", re.DOTALL)
_RAISED = dict(
    zip("0123456789+-−=()nidrtkabcefghjlmopsuvwxyzT", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱᵈʳᵗᵏᵃᵇᶜᵉᶠᵍʰʲˡᵐᵒᵖˢᵘᵛʷˣʸᶻᵀ", strict=True)
)
_LOWERED = dict(zip("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))
_SPACES = {
    "\\,": " ",
    "\\;": " ",
    "\\:": " ",
    "\\ ": " ",
    "\\!": "",
    "\\quad": " ",
    "\\qquad": " ",
    "\\left": "",
    "\\right": "",
}
_WORDS = frozenset(
    {"\\text", "\\mathrm", "\\operatorname", "\\mathbf", "\\mathit", "\\textbf", "\\mathsf", "\\boldsymbol"}
)
_NAMES = frozenset(
    {"sin", "cos", "tan", "log", "ln", "exp", "lim", "max", "min", "det", "arg", "gcd", "sup", "inf", "mod"}
)
_DOUBLE = dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True))
_AROUND = frozenset("=≤≥<>+−≈≠→∈⊂×·±≡∼⇒∪∩")


def read_dollars(state: StateInline, silent: bool) -> bool:
    """Read `$formula$`: no space within its ends, no letter or digit right after it, so that `$5 or $6` stay prices."""
    start = state.pos
    if not state.src.startswith("$", start) or state.src.startswith("$$", start):
        return False
    before = state.src[start - 1 : start]
    end = state.src.find("$", start + 1, min(state.posMax, start + _LONGEST))
    if end < start + 2 or before.isalnum() or before in ("\\", "$"):
        return False
    formula, after = state.src[start + 1 : end], state.src[end + 1 : end + 2]
    if formula[0].isspace() or formula[-1].isspace() or formula[-1] == "\\" or after.isalnum() or after == "$":
        return False
    if not silent:
        state.push("math_inline", "math", 0).content = formula
    state.pos = end + 1
    return True


def show_formula(tex: str, line: int) -> Node:
    """Return a formula as text in Unicode, or as code where plain text cannot show it."""
    shown = write_unicode(tex)
    text = Node("#text", line, line, text=tex if shown is None else shown)
    return Node("code" if shown is None else FORMULA, line, line, children=[text])


def write_unicode(tex: str) -> str | None:
    """Write simple TeX as plain text; None for what it cannot show."""
    try:
        shown = _Writer(_TOKEN.findall(tex)).write_all()
    except ValueError:
        return None
    return re.sub(r"(?<=[(\[])\s+|\s+(?=[)\],])", "", re.sub(r"\s+", " ", shown)).strip() or None


class _Writer:
    def __init__(self, tokens: list[str]) -> None:
        self._tokens, self._at = tokens, 0

    def write_all(self, depth: int = 0) -> str:
        """Write up to the end, or up to the brace that closes a group; raises ValueError for what cannot be shown."""
        if depth > 8:
            raise ValueError
        parts: list[str] = []
        while self._at < len(self._tokens):
            part = self._tokens[self._at]
            if part == "}":
                if not depth:
                    raise ValueError
                return "".join(parts)
            if part in "^_":
                self._at += 1
                parts.append(_shift(self._argument(depth), _RAISED if part == "^" else _LOWERED))
            else:
                shown = self._argument(depth)
                parts.append(f" {shown} " if shown in _AROUND and parts and "".join(parts).strip() else shown)
        if depth:
            raise ValueError
        return "".join(parts)

    def _argument(self, depth: int) -> str:
        """Write what one command takes: a group, a command with its own, or a letter."""
        while self._at < len(self._tokens) and self._tokens[self._at].isspace():
            self._at += 1
        if self._at >= len(self._tokens):
            raise ValueError
        part = self._tokens[self._at].strip() or self._tokens[self._at]
        self._at += 1
        if part == "{":
            inner = self.write_all(depth + 1)
            self._at += 1
            return inner
        if part.startswith("\\") and len(part) > 1:
            return self._command(part, depth)
        if part in "&~#%}^_":
            raise ValueError
        return "−" if part == "-" else "′" if part == "'" else part

    def _command(self, name: str, depth: int) -> str:
        if name in _SPACES:
            return _SPACES[name]
        if name in ("\\frac", "\\tfrac", "\\dfrac"):
            above, below = self._argument(depth), self._argument(depth)
            return f"{_bracket(above)}/{_bracket(below)}"
        if name == "\\sqrt":
            return "√" + _bracket(self._argument(depth))
        if name in _WORDS:
            return self._words()
        if name == "\\mathbb":
            return "".join(_DOUBLE[letter] if letter in _DOUBLE else _fail() for letter in self._words())
        if name == "\\bmod":
            return " mod "
        if name[1:] in _NAMES:
            return f" {name[1:]} "
        if name in ("\\{", "\\}", "\\$", "\\%", "\\#", "\\_", "\\&"):
            return name[1]
        from latex2mathml.symbols_parser import convert_symbol  # it reads a table of Unicode's as it is imported

        code = convert_symbol(name)
        sign = chr(int(code, 16)) if code and re.fullmatch(r"[0-9A-F]{4,6}", code) else ""
        if not sign or unicodedata.combining(sign) or not sign.isprintable():
            raise ValueError
        return sign

    def _words(self) -> str:
        """Copy the letters of a group as they stand."""
        if self._at >= len(self._tokens) or self._tokens[self._at] != "{" or "}" not in self._tokens[self._at :]:
            raise ValueError
        end = self._tokens.index("}", self._at)
        words = "".join(self._tokens[self._at + 1 : end])
        if "\\" in words or "{" in words:
            raise ValueError
        self._at = end + 1
        return words


def _fail() -> str:
    raise ValueError


def _shift(text: str, letters: dict[str, str]) -> str:
    """Raise or lower a text: by letters that are made so, or by a sign and brackets."""
    bare = text.replace(" ", "")
    if all(letter in letters for letter in bare):
        return "".join(letters[letter] for letter in bare)
    if letters is _RAISED and bare in ("′", "∗", "*", "∘", "°"):
        return {"∗": "*", "∘": "°"}.get(bare, bare)
    return ("^" if letters is _RAISED else "_") + (bare if len(bare) == 1 else f"({text.strip()})")


def _bracket(text: str) -> str:
    return text if len(text) == 1 or text.isalnum() else f"({text.strip()})"
