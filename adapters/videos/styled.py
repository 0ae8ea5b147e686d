"""A string of a course file -> styled text: `code`, **bold**, *italic* and links as in Markdown, all else as it stands."""

from __future__ import annotations

from model.content import Run, Text

_MARKS = "`*_[~"
_LONGEST = 20_000


def read_styled(words: str) -> Text:
    """Read a string; one that Markdown would take for more than a paragraph stands as it is."""
    if not any(mark in words for mark in _MARKS) or len(words) > _LONGEST:
        return (Run(text=words),) if words else ()
    from adapters.documents.markdown import parse_markdown

    content = parse_markdown(words, name="-", images={}, missing={}, language="en")
    blocks = [block for section in content.sections for block in section.blocks]
    if len(content.sections) == 1 and len(blocks) == 1 and blocks[0].kind == "paragraph":
        return blocks[0].text
    return (Run(text=words),)
