"""VideoScript and AudioAssets -> VideoAssets: every scene drawn and encoded, and every transition between two."""

from __future__ import annotations

import asyncio
from functools import lru_cache
from typing import NamedTuple

from PIL.Image import Image

from adapters.store import Store
from model.audio import AudioAssets
from model.frozen import Frozen
from model.progress import Progress
from model.scenes import SceneConfig
from model.script import VideoScript
from model.timeline import BarState, Motion, Slot, Timeline, VideoFormat
from model.track import Track
from model.video import Picture, Segment, VideoAssets
from render.caption_bar import CaptionBar
from render.drawn import as_shown
from render.encoding import Band, encode_segment
from render.film_plan import plan_film
from render.glyphs import caption_fonts, used_fonts
from render.outlooks import Outlooks
from render.pictures import MovingScene, draw_scene
from render.stretching import stretch_takes
from render.theme import Look
from render.thumbnail import draw_thumbnail
from render.timeline import transition_motions
from tasks.caching import StageCache
from tasks.cores import run_heavy
from tasks.look import settle_look
from tasks.outlooks import keep_outlooks, recall_outlooks
from tasks.patterns import find_pattern, keep_segment
from tasks.reporting import report
from tasks.stage import Part, Work, run_all, stage
from tasks.telling.stages import told
from tasks.workplace import Workplace

_MADE_WITH = ("pillow", "ziamath", "latex2mathml", "av", "pygments", "fonttools", "uniseg", "budoux")


Fonts = tuple[tuple[str, str], ...]
"""Name and SHA-256 of font files."""


class Shown(Frozen):
    """One or two scenes, and how they are drawn: what a digest of the drawing stands for in a key."""

    scenes: tuple[SceneConfig, ...]
    """As they are shown."""
    pictures: tuple[int, ...] = ()
    """Of each scene the picture that is meant; none for all of them."""
    look: Look


class Captioned(Frozen):
    """What captions in the pictures are drawn with."""

    look: Look
    fonts: Fonts


@lru_cache(maxsize=2)
def _draw(scene: SceneConfig, look: Look, step: int, store: Store) -> Image:
    return draw_scene(scene, look, store.read, step)


@stage(name="render-scene", part_of="render", run_name="render {label}", sources=("render",), libraries=_MADE_WITH)
async def render_scene(
    drawn: str,
    motions: tuple[Motion, ...],
    bar: tuple[BarState, ...],
    captioned: Captioned | None,
    format: VideoFormat,  # noqa: A002 - what the model calls it
    shown: Shown,
    label: str,
    place: Workplace,
) -> Segment:
    """Draw and encode one scene; `drawn` is the digest of what `shown` looks like."""
    (scene,), look = shown.scenes, shown.look

    def encode() -> bytes:
        pictures = MovingScene(scene, look, place.store.read)
        return encode_segment(pictures.draw, motions, format, pictures.move, Band(bar, CaptionBar(look).paint))

    return await run_heavy(lambda: keep_segment(encode(), place.store), place)


@stage(name="render-transition", part_of="render", run_name="render {label}", sources=("render",), libraries=_MADE_WITH)
async def render_transition(
    before: str,
    after: str,
    motions: tuple[Motion, ...],
    format: VideoFormat,  # noqa: A002 - what the model calls it
    shown: Shown,
    label: str,
    place: Workplace,
) -> Segment:
    """Encode the way from one scene's last picture, whose digest is `before`, to the next one's first."""
    store = place.store

    def encode() -> bytes:
        pictures = [
            _draw(scene, shown.look, picture, store)
            for scene, picture in zip(shown.scenes, shown.pictures, strict=True)
        ]
        return encode_segment(pictures, motions, format)

    return await run_heavy(lambda: keep_segment(encode(), place.store), place)


@stage(name="draw-thumbnail", part_of="render", sources=("render",), libraries=_MADE_WITH)
async def make_thumbnail(look: Look, fonts: Fonts, place: Workplace) -> Picture:
    """Draw the still that stands for the film."""
    return Picture(image=await run_heavy(lambda: place.store.put(draw_thumbnail(look), ".png"), place))


class Plan(NamedTuple):
    """What is decided before anything is drawn."""

    look: Look
    timeline: Timeline
    notices: tuple[str, ...]
    """What the user should know of how the pictures are made."""
    outlooks: Outlooks
    """What is known of the scenes' layouts."""


async def plan_pictures(
    script: VideoScript, audio: AudioAssets, place: Workplace, tracks: tuple[Track, ...] = ()
) -> Plan:
    """Settle the look, and give every scene its frames, as many as the longest of its languages needs."""
    look, notices = await asyncio.to_thread(settle_look, script, place)
    takes = stretch_takes(audio.takes, [track.audio.takes for track in tracks])

    def plan() -> Plan:
        outlooks = recall_outlooks(script, look, place)
        timeline = plan_film(script, takes, look, outlooks)
        keep_outlooks(outlooks, script, look, place)
        return Plan(look, timeline, notices, outlooks)

    return await asyncio.to_thread(plan)


@told("render")
async def render_film(script: VideoScript, plan: Plan, place: Workplace) -> VideoAssets:
    """Make the film's segments, as many at once as the machine has cores."""
    look, timeline, notices, outlooks = plan
    segments = await _make_all(list_rendering(script, timeline, look, outlooks), place)
    fonts = used_fonts(script.model_copy(update={"scenes": ()}), look)
    thumbnail = await Work(make_thumbnail, {"look": look, "fonts": fonts}).run(place)
    return VideoAssets(timeline=timeline, segments=segments, thumbnail=thumbnail.value.image, notices=notices)


def list_rendering(
    script: VideoScript, timeline: Timeline, look: Look, outlooks: Outlooks | None = None
) -> tuple[Work, ...]:
    """List what is to be drawn, in film order: scene, transition, scene, …"""
    seen = outlooks or Outlooks(look)
    shown = [as_shown(scene) for scene in script.scenes]
    parts: list[Work] = []
    for at, slot in enumerate(timeline.slots):
        parts.append(_render_scene(shown[at], slot, look, seen))
        if slot.transition:
            label = f"{slot.scene_id} to {script.scenes[at + 1].scene_id}"
            pictures = (slot.last_picture, timeline.slots[at + 1].first_picture)
            parts.append(_render_transition((shown[at], shown[at + 1]), pictures, slot, look, label, seen))
    return tuple(parts)


def _render_scene(scene: SceneConfig, slot: Slot, look: Look, outlooks: Outlooks) -> Work:
    captioned = _describe_captions(slot, look) if slot.bar else None
    drawn = outlooks.of(scene).drawn
    inputs = {
        "drawn": drawn, "motions": slot.motions, "bar": slot.bar, "captioned": captioned, "format": look.format,
        "shown": Shown(scenes=(scene,), look=look), "label": slot.scene_id,
    }  # fmt: skip
    policy = render_scene.cache_policy
    assert isinstance(policy, StageCache)
    pattern = None if slot.bar else find_pattern(policy, drawn, slot, look.format)
    return Work(render_scene, inputs, slot.scene_id, pattern)


def _render_transition(
    scenes: tuple[SceneConfig, SceneConfig], pictures: tuple[int, int], slot: Slot, look: Look, label: str,
    outlooks: Outlooks,
) -> Work:  # fmt: skip
    before, after = (outlooks.digest_picture(scene, at) for scene, at in zip(scenes, pictures, strict=True))
    inputs = {
        "before": before, "after": after, "motions": transition_motions(slot), "format": look.format,
        "shown": Shown(scenes=scenes, pictures=pictures, look=look), "label": label,
    }  # fmt: skip
    return Work(render_transition, inputs)


def _describe_captions(slot: Slot, look: Look) -> Captioned:
    text = " ".join(word.text for state in slot.bar for line in state.lines for word in line)
    return Captioned(look=look.model_copy(update={"title": ""}), fonts=caption_fonts(text, look))


async def _make_all(parts: tuple[Work, ...], place: Workplace) -> tuple[Segment, ...]:
    scenes, made = sum(bool(part.scene_id) for part in parts), 0
    await report(Progress(stage="render", done=0, total=scenes))

    async def tell(work: Work, part: Part) -> None:
        nonlocal made
        if work.scene_id:
            made += 1
            step = Progress(stage="render", done=made, total=scenes, scene_id=work.scene_id, reused=part.reused)
            await report(step)

    return tuple(part.value for part in await run_all(parts, place, tell))
