"""Fonts by what they cover: ours, then the machine's; signs are left out aloud, letters never."""

from __future__ import annotations

from itertools import product

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from model.content import Run
from model.errors import ResourceError
from model.narration import Sentence, Word
from model.scenes import CodeScene, Line, ListScene, TitleScene
from model.script import VideoScript
from render.canvas import paint_layout
from render.display_text import drawable_text, split_pieces
from render.fallback import emoji_font, find_emoji, find_font, is_decorative, is_emoji
from render.glyphs import check_glyphs, used_fonts
from render.layout import Box, Layout, Words
from render.shown_texts import shown_texts
from render.spans import TextStyle
from render.text_layout import set_text
from render.theme import Look
from render.typefaces import FontFile, bundled_font

TALK = (Sentence(words=(Word(text="Word.", spoken="word."),)),)
NOWHERE: tuple[str, ...] = ()


def film(*texts: str) -> VideoScript:
    lines = tuple(Line(text=(Run(text=text),)) for text in texts)
    scene = ListScene(scene_id="l", narration=TALK, header="H", lines=lines)
    return VideoScript(
        video_id="film", title="Film", description="", language="en", source_name="-", accent_color="blue", theme="dark",
        scenes=(scene,), coverage=(),
    )  # fmt: skip


def test_our_own_fonts_cover_european_text():
    script = film("Ünïcode: żółć, Ελληνικά, Русский, “quotes” – dashes… €, ≤ ≥ × → ✓ ✗")
    assert check_glyphs(script, Look(), NOWHERE) == ()
    assert len(used_fonts(script, Look(), NOWHERE)) == 8


def test_emoji_are_left_out_with_one_warning():
    (warning,) = check_glyphs(film("🚀 Fast", "Safe 🔒", "🚀 again"), Look(), NOWHERE)
    assert "2 kinds" in warning
    assert "🚀" in warning
    assert find_emoji("🚀", NOWHERE) is None


@pytest.mark.skipif(emoji_font() is not None, reason="this machine has coloured emoji")
def test_emoji_without_a_font_leave_no_gap():
    assert drawable_text("🚀 Fast", "regular", "en").strip() == "Fast"
    assert drawable_text("a 🚀 b", "regular", "en") == "a b"


@pytest.mark.skipif(emoji_font() is None, reason="no coloured emoji on this machine")
def test_emoji_are_drawn_in_colour_at_the_size_of_the_words():
    assert check_glyphs(film("🚀 Fast", "👩‍💻", "🇩🇪"), Look()) == ()
    for size in (36, 72):
        (line,) = set_text("🍅", TextStyle(size, "#000000"), 400).lines
        assert 0.9 * size < line.width < 1.5 * size
        item = Words(Box(10, 10, 300, 2 * size), set_text("🍅", TextStyle(size, "#000000"), 400))
        image = paint_layout(Layout("#ffffff", (item,), True), (320, 200), lambda asset: b"")
        red = [xy for xy in product(range(320), range(200)) if is_red(image.getpixel(xy))]
        assert len(red) > size * size / 4
        assert max(x for x, _ in red) <= 10 + line.width and min(x for x, _ in red) >= 10
    assert set_text("👩‍💻", TextStyle(36, "#000000"), 400).lines[0].width < 54, "joined emoji are one"


def is_red(pixel) -> bool:
    return pixel[0] > 150 and pixel[1] < 110 and pixel[2] < 110


@pytest.mark.skipif(emoji_font() is None, reason="no coloured emoji on this machine")
def test_emoji_of_the_older_blocks_have_their_colours_too():
    assert find_emoji("⚡") and find_emoji("✨") and find_emoji("❗")
    assert find_emoji("✓") is None and find_emoji("©") is None and find_emoji("→") is None


def test_older_emoji_without_a_coloured_font_keep_their_outline():
    assert find_emoji("⚡", NOWHERE) is None and not is_emoji("⚡")
    assert find_font("⚡", "mono", "en", NOWHERE) == bundled_font("mono")


def test_a_prompt_in_code_is_the_sign_itself():
    assert drawable_text("❯ make", "mono-bold", "en") == "❯ make"
    assert drawable_text("❯ make", "regular", "en") == "› make"


def test_emoji_that_mean_something_become_plain_signs():
    assert drawable_text("✅", "regular", "en") == "✓"
    assert drawable_text("❌", "regular", "en") == "✗"
    assert check_glyphs(film("✅ ✔️ ❌ ⭐"), Look(), NOWHERE) == ()


def test_letters_without_a_font_are_an_error_that_names_the_package():
    with pytest.raises(ResourceError, match="Devanagari") as caught:
        check_glyphs(film("नमस्ते"), Look(), NOWHERE)
    assert "fonts-noto-core" in caught.value.remedy
    with pytest.raises(ResourceError, match="Chinese") as caught:
        check_glyphs(film("你好"), Look(), NOWHERE)
    assert "fonts-noto-cjk" in caught.value.remedy


def make_font(path, letter: str) -> None:
    pen = TTGlyphPen(None)
    for at, point in enumerate(((0, 0), (0, 700), (500, 700), (500, 0))):
        (pen.moveTo if not at else pen.lineTo)(point)
    pen.closePath()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "letter"])
    builder.setupCharacterMap({ord(letter): "letter"})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "letter": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (500, 0), "letter": (600, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Test", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)


def test_a_font_is_found_by_what_it_covers(tmp_path):
    path = tmp_path / "fonts" / "Some-Regular.ttf"
    path.parent.mkdir()
    make_font(path, "ა")
    (tmp_path / "fonts" / "readme.txt").write_text("no font")
    folders = (str(tmp_path / "fonts"), str(tmp_path / "absent"))
    assert find_font("ა", "regular", "ka", folders) == FontFile(str(path))
    assert find_font("ბ", "regular", "ka", folders) is None
    script = film("ა")
    assert check_glyphs(script, Look(), folders) == ()
    names = [name for name, _ in used_fonts(script, Look(), folders)]
    assert "Some-Regular.ttf" in names
    assert len(names) == 9


def test_the_digest_of_a_font_is_that_of_its_bytes(tmp_path):
    make_font(tmp_path / "A-Regular.ttf", "ა")
    before = dict(used_fonts(film("ა"), Look(), (str(tmp_path),)))
    assert len(before["A-Regular.ttf"]) == 64
    assert before == dict(used_fonts(film("ა"), Look(), (str(tmp_path),)))


def test_signs_of_code_come_from_the_mono_font_and_others_from_the_text_font():
    assert split_pieces("─", "regular", "en")[0].file == bundled_font("mono")
    assert split_pieces("★", "mono", "en")[0].file == bundled_font("regular")


def test_kinds_of_characters():
    assert is_emoji("🚀")
    assert is_emoji("1️⃣")
    assert not is_emoji("✓")
    assert is_decorative("\ue0b0")
    assert not is_decorative("你")


def test_only_what_is_shown_is_looked_at():
    scene = CodeScene(scene_id="c", narration=TALK, header="H", language="python", code="x", first_line=1, last_line=1)
    assert set(shown_texts(scene)) == {("H", "mono"), ("python", "mono"), ("x", "mono")}
    title = TitleScene(scene_id="t", chapter="C", narration=TALK, title="T", subtitle="S")
    assert shown_texts(title) == (("T", "regular"), ("S", "regular"))
