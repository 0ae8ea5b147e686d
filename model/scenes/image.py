"""A picture of the author's."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from model.assets import Asset
from model.scenes.base import Scene


class ImageScene(Scene):
    """A picture of the author's."""

    scene_type: Literal["image"] = "image"
    header: str = ""
    """What it belongs to."""
    image: Asset
    """The picture."""
    width: Annotated[int, Field(ge=1)]
    """Pixels."""
    height: Annotated[int, Field(ge=1)]
    """Pixels."""
    caption: str = ""
    """What it shows."""
