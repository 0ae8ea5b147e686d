"""What went wrong -> JSON, for who asked for JSON: {"success": false, "exit_code", "errors": [...]}"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from model.errors import ValidationError, VideoGenError


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
