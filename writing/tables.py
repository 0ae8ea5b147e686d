"""Tables -> pieces of a talk: parts of a table that a screen holds, said by their columns and what stands out."""

from __future__ import annotations

from model.content import TableBlock, Text, plain
from model.narration import Narration, Sentence, written
from model.scenes import TableScene
from model.scenes.chart import ChartScene
from model.scenes.stat import StatScene
from writing.capacity import LONGEST_SPEECH, TABLE_COLUMNS, TABLE_ROWS
from writing.drafting import Draft
from writing.pieces import DULL, UNNAMED, UNSAID, Piece
from writing.speaking import Speaker
from writing.styled import make_text, tidy_text
from writing.support import find_numbers, find_words
from writing.table_facts import Extreme, find_extreme
from writing.table_scenes import MOST_CHARTED, show_table
from writing.table_words import fit_cell, name_row, name_rows, say_columns, say_rows, tell_rows
from writing.wording import lower_first

_MANY_ROWS = 3 * TABLE_ROWS
"""Rows of a table after which only a film of everything goes on."""
_VALUES = frozenset(
    {"value", "result", "amount", "number", "wert", "zahl", "valeur", "valor", "valore", "waarde", "値", "数值", ""}
)
"""Titles of columns of numbers that add nothing either."""


def draft_table(block: TableBlock, draft: Draft) -> tuple[Piece, ...]:
    """Show a table by screens of rows and columns; the first column is on all of them."""
    rows = [row for row in block.rows if any(plain(cell).strip() for cell in row)]
    if not rows or not block.header:
        return ()
    whole = [[plain(tidy_text(cell)) for cell in row] for row in rows]
    extreme = find_extreme(whole)
    if TABLE_ROWS < len(rows) <= MOST_CHARTED and len(block.header) == 2:
        chart = _draft_screen(block, rows, [0, 1], (0, len(rows)), extreme, draft)
        if isinstance(chart.visual, ChartScene):
            return draft.number([chart])
    pieces = []
    for columns in _group_columns(len(block.header)):
        for first, end in _group_rows(len(rows)):
            best = extreme if len(rows) <= TABLE_ROWS else None
            pieces.append(_draft_screen(block, rows, columns, (first, end), best, draft))
    return draft.number(pieces)


def _group_rows(count: int) -> list[tuple[int, int]]:
    """Deal rows to as few screens as hold them, evenly: none is left with a single row."""
    screens = -(-count // TABLE_ROWS)
    return [(count * at // screens, count * (at + 1) // screens) for at in range(screens)]


def _group_columns(count: int) -> list[list[int]]:
    if count <= TABLE_COLUMNS:
        return [list(range(count))]
    rest = list(range(1, count))
    step = TABLE_COLUMNS - 1
    return [[0, *rest[at : at + step]] for at in range(0, len(rest), step)]


def _draft_screen(
    block: TableBlock,
    rows: list[tuple[Text, ...]],
    columns: list[int],
    shown: tuple[int, int],
    extreme: Extreme | None,
    draft: Draft,
) -> Piece:
    first, end = shown
    part = rows[first:end]
    cut = [tuple(row[at] for at in columns) for row in part]
    names = [tidy_text(cell) for cell in block.header]
    begins = first == 0 and columns[:2] in ([0], [0, 1])
    said = say_columns([names[at] for at in columns], draft.speaker) if first == 0 else ()
    told = begins and bool(tell_rows(names, rows, draft.speaker))
    facts = (
        say_rows(names, rows, extreme, draft.speaker)
        if begins
        else name_rows([names[at] for at in columns], cut, len(part), draft.speaker, part_only=True)
    )
    marked = extreme is not None and begins and extreme.row < len(part) and extreme.column in columns
    scene = TableScene(
        scene_id=UNNAMED, narration=UNSAID, header=draft.header, spans=(block.span,),
        columns=tuple(fit_cell(names[at]) for at in columns),
        rows=tuple(tuple(fit_cell(tidy_text(row[at])) for at in columns) for row in part),
        alignments=tuple(block.alignments[at] for at in columns),
        marked=extreme.row if extreme and marked else None,
        note=f"{first + 1}–{end} / {len(rows)}" if len(rows) > len(part) else "",
    )  # fmt: skip
    reaches = first == 0 and columns[:1] == [0]
    picture = show_table(scene)
    if isinstance(picture, StatScene):
        column = lower_first(names[1], surely=draft.english)
        value = tidy_text(rows[0][1])
        alone = draft.speaker.phrase(draft.speaker.phrases.cell, row=name_row(rows[0]), column=column, value=value)
        if plain(column).casefold() in _VALUES:
            alone = draft.speaker.say((*name_row(rows[0]), *make_text(draft.speaker.phrases.colon), *value))
        said, facts, picture = (alone, (), picture) if alone else (said, facts, scene)
    if told and not isinstance(picture, StatScene):
        said, facts = _halve(facts, draft.speaker)
    if isinstance(picture, ChartScene):
        said, facts = say_chart(picture, rows, names, draft.speaker) or (said, facts)
    said, facts = said or facts, facts if said else ()
    said, facts = _name_lines(said, block), _name_lines(facts, block)
    return draft.make_piece(
        block,
        said=said,
        facts=facts,
        visual=picture,
        reaches=reaches,
        weight=0.2 if first < _MANY_ROWS else DULL,
    )


def _halve(told: Narration, speaker: Speaker) -> tuple[Narration, Narration]:
    """Part the rows of a table over two scenes where one has no time for all."""
    if speaker.seconds(told) <= LONGEST_SPEECH - 2:
        return told, ()
    half = speaker.seconds(told) / 2
    count = next(at for at in range(1, len(told) + 1) if speaker.seconds(told[:at]) >= half or at == len(told))
    return told[:count], told[count:]


def _name_lines(said: Narration, block: TableBlock) -> Narration:
    """Let sentences that a table holds name its lines; how many rows there are stands on none."""
    source = " ".join(plain(cell) for row in (block.header, *block.rows) for cell in row)
    words, numbers = find_words(source), find_numbers(source)

    def rests(one: Sentence) -> bool:
        own, counted = find_words(written(one)), find_numbers(written(one))
        return not one.spans and bool(own & words or (counted and not own)) and counted <= numbers

    return tuple(one.model_copy(update={"spans": (block.span,)}) if rests(one) else one for one in said)


def say_chart(
    chart: ChartScene, rows: list[tuple[Text, ...]], names: list[Text], speaker: Speaker
) -> tuple[Narration, Narration] | None:
    """Say what a chart shows, and of a course of years where it begins and ends; nothing without phrases for it."""
    phrases, english = speaker.phrases, speaker.phrases.language == "en"
    what, by = (lower_first(names[at], surely=english) for at in (1, 0))
    said = speaker.phrase(phrases.chart, what=what, by=by)
    if not said:
        return None
    if chart.form != "line":
        cells = [[plain(tidy_text(cell)) for cell in row] for row in rows]
        return said, say_rows(names, rows, find_extreme(cells), speaker)
    (first, start), (last, end) = ((tidy_text(row[0]), tidy_text(row[1])) for row in (rows[0], rows[-1]))
    return said, speaker.phrase(phrases.course, first=first, last=last, start=start, end=end)
