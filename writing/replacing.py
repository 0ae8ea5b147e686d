"""Styled text and a pattern -> the text with what was found replaced; styles stay, and code is not touched."""

from __future__ import annotations

import re
from collections.abc import Callable

from model.content import Text, plain
from writing.styled import code_ranges, make_text, slice_text

Make = Callable[[re.Match[str]], "Text | str | None"]


def replace_found(text: Text, pattern: re.Pattern[str], make: Make) -> Text:
    """Replace what a pattern finds by what `make` returns; None leaves it. What begins or ends in code is left."""
    whole = plain(text)
    if not pattern.search(whole):
        return text
    code = code_ranges(text)
    kept: list[Text] = []
    at = 0
    for found in pattern.finditer(whole):
        cut = any(low < found.start() < high or low < found.end() < high for low, high in code)
        new = None if cut or found.start() < at else make(found)
        if new is None:
            continue
        kept += [slice_text(text, at, found.start()), make_text(new) if isinstance(new, str) else new]
        at = found.end()
    kept.append(slice_text(text, at, len(whole)))
    return tuple(run for part in kept for run in part)


def drop_found(text: Text, pattern: re.Pattern[str]) -> Text:
    """Leave out what a pattern finds."""
    return replace_found(text, pattern, lambda found: "")
