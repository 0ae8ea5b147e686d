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
from model.timeline import BarState, Motion, Timeline
from model.track import Track
from model.video import Picture, Segment, VideoAssets
from render.caption_bar import CaptionBar
from render.designs import drawn_with
from render.encoding import Band, encode_segment
from render.film_plan import plan_film
from render.glyphs import used_fonts
from render.h264.samples import pack_samples
from render.pictures import MovingScene, draw_scene
from render.stretching import stretch_takes
from render.theme import Look
from render.thumbnail import draw_thumbnail
from render.timeline import transition_motions
from tasks.cores import run_heavy
from tasks.look import settle_look
from tasks.reporting import report
from tasks.stage import Part, Work, run_all, stage
from tasks.telling.stages import told
from tasks.workplace import Workplace

_MADE_WITH = ("pillow", "ziamath", "latex2mathml", "av", "pygments", "fonttools", "uniseg", "budoux")


class Standing(Frozen):
    """One picture of a scene."""

    scene: SceneConfig
    """The scene, as it is shown."""
    picture: int
    """Which of its pictures."""


Fonts = tuple[tuple[str, str], ...]
"""Name and SHA-256 of font files, and of the module that draws a type of somebody else's."""


@lru_cache(maxsize=4)
def _draw(scene: SceneConfig, look: Look, step: int, store: Store) -> Image:
    return draw_scene(scene, look, store.read, step)


@stage(name="render-scene", part_of="render", run_name="render {label}", sources=("render",), libraries=_MADE_WITH)
async def render_scene(
    scene: SceneConfig,
    motions: tuple[Motion, ...],
    bar: tuple[BarState, ...],
    look: Look,
    fonts: Fonts,
    label: str,
    place: Workplace,
) -> Segment:
    """Draw and encode one scene; `fonts` are the files that it is set in, which belong to its key."""

    def encode() -> bytes:
        pictures = MovingScene(scene, look, place.store.read)
        return encode_segment(pictures.draw, motions, look.format, pictures.move, Band(bar, CaptionBar(look).paint))

    return await run_heavy(lambda: keep_segment(encode(), place.store), place)


@stage(name="render-transition", part_of="render", run_name="render {label}", sources=("render",), libraries=_MADE_WITH)
async def render_transition(
    before: Standing,
    after: Standing,
    motions: tuple[Motion, ...],
    look: Look,
    fonts: Fonts,
    label: str,
    place: Workplace,
) -> Segment:
    """Encode the way from one scene's last picture to the next one's first."""
    store = place.store

    def encode() -> bytes:
        pictures = [_draw(side.scene, look, side.picture, store) for side in (before, after)]
        return encode_segment(pictures, motions, look.format)

    return await run_heavy(lambda: keep_segment(encode(), place.store), place)


def keep_segment(stream: bytes, store: Store) -> Segment:
    """Put an encoded segment into the store, in the form in which a film copies it."""
    samples = pack_samples(stream)
    sequence, picture = samples.parameters
    return Segment(
        stream=store.put(samples.data, ".avc"), sizes=samples.sizes, key_frames=samples.keys,
        parameters=(sequence.hex(), picture.hex()),
    )  # fmt: skip


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


async def plan_pictures(
    script: VideoScript, audio: AudioAssets, place: Workplace, tracks: tuple[Track, ...] = ()
) -> Plan:
    """Settle the look, and give every scene its frames, as many as the longest of its languages needs."""
    look, notices = await asyncio.to_thread(settle_look, script, place)
    takes = stretch_takes(audio.takes, [track.audio.takes for track in tracks])
    return Plan(look, await asyncio.to_thread(plan_film, script, takes, look), notices)


@told("render")
async def render_film(script: VideoScript, plan: Plan, place: Workplace) -> VideoAssets:
    """Make the film's segments, as many at once as the machine has cores."""
    look, timeline, notices = plan
    segments = await _make_all(list_rendering(script, timeline, look), place)
    fonts = used_fonts(script.model_copy(update={"scenes": ()}), look)
    thumbnail = await Work(make_thumbnail, {"look": look, "fonts": fonts}).run(place)
    return VideoAssets(timeline=timeline, segments=segments, thumbnail=thumbnail.value.image, notices=notices)


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
        scene |= {"bar": slot.bar}
        parts.append(Work(render_scene, scene, slot.scene_id))
        if slot.transition:
            both = tuple(sorted({*fonts[at], *fonts[at + 1]}))
            following = timeline.slots[at + 1].first_picture
            pair = {
                "before": Standing(scene=shown[at], picture=slot.last_picture),
                "after": Standing(scene=shown[at + 1], picture=following),
                "motions": transition_motions(slot),
                "look": look,
                "fonts": both,
            }
            label = f"{slot.scene_id} to {script.scenes[at + 1].scene_id}"
            parts.append(Work(render_transition, pair | {"label": label}))
    return tuple(parts)


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


def as_shown(scene: SceneConfig) -> SceneConfig:
    """Keep what is seen of a scene: its words, with which its parts come, but not its name or any source line."""
    words = tuple(sentence.model_copy(update={"spans": ()}) for sentence in scene.narration)
    return scene.model_copy(update={"scene_id": "scene", "chapter": "", "narration": words, "spans": ()})
