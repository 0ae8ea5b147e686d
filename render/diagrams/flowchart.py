"""Mermaid's `graph` and `flowchart` -> a graph."""

from __future__ import annotations

import re
from typing import NamedTuple, cast

from render.diagrams.building import GraphBuilder
from render.diagrams.graph import Direction, Edge, Graph, Outline, Stroke, Tip
from render.diagrams.source import DiagramError, Statement, clean_label

_HEADER = re.compile(r"(?:graph|flowchart(?:-elk)?)(?:\s+(TD|TB|BT|LR|RL))?\s*(.*)", re.DOTALL)
_NAME = re.compile(r"\w+(?:[-./]\w+)*")
_IGNORED = re.compile(r"(style|classDef|class|linkStyle|click|accTitle|accDescr)\b")
_CLASS = re.compile(r":::[\w-]+")
_DETAILS = re.compile(r"@\{([^{}]*)\}")
_DETAIL = re.compile(r'(\w+)\s*:\s*("[^"]*"|[^,"]+)')
_LINK_ID = re.compile(r"\w+@(?=[<ox]?[-=])")
_LINK = re.compile(r"(?P<tail>[<ox](?=[-=]))?(?P<body>--+[->ox]|==+[=>ox]|-\.+-[>ox]?|~~~+)")
_OPEN_LINK = re.compile(r"(?P<tail>[<ox](?=[-=]))?(?P<start>--|==|-\.)(?!-)")
_CLOSE_LINK = {"--": re.compile(r"--+[->ox]"), "==": re.compile(r"==+[=>ox]"), "-.": re.compile(r"\.+-[>ox]?")}
_SUBGRAPH = re.compile(r"subgraph\b\s*(.*)", re.DOTALL)
_TITLED = re.compile(r"([\w.-]+)\s*\[(.*)\]", re.DOTALL)
_TIPS: dict[str, Tip] = {">": "arrow", "<": "arrow", "o": "circle", "x": "cross"}

_SHAPES: tuple[tuple[str, tuple[tuple[str, Outline], ...]], ...] = (
    ("(((", ((")))", "double"),)),
    ("([", (("])", "stadium"),)),
    ("((", (("))", "circle"),)),
    ("(", ((")", "round"),)),
    ("[[", (("]]", "subroutine"),)),
    ("[(", ((")]", "cylinder"),)),
    ("[/", (("/]", "slant"), ("\\]", "narrowing"))),
    ("[\\", (("\\]", "backslant"), ("/]", "widening"))),
    ("[", (("]", "box"),)),
    ("{{", (("}}", "hexagon"),)),
    ("{", (("}", "rhombus"),)),
    (">", (("]", "flag"),)),
)
_NAMED_SHAPES: dict[str, Outline] = {
    "rect": "box", "proc": "box", "process": "box", "rounded": "round", "event": "round", "stadium": "stadium",
    "pill": "stadium", "terminal": "stadium", "subproc": "subroutine", "fr-rect": "subroutine", "cyl": "cylinder",
    "db": "cylinder", "database": "cylinder", "circle": "circle", "circ": "circle", "diam": "rhombus",
    "diamond": "rhombus", "decision": "rhombus", "hex": "hexagon", "hexagon": "hexagon", "lean-r": "slant",
    "in-out": "slant", "lean-l": "backslant", "out-in": "backslant", "trap-b": "narrowing", "trap-t": "widening",
    "dbl-circ": "double", "odd": "flag", "text": "text", "doc": "box", "document": "box",
}  # fmt: skip


class _Link(NamedTuple):
    stroke: Stroke
    head: Tip
    tail: Tip
    length: int
    label: str


def parse_flowchart(statements: list[Statement]) -> Graph:
    """Read the statements; raises DiagramError at the first that is not known."""
    header = _HEADER.fullmatch(statements[0].text)
    assert header is not None
    builder = GraphBuilder(_direction(header[1] or "TD"))
    rest = [Statement(header[2], statements[0].line)] if header[2] else []
    for statement in [*rest, *statements[1:]]:
        _read_statement(statement, builder)
    return builder.finish()


def _direction(written: str) -> Direction:
    return cast(Direction, "TD" if written == "TB" else written)


def _read_statement(statement: Statement, builder: GraphBuilder) -> None:
    text, line, _ = statement
    group = _SUBGRAPH.fullmatch(text)
    if group:
        name, label = _read_title(group[1].strip(), line)
        builder.open_group(name, label, line)
    elif text == "end":
        builder.close_group(line)
    elif not _IGNORED.match(text) and not re.fullmatch(r"direction\s+(TD|TB|BT|LR|RL)", text):
        _Chain(text, line, builder).read()


def _read_title(written: str, line: int) -> tuple[str, str]:
    titled = _TITLED.fullmatch(written)
    if titled:
        return titled[1], clean_label(titled[2])
    return clean_label(written) or f"group at line {line}", clean_label(written)


class _Chain:
    """`A --> B & C -->|label| D`, read from left to right."""

    def __init__(self, text: str, line: int, builder: GraphBuilder) -> None:
        self._text, self._line, self._builder = text, line, builder
        self._at = 0

    def read(self) -> None:
        before = self._read_nodes()
        while self._at < len(self._text):
            link = self._read_link()
            after = self._read_nodes()
            for source in before:
                for target in after:
                    self._builder.join(
                        Edge(source, target, link.label, link.stroke, link.head, link.tail, length=link.length)
                    )
            before = after

    def _fail(self) -> DiagramError:
        return DiagramError(f"not understood: {self._text[self._at :][:60]!r}", self._line)

    def _skip(self) -> None:
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        match = pattern.match(self._text, self._at)
        if match:
            self._at = match.end()
        return match

    def _read_nodes(self) -> list[str]:
        names = [self._read_node()]
        while self._text.startswith("&", self._at):
            self._at += 1
            names.append(self._read_node())
        return names

    def _read_node(self) -> str:
        self._skip()
        match = self._take(_NAME)
        if match is None:
            raise self._fail()
        name = match[0]
        self._builder.see(name)
        details = self._take(_DETAILS)
        if details:
            self._read_details(name, details[1])
        else:
            self._read_shape(name)
        self._take(_CLASS)
        self._skip()
        return name

    def _read_details(self, name: str, written: str) -> None:
        found = {key: clean_label(value) for key, value in _DETAIL.findall(written)}
        outline = _NAMED_SHAPES.get(found.get("shape", "rect"))
        if outline is None:
            raise DiagramError(f"the shape {found['shape']!r} is not known", self._line)
        self._builder.describe(name, found.get("label", name), outline)

    def _read_shape(self, name: str) -> None:
        for opener, closers in _SHAPES:
            if not self._text.startswith(opener, self._at):
                continue
            start = self._at + len(opener)
            ends = [(self._find(closer, start), closer, outline) for closer, outline in closers]
            known = [end for end in ends if end[0] >= 0]
            if not known:
                raise self._fail()
            end, closer, outline = min(known, key=lambda one: one[0])
            self._builder.describe(name, clean_label(self._text[start:end]), outline)
            self._at = end + len(closer)
            return

    def _find(self, closer: str, start: int) -> int:
        """Find where a label ends: after its closing quotation mark, if it has one."""
        bare = start + len(self._text[start:]) - len(self._text[start:].lstrip())
        if self._text.startswith('"', bare):
            quote = self._text.find('"', bare + 1)
            return self._text.find(closer, quote + 1) if quote > 0 else -1
        return self._text.find(closer, start)

    def _read_link(self) -> _Link:
        self._skip()
        self._take(_LINK_ID)
        match = self._take(_LINK)
        if match:
            label = ""
            self._skip()
            if self._text.startswith("|", self._at):
                end = self._find("|", self._at + 1)
                if end < 0:
                    raise self._fail()
                label = clean_label(self._text[self._at + 1 : end])
                self._at = end + 1
            return _make_link(match["body"], match["tail"] or "", label)
        opened = self._take(_OPEN_LINK)
        closed = _CLOSE_LINK[opened["start"]].search(self._text, self._at) if opened else None
        if opened is None or closed is None:
            raise self._fail()
        label = clean_label(self._text[self._at : closed.start()])
        self._at = closed.end()
        body = ("-" if opened["start"] == "-." else "") + closed[0]
        return _make_link(body, opened["tail"] or "", label)


def _make_link(body: str, tail: str, label: str) -> _Link:
    strokes: dict[str, Stroke] = {"~": "none", "=": "thick", "-": "dotted" if "." in body else "solid"}
    head = _TIPS.get(body[-1], "")
    extra = body.count(".") - 1 if "." in body else len(body) - 3
    return _Link(strokes[body[0]], head, _TIPS.get(tail, ""), 1 + min(3, max(0, extra)), label)
