"""A film's words and times -> its captions, and the text files that stand beside it"""

from __future__ import annotations

import asyncio

from model.audio import AudioAssets
from model.script import VideoScript
from model.timeline import Timeline
from model.track import Track
from render.cues import Cue, build_cues
from render.folder import list_files


async def caption_film(script: VideoScript, audio: AudioAssets, timeline: Timeline) -> tuple[Cue, ...]:
    """Divide what is said into captions, in the film's own language, in a thread while the pictures are drawn."""
    return await asyncio.to_thread(build_cues, script, timeline, audio.takes)


async def write_texts(
    script: VideoScript, audio: AudioAssets, timeline: Timeline, cues: tuple[Cue, ...], tracks: tuple[Track, ...]
) -> dict[str, bytes]:
    """Write the files by name, in a thread while the film is put together, which is the disk's work."""
    return await asyncio.to_thread(list_files, script, audio, timeline, cues, tracks)
