"""VideoScript and translations -> Tracks: further languages over the same pictures, translated, then spoken."""

from __future__ import annotations

import asyncio

from model.inputs import InputConfig, VideoConfig
from model.script import VideoScript
from model.track import Track
from tasks.narrate import narrate_script
from tasks.translation import translate_track
from tasks.workplace import Workplace


async def translate_tracks(script: VideoScript, video: VideoConfig, place: Workplace) -> tuple[VideoScript, ...]:
    """Translate what is said to each further language, before anything is spoken.

    Raises ValidationError for sentences that are not translated.
    """
    return tuple([await asyncio.to_thread(translate_track, script, track, place) for track in video.tracks])


async def narrate_tracks(scripts: tuple[VideoScript, ...], config: InputConfig, place: Workplace) -> tuple[Track, ...]:
    """Speak each further language, one voice each."""
    return tuple([Track(script=script, audio=await narrate_script(script, config, place)) for script in scripts])
