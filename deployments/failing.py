"""What went wrong -> one line a problem and an exit code; for who asked for JSON, an object on stdout as well.

It is {"success": false, "exit_code", "errors": [{"kind", "message", "remedy", ...}, ...]}.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from adapters.files import tell_full_disk
from deployments.display import Console
from model.errors import ValidationError, VideoGenError


def fail(error: Exception, command: str, *, debug: bool) -> NoReturn:
    """Say what is wrong, one line a problem, and end with the code of the first."""
    several = tuple(map(tell_full_disk, error.exceptions if isinstance(error, ExceptionGroup) else (error,)))
    console, found = Console(), tuple({str(one): one for one in several}.values())  # two who look find the same
    code = next((known.exit_code for known in found if isinstance(known, VideoGenError)), 1)
    if hasattr(error, "format_message"):  # typer's own: a usage error
        code = 2
        console.complain(f"{error.format_message().strip().rstrip('.')}. Run `{command} --help` to see what there is.")
    elif not all(isinstance(known, VideoGenError) for known in found):
        text = " ".join(f"{type(error).__name__}: {error}".split())[:300].rstrip(".")
        console.complain(f"{text}. This is a defect of ours: run again with --debug and report what it prints.")
    for known in found:
        if isinstance(known, VideoGenError):
            console.show_error(known)
    if "--json" in sys.argv:
        console.give(describe_failure(found, code))
    if debug:
        console.show_traceback(error)
    sys.exit(code)


def describe_failure(found: Sequence[Exception], code: int) -> str:
    """Return it, with an entry for each problem: kind, message, remedy, and file and line where they are known."""
    entries = [entry for error in found for entry in _list_entries(error)]
    return json.dumps({"success": False, "exit_code": code, "errors": entries}, indent=2, ensure_ascii=False)


def _list_entries(error: Exception) -> list[dict[str, Any]]:
    kind = type(error).__name__
    if isinstance(error, ValidationError):
        return [
            {"kind": kind, **problem.model_dump(exclude={"excerpt"}, exclude_defaults=True)}
            for problem in error.problems
        ]
    if isinstance(error, VideoGenError):
        return [{"kind": kind, "message": error.message, "remedy": error.remedy, "transient": error.transient}]
    said = error.format_message() if hasattr(error, "format_message") else str(error)
    return [{"kind": kind, "message": " ".join(said.split())[:300]}]
