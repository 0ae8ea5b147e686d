"""Documents of a folder in order -> one sequence of bytes, and back: a line of JSON before each says which it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from model.frozen import Frozen


class Part(Frozen):
    """What the bundle says of one document."""

    name: str
    """Its path within the folder, with slashes."""
    kind: str
    """Its format; empty for one that is left out."""
    title: str = ""
    """What the navigation calls it."""
    size: int = 0
    """Bytes."""
    reason: str = ""
    """Why it is left out."""


class Cover(Frozen):
    """What the bundle says of the folder."""

    title: str
    """What the documents together are called."""


def write_bundle(cover: Cover, parts: Iterable[tuple[Part, bytes]]) -> bytes:
    """Put documents into one sequence of bytes."""
    pieces = [cover.model_dump_json().encode()]
    for part, data in parts:
        pieces += [part.model_copy(update={"size": len(data)}).model_dump_json().encode(), data]
    return b"\n".join(pieces)


def read_cover(bundle: bytes) -> Cover:
    """Return what a bundle says of its folder."""
    return Cover.model_validate_json(bundle.partition(b"\n")[0])


def read_parts(bundle: bytes) -> Iterator[tuple[Part, bytes]]:
    """Yield the documents of a bundle in order."""
    at = bundle.find(b"\n") + 1
    while at:
        end = bundle.index(b"\n", at)
        part = Part.model_validate_json(bundle[at:end])
        yield part, bundle[end + 1 : end + 1 + part.size]
        at = end + 2 + part.size
        if at > len(bundle):
            return
