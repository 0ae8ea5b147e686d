"""From the body of a Word document to elements, each with the number of its paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from adapters.documents.tree import Node
from adapters.documents.word.archive import Package
from adapters.documents.word.formulas import M, write_tex
from adapters.documents.word.runs import RunReader
from adapters.documents.word.styles import Style, Styles, W, is_monospaced, is_on, read_numbering, value_of

_ROUTES = {f"{W}sdt": f"{W}sdtContent"}
_WRAPPERS = {f"{W}ins", f"{W}moveTo", f"{W}smartTag", f"{W}customXml", f"{W}sdtContent"}
_CODE = {"language": "", "info": ""}
_NUMBERED = re.compile(
    r"^(?:table|figure|fig\.?|tabelle|abbildung|abb\.?|tableau|figura|tabla|tabella|tabela|図|表|图)\s?[\d.]{1,9}\s?[.:–—-]?\s*",
    re.IGNORECASE,
)
_TITLE_NAMES = ("title", "titel", "titre", "título", "titolo")


@dataclass(slots=True)
class _List:
    """A list that is being read."""

    number: str
    level: int
    node: Node
    items: list[Node] = field(default_factory=list)


class BodyReader:
    """Reads one document; paragraphs are counted as they come, those in tables included."""

    def __init__(self, package: Package) -> None:
        self._styles = Styles(package)
        self._runs = RunReader(self._styles, package.relations(package.main))
        self._count = 0
        self.lines: list[str] = []
        """The words of each paragraph."""
        self.title = ""
        """What stands in the style of titles."""

    def read(self, root: Element) -> list[Node]:
        """Return the elements of the whole body."""
        body = root.find(f"{W}body")
        return self._read_flow(body) if body is not None else []

    def _read_flow(self, parent: Element) -> list[Node]:
        made: list[Node] = []
        open_lists: list[_List] = []
        for node in _walk(parent):
            if node.tag == f"{W}tbl":
                open_lists.clear()
                made.append(self._read_table(node))
                continue
            for read, number, level in self._read_paragraph(node):
                if number:
                    self._add_entry(read, number, level, made, open_lists)
                    continue
                open_lists.clear()
                self._add(read, made)
        return made

    def _add(self, node: Node, made: list[Node]) -> None:
        """Add an element; lines of code that follow each other are one block."""
        before = made[-1] if made else None
        if before is not None and before.tag == node.tag == "#code" and node.attributes == before.attributes == _CODE:
            before.text += "\n" + node.text
            before.last = node.last
        elif node.tag == "#caption":
            _caption(node, before, made)
        else:
            made.append(node)

    def _add_entry(
        self, node: Node, number: str, level: int, made: list[Node], open_lists: list[_List]
    ) -> None:  # fmt: skip
        """Put an entry into the list of its level, or begin one."""
        while open_lists and (open_lists[-1].level > level or _is_other(open_lists[-1], number, level)):
            open_lists.pop()
        if not open_lists or open_lists[-1].level < level:
            opened = Node("ol" if self._styles.is_ordered(number, level) else "ul", node.first, node.last)
            (open_lists[-1].node.children[-1].children if open_lists else made).append(opened)
            open_lists.append(_List(number, level, opened))
        open_lists[-1].node.children.append(Node("li", node.first, node.last, children=[node]))
        for one in open_lists:
            one.node.last = node.last
            one.node.children[-1].last = node.last

    def _read_paragraph(self, node: Element) -> Iterator[tuple[Node, str, int]]:
        """Yield a paragraph, and those in its text boxes, as (element, list, level)."""
        self._count += 1
        line = self._count
        properties = node.find(f"{W}pPr")
        style = self._styles.find(value_of(properties, "pStyle"))
        inline = self._runs.read(node, line, plain=bool(style.level))
        words = _words(inline)
        self.lines.append(words)
        number, level = read_numbering(properties, style.numbering)
        if inline and (words.strip() or any(_holds(one, "img") for one in inline)):
            made = self._make(node, properties, style, inline, words, line)
            yield made, number if made.tag == "p" else "", level
        for box in self._runs.read_boxes(node):
            yield from self._read_paragraph(box)

    def _make(
        self, node: Element, properties: Element | None, style: Style, inline: list[Node], words: str, line: int
    ) -> Node:  # fmt: skip
        own = value_of(properties, "outlineLvl")
        level = int(own) + 1 if own.isdecimal() and int(own) < 9 else style.level
        if style.name in _TITLE_NAMES and not self.title:
            self.title = " ".join(words.split())
            return Node("h1", line, line, children=inline)
        if level and words.strip():
            return Node(f"h{min(level, 6)}", line, line, children=inline)
        if style.name.startswith(("toc ", "table of figures", "verzeichnis")):
            attributes = {"what": "table of contents", "reason": "a film has chapters of its own"}
            return Node("#omitted", line, line, attributes, text=words)
        formulas = list(node.iter(f"{M}oMath"))
        if len(formulas) == 1 and _only_formula(node):
            return Node("#code", line, line, {"language": "math", "info": "math"}, text=write_tex(formulas[0]))
        if style.is_code or (self._is_code(node, style) and not value_of(properties, "numPr")):
            return Node("#code", line, line, dict(_CODE), text=_code(inline))
        if style.name in ("caption", "beschriftung", "légende", "image caption", "table caption"):
            return Node("#caption", line, line, children=inline)
        paragraph = Node("p", line, line, children=inline)
        return Node("blockquote", line, line, children=[paragraph]) if style.is_quote else paragraph

    def _is_code(self, node: Element, style: Style) -> bool:
        """Tell whether all letters of a paragraph are set in a font for code."""
        runs = [run for run in node.iter(f"{W}r") if any((text.text or "").strip() for text in run.iter(f"{W}t"))]
        return bool(runs) and all(is_monospaced(run.find(f"{W}rPr"), style.monospaced) for run in runs)

    def _read_table(self, node: Element) -> Node:
        first = self._count + 1
        table = Node("table", first, first)
        rows = list(_walk(node, f"{W}tr"))
        look = node.find(f"{W}tblPr/{W}tblLook")
        titled = look is not None and (look.get(f"{W}firstRow") == "1" or _bit(look.get(f"{W}val", ""), 0x20))
        for at, row in enumerate(rows):
            head = is_on(row.find(f"{W}trPr"), "tblHeader") or (at == 0 and titled)
            start = self._count + 1
            cells = [self._read_cell(cell, head) for cell in _walk(row, f"{W}tc")]
            table.children.append(Node("tr", start, max(self._count, start), children=cells))
        table.last = max(self._count, first)
        table.markdown = len(rows) > 1
        return table

    def _read_cell(self, cell: Element, head: bool) -> Node:
        first = self._count + 1
        properties = cell.find(f"{W}tcPr")
        span = value_of(properties, "gridSpan")
        merge = properties.find(f"{W}vMerge") if properties is not None else None
        children = self._read_flow(cell)
        if merge is not None and merge.get(f"{W}val", "continue") == "continue":
            children = []
        return Node("th" if head else "td", first, max(self._count, first), {"colspan": span or "1"}, children=children)


def _walk(parent: Element, *wanted: str) -> Iterator[Element]:
    """Yield paragraphs and tables, or what is wanted, in order, through what only wraps them."""
    tags = wanted or (f"{W}p", f"{W}tbl")
    for node in parent:
        if node.tag in tags:
            yield node
        elif node.tag in _ROUTES:
            content = node.find(_ROUTES[node.tag])
            if content is not None:
                yield from _walk(content, *wanted)
        elif node.tag in _WRAPPERS:
            yield from _walk(node, *wanted)


def _words(nodes: list[Node]) -> str:
    return "".join(node.text or ("\n" if node.tag == "br" else _words(node.children)) for node in nodes)


def _code(nodes: list[Node]) -> str:
    return _words(nodes).replace("\t", "    ").rstrip()


def _holds(node: Node, tag: str) -> bool:
    return node.tag == tag or any(_holds(child, tag) for child in node.children)


def _only_formula(node: Element) -> bool:
    return not any((text.text or "").strip() for text in node.iter(f"{W}t"))


def _bit(value: str, bit: int) -> bool:
    try:
        return bool(int(value[:8], 16) & bit)
    except ValueError:
        return False


def _is_other(one: _List, number: str, level: int) -> bool:
    return one.level == level and one.number != number


def _caption(node: Node, before: Node | None, made: list[Node]) -> None:
    """Give a caption to the picture above it; of a table, and alone, it is a paragraph that leads to what follows."""
    pictures = [
        child for child in (before.children if before is not None and before.tag == "p" else ()) if child.tag == "img"
    ]
    words = _NUMBERED.sub("", " ".join(_words(node.children).split()))
    if before is not None and len(pictures) == 1 and not _words(before.children).strip():
        pictures[0].attributes["title"] = words
        before.last = node.last
        return
    colon = "" if words.endswith((".", ":", "!", "?")) else ":"
    over = before is not None and before.tag == "table"
    first = before.first if before is not None and over else node.first
    lead = Node("p", first, node.last, children=[Node("#text", first, node.last, text=words + colon)])
    made.insert(len(made) - over, lead)
