"""Code, highlighted."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from model.scenes.base import Scene


class CodeScene(Scene):
    """Code, highlighted."""

    mono: ClassVar[bool] = True
    untranslated: ClassVar[frozenset[str]] = frozenset({"code", "language"})

    scene_type: Literal["code"] = "code"
    header: str
    """What it shows."""
    language: str = ""
    """A Pygments alias; empty for plain text."""
    code: str
    """The whole block, so that highlighting knows its context."""
    first_line: Annotated[int, Field(ge=1)]
    """First line of the block that this scene shows, 1-based."""
    last_line: Annotated[int, Field(ge=1)]
    """Last line of the block that this scene shows, inclusive."""

    def shown(self) -> dict[str, Any]:
        """Return what its picture shows: of the code, its own lines."""
        lines = self.code.split("\n")[self.first_line - 1 : self.last_line]
        return {"header": self.header, "language": self.language, "code": "\n".join(lines)}
