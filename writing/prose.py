"""Paragraphs, quotations and alerts -> pieces of a talk."""

from __future__ import annotations

import re
from typing import Literal

from model.content import CalloutBlock, CodeBlock, ParagraphBlock, QuoteBlock, Text, plain
from model.narration import Narration
from model.scenes import Line, QuoteScene
from model.scenes.callout import CalloutScene
from writing.capacity import HEADER_CHARS, LONGEST_SPEECH, QUOTE_CHARS
from writing.display import drop_asides, is_lead, shorten_plain, shorten_text, show_line
from writing.drafting import JOINT, NEEDS_MORE, Draft
from writing.headings import name_heading
from writing.labels import LabelKind, find_label_kind, part_label
from writing.metadata import WEIGHT as METADATA
from writing.metadata import is_metadata, split_labels
from writing.pieces import UNNAMED, UNSAID, Piece
from writing.stats import draft_stat
from writing.styled import fill_template, make_text, slice_text, split_sentences, strip_text, tidy_text
from writing.wording import upper_first

_AWAY = re.compile(
    r"(?:please )?(?:see|click|check|visit|head over|refer to|read|for more|for further|more information)\b",
    re.IGNORECASE,
)
_AT_PAGE = re.compile(
    r"(?:please )?(?:click|tap|press|expand|unfold)\s(?:on\s|open\s)?(?:here\b|(?:(?:any|each|one|the|this|these|that"
    r"|following|next|of|on|a|an|above|below|right|left)\s){1,5}(?:[\w-]+\s){0,2}(?:headings?|headlines?|links?|badges?"
    r"|images?|pictures?|thumbnails?|arrows?|triangles?|screenshots?|gifs?|banners?|logos?|titles?|table of contents)\b)",
    re.IGNORECASE,
)
"""`Click the following headings to …`: on a page there is something to click, in a film there is not."""
_ENDS, _CLOSERS = ".!?…。！？", "\"'”’»)]」』）"
_DOTS = re.compile(r"(?:\.{3,}|…+)\s*(?=\w)")
_FEW_WORDS, _FEW_TITLE = 2, 3
_NO_HEADS = frozenset({"or", "and", "see", "also", "in", "to", "then", "replace", "by", "with"})
_FEW_LINKED = 4
_QUOTED = frozenset(('""', "“”", "«»", "„“", "„”", "””", "»«", "「」", "『』"))
"""Marks at both ends of a quotation."""
Tone = Literal["quote", "statement", "note", "tip", "important", "warning", "caution"]


def draft_paragraph(block: ParagraphBlock, draft: Draft) -> tuple[Piece, ...]:
    """Make a point of each sentence of a paragraph."""
    if parted := part_label(block.text):
        label, rest = (block.model_copy(update={"text": part}) for part in parted)
        if _find_kind(label, draft):
            return draft.number([*_draft_words(label, draft), *_draft_words(rest, draft)])
        colon = " " if plain(parted[0])[-1:] in _ENDS else draft.speaker.phrases.colon
        block = block.model_copy(update={"text": (*parted[0], *make_text(colon), *parted[1])})
    return _draft_words(block, draft)


def _draft_words(block: ParagraphBlock, draft: Draft) -> tuple[Piece, ...]:
    text = _drop_dots(tidy_text(block.text))
    if not text or leads_away(text) or points_at_page(text, whole=True):
        return ()
    about = _draft_metadata(block, text, draft)
    if about:
        return about
    stat = draft_stat(block, draft)
    if stat:
        return stat
    if _is_heading(text, draft):
        said = _say_heading(block, text, draft)
        head = shorten_plain(text, HEADER_CHARS)
        return draft.number(
            [draft.make_piece(block, said=said, text=text, lines=(Line(text=text),), leads=True, header=head)]
        )
    sentences = _join_short(tuple(one for one in split_sentences(text) if not _AT_PAGE.match(plain(one))), draft)
    pieces: list[Piece] = []
    for sentence in sentences:
        unfinished = NEEDS_MORE.search(plain(sentence)) or JOINT.fullmatch(plain(sentence))
        lead = is_lead(sentence) or (draft.english and bool(unfinished))
        spoken = upper_first(draft.mend_lead(sentence) if lead else sentence)
        said = draft.speaker.say(spoken, block.span)
        if lead and not draft.english:
            said = draft.speaker.say(upper_first(sentence), block.span, leads=True)
        head = shorten_plain(draft.mend_lead(sentence), 200) if lead else ""
        head = head if len(head) <= HEADER_CHARS else ""
        line = Line(text=show_line(sentence))
        points_away = -1.2 if draft.english and _AWAY.match(plain(sentence)) else 0.0
        if said:
            pieces.append(
                draft.make_piece(
                    block, said=said, weight=points_away, text=sentence, lines=(line,), leads=lead, header=head
                )
            )
    return draft.number(pieces)


def _drop_dots(text: Text) -> Text:
    """Leave out dots before the first word: `...this would work` goes on where a block of code stood between."""
    dots = _DOTS.match(plain(text))
    return upper_first(slice_text(text, dots.end(), len(plain(text)))) if dots else text


def _draft_metadata(block: ParagraphBlock, text: Text, draft: Draft) -> tuple[Piece, ...]:
    """Make a point of each entry of what tells of the document: it matters least."""
    entries = split_labels(text) or ((text,) if is_metadata(text) else ())
    pieces = [
        draft.make_piece(block, said=said, text=entry, lines=(Line(text=show_line(entry)),), weight=METADATA)
        for entry in entries
        if (said := draft.speaker.say(entry, block.span))
    ]
    return draft.number(pieces)


def leads_away(text: Text) -> bool:
    """Tell whether a paragraph is a link of a few words, as `Full changelog`: it says nothing that a film can follow."""
    whole = plain(text)
    return bool(whole) and all(run.href for run in text if run.text.strip()) and len(whole.split()) <= _FEW_LINKED


def points_at_page(text: Text, *, whole: bool) -> bool:
    """Tell whether a paragraph's sentences, all of them or any, tell what to click on the page that it stands on."""
    found = [bool(_AT_PAGE.match(plain(one))) for one in split_sentences(tidy_text(text))]
    return bool(found) and (all(found) if whole else any(found))


def _is_heading(text: Text, draft: Draft) -> bool:
    """Tell whether a paragraph is a few words without a full stop, which head what follows."""
    words = plain(text)
    starts, bold = words.split(" ", 1)[0].casefold(), all(run.strong for run in text if run.text.strip())
    headed = bool(draft.place.path) and (bold or words[:1].upper() == words[:1])
    few = (1 if bold else 2) <= len(words.split()) <= 6 and len(words) <= HEADER_CHARS
    ends = words[-1].isalnum() or (bold and words[-1] in "+#)")  # a tab's: `C++`, `Python 3.10+`
    plain_words = ends and "," not in words and not (draft.english and NEEDS_MORE.search(words))
    return headed and few and plain_words and starts not in _NO_HEADS


def _say_heading(block: ParagraphBlock, text: Text, draft: Draft) -> Narration:
    phrases = draft.speaker.phrases
    kind = _find_kind(block, draft)
    form = phrases.labels.get(kind, phrases.aside)
    one_word = len(plain(text).split()) == 1  # a tab's label, and a name: `Windows`
    named = text if kind or one_word or not draft.english else name_heading(text, draft.speaker.ordinary)
    return draft.speaker.phrase(form, block.span, title=named) or draft.speaker.say(text, block.span)


def _find_kind(block: ParagraphBlock, draft: Draft) -> LabelKind | Literal[""]:
    """Tell what a label names, where code follows it: `Swift` may be a bird elsewhere."""
    blocks = draft.place.section.blocks
    at = next((at for at, one in enumerate(blocks) if one.block_id == block.block_id), len(blocks))
    coded = any(isinstance(one, CodeBlock) for one in blocks[at + 1 : at + 2])
    return (find_label_kind(plain(block.text).strip()) or "") if coded else ""


def _join_short(sentences: tuple[Text, ...], draft: Draft) -> list[Text]:
    """Join a sentence of a word or two with the next: `Yes.` says nothing by itself."""
    joined: list[Text] = []
    for sentence in sentences:
        if joined and len(plain(joined[-1]).split()) <= _FEW_WORDS and plain(joined[-1]).isascii():
            joined[-1] = (*joined[-1], *make_text(" "), *sentence)
        else:
            joined.append(sentence)
    return joined


def draft_quote(block: QuoteBlock, draft: Draft) -> tuple[Piece, ...]:
    """Show a quotation, and say it as somebody's words."""
    who = shorten_plain(tidy_text(make_text(block.attribution)), HEADER_CHARS)
    lead = draft.speaker.phrase(draft.speaker.phrases.quote_by, who=who) if who else ()
    return _draft_boxes(block, _unquote(block.paragraphs), lead, who, "quote", draft)


def _unquote(paragraphs: tuple[Text, ...]) -> tuple[Text, ...]:
    """Take off the marks that hold a whole quotation: the picture has its own, and a sentence of it would keep one of two."""
    bare = [strip_text(paragraph) for paragraph in paragraphs]
    whole = "\n".join(map(plain, bare))
    marks = whole[:1] + whole[-1:]
    if len(whole) < 3 or marks not in _QUOTED or any(mark in whole[1:-1] for mark in marks):
        return paragraphs
    bare[0] = slice_text(bare[0], 1, len(plain(bare[0])))
    bare[-1] = slice_text(bare[-1], 0, len(plain(bare[-1])) - 1)
    return tuple(bare)


def draft_callout(block: CalloutBlock, draft: Draft) -> tuple[Piece, ...]:
    """Show an alert in its tone, and say what kind it is."""
    prefix = draft.speaker.phrases.callouts.get(block.callout, "")
    name = prefix.rstrip(" :：。")
    titled = _split_headed(block)
    if titled:
        title, paragraphs = titled
        few = len(plain(title).split()) <= _FEW_TITLE and not plain(title).endswith(("?", "!"))
        if few and len(paragraphs[0]):
            joined = (*title, *make_text(draft.speaker.phrases.colon), *paragraphs[0])
            return _draft_boxes(block, (joined, *paragraphs[1:]), (), shorten_plain(title, HEADER_CHARS), block.callout, draft,
                                shown=paragraphs)  # fmt: skip
        lead = draft.speaker.say(title, block.span)
        return _draft_boxes(block, paragraphs, lead, shorten_plain(title, HEADER_CHARS), block.callout, draft)
    paragraphs = block.paragraphs
    if prefix.endswith((":", "：")):
        paragraphs = (fill_template(prefix + " {text}", text=tidy_text(paragraphs[0])), *paragraphs[1:])
        return _draft_boxes(block, paragraphs, (), name, block.callout, draft, shown=block.paragraphs)
    return _draft_boxes(block, paragraphs, draft.speaker.say(prefix), name, block.callout, draft)


def _split_headed(block: CalloutBlock) -> tuple[Text, tuple[Text, ...]] | None:
    """Part an alert's own title, a line in bold, from its words: it says more than our label."""
    first = block.paragraphs[0]
    if parted := part_label(first):
        return parted[0], (parted[1], *block.paragraphs[1:])
    bold = next((at for at, run in enumerate(first) if not run.strong and run.text.strip()), len(first))
    title, rest = strip_text(first[:bold], " :："), strip_text(first[bold:])
    whole = plain(title)
    headed = (
        bool(title) and len(whole.split()) >= _FEW_WORDS and whole[:1].isupper() and plain(rest)[:1] not in (*".,;", "")
    )
    paragraphs = (*((rest,) if rest else ()), *block.paragraphs[1:])
    begins = rest and (plain(rest)[:1].isupper() or rest[0].code or not plain(rest)[:1].isalpha())
    if not title or not paragraphs or not ((headed and begins) or (not rest and whole[:1].isupper())):
        return None
    return title, paragraphs


def _draft_boxes(
    block: QuoteBlock | CalloutBlock,
    paragraphs: tuple[Text, ...],
    lead: Narration,
    label: str,
    tone: Tone,
    draft: Draft,
    shown: tuple[Text, ...] = (),
) -> tuple[Piece, ...]:
    """Group sentences into boxes that hold them, on screen and in time."""
    sentences = [one for text in paragraphs for one in split_sentences(tidy_text(text))]
    bare = [one for text in shown or paragraphs for one in split_sentences(tidy_text(text))]
    boxes: list[tuple[Text, Narration]] = []
    for sentence, face in zip(sentences, bare, strict=False):
        said = draft.speaker.say(sentence, block.span)
        if not boxes and draft.speaker.seconds((*lead, *said)) <= LONGEST_SPEECH:
            said = (*lead, *said)
        if boxes and _fits_box(boxes[-1], face, said, draft):
            before, words = boxes[-1]
            joint = " " if plain(before).rstrip(_CLOSERS)[-1:] in _ENDS else "\n"
            boxes[-1] = ((*before, *make_text(joint), *face), (*words, *said))
        elif said:
            boxes.append((face, said))
    pieces = [
        draft.make_piece(
            block,
            said=said,
            text=text if tone == "quote" and not label else (),
            visual=_show_box(block, _fit_quote(text), label, tone),
            reaches=False,
        )
        for text, said in boxes
    ]
    return draft.number(pieces)


def _show_box(block: QuoteBlock | CalloutBlock, text: Text, label: str, tone: Tone) -> QuoteScene | CalloutScene:
    if tone == "quote" or tone == "statement":
        return QuoteScene(
            scene_id=UNNAMED, narration=UNSAID, text=text, attribution=label, tone=tone, spans=(block.span,)
        )
    return CalloutScene(scene_id=UNNAMED, narration=UNSAID, text=text, label=label, tone=tone, spans=(block.span,))


def _fits_box(box: tuple[Text, Narration], face: Text, said: Narration, draft: Draft) -> bool:
    text, words = box
    return (
        len(plain(text)) + len(plain(face)) < QUOTE_CHARS
        and draft.speaker.seconds((*words, *said)) <= LONGEST_SPEECH - 1
    )


def _fit_quote(text: Text) -> Text:
    whole = strip_text(text)
    return whole if len(plain(whole)) <= QUOTE_CHARS else shorten_text(drop_asides(whole), QUOTE_CHARS)
