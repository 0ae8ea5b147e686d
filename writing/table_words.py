"""A table's columns and rows -> what is said of them: what it has in its columns, what its rows hold, what stands out."""

from __future__ import annotations

import re
from functools import partial

from model.content import Text, plain
from model.narration import Narration
from writing.asides import speak_asides
from writing.capacity import CELL_CHARS
from writing.display import drop_asides, shorten_text
from writing.speaking import Speaker
from writing.styled import join_texts, make_text, strip_text, tidy_text
from writing.table_facts import Extreme, find_extreme, find_yes
from writing.wording import lower_first

_NAMED_ROWS = 4
_TOLD_ROWS = 5
_TOLD_WORDS = 3
_TOLD_SECONDS = 10.5
_SHORT_NAME = 40
_CODES_SECONDS = 7.0
_BOTH_SECONDS = 19.0
"""For a table whose rows are told over two scenes."""
_NOUN = re.compile(r"(?!what\b|how\b|why\b|when\b|the\b|its?\b|an?\b|your\b|is\b|has\b)[a-z]{3,20}")
_DULL_TITLES = frozenset(
    {"description", "meaning", "purpose", "details", "notes", "note", "explanation", "summary", "about", "what it does"}
)
"""Columns whose title adds nothing to what stands in them."""
_ASKING = frozenset({"who", "what", "when", "how", "where", "why", "until", "which", "by"})
"""Titles of columns that are no nouns: rows tell what they mean."""
_LINKING = frozenset({"until", "by", "since", "from", "before", "after", "for"})
"""Titles of columns that are said before what stands in them: `until 6 March`."""
_PAIR_WORDS, _PAIRS = 12, 6


def say_columns(names: list[Text], speaker: Speaker) -> Narration:
    """Say what a table has in its columns."""
    english = speaker.phrases.language == "en"
    small = [_lower_name(name) if english else name for name in names]
    named = [name for name in small[1:] if plain(name).strip()]
    if speaker.phrases.language == "en" and named and all(_NOUN.fullmatch(plain(name)) for name in named):
        named = [(*make_text("its "), *named[0]), *named[1:]]
    others = speaker.join(named)
    if _asks(names) or any(not re.search(r"[^\W\d_]", plain(name)) for name in named):
        return ()
    phrases = speaker.phrases
    return speaker.phrase(speaker.choose((phrases.columns, *phrases.more_columns)), first=small[0], others=others)


def _lower_name(name: Text) -> Text:
    """Write a column's title small; names of several words keep their capitals."""
    return lower_first(name, surely=not any(word[0].isupper() for word in plain(name).split()[1:]))


def say_rows(names: list[Text], rows: list[tuple[Text, ...]], extreme: Extreme | None, speaker: Speaker) -> Narration:
    """Say what stands out among the rows: what they hold if it is little, else an extreme, a count, or their names."""
    told = tell_rows(names, rows, speaker)
    if told:
        return (*told, *_say_extreme(names, rows, extreme, speaker)[:1]) if extreme else told
    listed = name_rows(names, rows, len(rows), speaker)
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
            parts = {"row": name_row(rows[at]), "value": tidy_text(rows[at][extreme.column]), "column": column}
            said += speaker.phrase(template, **parts)
        elif at >= 0:
            said += speaker.phrase(template, row=name_row(rows[at]), value=tidy_text(rows[at][extreme.column]))
    return said


def tell_rows(names: list[Text], rows: list[tuple[Text, ...]], speaker: Speaker) -> Narration:
    """Tell a small table whole; nothing when there is no time for all of it."""
    return _tell_rows(names, rows, speaker) or _tell_only(names, rows, speaker)


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
    paired = _is_paired(names, rows)
    if len(rows) > _TOLD_ROWS or len(names) > 3 or (words < _TOLD_WORDS * len(rows) and not paired):
        return ()
    useful = speaker.phrases.language == "en" and plain(names[1]).casefold() not in _DULL_TITLES and not paired
    title = names[1] if useful else ()
    told: Narration = ()
    aside = partial(speak_asides, phrases=speaker.phrases)
    for row in rows:
        what = (
            *lower_first(title, surely=True),
            *make_text(" " if title else ""),
            *(lower_first(tidy_text(row[1])) if useful else aside(tidy_text(row[1]))),
        )
        told += speaker.say((*_title_code(names, row, speaker), *make_text(speaker.phrases.colon), *what))
    return told if speaker.seconds(told) <= _BOTH_SECONDS else ()


def _tell_codes(names: list[Text], rows: list[tuple[Text, ...]], total: int, speaker: Speaker) -> Narration:
    """Tell what the first of a table's rows hold, where their names alone would say nothing.

    They are numbers, or clauses, or the language has no phrase to name them. `total` is how many rows there are; 0
    where that is not to be said.
    """
    told_better = all(map(_is_number, rows)) or _asks(names) or any(map(_is_clause, rows))
    if speaker.phrases.rows and not told_better and not (_is_paired(names, rows) and total == len(rows) <= _PAIRS):
        return ()
    if any(len(row) < 2 for row in rows) or all(plain(row[1]).strip()[:1].isdigit() for row in rows):
        return ()
    most = _TOLD_SECONDS if _asks(names) or _is_paired(names, rows) else _CODES_SECONDS
    told: Narration = ()
    count = 0
    for row in rows:
        cells = _tell_cells(names, row, speaker)
        said = speaker.say((*_title_code(names, row, speaker), *make_text(speaker.phrases.colon), *cells))
        if speaker.seconds((*told, *said)) > most:
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
    title, name = plain(names[0]).strip(), name_row(row)
    named = speaker.phrases.language == "en" and _is_number(row) and title.isalpha() and title.isascii()
    return (*make_text(f"{title} "), *name) if named else name


def _tell_cells(names: list[Text], row: tuple[Text, ...], speaker: Speaker) -> Text:
    """Say what stands behind a row's name: all of it where it is short, else what is longest."""
    cells = [(plain(name).casefold(), strip_text(tidy_text(cell), ".")) for name, cell in zip(names, row, strict=True)]
    shown = [(name, cell) for name, cell in cells[1:] if plain(cell)]
    if sum(len(plain(cell).split()) for _, cell in shown) > _PAIR_WORDS:
        return max((cell for _, cell in shown), key=lambda cell: len(plain(cell)), default=())
    english = speaker.phrases.language == "en"
    named = [(*make_text(f"{name} "), *cell) if english and name in _LINKING else cell for name, cell in shown]
    return join_texts(named, speaker.phrases.between, speaker.phrases.between)


def _is_paired(names: list[Text], rows: list[tuple[Text, ...]]) -> bool:
    """Tell whether a table has names and what belongs to each, and no numbers of one kind."""
    cells = [[plain(tidy_text(cell)) for cell in row] for row in rows]
    return len(names) == 2 and len(rows) > 1 and find_extreme(cells) is None


def name_rows(
    names: list[Text], rows: list[tuple[Text, ...]], total: int, speaker: Speaker, *, part_only: bool = False
) -> Narration:
    """Name the rows, or tell what the first of them hold where their names would say nothing."""
    codes = _tell_codes(names, rows, 0 if part_only else total, speaker)
    if codes:
        return codes
    shown = [name_row(row) for row in rows[:_NAMED_ROWS]]
    if len(rows) <= _NAMED_ROWS + 1 and total == len(rows):
        return speaker.phrase(speaker.phrases.rows, names=speaker.join([name_row(row) for row in rows]))
    return speaker.phrase(speaker.phrases.some_rows, names=speaker.join(shown), count=str(total))


def name_row(row: tuple[Text, ...]) -> Text:
    """Return what a row is called: its first cell that is not empty, without asides."""
    name = next((tidy_text(cell) for cell in row if tidy_text(cell)), ())
    short = strip_text(drop_asides(name), ",;:.")
    return short if len(plain(short)) <= _SHORT_NAME else shorten_text(short, _SHORT_NAME)


def fit_cell(cell: Text) -> Text:
    """Shorten a cell to what a screen holds."""
    return shorten_text(cell, CELL_CHARS) if len(plain(cell)) > CELL_CHARS else cell
