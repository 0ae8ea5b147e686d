"""A template's name -> its file: a course file of ours, whole in itself, whose variables one fills in."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from adapters.videos.loading import load_tree
from adapters.videos.tree import Tree

_FOLDER = Path(__file__).resolve().parent / "templates"


@cache
def template_names() -> tuple[str, ...]:
    """Return the names of all templates: one is known because its file lies there."""
    return tuple(sorted(path.stem.replace("_", "-") for path in _FOLDER.glob("*.yaml")))


def read_template(name: str) -> str:
    """Return a template's text, by a name that is known."""
    return (_FOLDER / f"{name.replace('-', '_')}.yaml").read_text(encoding="utf-8")


@cache
def load_template(name: str) -> Tree:
    """Return a template as a tree."""
    return load_tree(read_template(name), f"template {name}")


def normalise_name(name: str) -> str:
    """Return a template's name as we write it: `course_lesson` is `course-lesson`."""
    return name.strip().lower().replace("_", "-").replace(" ", "-")
