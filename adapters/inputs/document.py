"""Documents: a file of any format that `adapters/documents/formats` reads, or `-` for standard input."""

from __future__ import annotations

from pathlib import PurePath

from adapters.documents.adapting import adapt_document as adapt
from adapters.documents.adapting import check_input, list_inputs, name_video
from adapters.documents.format import format_of
from adapters.documents.sources import STANDARD_INPUT

__all__ = ["adapt", "check_input", "list_inputs", "name_video", "recognises"]


def recognises(source: str) -> bool:
    """Tell whether a source is standard input, or ends as a document does."""
    return source == STANDARD_INPUT or format_of(PurePath(source).suffix) is not None
