"""Mermaid's `classDiagram` -> a graph of records."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import cast

from render.diagrams.building import GraphBuilder
from render.diagrams.graph import Direction, Edge, Graph, Tip
from render.diagrams.source import MOST_LABEL, DiagramError, Statement, clean_label

_NAME = r"(?:`[^`]+`|\w+(?:[-.]\w+)*)(?:~[^:\"]*?~(?![\w~]))?"
_RELATION = re.compile(
    rf'({_NAME})\s*(?:"([^"]*)")?\s*(<\||\(\)|[*o<])?(--|\.\.)(\|>|\(\)|[*o>])?\s*(?:"([^"]*)")?\s*({_NAME})'
    r"(?:\s*:(?!:)\s*(.*))?"
)
_CLASS = re.compile(
    rf'class\s+({_NAME})\s*(?:\["([^"]*)"\])?\s*(?:<<([^<>]*)>>)?\s*(?::::\s*[\w-]+)?\s*(\{{)?\s*([^{{}}]*)(\}})?'
)
_ANNOTATED = re.compile(rf"<<([^<>]*)>>\s*({_NAME})")
_MEMBER = re.compile(rf"({_NAME})\s*:(?!:)\s*(.+)")
_STYLED = re.compile(rf"({_NAME}):::[\w-]+")
_NOTE = re.compile(rf'note\s+(?:for\s+({_NAME})\s+)?"([^"]*)"')
_NAMESPACE = re.compile(r'namespace\s+([\w.-]+)\s*(?:\["([^"]*)"\])?\s*\{')
_DIRECTION = re.compile(r"direction\s+(TD|TB|BT|LR|RL)")
_IGNORED = re.compile(r"(style|classDef|cssClass|click|link|callback|accTitle|accDescr|title|hide|show)\b")
_TIPS: dict[str, Tip] = {
    "<|": "triangle", "|>": "triangle", "*": "filled", "o": "diamond", "<": "arrow", ">": "arrow", "()": "circle",
}  # fmt: skip
_MOST_MEMBERS = 40


@dataclass(slots=True)
class _Class:
    """A class as far as it is known."""

    label: str
    tag: str = ""
    fields: list[str] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)


def parse_classes(statements: list[Statement]) -> Graph:
    """Read the statements; raises DiagramError at the first that is not known."""
    reader = _Reader()
    for statement in statements[1:]:
        reader.read(statement)
    return reader.finish()


class _Reader:
    def __init__(self) -> None:
        self._builder = GraphBuilder()
        self._classes: dict[str, _Class] = {}
        self._open = ""
        """The class whose body is being read."""
        self._notes = 0

    def finish(self) -> Graph:
        if self._open:
            raise DiagramError(f"the class {self._open!r} has no end")
        for name, one in self._classes.items():
            parts = [part for part in (one.fields, one.methods) if part]
            rows = tuple(tuple((member,) for member in part) for part in parts)
            self._builder.describe(name, one.label, "record", rows, one.tag)
        return self._builder.finish()

    def read(self, statement: Statement) -> None:
        text, line, _ = statement
        if self._open:
            self._read_body(text, line)
        elif text == "}":
            self._builder.close_group(line)
        elif not self._read_setting(text, line) and not self._read_class(text, line):
            self._read_relation(text, line)

    def _read_body(self, text: str, line: int) -> None:
        ends = text.endswith("}") and "{" not in text
        if text.rstrip("} \t"):
            self._add(self._open, text.rstrip("} \t") if ends else text, line)
        if ends:
            self._open = ""

    def _read_setting(self, text: str, line: int) -> bool:
        """Read what is no class and no relation."""
        direction, namespace, note = _DIRECTION.fullmatch(text), _NAMESPACE.fullmatch(text), _NOTE.fullmatch(text)
        if direction:
            self._builder.direction = cast(Direction, direction[1].replace("TB", "TD"))
        elif namespace:
            self._builder.open_group(f"namespace {namespace[1]}", clean_label(namespace[2] or namespace[1]), line)
        elif note:
            self._add_note(note)
        else:
            return bool(_IGNORED.match(text)) and not _RELATION.fullmatch(text) and not _MEMBER.fullmatch(text)
        return True

    def _add_note(self, note: re.Match[str]) -> None:
        name = f"[note {self._notes}]"
        self._notes += 1
        self._builder.describe(name, clean_label(note[2]), "note")
        if note[1]:
            self._builder.join(Edge(self._see(note[1]), name, stroke="dotted", head=""))

    def _read_class(self, text: str, line: int) -> bool:
        found, annotated, styled = _CLASS.fullmatch(text), _ANNOTATED.fullmatch(text), _STYLED.fullmatch(text)
        if found and (found[4] or not (found[5] or found[6])):
            name = self._see(found[1])
            own = self._classes[name]
            own.label, own.tag = clean_label(found[2] or "") or own.label, (found[3] or "").strip() or own.tag
            for member in (found[5] or "").split(";"):
                if member.strip():
                    self._add(name, member, line)
            self._open = name if found[4] and not found[6] else ""
        elif annotated:
            self._classes[self._see(annotated[2])].tag = clean_label(annotated[1])
        elif styled:
            self._see(styled[1])
        else:
            return False
        return True

    def _read_relation(self, text: str, line: int) -> None:
        relation, member = _RELATION.fullmatch(text), _MEMBER.fullmatch(text)
        if relation:
            source, target = self._see(relation[1]), self._see(relation[7])
            self._builder.join(Edge(
                source, target, clean_label(relation[8] or ""), "dotted" if relation[4] == ".." else "solid",
                _TIPS.get(relation[5], ""), _TIPS.get(relation[3], ""),
                clean_label(relation[6] or ""), clean_label(relation[2] or ""),
            ))  # fmt: skip
        elif member:
            self._add(self._see(member[1]), member[2], line)
        elif re.fullmatch(_NAME, text):
            self._see(text)
        else:
            raise DiagramError(f"not understood: {text[:60]!r}", line)

    def _see(self, written: str) -> str:
        """Name a class: its key is its name without the types that it is generic over."""
        bare = written.strip("`") if written.startswith("`") else written
        name, _, generic = bare.partition("~")
        self._builder.see(name)
        own = self._classes.setdefault(name, _Class(name[:MOST_LABEL]))
        if generic and own.label == name[:MOST_LABEL]:
            own.label = read_generics(bare[:MOST_LABEL])
        return name

    def _add(self, name: str, written: str, line: int) -> None:
        """Add a member, or what kind of class it is."""
        own, text = self._classes[name], written.strip()
        tag = re.fullmatch(r"<<([^<>]*)>>", text)
        if tag:
            own.tag = clean_label(tag[1])
            return
        (own.methods if "(" in text else own.fields).append(read_member(text))
        if len(own.fields) + len(own.methods) > _MOST_MEMBERS:
            raise DiagramError(f"the class {name!r} has more than {_MOST_MEMBERS} members", line)


def read_member(written: str) -> str:
    """Write a member as Mermaid shows it: a space after its visibility, a colon before what a method returns."""
    text = written.strip()
    sign, rest = (text[0], text[1:]) if text[:1] in ("+", "-", "#", "~") else ("", text)
    rest = re.sub(r"[*$](?=\s*$)|(?<=\))[*$]", "", read_generics(rest.strip()))
    returning = re.fullmatch(r"([^()]*\(.*\))\s*:?\s*(\S.*)?", rest)
    if returning:
        rest = returning[1] + (f": {returning[2]}" if returning[2] else "")
    return clean_label(f"{sign} {rest}".replace("<", "&lt;"))


def read_generics(written: str) -> str:
    """Turn `List~int~` into `List<int>`: a tilde opens between two letters and closes elsewhere."""
    found, depth = list(written), 0
    for at, char in enumerate(written):
        after = written[at + 1 : at + 2]
        if char == "~" and at and written[at - 1].isalnum() and (after.isalnum() or after == "_"):
            found[at], depth = "<", depth + 1
        elif char == "~" and depth:
            found[at], depth = ">", depth - 1
    return "".join(found)
