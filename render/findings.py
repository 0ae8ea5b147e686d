"""What a viewer would stumble over, as a value: which kind, in which scene, from which line"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from model.frozen import Frozen
from model.inputs import Unit

FindingKind = Literal["overflow", "contrast", "glyph", "image", "caption", "length", "support", "include"]


class Finding(Frozen):
    """One thing that is wrong with a scene."""

    kind: FindingKind
    """What sort of thing."""
    message: str
    """What is wrong, and with which value."""
    remedy: str
    """What to do about it."""
    scene: int = 0
    """Number of the scene, from 1; 0 where it belongs to none."""
    scene_id: str = ""
    """Its name."""
    file: str = ""
    """The document as the user named it."""
    line: int = 0
    """1-based; 0 when none is known; a page where the document is one of pages."""
    unit: Annotated[Unit, Field(exclude_if=lambda unit: unit == "line")] = "line"
    """What `line` counts."""

    @property
    def place(self) -> str:
        """Return where it is, as a message names it."""
        if self.unit != "line" and self.line:
            return f"{self.file}, {self.unit} {self.line}"
        return ":".join(str(part) for part in (self.file, self.line) if part)

    def __str__(self) -> str:
        """Write it as one line: `README.md:12: contrast: …`."""
        where = self.place
        scene = f" [scene {self.scene} {self.scene_id}]" if self.scene else ""
        return f"{where}: {self.kind}: {self.message} {self.remedy}{scene}"
