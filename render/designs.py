"""A scene's type to the functions that lay it out and divide it: those of `render/scenes/<type>.py`, or its package's own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from model.errors import ConfigError
from model.scenes import SceneConfig
from model.scenes.registry import describe_unknown, find_module, is_own
from model.timeline import Cue
from render.dressing import dress_layout, page_of
from render.layout import Layout, mirror_layout
from render.page import Page, open_page
from render.theme import Look


class Design(NamedTuple):
    """How one type of scene looks."""

    lay_out: Callable[[Any, Page], Layout]
    """Places everything on the page; says whether it fits."""
    divide: Callable[[Any, Page], tuple[SceneConfig, ...]]
    """Makes two scenes of one that does not fit; nothing when it has no parts."""
    module: ModuleType
    """Where these are: a type may say more there, such as `cues`."""


def find_design(scene: SceneConfig) -> Design:
    """Return the design of a scene's type.

    Raises ConfigError when nobody has such a type, or its module does not draw.
    """
    return _open_design(scene.scene_type)


@cache
def _open_design(name: str) -> Design:
    module = _find_drawing(name)
    if module is None:
        raise ConfigError(f"Nothing draws this: {describe_unknown(name)}.", "Use a known type.")
    functions = [getattr(module, wanted, None) for wanted in ("lay_out", "divide")]
    for wanted, function in zip(("lay_out", "divide"), functions, strict=True):
        if not callable(function):
            raise ConfigError(
                f"Scenes of type {name!r} are not drawn.", f"Give {module.__name__} a `{wanted}(scene, page)`."
            )
    lay_out, divide = functions
    assert lay_out is not None and divide is not None
    return Design(lay_out, divide, module)


def _find_drawing(name: str) -> ModuleType | None:
    if not is_own(name):
        return find_module(name)
    place = f"{__package__}.scenes.{name}"
    return import_module(place) if find_spec(place) else None


@cache
def drawn_with(name: str) -> tuple[tuple[str, str], ...]:
    """Return name and SHA-256 of the module that draws a type of somebody else's: a part of its pictures' cache keys."""
    module = None if is_own(name) else find_module(name)
    if module is None or module.__file__ is None:
        return ()
    return ((module.__name__, hashlib.sha256(Path(module.__file__).read_bytes()).hexdigest()),)


@lru_cache(maxsize=64)
def lay_out_scene(scene: SceneConfig, look: Look) -> Layout:
    """Lay a scene out on its film's page, mirrored in languages that begin on the right."""
    page = page_of(scene, open_page(look))
    layout = dress_layout(find_design(scene).lay_out(scene, page), scene, page)
    return mirror_layout(layout, look.format.width) if page.rtl else layout


def find_cues(scene: SceneConfig, look: Look) -> tuple[Cue, ...]:
    """Return when step 1 of a scene and those after it are due: what its layout says, or its type's `cues(scene)`."""
    own = getattr(find_design(scene).module, "cues", None)
    return lay_out_scene(scene, look).cues or (own(scene) if callable(own) else ())
