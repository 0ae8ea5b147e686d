"""`themes/<name>.yaml` to a checked theme; what the user typed to a theme's name and its ground."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

import pydantic
import yaml
from pydantic import Field

from model.errors import ConfigError
from model.inputs import Appearance
from model.theme_choice import describe_choices, split_choice, theme_names
from render.theme import Palette, Shapes

FOLDER = Path(__file__).resolve().parent / "themes"


class ThemeFile(Shapes):
    """One theme, as its file states it."""

    about: Annotated[str, Field(min_length=1)]
    """What it is for, in one line."""
    dark: Palette | None = None
    """Its colours on a dark ground."""
    light: Palette | None = None
    """Its colours on a light ground."""
    prefers: Appearance
    """The ground that it has when none is named."""

    def palette(self, appearance: Appearance) -> Palette | None:
        """Return the colours on a ground; None when the theme has none for it."""
        return self.dark if appearance == "dark" else self.light


@cache
def read_theme(name: str) -> ThemeFile:
    """Read and check a theme.

    Raises ConfigError when there is none of this name, or naming its file and the key that is wrong.
    """
    if name not in theme_names():
        raise _unknown(name)
    return parse_theme((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), f"themes/{name}.yaml")


def parse_theme(text: str, where: str) -> ThemeFile:
    """Check a theme's text; `where` names the file in the error.

    Raises ConfigError naming file and key.
    """
    try:
        theme = ThemeFile.model_validate(yaml.safe_load(text), strict=False)
    except yaml.YAMLError as error:
        raise ConfigError(f"{where}: malformed YAML: {error}.", "Correct it.") from error
    except pydantic.ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"]) or "the file"
        shown = str(first["input"])[:60]
        raise ConfigError(f"{where}: {key}: {first['msg'].lower()}, not {shown!r}.", "Correct it.") from error
    if theme.palette(theme.prefers) is None:
        raise ConfigError(f"{where}: prefers: there are no {theme.prefers} colours.", "Add them, or prefer the others.")
    return theme


def choose_theme(choice: str) -> tuple[str, Appearance]:
    """Return name and ground of `name`, `name-light`, `name-dark`, `light` or `dark`.

    Raises ConfigError listing the names.
    """
    try:
        name, ground = split_choice(choice)
    except ValueError as error:
        raise _unknown(choice) from error
    return name, ground or read_theme(name).prefers


def _unknown(name: str) -> ConfigError:
    return ConfigError(f"There is no theme {name[:80]!r}.", f"Choose one of {describe_choices()}.")
