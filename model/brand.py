"""A user's brand: what their own YAML file changes of one of our themes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from model.assets import Asset
from model.frozen import Frozen

BrandColour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
"""`#rrggbb`, in small letters."""


class BrandFonts(Frozen):
    """The font files of one role, in the store, checked to open; what is absent is drawn with the regular one."""

    regular: Asset
    """Running text."""
    bold: Asset | None = None
    """Titles, headers, what is strong."""
    italic: Asset | None = None
    """What is stressed."""


class BrandLogo(Frozen):
    """A picture that stands on every opening, or in every corner."""

    image: Asset
    """A PNG, in the store."""
    width: Annotated[int, Field(ge=1)]
    """Pixels."""
    height: Annotated[int, Field(ge=1)]
    """Pixels."""


class Brand(Frozen):
    """A brand, read and checked."""

    name: str
    """The file's name, for messages."""
    logo: BrandLogo | None = None
    """None for none."""
    primary: BrandColour | None = None
    """Replaces the accent."""
    secondary: BrandColour | None = None
    """Replaces the accent as a field that carries words; None to take the primary."""
    display: BrandFonts | str | None = None
    """Titles and headers: files, or the name of one of our families."""
    body: BrandFonts | str | None = None
    """Everything else, likewise."""
    transition: Literal["cut", "fade", "slide", "wipe", "push"] | None = None
    """Replaces the theme's."""
