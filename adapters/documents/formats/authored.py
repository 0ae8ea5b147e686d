"""A film whose scenes somebody wrote, as JSON: what course files and programs are stored as."""

from __future__ import annotations

from collections.abc import Mapping

from model.content import ParsedContent
from model.inputs import SourceImage

SUFFIXES = ()
LIMIT = 100_000_000
PICTURE_MARKS = ()


def prepare(data: bytes, name: str) -> bytes:
    """Keep it as it is: it was checked when it was written."""
    return data


def parse(
    source: bytes, *, name: str, images: Mapping[str, SourceImage], missing: Mapping[str, str], language: str | None
) -> ParsedContent:
    """Return the film, without sections of a document."""
    from adapters.documents.languages import recognise_language
    from model.authored import AuthoredContent, AuthoredVideo

    authored = AuthoredVideo.model_validate_json(source)
    return AuthoredContent(
        title=authored.title, description=authored.description, source_name=name, sections=(), authored=authored,
        language=language or recognise_language("\n".join(_list_texts(authored))),
    )  # fmt: skip


def _list_texts(authored: object) -> list[str]:
    """Return every text of a film: its narration first."""
    from model.authored import AuthoredVideo
    from model.content import Run

    assert isinstance(authored, AuthoredVideo)
    texts = [authored.title, authored.description]
    for one in authored.scenes:
        texts += [*(saying.text for saying in one.sayings), *one.told]
        waiting = [
            value for name, value in one.scene.shown().items() if name not in ("code", "before", "after", "source")
        ]
        while waiting:
            value = waiting.pop(0)
            if isinstance(value, str):
                texts.append(value)
            elif isinstance(value, Run):
                texts += [] if value.code else [value.text]
            elif isinstance(value, tuple):
                waiting += value
            elif hasattr(value, "text"):
                waiting.append(value.text)
    return texts
