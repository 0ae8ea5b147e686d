"""Mermaid's `erDiagram` -> a graph of records."""

from __future__ import annotations

import re
from typing import cast

from render.diagrams.building import GraphBuilder
from render.diagrams.graph import Direction, Edge, Graph, Tip
from render.diagrams.source import DiagramError, Statement, clean_label

_NAME = r'(?:"[^"]+"|[\w.-]*\w)'
_ALIAS = r'(?:\s*\[\s*("[^"]*"|[^\[\]"]+)\s*\])?'
_ENTITY = re.compile(rf"({_NAME}){_ALIAS}\s*(?::::[\w,-]+)?\s*(?:(\{{)\s*(.*))?")
_SIGN = r"\|o|o\||\|\||\}o|o\{|\}\||\|\{|u"
_COUNTS = (
    r"zero or one|one or zero|one or more|one or many|many\(1\)|1\+|zero or more|zero or many|many\(0\)|many|0\+|"
    r"only one|one|1"
)
_SIGNS = re.compile(
    rf"({_NAME}){_ALIAS}\s*(?::::[\w,-]+)?\s*({_SIGN})(--|\.\.|\.-|-\.)({_SIGN})\s*({_NAME}){_ALIAS}"
    r"\s*(?::::[\w,-]+)?(?:\s*:\s*(.*))?"
)
_SPOKEN = re.compile(
    rf"({_NAME}){_ALIAS}\s+({_COUNTS})\s+(to|optionally to)\s+({_COUNTS})\s+({_NAME}){_ALIAS}(?:\s*:\s*(.*))?"
)
_ATTRIBUTE = re.compile(
    r'(\S+)\s+(\*?[\w.-]+(?:\[\s*\]|\([^()]*\))?)((?:\s*,?\s*\b(?:PK|FK|UK)\b)*)\s*(?:"([^"]*)")?\s*'
)
_DIRECTION = re.compile(r"direction\s+(TD|TB|BT|LR|RL)")
_IGNORED = re.compile(r"(style|classDef|class|accTitle|accDescr|title)\s")
_TIPS: dict[str, Tip] = {
    "|o": "maybe", "o|": "maybe", "||": "one", "}o": "any", "o{": "any", "}|": "some", "|{": "some", "u": "",
    "zero or one": "maybe", "one or zero": "maybe", "one or more": "some", "one or many": "some", "many(1)": "some",
    "1+": "some", "zero or more": "any", "zero or many": "any", "many(0)": "any", "many": "any", "0+": "any",
    "only one": "one", "one": "one", "1": "one",
}  # fmt: skip
_MOST_ATTRIBUTES = 40
Attribute = tuple[str, str, str, str]
"""Type, name, keys, comment."""


def parse_entities(statements: list[Statement]) -> Graph:
    """Read the statements; raises DiagramError at the first that is not known."""
    reader = _Reader()
    for statement in statements[1:]:
        reader.read(statement)
    return reader.finish()


class _Reader:
    def __init__(self) -> None:
        self._builder = GraphBuilder()
        self._labels: dict[str, str] = {}
        self._attributes: dict[str, list[Attribute]] = {}
        self._open = ""
        """The entity whose attributes are being read."""

    def finish(self) -> Graph:
        if self._open:
            raise DiagramError(f"the entity {self._open!r} has no end")
        for name, label in self._labels.items():
            rows = tuple(self._attributes[name])
            self._builder.describe(name, label, "record", (_leave_out_empty(rows),) if rows else ())
        return self._builder.finish()

    def read(self, statement: Statement) -> None:
        text, line, _ = statement
        direction, signs, spoken = _DIRECTION.fullmatch(text), _SIGNS.fullmatch(text), _SPOKEN.fullmatch(text)
        if self._open:
            self._read_attributes(text, line)
        elif direction:
            self._builder.direction = cast(Direction, direction[1].replace("TB", "TD"))
        elif signs:
            name, alias, tail, stroke, head, other, other_alias, label = signs.groups()
            self._relate((name, alias), (other, other_alias), (tail, head), label, dotted=stroke != "--")
        elif spoken:
            name, alias, tail, stroke, head, other, other_alias, label = spoken.groups()
            self._relate((name, alias), (other, other_alias), (tail, head), label, dotted=stroke != "to")
        elif entity := _ENTITY.fullmatch(text):
            name = self._see(entity[1], entity[2])
            self._open = name if entity[3] else ""
            self._read_attributes(entity[4] or "", line)
        elif not _IGNORED.match(text):
            raise DiagramError(f"not understood: {text[:60]!r}", line)

    def _relate(
        self, one: tuple[str, str | None], other: tuple[str, str | None], counts: tuple[str, str], label: str | None,
        *, dotted: bool,
    ) -> None:  # fmt: skip
        source, target = self._see(*one), self._see(*other)
        tail, head = (_TIPS[count] for count in counts)
        self._builder.join(Edge(source, target, clean_label(label or ""), "dotted" if dotted else "solid", head, tail))

    def _see(self, written: str, alias: str | None) -> str:
        name = clean_label(written)
        self._builder.see(name)
        self._labels.setdefault(name, name)
        self._attributes.setdefault(name, [])
        if alias:
            self._labels[name] = clean_label(alias)
        return name

    def _read_attributes(self, text: str, line: int) -> None:
        """Read one or several attributes, and the brace that ends them, which may stand on their line."""
        ends = text.endswith("}")
        rest = text.removesuffix("}").rstrip()
        while rest:
            found = _ATTRIBUTE.match(rest)
            if found is None:
                raise DiagramError(f"not understood: {rest[:60]!r}", line)
            self._add_attribute(found, line)
            rest = rest[found.end() :]
        if ends:
            self._open = ""

    def _add_attribute(self, found: re.Match[str], line: int) -> None:
        keys = re.findall(r"PK|FK|UK", found[3])
        if found[2].startswith("*"):
            keys.insert(0, "PK")
        name = found[2].lstrip("*")
        own = self._attributes[self._open]
        own.append((found[1], name, ", ".join(dict.fromkeys(keys)), clean_label(found[4] or "")))
        if len(own) > _MOST_ATTRIBUTES:
            raise DiagramError(f"the entity {self._open!r} has more than {_MOST_ATTRIBUTES} attributes", line)


def _leave_out_empty(rows: tuple[Attribute, ...]) -> tuple[tuple[str, ...], ...]:
    """Leave out keys and comments at the end where no attribute has any."""
    last = max((at for row in rows for at, cell in enumerate(row) if cell), default=0) + 1
    return tuple(row[:last] for row in rows)
