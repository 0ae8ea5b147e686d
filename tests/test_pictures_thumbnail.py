"""The thumbnail: right size, small file, a title that a stamp shows, the same bytes each time."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from model.theme_choice import theme_names
from model.timeline import VideoFormat
from render.layout import Panel, Words
from render.page import open_page
from render.theme import Look, contrast, open_theme
from render.thumbnail import HEIGHT, WIDTH, draw_thumbnail, lay_out_thumbnail

PAGE = open_page(Look(format=VideoFormat(width=WIDTH, height=HEIGHT)))
LOOK = Look(appearance="light", accent="green", title="video-gen")


def test_a_png_of_the_size_that_platforms_ask_for():
    data = draw_thumbnail(LOOK)
    image = Image.open(io.BytesIO(data))
    assert (image.format, image.size, image.mode) == ("PNG", (1280, 720), "RGB")
    assert len(data) < 2_000_000
    assert data == draw_thumbnail(LOOK)
    assert image.getpixel((5, 5)) == (0x0B, 0x7A, 0x43)


@pytest.mark.parametrize(
    "title",
    ["X", "video-gen", "How the Incremental Build System Decides What To Recompile", "A" * 90, "word " * 60,
     "Internationalization and Supercalifragilisticexpialidocious", "Prefect: workflow orchestration for data pipelines"],
)  # fmt: skip
def test_titles_stay_inside_and_readable(title):
    (words,) = [item for item in lay_out_thumbnail(title, PAGE).items if isinstance(item, Words)]
    assert words.box.y >= 40
    assert words.box.bottom <= HEIGHT - 40
    assert words.paragraph.width <= words.box.width
    assert words.paragraph.style.size >= 96
    assert words.paragraph.text


@pytest.mark.parametrize("theme", theme_names())
def test_each_theme_has_its_own_and_no_solid_shape_is_under_the_title(theme):
    page = open_page(Look(theme=theme, format=VideoFormat(width=WIDTH, height=HEIGHT)))
    layout = lay_out_thumbnail("Lighthouse", page)
    (words,) = [item for item in layout.items if isinstance(item, Words)]
    reach = words.box.x + words.paragraph.width
    loud = [item for item in layout.items if isinstance(item, Panel) and item.fill == page.theme.on_solid]
    assert all(item.box.x >= reach or item.box.right <= words.box.x or not _beside(item, words) for item in loud)
    others = [draw_thumbnail(Look(theme=other, title="Lighthouse")) for other in theme_names() if other != theme]
    assert draw_thumbnail(Look(theme=theme, title="Lighthouse")) not in others
    shapes = len(layout.items) - 1
    assert shapes >= 1


def _beside(panel, words):
    return panel.box.y < words.box.bottom and words.box.y < panel.box.bottom


def test_a_thumbnail_is_turned_for_languages_from_the_right():
    look = Look(theme="swiss", title="המגדלור", language="he", format=VideoFormat(width=WIDTH, height=HEIGHT))
    layout = lay_out_thumbnail(look.title, open_page(look))
    (words,) = [item for item in layout.items if isinstance(item, Words)]
    assert words.align == "right" and words.box.right == WIDTH - 72
    assert any(isinstance(item, Panel) and item.box.x == 0 and item.box.width > 100 for item in layout.items)


def test_a_long_title_is_cut_before_its_explanation():
    (words,) = [
        i for i in lay_out_thumbnail("Prefect: workflow orchestration for data", PAGE).items if isinstance(i, Words)
    ]
    assert words.paragraph.text == "Prefect"


def test_the_title_can_be_read():
    for accent in ("blue", "purple", "orange", "green", "pink", "cyan"):
        assert contrast("#ffffff", open_theme("dark", accent).solid) >= 4.5
