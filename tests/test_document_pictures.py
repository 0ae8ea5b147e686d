"""Which pictures of a document are shown: local, inside its folder, small enough, and really pictures."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from adapters.documents.parsing import parse_document
from adapters.documents.pictures import FILE_LIMIT, list_references, load_pictures
from adapters.store import Store


def encode(form: str, size: tuple[int, int] = (12, 7)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "teal").save(buffer, form)
    return buffer.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it is huge, in 70 bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def reason(folder: Path, reference: str) -> str:
    found, missing = load_pictures(folder, (reference,), Store(folder / "store"))
    assert found == ()
    ((named, why),) = missing
    assert named == reference
    return why


@pytest.mark.parametrize(("form", "suffix"), [("PNG", ".png"), ("JPEG", ".jpg"), ("WEBP", ".webp"), ("GIF", ".gif")])
def test_the_four_formats_are_stored_as_they_are(tmp_path: Path, form: str, suffix: str) -> None:
    (tmp_path / "misnamed.bin").write_bytes(encode(form))
    store = Store(tmp_path / "store")
    (image,), missing = load_pictures(tmp_path, ("misnamed.bin",), store)
    assert (image.width, image.height, image.image.suffix, missing) == (12, 7, suffix, ())
    assert store.read(image.image) == encode(form)


@pytest.mark.parametrize(
    "reference", ["in/a b.png", "in/a%20b.png", "./in/a b.png",
     "/in/a b.png", "in/a b.png?raw=true", "in/x/../a b.png#gh-light-mode-only"]
)  # fmt: skip
def test_a_reference_finds_its_file(tmp_path: Path, reference: str) -> None:
    (tmp_path / "in" / "x").mkdir(parents=True)
    (tmp_path / "in" / "a b.png").write_bytes(encode("PNG"))
    (image,), _ = load_pictures(tmp_path, (reference,), Store(tmp_path / "store"))
    assert (image.reference, image.width) == (reference, 12)


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("https://example.org/a.png", "network"), ("//example.org/a.png", "network"), ("ftp://example.org/a.png", "network"),
        ("file:///etc/passwd", "network"), ("data:image/png;base64,AAAA", "as data"), ("gone.png", "no such file"),
        ("drawing.svg", "SVG"), ("../outside.png", "outside"), ("in/../../outside.png", "outside"),
        ("%2e%2e/outside.png", "outside"),
        ("..\\outside.png", "outside"), ("link.png", "outside"), ("", "names no file"), ("a\0b.png", "names no file"),
        ("x" * 5000 + ".png", "cannot be"), ("http://[bad", "malformed"), ("text.png", "no PNG"), ("cut.png", "damaged"),
        ("cut.jpg", "damaged"), ("picture.bmp", "no PNG"), ("bomb.png", "million pixels"),
        ("wide.png", "million pixels"), ("folder", "no such file"),
    ],
)  # fmt: skip
def test_what_is_not_shown_has_a_reason(tmp_path: Path, reference: str, said: str) -> None:
    folder = tmp_path / "docs"
    (folder / "in").mkdir(parents=True)
    (folder / "folder").mkdir()
    (tmp_path / "outside.png").write_bytes(encode("PNG"))
    (folder / "link.png").symlink_to(tmp_path / "outside.png")
    (folder / "drawing.svg").write_text("<svg/>", encoding="utf-8")
    (folder / "text.png").write_text("no picture", encoding="utf-8")
    (folder / "cut.png").write_bytes(encode("PNG", (300, 300))[:-60])
    (folder / "cut.jpg").write_bytes(encode("JPEG", (300, 300))[:700])
    (folder / "picture.bmp").write_bytes(encode("BMP"))
    (folder / "bomb.png").write_bytes(bomb(60_000, 60_000))
    (folder / "wide.png").write_bytes(bomb(8_000, 7_000))
    assert said in reason(folder, reference)


def test_a_picture_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "large.png").open("wb") as file:
        file.truncate(FILE_LIMIT + 1)
    assert "25 MB" in reason(tmp_path, "large.png")


def test_the_first_frame_of_an_animation_is_what_is_measured(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (20, 10), colour) for colour in ("red", "green", "blue")]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    (image,), _ = load_pictures(tmp_path, ("a.gif",), Store(tmp_path / "store"))
    assert (image.width, image.height) == (20, 10)


def test_references_are_found_in_order_once_and_without_badges() -> None:
    text = (
        "![b](https://img.shields.io/x.svg) ![one](one.png)\n\n<p><img src='two.png'><img src=\"one.png\"></p>\n\n"
        "- in a list ![three][3]\n\n| a |\n|---|\n| ![four](four.png) |\n\n`![no](no.png)`\n\n```\n![no](no.png)\n```\n\n"
        "<!-- <img src='no.png'> -->\n\n> ![five](https://example.org/five.png)\n\n[3]: three.png\n"
    )
    expected = ("one.png", "two.png", "three.png", "four.png", "https://example.org/five.png")
    markdown, plain = (
        parse_document(text, kind, name="-", images={}, missing={}, language="en") for kind in ("markdown", "text")
    )
    assert list_references(markdown) == expected
    assert list_references(plain) == ()


@pytest.mark.parametrize(("orientation", "size"), [(1, (12, 7)), (3, (12, 7)), (6, (7, 12)), (8, (7, 12))])
def test_a_camera_picture_is_measured_upright(tmp_path: Path, orientation: int, size: tuple[int, int]) -> None:
    remarks = Image.Exif()
    remarks[0x0112] = orientation
    Image.new("RGB", (12, 7), "teal").save(tmp_path / "photo.jpg", exif=remarks)
    (image,), missing = load_pictures(tmp_path, ("photo.jpg",), Store(tmp_path / "store"))
    assert ((image.width, image.height), missing) == (size, ())


def test_damaged_remarks_of_a_camera_do_not_cost_the_picture(tmp_path: Path) -> None:
    broken = b"Exif\0\0II*\0\x08\0\0\0\xff\xff\x12\x01"
    Image.new("RGB", (12, 7), "teal").save(tmp_path / "photo.jpg", exif=broken)
    (image,), missing = load_pictures(tmp_path, ("photo.jpg",), Store(tmp_path / "store"))
    assert ((image.width, image.height), missing) == ((12, 7), ())
