"""Text that lives of one number -> a number, very large, over what it means"""

from __future__ import annotations

import re
from typing import NamedTuple

from model.content import ListBlock, ParagraphBlock, Text, plain
from model.inputs import SourceSpan
from model.scenes import Line
from model.scenes.stat import StatScene
from writing.capacity import LONGEST_SPEECH
from writing.display import end_line, show_line
from writing.drafting import Draft
from writing.pieces import UNNAMED, UNSAID, Piece
from writing.styled import slice_text, split_sentences, strip_text, tidy_text

_UNIT = (
    r"%|‰|×|x(?![a-z])|°C?|[kKMGT]i?B(?:/s)?|ms|µs|ns|s|min|h|fps|Hz|[kMG]Hz|km|m|kg|g|dB|percent|times|fold"
    r"|seconds?|minutes?|hours?|days?|weeks?|months?|years?|million|billion|thousand|Prozent|Mal|mal|Sekunden?|Minuten?|Stunden?"
    r"|Tage|Millionen|Milliarden|Tausend|pour cent|fois|secondes?|heures?|jours|millions?|milliards?|mille|por ciento|veces"
    r"|segundos?|minutos?|horas?|días|millones|mil|per cento|volte|secondi|minuti|ore|giorni|milioni|por cento|vezes|milhões"
    r"|procent|keer|seconden|minuten|uur|dagen|miljoen|倍|秒|分|時間|時|小时|天|万|亿|億"
)
_SIGN = r"[~≈<>≤≥+−-]?\s?[$€£¥]?"
_NUMBER = re.compile(
    rf"(?P<value>{_SIGN}\d{{1,3}}(?:[,.\u202f ]\d{{3}})+(?!\d)|{_SIGN}\d{{1,7}}(?:[.,]\d{{1,3}})?)"
    rf"(?:[\s-]?(?P<unit>{_UNIT})(?![^\W\d_]))?\+?"
)
_COMPARED = re.compile(
    r"\s(?:faster|slower|smaller|fewer|less|more|larger|cheaper|quicker|lighter|of (?:all|the|every)\b)\b"
)
_YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d")
_LEAST = 10
"""A smaller number without a unit counts parts of the text: `**3** kinds`."""
_MOST_MEANING = 110
_FEWEST_WORDS = 2
_MOST_SENTENCES = 3
_MOST_ENTRIES = 2
"""Of a list: more read better as one."""
_MOST_AFTER = 2
"""Words that may be emphasised together with the number: `**3× faster**`."""


class Stat(NamedTuple):
    """A number, and what it means."""

    value: str
    unit: str
    meaning: Text


def draft_stat(block: ParagraphBlock, draft: Draft) -> tuple[Piece, ...]:
    """Show a short paragraph that lives of one number as that number; nothing for another paragraph."""
    whole = tidy_text(block.text)
    sentences = split_sentences(whole)
    opens = not draft.place.path and draft.ordinals["paragraph"] == 1
    found = read_stat(sentences[0]) if sentences and len(sentences) <= _MOST_SENTENCES and not opens else None
    piece = _make_piece(block, found, sentences, block.span, draft) if found else None
    return draft.number([piece]) if piece else ()


def draft_stats(block: ListBlock, draft: Draft) -> tuple[Piece, ...]:
    """Show a list of one or two such entries as numbers; nothing for another list."""
    texts = [tidy_text(item.text) for item in block.items]
    if (
        len(texts) > _MOST_ENTRIES
        or any(item.items or item.checked is not None for item in block.items)
        or block.ordered
    ):
        return ()
    pieces: list[Piece] = []
    for item, text in zip(block.items, texts, strict=True):
        found = read_stat(text)
        piece = _make_piece(block, found, split_sentences(text), item.span, draft) if found else None
        if piece:
            pieces.append(piece)
    return draft.number(pieces) if len(pieces) == len(texts) else ()


def _make_piece(
    block: ParagraphBlock | ListBlock, found: Stat, sentences: tuple[Text, ...], span: SourceSpan, draft: Draft
) -> Piece | None:
    """Make a picture that can be a point as well: of a third number, or of one of which too little is said."""
    said = [draft.speaker.say(sentence, span) for sentence in sentences]
    whole = tuple(one for part in said for one in part)
    if not whole or draft.speaker.seconds(whole) > LONGEST_SPEECH - 1:
        return None
    starts = [sum(map(len, said[:at])) for at in range(len(said))]
    lines = tuple(
        Line(text=show_line(sentence), sentence=start)
        for sentence, start, part in zip(sentences, starts, said, strict=True) if part
    )  # fmt: skip
    scene = StatScene(
        scene_id=UNNAMED, narration=UNSAID, header=draft.header, value=found.value, unit=found.unit, text=found.meaning,
        spans=(span,),
    )  # fmt: skip
    shown = {"said": whole, "lines": lines, "visual": scene, "reaches": False, "weight": 0.4, "span": span}
    return draft.make_piece(block, **shown, text=sentences[0] if len(sentences) == 1 else ())


def read_stat(sentence: Text) -> Stat | None:
    """Read a sentence's one number: that which the author made strong, or with which a comparison begins."""
    whole = plain(sentence)
    strong = _find_strong(sentence)
    if strong is None:
        found = _NUMBER.match(whole)
        told = found is not None and bool(found["unit"]) and _COMPARED.match(whole, found.end())
        return _read(sentence, found) if found and told else None
    start, end = strong
    found = _NUMBER.match(whole, start, end)
    if not found or found.end() > end or len(whole[found.end() : end].split()) > _MOST_AFTER:
        return None
    if whole[:start].strip() and re.search(r"\d", whole[:start] + whole[end:]):
        return None
    return _read(sentence, found)


def _find_strong(sentence: Text) -> tuple[int, int] | None:
    """Return where the only strong stretch of a sentence stands."""
    at, found = 0, list[tuple[int, int]]()
    for run in sentence:
        end = at + len(run.text)
        if run.strong and run.text.strip() and not run.code:
            if found and found[-1][1] == at:
                found[-1] = (found[-1][0], end)
            else:
                found.append((at, end))
        at = end
    return found[0] if len(found) == 1 else None


def _read(sentence: Text, found: re.Match[str]) -> Stat | None:
    whole, value, unit = plain(sentence), found["value"].replace(" ", ""), found["unit"] or ""
    if not unit and not _is_amount(value, whole[found.end() :]):
        return None
    first = not whole[: found.start()].strip()
    rest = slice_text(sentence, found.end(), len(whole)) if first else sentence
    meaning = tuple(run.model_copy(update={"strong": False}) for run in end_line(strip_text(rest, ",:;–—-")))
    words = plain(meaning)
    if len(words.split()) < _FEWEST_WORDS or len(words) > _MOST_MEANING or re.match(r"(?:or|and|to)\b|[–-]", words):
        return None
    return Stat(value, unit, meaning)


def _is_amount(value: str, after: str) -> bool:
    """Tell whether a number without a unit counts something: no year, no version, no place in an order."""
    if value[0] in "$€£¥" or (len(value) > 1 and value[1] in "$€£¥"):
        return True
    digits = re.sub(r"\D", "", value)
    counted = re.match(r"\s+[^\W\d_]", after) is not None and after.lstrip()[:1].islower()
    grouped = re.fullmatch(r"\D{0,2}\d{1,3}(?:[,.\u202f]\d{3})+", value) is not None
    whole = value.lstrip("~≈<>≤≥+−-").isdecimal() or grouped
    return counted and whole and int(digits) >= _LEAST and not _YEAR.fullmatch(digits if not grouped else "")
