"""What a viewer would stumble over, as a value: which kind, in which scene, from which line"""

from __future__ import annotations

from typing import Literal

from model.frozen import Frozen

FindingKind = Literal["overflow", "contrast", "glyph", "image", "caption", "length", "support"]


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
    """1-based; 0 when none is known."""

    def __str__(self) -> str:
        """Write it as one line: `README.md:12: contrast: …`."""
        where = ":".join(str(part) for part in (self.file, self.line) if part)
        scene = f" [scene {self.scene} {self.scene_id}]" if self.scene else ""
        return f"{where}: {self.kind}: {self.message} {self.remedy}{scene}"
