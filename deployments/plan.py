"""InputConfig -> what a run would do, without doing it: `--dry-run`."""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from deployments.display import Console
from model.audio import Take, VoiceChoice
from model.inputs import InputConfig, VideoConfig
from model.scenes import SceneConfig
from model.script import VideoScript

if TYPE_CHECKING:
    from adapters.settings import Settings
    from adapters.store import Store


class PlannedScene(NamedTuple):
    """One scene of a plan."""

    scene_id: str
    scene_type: str
    seconds: float
    """On screen: measured where it was spoken before, else estimated."""
    spoken: bool
    """False when the take is kept already."""
    drawn: bool
    """False when the segment is kept already."""


def print_plan(config: InputConfig, settings: Settings, console: Console, *, as_json: bool) -> None:
    """Print the scenes, how long they will last, and what would be reused."""
    with tempfile.TemporaryDirectory(prefix="video-gen-plan-") as scratch:  # what a run would read into the store
        script, voice, notice, scenes = asyncio.run(_plan(config, settings, Path(scratch)))
    for line in (*script.warnings, *([notice] if notice else [])):
        console.warn(line)
    total = sum(scene.seconds for scene in scenes)
    spoken, drawn = sum(scene.spoken for scene in scenes), sum(scene.drawn for scene in scenes)
    if as_json:
        plan = {"title": script.title, "voice": voice.voice, "engine": voice.engine, "seconds": round(total, 1)}
        plan |= {"to_speak": spoken, "to_draw": drawn, "scenes": [_round(scene) for scene in scenes]}
        console.give(json.dumps(plan, indent=2, ensure_ascii=False))
        return
    for scene in scenes:
        doing = ", ".join(word for word, due in (("speak", scene.spoken), ("draw", scene.drawn)) if due) or "kept"
        console.give(f"{scene.seconds:6.1f} s  {scene.scene_type:<8} {scene.scene_id:<44} {doing}")
    minutes, seconds = divmod(round(total), 60)
    console.give(
        f"{script.title}: {len(scenes)} scenes, about {minutes}:{seconds:02d}, voice {voice.engine} {voice.voice}."
        f" To speak {spoken}, to draw {drawn}; nothing was made."
    )


def _round(scene: PlannedScene) -> dict[str, object]:
    return scene._asdict() | {"seconds": round(scene.seconds, 2)}


async def _plan(
    config: InputConfig, settings: Settings, scratch: Path
) -> tuple[VideoScript, VoiceChoice, str, tuple[PlannedScene, ...]]:
    from adapters.input import adapt_input
    from adapters.server import unconnected_environment
    from adapters.store import Store
    from adapters.voices_lock import VoicesLock, find_lock
    from deployments.draft import expect_take
    from render.film_plan import plan_film
    from render.fitting import fit_script
    from render.glyphs import check_glyphs

    os.environ.update(unconnected_environment(scratch))  # before Prefect is imported: it asks no server
    from tasks.look import settle_look
    from tasks.narrate import find_cast, list_speaking, recall_take, wish_for
    from tasks.outlooks import recall_outlooks
    from tasks.render import list_rendering
    from tasks.run import find_place

    place, store = find_place(config, settings), Store(scratch)
    video = adapt_input(config, store).single()
    config = config.spoken_as(video)
    script, unmade = _recall_film(video, config, settings, store)
    look, notices = settle_look(script, place)
    warnings = (*check_glyphs(script, look), *notices, *unmade)
    outlooks = recall_outlooks(script, look, place)
    script = fit_script(script, look, store.read, outlooks).model_copy(
        update={"warnings": tuple(dict.fromkeys((*script.warnings, *warnings)))}
    )
    lock = VoicesLock(find_lock(config))
    cast, notice = await find_cast(script, wish_for(script, config), lock, config, place)
    # What the lock has is looked at in the scratch folder: a plan leaves nothing in the store.
    looking = place.model_copy(update={"cache_dir": str(scratch), "shared": ""})
    kept = [
        part.value if (part := recall_take(scene, cast, lock, looking)) else work.kept(place)
        for scene, work in zip(script.scenes, list_speaking(script, cast, place), strict=True)
    ]
    takes = tuple(
        _recall(scene, take) if take else expect_take(scene, script.language)
        for scene, take in zip(script.scenes, kept, strict=True)
    )
    timeline = plan_film(script, takes, look, outlooks)
    parts = list_rendering(script, timeline, look, outlooks)
    drawn = {work.scene_id for work in parts if work.scene_id and not work.reuses(place)}
    planned = tuple(
        PlannedScene(
            scene.scene_id, scene.scene_type, slot.frames / look.format.fps, take is None, scene.scene_id in drawn
        )
        for scene, slot, take in zip(script.scenes, timeline.slots, kept, strict=True)
    )
    return script, cast.narrator, notice, planned


def _recall_film(
    video: VideoConfig, config: InputConfig, settings: Settings, store: Store
) -> tuple[VideoScript, tuple[str, ...]]:
    """Return the script as far as models have answered before, and what they would do."""
    from adapters.documents.parsing import parse_content
    from tasks.translation import recall_answers, translate_film
    from tasks.writing import recall_script

    script, unwritten = recall_script(parse_content(video, store), video, config, settings)
    if video.translation is None:
        return script, (unwritten,) if unwritten else ()
    answers, untranslated = recall_answers(script, video.translation, config, settings, store)
    translated = translate_film(script, video.translation, store, answers)
    return translated, tuple(filter(None, (unwritten, untranslated)))


def _recall(scene: SceneConfig, take: Take) -> Take:
    from render.speech_pauses import find_silences, lengthen_take

    silences = find_silences(scene.narration, take.words, take.samples)
    return lengthen_take(scene.narration, take, silences).model_copy(update={"scene_id": scene.scene_id})
