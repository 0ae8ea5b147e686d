"""reStructuredText -> whether it was made to fill memory or time: what can be told of its text in a moment."""

from __future__ import annotations

import re
from functools import cache

_MOST_WRITTEN = 200_000
"""Characters that one substitution may become, with those within it."""
_DEEPEST = 60
"""Lists or quotations within each other."""
_DEFINED = re.compile(
    r"^[ \t]{0,20}\.\.[ \t]+\|([^|\n]{1,100})\|[ \t]+replace::[ \t]*([^\n]*(?:\n[ \t]+\S[^\n]*){0,200})", re.MULTILINE
)
_USED = re.compile(r"\|([^|\n]{1,100})\|")
_MARKERS = re.compile(r"(?:(?:[-*+•]|\d{1,3}[.)]|[#a-zA-Z][.)])[ \t]{1,41}){60}")


def find_bomb(text: str) -> str:
    """Return what is wrong with a document, as the end of a sentence; empty where nothing is known."""
    if _MARKERS.search(text) or _is_deep(text):
        return "is nested too deeply to be read"
    return "has substitutions that grow beyond all bounds" if _grows(text) else ""


def _is_deep(text: str) -> bool:
    """Tell whether lines are indented ever further: docutils reads each level by itself."""
    levels: list[int] = []
    for line in text.split("\n"):
        bare = line.lstrip(" ")
        if not bare:
            continue
        indent = len(line) - len(bare)
        while levels and levels[-1] >= indent:
            levels.pop()
        levels.append(indent)
        if len(levels) > _DEEPEST:
            return True
    return False


def _grows(text: str) -> bool:
    defined = {_fold(name): body for name, body in _DEFINED.findall(text)}
    within = set[str]()

    @cache
    def measure(name: str) -> int:
        if name in within or len(within) > 100:
            return 0
        within.add(name)
        body = defined[name]
        inner = [_fold(used) for used in _USED.findall(body)]
        size = len(body) + sum(measure(used) for used in inner if used in defined)
        within.discard(name)
        return min(size, 10 * _MOST_WRITTEN)

    uses = (_fold(used) for used in _USED.findall(_DEFINED.sub("", text)))
    return sum(measure(used) for used in uses if used in defined) > _MOST_WRITTEN + 3 * len(text)


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())
