"""From VideoConfig to ParsedContent: the stored document, read as the format that it is in."""

from __future__ import annotations

from collections.abc import Mapping

from adapters.documents.format import find_format
from adapters.store import Store
from model.content import ParsedContent
from model.inputs import SourceImage, VideoConfig


def parse_content(video: VideoConfig, store: Store) -> ParsedContent:
    """Parse the document of a film.

    Raises ValidationError when it cannot be read, StateError when the store lost it.
    """
    return parse_document(
        store.read(video.source), video.source_kind, name=video.source_name,
        images={image.reference: image for image in video.images}, missing=dict(video.missing_images),
        language=video.language,
    )  # fmt: skip


def parse_document(
    source: bytes | str, kind: str, *, name: str, images: Mapping[str, SourceImage], missing: Mapping[str, str],
    language: str | None,
) -> ParsedContent:  # fmt: skip
    """Parse a document of some format, as it is stored."""
    data = source.encode() if isinstance(source, str) else source
    return find_format(kind).parse(data, name=name, images=images, missing=missing, language=language)
