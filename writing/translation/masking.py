"""Markdown that is to be translated <-> the same with marks in place of all that stays: code, formulas, addresses, names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from writing.translation.code_words import find_code_words, find_names, without
from writing.translation.marking import TOKEN

_MARK = re.compile(r"⟦(\d{1,4})⟧")
_STAYS = re.compile(
    r"[a-zA-Z][a-zA-Z0-9+.-]{1,20}://[^\s<>]+|\bwww\.[^\s<>]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[\w.-]*\w|[⟦⟧]"
)
"""Addresses that are shown, and signs like our marks."""


def mask(marked: str, exempt: Sequence[str] = ()) -> tuple[str, tuple[str, ...]]:
    """Return the text with `⟦1⟧`, `⟦2⟧`, … in it, and what each stands for.

    Names that are `exempt` are translated: a glossary says how.
    """
    kept: list[str] = []
    return _mask(marked, kept, exempt), tuple(kept)


def _mask(marked: str, kept: list[str], exempt: Sequence[str]) -> str:
    def keep(piece: str) -> str:
        kept.append(piece)
        return f"⟦{len(kept)}⟧"

    parts: list[str] = []
    signs: list[tuple[str, str]] = []  # of words since the last piece that stays: each, and how it is written
    for found in TOKEN.finditer(marked):
        if found["escaped"]:
            signs.append((found["escaped"], found[0]))
            continue
        if found["plain"]:
            signs += [(sign, sign) for sign in found[0]]
            continue
        parts += _mask_plain(signs, keep, exempt)
        signs.clear()
        if found["code"] is not None or found["formula"] is not None:
            parts.append(keep(found[0]))
        elif found["link"] is not None:
            parts.append(f"[{_mask(found['link'], kept, exempt)}]({keep(found['href'])})")
        else:
            parts.append(found[0])
    return "".join((*parts, *_mask_plain(signs, keep, exempt)))


def _mask_plain(signs: Sequence[tuple[str, str]], keep: Callable[[str], str], exempt: Sequence[str]) -> Iterator[str]:
    """Yield what is translated as it is, and marks; a sign that must be written with a backslash stays."""
    at, text = 0, "".join(sign for sign, _ in signs)
    for start, end in (*_find_spans(text, exempt), (len(text), len(text))):
        for sign, writing in signs[at:start]:
            yield sign if sign == writing else keep(writing)
        if start < end:
            yield keep("".join(writing for _, writing in signs[start:end]))
        at = end


def _find_spans(text: str, exempt: Sequence[str]) -> list[tuple[int, int]]:
    """Return where something stays, in order and apart: code before addresses, which it may hold, and both before names."""
    apart: list[tuple[int, int]] = []
    taken = bytearray(len(text))
    stays = [found.span() for found in _STAYS.finditer(text)]
    names = without(find_names(text), text, exempt)
    for start, end in (*find_code_words(text), *stays, *names):
        if not any(taken[start:end]):
            taken[start:end] = b"1" * (end - start)
            apart.append((start, end))
    return sorted(apart)


def unmask(masked: str, kept: tuple[str, ...]) -> str:
    """Put back what the marks stand for; a mark that stands for nothing stays."""

    def put_back(found: re.Match[str]) -> str:
        number = int(found[1])
        return kept[number - 1] if 0 < number <= len(kept) else found[0]

    return _MARK.sub(put_back, masked)


def list_marks(masked: str) -> list[int]:
    """Return the numbers of the marks in a text, sorted."""
    return sorted(int(number) for number in _MARK.findall(masked))
