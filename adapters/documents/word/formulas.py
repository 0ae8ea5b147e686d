"""From a formula of Word's (Office Math) to TeX: fractions, powers, roots, sums, brackets, matrices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from xml.etree.ElementTree import Element

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SIGNS = {"∑": r"\sum", "∏": r"\prod", "∫": r"\int", "∞": r"\infty", "≤": r"\le", "≥": r"\ge", "≠": r"\ne", "×": r"\times",
          "·": r"\cdot", "±": r"\pm", "→": r"\to", "∈": r"\in", "√": r"\sqrt", "α": r"\alpha", "β": r"\beta", "γ": r"\gamma",
          "δ": r"\delta", "ε": r"\epsilon", "θ": r"\theta", "λ": r"\lambda", "μ": r"\mu", "π": r"\pi", "σ": r"\sigma",
          "φ": r"\phi", "ω": r"\omega", "Δ": r"\Delta", "Σ": r"\Sigma", "Ω": r"\Omega", "−": "-"}  # fmt: skip
_PROPERTIES = ("Pr", "ctrlPr")


def write_tex(node: Element) -> str:
    """Write a formula in TeX; what has no form of its own is written in a row."""
    tag = node.tag.removeprefix(M)
    if tag == "t":
        return "".join(f"{_SIGNS[sign]} " if sign in _SIGNS else sign for sign in node.text or "")
    if tag.endswith(_PROPERTIES):
        return ""
    writer = _FORMS.get(tag)
    return writer(node) if writer else _row(node)


def _row(node: Element) -> str:
    return "".join(map(write_tex, node))


def _part(node: Element, tag: str) -> str:
    child = node.find(f"{M}{tag}")
    return _row(child).strip() if child is not None else ""


def _property(node: Element, properties: str, name: str, default: str) -> str:
    found = node.find(f"{M}{properties}/{M}{name}")
    return default if found is None else found.get(f"{M}val", "")


def _root(node: Element) -> str:
    degree = _part(node, "deg")
    return rf"\sqrt[{degree}]{{{_part(node, 'e')}}}" if degree else rf"\sqrt{{{_part(node, 'e')}}}"


def _nary(node: Element) -> str:
    sign = _property(node, "naryPr", "chr", "∫")
    low, high = _part(node, "sub"), _part(node, "sup")
    limits = (f"_{{{low}}}" if low else "") + (f"^{{{high}}}" if high else "")
    return f"{_SIGNS.get(sign, sign)}{limits} {_part(node, 'e')}"


def _brackets(node: Element) -> str:
    opening, closing = _property(node, "dPr", "begChr", "("), _property(node, "dPr", "endChr", ")")
    inside = ", ".join(_row(part).strip() for part in node.findall(f"{M}e"))
    return opening.replace("{", r"\{") + inside + closing.replace("}", r"\}")


def _matrix(node: Element) -> str:
    rows = (" & ".join(_row(cell).strip() for cell in row.findall(f"{M}e")) for row in node.findall(f"{M}mr"))
    return r"\begin{matrix}" + r" \\ ".join(rows) + r"\end{matrix}"


def _function(node: Element) -> str:
    name = _part(node, "fName")
    return (rf"\{name} " if name in ("sin", "cos", "tan", "log", "ln", "exp", "lim", "min", "max") else name) + _part(
        node, "e"
    )


_FORMS: Mapping[str, Callable[[Element], str]] = {
    "f": lambda node: rf"\frac{{{_part(node, 'num')}}}{{{_part(node, 'den')}}}",
    "sSup": lambda node: f"{_part(node, 'e')}^{{{_part(node, 'sup')}}}",
    "sSub": lambda node: f"{_part(node, 'e')}_{{{_part(node, 'sub')}}}",
    "sSubSup": lambda node: f"{_part(node, 'e')}_{{{_part(node, 'sub')}}}^{{{_part(node, 'sup')}}}",
    "rad": _root, "nary": _nary, "d": _brackets, "m": _matrix, "func": _function,
    "bar": lambda node: rf"\overline{{{_part(node, 'e')}}}",
    "acc": lambda node: rf"\hat{{{_part(node, 'e')}}}",
    "limLow": lambda node: f"{_part(node, 'e')}_{{{_part(node, 'lim')}}}",
    "limUpp": lambda node: f"{_part(node, 'e')}^{{{_part(node, 'lim')}}}",
}  # fmt: skip
