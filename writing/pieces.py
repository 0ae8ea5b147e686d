"""The parts that a talk is chosen from: points that are said and listed, and visuals with what is said over them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from model.content import Text
from model.inputs import SourceSpan
from model.narration import UNNAMED as UNNAMED
from model.narration import UNSAID as UNSAID
from model.narration import Narration
from model.scenes import Line, SceneConfig
from model.scenes.steps import Step
from writing.outline import Place

DULL = -9.0
"""Weight of a piece that only a film of everything takes: the hundredth row of a table."""


@dataclass(frozen=True)
class Piece:
    """The smallest part of a document that is taken or left as a whole."""

    place: Place
    """The section that it belongs to."""
    block: str
    """Id of its block."""
    kind: str
    """The block's kind."""
    ordinal: int
    """1-based place of the block among those of its kind in the section: a part of the scene's id."""
    span: SourceSpan
    """The lines that it rests on."""
    rank: int
    """0-based place of the piece within its block."""
    parts: int
    """How many pieces the block has."""
    said: Narration = ()
    """A point: what is said. A visual: what is said when nothing before it leads to it."""
    text: Text = ()
    """A point's own sentence, whole."""
    lines: tuple[Line, ...] = ()
    """What a list shows; `sentence` counts within `said`."""
    steps: tuple[Step, ...] = ()
    """The same as steps or events, where they are some: as many as lines."""
    visual: SceneConfig | None = None
    """The scene, for all but points."""
    facts: Narration = ()
    """What is said of a visual besides."""
    spare: Narration = ()
    """What is said of a visual when the rest is too short for a scene."""
    leads: bool = False
    """The point's sentence leads to the next piece: it ends with a colon."""
    header: str = ""
    """What the scene that says it is headed by; empty for the section's heading."""
    reaches: bool = True
    """A visual that is said by the short paragraph or the step before it, when there is one."""
    weight: float = 0.0
    """How much it matters, besides its section and its rank."""
    pause: int = 0
    """A visual: milliseconds of silence after it."""
    left: int = 0
    """How many pieces of a list follow it, until the choice is made; then how many are left out."""
    also: tuple[str, ...] = ()
    """Ids of further blocks that the picture shows: the other version, what names it."""
    turn: str = ""
    """Id of the block whose words turn to the second of two versions."""
    level: Literal["item", "nested", ""] = ""
    """Where a list's point stands."""

    @property
    def tells(self) -> bool:
        """Tell whether its picture shows the very words that it says: nothing else needs to be said of it."""
        return self.kind in ("quote", "callout") or (self.visual is not None and self.visual.scene_type == "stat")

    @property
    def key(self) -> tuple[str, int]:
        """Return what tells it from all other pieces."""
        return self.block, self.rank
