"""Transcripts: what is said in a video, with its times, as the kind `youtube` stores it. No file is one."""

from __future__ import annotations

from collections.abc import Mapping

from model.content import ParsedContent
from model.inputs import SourceImage

SUFFIXES = ()
LIMIT = 0
PICTURE_MARKS = ()


def prepare(data: bytes, name: str) -> bytes:
    """Take what was stored as it is."""
    return data


def parse(
    source: bytes, *, name: str, images: Mapping[str, SourceImage], missing: Mapping[str, str], language: str | None
) -> ParsedContent:
    """Find sentences and topics, and choose what is told of them."""
    from adapters.transcripts.reading import read_transcript
    from adapters.transcripts.transcript import TranscriptDocument

    return read_transcript(TranscriptDocument.model_validate_json(source), language)
