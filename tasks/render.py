"""VideoScript and AudioAssets -> VideoAssets: every scene drawn and encoded, and every transition between two."""

from __future__ import annotations

import asyncio
from functools import lru_cache
from pathlib import Path

from PIL.Image import Image

from adapters.store import Store
from model.audio import AudioAssets, Take
from model.progress import Progress
from model.scenes import SceneConfig
from model.script import VideoScript
from model.timeline import Fade, Motion, Timeline
from model.video import Picture, Segment, VideoAssets
from render.designs import drawn_with
from render.encoding import encode_segment
from render.glyphs import used_fonts
from render.pictures import draw_scene, step_sentences
from render.theme import Look
from render.thumbnail import draw_thumbnail
from render.timeline import plan_timeline
from tasks.look import look_of
from tasks.reporting import report
from tasks.stage import Work, stage
from tasks.workplace import Workplace

_MADE_WITH = ("pillow", "av", "pygments", "fonttools", "uniseg")


Fonts = tuple[tuple[str, str], ...]
"""Name and SHA-256 of font files, and of the module that draws a type of somebody else's."""


@lru_cache(maxsize=12)
def _draw(scene: SceneConfig, look: Look, step: int | None, store: Path) -> Image:
    return draw_scene(scene, look, Store(store).read, step)


@stage(name="render-scene", run_name="render {label}", sources=("render",), libraries=_MADE_WITH)
async def render_scene(
    scene: SceneConfig, motions: tuple[Motion, ...], look: Look, fonts: Fonts, label: str, place: Workplace
) -> Segment:
    """Draw and encode one scene; `fonts` are the files that it is set in, which belong to its key."""

    def encode() -> bytes:
        return encode_segment(lambda step: _draw(scene, look, step, place.store.root), motions, look.format)

    stream = await asyncio.to_thread(lambda: place.store.put(encode(), ".h264"))
    return Segment(stream=stream, frames=sum(motion.frames for motion in motions))


@stage(name="render-transition", run_name="render {label}", sources=("render",), libraries=_MADE_WITH)
async def render_transition(
    before: SceneConfig, after: SceneConfig, frames: int, look: Look, fonts: Fonts, label: str, place: Workplace
) -> Segment:
    """Encode the cross-fade from one scene's last picture to the next one's first."""
    root = place.store.root

    def encode() -> bytes:
        pictures = (_draw(before, look, None, root), _draw(after, look, 0, root))
        return encode_segment(pictures, (Fade(before=0, after=1, frames=frames),), look.format)

    stream = await asyncio.to_thread(lambda: place.store.put(encode(), ".h264"))
    return Segment(stream=stream, frames=frames)


@stage(name="draw-thumbnail", sources=("render",), libraries=_MADE_WITH)
async def make_thumbnail(look: Look, fonts: Fonts, place: Workplace) -> Picture:
    """Draw the still that stands for the film."""
    drawn = await asyncio.to_thread(draw_thumbnail, look)
    return Picture(image=place.store.put(drawn, ".png"))


async def render_film(script: VideoScript, audio: AudioAssets, place: Workplace) -> VideoAssets:
    """Plan the film's time, then make its segments, as many at once as the machine has cores."""
    look = look_of(script)
    timeline = plan_film(script, audio.takes, look)
    segments = await _make_all(list_rendering(script, timeline, look), place)
    fonts = used_fonts(script.model_copy(update={"scenes": ()}), look)
    thumbnail = await Work(make_thumbnail, {"look": look, "fonts": fonts}).run(place)
    return VideoAssets(timeline=timeline, segments=segments, thumbnail=thumbnail.value.image)


def plan_film(script: VideoScript, takes: tuple[Take, ...], look: Look) -> Timeline:
    """Give every scene its frames."""
    steps = tuple(step_sentences(scene)[1:] for scene in script.scenes)
    return plan_timeline(script, takes, steps, look.format)


def list_rendering(script: VideoScript, timeline: Timeline, look: Look) -> tuple[Work, ...]:
    """List what is to be drawn, in film order: scene, transition, scene, …"""
    shown = [as_shown(scene) for scene in script.scenes]
    fonts = [
        used_fonts(script.model_copy(update={"scenes": (scene,)}), look) + drawn_with(scene.scene_type)
        for scene in script.scenes
    ]
    parts: list[Work] = []
    for at, slot in enumerate(timeline.slots):
        scene = {"scene": shown[at], "motions": slot.motions, "look": look, "fonts": fonts[at], "label": slot.scene_id}
        parts.append(Work(render_scene, scene, slot.scene_id))
        if slot.transition:
            both = tuple(sorted({*fonts[at], *fonts[at + 1]}))
            pair = {"before": shown[at], "after": shown[at + 1], "frames": slot.transition, "look": look, "fonts": both}
            label = f"{slot.scene_id} to {script.scenes[at + 1].scene_id}"
            parts.append(Work(render_transition, pair | {"label": label}))
    return tuple(parts)


async def _make_all(parts: tuple[Work, ...], place: Workplace) -> tuple[Segment, ...]:
    gate, scenes, made = asyncio.Semaphore(place.jobs), sum(bool(part.scene_id) for part in parts), 0
    await report(Progress(stage="render", done=0, total=scenes))

    async def make(work: Work) -> Segment:
        nonlocal made
        async with gate:
            part = await work.run(place)
        if work.scene_id:
            made += 1
            step = Progress(stage="render", done=made, total=scenes, scene_id=work.scene_id, reused=part.reused)
            await report(step)
        segment: Segment = part.value
        return segment

    return tuple(await asyncio.gather(*map(make, parts)))


def as_shown(scene: SceneConfig) -> SceneConfig:
    """Keep what is seen of a scene: what is said, its name and its source lines do not change its picture."""
    return scene.model_copy(update={"scene_id": "scene", "chapter": "", "narration": (), "spans": ()})
