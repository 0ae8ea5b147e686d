"""Two neighbours and a look -> how the first gives way to the second"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import get_args

from model.content import Text
from model.scenes import Line, ListScene, SceneConfig
from model.scenes.steps import Step, StepsScene
from model.staging import MotionChoice
from model.timeline import TransitionStyle
from render.page import open_page
from render.theme import Look


def choose_transitions(
    scenes: Sequence[SceneConfig], look: Look, motion: MotionChoice = "full"
) -> tuple[TransitionStyle, ...]:
    """Return one style for each pair of neighbours: the theme's, a fade where little moves, a cut where nothing does."""
    theme: TransitionStyle = find_style(look) if motion == "full" else "fade" if motion == "reduced" else "cut"
    return tuple(_choose(before, after, theme) for before, after in pairwise(scenes))


def find_style(look: Look) -> TransitionStyle:
    """Return the theme's own style: a fade where it names none."""
    style: TransitionStyle = getattr(open_page(look).theme, "transition", "fade")
    return style if style in get_args(TransitionStyle) else "fade"


def _choose(before: SceneConfig, after: SceneConfig, theme: TransitionStyle) -> TransitionStyle:
    """Keep the theme's own for where something begins or ends; a page that only goes on must not move."""
    if theme == "cut" or is_one_page(before, after):
        return "cut" if theme == "cut" else "fade"
    return theme if after.opens or before.opens or after.scene_type in ("outro", "end_card") else "fade"


def is_one_page(before: SceneConfig, after: SceneConfig) -> bool:
    """Tell whether two scenes say parts of one page, which fills up."""
    if isinstance(before, StepsScene) and isinstance(after, StepsScene):
        return before.header == after.header and _points(before.steps) == _points(after.steps)
    if not isinstance(before, ListScene) or not isinstance(after, ListScene):
        return False
    return before.header == after.header and _points(before.lines) == _points(after.lines)


def _points(points: Sequence[Line | Step]) -> list[Text]:
    return [point.text for point in points]
