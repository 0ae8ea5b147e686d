"""What a designer looks for, as numbers and pixels: lines that end well, edges that hold, one look for one theme."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bench.gallery import read_samples
from model.content import Run
from model.narration import Sentence, Word
from model.scenes import CommandLine, CommandScene, Line, ListScene, QuoteScene, SectionScene
from model.scenes.base import SceneConfig
from model.scenes.outro import OutroScene
from model.scenes.two_column import Column, TwoColumnScene
from model.theme_choice import theme_names
from model.timeline import VideoFormat
from render.canvas import paint_layout
from render.colour import tint
from render.designs import lay_out_scene
from render.headers import place_above
from render.icons import find_ink
from render.layout import Box, Disc, Drawing, Layout, Mark, Panel, Words
from render.monospace import Grid, Stretch, lay_cells, wrap_cells
from render.ornaments import place_ornament
from render.page import Page, open_page
from render.spans import TextStyle
from render.text_layout import Paragraph, set_text
from render.theme import Look
from render.wrapping import Unit, avoid_widow, even_lines

TALK = (Sentence(words=(Word(text="Now.", spoken="now"),)),)
SAMPLES = read_samples()
SHAPES = {"wide": (1920, 1080), "tall": (1080, 1920), "square": (1080, 1080)}


def look_of(shape: str, theme: str = "orbit", language: str = "en") -> Look:
    width, height = SHAPES[shape]
    return Look(theme=theme, format=VideoFormat(width=width, height=height), language=language)


def lines_of(paragraph: Paragraph) -> list[str]:
    return [paragraph.text[line.start : line.end].strip() for line in paragraph.lines]


def set_prose(text: str | tuple[Run, ...], width: int, **style: object) -> list[str]:
    return lines_of(set_text(text, TextStyle(40, "#000000", pill="#dddddd", **style), width))  # type: ignore[arg-type]


def words_in(layout: Layout) -> list[Words]:
    return [item for item in layout.items if isinstance(item, Words)]


def ink_of(paragraph: Paragraph, align: str = "left") -> tuple[int, int]:
    """Return the first column with ink, and one past the last, of a paragraph in a box from 100 to 900."""
    words = Words(Box(100, 20, 800, paragraph.height), paragraph, align)  # type: ignore[arg-type]
    image = paint_layout(Layout("#ffffff", (words,), True), (1000, paragraph.height + 40), lambda _: b"")
    box = image.convert("L").point(lambda tone: 255 if tone < 120 else 0).getbbox()
    assert box
    return box[0], box[2]


def keep_whole(unit: Unit) -> list[Unit]:
    return [unit]


def units(*widths: float) -> list[Unit]:
    return [Unit(at, at + 1, width, width + 10) for at, width in enumerate(widths)]


def test_the_last_line_of_prose_is_no_scrap() -> None:
    assert set_prose("The narration, sentence by sentence, with its word times", 900) == [
        "The narration, sentence by sentence,", "with its word times",
    ]  # fmt: skip
    assert set_prose("Build what depends on it", 420) == ["Build what", "depends on it"]


@given(st.lists(st.floats(10, 90), min_size=2, max_size=30), st.floats(120, 400))
@settings(max_examples=60, deadline=None)
def test_prose_has_as_few_lines_as_can_be_and_headings_none_longer(widths: list[float], width: float) -> None:
    words = units(*widths)
    spans = [avoid_widow(words, width, keep_whole), even_lines(words, width, keep_whole)]
    least, at = 1, 0.0
    for unit in words:
        if at + unit.solid > width:
            least, at = least + 1, 0.0
        at += unit.full
    assert [len(lines) for lines in spans] == [least, least]
    for lines in spans:
        assert all(sum(u.full for u in words[a:b]) - 10 <= width + 1e-6 for a, b in lines)


def test_a_short_code_span_is_not_broken_and_a_long_one_is() -> None:
    text = (Run(text="It runs in CI with "), Run(text="make video", code=True))
    assert set_prose(text, 480) == ["It runs in CI with", "make video"]
    long = (Run(text="Run "), Run(text="make video SOURCE=guide.md THEME=swiss", code=True))
    assert len(set_prose(long, 480)) > 1 and set_prose(long, 480)[0] != "Run"


def test_a_pill_keeps_no_space_of_a_sign_that_no_font_has() -> None:
    text = (Run(text="even in "), Run(text="code \U000f0000", code=True), Run(text=" spans"))
    assert set_prose(text, 900) == ["even in code spans"]


def test_phrases_of_short_japanese_prose_stay_whole() -> None:
    lines = set_prose("初回のインストールと結果の確認にかかる約十分の時間", 700, language="ja")
    assert all(not line.startswith(("に", "の", "を", "と", "認")) for line in lines) and len(lines) == 2


@pytest.mark.parametrize("theme", ["orbit", "swiss", "editorial", "poster", "terminal"])
def test_stems_of_large_letters_stand_on_the_edge_and_numbers_touch_it(theme: str) -> None:
    page = open_page(look_of("wide", theme))
    for size in ("hero", "headline", "heading"):
        assert ink_of(set_text("Hills", page.style(size, "#000000", "bold"), 800))[0] in (100, 101)
    (number,) = [w for w in words_in(lay_out_scene(SAMPLES["section"][1], page.look)) if w.paragraph.text == "11"]
    black = set_text("11", page.style("hero", "#000000", "bold"), 800).style
    style = TextStyle(160, "#000000", "bold", tracking=-0.05, flush=number.paragraph.style.flush, family=black.family)
    assert ink_of(set_text("11", style, 800), "right")[1] in (899, 900)
    assert ink_of(set_text("11", style, 800))[0] in (100, 101)


def test_numbers_of_a_list_end_on_one_line() -> None:
    lines = tuple(Line(text=(Run(text="Go"),), marker="number", number=number) for number in (9, 10))
    layout = lay_out_scene(ListScene(scene_id="s", narration=TALK, header="H", lines=lines), Look())
    nine, ten = (next(w for w in words_in(layout) if w.paragraph.text == text) for text in ("9", "10"))
    assert nine.align == ten.align == "right" and nine.box.right == ten.box.right


def test_headers_of_tall_pages_have_one_size() -> None:
    page = open_page(look_of("tall"))
    short, long = (place_above(page, text).items[-1] for text in ("Install it", "Walking a tree without recursion"))
    assert isinstance(short, Words) and isinstance(long, Words)
    assert short.paragraph.style.size == long.paragraph.style.size
    assert lines_of(long.paragraph) == ["Walking a tree", "without recursion"]
    wide = place_above(open_page(look_of("wide")), "Walking a tree without recursion").items[-1]
    assert isinstance(wide, Words) and len(wide.paragraph.lines) == 1


def test_a_row_of_code_ends_before_a_dot_and_not_before_a_colon() -> None:
    def rows(line: str, columns: int) -> list[str]:
        cells = (lay_cells((Stretch(line, "#000000"),), Grid(30, 40, "en")),)
        return ["".join(cell.text for cell in row.cells) for row in wrap_cells(cells, columns)]

    assert rows("if entry.is_symlink():", 21) == ["if entry", ".is_symlink():"]
    assert rows("popped=waiting.popleft()", 23) == ["popped=waiting", ".popleft()"]
    assert rows("Completed it in 1.2 s", 20) == ["Completed it in ", "1.2 s"]


def test_the_mark_of_a_row_that_carries_on_stands_within_its_window() -> None:
    line = "python3 -m venv .venv && source .venv/bin/activate && pip install --quiet prefect"
    scene = CommandScene(scene_id="s", narration=TALK, header="H", lines=(CommandLine(text=line),))
    layout = lay_out_scene(scene, look_of("tall"))
    window = max((i for i in layout.items if isinstance(i, Panel)), key=lambda panel: panel.box.height).box
    marks = [item for item in layout.items if isinstance(item, Mark) and item.name == "continued"]
    texts = [item for item in words_in(layout) if item.box.y > window.y]
    assert marks and all(mark.box.x >= texts[0].box.x for mark in marks)
    for mark in marks:
        beside = [w for w in texts if w.box.y <= mark.box.y < w.box.bottom and w.paragraph.lines[0].segments]
        assert all(mark.box.right <= w.box.x + w.paragraph.lines[0].segments[0].x for w in beside)


def test_points_have_the_themes_sign_in_every_kind_of_list() -> None:
    def names(scene: SceneConfig, theme: str) -> set[str]:
        return {item.name for item in lay_out_scene(scene, look_of("wide", theme)).items if isinstance(item, Mark)}

    text = ((Run(text="One"),), (Run(text="Two"),))
    both = TwoColumnScene(
        scene_id="s", narration=TALK, header="H",
        first=Column(heading="A", text=text), second=Column(heading="B", text=text),
    )  # fmt: skip
    listed = ListScene(scene_id="s", narration=TALK, header="H", lines=tuple(Line(text=part) for part in text))
    for theme in theme_names():
        assert names(both, theme) == names(listed, theme)
    steps = {t: lay_out_scene(SAMPLES["steps"][0], look_of("wide", t)).items for t in ("swiss", "orbit")}
    assert not any(isinstance(item, Disc) for item in steps["swiss"]), "square points, square dots"
    assert any(isinstance(item, Disc) for item in steps["orbit"])


def test_boxes_of_diagrams_have_the_themes_corners_and_its_letters() -> None:
    def corners(theme: str) -> int:
        """Count the corners of the first box's area."""
        items = lay_out_scene(SAMPLES["diagram"][0], look_of("wide", theme)).items
        (drawing,) = [item for item in items if isinstance(item, Drawing)]
        colours = open_page(look_of("wide", theme)).theme
        ground = tint(colours.ground, colours.accent, 0.13)
        bodies = [path for path in drawing.paths if path.colour == ground and not path.width]
        return len(bodies[0].contours[0])

    assert [corners(theme) for theme in ("swiss", "editorial", "contrast")] == [4, 4, 4]
    assert corners("orbit") > 4 and corners("soft") > 4
    for theme in theme_names():
        page = open_page(look_of("wide", theme))
        read = next(w for w in words_in(lay_out_scene(SAMPLES["diagram"][0], page.look)) if w.paragraph.text == "Read")
        assert read.paragraph.style.family == page.families[1]


def test_long_steps_stand_below_each_other() -> None:
    layout = lay_out_scene(SAMPLES["steps"][1], look_of("wide"))
    tops = [item.box.y for item in words_in(layout) if item.paragraph.text in ("1984", "1991", "2004")]
    assert len(set(tops)) == 3
    assert all(len(item.paragraph.lines) <= 2 for item in words_in(layout))


def test_a_chapter_is_not_divided_while_a_smaller_heading_would_do() -> None:
    scene = SectionScene(
        scene_id="s", narration=TALK, title="Where the cache lives, and what becomes of it", number=11, total=14,
        summary="Files, locks and what happens when the machine loses power halfway through.",
    )  # fmt: skip
    for theme in theme_names():
        assert lay_out_scene(scene, look_of("square", theme)).fits, theme


def test_words_that_stand_alone_are_on_the_posters_field() -> None:
    quote = QuoteScene(scene_id="s", narration=TALK, text=(Run(text="Less."),), attribution="Somebody")
    poster, orbit = (open_page(look_of("wide", theme)) for theme in ("poster", "orbit"))
    assert lay_out_scene(quote, poster.look).ground == poster.theme.solid
    assert lay_out_scene(SAMPLES["stat"][0], poster.look).ground == poster.theme.solid
    assert lay_out_scene(SAMPLES["stat"][1], poster.look).ground == poster.theme.ground, "its header has the field"
    assert lay_out_scene(quote, orbit.look).ground == orbit.theme.ground


@pytest.mark.parametrize("theme", ["poster", "soft"])
def test_words_keep_clear_of_shapes_above_them(theme: str) -> None:
    page = open_page(look_of("square", theme))
    scene = OutroScene(
        scene_id="s", narration=TALK, title="Write it down once, and keep it true",
        lines=("Install it with one command", "Read the guide and the reference", "Tell us what broke"),
    )  # fmt: skip
    low = max(item.box.bottom for item in place_ornament(page) if isinstance(item, Panel))
    assert min(item.box.y for item in words_in(lay_out_scene(scene, page.look))) >= low


def test_the_bar_of_an_opening_keeps_away_from_words() -> None:
    for shape in SHAPES:
        page = open_page(look_of(shape, "contrast"))
        (bar,) = place_ornament(page)
        assert isinstance(bar, Panel) and bar.box.right <= page.safe.x // 2


def test_a_sign_before_a_label_begins_where_the_words_below_do() -> None:
    for shape in SHAPES:
        layout = lay_out_scene(SAMPLES["callout"][1], look_of(shape))
        (mark,) = [item for item in layout.items if isinstance(item, Mark)]
        body = max(words_in(layout), key=lambda item: item.box.y)
        assert mark.box.x + find_ink(mark.name, mark.box.width)[0] == body.box.x


def test_a_title_of_three_lines_has_no_short_one_in_the_middle() -> None:
    page: Page = open_page(look_of("wide"))
    paragraph, fits = page.largest(
        "Incremental builds, explained", ("poster", "headline", "title"), page.column(0, 6)[1], 500, face="bold"
    )
    assert fits and lines_of(paragraph) == ["Incremental", "builds, explained"]


def test_code_has_no_ligatures() -> None:
    """Draw `!=`, which JetBrains Mono would join, and the two signs one by one: the pixels are the same."""
    style = TextStyle(60, "#000000", "mono")

    def draw(*parts: str) -> bytes:
        image = Image.new("RGB", (200, 100), "#ffffff")
        x = 10.0
        for part in parts:
            paragraph = set_text(part, style, 500)
            words = Words(Box(round(x), 10, 180, paragraph.height), paragraph)
            image = Image.composite(
                image, paint_layout(Layout("#ffffff", (words,), True), image.size, lambda _: b""),
                image.convert("L").point(lambda tone: 0 if tone == 255 else 255),
            )  # fmt: skip
            x += paragraph.width
        return image.tobytes()

    assert draw("!=") == draw("!", "=")
