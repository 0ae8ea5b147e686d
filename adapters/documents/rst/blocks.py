"""From docutils' tree to elements with their lines: what each element goes up to is where the next begins."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from docutils import nodes

from adapters.documents.rst.directives import Directive, read_directive
from adapters.documents.rst.inlines import InlineReader, read_image
from adapters.documents.tree import Node

CALLOUTS = {
    "note": "note", "tip": "tip", "hint": "tip", "important": "important", "warning": "warning", "attention": "warning",
    "caution": "caution", "danger": "caution", "error": "caution", "admonition": "note",
}  # fmt: skip
_SKIPPED = {"target", "substitution_definition", "pending", "decoration", "meta", "colspec", "raw"}
_NOTES = {"footnote", "citation"}
_MOST_NESTED, _DEEPEST = 3_000, 8
_UP_TO = 80
"""Elements within each other."""

_PARAMETER = re.compile(r"^(?:param|parameter|arg|argument|key|keyword|ivar|cvar|var)\s+(?:\S+\s+)?(\S{1,80})$")
_FIELDS = {"return": "Returns", "returns": "Returns", "rtype": "Type"}
Publish = Callable[[str], nodes.document]


def elements_of(node: nodes.Element) -> list[nodes.Element]:
    """Return the elements that a node holds, without the text between them."""
    return [child for child in node.children if isinstance(child, nodes.Element)]


class BlockReader:
    """Reads a document; what stands in a directive that docutils does not know is published on its own."""

    def __init__(self, publish: Publish, definitions: str, labels: Mapping[str, str]) -> None:
        self._publish = publish
        self._definitions = definitions
        self._inlines = InlineReader(labels)
        self._nested, self._depth, self._level, self._within = 0, 0, 0, 0
        self._offset = 0
        self.language = ""
        """Of literal blocks, as `highlight` sets it."""

    def read(self, found: Sequence[nodes.Node], first: int, last: int) -> list[Node]:
        """Return the elements of some nodes between two lines."""
        shown = [node for node in found if isinstance(node, nodes.Element) and node.tagname not in _SKIPPED]
        lines = self._find_lines(shown, first, last)
        ends = [max(start, min(end - 1, last)) for start, end in zip(lines, [*lines[1:], last + 1], strict=False)]
        made: list[Node] = []
        for node, start, end in zip(shown, lines, ends, strict=True):
            made += self._read(node, start, end)
        return made

    def read_source(self, lines: Sequence[str], first: int, last: int) -> list[Node]:
        """Return the elements of lines of source that begin on some line of the document."""
        text = "\n".join(lines)
        self._nested += 1
        if not text.strip():
            return []
        if self._nested > _MOST_NESTED or self._depth >= _DEEPEST:
            return [Node("#code", first, last, {"language": "", "info": ""}, text=text)]
        used = self._definitions if "|" in text else ""
        document = self._publish(f"{text}\n\n{used}\n" if used else text)
        offset, self._offset, self._depth = self._offset, first - 1, self._depth + 1
        try:
            return self.read(document.children, first, last)
        finally:
            self._offset, self._depth = offset, self._depth - 1

    def _find_lines(self, found: Sequence[nodes.Element], first: int, last: int) -> list[int]:
        """Return the lines on which some nodes begin, in order; what is not known follows the node before it."""
        lines: list[int] = []
        following = first
        for node in found:
            line = max(first, min(self._line(node, following), last))
            lines.append(max(line, lines[-1]) if lines else line)
            following = lines[-1] + node.rawsource.count("\n") + 2
        return lines

    def _line(self, node: nodes.Element, default: int) -> int:
        """Return the line on which a node begins: docutils notes some other one for many."""
        if node.tagname == "system_message":
            return int(node.get("line") or default) + self._offset
        if node.tagname == "section":
            return self._line(elements_of(node)[0], default) if node.children else default
        line = node.line or next((child.line for child in node.findall(nodes.Element) if child.line), None)
        if line is None:
            return default
        if isinstance(node.parent, nodes.section) and node.tagname == "title":
            line -= 1  # that of the line below
        elif node.tagname == "table" and node.line is None:
            line -= 1  # that of its first cell
        elif node.tagname == "literal_block" and "code" in node.get("classes", ()):
            line -= (
                node.astext().count("\n") + 3
            )  # where its content ends; before that the directive, and an empty line
        return max(line, 1) + self._offset

    def _read(self, node: nodes.Element, first: int, last: int) -> list[Node]:
        name = node.tagname
        if self._within > _UP_TO:
            return [Node("#lost", first, last, text=node.astext())]
        self._within += 1
        try:
            if name in CALLOUTS:
                return [self._read_callout(node, first, last)]
            if name in _NOTES:
                return [Node("#footnote", first, last, text=node.astext())]
            reader = getattr(self, f"_read_{name}", None)
            made: list[Node] = reader(node, first, last) if reader else self.read(node.children, first, last)
            return made
        finally:
            self._within -= 1

    def _inside(self, node: nodes.Element, first: int, last: int) -> list[Node]:
        return self._inlines.read(node.children, first, last)

    def _read_section(self, node: nodes.Element, first: int, last: int) -> list[Node]:
        self._level += 1
        made = self.read(node.children, first, last)
        self._level -= 1
        return made

    def _read_title(self, node: nodes.Element, first: int, last: int) -> list[Node]:
        tag = f"h{min(self._level, 6)}" if isinstance(node.parent, nodes.section) else "p"
        children = self._inside(node, first, first)
        if tag == "p":
            children = [Node("strong", first, first, children=children)]
        return [Node(tag, first, min(last, first + 1) if tag != "p" else first, children=children)]

    def _read_subtitle(self, node: nodes.Element, first: int, last: int) -> list[Node]:
        return [Node("p", first, first, children=self._inside(node, first, last))]

    def _read_paragraph(self, node: nodes.Element, first: int, last: int) -> list[Node]:
        last = max(last, first + node.rawsource.count("\n"))
        return [Node("p", first, last, children=self._inside(node, first, last))]

    def _read_rubric(self, node: nodes.Element, first: int, last: int) -> list[Node]:
        return [
            Node("p", first, last, children=[Node("strong", first, last, children=self._inside(node, first, last))])
        ]

    def _read_comment(self, node: nodes.Element, first: int, last: int) -> list[Node]:
        return [Node("#comment", first, last, text=node.astext())]

    def _read_transition(self, node: nodes.Element, first: int, last: int) -> list[Node]:
        return [Node("hr", first, first)]

    def _read_bullet_list(self, node: nodes.Element, first: int, last: int) -> list[Node]:
        return [Node("ul", first, last, children=self.read(node.children, first, last))]

    def _read_enumerated_list(self, node: nodes.Element, first: int, last: int) -> list[Node]:
        start = {"start": str(node["start"])} if node.get("start") else {}
        return [Node("ol", first, last, start, children=self.read(node.children, first, last))]

    def _read_list_item(self, node: nodes.Element, first: int, last: int) -> list[Node]:
        return [Node("li", first, last, children=self.read(node.children, first, last))]

    def _read_definition_list(self, node: nodes.Element, first: int, last: int) -> list[Node]:
        return [Node("ul", first, last, children=self.read(node.children, first, last))]

    def _read_definition_list_item(self, node: nodes.Element, first: int, last: int) -> list[Node]:
        terms = [child for child in elements_of(node) if child.tagname in ("term", "classifier")]
        body = [inner for child in elements_of(node) if child.tagname == "definition" for inner in child.children]
        return [self._define(terms, body, first, last)]

    def _read_field_list(self, node: nodes.Element, first: int, last: int) -> list[Node]:
        if node.get("front"):
            attributes = {"what": "front matter", "reason": "it is about the file, and no text of the document"}
            return [Node("#omitted", first, last, attributes, text=node.astext())]
        return self._read_definition_list(node, first, last)

    def _read_field(self, node: nodes.Element, first: int, last: int) -> list[Node]:
        name: nodes.Element
        name, body = elements_of(node)
        words = name.astext()
        if match := _PARAMETER.match(words):
            name = nodes.term("", "", nodes.literal("", match[1]))
        elif words in _FIELDS:
            name = nodes.term("", "", nodes.Text(_FIELDS[words]))
        return [self._define([name], body.children, first, last)]

    def _read_option_list(self, node: nodes.Element, first: int, last: int) -> list[Node]:
        return self._read_definition_list(node, first, last)

    def _read_option_list_item(self, node: nodes.Element, first: int, last: int) -> list[Node]:
        names, body = elements_of(node)
        return [self._define([nodes.term("", "", nodes.literal("", names.astext()))], body.children, first, last)]

    def _define(
        self, terms: Iterable[nodes.Element], body: Sequence[nodes.Node], first: int, last: int
    ) -> Node:  # fmt: skip
        """Make an entry of a list of a term and what it means."""
        head: list[Node] = []
        for term in terms:
            head += [Node("#text", first, first, text=", ")] if head else []
            head.append(Node("strong", first, first, children=self._inside(term, first, first)))
        below = self.read(body, first, last)
        if below and below[0].tag == "p":
            head += [Node("#text", first, first, text=": "), *below.pop(0).children]
        return Node("li", first, last, children=[Node("p", first, first, children=head), *below])

    def _read_block_quote(self, node: nodes.Element, first: int, last: int) -> list[Node]:
        inside = self.read(node.children, first, last)
        if len(inside) == 1 and inside[0].tag in ("ul", "ol", "#code", "table"):
            return inside  # a list that is indented is no quotation
        return [Node("blockquote", first, last, children=inside)]

    def _read_attribution(self, node: nodes.Element, first: int, last: int) -> list[Node]:
        dash = Node("#text", first, first, text="— ")
        return [Node("p", first, last, children=[dash, *self._inside(node, first, last)])]

    def _read_line_block(self, node: nodes.Element, first: int, last: int) -> list[Node]:
        children: list[Node] = []
        for line in node.findall(nodes.line):
            children += [Node("br", first, first)] if children else []
            children += self._inside(line, first, last)
        return [Node("p", first, last, children=children)]

    def _read_literal_block(self, node: nodes.Element, first: int, last: int) -> list[Node]:
        classes: list[str] = node.get("classes", [])
        named = [word for word in classes if word not in ("code", "literal-block", "parsed-literal")]
        language = named[0] if named else self.language
        return [Node("#code", first, last, {"language": language, "info": language}, text=node.astext())]

    def _read_doctest_block(self, node: nodes.Element, first: int, last: int) -> list[Node]:
        return [Node("#code", first, last, {"language": "pycon", "info": "pycon"}, text=node.astext())]

    def _read_math_block(self, node: nodes.Element, first: int, last: int) -> list[Node]:
        return [Node("#code", first, last, {"language": "math", "info": "math"}, text=node.astext())]

    def _read_image(self, node: nodes.Element, first: int, last: int) -> list[Node]:
        picture = read_image(node, first)
        picture.last = last
        return [Node("p", first, last, children=[picture])]

    def _read_reference(self, node: nodes.Element, first: int, last: int) -> list[Node]:
        return [Node("p", first, last, children=self._inlines.read([node], first, last))]

    def _read_figure(self, node: nodes.Element, first: int, last: int) -> list[Node]:
        pictures = list(node.findall(nodes.image))
        captions = [child for child in elements_of(node) if child.tagname == "caption"]
        made = []
        for picture in pictures[:1]:
            shown = read_image(picture, first)
            shown.last = last
            shown.attributes["title"] = " ".join(captions[0].astext().split()) if captions else ""
            made.append(Node("p", first, last, children=[shown]))
        legends = [child for child in elements_of(node) if child.tagname == "legend"]
        return [*made, *self.read(legends, first, last)]

    def _read_topic(self, node: nodes.Element, first: int, last: int) -> list[Node]:
        if "contents" in node.get("classes", ()):
            attributes = {"what": "table of contents", "reason": "a film has chapters of its own"}
            return [Node("#omitted", first, last, attributes, text=node.astext())]
        return self.read(node.children, first, last)

    def _read_callout(self, node: nodes.Element, first: int, last: int) -> Node:
        inside = self.read(node.children, first, last)
        return Node("#alert", first, last, {"kind": CALLOUTS[node.tagname]}, children=inside)

    def _read_table(self, node: nodes.Element, first: int, last: int) -> list[Node]:
        from adapters.documents.rst.grids import read_grid

        captions = [child for child in elements_of(node) if child.tagname == "title"]
        made = [Node("p", first, first, children=[*self._inside(child, first, last), Node("#text", first, first, text=":")])
                for child in captions]  # fmt: skip
        return [*made, read_grid(node, first, last, self)]

    def _read_system_message(self, node: nodes.Element, first: int, last: int) -> list[Node]:
        """Read the directive that docutils could not."""
        source = next((child for child in elements_of(node) if child.tagname == "literal_block"), None)
        if source is None:
            return []
        directive = Directive.find(source.astext(), first)
        if directive is None:
            return [Node("p", first, last, children=[Node("#text", first, first, text=source.astext())])]
        return read_directive(directive, self, min(last, first + source.astext().rstrip().count("\n")))
