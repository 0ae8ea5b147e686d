"""A film's words and times -> its captions, and the text files that stand beside it"""

from __future__ import annotations

import asyncio
from typing import NamedTuple

from model.audio import AudioAssets
from model.script import VideoScript
from model.timeline import Timeline
from model.track import Caption, Track
from render.captions import list_captions
from render.cues import build_cues
from render.folder import list_files


class Texts(NamedTuple):
    """What is made of words and times alone."""

    captions: tuple[Caption, ...]
    """In the film's own language."""
    files: dict[str, bytes]
    """By name."""


async def write_texts(script: VideoScript, audio: AudioAssets, tracks: tuple[Track, ...], timeline: Timeline) -> Texts:
    """Write them while the pictures are drawn, in a thread: for a long film they take as long as putting it together."""

    def write() -> Texts:
        cues = build_cues(script, timeline, audio.takes)
        return Texts(list_captions(cues), list_files(script, audio, timeline, cues, tracks))

    return await asyncio.to_thread(write)
