"""A scene of type problem to its layout: its statement under its label, and cards that come as they are said."""

from __future__ import annotations

from model.content import Text
from model.scenes.base import SceneConfig
from model.scenes.problem import ProblemScene
from render.cards import Card
from render.course import divide_statement, lay_out_statement
from render.layout import Layout
from render.page import Page


def lay_out(scene: ProblemScene, page: Page) -> Layout:
    """Write the statement large, the points below it."""

    def make(at: int, text: Text, step: int) -> Card:
        return Card(text, "dash", True, page.theme.bad, step)

    return lay_out_statement(
        page, scene.label, scene.text, scene.points, scene, icon="cross", colour=page.theme.bad, make=make
    )


def divide(scene: ProblemScene, page: Page) -> tuple[SceneConfig, ...]:
    """Show a long statement first, then the points, half by half."""
    return divide_statement(scene, scene.label, scene.text, scene.points)
