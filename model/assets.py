"""Media by its content: an asset names bytes in the store, never a path."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BaseModel, Field

from model.frozen import Frozen


class Asset(Frozen):
    """Bytes in the content-addressed store: the same bytes are the same asset on every machine."""

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """Digest of the content, in hexadecimal."""
    size: Annotated[int, Field(ge=0)]
    """Bytes."""
    suffix: Annotated[str, Field(pattern=r"^\.[a-z0-9]{1,8}$")]
    """The kind of file, with its dot: `.wav`, `.h264`, `.png`."""


class DeliveredFile(Frozen):
    """A file by name and content: one that was read, or one that was delivered."""

    name: str
    """Without a folder."""
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """Digest of its content."""
    size: Annotated[int, Field(ge=0)]
    """Bytes."""


def find_assets(value: Any) -> Iterator[Asset]:
    """Walk a model and yield every asset that it names."""
    if isinstance(value, Asset):
        yield value
    elif isinstance(value, BaseModel):
        for field in type(value).model_fields:
            yield from find_assets(getattr(value, field))
    elif isinstance(value, tuple | list) and not (value and isinstance(value[0], int | float)):
        for member in value:
            yield from find_assets(member)
