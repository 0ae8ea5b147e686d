"""From `pronunciation.yaml` to pairs of (written, spoken)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from adapters.documents.decoding import decode_document
from adapters.documents.guarded_yaml import MAX_BYTES, load_guarded, locate_keys
from adapters.files import read_bounded
from model.errors import Problem, ValidationError

PRONUNCIATION_FILE = "pronunciation.yaml"
"""Its name, beside the document."""
_MAX_WORD = 200
_QUOTES = 'Put it in quotes: "yes".'
_REMEDY = 'Write one `written: "spoken"` a line, both as text.'

Pronunciations = tuple[tuple[str, str], ...]


def parse_pronunciations(text: str, name: str) -> Pronunciations:
    """Read a mapping of written words to spoken ones, in the file's order.

    Raises ValidationError with every entry that is not a pair of texts, at its line and column.
    """
    value = load_guarded(text, name)
    if value is None:
        return ()
    if not isinstance(value, dict):
        problem = Problem(message="This is no mapping of written to spoken words.", remedy=_REMEDY, file=name, line=1)
        raise ValidationError((problem,))
    problems = tuple(_find_problems(value, text, name))
    if problems:
        raise ValidationError(problems)
    return tuple((written.strip(), " ".join(spoken.split())) for written, spoken in value.items())


def _find_problems(entries: Mapping[object, object], text: str, name: str) -> Iterator[Problem]:
    lines = text.split("\n")
    for (written, spoken), (line, column) in zip(entries.items(), locate_keys(text), strict=True):
        if trouble := _judge_entry(written, spoken):
            message, remedy = trouble
            excerpt = lines[line - 1][:200]
            yield Problem(message=message, remedy=remedy, file=name, line=line, column=column, excerpt=excerpt)


def _judge_entry(written: object, spoken: object) -> tuple[str, str] | None:
    """Return what is wrong with an entry, and what to do."""
    if not isinstance(written, str):
        return f"The written word {written!r} is read as a {type(written).__name__}, not as text.", _QUOTES
    if not isinstance(spoken, str):
        return f"What {written[:80]!r} is spoken as is read as a {type(spoken).__name__}, not as text.", _QUOTES
    if not written.strip() or not spoken.strip():
        return f"The entry {written[:80]!r}: {spoken[:80]!r} is empty.", _REMEDY
    if max(len(written), len(spoken)) > _MAX_WORD:
        return f"The entry {written[:80]!r} is longer than {_MAX_WORD} characters.", "Shorten it."
    return None


def load_pronunciations(folder: Path, name: str = PRONUNCIATION_FILE, file: str = PRONUNCIATION_FILE) -> Pronunciations:
    """Read the file beside a document; without one there is nothing to say differently."""
    path = folder / file
    if not os.path.lexists(path):
        return ()
    data = read_bounded(path, MAX_BYTES, "pronunciation file")
    return parse_pronunciations(decode_document(data, name), name) if data.strip() else ()


def merge_pronunciations(project: Pronunciations, document: Pronunciations) -> Pronunciations:
    """Join both, the document's entries winning, in a stable order."""
    return tuple((dict(project) | dict(document)).items())
