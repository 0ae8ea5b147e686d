"""From definition lists, as PHP Markdown Extra, Pandoc and MkDocs write them, to lists of the GitHub dialect, line for line."""

from __future__ import annotations

import re
from collections.abc import Sequence

MEANING = r"^ {0,3}:[ \t]{1,3}(?=\S)"
_MEANING = re.compile(MEANING)
_NO_TERM = re.compile(r"\s|[#>|:*+-]\s|\d{1,9}[.)]\s|[=~`-]{3,}|\||.*\|\s*$")
_LONGEST_TERM = 120


def read_definition(lines: Sequence[str], at: int, before: str) -> list[str]:
    """Return the lines of a term and the beginning of its meaning, rewritten; nothing where none begins at `at`.

    `before` is the line above, as it was rewritten.
    """
    term = lines[at].rstrip()
    if before.strip() and not before.startswith(("  ", "- ")):
        return []
    if not term or len(term) > _LONGEST_TERM or _NO_TERM.match(term):
        return []
    gap = 1 if at + 1 < len(lines) and not lines[at + 1].strip() else 0
    if at + 1 + gap >= len(lines) or not _MEANING.match(lines[at + 1 + gap]):
        return []
    bare = term.strip("*_ ").rstrip(":").rstrip()
    named = bare if "`" in bare or "[" in bare else f"**{bare}**"
    return [f"- {named}:", *([""] * gap), _MEANING.sub("  ", lines[at + 1 + gap])]
