"""A document's address -> InputConfig with what lies there, and VideoSetConfig from that: fetched once, pictures and all."""

from __future__ import annotations

import codecs
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from adapters.documents.format import embedded_pictures, find_format, format_of, known_formats, known_suffixes
from adapters.documents.slugs import make_slug
from adapters.fetched import read_fetched, store_of
from adapters.input_choices import check_all, list_files, make_video
from adapters.network_errors import forbid, refuse_status
from adapters.store import Store
from adapters.web_address import read_address
from model.assets import DeliveredFile
from model.content import ParsedContent
from model.errors import Problem, ValidationError
from model.inputs import FetchedFile, InputConfig, VideoSetConfig

_NAMELESS = ("readme", "index", "default", "")
_SUFFIX_OF = {
    "text/html": ".html", "application/xhtml+xml": ".html", "text/markdown": ".md", "text/x-markdown": ".md",
    "application/pdf": ".pdf", "application/x-ipynb+json": ".ipynb", "text/x-rst": ".rst", "text/prs.fallenstein.rst": ".rst",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}  # fmt: skip
_UNTOLD = ("text/plain", "application/octet-stream", "binary/octet-stream", "application/json", "")
"""Media types that servers give to files of which they know nothing: there, the name tells."""


class _Page(NamedTuple):
    """A document that was fetched, as its format stores it."""

    fetched: FetchedFile
    format: str
    data: bytes


def check_input(config: InputConfig) -> None:
    """Find everything that is wrong with the input: with its address, before it is fetched, and then with what came.

    Raises one ValidationError with all problems.
    """
    check_all(
        config, lambda: _check_text(config), lambda: _read(config) if config.fetched else read_address(config.source)
    )


def list_inputs(config: InputConfig) -> tuple[DeliveredFile, ...]:
    """Return the page and its pictures by their addresses, and the files of brand and music."""
    own = tuple(
        DeliveredFile(name=fetched.url, sha256=fetched.file.sha256, size=fetched.file.size)
        for fetched in _fetched(config).fetched
        if fetched.file is not None
    )
    return (*own, *list_files(config, ()))


def name_video(config: InputConfig) -> str:
    """Name the film as the address ends; a README and an index by their title, then by folder and host."""
    page = _read(_fetched(config))
    address = urlsplit(page.fetched.final_url)
    path = PurePosixPath(unquote(address.path))
    if path.stem.lower() not in _NAMELESS and address.path[-1:] != "/":
        return make_slug(path.stem)
    return make_slug(_parse(page).title, path.name if address.path[-1:] == "/" else path.parent.name, address.netloc)


def adapt(config: InputConfig, store: Store) -> VideoSetConfig:
    """Take in one page as a set of one film. Raises ValidationError when it cannot be read."""
    from adapters.documents.pictures import list_references, store_pictures

    config = _fetched(config)
    page = _read(config)
    embedded = embedded_pictures(page.format, page.data)
    pictures = {one.url: one for one in config.fetched[1:]}
    found = {url: read_fetched(config, one.file) for url, one in pictures.items() if one.file is not None}
    images, broken = store_pictures({**embedded, **found}, store)
    known = {image.reference for image in images} | dict(broken).keys()
    lost = tuple(
        (reference, pictures[reference].missing if reference in pictures else "it is not fetched")
        for reference in list_references(_parse(page))
        if reference not in known
    )
    video = make_video(
        config, store, video_id=name_video(config), source_name=config.source, source_kind=page.format,
        source=store.put(page.data, find_format(page.format).SUFFIXES[0]), images=images, missing_images=(*broken, *lost),
    )  # fmt: skip
    return VideoSetConfig(set_id=video.video_id, videos=(video,), inputs=list_inputs(config))


def fetch(config: InputConfig, store: Store) -> tuple[FetchedFile, ...]:
    """Fetch a page, once, and the pictures that it shows.

    Raises ValidationError when it must not be reached or cannot be read, NetworkError when it does not come.
    """
    from adapters.documents.pictures import list_references
    from adapters.network import Request, ask, open_door
    from adapters.web.pictures import fetch_pictures

    door = open_door()
    largest = max(find_format(name).LIMIT for name in known_formats())
    answer = ask(door, Request(config.source.strip(), largest, "document"))
    if answer.status != 200:
        raise refuse_status("document", config.source, answer.status)
    media_type, charset = _read_type(answer.headers.get("content-type", ""))
    fetched = FetchedFile(
        url=config.source,
        final_url=answer.url,
        media_type=media_type,
        charset=charset,
        file=store.put(answer.body, ".bin"),
    )
    page = _prepare(fetched, answer.body)
    embedded = embedded_pictures(page.format, page.data)
    shown = [reference for reference in list_references(_parse(page)) if reference not in embedded]
    return (fetched, *fetch_pictures(door, answer.url, shown, store))


def _fetched(config: InputConfig) -> InputConfig:
    """Return the input with what it names; who asks before it was fetched has it fetched now."""
    return config if config.fetched else config.model_copy(update={"fetched": fetch(config, store_of(config))})


def _read(config: InputConfig) -> _Page:
    fetched = config.fetched[0]
    assert fetched.file is not None
    return _prepare(fetched, read_fetched(config, fetched.file))


def _prepare(fetched: FetchedFile, body: bytes) -> _Page:
    name = _find_format(fetched, body)
    reader = find_format(name)
    if len(body) > reader.LIMIT:
        raise forbid(fetched.url, f"The document is larger than {reader.LIMIT / 1e6:.0f} MB.", "Name a smaller one.")
    return _Page(fetched, name, reader.prepare(_recode(fetched, body), fetched.url))


def _parse(page: _Page) -> ParsedContent:
    from adapters.documents.parsing import parse_document

    return parse_document(page.data, page.format, name=page.fetched.url, images={}, missing={}, language="en")


def _read_type(header: str) -> tuple[str, str]:
    """Return media type and charset of a Content-Type (RFC 9110, 8.3)."""
    kind, *parameters = header[:300].split(";")
    named = dict(parameter.strip().lower().partition("=")[::2] for parameter in parameters)
    return kind.strip().lower(), named.get("charset", "").strip(" \"'")[:40]


def _find_format(fetched: FetchedFile, body: bytes) -> str:
    """Return the format that the server's word stands for, or the name where that says nothing."""
    suffix = PurePosixPath(unquote(urlsplit(fetched.final_url).path)).suffix.lower()
    if fetched.media_type in _SUFFIX_OF:
        found = format_of(_SUFFIX_OF[fetched.media_type])
    elif fetched.media_type in _UNTOLD or fetched.media_type.startswith("text/"):
        binary = fetched.media_type == "" or "octet-stream" in fetched.media_type
        guess = (
            ".pdf"
            if body.startswith(b"%PDF-")
            else ".html"
            if body[:200].lstrip().lower().startswith(_HTML)
            else ".txt"
        )
        found = format_of(suffix) or (None if binary and b"\0" in body[:4096] and guess == ".txt" else format_of(guess))
    else:
        found = None
    if found is None:
        known = f"Name a document: {', '.join(known_suffixes())}."
        raise forbid(fetched.url, f"No reader for {fetched.media_type or 'what lies there'}.", known)
    return found


_HTML = (b"<!doctype html", b"<html")


def _recode(fetched: FetchedFile, body: bytes) -> bytes:
    """Give a text in the server's charset as UTF-8 with a mark, which wins over what the text says of itself."""
    if not fetched.charset or not fetched.media_type.startswith(("text/", "application/xhtml")):
        return body
    try:
        return codecs.BOM_UTF8 + body.decode(fetched.charset).encode()
    except (LookupError, ValueError):  # no charset that is known, or not the one that was meant
        return body


def _check_text(config: InputConfig) -> None:
    if config.text is not None:
        what = "A text was given together with the address of a document."
        raise ValidationError((Problem(message=what, remedy="Name - as the source.", file=config.source),))
