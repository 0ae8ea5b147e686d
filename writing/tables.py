"""Tables -> pieces of a talk: parts of a table that a screen holds, said by their columns and what stands out."""

from __future__ import annotations

import re

from model.content import TableBlock, Text, plain
from model.narration import Narration
from model.scenes import TableScene
from model.scenes.chart import ChartScene
from model.scenes.stat import StatScene
from writing.capacity import CELL_CHARS, TABLE_COLUMNS, TABLE_ROWS
from writing.display import drop_asides, shorten_text
from writing.drafting import Draft
from writing.pieces import DULL, UNNAMED, UNSAID, Piece
from writing.speaking import Speaker
from writing.styled import make_text, strip_text, tidy_text
from writing.table_facts import Extreme, find_extreme, find_yes
from writing.table_scenes import MOST_CHARTED, show_table
from writing.wording import lower_first

_MANY_ROWS = 3 * TABLE_ROWS
"""Rows of a table after which only a film of everything goes on."""
_NAMED_ROWS = 4
_TOLD_ROWS = 5
_TOLD_WORDS = 3
_TOLD_SECONDS = 10.5
_SHORT_NAME = 40
_CODES_SECONDS = 7.0
_NOUN = re.compile(r"(?!what\b|how\b|why\b|when\b|the\b|its?\b|an?\b|your\b|is\b|has\b)[a-z]{3,20}")
_DULL_TITLES = frozenset(
    {"description", "meaning", "purpose", "details", "notes", "note", "explanation", "summary", "about", "what it does"}
)
"""Columns whose title adds nothing to what stands in them."""
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
    told = begins and bool(_tell_rows(names, rows, draft.speaker))
    facts = (
        say_rows(names, rows, extreme, draft.speaker)
        if begins
        else _name_rows(cut, len(part), draft.speaker, part_only=True)
    )
    marked = extreme is not None and begins and extreme.row < len(part) and extreme.column in columns
    scene = TableScene(
        scene_id=UNNAMED, narration=UNSAID, header=draft.header, spans=(block.span,),
        columns=tuple(_fit(names[at]) for at in columns),
        rows=tuple(tuple(_fit(tidy_text(row[at])) for at in columns) for row in part),
        alignments=tuple(block.alignments[at] for at in columns),
        marked=extreme.row if extreme and marked else None,
        note=f"{first + 1}–{end} / {len(rows)}" if len(rows) > len(part) else "",
    )  # fmt: skip
    reaches = first == 0 and columns[:1] == [0]
    picture = show_table(scene)
    if isinstance(picture, StatScene):
        column = lower_first(names[1], surely=draft.english)
        value = tidy_text(rows[0][1])
        alone = draft.speaker.phrase(draft.speaker.phrases.cell, row=_name_row(rows[0]), column=column, value=value)
        if plain(column).casefold() in _VALUES:
            alone = draft.speaker.say((*_name_row(rows[0]), *make_text(draft.speaker.phrases.colon), *value))
        said, facts, picture = (alone, (), picture) if alone else (said, facts, scene)
    if told:
        said, facts = facts, ()
    said, facts = said or facts, facts if said else ()
    return draft.make_piece(
        block,
        said=said,
        facts=facts,
        visual=picture,
        reaches=reaches,
        weight=0.2 if first < _MANY_ROWS else DULL,
    )


def say_columns(names: list[Text], speaker: Speaker) -> Narration:
    """Say what a table has in its columns."""
    small = [lower_first(name, surely=speaker.phrases.language == "en") for name in names]
    named = [name for name in small[1:] if plain(name).strip()]
    if speaker.phrases.language == "en" and named and all(_NOUN.fullmatch(plain(name)) for name in named):
        named = [(*make_text("its "), *named[0]), *named[1:]]
    others = speaker.join(named)
    return speaker.phrase(speaker.phrases.columns, first=small[0], others=others)


def say_rows(names: list[Text], rows: list[tuple[Text, ...]], extreme: Extreme | None, speaker: Speaker) -> Narration:
    """Say what stands out among the rows: what they hold if it is little, else an extreme, a count, or their names."""
    told = _tell_rows(names, rows, speaker)
    if told:
        return told
    listed = _name_rows(rows, len(rows), speaker)
    if extreme:
        return (*listed, *_say_extreme(names, rows, extreme, speaker))
    yes = find_yes([[plain(tidy_text(cell)) for cell in row] for row in rows])
    if yes and plain(names[yes.column]):
        count, total = str(yes.rows), str(len(rows))
        said = speaker.phrase(speaker.phrases.yes_count, count=count, total=total, column=names[yes.column])
        return (*listed, *said)
    return listed


def _say_extreme(names: list[Text], rows: list[tuple[Text, ...]], extreme: Extreme, speaker: Speaker) -> Narration:
    column = lower_first(names[extreme.column], surely=speaker.phrases.language == "en")
    said: Narration = ()
    for template, at in ((speaker.phrases.largest, extreme.row), (speaker.phrases.smallest, extreme.lowest)):
        if at >= 0 and "{column}" in template:
            parts = {"row": _name_row(rows[at]), "value": tidy_text(rows[at][extreme.column]), "column": column}
            said += speaker.phrase(template, **parts)
        elif at >= 0:
            said += speaker.phrase(template, row=_name_row(rows[at]), value=tidy_text(rows[at][extreme.column]))
    return said


def _tell_rows(names: list[Text], rows: list[tuple[Text, ...]], speaker: Speaker) -> Narration:
    """Tell a small table of words row by row; nothing when there is no time for all of its rows."""
    cells = [plain(tidy_text(row[1])) if len(row) > 1 else "" for row in rows]
    if len(rows) > _TOLD_ROWS or len(names) > 3 or sum(len(cell.split()) for cell in cells) < _TOLD_WORDS * len(rows):
        return ()
    useful = speaker.phrases.language == "en" and plain(names[1]).casefold() not in _DULL_TITLES
    title = names[1] if useful else ()
    told: Narration = ()
    for row in rows:
        what = (
            *lower_first(title, surely=True),
            *make_text(" " if title else ""),
            *(lower_first(tidy_text(row[1])) if useful else tidy_text(row[1])),
        )
        told += speaker.say((*_name_row(row), *make_text(speaker.phrases.colon), *what))
    return told if speaker.seconds(told) <= _TOLD_SECONDS else ()


def _tell_codes(rows: list[tuple[Text, ...]], total: int, speaker: Speaker) -> Narration:
    """Tell what the first of a table's rows hold, where they are numbers or the language has no phrase to name them.

    The numbers alone would say nothing. `total` is how many rows there are; 0 where that is not to be said.
    """
    if speaker.phrases.rows and not all(
        len(row) > 1 and plain(row[0]).strip(" ,").replace(",", "").replace(" ", "").isdigit() for row in rows
    ):
        return ()
    if any(len(row) < 2 or plain(row[1]).strip()[:1].isdigit() for row in rows):
        return ()
    told: Narration = ()
    count = 0
    for row in rows:
        said = speaker.say((*_name_row(row), *make_text(speaker.phrases.colon), *tidy_text(row[1])))
        if speaker.seconds((*told, *said)) > _CODES_SECONDS:
            break
        told, count = (*told, *said), count + 1
    left = max(0, total - count)
    more = speaker.phrases.one_more if left == 1 else speaker.phrases.more if left else ""
    return (*told, *speaker.phrase(more, **({"count": str(left)} if left > 1 else {}))) if told else ()


def _name_rows(rows: list[tuple[Text, ...]], total: int, speaker: Speaker, *, part_only: bool = False) -> Narration:
    codes = _tell_codes(rows, 0 if part_only else total, speaker)
    if codes:
        return codes
    shown = [_name_row(row) for row in rows[:_NAMED_ROWS]]
    if len(rows) <= _NAMED_ROWS + 1 and total == len(rows):
        return speaker.phrase(speaker.phrases.rows, names=speaker.join([_name_row(row) for row in rows]))
    return speaker.phrase(speaker.phrases.some_rows, names=speaker.join(shown), count=str(total))


def _name_row(row: tuple[Text, ...]) -> Text:
    name = next((tidy_text(cell) for cell in row if tidy_text(cell)), ())
    short = strip_text(drop_asides(name), ",;:.")
    return short if len(plain(short)) <= _SHORT_NAME else shorten_text(short, _SHORT_NAME)


def _fit(cell: Text) -> Text:
    return shorten_text(cell, CELL_CHARS) if len(plain(cell)) > CELL_CHARS else cell
