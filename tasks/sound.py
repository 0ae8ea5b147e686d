"""Takes on a timeline -> Sound: each take levelled and coded on its own, then copied; with music, the whole at once."""

from __future__ import annotations

import asyncio
from pathlib import Path

from adapters.files import work_folder
from adapters.loudness import level_sound
from adapters.soundtrack import read_frames, write_frames
from model.assets import Asset
from model.audio import CodedTake, Take
from model.music import Underscore
from model.progress import Progress
from model.timeline import Timeline
from model.video import Sound, SoundPiece
from render.sound import place_takes, wav_pcm
from render.soundtrack import place_coded, sum_loudness, surround_take, trim_frames
from tasks.cores import run_heavy
from tasks.music import lay_music
from tasks.reporting import report
from tasks.stage import Part, Work, run_all, stage
from tasks.workplace import Workplace

_LEVELLING = (
    "render/sound.py",
    "render/soundtrack.py",
    "adapters/loudness.py",
    "adapters/sound_graph.py",
    "adapters/soundtrack.py",
    "adapters/ffmpeg.py",
)


@stage(name="code-take", part_of="sound", run_name="code {label}", sources=_LEVELLING, libraries=("av",))
async def code_take(audio: Asset, samples: int, label: str, place: Workplace) -> CodedTake:
    """Bring one scene's speech to its loudness, and encode it."""
    return await run_heavy(lambda: _code_take(audio, samples, place), place)


def _code_take(audio: Asset, samples: int, place: Workplace) -> CodedTake:
    with work_folder(Path(place.cache_dir) / "work") as folder:
        coded = folder / "take.m4a"
        figures = level_sound(surround_take(wav_pcm(place.store.read(audio))), coded)
        frames = trim_frames(tuple(read_frames(coded)), samples)
    stream = place.store.put(b"".join(frames), ".aac")
    sizes = tuple(map(len, frames))
    return CodedTake(stream=stream, sizes=sizes, momentary=figures.momentary, true_peak=figures.true_peak)


@stage(
    name="mix-sound",
    part_of="sound",
    sources=(*_LEVELLING, "render/ducking.py", "render/music.py", "adapters/music.py", "tasks/music.py"),
    libraries=("imageio-ffmpeg", "av"),
)
async def mix_sound(timeline: Timeline, takes: tuple[Take, ...], music: Underscore, place: Workplace) -> Sound:
    """Lay music under the speech, bring the whole to its loudness, and encode it."""
    store = place.store
    pieces = place_takes(timeline, lambda take: wav_pcm(store.read(take.audio)), takes)
    with work_folder(Path(place.cache_dir) / "work") as folder:
        output, frames = folder / "sound.m4a", folder / "sound.aac"
        mixed = await lay_music(pieces, timeline, takes, music, store, folder)
        coded = await asyncio.to_thread(level_sound, mixed, output)
        sizes = await asyncio.to_thread(write_frames, output, frames)
        stream = await asyncio.to_thread(store.adopt, frames, ".aac")
    piece = SoundPiece(stream=stream, sizes=sizes, first_frame=0)
    return Sound(pieces=(piece,), loudness=coded.loudness, true_peak=coded.true_peak)


async def make_sound(takes: tuple[Take, ...], timeline: Timeline, music: Underscore | None, place: Workplace) -> Sound:
    """Make the film's sound. Music runs on under all scenes, and what is mixed with it is of one piece."""
    if music is not None:
        whole = {"timeline": timeline, "takes": takes, "music": music}
        mixed: Sound = (await Work(mix_sound, whole).run(place)).value
        await report(Progress(stage="sound", done=1, total=1))
        return mixed
    coded = await _code_all(takes, place)
    loudness = sum_loudness(value for one in coded for value in one.momentary)
    peak = max(one.true_peak for one in coded)
    return Sound(pieces=place_coded(timeline, takes, coded), loudness=loudness, true_peak=peak)


async def _code_all(takes: tuple[Take, ...], place: Workplace) -> tuple[CodedTake, ...]:
    coded = 0

    async def tell(_work: Work, part: Part) -> None:
        nonlocal coded
        coded += 1
        await report(Progress(stage="sound", done=coded, total=len(takes), reused=part.reused))

    works = [Work(code_take, {"audio": take.audio, "samples": take.samples, "label": take.scene_id}) for take in takes]
    return tuple(part.value for part in await run_all(works, place, tell))
