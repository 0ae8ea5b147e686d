"""VideoScript and translations -> HeardTracks: further languages over the same pictures, translated, spoken, put in time."""

from __future__ import annotations

import asyncio

from model.audio import AudioAssets, Take
from model.inputs import InputConfig, VideoConfig
from model.music import Underscore
from model.script import VideoScript
from model.timeline import Timeline
from model.track import HeardTrack, Track
from model.video import Sound
from render.captions import list_captions
from render.cues import build_cues
from tasks.narrate import narrate_script
from tasks.run import Run
from tasks.sound import make_sound
from tasks.telling.stages import lap, told
from tasks.workplace import Workplace


async def translate_tracks(
    script: VideoScript, video: VideoConfig, config: InputConfig, run: Run
) -> tuple[VideoScript, ...]:
    """Translate what is said to each further language, before anything is spoken; a model what no file has.

    Raises ValidationError for sentences that are not translated.
    """
    if not video.tracks:
        return ()
    from tasks.translation import have_translated, translate_track  # what it needs takes its time to import

    found: list[VideoScript] = []
    for track in video.tracks:
        answers = await have_translated(script, track, config, run, said_alone=True)
        found.append(await asyncio.to_thread(translate_track, script, track, run.place.store, answers))
    return tuple(found)


@told("narrate")
async def narrate_film(
    script: VideoScript, further: tuple[VideoScript, ...], config: InputConfig, place: Workplace
) -> tuple[AudioAssets, tuple[Track, ...]]:
    """Speak the film, and then each further language, one voice each."""
    spoken = []
    for number, one in enumerate((script, *further)):
        with lap(number, 1 + len(further)):
            spoken.append(await narrate_script(one, config, place))
    audio, *others = spoken
    return audio, tuple(Track(script=one, audio=heard) for one, heard in zip(further, others, strict=True))


@told("sound")
async def make_sounds(
    takes: tuple[Take, ...], tracks: tuple[Track, ...], timeline: Timeline, music: Underscore | None, place: Workplace
) -> tuple[Sound, tuple[HeardTrack, ...]]:
    """Make the film's sound, and each further language's with its captions on the film's timeline."""
    with lap(0, 1 + len(tracks)):
        sound = await make_sound(takes, timeline, music, place)
    heard = []
    for number, track in enumerate(tracks, start=1):
        with lap(number, 1 + len(tracks)):
            heard.append(await _make_track(track, timeline, music, place))
    return sound, tuple(heard)


async def _make_track(track: Track, timeline: Timeline, music: Underscore | None, place: Workplace) -> HeardTrack:
    sound = await make_sound(track.audio.takes, timeline, music, place)
    cues = await asyncio.to_thread(build_cues, track.script, timeline, track.audio.takes)
    return HeardTrack(track=track, sound=sound, captions=list_captions(cues))
