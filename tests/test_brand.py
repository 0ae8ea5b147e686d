"""A brand's file: read, bounded, opened once and stored; every mistake named with file and key."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from adapters.brand import brand_files, load_brand
from adapters.documents.adapting import adapt_document, list_inputs
from adapters.setting_files import read_project_file
from adapters.store import Store
from deployments.request import read_request
from model.brand import BrandFonts
from model.errors import ConfigError, ValidationError
from model.inputs import InputConfig
from model.script import VideoScript
from render.page import open_page
from render.typefaces import bundled_font
from tasks.look import check_theme, look_of
from tasks.workplace import Workplace

BRAND = """\
base: editorial-dark
logo: logo.png
colors: {primary: "#FFB070", secondary: "#8a3b00"}
fonts: {display: {regular: own.otf, bold: bold.otf}, body: source-serif}
transition: push
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Image.new("RGBA", (300, 100), "#ff000080").save(tmp_path / "logo.png")
    for name, face in (("own.otf", "regular"), ("bold.otf", "bold")):
        (tmp_path / name).write_bytes(read_font(face))
    (tmp_path / "ours.yaml").write_text(BRAND)
    (tmp_path / "doc.md").write_text("# A film\n\nIt says something that is long enough to be said.\n")
    return tmp_path


def read_font(face) -> bytes:
    return Path(bundled_font(face).path).read_bytes()


def write(folder: Path, text: str) -> Path:
    (folder / "ours.yaml").write_text(text)
    return folder / "ours.yaml"


def test_a_brand_is_stored_and_drawn_with(folder):
    store = Store(folder / "cache" / "store")
    base, brand = load_brand(folder / "ours.yaml", store)
    assert (base, brand.primary, brand.secondary, brand.transition) == ("editorial-dark", "#ffb070", "#8a3b00", "push")
    assert brand.logo is not None and (brand.logo.width, brand.logo.height) == (300, 100)
    assert store.intact(brand.logo.image)
    assert isinstance(brand.display, BrandFonts) and brand.display.bold is not None
    assert store.intact(brand.display.bold)
    assert brand.body == "source-serif"


def test_its_fonts_are_opened_from_the_store(folder):
    place = Workplace(cache_dir=str(folder / "cache"))
    config = InputConfig(source=str(folder / "doc.md"), theme=str(folder / "ours.yaml"))
    (video,) = adapt_document(config, place.store).videos
    check_theme(video)
    script = VideoScript(
        video_id="doc", title="T", description="", language="en", source_name="-", accent_color="blue",
        theme=video.theme, brand=video.brand, scenes=(), coverage=(),
    )  # fmt: skip
    look = look_of(script, place)
    assert (look.theme, look.appearance) == ("editorial", "dark")
    page = open_page(look)
    assert Path(page.style("hero", face="bold").family.bold.path).read_bytes() == read_font("bold")
    assert page.style("body").family.regular.path.endswith("SourceSerif4-Regular.ttf")
    assert page.theme.accent == "#ffb070"


def test_a_brand_in_the_project_file_lies_beside_it(folder, monkeypatch):
    monkeypatch.chdir(folder.parent)
    (folder / "video-gen.toml").write_text('theme = "ours.yaml"\n')
    assert read_project_file(folder / "video-gen.toml")["theme"] == str(folder / "ours.yaml")
    (folder / "video-gen.toml").write_text('theme = "light"\n')
    assert read_project_file(folder / "video-gen.toml")["theme"] == "light"


def test_a_colour_that_cannot_be_read_is_told_with_all_other_problems(folder):
    write(folder, 'base: editorial-dark\ncolors: {primary: "#202020"}\nfonts: {body: no-such-family}\n')
    options = {"theme": str(folder / "ours.yaml"), "engine": "silent", "voice": "nobody", "output": str(folder / "out")}
    with pytest.raises(ExceptionGroup) as caught:
        read_request(str(folder / "missing.md"), options)
    told = "\n".join(map(str, caught.value.exceptions))
    assert all(part in told for part in ("nobody", "missing.md", "nearest colour that passes", "no-such-family")), told


def test_what_it_names_belongs_to_the_inputs(folder):
    config = InputConfig(source=str(folder / "doc.md"), theme=str(folder / "ours.yaml"))
    before = {file.name: file.sha256 for file in list_inputs(config)}
    assert {"doc.md", "brand/ours.yaml", "brand/logo.png", "brand/own.otf", "brand/bold.otf"} == before.keys()
    Image.new("RGBA", (300, 100), "#00ff00").save(folder / "logo.png")
    after = {file.name: file.sha256 for file in list_inputs(config)}
    assert [name for name in before if before[name] != after[name]] == ["brand/logo.png"]
    assert brand_files(folder / "ours.yaml")[0] == folder / "ours.yaml"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no brand"),
        ("base: dusk", "base: .*no theme 'dusk'"),
        ("colors: {primary: red}", r"ours\.yaml:1:1: colors\.primary: .*'red'. Write it as #rrggbb"),
        ("base: orbit\nlogos: a.png", r"ours\.yaml:2:1: logos"),
        ("logo: none.png", "none.png"),
        ("logo: ../logo.png", "outside the brand's folder"),
        ("logo: own.otf", "cannot be shown"),
        ("logo: bomb.png", "million pixels"),
        ("fonts: {body: broken.ttf}", "broken.ttf does not open"),
        ("transition: spin", "transition"),
        ("base: &a orbit\nlogo: [", "Malformed"),
    ],
)
def test_mistakes_are_named(folder, text, message):
    (folder / "broken.ttf").write_bytes(b"\0\1\0\0" + b"\xff" * 200)
    (folder / "bomb.png").write_bytes(png_header(40_000, 40_000))
    with pytest.raises(ValidationError, match=message):
        load_brand(write(folder, text))


def png_header(width: int, height: int) -> bytes:
    """Make a PNG that says it is huge, and holds nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def test_an_unknown_family_is_named_before_anything_is_drawn(folder):
    write(folder, "fonts: {body: comic}")
    config = InputConfig(source=str(folder / "doc.md"), theme=str(folder / "ours.yaml"))
    (video,) = adapt_document(config, Store(folder / "store")).videos
    with pytest.raises(ConfigError, match=r"comic.*source-serif"):
        check_theme(video)
