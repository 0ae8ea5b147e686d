"""Mermaid's `sequenceDiagram` -> who speaks with whom, in order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from render.diagrams.source import MOST_DEPTH, MOST_EDGES, DiagramError, Statement, clean_label

MOST_PARTICIPANTS = 12

_PARTICIPANT = re.compile(r"(?:create\s+)?(participant|actor)\s+(.+?)(?:\s+as\s+(.+))?", re.DOTALL)
_MESSAGE = re.compile(
    r"(.+?)\s*(<<-->>|<<->>|-->>|->>|-->|->|--x|-x|--\)|-\))\s*([+-]?)\s*([^:]+?)\s*:\s*(.*)", re.DOTALL
)
_NOTE = re.compile(r"note\s+(left of|right of|over)\s+([^:]+?)\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
_FRAME = re.compile(r"(loop|alt|opt|par|critical|break|rect)\b\s*(.*)", re.DOTALL)
_BRANCH = re.compile(r"(else|and|option)\b\s*(.*)", re.DOTALL)
_IGNORED = re.compile(
    r"(activate|deactivate|autonumber|links?|properties|details|accTitle|accDescr|destroy)\b|title\b|box\b"
)


@dataclass(frozen=True, slots=True)
class Participant:
    """One of those who speak."""

    name: str
    label: str
    person: bool = False
    """An actor."""


@dataclass(frozen=True, slots=True)
class Message:
    """An arrow between two lifelines, or from one to itself."""

    source: str
    target: str
    label: str
    dotted: bool
    tip: Literal["arrow", "", "cross", "open"]
    both: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """A note at or over lifelines."""

    side: Literal["left of", "right of", "over"]
    names: tuple[str, ...]
    label: str


@dataclass(frozen=True, slots=True)
class FrameMark:
    """A frame begins, a further part of it begins, or it ends."""

    kind: Literal["open", "branch", "close"]
    word: str = ""
    """loop, alt, opt, par, critical, break, rect."""
    label: str = ""


@dataclass(slots=True)
class Conversation:
    """A sequence diagram."""

    participants: dict[str, Participant] = field(default_factory=dict)
    events: list[Message | Remark | FrameMark] = field(default_factory=list)
    numbered: bool = False
    """Messages carry their number."""


def parse_sequence(statements: list[Statement]) -> Conversation:
    """Read the statements; raises DiagramError at the first that is not known."""
    found = Conversation()
    open_frames: list[str] = []
    for statement in statements[1:]:
        _read(statement, found, open_frames)
        if len(found.participants) > MOST_PARTICIPANTS or len(found.events) > MOST_EDGES:
            raise DiagramError(
                f"a conversation of more than {MOST_PARTICIPANTS} participants or {MOST_EDGES} steps is not drawn",
                statement.line,
            )
    if open_frames:
        raise DiagramError("a frame has no `end`")
    if not found.participants:
        raise DiagramError("nobody takes part in the conversation")
    return found


def _read(statement: Statement, found: Conversation, frames: list[str]) -> None:
    text, line, _ = statement
    if text == "end":
        if not frames:
            raise DiagramError("there is no frame to end here", line)
        if frames.pop() != "box":
            found.events.append(FrameMark("close"))
    elif named := _PARTICIPANT.fullmatch(text):
        name = named[2].split("@{")[0].strip()
        label = clean_label(named[3] or name)
        found.participants[name] = Participant(name, label, named[1] == "actor")
    elif _IGNORED.match(text):
        frames += ["box"] if text.startswith("box") else []
        found.numbered = found.numbered or text.startswith("autonumber")
    elif note := _NOTE.fullmatch(text):
        names = tuple(part.strip() for part in note[2].split(","))
        for name in names:
            found.participants.setdefault(name, Participant(name, clean_label(name)))
        side = note[1].lower()
        assert side in ("left of", "right of", "over")
        found.events.append(Remark(side, names, clean_label(note[3])))  # type: ignore[arg-type]
    elif opened := _FRAME.fullmatch(text):
        frames.append(opened[1])
        if len(frames) > MOST_DEPTH:
            raise DiagramError(f"frames stand more than {MOST_DEPTH} deep in each other", line)
        found.events.append(FrameMark("open", opened[1], "" if opened[1] == "rect" else clean_label(opened[2])))
    elif (branch := _BRANCH.fullmatch(text)) and frames:
        found.events.append(FrameMark("branch", branch[1], clean_label(branch[2])))
    elif message := _MESSAGE.fullmatch(text):
        found.events.append(_make_message(message, found))
    else:
        raise DiagramError(f"not understood: {text[:60]!r}", line)


def _make_message(match: re.Match[str], found: Conversation) -> Message:
    source, arrow, _, target, label = match.groups()
    for name in (source, target):
        found.participants.setdefault(name, Participant(name, clean_label(name)))
    tip: Literal["arrow", "", "cross", "open"] = "arrow"
    if arrow.endswith("x"):
        tip = "cross"
    elif arrow.endswith(")"):
        tip = "open"
    elif not arrow.endswith(">>"):
        tip = ""
    number = sum(isinstance(event, Message) for event in found.events) + 1
    shown = clean_label(label)
    return Message(
        source, target, f"{number}. {shown}" if found.numbered else shown, "--" in arrow, tip, arrow.startswith("<<")
    )
