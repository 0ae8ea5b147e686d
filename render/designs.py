"""A scene's type to the two functions that lay it out and divide it: a new type is a file in `scenes/` and a line here."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from model.errors import ConfigError
from model.scenes import SceneConfig
from render.layout import Layout, mirror_layout
from render.page import Page, open_page
from render.scenes import code, command, image, outro, quote, section, table, title
from render.scenes import list as points
from render.theme import Look


class Design(NamedTuple):
    """How one type of scene looks."""

    lay_out: Callable[[Any, Page], Layout]
    """Places everything on the page; says whether it fits."""
    divide: Callable[[Any, Page], tuple[SceneConfig, ...]]
    """Makes two scenes of one that does not fit; nothing when it has no parts."""


DESIGNS: dict[str, Design] = {
    "title": Design(title.lay_out, title.divide),
    "section": Design(section.lay_out, section.divide),
    "list": Design(points.lay_out, points.divide),
    "command": Design(command.lay_out, command.divide),
    "code": Design(code.lay_out, code.divide),
    "table": Design(table.lay_out, table.divide),
    "image": Design(image.lay_out, image.divide),
    "quote": Design(quote.lay_out, quote.divide),
    "outro": Design(outro.lay_out, outro.divide),
}


def find_design(scene: SceneConfig) -> Design:
    """Return the design of a scene's type."""
    design = DESIGNS.get(scene.scene_type)
    if design is None:
        raise ConfigError(f"No design draws scenes of type {scene.scene_type!r}.", f"Use one of {', '.join(DESIGNS)}.")
    return design


@lru_cache(maxsize=64)
def lay_out_scene(scene: SceneConfig, look: Look) -> Layout:
    """Lay a scene out on its film's page, mirrored in languages that begin on the right."""
    page = open_page(look)
    layout = find_design(scene).lay_out(scene, page)
    return mirror_layout(layout, look.format.width) if page.rtl else layout
