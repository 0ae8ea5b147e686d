"""Nodes, edges and groups as a parser meets them -> a graph."""

from __future__ import annotations

from dataclasses import replace

from render.diagrams.graph import Compartment, Direction, Edge, Graph, Group, Node, Outline
from render.diagrams.source import MOST_DEPTH, DiagramError, check_size


class GraphBuilder:
    """Collects a graph: what is named a second time is the same node."""

    def __init__(self, direction: Direction = "TD") -> None:
        self.direction = direction
        self._nodes: dict[str, Node] = {}
        self._edges: list[Edge] = []
        self._groups: dict[str, Group] = {}
        self._homes: dict[str, str] = {}
        self._open: list[str] = []

    @property
    def scope(self) -> str:
        """Return the group that is open; empty for none."""
        return self._open[-1] if self._open else ""

    def see(self, name: str) -> None:
        """Name a node: it stands in the group that is open when it is first named, or where a group first claims it."""
        if name in self._groups:
            return
        self._nodes.setdefault(name, Node(name, name))
        if self.scope and name not in self._homes:
            self._homes[name] = self.scope
        check_size(len(self._nodes), 0)

    def describe(
        self, name: str, label: str, outline: Outline = "box", rows: tuple[Compartment, ...] = (), tag: str = ""
    ) -> None:
        """Say what a node shows and how it is drawn."""
        self.see(name)
        if name in self._groups:
            self._groups[name] = replace(self._groups[name], label=label)
        else:
            self._nodes[name] = Node(name, label, outline, rows, tag)

    def known(self, name: str) -> Node | None:
        """Return a node as it is now."""
        return self._nodes.get(name)

    def join(self, edge: Edge) -> None:
        """Add an edge; its ends become nodes."""
        self.see(edge.source)
        self.see(edge.target)
        self._edges.append(edge)
        check_size(0, len(self._edges))

    def open_group(self, name: str, label: str, line: int) -> None:
        """Begin a group: raises DiagramError when it stands too deep, or in itself."""
        if len(self._open) >= MOST_DEPTH:
            raise DiagramError(f"groups stand more than {MOST_DEPTH} deep in each other", line)
        if name in self._open:
            raise DiagramError(f"the group {name!r} stands in itself", line)
        self._nodes.pop(name, None)
        self._homes.pop(name, None)
        self._groups.setdefault(name, Group(name, label, self.scope))
        self._open.append(name)
        check_size(0, 0, len(self._groups))

    def close_group(self, line: int) -> None:
        """End the group that is open."""
        if not self._open:
            raise DiagramError("there is no group to end here", line)
        self._open.pop()

    def finish(self) -> Graph:
        """Return the graph; groups without nodes become nodes."""
        if self._open:
            raise DiagramError(f"the group {self._open[-1]!r} has no end")
        self._turn_empty_groups()
        if not self._nodes:
            raise DiagramError("the diagram has no nodes")
        return Graph(
            self.direction, tuple(self._nodes.values()), tuple(self._edges), tuple(self._groups.values()),
            tuple(self._homes.items()),
        )  # fmt: skip

    def _turn_empty_groups(self) -> None:
        for name, group in reversed(list(self._groups.items())):
            if name not in self._homes.values() and not any(g.parent == name for g in self._groups.values()):
                del self._groups[name]
                self._nodes[name] = Node(name, group.label)
                if group.parent:
                    self._homes[name] = group.parent
