"""Tables -> pieces of a talk: parts of a table that a screen holds, said by their columns and what stands out."""

from __future__ import annotations

import re

from model.content import TableBlock, Text, plain
from model.narration import Narration, written
from model.scenes import TableScene
from model.scenes.chart import ChartScene
from model.scenes.stat import StatScene
from writing.capacity import CELL_CHARS, TABLE_COLUMNS, TABLE_ROWS
from writing.display import drop_asides, shorten_text
from writing.drafting import Draft
from writing.pieces import DULL, UNNAMED, UNSAID, Piece
from writing.speaking import Speaker
from writing.styled import make_text, strip_text, tidy_text
from writing.support import find_numbers, find_words
from writing.table_facts import Extreme, find_extreme, find_yes
from writing.table_scenes import MOST_CHARTED, show_table
from writing.wording import lower_first, lower_title

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
_ASKING = frozenset({"who", "what", "when", "how", "where", "why", "until", "which", "by"})
"""Titles of columns that are no nouns: rows tell what they mean."""
_PAIR_WORDS = 12
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
        else _name_rows(names, cut, len(part), draft.speaker, part_only=True)
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


def _name_lines(said: Narration, block: TableBlock) -> Narration:
    """Let sentences that a table holds name its lines; how many rows there are stands on none."""
    source = " ".join(plain(cell) for row in (block.header, *block.rows) for cell in row)
    return tuple(
        one.model_copy(update={"spans": (block.span,)})
        if not one.spans and find_words(written(one)) & find_words(source) and find_numbers(written(one)) <= find_numbers(source)
        else one
        for one in said
    )


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
        return said, say_rows(names, rows, find_extreme([[plain(tidy_text(cell)) for cell in row] for row in rows]), speaker)
    first, last = rows[0], rows[-1]
    course = {"first": tidy_text(first[0]), "last": tidy_text(last[0]), "start": tidy_text(first[1]), "end": tidy_text(last[1])}
    return said, speaker.phrase(phrases.course, **course)


def say_columns(names: list[Text], speaker: Speaker) -> Narration:
    """Say what a table has in its columns."""
    english = speaker.phrases.language == "en"
    small = [lower_title(name, speaker.ordinary) if english else name for name in names]
    named = [name for name in small[1:] if plain(name).strip()]
    if speaker.phrases.language == "en" and named and all(_NOUN.fullmatch(plain(name)) for name in named):
        named = [(*make_text("its "), *named[0]), *named[1:]]
    others = speaker.join(named)
    if any(plain(name).casefold() in _ASKING for name in names):
        return ()
    return speaker.phrase(speaker.phrases.columns, first=small[0], others=others)


def say_rows(names: list[Text], rows: list[tuple[Text, ...]], extreme: Extreme | None, speaker: Speaker) -> Narration:
    """Say what stands out among the rows: what they hold if it is little, else an extreme, a count, or their names."""
    told = _tell_rows(names, rows, speaker) or _tell_only(names, rows, speaker)
    if told:
        return told
    listed = _name_rows(names, rows, len(rows), speaker)
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


def _tell_only(names: list[Text], rows: list[tuple[Text, ...]], speaker: Speaker) -> Narration:
    """Tell a table's only row column by column: `Preparation: 35 min`."""
    if len(rows) != 1 or len(names) < 2:
        return ()
    pairs = [
        (*tidy_text(name), *make_text(speaker.phrases.colon), *tidy_text(cell))
        for name, cell in zip(names, rows[0], strict=True)
        if plain(tidy_text(cell)) and plain(name).strip()
    ]
    told = tuple(sentence for pair in pairs for sentence in speaker.say(pair))
    return told if speaker.seconds(told) <= _TOLD_SECONDS else ()


def _tell_rows(names: list[Text], rows: list[tuple[Text, ...]], speaker: Speaker) -> Narration:
    """Tell a small table of words row by row; nothing when there is no time for all of its rows."""
    cells = [plain(tidy_text(row[1])) if len(row) > 1 else "" for row in rows]
    words = sum(len(cell.split()) for cell in cells)
    paired = len(names) == 2 and len(rows) > 1 and find_extreme([[plain(tidy_text(cell)) for cell in row] for row in rows]) is None
    if len(rows) > _TOLD_ROWS or len(names) > 3 or (words < _TOLD_WORDS * len(rows) and not paired):
        return ()
    useful = speaker.phrases.language == "en" and plain(names[1]).casefold() not in _DULL_TITLES and not paired
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


def _tell_codes(names: list[Text], rows: list[tuple[Text, ...]], total: int, speaker: Speaker) -> Narration:
    """Tell what the first of a table's rows hold, where their names alone would say nothing.

    They are numbers, or clauses, or the language has no phrase to name them. `total` is how many rows there are; 0
    where that is not to be said.
    """
    if speaker.phrases.rows and not all(map(_is_number, rows)) and not _asks(names) and not any(map(_is_clause, rows)):
        return ()
    if any(len(row) < 2 or plain(row[1]).strip()[:1].isdigit() for row in rows):
        return ()
    told: Narration = ()
    count = 0
    for row in rows:
        said = speaker.say((*_title_code(names, row, speaker), *make_text(speaker.phrases.colon), *_tell_cells(row, speaker)))
        if speaker.seconds((*told, *said)) > _CODES_SECONDS:
            break
        told, count = (*told, *said), count + 1
    left = max(0, total - count)
    more = speaker.phrases.one_more if left == 1 else speaker.phrases.more if left else ""
    return (*told, *speaker.phrase(more, **({"count": str(left)} if left > 1 else {}))) if told else ()


def _is_number(row: tuple[Text, ...]) -> bool:
    return len(row) > 1 and plain(row[0]).strip(" ,").replace(",", "").replace(" ", "").isdigit()


def _asks(names: list[Text]) -> bool:
    return any(plain(name).casefold() in _ASKING for name in names)


def _is_clause(row: tuple[Text, ...]) -> bool:
    """Tell whether a row's name is more than a name: it has a comma, or six words."""
    name = plain(drop_asides(row[0]))
    return "," in name.strip(",") or len(name.split()) > _TOLD_ROWS


def _title_code(names: list[Text], row: tuple[Text, ...], speaker: Speaker) -> Text:
    """Name a number by its column, where that is a word: `Code 2`."""
    title, name = plain(names[0]).strip(), _name_row(row)
    named = speaker.phrases.language == "en" and _is_number(row) and title.isalpha() and title.isascii()
    return (*make_text(f"{title} "), *name) if named else name


def _tell_cells(row: tuple[Text, ...], speaker: Speaker) -> Text:
    """Say what stands behind a row's name: the last of its cells that is in words, or all where they are short."""
    cells = [tidy_text(cell) for cell in row[1:] if plain(tidy_text(cell))]
    if sum(len(plain(cell).split()) for cell in cells) <= _PAIR_WORDS:
        return speaker.join([strip_text(cell, ".") for cell in cells]) if len(cells) < 3 else cells[-1]
    return max(cells, key=lambda cell: len(plain(cell)))


def _name_rows(names: list[Text], rows: list[tuple[Text, ...]], total: int, speaker: Speaker, *, part_only: bool = False) -> Narration:
    codes = _tell_codes(names, rows, 0 if part_only else total, speaker)
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
