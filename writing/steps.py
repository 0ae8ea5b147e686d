"""A list -> steps to take, or dated events: what follows each other stands along a rule, where its entries are short."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

from model.content import ListBlock, ParagraphBlock, Run, Text, plain
from model.scenes.steps import Step
from writing.display import show_line
from writing.drafting import Draft
from writing.headings import is_order
from writing.styled import slice_text, strip_text, tidy_text
from writing.wording import upper_first

_FEWEST, _MOST = 3, 12
_LONGEST = 76
"""Characters of an entry; a wide one takes two. A longer one reads better in a list."""
_LONGEST_LABEL = 28
_SHARE = 0.7
"""Of the entries: so many of them tell what to do, or the list is one of things."""
_NAMED = re.compile(
    r"(?:the |in )?(?:\w{1,12} )?(?:easy |simple )?steps?(?: by step)?|step by step|walk-?through|quick ?start(?: guide)?"
    r"|getting started|get started|first steps|how it works|how (?:does|do) .{1,40} works?\??|workflow|the process|procedure"
    r"|(?:\w{1,12} )?schritte?|schritt für schritt|schnellstart|so (?:funktioniert|geht) .{1,40}|funktionsweise|ablauf"
    r"|anleitung|étapes|démarrage(?: rapide)?|pas à pas|comment ça marche|fonctionnement|(?:primeros )?pasos|paso a paso"
    r"|inicio rápido|cómo funciona|passi|guida rapida|come funziona|passos|passo a passo|início rápido|como funciona"
    r"|stappen(?:plan)?|snel aan de slag|hoe het werkt|手順|ステップ|使い方|仕組み"
    r"|クイックスタート|はじめ(?:に|かた)|步骤|快速(?:开始|入门)|工作原理",
    re.IGNORECASE,
)
"""Headings of what is done in an order."""
_ANNOUNCED = re.compile(
    r"\bsteps?\b|\bin (?:this|the following) order\b|\bschritten?\b|\bétapes\b|\bpasos\b|\bpassi\b|\bpassos\b|\bstappen\b"
    r"|手順|ステップ|步骤",
    re.IGNORECASE,
)
_ORDERS = {
    "de": re.compile(r"\w+ Sie\b.*|.*\s[a-zäöüß]{2,}e?n[.!]?"),
    "fr": re.compile(r"\w+(?:ez|er|ir|re)\b.*"),
    "es": re.compile(r"\w+(?:ar|er|ir)\b.*"),
    "pt": re.compile(r"\w+(?:ar|er|ir)\b.*"),
    "it": re.compile(r"\w+(?:are|ere|ire)\b.*"),
}
"""How an entry that says what to do begins, or ends, by language: as an infinitive, or politely."""
_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|januar[iy]?|februar[iy]?|märz|maart|mrt|mai|mei|jun[ie]|jul[iy]"
    r"|juin|juillet|august|augustus|août|september|settembre|october|oktober|okt|november|december|dezember|dez|march|april"
    r"|avril|aprile|abril|janvier|février|mars|septembre|octobre|novembre|décembre|enero|febrero|marzo|mayo|junio|julio|agosto"
    r"|septiembre|octubre|noviembre|diciembre|gennaio|febbraio|maggio|giugno|luglio|ottobre|dicembre|janeiro|fevereiro|março"
    r"|maio|junho|julho|setembro|outubro|novembro|dezembro)\.?"
)
_YEAR = r"(?:1[5-9]|20|21)\d\d"
_DATE = (
    rf"(?:{_YEAR}[-./](?:0?[1-9]|1[0-2])(?:[-./](?:[0-2]?\d|3[01]))?|(?:[0-2]?\d|3[01])[./](?:0?[1-9]|1[0-2])[./]{_YEAR}"
    rf"|(?:(?:[0-2]?\d|3[01])(?:\.|st|nd|rd|th)? )?(?:de )?{_MONTH}(?: (?:[0-2]?\d|3[01])(?:st|nd|rd|th)?,)?(?: de)? {_YEAR}"
    rf"|(?:Q[1-4]|[HS][12]) {_YEAR}|{_YEAR} ?年(?:\d\d? ?月(?:\d\d? ?日)?)?"
    rf"|{_YEAR}(?:\s?[-–—/]\s?(?:{_YEAR}|\d\d(?!\d)))?s?)"
)
_VERSION = r"\[?(?:version )?v?\d{1,4}(?:\.\d{1,5}){1,3}(?:[-+.]?[a-z]{1,8}\.?\d{0,4})?\]?"
_EVENT = re.compile(
    rf"(?P<label>(?:{_VERSION}\s?(?:[-–—,]\s|(?=\()))?(?P<open>\()?{_DATE}(?(open)\)))(?P<between>\s*[:：]\s*|\s+[-–—]{{1,2}}\s+|\s*[–—]\s*|\s+)(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)


def find_steps(block: ListBlock, draft: Draft) -> tuple[Step, ...]:
    """Return a list's entries as steps or events; nothing where a plain list says it better."""
    texts = [_read_entry(item.text) for item in block.items]
    flat = all(not item.items and item.checked is None for item in block.items) and all(texts)
    if not flat or not _FEWEST <= len(texts) <= _MOST or max(_columns(plain(text)) for text in texts) > _LONGEST:
        return ()
    events = [read_event(text) for text in texts]
    if all(events):
        return tuple(Step(label=plain(event[0]), text=show_line(upper_first(event[1]))) for event in events if event)
    if block.ordered and not _holds_blocks(block, draft) and _is_done(block, texts, draft):
        return tuple(Step(text=show_line(upper_first(text))) for text in texts)
    return ()


def read_event(text: Text) -> tuple[Text, Text] | None:
    """Part an entry that begins with its date, `2024: …`, `**March 2023** …`, `v1.2 (2024-05-01) …`, from what happened."""
    found = _EVENT.fullmatch(plain(text))
    if not found or len(found["label"]) > _LONGEST_LABEL:
        return None
    label = slice_text(text, 0, found.end("label"))
    set_apart = (
        found["between"].strip() or found["open"] or all(_is_set_apart(run) for run in label if run.text.strip())
    )
    return (strip_text(label, "[]"), slice_text(text, found.start("rest"), len(plain(text)))) if set_apart else None


def _is_set_apart(run: Run) -> bool:
    return run.strong or run.code or bool(run.href)


def _read_entry(text: Text) -> Text:
    return strip_text(tidy_text(text), ",;")


def _columns(words: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in words)


def _holds_blocks(block: ListBlock, draft: Draft) -> bool:
    """Tell whether code or a picture stands inside the list: its entries lead to these one by one."""
    others = (other for other in draft.place.section.blocks if other.block_id != block.block_id)
    return any(block.span.first <= other.span.first <= block.span.last for other in others)


def _is_done(block: ListBlock, texts: list[Text], draft: Draft) -> bool:
    """Tell whether the entries are things to do: by their verbs, by the heading, or by the words that lead to them."""
    language = draft.speaker.phrases.language
    known = _ORDERS.get(language)
    orders = sum(
        bool(is_order(plain(text)) if language == "en" else known and known.fullmatch(plain(text))) for text in texts
    )
    if orders >= _SHARE * len(texts) or _NAMED.fullmatch(plain(draft.place.title).strip()):
        return True
    blocks = draft.place.section.blocks
    at = next((at for at, other in enumerate(blocks) if other.block_id == block.block_id), 0)
    before = blocks[at - 1] if at else None
    return isinstance(before, ParagraphBlock) and bool(_ANNOUNCED.search(plain(before.text)))
