"""From the tree of a document to its headings and blocks, in order; what holds no words is recorded as left out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from adapters.documents.badges import is_badge, is_navigation
from adapters.documents.dollars import write_unicode
from adapters.documents.gathering import REMARKS, extent, find_remarks
from adapters.documents.inline_text import Piece, has_words, read_inline, resolve_text
from adapters.documents.lists import is_contents, list_texts, read_list
from adapters.documents.markdown_dialects import OMITTED
from adapters.documents.mdx import drop_marks
from adapters.documents.page import UNNUMBERED, Heading, Page
from adapters.documents.quotes import read_quote
from adapters.documents.rst.names import ELSEWHERE
from adapters.documents.tables import read_table
from adapters.documents.tree import HEADINGS, HIDDEN, INLINE, Node
from model.content import CodeBlock, ImageBlock, Item, ListBlock, MathBlock, ParagraphBlock, Run, TableBlock, plain
from model.directions import DIRECTION, is_direction
from model.inputs import SourceSpan

_TOP_LINES = 60
_MISSING = "the picture was not looked for"
_DIRECTION = "it says how the film is spoken"
_OMITTED = {
    "hr": ("rule", "a line across the page has no words"),
    "#comment": ("comment", "the author hid it from readers"),
    "#definitions": ("link definitions", "they only say where links lead"),
    "#footnote": ("footnote", "a footnote is an aside that a talk leaves out"),
    "#lost": ("deep nesting", "it is nested deeper than a film can show"),
}


def read_flow(nodes: Sequence[Node], page: Page, strong: bool = False) -> None:
    """Read elements in order; inline ones that stand loose make a paragraph."""
    inline: list[Node] = []
    for node in nodes:
        directs = node.tag == "#comment" and is_direction(node.text)
        hidden = inline and node.tag in REMARKS | HIDDEN and not directs
        if (node.tag in INLINE and node.tag not in HIDDEN) or hidden:
            inline.append(node)
            continue
        _read_paragraph(inline, page, strong)
        inline = []
        _read_block(node, page)
    _read_paragraph(inline, page, strong)


def _name_directive(words: str) -> str:
    """Return the directive that a comment stands for, whose text another file or program has; most stand for none."""
    name = words.removeprefix(OMITTED).partition(" ")[0]
    return name if words.startswith(OMITTED) and name in ELSEWHERE else ""


def _read_block(node: Node, page: Page) -> None:
    before = len(page.found)
    if node.tag in ("p", "summary", "dt"):
        read_flow(node.children, page, strong=node.tag != "p")
    elif node.tag in HEADINGS:
        _read_heading(node, page)
    elif node.tag in ("ul", "ol"):
        _read_list(node, page)
    elif node.tag in ("#code", "pre"):
        _read_code(node, page)
    elif node.tag == "table":
        _read_table(node, page)
    elif node.tag in ("blockquote", "#alert"):
        quote = read_quote(node, page)
        page.found += [quote.block] if quote.block else []
        read_flow(quote.hoisted, page)
    elif node.tag == "#raw" or node.tag in HIDDEN:
        reason = f"<{node.attributes.get('tag', node.tag)}> shows nothing that can be read"
        page.omit("raw HTML", _words_below(node), reason, _span(node, page))
    elif node.tag == "#omitted":
        page.omit(node.attributes["what"], _words_below(node), node.attributes["reason"], _span(node, page))
    elif node.tag == "#comment" and is_direction(node.text):
        page.omit(DIRECTION, node.text, _DIRECTION, _span(node, page))
    elif node.tag in _OMITTED:
        words = _words_below(node)
        name = _name_directive(words)
        what, reason = (name, ELSEWHERE[name]) if name else _OMITTED[node.tag]
        page.omit(what, words.removeprefix(f"{OMITTED}{name}").strip(), reason, _span(node, page))
    else:
        read_flow(node.children, page)
    if len(page.found) == before and node.markdown:
        page.omit(f"empty {node.tag.strip('#')}", "", "it holds no words", _span(node, page))


def _span(node: Node, page: Page) -> SourceSpan:
    return page.span(node.first, node.last)


def _words_below(node: Node) -> str:
    return node.text or " ".join(_words_below(child) for child in node.children)


def _read_paragraph(nodes: Sequence[Node], page: Page, strong: bool = False) -> None:
    """Make paragraphs and pictures, in order; badges together become one omission."""
    if not nodes:
        return
    pieces = read_inline(nodes, Run(text="", strong=strong))
    badges = [piece for piece in pieces if piece.picture and _is_badge(piece.picture, page)]
    rest = [piece for piece in pieces if not (piece.picture and _is_badge(piece.picture, page))]
    for is_picture, group in groupby(rest, key=lambda piece: piece.picture is not None):
        if is_picture:
            for piece in group:
                _add_picture(piece, page)
        else:
            _add_paragraph(list(group), page, after_badges=bool(badges))
    if badges:
        names = ", ".join(filter(None, (_alt(piece.picture) for piece in badges if piece.picture)))
        page.omit("badge", names, "badges tell of the project's page, not of the project", page.span(*extent(badges)))
    _read_remarks(nodes, page)


def _read_remarks(nodes: Sequence[Node], page: Page) -> None:
    for remark in find_remarks(nodes):
        _read_block(remark, page)


def _add_paragraph(pieces: list[Piece], page: Page, *, after_badges: bool) -> None:
    text = resolve_text(pieces)
    if not text or (after_badges and not has_words(text)):
        return
    span = page.span(*extent(pieces))
    if is_navigation(text):
        page.omit("navigation", plain(text), "it only leads away from the text", span)
    elif not has_words(text):
        page.omit("marks", plain(text), "it holds no words", span)
    else:
        page.found.append(ParagraphBlock(block_id=UNNUMBERED, span=span, text=text))


def _is_badge(picture: Node, page: Page) -> bool:
    image = page.images.get(picture.attributes.get("src", ""))
    return is_badge(picture, image, at_top=picture.first <= _TOP_LINES)


def _alt(picture: Node | None) -> str:
    return " ".join(picture.attributes.get("alt", "").split()) if picture else ""


def _add_picture(piece: Piece, page: Page) -> None:
    assert piece.picture is not None
    attributes, span = piece.picture.attributes, page.span(piece.first, piece.last)
    reference = attributes.get("src", "")
    if not reference:
        page.omit("image", _alt(piece.picture), "it names no picture", span)
        return
    if reference.endswith("#gh-dark-mode-only"):
        page.omit("image", _alt(piece.picture), "it is the same picture once more, for dark pages", span)
        return
    found = page.images.get(reference)
    page.found.append(
        ImageBlock(
            block_id=UNNUMBERED, span=span, reference=reference, alt=_alt(piece.picture),
            title=attributes.get("title", "").strip(), image=found.image if found else None,
            width=found.width if found else 0, height=found.height if found else 0,
            missing="" if found else page.missing.get(reference, _MISSING),
        )
    )  # fmt: skip


def _read_heading(node: Node, page: Page) -> None:
    """Add a heading; without words its picture's description serves. Its pictures follow it."""
    pieces = read_inline(_inline_below(node.children))
    pictures = [piece for piece in pieces if piece.picture]
    text = resolve_text(pieces)
    text = tuple(run.model_copy(update={"text": run.text.replace("\n", " ")}) for run in text)
    if not has_words(text):
        alts = [_alt(piece.picture) for piece in pictures if piece.picture and not _is_badge(piece.picture, page)]
        text = (Run(text=next(filter(None, alts))),) if any(alts) else text
    span = page.span(node.first, node.last)
    if has_words(text):
        page.found.append(Heading(HEADINGS.index(node.tag) + 1, text, span))
    elif text or not pictures:
        page.omit("empty heading", plain(text), "it holds no words", span)
    read_flow([piece.picture for piece in pictures if piece.picture], page)
    _read_remarks(node.children, page)


def _inline_below(nodes: Sequence[Node]) -> list[Node]:
    """Flatten paragraphs inside an HTML heading to a line each."""
    found: list[Node] = []
    for node in nodes:
        if node.tag in INLINE:
            found.append(node)
        elif not node.tag.startswith("#"):
            found += [*_inline_below(node.children), Node("br", node.last, node.last)]
    return found


def _read_list(node: Node, page: Page) -> None:
    reading = read_list(node, page)
    if reading.block and is_contents(reading.block):
        words = ", ".join(plain(text) for text in list_texts(reading.block))
        page.omit("table of contents", words, "a film has chapters of its own", reading.block.span)
    elif reading.block and not any(_item_has_words(item) for item in reading.block.items):
        page.omit(
            "marks", " ".join(plain(item.text) for item in reading.block.items), "it holds no words", reading.block.span
        )
    elif reading.block:
        page.found.append(reading.block)
    read_flow(reading.hoisted, page)


def _item_has_words(item: Item) -> bool:
    return has_words(item.text) or any(map(_item_has_words, item.items))


def _read_code(node: Node, page: Page) -> None:
    if node.tag == "#code":
        text, language = node.text, node.attributes["language"]
    else:
        text, language = _text_below(node).removeprefix("\n").rstrip(), _html_language(node)
    text = drop_marks(text).removesuffix("\n").expandtabs(4)
    span = page.span(node.first, node.last)
    if text.strip() and language.lower() == "math":
        tex = text.strip()
        page.found.append(MathBlock(block_id=UNNUMBERED, span=span, tex=tex, written=write_unicode(tex) or ""))
    elif text.strip():
        page.found.append(CodeBlock(block_id=UNNUMBERED, span=span, language=_clean_language(language), code=text))
    else:
        page.omit("empty code", node.attributes.get("info", ""), "it holds no code", span)
    _read_remarks(node.children, page)
    read_flow([piece.picture for piece in read_inline(node.children) if piece.picture], page)


def _text_below(node: Node) -> str:
    if node.tag == "br":
        return "\n"
    return node.text if node.tag == "#text" else "".join(_text_below(child) for child in node.children)


def _html_language(node: Node) -> str:
    for candidate in (node, *node.children):
        for word in (candidate.attributes.get("lang", ""), *candidate.attributes.get("class", "").split()):
            if word and (candidate.attributes.get("lang") == word or word.startswith(("language-", "lang-"))):
                return word.removeprefix("language-").removeprefix("lang-")
    return ""


def _clean_language(word: str) -> str:
    """Reduce `{.python}`, `rust,no_run` and `js:app.js` to the language."""
    word = word.strip("{}.").lower()
    for mark in (",", ":", "{", " "):
        word = word.partition(mark)[0]
    return word[:40]


def _read_table(node: Node, page: Page) -> None:
    reading = read_table(node, page)
    read_flow(reading.flow, page)
    if reading.block and reading.block.rows:
        page.found.append(reading.block)
    elif reading.block:
        _add_header_only(reading.block, page)
    for row in _rows_with_excess(node):
        page.omit("table cells", row.attributes["excess"], "the table has no column for them", _span(row, page))
    read_flow(reading.hoisted, page)


def _add_header_only(block: TableBlock, page: Page) -> None:
    """Show a table of titles alone as a list: there is nothing under them."""
    items = tuple(Item(text=cell, span=block.span) for cell in block.header if cell)
    page.found.append(ListBlock(block_id=UNNUMBERED, span=block.span, items=items))


def _rows_with_excess(node: Node) -> list[Node]:
    own = [node] if node.attributes.get("excess") else []
    return own + [
        row for child in node.children if child.tag in ("thead", "tbody", "tr") for row in _rows_with_excess(child)
    ]
