"""`themes/<name>.yaml` to a checked theme; what the user typed to a theme's name and its ground."""

from __future__ import annotations

import difflib
from functools import cache
from pathlib import Path
from typing import Annotated, get_args

import pydantic
import yaml
from pydantic import Field

from model.errors import ConfigError
from model.inputs import Appearance
from render.theme import DEFAULT_THEME, Palette, Shapes

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
def theme_names() -> tuple[str, ...]:
    """Return the names of all themes, the default first."""
    names = sorted(path.stem for path in FOLDER.glob("*.yaml"))
    return (DEFAULT_THEME, *(name for name in names if name != DEFAULT_THEME))


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
    if choice in get_args(Appearance):
        choice = f"{DEFAULT_THEME}-{choice}"
    if choice in theme_names():
        return choice, read_theme(choice).prefers
    name, _, ground = choice.rpartition("-")
    if name not in theme_names() or ground not in get_args(Appearance):
        raise _unknown(choice)
    appearance: Appearance = "light" if ground == "light" else "dark"
    if read_theme(name).palette(appearance) is None:
        raise ConfigError(f"The theme {name} has no {appearance} ground.", f"Choose {name}.")
    return name, appearance


def describe_themes() -> str:
    """Name all choices, as a remedy has them."""
    return f"{', '.join(theme_names())}, each also with -light or -dark behind it, or light or dark"


def _unknown(name: str) -> ConfigError:
    near = difflib.get_close_matches(name, theme_names(), n=1, cutoff=0.6)
    guess = f" Did you mean {near[0]}?" if near else ""
    return ConfigError(f"There is no theme {name[:80]!r}.{guess}", f"Choose one of {describe_themes()}.")
