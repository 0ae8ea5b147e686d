"""MusicChoice -> music under the voice: decoded once, early, so that what is wrong with it is told early."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

from adapters.files import discard, work_folder
from adapters.music import decode_music, lay_under, open_pcm
from adapters.soundtrack import read_pcm, write_pcm
from adapters.store import Store
from model.assets import Asset
from model.audio import Take
from model.music import Music, MusicChoice, Underscore
from model.timeline import Timeline
from render.ducking import DEPTH, draw_envelope, list_speech, plan_envelope
from render.music import fade_edges, loop_music
from tasks.stage import Work, stage
from tasks.workplace import Workplace


@stage(
    name="decode-music",
    part_of="sound",
    sources=(
        "adapters/music.py",
        "adapters/loudness.py",
        "adapters/sound_graph.py",
        "adapters/soundtrack.py",
        "adapters/ffmpeg.py",
    ),
    libraries=("imageio-ffmpeg", "av"),
)
async def decode(file: Asset, label: str, place: Workplace) -> Music:
    """Decode the user's file, named `label`, and measure it."""
    with work_folder(Path(place.cache_dir) / "work") as folder:
        output = folder / "music.raw"
        loudness = await decode_music(place.store.locate(file), label, output)
        return Music(pcm=await asyncio.to_thread(place.store.adopt, output, ".raw"), loudness=loudness)


async def prepare_music(choice: MusicChoice | None, place: Workplace) -> Underscore | None:
    """Decode what the user chose, if anything."""
    if choice is None:
        return None
    part = await Work(decode, {"file": choice.file, "label": choice.name}).run(place)
    return Underscore(music=part.value, volume=choice.volume)


async def lay_music(
    voice: Iterator[bytes], timeline: Timeline, takes: tuple[Take, ...], under: Underscore, store: Store, folder: Path
) -> Iterator[bytes]:
    """Return the voice with the music under it, piece by piece, by way of files in `folder`."""
    spoken, music, gains, mixed = (folder / f"{name}.raw" for name in ("spoken", "music", "gains", "mixed"))
    read, length = open_pcm(store.locate(under.music.pcm))
    envelope = plan_envelope(list_speech(timeline, takes), timeline.samples)
    await asyncio.to_thread(write_pcm, voice, spoken)
    await asyncio.to_thread(write_pcm, fade_edges(loop_music(read, length, timeline.samples), timeline.samples), music)
    await asyncio.to_thread(write_pcm, draw_envelope(envelope), gains)
    await lay_under(spoken, music, gains, under.volume, under.music.loudness - DEPTH, mixed)
    for path in (spoken, music, gains):
        discard(path)
    return read_pcm(mixed)
