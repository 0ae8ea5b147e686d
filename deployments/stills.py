"""A source and options -> PNG files: `video-gen still` and `video-gen sheet`"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.files import write_atomically
from deployments.display import Console
from deployments.draft import Draft, expect_take, open_draft
from model.errors import ConfigError
from model.scenes import SceneConfig

if TYPE_CHECKING:
    from PIL.Image import Image

    from model.timeline import Slot

_AT = re.compile(r"start|end|(?:step[ :=]?)?(\d{1,4})")
_NAMED = 12
"""Scenes that an error lists."""


def draw_still(source: str, options: Mapping[str, str], scene: str, at: str, output: str, console: Console) -> None:
    """Draw one picture of one scene; print the file's name.

    Raises ConfigError when there is no such scene or step, or the file cannot be a PNG.
    """
    path, moment = _check_output(output), _AT.fullmatch(at.strip().lower())
    if moment is None:
        raise ConfigError(f"--at cannot be {at!r}.", "Choose start, end, or a step such as 'step 2'.")
    with open_draft(source, options) as draft:
        if draft.notice:
            console.warn(draft.notice)
        image = _draw(draft, _find_scene(draft, scene), moment)
    _save(image, path)
    console.give(str(path))


def draw_sheet(source: str, options: Mapping[str, str], output: str, console: Console) -> None:
    """Draw all scenes, small, on one page or several; print the files' names."""
    from render.contact_sheet import Stamp, draw_sheets
    from render.pictures import draw_scene

    path = _check_output(output)
    with open_draft(source, options) as draft:
        if draft.notice:
            console.warn(draft.notice)
        scenes = tuple(draft.fitted_scenes())
        slots = _expect_slots(draft, scenes) if _has_captions(draft) else (None,) * len(scenes)
        stamps = (
            Stamp(at, scene.scene_id, _caption(draft, slot, draw_scene(scene, draft.look, draft.store.read), None))
            for at, (scene, slot) in enumerate(zip(scenes, slots, strict=True), start=1)
        )
        for number, page in enumerate(draw_sheets(stamps, len(scenes), draft.look), start=1):
            named = path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}")
            _save(page, named)
            console.give(str(named))
    console.say(f"{len(scenes)} scenes.")


def _check_output(output: str) -> Path:
    path = Path(output)
    if path.suffix.lower() != ".png":
        raise ConfigError(f"--output cannot be {output!r}: the picture is a PNG.", "Name a file that ends in .png.")
    if path.is_dir():
        raise ConfigError(
            f"--output cannot be {output!r}: it is a folder.", f"Name a file inside it: {path}/still.png."
        )
    return path


def _find_scene(draft: Draft, wanted: str) -> SceneConfig:
    """Return a scene by number or name; the scenes behind it are not laid out."""
    scenes: list[SceneConfig] = []
    for number, scene in enumerate(draft.fitted_scenes(), start=1):
        if wanted in (str(number), scene.scene_id):
            return scene
        scenes.append(scene)
    names = ", ".join(scene.scene_id for scene in islice(scenes, _NAMED)) + (" …" if len(scenes) > _NAMED else "")
    raise ConfigError(f"There is no scene {wanted!r}.", f"Choose 1 to {len(scenes)}, or a name: {names}.")


def _draw(draft: Draft, scene: SceneConfig, moment: re.Match[str]) -> Image:
    from render.designs import lay_out_scene
    from render.pictures import draw_scene

    steps = lay_out_scene(scene, draft.look).steps
    step = int(moment[1]) if moment[1] else steps
    if step > steps:
        raise ConfigError(f"The scene {scene.scene_id} has no step {step}.", f"Choose one of 0 to {steps}, or end.")
    slot = _expect_slots(draft, (scene,))[0] if moment[0] == "start" or _has_captions(draft) else None
    if moment[0] == "start" and slot:
        step = slot.first_picture
    image = draw_scene(scene, draft.look, draft.store.read, step)
    return _caption(draft, slot, image, None if moment[0] == "end" else step)


def _has_captions(draft: Draft) -> bool:
    return draft.script.staging.captions != "off"


def _expect_slots(draft: Draft, scenes: tuple[SceneConfig, ...]) -> tuple[Slot, ...]:
    """Plan scenes as the film would, by the time that their words are expected to take."""
    from render.film_plan import plan_film

    takes = tuple(expect_take(scene, draft.script.language) for scene in scenes)
    return plan_film(draft.script.model_copy(update={"scenes": scenes}), takes, draft.look).slots


def _caption(draft: Draft, slot: Slot | None, image: Image, step: int | None) -> Image:
    """Lay on a picture what its caption band shows with a step, or without one at the scene's end."""
    if slot is None or not _has_captions(draft):
        return image
    from render.caption_bar import CaptionBar, find_bar

    state = find_bar(slot, step)
    patch = CaptionBar(draft.look).paint(state, image) if state else None
    if patch:
        image.paste(patch.image, (patch.x, patch.y))
    return image


def _save(image: Image, path: Path) -> None:
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=4)
    write_atomically(path, file.getvalue())
