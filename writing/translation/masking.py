"""Markdown that is to be translated <-> the same with marks in place of all that stays: code, formulas, addresses."""

from __future__ import annotations

import re
from collections.abc import Callable

from writing.speech.punctuation import part_token
from writing.speech.tokens import recognise
from writing.translation.marking import TOKEN

_MARK = re.compile(r"⟦(\d{1,4})⟧")
_STAYS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]{1,20}://[^\s<>]+|\bwww\.[^\s<>]+|[\w.+-]+@[\w-]+\.[\w.-]*\w|[⟦⟧]")
"""Addresses that are shown, and signs like our marks."""


# Kinds of tokens that are code wherever they stand.
_CODE = frozenset({
    "url", "option", "call", "index", "file", "hidden", "path", "scope", "pinned", "requirement", "bounds", "variable",
    "assignment", "email", "port",
})  # fmt: skip
_WORD = re.compile(r"\S+")


def find_code_words(text: str) -> list[tuple[int, int]]:
    """Return where words stand in a plain text that are code by their form: `setup.py`, `--all`, `main()`."""
    spans: list[tuple[int, int]] = []
    for found in _WORD.finditer(text):
        part = part_token(found[0])
        if any(kind in _CODE for kind, _ in recognise(part.core)) and not part.core.isalnum():
            start = found.start() + len(part.lead)
            spans.append((start, start + len(part.core)))
    return spans


def mask(marked: str) -> tuple[str, tuple[str, ...]]:
    """Return the text with `⟦1⟧`, `⟦2⟧`, … in it, and what each stands for."""
    kept: list[str] = []
    return _mask(marked, kept), tuple(kept)


def _mask(marked: str, kept: list[str]) -> str:
    def keep(piece: str) -> str:
        kept.append(piece)
        return f"⟦{len(kept)}⟧"

    parts: list[str] = []
    for found in TOKEN.finditer(marked):
        if found["code"] is not None or found["formula"] is not None:
            parts.append(keep(found[0]))
        elif found["link"] is not None:
            parts.append(f"[{_mask(found['link'], kept)}]({keep(found['href'])})")
        elif found["escaped"]:
            parts.append(keep(found[0]))
        else:
            parts.append(_mask_plain(found[0], keep))
    return "".join(parts)


def _mask_plain(text: str, keep: Callable[[str], str]) -> str:
    parts: list[str] = []
    at = 0
    for start, end in find_code_words(text):
        parts += [_STAYS.sub(lambda piece: keep(piece[0]), text[at:start]), keep(text[start:end])]
        at = end
    return "".join((*parts, _STAYS.sub(lambda piece: keep(piece[0]), text[at:])))


def unmask(masked: str, kept: tuple[str, ...]) -> str:
    """Put back what the marks stand for; a mark that stands for nothing stays."""

    def put_back(found: re.Match[str]) -> str:
        number = int(found[1])
        return kept[number - 1] if 0 < number <= len(kept) else found[0]

    return _MARK.sub(put_back, masked)


def list_marks(masked: str) -> list[int]:
    """Return the numbers of the marks in a text, sorted."""
    return sorted(int(number) for number in _MARK.findall(masked))
