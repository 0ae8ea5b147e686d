"""A scene of type exercise to its layout: its statement under its label, and cards that come as they are said."""

from __future__ import annotations

from model.content import Text
from model.scenes.base import SceneConfig
from model.scenes.exercise import ExerciseScene
from render.cards import Card
from render.course import divide_statement, lay_out_statement
from render.layout import Layout
from render.page import Page


def lay_out(scene: ExerciseScene, page: Page) -> Layout:
    """Write the statement large, the points below it."""

    def make(at: int, text: Text, step: int) -> Card:
        return Card(text, str(at + 1), False, page.theme.accent, step)

    return lay_out_statement(
        page, scene.label, scene.text, scene.points, scene, icon="arrow", colour=page.theme.accent, make=make
    )


def divide(scene: ExerciseScene, page: Page) -> tuple[SceneConfig, ...]:
    """Show a long statement first, then the points, half by half."""
    return divide_statement(scene, scene.label, scene.text, scene.points)
