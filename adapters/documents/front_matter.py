"""From the metadata that opens a document, YAML or TOML, to its title, description, author and language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import NamedTuple

from adapters.documents.guarded_yaml import MAX_BYTES, load_guarded
from model.errors import ValidationError

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}")
_FENCES = {"---": ("---", "..."), "+++": ("+++",)}
_MAX_LINES = 2_000
_LONGEST = 500


class FrontMatter(NamedTuple):
    """What a document says about itself; `lines` is 0 when it says nothing."""

    lines: int = 0
    title: str = ""
    description: str = ""
    author: str = ""
    language: str = ""
    trouble: str = ""
    """Why it could not be read; empty when it could."""


def read_front_matter(text: str, name: str) -> FrontMatter:
    """Read what stands between the fences at the top. A rule and prose are no front matter; malformed data is, with trouble."""
    lines = text.split("\n", _MAX_LINES)
    fence = lines[0].rstrip()
    closing = _FENCES.get(fence, ())
    end = next((at for at, line in enumerate(lines[1:_MAX_LINES], start=1) if line.rstrip() in closing), 0)
    if not end:
        return FrontMatter()
    body = "\n".join(lines[1:end])
    try:
        values = _load_toml(body) if fence == "+++" else load_guarded(body, name, first_line=2)
    except ValidationError as error:
        return (
            FrontMatter(lines=end + 1, trouble=error.problems[0].message)
            if _looks_like_data(lines[1:end])
            else FrontMatter()
        )
    if values is None and not body.strip():
        return FrontMatter(lines=end + 1)
    return _take_fields(values, end + 1) if isinstance(values, dict) else FrontMatter()


def _load_toml(body: str) -> Mapping[str, object]:
    from model.errors import Problem

    try:
        if len(body) > MAX_BYTES:
            raise ValueError("larger than 1 MB")
        return tomllib.loads(body)
    except (ValueError, RecursionError) as error:
        raise ValidationError((Problem(message=f"Malformed TOML: {error}"),)) from error


def _looks_like_data(lines: list[str]) -> bool:
    """Tell broken metadata from prose between two rules: most of it has a key and no blank line parts it."""
    filled = [line for line in lines if line.strip()]
    keyed = sum(bool(re.match(r"\s{0,40}(?:-\s|[\"']?[\w.-]{1,60}[\"']?\s{0,10}[:=]|[#\]}])", line)) for line in filled)
    return bool(filled) and keyed * 2 >= len(filled)


def _take_fields(values: Mapping[object, object], lines: int) -> FrontMatter:
    language = _text_of(values, "lang", "language", "locale").replace("_", "-")
    return FrontMatter(
        lines=lines,
        title=_text_of(values, "title", "name"),
        description=_text_of(values, "description", "summary", "subtitle", "excerpt"),
        author=_text_of(values, "author", "authors", "by"),
        language=language if _LANGUAGE.fullmatch(language) else "",
    )


def _text_of(values: Mapping[object, object], *keys: str) -> str:
    for key in keys:
        if text := _as_text(values.get(key)):
            return text[:_LONGEST]
    return ""


def _as_text(value: object) -> str:
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return " ".join(str(value).split())
    if isinstance(value, list):
        return ", ".join(filter(None, map(_as_text, value[:20])))
    if isinstance(value, dict):
        return _as_text(value.get("name"))
    return ""
