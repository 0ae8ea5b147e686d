"""From a quotation or an alert to a quote or callout block, and the blocks that stood inside it."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, cast, get_args

from adapters.documents.gathering import gather
from adapters.documents.page import UNNUMBERED, Page
from adapters.documents.tree import Node
from model.content import CalloutBlock, QuoteBlock, Run, Text, plain

Callout = Literal["note", "tip", "important", "warning", "caution"]

_DASH = re.compile(r"^(?:[—–―]|--)\s{0,10}(?=\S)")
_LONGEST_NAME = 120
_AROUND_NAME = " :.!\ufe0f⚠ℹ💡📝"


class QuoteReading(NamedTuple):
    """A quotation or alert, if it has any words, and what to hoist out of it."""

    block: QuoteBlock | CalloutBlock | None
    hoisted: list[Node]


def read_quote(node: Node, page: Page) -> QuoteReading:
    """Read a quotation, nested ones included; one that opens with **Note** is an alert, as GitHub first had it."""
    gathered = gather(node.children, keep_lists=False, into_quotes=True)
    paragraphs = [passage.text for passage in gathered.texts]
    span = page.span(node.first, node.last)
    if not paragraphs:
        return QuoteReading(None, gathered.hoisted)
    callout = cast(Callout, node.attributes["kind"]) if node.tag == "#alert" else None
    if callout is None:
        callout, paragraphs = _find_callout(paragraphs)
    if callout is not None:
        alert = CalloutBlock(block_id=UNNUMBERED, span=span, callout=callout, paragraphs=tuple(paragraphs))
        return QuoteReading(alert, gathered.hoisted)
    paragraphs, attribution = _find_attribution(paragraphs)
    quote = QuoteBlock(block_id=UNNUMBERED, span=span, paragraphs=tuple(paragraphs), attribution=attribution)
    return QuoteReading(quote, gathered.hoisted)


def _find_callout(paragraphs: list[Text]) -> tuple[Callout | None, list[Text]]:
    head, rest = paragraphs[0][0], paragraphs[0][1:]
    name = head.text.strip(_AROUND_NAME).lower()
    if not head.strong or name not in get_args(Callout):
        return None, paragraphs
    first = _strip_start(rest, " :\n—–-")
    kept = [first, *paragraphs[1:]] if first else paragraphs[1:]
    return (cast(Callout, name), kept) if kept else (None, paragraphs)


def _strip_start(text: Text, marks: str) -> Text:
    if not text:
        return ()
    head = text[0].model_copy(update={"text": text[0].text.lstrip(marks)})
    return (head, *text[1:]) if head.text else text[1:]


def _find_attribution(paragraphs: list[Text]) -> tuple[list[Text], str]:
    """Take the name off the end, where the last line begins with a dash."""
    before, line = _split_last_line(paragraphs[-1])
    name = _DASH.sub("", plain(line))
    if name == plain(line) or not name or len(name) > _LONGEST_NAME or (len(paragraphs) == 1 and not before):
        return paragraphs, ""
    return [*paragraphs[:-1], before] if before else paragraphs[:-1], " ".join(name.split())


def _split_last_line(text: Text) -> tuple[Text, Text]:
    for at in range(len(text) - 1, -1, -1):
        cut = text[at].text.rfind("\n")
        if cut >= 0:
            return _cut(text, at, cut)
    return (), text


def _cut(text: Text, at: int, cut: int) -> tuple[Text, Text]:
    head: Run = text[at].model_copy(update={"text": text[at].text[:cut]})
    tail: Run = text[at].model_copy(update={"text": text[at].text[cut + 1 :]})
    return (*text[:at], *([head] if head.text else [])), (*([tail] if tail.text else []), *text[at + 1 :])
