"""Mermaid's `stateDiagram` -> a graph."""

from __future__ import annotations

import re
from typing import cast

from render.diagrams.building import GraphBuilder
from render.diagrams.graph import Direction, Edge, Graph, Outline
from render.diagrams.source import DiagramError, Statement, clean_label

_EDGE = re.compile(r"(\[\*\]|[\w.-]+?)(?::::\w+)?\s*-->\s*(\[\*\]|[\w.-]+)(?::::\w+)?(?:\s*:\s*(.*))?", re.DOTALL)
_NAMED = re.compile(r'state\s+"([^"]*)"\s+as\s+([\w.-]+)\s*(\{)?')
_KIND = re.compile(r"state\s+([\w.-]+)\s+(?:<<|\[\[)(choice|fork|join)(?:>>|\]\])")
_OPEN = re.compile(r"state\s+([\w.-]+)\s*\{")
_STATE = re.compile(r"(?:state\s+)?([\w.-]+)(?::::\w+)?(?:\s*:\s*(.*))?", re.DOTALL)
_NOTE = re.compile(r"note\s+(?:right|left)\s+of\s+([\w.-]+)(?:\s*:\s*(.*))?", re.DOTALL)
_DIRECTION = re.compile(r"direction\s+(TD|TB|BT|LR|RL)")
_IGNORED = re.compile(r"(classDef|class|style|hide empty description|accTitle|accDescr|scale)\b")
_KINDS: dict[str, Outline] = {"choice": "rhombus", "fork": "bar", "join": "bar"}


def parse_states(statements: list[Statement]) -> Graph:
    """Read the statements; raises DiagramError at the first that is not known."""
    reader = _Reader()
    for statement in statements[1:]:
        reader.read(statement)
    return reader.finish()


class _Reader:
    def __init__(self) -> None:
        self._builder = GraphBuilder()
        self._note: list[str] | None = None
        self._noted = ""
        self._notes = 0

    def finish(self) -> Graph:
        if self._note is not None:
            raise DiagramError("a note has no end")
        return self._builder.finish()

    def read(self, statement: Statement) -> None:
        text, line, _ = statement
        if self._note is not None:
            self._go_on_with_note(text)
        elif self._read_frame(text, line) or _IGNORED.match(text):
            pass
        elif text == "--":
            raise DiagramError("regions side by side (--) are not drawn", line)
        elif edge := _EDGE.fullmatch(text):
            source, target = self._end(edge[1], "start"), self._end(edge[2], "end")
            self._builder.join(Edge(source, target, clean_label(edge[3] or "")))
        elif not self._describe(text):
            raise DiagramError(f"not understood: {text[:60]!r}", line)

    def _read_frame(self, text: str, line: int) -> bool:
        direction, named, opened = _DIRECTION.fullmatch(text), _NAMED.fullmatch(text), _OPEN.fullmatch(text)
        if direction:
            if not self._builder.scope:
                self._builder.direction = cast(Direction, direction[1].replace("TB", "TD"))
        elif named and named[3]:
            self._builder.open_group(named[2], clean_label(named[1]), line)
        elif named:
            self._builder.describe(named[2], clean_label(named[1]), "round")
        elif opened:
            self._builder.open_group(opened[1], opened[1], line)
        elif text == "}":
            self._builder.close_group(line)
        else:
            return False
        return True

    def _describe(self, text: str) -> bool:
        kind, note, state = _KIND.fullmatch(text), _NOTE.fullmatch(text), _STATE.fullmatch(text)
        if kind:
            self._builder.describe(kind[1], "", _KINDS[kind[2]])
        elif note:
            self._noted, self._note = note[1], []
            if note[2] is not None:
                self._note.append(note[2])
                self._end_note()
        elif state:
            self._see(state[1])
            if state[2]:
                self._builder.describe(state[1], clean_label(state[2]), "round")
        else:
            return False
        return True

    def _see(self, name: str) -> None:
        if self._builder.known(name) is None:
            self._builder.see(name)
            if self._builder.known(name) is not None:
                self._builder.describe(name, name, "round")

    def _end(self, written: str, outline: Outline) -> str:
        if written != "[*]":
            self._see(written)
            return written
        name = f"[*] {outline} {self._builder.scope}"
        self._builder.describe(name, "", outline)
        return name

    def _go_on_with_note(self, text: str) -> None:
        assert self._note is not None
        if text == "end note":
            self._end_note()
        else:
            self._note.append(text)

    def _end_note(self) -> None:
        """Hang a note on its state by a dotted line."""
        name = f"[note {self._notes}]"
        self._notes += 1
        self._builder.describe(name, clean_label("\\n".join(self._note or ())), "note")
        self._see(self._noted)
        self._builder.join(Edge(self._noted, name, stroke="dotted", head=""))
        self._note = None
