"""What a user may name as a theme: `name`, `name-light`, `name-dark`, `light`, `dark`, or their own brand's YAML file."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from model.nearness import nearest_names

Appearance = Literal["light", "dark"]
DEFAULT_THEME = "orbit"
_FOLDER = Path(__file__).resolve().parent.parent / "render" / "themes"
"""Themes are data: a name is known as soon as its file is there."""
_BRAND_SUFFIXES = (".yaml", ".yml")


@cache
def theme_names() -> tuple[str, ...]:
    """Return the names of all themes, the default first."""
    names = sorted(path.stem for path in _FOLDER.glob("*.yaml"))
    return (DEFAULT_THEME, *(name for name in names if name != DEFAULT_THEME))


def is_brand_file(choice: str) -> bool:
    """Tell whether a choice names the user's own file."""
    return choice.lower().endswith(_BRAND_SUFFIXES)


def split_choice(choice: str) -> tuple[str, Appearance | None]:
    """Return a theme's name, and its ground where one is named.

    Raises ValueError listing the names.
    """
    if choice in ("light", "dark"):
        choice = f"{DEFAULT_THEME}-{choice}"
    name, _, ground = choice.rpartition("-")
    if choice in theme_names():
        return choice, None
    if name in theme_names() and ground in ("light", "dark"):
        return name, "light" if ground == "light" else "dark"
    near = nearest_names(choice, theme_names())
    guess = f"; did you mean {near[0]}?" if near else ";"
    raise ValueError(f"there is no theme {choice[:80]!r}{guess} choose {describe_choices()}")


def describe_choices() -> str:
    """Name all choices, as a remedy has them."""
    return f"{', '.join(theme_names())}, each also with -light or -dark behind it; light or dark"


def _check_name(choice: str) -> str:
    split_choice(choice)
    return choice


def _check_choice(choice: str) -> str:
    return choice if is_brand_file(choice) else _check_name(choice)


ThemeName = Annotated[str, Field(max_length=100), AfterValidator(_check_name)]
"""One of ours."""
ThemeChoice = Annotated[str, Field(max_length=4096), AfterValidator(_check_choice)]
"""One of ours, or the path of a brand's file."""
