"""From what was read of a PDF to ParsedContent, by the tree that Markdown and HTML become: its lines are pages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from adapters.documents.flow import read_flow
from adapters.documents.page import Page
from adapters.documents.pdf.reading import Element, Reading, Run
from adapters.documents.pdf.shapes import BOLD, ITALIC, MONO, RAISED
from adapters.documents.sections import assemble_content
from adapters.documents.tree import Node
from model.content import ParsedContent
from model.inputs import SourceImage

_MANY = "a document's first pictures are shown: it has very many"
_NO_TITLE = re.compile(
    r"untitled.*|.*\.(?:docx?|odt|pptx?|xlsx?|tex|dvi|indd|pdf|html?|md|rtf|qxd)|(?:microsoft )?(?:word|powerpoint)\b.*|"
    r"(?:slide|folie|document|presentation)\s*\d*|[\W\d_]*|\S{32,}",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_STYLES = ((MONO, "code"), (BOLD, "strong"), (ITALIC, "em"), (RAISED, "sup"))


def make_content(
    reading: Reading, *, name: str, images: Mapping[str, SourceImage], missing: Mapping[str, str], language: str | None
) -> ParsedContent:
    """Make sections of what a PDF says; every page is accounted for."""
    lines = [*reading.texts, *[""] * (reading.pages - len(reading.texts))]
    page = Page(name, lines, images, {**missing, "": _MANY}, unit="page")
    for grouped, elements in groupby(reading.elements, key=lambda element: element.kind == "item"):
        same = list(elements)
        if grouped:
            for run in _split_lists(same):
                read_flow([_make_list(run)], page)
        else:
            for element in same:
                _read_element(element, page)
    return assemble_content(
        page, title=_choose_title(reading), author=reading.author[:200],
        language=language or _choose_language(reading.language),
    )  # fmt: skip


def _read_element(element: Element, page: Page) -> None:
    if element.kind == "note":
        page.omit(element.what, element.text, element.reason, page.span(element.first, element.last))
    elif element.kind == "figure" and not element.name:
        page.omit("image", "".join(run[0] for run in element.runs), _MANY, page.span(element.first, element.last))
    else:
        read_flow([_make_node(element)], page)


def _make_node(element: Element) -> Node:
    if element.kind == "heading":
        # Headings are bold by themselves.
        runs = tuple((text, style & ~(BOLD | ITALIC), href) for text, style, href in element.runs)
        return _node(f"h{min(max(element.level, 1), 6)}", element, _inline(runs, element))
    if element.kind == "code":
        return _node("#code", element, [], text=element.text, language="")
    if element.kind == "table":
        return _make_table(element)
    if element.kind == "figure":
        caption = " ".join("".join(run[0] for run in element.runs).split())
        return _node("p", element, [_node("img", element, [], src=element.name, alt=caption, title=caption)])
    return _node("p", element, _inline(element.runs, element))


def _node(tag: str, element: Element, children: Sequence[Node], *, text: str = "", **attributes: str) -> Node:
    return Node(tag, element.first, element.last, attributes, text, list(children))


def _inline(runs: Sequence[Run], element: Element) -> list[Node]:
    """Make inline elements of runs; a text that is bold all over is not stressed."""
    shared = BOLD if all(style & BOLD for text, style, _ in runs if text.strip()) else 0
    nodes: list[Node] = []
    for text, style, href in runs:
        node = _node("#text", element, [], text=text)
        for bit, tag in _STYLES:
            if style & ~shared & bit and text.strip():
                node = _node(tag, element, [node])
        if href and not href.startswith("#"):
            node = _node("a", element, [node], href=href)
        nodes.append(node)
    return nodes


def _make_table(element: Element) -> Node:
    rows: list[Node] = []
    for row in element.rows:
        tag = "th" if element.titled and not rows else "td"
        rows.append(_node("tr", element, [_node(tag, element, _inline(cell, element)) for cell in row]))
    return _node("table", element, rows)


def _split_lists(items: Sequence[Element]) -> list[list[Element]]:
    """Cut neighbouring entries where numbers begin anew, or bullets follow numbers, on the outermost level."""
    lists: list[list[Element]] = []
    outer: Element | None = None
    for item in items:
        if item.level == 0 or outer is None:
            same = outer is not None and (item.number is None) == (outer.number is None)
            rising = item.number is None or outer is None or outer.number is None or item.number > outer.number
            if not (same and rising):
                lists.append([])
            outer = item
        lists[-1].append(item)
    return lists


def _make_list(items: Sequence[Element]) -> Node:
    """Nest entries by their levels."""
    first = items[0]
    attributes = {"start": str(first.number)} if first.number is not None else {}
    node = Node("ul" if first.number is None else "ol", first.first, items[-1].last, attributes)
    at = 0
    while at < len(items):
        end = at + 1
        while end < len(items) and items[end].level > items[at].level:
            end += 1
        entry = _node("li", items[at], [_node("p", items[at], _inline(items[at].runs, items[at]))])
        if end > at + 1:
            entry.children.append(_make_list(items[at + 1 : end]))
            entry.last = items[end - 1].last
        node.children.append(entry)
        at = end
    return node


def _choose_title(reading: Reading) -> str:
    """Return the title of the metadata, where it is one and no heading of the first page stands above all others."""
    title = " ".join(reading.title.split())
    headings = [element for element in reading.elements if element.kind == "heading"]
    highest = [element for element in headings if element.level == min(one.level for one in headings)]
    if (len(highest) == 1 and highest[0].first == 1) or len(title) > 200 or _NO_TITLE.fullmatch(title):
        return ""
    return title


def _choose_language(written: str) -> str | None:
    """Return the language that the catalogue names; none for English, which many programs write without asking."""
    code = written.strip().replace("_", "-")
    return code if _LANGUAGE.fullmatch(code) and not code.startswith("en") else None
