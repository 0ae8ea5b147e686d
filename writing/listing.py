"""Lists -> points of a talk: one sentence for each entry, short entries joined as a person would say them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from unicodedata import east_asian_width

from model.content import Item, ListBlock, Run, Text, plain
from model.narration import Narration
from model.scenes import Line
from model.scenes.steps import Step
from writing.capacity import LINE_CHARS
from writing.display import is_lead, show_line
from writing.drafting import Draft
from writing.headings import is_order, sort_heading
from writing.metadata import WEIGHT as METADATA
from writing.metadata import is_listed_metadata
from writing.pieces import Piece
from writing.stats import draft_stats
from writing.steps import find_steps
from writing.styled import fill_template, make_text, slice_text, split_sentences, strip_text, tidy_text
from writing.wording import lower_first, upper_first

_DASH = re.compile(r"\s+[–—-]{1,2}\s+|\s*—\s*")
_JOINT = re.compile(r"[,;]?\s(?:and|or|und|oder|et|ou|y|o|e|en|of)$|[,;]$")
_TERM_CHARS = 60
_JOINED_WORDS = 4
_JOINED_WIDE = 10
"""Chinese and Japanese write no spaces: so many of their characters are a few words."""
_JOINED_MOST = 3
_PHRASE_WORDS, _SENTENCE_WORDS = 12, 26
"""Words of a phrase that goes on from its lead, and of all phrases that are said as one sentence."""
_DEEPEST = 2
_FACE_CHARS = 24
"""A first sentence of so many characters stands for its entry."""


def draft_list(block: ListBlock, draft: Draft) -> tuple[Piece, ...]:
    """Make a point of each entry; entries of a few words are said together."""
    if all(_is_anchor(item.text) for item in block.items):
        return ()
    numbers = draft_stats(block, draft)
    if numbers:
        return numbers
    steps = find_steps(block, draft)
    if steps:
        return _count_left(draft.number(_draft_steps(block, steps, draft)))
    pieces = _draft_entries(block, draft)
    weight = METADATA if is_listed_metadata(block) and not draft.place.path else None
    if weight is not None:
        pieces = [replace(piece, weight=weight) for piece in pieces]
    return _count_left(draft.number([*pieces, *_draft_done(block, draft)]))


def _draft_entries(block: ListBlock, draft: Draft) -> list[Piece]:
    """Make points of all entries: phrases are joined, and an entry of a few words heads those below it."""
    pieces: list[Piece] = []
    waiting: list[tuple[Item, int, Line]] = []
    heads: list[Item] = []
    for item, depth, place in _flatten(block.items, 0):
        line = _show_item(block, item, depth, place)
        joins = line is not None and not block.ordered and not item.items and is_phrase(item.text, draft.english)
        full = waiting and (waiting[0][1] != depth or not _have_room(waiting, item))
        if waiting and (not joins or full):
            pieces += _join_waiting(block, waiting, heads, draft)
            waiting, heads = [], []
        if joins and line:
            waiting.append((item, depth, line))
        elif _is_head(item):
            under = heads and item in heads[-1].items
            pieces += [] if under else _draft_heads(block, heads, draft)
            heads = [*heads, item] if under else [item]
        else:
            pieces += _draft_item(block, item, (depth, place), line, heads, draft)
            heads = []
    return [
        *pieces,
        *_join_waiting(block, waiting, heads, draft),
        *(_draft_heads(block, heads, draft) if not waiting else []),
    ]


def _draft_steps(block: ListBlock, steps: tuple[Step, ...], draft: Draft) -> list[Piece]:
    """Make a point of each step or event, which a plain list can show as well."""
    pieces: list[Piece] = []
    for place, (item, step) in enumerate(zip(block.items, steps, strict=True)):
        line = _show_item(block, item, 0, place)
        dated = (*make_text(step.label), *make_text(draft.speaker.phrases.colon), *step.text)
        said = draft.speaker.say(dated, item.span) if step.label else _say_item(block, item, 0, place, draft)
        if line and said:
            fields = {
                "said": said,
                "lines": (line,),
                "steps": (step,),
                "span": item.span,
                "level": "item",
                "weight": 0.4,
            }
            pieces.append(draft.make_piece(block, **fields))
    return pieces


def _is_anchor(text: Text) -> bool:
    """Tell whether an entry only leads to a heading of this document, as those of a table of contents do."""
    shown = [run for run in text if run.text.strip()]
    return bool(shown) and all(run.href.startswith("#") for run in shown)


def _flatten(items: tuple[Item, ...], depth: int) -> Iterator[tuple[Item, int, int]]:
    """Walk a nested list in order, without recursion: its depth is the author's."""
    waiting = [(item, depth, at) for at, item in reversed(list(enumerate(items)))]
    while waiting:
        item, level, at = waiting.pop()
        yield item, level, at
        waiting += [(child, level + 1, place) for place, child in reversed(list(enumerate(item.items)))]


def _show_item(block: ListBlock, item: Item, depth: int, place: int) -> Line | None:
    text = trim_item(tidy_text(item.text))
    if not text:
        return None
    numbered = block.ordered and depth == 0
    marker = "bullet" if item.checked is None else ("checked" if item.checked else "unchecked")
    number = block.start + place if numbered else 0
    return Line.model_validate(
        {
            "text": upper_first(_face(text)),
            "marker": "number" if numbered and item.checked is None else marker,
            "number": number if item.checked is None else 0,
            "depth": min(depth, _DEEPEST),
        }
    )


def _face(text: Text) -> Text:
    """Show an entry's first sentence, and more of it where that is only its name."""
    if len(plain(text)) <= LINE_CHARS:
        return show_line(text)
    first, *more = split_sentences(text)
    named = bool(more) and all(run.strong for run in first if run.text.strip(" ."))
    return show_line(first if named or len(plain(first)) >= _FACE_CHARS else text)


def is_phrase(text: Text, english: bool) -> bool:
    """Tell whether an entry is a few words that go on from a sentence, and no sentence: several are said as one."""
    whole = plain(tidy_text(text))
    words = whole.split()
    wide = sum(east_asian_width(sign) in "WF" for sign in whole)
    if (
        not words
        or whole.endswith((".", "!", "?", ":", "。", "！", "？", "："))
        or _DASH.search(whole)
        or ": " in whole
    ):
        return False
    if len(words) <= _JOINED_WORDS and wide <= _JOINED_WIDE and not (wide and "：" in whole):
        return True
    goes_on = whole[0].islower() and len(words) <= _PHRASE_WORDS and not wide
    counted = re.match(r"(?:an?|some|two|three|four|five|\d+)\s", whole) is not None
    told = is_order(whole) or (sort_heading(make_text(whole)) == "sentence" and not counted)
    return goes_on and not (english and told)


def _have_room(waiting: list[tuple[Item, int, Line]], item: Item) -> bool:
    """Tell whether one more entry goes into a sentence: three of a few words, or as many as are short enough together."""
    texts = [plain(tidy_text(one.text)) for one in (*(entry for entry, _, _ in waiting), item)]
    small = all(text[:1].islower() for text in texts)
    most = _JOINED_MOST + small
    return len(waiting) < most and sum(len(text.split()) for text in texts) <= _SENTENCE_WORDS


def _is_head(item: Item) -> bool:
    """Tell whether an entry of a few words heads those below it: `Monday`, `Rent`."""
    words = plain(tidy_text(item.text)).rstrip(" :：")
    return bool(item.items) and 0 < len(words.split()) <= _JOINED_WORDS and words[-1].isalnum()


def _draft_heads(block: ListBlock, heads: list[Item], draft: Draft) -> list[Piece]:
    """Make points of entries that head nothing that is told."""
    made = (_draft_item(block, item, (0, 0), _show_item(block, item, 0, 0), [], draft) for item in heads)
    return [piece for pieces in made for piece in pieces]


def _lead_with(heads: list[Item], text: Text, draft: Draft) -> Text:
    """Say an entry after the one that heads it: `Monday: clean everything`."""
    if not heads:
        return text
    head = draft.speaker.phrases.between.join(plain(tidy_text(one.text)).strip(":： ") for one in heads)
    return (*make_text(head), *make_text(draft.speaker.phrases.colon), *_lower(text, draft))


def _lower(text: Text, draft: Draft) -> Text:
    """Write an entry as it goes on from words of ours: an English order begins small, as other ordinary words do."""
    if not draft.english:
        return text
    return lower_first(text, surely=is_order(plain(text)), known=draft.speaker.ordinary)


def _show_heads(heads: list[Item], block: ListBlock) -> tuple[Line, ...]:
    return tuple(line for item in heads if (line := _show_item(block, item, 0, 0)))


def _join_waiting(
    block: ListBlock, waiting: list[tuple[Item, int, Line]], heads: list[Item], draft: Draft
) -> list[Piece]:
    if not waiting:
        return []
    texts = [strip_text(tidy_text(item.text), ",;.") for item, _, _ in waiting]
    if draft.english:
        texts = [texts[0], *(lower_first(text, known=draft.speaker.ordinary) for text in texts[1:])]
    whole = _lead_with(heads, draft.speaker.join(texts), draft)
    said = draft.speaker.say(upper_first(whole), *(item.span for item in (*heads, *(item for item, _, _ in waiting))))
    lines = (*_show_heads(heads, block), *(line for _, _, line in waiting))
    first = (heads or [waiting[0][0]])[0].span.first
    span = block.span.model_copy(update={"first": first, "last": waiting[-1][0].span.last})
    level = "nested" if waiting[0][1] else "item"
    return [draft.make_piece(block, said=said, lines=lines, span=span, level=level, weight=0.4)] if said else []


def _draft_item(
    block: ListBlock, item: Item, where: tuple[int, int], line: Line | None, heads: list[Item], draft: Draft
) -> list[Piece]:
    if line is None:
        return []
    depth, place = where
    said = _say_item(block, item, depth, place, draft, heads)
    if not said:
        return []
    lead = plain(tidy_text(item.text)).endswith((":", "："))
    level = "nested" if depth else "item"
    span = item.span if depth or not item.items else item.span.model_copy(
        update={"last": max(item.span.first, item.items[0].span.first - 1)}
    )  # fmt: skip
    lines = (*_show_heads(heads, block), line)
    return [draft.make_piece(block, said=said, lines=lines, span=span, level=level, leads=lead, weight=0.4)]


def _say_item(
    block: ListBlock, item: Item, depth: int, place: int, draft: Draft, heads: list[Item] | None = None
) -> Narration:
    text = trim_item(tidy_text(item.text))
    text = upper_first(_lead_with(heads or [], _speak_dash(text), draft))
    phrases = draft.speaker.phrases
    if draft.english:
        text = _drop_joint(draft.mend_lead(text) if is_lead(text) else text)
    first, further, last = phrases.steps
    if block.ordered and depth == 0 and further:
        number, count = block.start + place, block.start + len(block.items) - 1
        template = (
            first if number == 1 else last if number == count and count > 2 else further[(number - 2) % len(further)]
        )
        text = fill_template(template, text=_lower(text, draft))
    return draft.speaker.say(text, *(head.span for head in heads or ()), item.span)


def trim_item(text: Text) -> Text:
    """Cut the joint at an entry's end: `…, and` leads to the next entry, which is a sentence of its own."""
    found = _JOINT.search(plain(text))
    return strip_text(slice_text(text, 0, found.start()) if found else text, ",;")


def _drop_joint(text: Text) -> Text:
    """Say `And a slow sink …` without its joint: it begins a sentence of its own."""
    found = re.match(r"(?:and|or|but)\s+(?=\S)", plain(text), re.IGNORECASE)
    return upper_first(slice_text(text, found.end(), len(plain(text)))) if found else text


def _speak_dash(text: Text) -> Text:
    """Say `Fast - it never waits` as a name and what is said of it: `Fast: it never waits`."""
    whole = plain(text)
    found = _DASH.search(whole)
    if not found or found.start() == 0 or found.start() > _TERM_CHARS or not whole[found.end() :].strip():
        return text
    term, rest = slice_text(text, 0, found.start()), slice_text(text, found.end(), len(whole))
    styled = all(run.strong or run.code or run.href for run in strip_text(term))
    if not styled and (len(plain(term).split()) > _JOINED_WORDS or "," in plain(term)):
        return text
    return (*strip_text(term, ":"), Run(text=": "), *rest)


def _draft_done(block: ListBlock, draft: Draft) -> list[Piece]:
    boxes = [item.checked for item in block.items if item.checked is not None]
    if len(boxes) < 3 or len(boxes) != len(block.items):
        return []
    done = str(sum(boxes)) if any(boxes) else "None"
    said = draft.speaker.phrase(draft.speaker.phrases.done, count=done, total=make_text(str(len(boxes))))
    return [draft.make_piece(block, said=said)] if said else []


def _count_left(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    return tuple(replace(piece, left=len(pieces) - 1 - piece.rank) for piece in pieces)
