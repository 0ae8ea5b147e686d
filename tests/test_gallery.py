"""The samples of the gallery: one short and one full of every type, whole in every theme and shape, readable on a phone."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from bench.gallery import FOLDER, SHAPES, draw_sheet, open_look, read_samples
from model.brand import Brand
from model.scenes.image import ImageScene
from model.scenes.registry import own_types
from model.theme_choice import theme_names
from model.timeline import VideoFormat
from render.colour import contrast, lift, tint, to_oklch
from render.designs import lay_out_scene
from render.fitting import fit_scene
from render.layout import Layout, Words, is_shown
from render.page import open_page
from render.theme import Look, open_theme
from render.theme_files import read_theme
from render.transitions import choose_transitions

SAMPLES = read_samples()
TALL_BODY, TALL_LEAST = 40, 34
"""Pixels at 1080 across, of which a phone shows a third."""
GROUNDS = [(name, ground) for name in theme_names() for ground in ("dark", "light") if read_theme(name).palette(ground)]


def words_of(layout: Layout) -> list[Words]:
    return [item for item in layout.items if isinstance(item, Words) and is_shown(item, layout.steps)]


def test_every_type_of_ours_has_a_short_and_a_full_sample():
    assert sorted(SAMPLES) == sorted(own_types())
    for name, (short, full) in SAMPLES.items():
        assert short.scene_type == full.scene_type == name
        assert (short.scene_id, full.scene_id) == tuple(
            f"{name.replace('_', '-')}-{size}" for size in ("short", "full")
        )


def test_the_samples_show_the_picture_beside_them():
    data = (FOLDER / "picture.png").read_bytes()
    for scene in SAMPLES["image"]:
        assert isinstance(scene, ImageScene)
        assert (scene.image.sha256, scene.image.size) == (hashlib.sha256(data).hexdigest(), len(data))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("theme", theme_names())
def test_samples_stand_whole_in_every_theme(theme: str, shape: str):
    look = open_look(theme, shape)
    safe, least = open_page(look).safe, 28 if shape == "wide" else TALL_LEAST
    for name, pair in SAMPLES.items():
        for scene in pair:
            assert len(fit_scene(scene, look)) == 1, scene.scene_id
            layout = lay_out_scene(scene, look)
            for item in words_of(layout):
                assert safe.x <= item.box.x and item.box.right <= safe.right, (scene.scene_id, item.paragraph.text)
                assert safe.y <= item.box.y and item.box.bottom <= safe.bottom, (scene.scene_id, item.paragraph.text)
                mono = all(part.shaping.code for line in item.paragraph.lines for part in line.segments)
                sizes = [part.shaping.size for line in item.paragraph.lines for part in line.segments] or [least]
                assert min(sizes) >= (28 if mono or name == "diagram" else least), (scene.scene_id, item.paragraph.text)


@pytest.mark.parametrize("theme", theme_names())
@pytest.mark.parametrize("shape", [(1080, 1920), (1080, 1350), (1080, 1080)])
def test_pages_for_phones_have_larger_type(theme: str, shape: tuple[int, int]):
    appearance = read_theme(theme).prefers
    looks = [
        Look(theme=theme, appearance=appearance, format=VideoFormat(width=w, height=h))
        for w, h in (shape, (1920, 1080))
    ]
    tall, wide = (open_page(look) for look in looks)
    if shape[1] == 1920:
        assert tall.letters("body") >= TALL_BODY and tall.letters("least") >= TALL_LEAST
    assert all(tall.letters(size) > wide.letters(size) for size in ("hero", "title", "lead", "body", "least"))
    assert tall.safe.x < wide.safe.x


def test_what_is_short_fills_much_of_a_tall_page():
    """Look at where words begin and end: neither a postage stamp nor at the top."""
    look = open_look("orbit", "tall")
    for name in ("list", "steps", "two_column", "checkpoint", "table"):
        boxes = [item.box for item in words_of(lay_out_scene(SAMPLES[name][0], look))]
        top, bottom = min(box.y for box in boxes), max(box.bottom for box in boxes)
        assert bottom - top > 0.2 * look.format.height, name
        assert 0.36 < (top + bottom) / 2 / look.format.height < 0.52, name


@pytest.mark.parametrize(("name", "ground"), GROUNDS)
def test_what_is_dimmed_or_lit_can_be_read(name: str, ground):
    for accent in ("blue", "orange", "green"):
        theme = open_theme(ground, accent, name)
        least = 7.0 if name == "contrast" else 2.4
        assert theme.dimming.least == least
        for colour in (theme.ink, theme.accent, *theme.syntax.model_dump().values()):
            assert contrast(theme.dim(colour), theme.panel) >= min(least, contrast(colour, theme.panel)) - 0.01
        assert contrast(theme.dim(theme.ink), theme.panel) < contrast(theme.ink, theme.panel)
        assert contrast(theme.on_solid, theme.solid) >= 4.5, "code in a lit cell"
        for field in (theme.syntax.inserted, theme.syntax.deleted):
            on = tint(theme.panel, field, 0.32)
            for colour in theme.syntax.model_dump().values():
                assert contrast(lift(colour, on, theme.ink, theme.enough), on) >= theme.enough


def test_a_tint_keeps_its_hue_where_a_mixture_is_grey():
    cream, blue = "#f7f1e6", "#174d98"
    _, chroma, hue = to_oklch(tint(cream, blue, 0.11))
    assert abs(hue - to_oklch(blue)[2]) < 0.1 and chroma > 0.01
    assert tint("#000000", blue, 0.0) == "#000000"


def test_the_sheets_are_there_and_small(tmp_path: Path):
    sheets = sorted(path.name for path in FOLDER.glob("*.webp"))
    assert sheets == sorted(f"{theme}-{shape}.webp" for theme in theme_names() for shape in SHAPES)
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 4_000_000
    told = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert all(name in told for name in sheets)


@pytest.mark.slow
def test_the_same_sheet_every_time():
    look = open_look("swiss", "tall")
    assert draw_sheet(look, "tall").tobytes() == draw_sheet(look, "tall").tobytes()


def test_transitions_are_the_theme_s_or_the_brand_s():
    scenes = [SAMPLES[name][0] for name in ("title", "list", "outro")]
    for theme in theme_names():
        style = read_theme(theme).transition
        look = Look(theme=theme, appearance=read_theme(theme).prefers)
        assert choose_transitions(scenes, look) == (style, style)
        branded = look.model_copy(update={"brand": Brand(name="b.yaml", transition="wipe")})
        assert choose_transitions(scenes, branded) == ("wipe", "wipe")
