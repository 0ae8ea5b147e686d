"""Documents: a file of any format that `adapters/documents/formats` reads, a folder of them, or `-` for standard input."""

from __future__ import annotations

from pathlib import Path, PurePath

from adapters.documents.adapting import adapt_document as adapt
from adapters.documents.adapting import check_input, list_inputs, name_video
from adapters.documents.format import format_of
from adapters.documents.sources import STANDARD_INPUT

__all__ = ["adapt", "check_input", "list_inputs", "name_video", "recognises"]


def recognises(source: str) -> bool:
    """Tell whether a source is standard input, a folder, or ends as a document does."""
    return source == STANDARD_INPUT or format_of(PurePath(source).suffix) is not None or _is_folder(source)


def _is_folder(source: str) -> bool:
    try:
        return Path(source).is_dir()
    except (OSError, ValueError):
        return False
