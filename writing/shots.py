"""A scene in the making: which pieces it shows and says, before it has an id and a look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from model.narration import Narration
from model.scenes import SceneConfig
from writing.directing import pause_after
from writing.outline import Place
from writing.pieces import Piece
from writing.speaking import Speaker


@dataclass(frozen=True)
class Shot:
    """One scene, as pieces."""

    kind: Literal["title", "card", "list", "visual", "outro"]
    """What it becomes."""
    name: tuple[str, ...]
    """What its id is made of: the section's path, then the kind and ordinal of the block."""
    chapter: int
    """0 for the opening, then the chapters in order."""
    place: Place | None = None
    """The section; None for the film's own scenes."""
    header: str = ""
    """What stands above it."""
    prefix: Narration = ()
    """The step that leads to it, in our words."""
    points: tuple[Piece, ...] = ()
    """A list: what is listed and said. All others: what is said over the picture."""
    visual: Piece | None = None
    """The picture, where the document has one."""
    tail: Narration = ()
    """What is said after the points."""
    scene: SceneConfig | None = None
    """The look of a scene of our own: title, card, outro."""
    after: tuple[Piece, ...] = ()
    """Pieces whose words are in the prefix or the tail: said, and not shown."""
    plain: bool = False
    """A table whose row that stands out is spoken of in the next shot."""
    titled: bool = False
    """The prefix says the section's heading."""

    @property
    def narration(self) -> Narration:
        """Return all that is said, in order."""
        said = (*self.prefix, *(sentence for point in self.points for sentence in point.said), *self.tail)
        return pause_after(said, self.visual.pause) if self.visual is not None else said

    @property
    def line_count(self) -> int:
        """Return how many lines its points show."""
        return sum(len(point.lines) for point in self.points if not heads(point, self))


def heads(point: Piece, shot: Shot) -> bool:
    """Tell whether a point stands as the shot's header rather than among its lines."""
    return point.leads and bool(point.header) and point.header == shot.header and len(shot.points) > 1


def time_shot(shot: Shot, speaker: Speaker) -> float:
    """Estimate how long a shot speaks, in seconds."""
    return speaker.seconds(shot.narration)


def name_shot(piece: Piece) -> tuple[str, ...]:
    """Name a shot by the first block that it shows: stable, whatever happens elsewhere in the document."""
    kind = {"paragraph": "text", "list": "list", "callout": "note"}.get(piece.kind, piece.kind)
    return (*piece.place.path, kind, str(piece.ordinal))
