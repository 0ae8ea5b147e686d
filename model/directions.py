"""A comment of a document -> what it tells the narrator: `<!-- pause: 2s -->`, `<!-- voice: female -->`."""

from __future__ import annotations

import re
from typing import NamedTuple

from model.narration import LONGEST_NAME, LONGEST_PAUSE

DIRECTION = "direction"
"""What a block that holds one calls itself."""
_PAUSE = re.compile(r"pause\s{0,9}[:=]?\s{0,9}(\d{1,5})(?:[.,](\d{1,3}))?\s{0,9}(ms|s|sec|seconds?)?", re.IGNORECASE)
_VOICE = re.compile(rf"(?:voice|speaker)\s{{0,9}}[:=]\s{{0,9}}(\S(?:.{{0,{LONGEST_NAME - 2}}}\S)?)", re.IGNORECASE)
_USUAL = ("default", "narrator")


class Direction(NamedTuple):
    """What a comment asks for: one of the two."""

    pause: int = 0
    """Milliseconds of silence after what was said before it; the longest where more is asked for."""
    voice: str | None = None
    """Who speaks from here on; empty for the narrator."""


def read_direction(comment: str) -> Direction | None:
    """Read a comment; nothing when it is only that."""
    text = comment.strip()
    if found := _PAUSE.fullmatch(text):
        thousandths = int(found[1]) * 1000 + int((found[2] or "0").ljust(3, "0"))
        pause = thousandths // 1000 if (found[3] or "").lower() == "ms" else thousandths
        return Direction(pause=min(pause, LONGEST_PAUSE))
    if found := _VOICE.fullmatch(text):
        return Direction(voice="" if found[1].lower() in _USUAL else found[1])
    return None


def is_direction(comment: str) -> bool:
    """Tell whether a comment tells the narrator something."""
    return read_direction(comment) is not None
