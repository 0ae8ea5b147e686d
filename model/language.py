"""The languages that films are made in: one file each, `languages/<code>.yaml`, found by listing.

What a language needs beside this file: a book of phrases (`writing/phrase_books`), a table of how it is read
(`writing/speech/data`), a row of voices (`adapters/voices/voices.json`) and its function words
(`adapters/documents/languages.py`). A test holds that all of them know the same languages.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import Field

from model.errors import ConfigError
from model.frozen import Frozen

_FOLDER = Path(__file__).parent / "languages"
_ALIASES = {"no": "nb", "nn": "nb", "iw": "he", "in": "id"}
LanguageTag = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
"""A BCP 47 code: `en`, `pt-BR`."""


class CaptionRules(Frozen):
    """How much of a language a reader takes in at a time."""

    line: Annotated[int, Field(ge=10, le=80)] = 42
    """Characters on a line at most."""
    wide_line: Annotated[int, Field(ge=8, le=40)] = 20
    """East Asian wide characters on a line at most."""
    pace: Annotated[int, Field(ge=4, le=40)] = 20
    """Characters a second at most."""


class Language(Frozen):
    """A language, as all stages know it."""

    code: str
    """Its primary subtag: `pt`."""
    name: str
    """In English."""
    own_name: str
    """In itself."""
    direction: Literal["ltr", "rtl"] = "ltr"
    """Where lines begin."""
    captions: CaptionRules = CaptionRules()
    """How captions are laid out."""
    leaders: frozenset[str] = frozenset()
    """Small words that lean on the next one: lines break before them, not after."""


def primary_subtag(tag: str) -> str:
    """Return the language alone, `pt` of `pt-BR`; Norwegian is Bokmål unless it says otherwise."""
    code = tag.replace("_", "-").split("-")[0].lower()
    return _ALIASES.get(code, code)


@cache
def known_languages() -> tuple[str, ...]:
    """Return the codes of the languages that we speak, sorted."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.yaml")))


@cache
def find_language(tag: str) -> Language:
    """Return what is known of a language; of one that we do not speak, its name alone and the usual rules."""
    code = primary_subtag(tag)
    if code not in known_languages():
        return Language(code=code, name=tag, own_name=tag)
    with (_FOLDER / f"{code}.yaml").open(encoding="utf-8") as file:
        table: dict[str, Any] = yaml.load(file, Loader=yaml.CSafeLoader)
    leaders = frozenset(str(table.pop("leaders", "")).split())
    return Language(code=code, leaders=leaders, **table)


def check_language(tag: str) -> None:
    """Raise ConfigError for a language that films cannot be made in, with those that they can."""
    if primary_subtag(tag) not in known_languages():
        known = ", ".join(known_languages())
        raise ConfigError(f"There is no film in the language {tag!r}.", f"Choose among {known}.")
