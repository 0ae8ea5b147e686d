"""What a model writes -> narration and styled text: words beside how they are said, code in its own face."""

from __future__ import annotations

from collections.abc import Sequence

from model.content import Run, Text
from model.drafts import DraftSentence
from model.narration import Narration
from writing.asking.rows import Row, join_spans
from writing.speaking import Speaker


def style_text(text: str) -> Text:
    """Make code of what stands in backticks."""
    parts = text.split("`")
    return tuple(Run(text=part, code=bool(at % 2)) for at, part in enumerate(parts) if part)


def say_draft(sentence: DraftSentence, rows: Sequence[Row], speaker: Speaker) -> Narration:
    """Say a sentence, with the lines of the rows that it names."""
    named = tuple(row for row in rows if sentence.first_row <= row.number <= sentence.last_row)
    return speaker.say(style_text(sentence.text), *join_spans(named))


def say_drafts(
    sentences: Sequence[DraftSentence], rows: Sequence[Row], speaker: Speaker
) -> tuple[Narration, tuple[int, ...]]:
    """Say sentences; return also where each begins in the narration, for a long one is said as two."""
    narration: Narration = ()
    starts: list[int] = []
    for sentence in sentences:
        starts.append(len(narration))
        narration = (*narration, *say_draft(sentence, rows, speaker))
    return narration, tuple(starts)
