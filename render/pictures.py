"""A scene and a look to its pictures: one for each step in which it appears."""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image

from model.assets import Asset
from model.scenes import ListScene, SceneConfig
from render.canvas import paint_layout
from render.designs import lay_out_scene
from render.scenes import list as list_design
from render.theme import Look


def draw_scene(scene: SceneConfig, look: Look, load: Callable[[Asset], bytes], step: int | None = None) -> Image.Image:
    """Draw a scene as RGB in the size of the film: as it stands after `step` reveals, or whole without one."""
    return paint_layout(lay_out_scene(scene, look), (look.format.width, look.format.height), load, step)


def step_sentences(scene: SceneConfig) -> tuple[int, ...]:
    """Return, for each step, the index of the narration's sentence with which it begins; the first is 0."""
    return list_design.step_sentences(scene) if isinstance(scene, ListScene) else (0,)
