"""From reStructuredText to trees of elements: docutils reads in a process that can be ended.

Substitutions within substitutions grow without bound, and docutils has no limit for that.
"""

from __future__ import annotations

import json
import sys
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from adapters.documents.rst.bombs import find_bomb
from adapters.documents.tree import Node
from adapters.files import digest_bytes
from adapters.processes import run_tool_now
from model.errors import Problem, ToolError, ValidationError

_PROGRAM = Path(__file__).with_name("program.py")
_MEMORY = 900_000_000
_MOST_OUTPUT = 100_000_000
_SECONDS, _MOST_SECONDS = 8, 60
"""Of processor time, for one document and for as many as are read together."""
_PATIENCE = 4.0
"""How much longer it may take on a busy machine."""
_REMEMBERED = 600


class _Reading(NamedTuple):
    tree: list[Any]
    facts: dict[str, str]
    refused: str


_known: OrderedDict[str, _Reading] = OrderedDict()


def read_ahead(texts: Sequence[str]) -> None:
    """Read several documents in one process, so that each is there when it is asked for; what fails is left to that."""
    unknown = [text for text in texts if digest_bytes(text.encode()) not in _known and not find_bomb(text)]
    if len(unknown) > 1:
        try:
            _remember(unknown, _ask_program(unknown, min(_SECONDS + len(unknown), _MOST_SECONDS)))
        except ToolError:
            return


def read_tree(text: str, name: str) -> tuple[Node, dict[str, str]]:
    """Return the tree of a document, and what it says of itself: title, author, description, language.

    Raises ValidationError when it cannot be read in time, or is nested too deeply.
    """
    key = digest_bytes(text.encode())
    if bomb := find_bomb(text):
        raise _refuse(name, f"The document {bomb}.", "Flatten it.")
    if key not in _known:
        try:
            _remember([text], _ask_program([text], _SECONDS))
        except ToolError as error:
            raise _blame(error, name) from error
    reading = _known[key]
    if reading.refused:
        remedy = "Break its lines." if "line" in reading.refused else "Flatten it."
        raise _refuse(name, f"The document {reading.refused}.", remedy)
    return _load(reading.tree), reading.facts


def _remember(texts: Iterable[str], readings: Iterable[_Reading]) -> None:
    for text, reading in zip(texts, readings, strict=True):
        _known[digest_bytes(text.encode())] = reading
    while len(_known) > _REMEMBERED:
        _known.popitem(last=False)


def _ask_program(texts: Sequence[str], seconds: int) -> list[_Reading]:
    import docutils

    folders = (str(Path(__file__).parents[3]), str(Path(docutils.__file__).parents[1]))
    argv = [sys.executable, "-I", "-S", str(_PROGRAM), str(seconds), *folders]
    done = run_tool_now(
        argv, stdin=json.dumps(list(texts)).encode(), deadline=seconds * _PATIENCE, memory=_MEMORY, most_output=_MOST_OUTPUT
    )  # fmt: skip
    return [_Reading(**report) for report in json.loads(done.stdout)]


def _load(packed: list[Any]) -> Node:
    tag, first, last, attributes, text, children = packed
    return Node(tag, first, last, dict(attributes), text, [_load(child) for child in children], markdown=True)


def _blame(error: ToolError, name: str) -> Exception:
    """Say that the document broke its reader; what is missing on this machine is raised as it is."""
    if error.transient or "code -24" in error.message or "code -9" in error.message:
        return _refuse(name, f"The document could not be read within {_SECONDS} s.", "Split it.")
    if "ModuleNotFoundError" in error.message or "Could not start" in error.message:
        return error
    what = "needs more memory than 900 MB" if "MemoryError" in error.message else "breaks its reader"
    return _refuse(name, f"The document {what}.", "Split it, and see which part does.")


def _refuse(name: str, message: str, remedy: str) -> ValidationError:
    return ValidationError((Problem(message=message, remedy=remedy, file=name),))
