"""What is painted, pixel by pixel where it is small, and the same on every run where it is large."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw

from model.assets import Asset
from model.content import Run
from model.errors import VideoGenerationError
from model.narration import Sentence, Word
from model.scenes import CodeScene, ImageScene, Line, ListScene, QuoteScene
from model.timeline import Cue, VideoFormat
from render.canvas import fill_rounded, paint_layout
from render.designs import find_cues
from render.icons import ICONS, draw_icon
from render.layout import Box, Disc, Layout, Panel, Words, mirror_layout
from render.photos import fit_photo, open_photo, shown_size
from render.pictures import draw_scene
from render.spans import TextStyle
from render.text_layout import set_text
from render.theme import Look, open_theme

TALK = tuple(Sentence(words=(Word(text=f"Word{n}.", spoken=f"word {n}."),)) for n in range(4))
SHADES = " .:#"
ROOT = Path(__file__).resolve().parent.parent


def nothing(asset: Asset) -> bytes:
    raise AssertionError("this scene has no picture")


def as_ascii(image: Image.Image) -> str:
    grey = image.convert("L")
    rows = ["".join(SHADES[grey.getpixel((x, y)) // 64] for x in range(grey.width)) for y in range(grey.height)]
    return "\n".join(rows)


def test_a_rounded_panel():
    image = Image.new("RGB", (12, 8), "#000000")
    fill_rounded(image, Box(1, 1, 10, 6), 3, "#ffffff")
    assert as_ascii(image).split("\n") == [
        "            ",
        "  :######:  ",
        " :########: ",
        " ########## ",
        " ########## ",
        " :########: ",
        "  :######:  ",
        "            ",
    ]


def test_a_border_runs_around_its_panel():
    panel = Panel(Box(1, 1, 6, 5), "#000000", edge="#ffffff", border=1)
    image = paint_layout(Layout("#000000", (panel,), True), (8, 7), nothing)
    assert as_ascii(image).split("\n") == [
        "        ",
        " ###### ",
        " #    # ",
        " #    # ",
        " #    # ",
        " ###### ",
        "        ",
    ]


def test_a_disc_may_leave_the_picture():
    image = paint_layout(Layout("#000000", (Disc(8, 0, 4, "#ffffff"),), True), (8, 5), nothing)
    assert image.getpixel((7, 0)) == (255, 255, 255)
    assert image.getpixel((0, 4)) == (0, 0, 0)


@pytest.mark.parametrize("name", ICONS)
def test_marks_fill_their_boxes_symmetrically_enough(name):
    mask = draw_icon(name, 48, 48)
    left, top, right, bottom = mask.getbbox()
    assert 0 <= left < right <= 48
    assert 0 <= top < bottom <= 48
    assert right - left >= 24
    values = set(mask.tobytes())
    assert 255 in values
    assert 0 in values or name == "square"
    assert len(values) > 2, "edges are smooth"


def test_letters_are_drawn_where_the_layout_says():
    paragraph = set_text("H", TextStyle(40, "#ffffff", "bold"), 100)
    image = paint_layout(Layout("#000000", (Words(Box(10, 10, 80, 56), paragraph, "right"),), True), (100, 76), nothing)
    left, top, right, bottom = image.getbbox()
    assert right <= 90
    assert left >= 90 - paragraph.width
    assert bottom == pytest.approx(10 + paragraph.baseline, abs=1)
    assert bottom - top == pytest.approx(0.727 * 40, abs=2), "Inter's capitals"


def test_mirrored_layouts_keep_code_in_place():
    paragraph = set_text("x", TextStyle(40, "#ffffff"), 100)
    moved, fixed = Words(Box(10, 0, 30, 56), paragraph), Words(Box(10, 60, 30, 56), paragraph, fixed=True)
    one, other = mirror_layout(Layout("#000000", (moved, fixed), True), 100).items
    assert isinstance(one, Words)
    assert (one.box.x, one.align) == (60, "right")
    assert other == fixed


POINTS = ListScene(
    scene_id="l", narration=TALK, header="Points",
    lines=tuple(Line(text=(Run(text=f"Point {n}"),), sentence=sentence) for n, sentence in enumerate((1, 1, 2, 3))),
)  # fmt: skip


def test_points_appear_one_after_another():
    words = [cue.word for cue in find_cues(POINTS, Look())]
    assert words == [1, 1, 2, 3], "the header stands alone while it is introduced"
    pictures = [draw_scene(POINTS, Look(), nothing, step) for step in range(5)]
    whole = draw_scene(POINTS, Look(), nothing)
    assert pictures[4].tobytes() == whole.tobytes()
    ground = Image.new("RGB", whole.size, open_theme("dark", "blue").ground)
    ink = [count_different(picture, ground) for picture in pictures]
    assert all(before < after for before, after in pairwise(ink))


def count_different(one: Image.Image, other: Image.Image) -> int:
    return sum(ImageChops.difference(one, other).convert("L").point(lambda v: 255 if v else 0).histogram()[255:])


def test_what_is_shown_does_not_move_between_steps():
    first, whole = draw_scene(POINTS, Look(), nothing, 0), draw_scene(POINTS, Look(), nothing)
    bottom = Image.new("RGB", first.size, open_theme("dark", "blue").ground)
    left, top, right, low = ImageChops.difference(first, bottom).getbbox()
    half = (left, top, left + (right - left) // 4, low)
    assert low - top > 40, "the header stands there"
    assert first.crop(half).tobytes() == whole.crop(half).tobytes()


def test_a_statement_of_one_line_comes_whole():
    scene = QuoteScene(scene_id="q", narration=TALK, text=(Run(text="One two three"),), tone="statement")
    assert find_cues(scene, Look()) == (Cue(0),)


def test_the_same_bytes_every_time():
    code = CodeScene(
        scene_id="c",
        narration=TALK,
        header="Code",
        language="python",
        code="x = {1, 2}\nprint(x)",
        first_line=1,
        last_line=2,
    )
    digests = {hashlib.sha256(draw_scene(code, Look(), nothing).tobytes()).hexdigest() for _ in range(3)}
    assert len(digests) == 1


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1280, 720), (1080, 1920)])
def test_pictures_have_the_film_s_size(width, height):
    look = Look(format=VideoFormat(width=width, height=height))
    picture = draw_scene(POINTS, look, nothing)
    assert (picture.mode, picture.size) == ("RGB", (width, height))


def png(image: Image.Image, kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    image.save(file, kind)
    return file.getvalue()


def test_an_author_s_picture_keeps_its_colours():
    picture = Image.new("RGB", (400, 300), "#c02040")
    data = png(picture)
    asset = Asset(sha256=hashlib.sha256(data).hexdigest(), size=len(data), suffix=".png")
    scene = ImageScene(scene_id="i", narration=TALK, image=asset, width=400, height=300)
    drawn = draw_scene(scene, Look(), lambda wanted: {asset: data}[wanted])
    assert drawn.getpixel((960, 533)) == (0xC0, 0x20, 0x40)


def test_pictures_are_never_enlarged_beyond_twice():
    assert shown_size(100, 50, 1700, 800) == (200, 100)
    assert shown_size(4000, 1000, 1700, 800) == (1700, 425)


def test_transparent_pictures_stand_on_a_ground_that_shows_them():
    for colour, ground in (("#ffffff", (20, 23, 29)), ("#101010", (255, 255, 255))):
        picture = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
        ImageDraw.Draw(picture).rectangle((10, 10, 29, 29), fill=colour)
        fitted = fit_photo(png(picture), 40, 40, "#ffffff", "#14171d")
        assert fitted.getpixel((1, 1)) == ground
        assert fitted.getpixel((20, 20)) == Image.new("RGB", (1, 1), colour).getpixel((0, 0))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_pixel(mode):
    picture = Image.new(mode, (8, 8)) if mode != "LA" else Image.new("L", (8, 8)).convert("LA")
    assert open_photo(png(picture)).mode in ("RGB", "RGBA")


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
def test_what_is_no_picture_is_said_so(data):
    with pytest.raises(VideoGenerationError, match="cannot be shown"):
        open_photo(data)


def test_a_cut_off_picture_is_said_so():
    noise = Image.effect_noise((200, 200), 90)
    with pytest.raises(VideoGenerationError):
        open_photo(png(noise)[:2000])


DRAW = """
import hashlib
from model.content import Run
from model.narration import Sentence, Word
from model.scenes import Line, ListScene
from render.pictures import draw_scene
from render.theme import Look
talk = (Sentence(words=(Word(text="Word.", spoken="word."),)),)
text = (Run(text="Some "), Run(text="code --flag", code=True), Run(text=" and strong words", strong=True))
scene = ListScene(scene_id="l", narration=talk, header="Points", lines=(Line(text=text), Line(text=text, depth=1)))
print(hashlib.sha256(draw_scene(scene, Look(accent="pink"), lambda asset: b"").tobytes()).hexdigest())
"""


def test_the_same_bytes_in_any_process(tmp_path):
    found = set()
    for seed, zone, place in (("0", "UTC", "C"), ("7", "Asia/Tokyo", "C.UTF-8")):
        environment = {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": place}
        done = subprocess.run(
            [sys.executable, "-c", DRAW], cwd=tmp_path, env=environment, capture_output=True, check=True
        )
        found.add(done.stdout)
    assert len(found) == 1


def test_a_huge_jpeg_is_shown_at_its_size_and_upright():
    picture = Image.new("RGB", (3000, 2000), "#204080")
    rotated = Image.Exif()
    rotated[0x0112] = 6
    file = io.BytesIO()
    picture.save(file, "JPEG", exif=rotated)
    fitted = fit_photo(file.getvalue(), 800, 600, "#ffffff", "#000000")
    assert fitted.size == (400, 600)
    assert fitted.getpixel((200, 300)) == pytest.approx((0x20, 0x40, 0x80), abs=3)
