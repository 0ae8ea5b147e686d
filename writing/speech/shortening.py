"""From a long text to a heading or a bullet that fits."""

from __future__ import annotations

import re

from uniseg.graphemecluster import grapheme_clusters

from model.content import Text
from writing.speech.visible import make_visible

_CLAUSE = re.compile(r"[.;:!?…。；：！？،؛]+(?=\s|$)|[。；！？，、]|[,–—](?=\s)|\s[–—-](?=\s)")
_LOOSE = " ,;:.–—-…、，(["


def shorten(text: Text | str, limit: int) -> str:
    """Return at most `limit` characters, cut at a clause or a word, with an ellipsis where something was cut.

    A clause is kept whole when it fills at least half of the room. Characters are Unicode code points; what a reader
    sees as one character is never cut.
    """
    shown = " ".join(make_visible(text).text.split())
    if len(shown) <= limit:
        return shown
    if limit < 1:
        return ""
    room = _cut_clusters(shown, limit - 1)
    clause = max((found.start() for found in _CLAUSE.finditer(room) if found.start() >= limit / 2), default=0)
    word = room if shown[len(room)].isspace() else room.rpartition(" ")[0]
    kept = room[:clause] if clause else word if len(word) >= limit / 3 else room
    return kept.rstrip(_LOOSE) + "…"


def _cut_clusters(text: str, limit: int) -> str:
    kept = 0
    for cluster in grapheme_clusters(text[: limit + _LONGEST_CLUSTER]):
        if kept + len(cluster) > limit:
            break
        kept += len(cluster)
    return text[:kept]


_LONGEST_CLUSTER = 64
"""Code points that are looked at beyond the limit: a longer cluster is left out whole either way."""
