"""Code blocks -> pieces of a talk: shown by screens of lines, and introduced by what they do, never read aloud."""

from __future__ import annotations

import unicodedata

from model.content import CodeBlock, Text
from model.inputs import SourceSpan
from model.narration import Narration
from model.scenes import CodeScene
from writing.capacity import CODE_COLUMNS, CODE_LINES
from writing.code_facts import CodeFacts, find_facts
from writing.code_names import name_language
from writing.code_scenes import show_code
from writing.drafting import Draft
from writing.pieces import UNNAMED, UNSAID, Piece
from writing.speaking import Speaker
from writing.styled import make_text
from writing.wording import lower_first

OUTPUT = "output"
"""The language of what code gave."""
_PAIRS_SECONDS = 9.0
_HEARD = 1.2
"""Seconds of what an output says from which on it needs no introduction besides its lead."""
_UNEVEN = 4
"""Rows that a screen may have beyond an even share, so that it ends at an empty line."""


def draft_code(block: CodeBlock, draft: Draft) -> tuple[Piece, ...]:
    """Show code by screens, and say what each of them holds."""
    lines = block.code.split("\n")
    screens = split_screens(lines)
    pieces = []
    for at, (first, last) in enumerate(screens):
        facts = say_facts(find_facts("\n".join(lines[first - 1 : last]), block.language), draft.speaker)
        scene = CodeScene(
            scene_id=UNNAMED, narration=UNSAID, header=draft.header, language=block.language, code=block.code,
            first_line=first, last_line=last, spans=(_cover(block, first, last),),
        )  # fmt: skip
        pieces.append(
            draft.make_piece(
                block,
                said=_introduce(block, at, facts, draft),
                visual=show_code(scene),
                facts=facts,
                spare=_count_lines(first, last, len(lines), draft.speaker),
                reaches=at == 0,
                weight=0.6,
            )
        )
    return draft.number(pieces)


def _cover(block: CodeBlock, first: int, last: int) -> SourceSpan:
    inside = block.span.last - block.span.first + 1 >= len(block.code.split("\n")) + 2
    start = block.span.first + (1 if inside else 0)
    low, high = min(start + first - 1, block.span.last), min(start + last - 1, block.span.last)
    return block.span.model_copy(update={"first": low, "last": high})


def _introduce(block: CodeBlock, at: int, facts: Narration, draft: Draft) -> Narration:
    phrases = draft.speaker.phrases
    if draft.after_call and not at and draft.speaker.seconds(facts) >= _HEARD:
        return ()  # its lead has said what it is
    if block.language == OUTPUT:
        answers = (phrases.answers, *phrases.more_answers)
        return draft.speaker.phrase(draft.speaker.choose(phrases.more_output if at else answers))
    if at:
        return draft.speaker.phrase(draft.speaker.choose(phrases.goes_on))
    language = name_language(block.language)
    if language:
        return draft.speaker.phrase(draft.speaker.choose(phrases.looks_in), language=language)
    return draft.speaker.phrase(draft.speaker.choose(phrases.looks))


def say_facts(facts: CodeFacts, speaker: Speaker) -> Narration:
    """Say what stands in code: its own comments first, for they are the author's words."""
    phrases = speaker.phrases
    if facts.tree:
        return speaker.phrase(phrases.tree, names=_names(facts.tree, speaker))
    if facts.groups and phrases.groups:
        return speaker.phrase(phrases.groups, names=_names(facts.groups, speaker))
    if facts.pairs:
        return _say_pairs(facts.pairs, speaker)
    if facts.keys:
        return speaker.phrase(phrases.keys, names=_names(facts.keys, speaker))
    if len(facts.comments) > 1 and phrases.comments:
        parts = [
            lower_first(make_text(comment.rstrip(".")), surely=phrases.language == "en") for comment in facts.comments
        ]
        return speaker.phrase(phrases.comments, parts=speaker.join(parts))
    said: Narration = ()
    if facts.defines:
        said = speaker.phrase(phrases.defines, names=_names(facts.defines, speaker))
        return said + (speaker.phrase(phrases.calls, names=_names(facts.calls, speaker)) if facts.calls else ())
    imports, calls = _names(facts.imports, speaker), _names(facts.calls, speaker)
    if imports and calls and phrases.imports_calls:
        return speaker.phrase(phrases.imports_calls, names=imports, calls=calls)
    return speaker.phrase(phrases.imports, names=imports) + speaker.phrase(phrases.calls, names=calls)


def _say_pairs(pairs: tuple[str, ...], speaker: Speaker) -> Narration:
    """Say what stands in lines of a name and a value, as many as make a sentence that can be followed."""
    whole = [
        speaker.say(speaker.join([make_text(pair) for pair in pairs[:count]])) for count in range(1, len(pairs) + 1)
    ]
    return next((said for said in reversed(whole) if speaker.seconds(said) <= _PAIRS_SECONDS), whole[0])


def _names(names: tuple[str, ...], speaker: Speaker) -> Text:
    return speaker.join([make_text(name, code=True) for name in names])


def _count_lines(first: int, last: int, total: int, speaker: Speaker) -> Narration:
    if first == 1 and last == total:
        return speaker.phrase(speaker.phrases.lines, count=str(total)) if total > 2 else ()
    return speaker.phrase(speaker.phrases.line_range, first=str(first), last=str(last), total=str(total))


def split_screens(lines: list[str]) -> list[tuple[int, int]]:
    """Cut lines into screens that hold them, at empty lines where it can be: (first, last), 1-based."""
    screens: list[tuple[int, int]] = []
    total = sum(map(count_rows, lines))
    most = min(CODE_LINES, total // -(-total // CODE_LINES) + _UNEVEN)
    start = 0
    while start < len(lines):
        end, rows = start, 0
        while end < len(lines) and rows + count_rows(lines[end]) <= most:
            rows += count_rows(lines[end])
            end += 1
        end = max(end, start + 1)
        if end < len(lines):
            blank = [at for at in range(start + (end - start) // 2, end) if not lines[at].strip()]
            end = blank[-1] + 1 if blank else end
        screens.append((start + 1, end))
        start = end
    return _balance_last(screens, lines)


def _balance_last(screens: list[tuple[int, int]], lines: list[str]) -> list[tuple[int, int]]:
    """Drop screens that show only empty lines, and empty lines at a screen's ends; a code scene always shows something."""
    kept: list[tuple[int, int]] = []
    for first, last in screens:
        written = [at for at in range(first, last + 1) if lines[at - 1].strip()]
        if written:
            kept.append((written[0], written[-1]))
    return kept or screens[:1]


def count_rows(line: str) -> int:
    """Return how many rows of a screen a line takes: wide characters take two columns."""
    width = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line)
    return max(1, -(-width // CODE_COLUMNS))
