"""A language code -> its phrases: one file a language, `phrase_books/<code>.yaml`, found by its name."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from writing.phrases import Phrases

_BOOKS = Path(__file__).parent / "phrase_books"
_KNOWN = frozenset(one.name for one in fields(Phrases)) - {"language"}


def find_phrases(language: str) -> Phrases:
    """Return the phrases of a language; for one that we do not speak, phrases that add nothing."""
    return _open_book(language.replace("_", "-").split("-")[0].lower())


def known_books() -> tuple[str, ...]:
    """Return the codes of the languages that have a book, sorted."""
    return tuple(sorted(path.stem for path in _BOOKS.glob("*.yaml")))


@cache
def _open_book(code: str) -> Phrases:
    path = _BOOKS / f"{code}.yaml"
    if not (code.isascii() and code.isalpha() and path.is_file()):
        return Phrases(language=code)
    with path.open(encoding="utf-8") as file:
        table: dict[str, Any] = yaml.load(file, Loader=yaml.CSafeLoader)
    if unknown := table.keys() - _KNOWN:
        raise ValueError(f"{path.name} has phrases that nobody says: {', '.join(sorted(unknown))}")
    return Phrases(language=code, **{name: _freeze(value) for name, value in table.items()})


def _freeze(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_freeze(inner) for inner in value)
    if isinstance(value, dict):
        return {name: _freeze(inner) for name, inner in value.items()}
    return value
