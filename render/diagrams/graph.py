"""What a diagram of nodes and edges is, before anybody knows where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Direction = Literal["TD", "BT", "LR", "RL"]
Outline = Literal[
    "box", "round", "stadium", "subroutine", "cylinder", "circle", "double", "rhombus", "hexagon", "slant",
    "backslant", "narrowing", "widening", "flag", "text", "note", "start", "end", "bar", "record",
]  # fmt: skip
Stroke = Literal["solid", "dotted", "thick", "none"]
Tip = Literal["", "arrow", "circle", "cross", "triangle", "diamond", "filled", "one", "maybe", "some", "any"]


Compartment = tuple[tuple[str, ...], ...]
"""Rows of cells, which stand in columns."""


@dataclass(frozen=True, slots=True)
class Node:
    """One thing."""

    name: str
    """Its key."""
    label: str
    """What is written in it; a newline is a line break."""
    outline: Outline = "box"
    rows: tuple[Compartment, ...] = ()
    """Of a record: the compartments below its label."""
    tag: str = ""
    """Of a record: what kind of thing it is, written above its label."""


@dataclass(frozen=True, slots=True)
class Edge:
    """What leads from one node, or group, to another."""

    source: str
    target: str
    label: str = ""
    stroke: Stroke = "solid"
    head: Tip = "arrow"
    """At the target."""
    tail: Tip = ""
    """At the source."""
    near_head: str = ""
    """Written beside the line where it reaches the target: how many."""
    near_tail: str = ""
    """The same at the source."""
    length: int = 1
    """How many ranks it spans at least."""


@dataclass(frozen=True, slots=True)
class Group:
    """A frame around nodes."""

    name: str
    label: str
    parent: str = ""
    """The group that it stands in; empty for none."""


@dataclass(frozen=True, slots=True)
class Graph:
    """A diagram of nodes and edges."""

    direction: Direction
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    groups: tuple[Group, ...] = ()
    """Parents before their children."""
    homes: tuple[tuple[str, str], ...] = ()
    """Node and the group that it stands in, for those that stand in one."""
