"""From `pronunciation.yaml` to pairs of (written, spoken)."""

from __future__ import annotations

from pathlib import Path

from adapters.documents.decoding import decode_document
from adapters.documents.guarded_yaml import MAX_BYTES, load_guarded
from adapters.files import read_bounded
from model.errors import Problem, ValidationError

PRONUNCIATION_FILE = "pronunciation.yaml"
"""Its name, beside the document."""
_MAX_WORD = 200
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
    problems = tuple(filter(None, (_check_entry(written, spoken, text, name) for written, spoken in value.items())))
    if problems:
        raise ValidationError(problems)
    return tuple((written.strip(), " ".join(spoken.split())) for written, spoken in value.items())


def _check_entry(written: object, spoken: object, text: str, name: str) -> Problem | None:
    if not isinstance(written, str):
        message = f"The written word {written!r} is read as a {type(written).__name__}, not as text."
        return _locate(message, 'Put it in quotes: "yes".', str(written), text, name)
    if not isinstance(spoken, str):
        message = f"What {written[:80]!r} is spoken as is read as a {type(spoken).__name__}, not as text."
        return _locate(message, "Put it in quotes.", written, text, name)
    if not written.strip() or not spoken.strip():
        return _locate(f"The entry {written[:80]!r}: {spoken[:80]!r} is empty.", _REMEDY, written, text, name)
    if max(len(written), len(spoken)) > _MAX_WORD:
        return _locate(
            f"The entry {written[:80]!r} is longer than {_MAX_WORD} characters.", "Shorten it.", written, text, name
        )
    return None


def _locate(message: str, remedy: str, key: str, text: str, name: str) -> Problem:
    """Find the line that begins with the key: values have no marks once they are loaded."""
    for number, line in enumerate(text.split("\n"), start=1):
        bare = line.strip().lstrip("\"'?{ ")
        if bare.lower().startswith(key.lower()) and key:
            column = line.lower().find(key.lower()) + 1
            return Problem(message=message, remedy=remedy, file=name, line=number, column=column, excerpt=line[:200])
    return Problem(message=message, remedy=remedy, file=name, line=1)


def load_pronunciations(folder: Path, name: str = PRONUNCIATION_FILE) -> Pronunciations:
    """Read the file beside a document; without one there is nothing to say differently."""
    path = folder / PRONUNCIATION_FILE
    if not path.exists() and not path.is_symlink():
        return ()
    data = read_bounded(path, MAX_BYTES, "pronunciation file")
    return parse_pronunciations(decode_document(data, name), name) if data.strip() else ()


def merge_pronunciations(project: Pronunciations, document: Pronunciations) -> Pronunciations:
    """Join both, the document's entries winning, in a stable order."""
    return tuple((dict(project) | dict(document)).items())
