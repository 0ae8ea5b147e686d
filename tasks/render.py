"""VideoScript and AudioAssets -> VideoAssets: every scene drawn and encoded, and every transition between two."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import lru_cache
from pathlib import Path
from typing import Any

from PIL.Image import Image

from adapters.store import Store
from model.audio import AudioAssets
from model.progress import Progress
from model.scenes import SceneConfig
from model.script import VideoScript
from model.timeline import Fade, Motion, Timeline
from model.video import Picture, Segment, VideoAssets
from render.encoding import encode_segment
from render.pictures import draw_scene, step_sentences
from render.theme import Look
from render.thumbnail import draw_thumbnail
from render.timeline import plan_timeline
from tasks.look import look_of
from tasks.reporting import report
from tasks.stage import Part, run_part, stage
from tasks.workplace import Workplace

_MADE_WITH = ("pillow", "av", "pygments", "fonttools", "uniseg")


@lru_cache(maxsize=12)
def _draw(scene: SceneConfig, look: Look, step: int | None, store: Path) -> Image:
    return draw_scene(scene, look, Store(store).read, step)


@stage(name="render-scene", run_name="render {label}", sources=("render",), libraries=_MADE_WITH)
async def render_scene(
    scene: SceneConfig, motions: tuple[Motion, ...], look: Look, label: str, place: Workplace
) -> Segment:
    """Draw and encode one scene."""

    def encode() -> bytes:
        return encode_segment(lambda step: _draw(scene, look, step, place.store.root), motions, look.format)

    stream = await asyncio.to_thread(lambda: place.store.put(encode(), ".h264"))
    return Segment(stream=stream, frames=sum(motion.frames for motion in motions))


@stage(name="render-transition", run_name="render {label}", sources=("render",), libraries=_MADE_WITH)
async def render_transition(
    before: SceneConfig, after: SceneConfig, frames: int, look: Look, label: str, place: Workplace
) -> Segment:
    """Encode the cross-fade from one scene's last picture to the next one's first."""
    root = place.store.root

    def encode() -> bytes:
        pictures = (_draw(before, look, None, root), _draw(after, look, 0, root))
        return encode_segment(pictures, (Fade(before=0, after=1, frames=frames),), look.format)

    stream = await asyncio.to_thread(lambda: place.store.put(encode(), ".h264"))
    return Segment(stream=stream, frames=frames)


@stage(name="draw-thumbnail", sources=("render",), libraries=_MADE_WITH)
async def make_thumbnail(script: VideoScript, place: Workplace) -> Picture:
    """Draw the still that stands for the film."""
    drawn = await asyncio.to_thread(draw_thumbnail, script, place.store.read)
    return Picture(image=place.store.put(drawn, ".png"))


async def render_film(script: VideoScript, audio: AudioAssets, place: Workplace) -> VideoAssets:
    """Plan the film's time, then make its segments, as many at once as the machine has cores."""
    look = look_of(script)
    steps = tuple(step_sentences(scene)[1:] for scene in script.scenes)
    timeline = plan_timeline(script, audio.takes, steps, look.format)
    segments = await _make_all(list_parts(script, timeline, look, place), place.jobs)
    thumbnail: Part = await run_part(make_thumbnail, script=script, place=place)
    return VideoAssets(timeline=timeline, segments=segments, thumbnail=thumbnail.value.image)


Making = Callable[[], Coroutine[Any, Any, Part]]


def list_parts(script: VideoScript, timeline: Timeline, look: Look, place: Workplace) -> list[tuple[str, Making]]:
    """List what is to be made, in film order: scene, transition, scene, …"""
    shown = [as_shown(scene) for scene in script.scenes]
    parts: list[tuple[str, Making]] = []
    for at, slot in enumerate(timeline.slots):

        def scene(at: int = at, motions: tuple[Motion, ...] = slot.motions, label: str = slot.scene_id) -> Any:
            return run_part(render_scene, scene=shown[at], motions=motions, look=look, label=label, place=place)

        def transition(at: int = at, frames: int = slot.transition, label: str = slot.scene_id) -> Any:
            names = {"before": shown[at], "after": shown[at + 1], "label": f"{label} to {script.scenes[at + 1].scene_id}"}
            return run_part(render_transition, **names, frames=frames, look=look, place=place)

        parts.append((slot.scene_id, scene))
        if slot.transition:
            parts.append(("", transition))
    return parts


async def _make_all(parts: list[tuple[str, Making]], jobs: int) -> tuple[Segment, ...]:
    gate, scenes, made = asyncio.Semaphore(jobs), sum(bool(name) for name, _ in parts), 0
    await report(Progress(stage="render", done=0, total=scenes))

    async def make(name: str, making: Making) -> Segment:
        nonlocal made
        async with gate:
            part = await making()
        if name:
            made += 1
            await report(Progress(stage="render", done=made, total=scenes, scene_id=name, reused=part.reused))
        segment: Segment = part.value
        return segment

    return tuple(await asyncio.gather(*(make(name, making) for name, making in parts)))


def as_shown(scene: SceneConfig) -> SceneConfig:
    """Keep what is seen of a scene: what is said, its name and its source lines do not change its picture."""
    return scene.model_copy(update={"scene_id": "scene", "chapter": "", "narration": (), "spans": ()})
