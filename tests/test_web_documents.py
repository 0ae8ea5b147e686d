"""A document by its address: fetched once, with its pictures, kept, and read as what the server says that it is."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from adapters.documents.parsing import parse_content
from adapters.files import digest_bytes
from adapters.input import adapt_input, check_input, fetch_input, find_kind, list_inputs, name_video, open_kind
from adapters.store import Store
from adapters.web import pictures as web_pictures
from model.content import ImageBlock
from model.errors import ConfigError, NetworkError, ValidationError
from model.inputs import InputConfig, VideoConfig
from tests.web_server import WebServer, bomb, serving


def picture(colour: str = "red") -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (320, 200), colour).save(data, "PNG")
    return data.getvalue()


PAGE = """<!doctype html><html><head><title>Pools | Site</title></head><body><nav><a href=/>Home</a></nav><main>
<h1>Pools</h1><p>A pool keeps connections open, and lends them to whoever asks for one.</p>
<img src="red.png" alt="A red field"><img src="/other/blue.png" alt="A blue field"><img src="gone.png" alt="Nothing">
<img src="http://169.254.169.254/secret.png" alt="A secret"><img src="drawing.svg" alt="A drawing">
<h2>Size</h2><p>Two connections for each core are enough for most services that people run.</p></main></body></html>"""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[WebServer]:
    with serving() as started:
        monkeypatch.setenv("VIDEO_GEN_ALLOW_HOSTS", f"127.0.0.1:{started.port}")
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
        started.pages |= {
            "/guide/pools.html": lambda handler: handler.give(PAGE.encode(), "text/html; charset=utf-8"),
            "/guide/red.png": lambda handler: handler.give(picture(), "image/png"),
            "/other/blue.png": lambda handler: handler.give(picture("blue"), "image/png"),
        }
        yield started


def config(server: WebServer, path: str, tmp_path: Path, **more: object) -> InputConfig:
    return InputConfig(source=server.url(path), cache_dir=str(tmp_path / "cache"), **more)  # type: ignore[arg-type]


def take_in(asked: InputConfig) -> tuple[VideoConfig, Store]:
    assert asked.cache_dir is not None
    store = Store(Path(asked.cache_dir) / "store")
    (video,) = adapt_input(asked, store).videos
    return video, store


def test_a_page_comes_with_its_pictures_and_is_fetched_once(server: WebServer, tmp_path: Path) -> None:
    asked = fetch_input(config(server, "/guide/pools.html", tmp_path))
    check_input(asked)
    assert name_video(asked) == "pools"
    video, store = take_in(asked)
    content = parse_content(video, store)
    images = [block for section in content.sections for block in section.blocks if isinstance(block, ImageBlock)]
    assert content.title == "Pools"
    assert [image.image is not None for image in images] == [True, True, False, False, False]
    reasons = [image.missing for image in images[2:]]
    assert reasons[0] == "the server answered 404"
    assert "not one that everybody can reach" in reasons[1]
    assert reasons[2] == "SVG is not drawn"
    paths = [path for path, _ in server.seen]
    assert sorted(paths) == ["/guide/gone.png", "/guide/pools.html", "/guide/red.png", "/other/blue.png"]


def test_the_result_names_the_address_with_its_digest(server: WebServer, tmp_path: Path) -> None:
    asked = fetch_input(config(server, "/guide/pools.html", tmp_path))
    inputs = list_inputs(asked)
    assert [one.name for one in inputs] == [asked.source, "red.png", "/other/blue.png"]
    assert inputs[0].sha256 == digest_bytes(PAGE.encode())
    store = Store(tmp_path / "cache" / "store")
    assert adapt_input(asked, store).inputs == inputs
    server.pages["/guide/pools.html"] = lambda handler: handler.give(
        PAGE.replace("Size", "Sizes").encode(), "text/html"
    )
    assert adapt_input(asked, store).inputs == inputs  # a run sees one state of it
    assert list_inputs(fetch_input(config(server, "/guide/pools.html", tmp_path)))[0] != inputs[0]


def test_who_asks_without_fetching_has_it_fetched(server: WebServer, tmp_path: Path) -> None:
    asked = config(server, "/guide/pools.html", tmp_path)
    check_input(asked)
    assert server.seen == []
    assert name_video(asked) == "pools"
    assert take_in(asked)[0].source_kind == "html"


@pytest.mark.parametrize(
    ("path", "kind", "body", "found", "title"),
    [
        ("/a.md", "text/plain; charset=utf-8", b"# Hello\n\nSome words.", "markdown", "Hello"),
        ("/a", "text/markdown", b"# Hello\n\nSome words.", "markdown", "Hello"),
        ("/a.txt", "text/plain", b"Hello\n=====\n\nSome words.", "text", "Hello"),
        ("/raw", "text/plain", b"Hello\n=====\n\nSome words.", "text", "Hello"),
        ("/raw.md", "application/octet-stream", b"# Hello\n\nSome words.", "markdown", "Hello"),
        ("/a.md", "text/html", b"<h1>Hello</h1><p>Some words.", "html", "Hello"),
        ("/a", "text/plain", b"<!DOCTYPE html><h1>Hello</h1><p>Some words.", "html", "Hello"),
        ("/l.txt", "text/plain; charset=iso-8859-1", "Größe\n=====\n\nWorte.".encode("latin-1"), "text", "Größe"),
        ("/l", "text/html; charset=windows-1251", "<h1>Привет</h1><p>слова".encode("cp1251"), "html", "Привет"),
        ("/l", "text/html; charset=utf-8", '<meta charset="latin-1"><h1>Größe</h1><p>Worte'.encode(), "html", "Größe"),
        ("/l", 'TEXT/HTML; Charset="UTF-8"', "<h1>Größe</h1><p>Worte".encode(), "html", "Größe"),
        ("/l.txt", "text/plain; charset=nonsense", "Größe\n=====\n\nWorte.".encode(), "text", "Größe"),
    ],
)  # fmt: skip
def test_the_server_says_what_it_is(
    path: str, kind: str, body: bytes, found: str, title: str, server: WebServer, tmp_path: Path
) -> None:
    server.pages[path] = lambda handler: handler.give(body, kind)
    video, store = take_in(config(server, path, tmp_path))
    assert video.source_kind == found
    assert parse_content(video, store).title == title


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/guide/intro.html", "intro"),
        ("/guide/index.html", "hello"),
        ("/guide/", "hello"),
        ("/README.md", "hello"),
        ("/", "hello"),
    ],
)
def test_a_film_is_named_as_the_address_ends_or_after_its_title(
    path: str, name: str, server: WebServer, tmp_path: Path
) -> None:
    kind = "text/markdown" if path.endswith(".md") else "text/html"
    body = b"# Hello\n\nWords." if path.endswith(".md") else b"<h1>Hello</h1><p>Words."
    server.pages[path] = lambda handler: handler.give(body, kind)
    assert name_video(fetch_input(config(server, path, tmp_path))) == name


def test_what_is_no_document_is_told(server: WebServer, tmp_path: Path) -> None:
    server.pages |= {
        "/film.mp4": lambda handler: handler.give(b"\0\0", "video/mp4"),
        "/blob": lambda handler: handler.give(b"\0\1\2\3", "application/octet-stream"),
        "/empty.md": lambda handler: handler.give(b" ", "text/markdown"),
        "/closed": lambda handler: handler.give(b"", status=401),
        "/broken": lambda handler: handler.give(b"", status=503),
        "/bomb": bomb("gzip"),
    }
    for path, message in {
        "/film.mp4": r"No reader for video/mp4\. Name a document: ", "/blob": "No reader for application/octet-stream",
        "/empty.md": "is empty", "/closed": "answered 401.*Save it as a file", "/missing": "There is no such document.*404",
        "/bomb": "larger than",
    }.items():  # fmt: skip
        with pytest.raises(ValidationError, match=message) as caught:
            fetch_input(config(server, path, tmp_path))
        assert caught.value.problems[0].file == server.url(path)
    with pytest.raises(NetworkError, match="answered 503"):
        fetch_input(config(server, "/broken", tmp_path))


def test_pictures_have_limits(server: WebServer, tmp_path: Path) -> None:
    count = web_pictures.MOST + 5
    text = "# Many\n\nWords.\n\n" + "\n\n".join(f"![Number {at}](p{at}.png)" for at in range(count))
    server.pages |= {f"/p{at}.png": lambda handler: handler.give(picture(), "image/png") for at in range(count)}
    server.pages["/many.md"] = lambda handler: handler.give(text.encode(), "text/markdown")
    server.pages["/p3.png"] = bomb("gzip")
    video, _ = take_in(config(server, "/many.md", tmp_path))
    assert [image.reference for image in video.images] == [f"p{at}.png" for at in range(web_pictures.MOST) if at != 3]
    missing = dict(video.missing_images)
    assert "larger than 25 MB" in missing["p3.png"]
    assert [missing[f"p{at}.png"] for at in range(web_pictures.MOST, count)] == [
        "the page has more than 60 pictures"
    ] * 5


def test_an_address_is_a_document_and_youtubes_a_video(tmp_path: Path) -> None:
    assert open_kind(InputConfig(source="https://example.org/guide")) is find_kind("document")
    assert open_kind(InputConfig(source="HTTPS://example.org/")) is find_kind("document")
    assert open_kind(InputConfig(source="https://www.youtube.com/watch?v=abcdefghijk")) is find_kind("youtube")
    assert open_kind(InputConfig(source="https://example.org/youtube.com/a.md")) is find_kind("document")


def test_a_text_beside_an_address_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="together with the address"):
        check_input(InputConfig(source="https://example.org/a.md", text="words"))
    with pytest.raises(ValidationError, match="names a user"):
        check_input(InputConfig(source="https://me@example.org/a.md"))


def test_the_users_setting_is_read(monkeypatch: pytest.MonkeyPatch, server: WebServer, tmp_path: Path) -> None:
    monkeypatch.setenv("VIDEO_GEN_ALLOW_HOSTS", "")
    with pytest.raises(ValidationError, match=r"VIDEO_GEN_ALLOW_HOSTS=127\.0\.0\.1"):
        fetch_input(config(server, "/guide/pools.html", tmp_path))
    monkeypatch.setenv("VIDEO_GEN_ALLOW_HOSTS", "a/b/c")
    with pytest.raises(ConfigError, match="VIDEO_GEN_ALLOW_HOSTS names 'a/b/c'"):
        fetch_input(config(server, "/guide/pools.html", tmp_path))
    assert server.seen == []
