"""InputConfig -> what a run would do, without doing it: `--dry-run`."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from typing import Any, NamedTuple

from model.audio import SAMPLE_RATE, Take, VoiceChoice, WordTime
from model.inputs import InputConfig
from model.scenes import SceneConfig
from model.script import VideoScript


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


def print_plan(config: InputConfig, settings: Any, *, as_json: bool) -> None:
    """Print the scenes, how long they will last, and what would be reused."""
    script, voice, notice, scenes = asyncio.run(_plan(config, settings))
    total = sum(scene.seconds for scene in scenes)
    if as_json:
        plan = {"title": script.title, "voice": voice.voice, "engine": voice.engine, "seconds": round(total, 1)}
        sys.stdout.write(json.dumps(plan | {"scenes": [scene._asdict() for scene in scenes]}, indent=2) + "\n")
        return
    for scene in scenes:
        doing = ", ".join(word for word, due in (("speak", scene.spoken), ("draw", scene.drawn)) if due) or "kept"
        sys.stdout.write(f"{scene.seconds:6.1f} s  {scene.scene_type:<8} {scene.scene_id:<44} {doing}\n")
    spoken, drawn = sum(scene.spoken for scene in scenes), sum(scene.drawn for scene in scenes)
    sys.stdout.write(
        f"{script.title}: {len(scenes)} scenes, about {total:.0f} s, voice {voice.engine} {voice.voice}."
        f" To speak {spoken}, to draw {drawn}; nothing was made.\n"
    )
    for line in (*script.warnings, *([notice] if notice else [])):
        sys.stderr.write(f"warning: {line}\n")


async def _plan(config: InputConfig, settings: Any) -> tuple[VideoScript, VoiceChoice, str, tuple[PlannedScene, ...]]:
    from adapters.documents.adapting import adapt_document
    from adapters.documents.parsing import parse_content
    from adapters.server import unconnected_environment
    from adapters.voice import choose_voice
    from render.fitting import fit_script

    os.environ.update(unconnected_environment(settings.state_path))  # before Prefect is imported: it asks no server
    from tasks.look import look_of
    from tasks.narrate import list_speaking
    from tasks.render import list_rendering, plan_film
    from tasks.run import find_place
    from writing.script import write_script

    place = find_place(config, settings)
    (video,) = adapt_document(config, place.store).videos
    script = write_script(parse_content(video, place.store), video)
    look = look_of(script)
    script = fit_script(script, look, place.store.read)
    voice, notice = await choose_voice(config.engine, config.voice, script.language, edge_url=place.edge_url)
    kept = [work.kept(place) for work in list_speaking(script, voice)]
    takes = tuple(
        take.model_copy(update={"scene_id": scene.scene_id}) if take else _expect(scene, script.language)
        for scene, take in zip(script.scenes, kept, strict=True)
    )
    timeline = plan_film(script, takes, look)
    drawn = {work.scene_id for work in list_rendering(script, timeline, look) if work.scene_id and not work.kept(place)}
    planned = tuple(
        PlannedScene(
            scene.scene_id, scene.scene_type, slot.frames / look.format.fps, take is None, scene.scene_id in drawn
        )
        for scene, slot, take in zip(script.scenes, timeline.slots, kept, strict=True)
    )
    return script, voice, notice, planned


def _expect(scene: SceneConfig, language: str) -> Take:
    from adapters.files import digest_bytes
    from model.assets import Asset
    from writing.speech.saying import estimate_seconds

    samples = max(1, int(estimate_seconds(scene.narration, language) * SAMPLE_RATE))
    words = sum(len(sentence.words) for sentence in scene.narration)
    times = tuple(WordTime(start=samples * at // words, end=samples * (at + 1) // words) for at in range(words))
    nothing = Asset(sha256=digest_bytes(b""), size=0, suffix=".wav")
    return Take(scene_id=scene.scene_id, audio=nothing, samples=samples, words=times)
