"""From reStructuredText to a tree of elements: docutils reads it in a process that can be ended.

Substitutions within substitutions grow without bound, and docutils has no limit for that.
"""

from __future__ import annotations

import json
import sys
from collections import OrderedDict
from copy import deepcopy
from pathlib import Path
from typing import Any

from adapters.documents.tree import Node
from adapters.files import digest_bytes
from adapters.processes import run_tool_now
from model.errors import Problem, ToolError, ValidationError

_PROGRAM = Path(__file__).with_name("program.py")
_MEMORY = 1 << 30
_MOST_OUTPUT = 40_000_000
_DEADLINE = 9.0
"""Seconds."""
_REMEMBERED = 8
_known: OrderedDict[str, tuple[Node, dict[str, str]]] = OrderedDict()


def read_tree(text: str, name: str) -> tuple[Node, dict[str, str]]:
    """Return the tree of a document, and what it says of itself: title, author, description, language.

    Raises ValidationError when it cannot be read in time, or is nested too deeply.
    """
    key = digest_bytes(text.encode())
    if key not in _known:
        _known[key] = _ask_program(text, name)
        while len(_known) > _REMEMBERED:
            _known.popitem(last=False)
    root, facts = _known[key]
    return deepcopy(root), facts


def _ask_program(text: str, name: str) -> tuple[Node, dict[str, str]]:
    import docutils

    folders = (str(Path(__file__).parents[3]), str(Path(docutils.__file__).parents[1]))
    argv = [sys.executable, "-I", "-S", str(_PROGRAM), *folders]
    try:
        done = run_tool_now(
            argv, stdin=text.encode(), deadline=_DEADLINE, memory=_MEMORY, most_output=_MOST_OUTPUT
        )  # fmt: skip
    except ToolError as error:
        raise _blame(error, name) from error
    report = json.loads(done.stdout)
    if report["refused"]:
        remedy = "Break its lines." if "line" in report["refused"] else "Flatten it."
        raise _refuse(name, f"The document {report['refused']}.", remedy)
    return _load(report["tree"]), report["facts"]


def _load(packed: list[Any]) -> Node:
    tag, first, last, attributes, text, children = packed
    return Node(tag, first, last, attributes, text, [_load(child) for child in children], markdown=True)


def _blame(error: ToolError, name: str) -> Exception:
    """Say that the document broke its reader; what is missing on this machine is raised as it is."""
    if error.transient:
        return _refuse(name, f"The document could not be read within {_DEADLINE:.0f} s.", "Split it.")
    if "ModuleNotFoundError" in error.message or "Could not start" in error.message:
        return error
    what = "needs more memory than a gigabyte" if "MemoryError" in error.message else "breaks its reader"
    return _refuse(name, f"The document {what}.", "Split it, and see which part does.")


def _refuse(name: str, message: str, remedy: str) -> ValidationError:
    return ValidationError((Problem(message=message, remedy=remedy, file=name),))
