"""VideoScript and translations -> HeardTracks: further languages over the same pictures, translated, spoken, put in time."""

from __future__ import annotations

import asyncio

from model.inputs import InputConfig, VideoConfig
from model.music import Underscore
from model.script import VideoScript
from model.timeline import Timeline
from model.track import HeardTrack, Track
from render.captions import to_srt
from render.cues import build_cues
from tasks.narrate import narrate_script
from tasks.run import Run
from tasks.sound import make_sound
from tasks.translation import have_translated, translate_track
from tasks.workplace import Workplace


async def translate_tracks(
    script: VideoScript, video: VideoConfig, config: InputConfig, run: Run
) -> tuple[VideoScript, ...]:
    """Translate what is said to each further language, before anything is spoken; a model what no file has.

    Raises ValidationError for sentences that are not translated.
    """
    found: list[VideoScript] = []
    for track in video.tracks:
        answers = await have_translated(script, track, config, run, said_alone=True)
        found.append(await asyncio.to_thread(translate_track, script, track, run.place.store, answers))
    return tuple(found)


async def narrate_tracks(scripts: tuple[VideoScript, ...], config: InputConfig, place: Workplace) -> tuple[Track, ...]:
    """Speak each further language, one voice each."""
    return tuple([Track(script=script, audio=await narrate_script(script, config, place)) for script in scripts])


async def make_tracks(
    tracks: tuple[Track, ...], timeline: Timeline, music: Underscore | None, place: Workplace
) -> tuple[HeardTrack, ...]:
    """Make each further language's sound and captions on the film's timeline."""
    return tuple([await _make_track(track, timeline, music, place) for track in tracks])


async def _make_track(track: Track, timeline: Timeline, music: Underscore | None, place: Workplace) -> HeardTrack:
    sound = await make_sound(track.audio.takes, timeline, music, place)
    cues = await asyncio.to_thread(build_cues, track.script, timeline, track.audio.takes)
    return HeardTrack(track=track, sound=sound, captions=to_srt(cues))
