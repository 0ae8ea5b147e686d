"""A scene and a look to its pictures: one for each step in which it appears, and what is seen between two."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial

from PIL import Image

from model.assets import Asset
from model.scenes import SceneConfig
from model.timeline import Reveal
from render.canvas import paint_layout
from render.designs import lay_out_scene
from render.regions import Patch
from render.reveals import RevealPainter
from render.theme import Look


def draw_scene(scene: SceneConfig, look: Look, load: Callable[[Asset], bytes], step: int | None = None) -> Image.Image:
    """Draw a scene as RGB in the size of the film: as it stands after `step` reveals, or after all without one."""
    return paint_layout(lay_out_scene(scene, look), (look.format.width, look.format.height), load, step)


class MovingScene:
    """One scene's pictures and the frames between them, each picture painted once while it is needed."""

    def __init__(self, scene: SceneConfig, look: Look, load: Callable[[Asset], bytes]) -> None:
        # No cache here holds this object: a cycle would keep its pictures, 6 MB each, until Python looks for cycles.
        layout, size, kept = lay_out_scene(scene, look), (look.format.width, look.format.height), lru_cache(4)(load)
        self.draw: Callable[[int], Image.Image] = lru_cache(maxsize=2)(partial(paint_layout, layout, size, kept))
        self._painter = lru_cache(maxsize=1)(partial(RevealPainter, layout, draw=self.draw, load=kept))

    def move(self, reveal: Reveal, progress: float) -> Patch:
        """Paint what a reveal changes, at a progress from 0 to 1."""
        return self._painter(reveal).paint(progress)
