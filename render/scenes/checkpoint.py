"""What should work by now, to its layout: cards under a header, coming as they are said."""

from __future__ import annotations

from model.content import Text
from model.scenes.base import SceneConfig
from model.scenes.checkpoint import CheckpointScene
from render.cards import Card
from render.course import divide_points, lay_out_points
from render.layout import Layout
from render.page import Page
from render.splitting import LONG_HEADER, split_header


def lay_out(scene: CheckpointScene, page: Page) -> Layout:
    """Place a card for each point."""

    def make(at: int, text: Text, step: int) -> Card:
        return Card(text, "check", True, page.theme.good, step)

    return lay_out_points(page, scene.header, scene.points, scene, make)


def divide(scene: CheckpointScene, page: Page) -> tuple[SceneConfig, ...]:
    """Carry half of the points on to a second scene."""
    if len(scene.header) > LONG_HEADER:
        return split_header(scene, scene.header)
    return divide_points(scene, scene.points)
