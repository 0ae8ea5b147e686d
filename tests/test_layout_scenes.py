"""Scenes laid out, as numbers: all inside, nothing over anything else, nothing too small, at the writer's capacities."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.assets import Asset
from model.content import Run
from model.narration import Sentence, Word
from model.scenes import (
    CodeScene,
    CommandLine,
    CommandScene,
    ImageScene,
    Line,
    ListScene,
    OutroScene,
    QuoteScene,
    SceneConfig,
    SectionScene,
    TableScene,
    TitleScene,
)
from model.scenes.callout import CalloutScene
from model.timeline import VideoFormat
from render.columns import share_width
from render.designs import lay_out_scene
from render.fallback import find_font
from render.fitting import fit_scene
from render.layout import Box, Layout, Panel, Photo, Words
from render.page import open_page
from render.theme import Look

SENTENCES = ("One two three.", "Four five.", "Six.", "Seven.", "Eight nine.")
TALK = tuple(Sentence(words=tuple(Word(text=w, spoken=w) for w in said.split())) for said in SENTENCES)
PICTURE = Asset(sha256="0" * 64, size=1, suffix=".png")
HAS_CJK = find_font("你", "regular", "zh") is not None


def words(length: int, *, wide: bool = False) -> str:
    """Make a text of exactly so many characters."""
    latin = "The quick pipeline writes every documented sentence once. "
    stock = "把已经写好的文档变成完整的旁白视频，并且保持确定性。" if wide else latin
    return (stock * (length // len(stock) + 1))[: length - 1].rstrip(" ").ljust(length - 1, "e") + (
        "频" if wide else "d"
    )


def full_scenes(wide: bool) -> dict[str, SceneConfig]:
    """Make each type of scene at the capacity that the writer keeps to."""

    def say(length: int) -> str:
        return words(length, wide=wide)

    def cell(length: int) -> tuple[Run, ...]:
        return (Run(text=say(length)),)

    columns = 42 if wide else 84
    kinds = ("input", "continuation", *("output",) * 6, "comment")
    lines = "\n".join(say(columns) for _ in range(16))
    points = tuple(Line(text=cell(90), sentence=n) for n in range(5))
    rows = tuple((cell(8), cell(6), cell(5), cell(5), cell(5), cell(18 if wide else 60)) for _ in range(7))
    titles = tuple(cell(6) for _ in range(6))
    scene: dict = {"scene_id": "s", "narration": TALK}
    head: dict = {**scene, "header": say(60)}
    photo: dict = {**head, "image": PICTURE, "caption": say(120)}
    return {
        "title": TitleScene(**scene, title=say(60), subtitle=say(120)),
        "section": SectionScene(**scene, title=say(70), number=12, total=14, summary=say(80)),
        "list": ListScene(**head, lines=points),
        "code": CodeScene(**head, language="python", code=lines, first_line=1, last_line=16),
        "command": CommandScene(**head, lines=tuple(CommandLine(text=say(columns), kind=kind) for kind in kinds)),
        "table": TableScene(**head, columns=titles, rows=rows, alignments=("left",) * 6, marked=2, note=say(14)),
        "image": ImageScene(**photo, width=1600, height=1000),
        "banner": ImageScene(**photo, width=2400, height=600),
        "quote": QuoteScene(**scene, text=cell(240), attribution=say(40)),
        "statement": QuoteScene(**scene, text=cell(240), tone="statement"),
        "warning": CalloutScene(**scene, text=cell(240), tone="warning", label=say(7)),
        "outro": OutroScene(**scene, title=say(60), lines=tuple(say(80) for _ in range(3))),
    }


FULL = full_scenes(wide=False)


def check_layout(layout: Layout, look: Look) -> None:
    """Assert what holds for every layout."""
    page = open_page(look)
    safe, least = page.safe, page.px(28)
    texts = [item for item in layout.items if isinstance(item, Words)]
    assert layout.steps == len(layout.cues) or not layout.cues
    for item in texts:
        assert item.box.x >= safe.x and item.box.right <= safe.right, item.paragraph.text
        assert item.box.y >= safe.y and item.box.bottom <= safe.bottom, item.paragraph.text
        for line in item.paragraph.lines:
            assert line.width <= item.box.width + 1
            assert all(segment.shaping.size >= least for segment in line.segments)
    for item in layout.items:
        if isinstance(item, Photo | Panel):
            assert safe.x <= item.box.x and item.box.right <= safe.right
            assert safe.y <= item.box.y and item.box.bottom <= safe.bottom
    for at, one in enumerate(texts):
        for other in texts[at + 1 :]:
            together = meet(one, other)
            assert not together or are_apart(one.box, other.box), (one.paragraph.text, other.paragraph.text)


def meet(one: Words, other: Words) -> bool:
    """Tell whether there is a step at which both are shown."""
    ends = [item.until for item in (one, other) if item.until is not None]
    return max(one.step, other.step) < min(ends, default=max(one.step, other.step) + 1)


def are_apart(one: Box, other: Box) -> bool:
    beside = one.right <= other.x or other.right <= one.x
    return beside or one.bottom <= other.y or other.bottom <= one.y


@pytest.mark.parametrize("name", FULL)
def test_each_type_fits_at_capacity(name):
    layout = lay_out_scene(FULL[name], Look())
    assert layout.fits
    check_layout(layout, Look())


@pytest.mark.skipif(not HAS_CJK, reason="no font with Chinese letters on this machine")
@pytest.mark.parametrize("name", FULL)
def test_each_type_fits_at_capacity_in_wide_letters(name):
    look = Look(language="zh")
    layout = lay_out_scene(full_scenes(wide=True)[name], look)
    assert layout.fits
    check_layout(layout, look)


@pytest.mark.parametrize("size", [(1280, 720), (1080, 1920), (1080, 1080), (1080, 1350), (3840, 2160)])
@pytest.mark.parametrize("name", FULL)
def test_every_shape_of_picture(name, size):
    look = Look(format=VideoFormat(width=size[0], height=size[1]))
    for part in fit_scene(FULL[name], look):
        check_layout(lay_out_scene(part, look), look)


@pytest.mark.parametrize("name", FULL)
def test_languages_that_begin_on_the_right(name):
    look = Look(language="he")
    layout = lay_out_scene(FULL[name], look)
    check_layout(layout, look)
    plain = [item for item in layout.items if isinstance(item, Words) and not item.fixed]
    assert any(item.align == "right" for item in plain)


def test_lists_of_a_hundred_and_forty_characters_fit():
    scene = FULL["list"].model_copy(
        update={"lines": tuple(Line(text=(Run(text=words(140)),), sentence=n) for n in range(5))}
    )
    layout = lay_out_scene(scene, Look())
    assert layout.fits
    check_layout(layout, Look())


def test_few_words_are_large():
    scene = TitleScene(scene_id="t", narration=TALK, title="video-gen")
    title = next(item for item in lay_out_scene(scene, Look()).items if isinstance(item, Words))
    assert title.paragraph.style.size == 132


def test_header_and_first_point_share_a_baseline():
    items = [item for item in lay_out_scene(FULL["list"], Look()).items if isinstance(item, Words)]
    header, first = items[0], items[1]
    assert header.box.y + header.paragraph.baseline == first.box.y + first.paragraph.baseline


def test_numbers_stand_on_the_right():
    cells = [[(Run(text=part),) for part in row] for row in (("a", "1.5 s"), ("b", "3,585"), ("c", "12×"))]
    rows, titles = tuple(tuple(row) for row in cells), ((Run(text="Tool"),), (Run(text="Time"),))
    both = ("left", "left")
    scene = TableScene(scene_id="t", narration=TALK, header="", columns=titles, rows=rows, alignments=both)
    items = [item for item in lay_out_scene(scene, Look()).items if isinstance(item, Words)]
    assert [item.align for item in items] == ["left", "right"] * 4


@given(st.lists(st.tuples(st.floats(1, 900), st.floats(0.05, 1)), min_size=1, max_size=9), st.integers(300, 1700))
@settings(max_examples=50, deadline=None)
def test_columns_fill_the_width_and_keep_their_longest_words(columns, available):
    natural = [wide for wide, _ in columns]
    least = [wide * part for wide, part in columns]
    widths = share_width(natural, least, available)
    assert sum(widths) == available
    if sum(least) <= available:
        assert all(width >= low - 1 for width, low in zip(widths, least, strict=True))


@given(st.sampled_from(sorted(FULL)), st.text(st.sampled_from("abcdef WXYZ .,-/1"), min_size=1, max_size=400))
@settings(max_examples=40, deadline=None)
def test_any_text_is_laid_out_soundly(name, noise):
    scene = FULL[name]
    field = "caption" if isinstance(scene, ImageScene) else "header" if hasattr(scene, "header") else "title"
    if isinstance(scene, QuoteScene | CalloutScene):
        scene = scene.model_copy(update={"text": (Run(text=noise),)})
    else:
        scene = scene.model_copy(update={field: noise})
    for part in fit_scene(scene, Look()):
        check_layout(lay_out_scene(part, Look()), Look())


def test_narrow_columns_keep_their_width_beside_a_wide_one():
    widths = share_width([100, 200, 2000], [50, 60, 90], 1000)
    assert widths == (100, 200, 700)


def test_points_whose_parent_is_on_another_scene_stand_at_the_edge():
    def first_left(depth: int) -> int:
        lines = tuple(Line(text=(Run(text="Point"),), depth=depth) for _ in range(2))
        scene = ListScene(scene_id="l", narration=TALK, header="H", lines=lines)
        return [item for item in lay_out_scene(scene, Look()).items if isinstance(item, Words)][1].box.x

    assert first_left(0) == first_left(1) == first_left(2)
