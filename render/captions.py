"""Cues -> SubRip and WebVTT text. Nothing in a cue's text can end it, style it or begin another.

Written here and not by pysubs2, which takes braces in a text for markup of its own and drops what they hold.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence

from model.track import Caption
from render.cues import MILLISECOND, Cue

_JOINER = "\u2060"
# What SubRip players take for a tag, an arrow or a time; a word joiner inside is not seen, and it is none any more.
_SUBRIP_MARKUP = re.compile(r"<(?=[A-Za-z/!])|\{(?=\\|[A-Za-z]:)|--(?=>)|\d:\d{1,2}:\d{1,2}(?=[.,]\d)", re.ASCII)
_MARKS = {"L": "\u200e", "R": "\u200f"}
_STRONG = ("L", "R", "AL")


def to_srt(cues: Sequence[Cue]) -> str:
    """Write SubRip."""
    return "".join(
        f"{at}\n{_clock(cue.start, ',')} --> {_clock(cue.end, ',')}\n{subrip_text(cue)}\n\n"
        for at, cue in enumerate(cues, start=1)
    )


def list_captions(cues: Sequence[Cue]) -> tuple[Caption, ...]:
    """Write what the film's own track shows."""
    return tuple(
        Caption(start=cue.start // MILLISECOND, end=cue.end // MILLISECOND, text=subrip_text(cue)) for cue in cues
    )  # fmt: skip


def to_vtt(cues: Sequence[Cue]) -> str:
    """Write WebVTT (W3C)."""
    blocks = (f"{_clock(cue.start, '.')} --> {_clock(cue.end, '.')}\n{_escape_vtt(cue)}\n" for cue in cues)
    return "\n".join(("WEBVTT\n", *blocks))


def subrip_text(cue: Cue) -> str:
    """Return the cue's lines as plain text in which no player finds markup: for SubRip and the film's own track."""
    return "\n".join(_SUBRIP_MARKUP.sub(lambda found: found[0] + _JOINER, _mark_direction(line)) for line in cue.lines)


def _escape_vtt(cue: Cue) -> str:
    return "\n".join(html.escape(_mark_direction(line), quote=False) for line in cue.lines)


def _mark_direction(line: str) -> str:
    """Put a direction mark before a line that begins against the direction of most: players look at its start alone."""
    found = ["R" if kind in ("R", "AL") else "L" for kind in map(unicodedata.bidirectional, line) if kind in _STRONG]
    if not found:
        return line
    most = "R" if 2 * found.count("R") > len(found) else "L"
    return line if found[0] == most else _MARKS[most] + line


def _clock(samples: int, point: str) -> str:
    seconds, milliseconds = divmod(samples // MILLISECOND, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{milliseconds:03}"
