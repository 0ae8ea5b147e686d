"""From VideoConfig to ParsedContent: the stored document, read as the kind that it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from adapters.documents.markdown import parse_markdown
from adapters.documents.plain_text import parse_text
from adapters.store import Store
from model.content import ParsedContent
from model.inputs import SourceImage, VideoConfig


def parse_content(video: VideoConfig, store: Store) -> ParsedContent:
    """Parse the document of a film.

    Raises ValidationError when it cannot be read, StateError when the store lost it.
    """
    return parse_document(
        store.read(video.source).decode("utf-8"), video.source_kind, name=video.source_name,
        images={image.reference: image for image in video.images}, missing=dict(video.missing_images),
        language=video.language,
    )  # fmt: skip


def parse_document(
    text: str, kind: Literal["markdown", "text"], *, name: str, images: Mapping[str, SourceImage],
    missing: Mapping[str, str], language: str | None,
) -> ParsedContent:  # fmt: skip
    """Parse a text as Markdown or as plain text."""
    parse = parse_markdown if kind == "markdown" else parse_text
    return parse(text, name=name, images=images, missing=missing, language=language)
