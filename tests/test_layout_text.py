"""Text set to lines: nothing lost, nothing too wide, no grapheme cut, order as read."""

from __future__ import annotations

from itertools import accumulate, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.content import Run
from render.bidi import embedding_levels, is_rtl_text, visual_order
from render.display_text import clean_text, split_graphemes
from render.letters import letter_positions
from render.line_breaks import split_anywhere, split_overlong, split_phrases, split_units
from render.spans import TextStyle
from render.text_layout import Paragraph, set_text
from render.typefaces import Shaping, bundled_font, measure
from render.wrapping import Unit, avoid_widow, even_lines, wrap_units

STYLE = TextStyle(36, "#000000", pill="#cccccc")
LATIN = st.text(st.sampled_from("abcdefghij ABC 0123 ,.-/_:()éüßñ€“”–é\n" + "e\u0301"), min_size=1, max_size=160)


def keep_whole(unit: Unit) -> list[Unit]:
    return [unit]


def lines_of(paragraph: Paragraph) -> list[str]:
    return ["".join(segment.text for segment in line.segments) for line in paragraph.lines]


@given(LATIN, st.integers(60, 900), st.sampled_from(["even", "no widow", "none"]))
@settings(max_examples=50, deadline=None)
def test_wrapping_keeps_every_character_in_order_and_within_the_width(text, width, balance):
    paragraph = set_text(text, TextStyle(36, "#000000", balance=balance), width)
    kept = "".join(lines_of(paragraph))
    assert kept.replace(" ", "") == clean_text(text).replace(" ", "").replace("\n", "")
    widest = max(
        (measure(c, Shaping(bundled_font("regular"), 36)) for c in split_graphemes(paragraph.text) if c != "\n"),
        default=0,
    )
    for line in paragraph.lines:
        assert line.width <= max(width, widest) + 1


@given(LATIN, st.integers(40, 300))
@settings(max_examples=50, deadline=None)
def test_lines_end_between_graphemes(text, width):
    paragraph = set_text(text, STYLE, width)
    clusters = [cluster.replace(" ", "") for cluster in split_graphemes(paragraph.text) if cluster != "\n"]
    edges = {0, *accumulate(len(cluster) for cluster in clusters)}
    ends = accumulate(len(line.replace(" ", "")) for line in lines_of(paragraph))
    assert set(ends) <= edges


@given(st.text(max_size=200))
@settings(max_examples=50, deadline=None)
def test_units_join_to_the_text(text):
    assert "".join(split_units(text)) == text


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
@settings(max_examples=50, deadline=None)
def test_overlong_units_are_cut_without_loss(text):
    assert "".join(split_overlong(text)) == text
    assert "".join(split_anywhere(text)) == text


def test_a_url_is_cut_where_its_parts_meet():
    assert split_overlong("https://example.com/docs?a=1&b=2") == (
        "https://", "example.", "com/", "docs?", "a=", "1&", "b=", "2",
    )  # fmt: skip
    assert split_overlong("parseHTMLDocument") == ("parse", "HTMLDocument")


def test_a_flag_in_code_is_not_cut_at_its_hyphens():
    text = (Run(text="Install it with "), Run(text="--no-audit", code=True))
    assert lines_of(set_text(text, STYLE, 380)) == ["Install it with", "--no-audit"]


def test_japanese_headings_break_between_phrases():
    units = split_phrases("ドキュメントから動画へ：一つのコマンドで")
    assert units == ("ドキュメントから", "動画へ：", "一つの", "コマンドで")
    assert split_phrases("no kana here") == split_units("no kana here")


def test_thai_breaks_between_words_and_chinese_headings_between_phrases():
    assert split_units("ทุกเฟรมสร้างซ้ำได้เหมือนเดิม") == ("ทุก", "เฟรม", "สร้าง", "ซ้ำ", "ได้", "เหมือน", "เดิม")
    assert "文档" in split_phrases("把文档变成视频：一条命令就够了")


@given(st.text(st.sampled_from("กขคงเแไสา้่็ๆ์ำabc把文档变成视频ドキのかな、。"), max_size=80))
@settings(max_examples=50, deadline=None)
def test_phrases_join_to_the_text_and_end_between_graphemes(text):
    for cut in (split_units, split_phrases):
        units = cut(text)
        assert "".join(units) == text
        assert set(accumulate(map(len, units))) <= {0, *accumulate(map(len, split_graphemes(text)))}


@pytest.mark.parametrize("balance", ["even", "no widow", "none"])
def test_kerning_across_units_makes_no_line_too_wide(balance):
    for text in ("00g_2", "AVAVAVAV_TA.TA", "fi_/_fi-AV.AV"):
        for width in range(40, 200):
            for line in set_text(text, TextStyle(36, "#000000", balance=balance), width).lines:
                assert line.width <= width or line.end - line.start == 1


def test_headings_have_lines_of_one_length():
    style = TextStyle(64, "#000000", "semibold", balance="even")
    greedy = set_text(
        "Everything that the pipeline guarantees", TextStyle(64, "#000000", "semibold", balance="none"), 1100
    )
    evened = set_text("Everything that the pipeline guarantees", style, 1100)
    assert len(greedy.lines) == len(evened.lines) == 2
    assert max(line.width for line in evened.lines) < max(line.width for line in greedy.lines)
    assert evened.lines[1].width > 0.6 * evened.lines[0].width


def units(*widths: float) -> list[Unit]:
    return [Unit(at, at + 1, width, width + 10) for at, width in enumerate(widths)]


def test_a_widow_gets_company():
    words = units(100, 100, 100, 60, 30)
    assert wrap_units(words, 400, keep_whole)[-1] == (4, 5)
    assert avoid_widow(words, 400, keep_whole)[-1][0] < 4


@given(st.lists(st.floats(1, 90), min_size=1, max_size=40), st.floats(100, 400))
@settings(max_examples=50, deadline=None)
def test_balancing_never_adds_a_line(widths, width):
    words = units(*widths)
    greedy, evened = wrap_units(words, width, keep_whole), even_lines(words, width, keep_whole)
    assert len(evened) == len(greedy)
    assert [end for _, end in evened][-1] == len(words)
    assert all(a[1] == b[0] for a, b in pairwise(evened))


def test_styles_choose_fonts_and_colours():
    style = TextStyle(40, "#111111", link="#0000ff", pill="#dddddd", quiet="#777777")
    looks = ({"strong": True}, {"emphasis": True}, {"code": True}, {"href": "x"}, {"strike": True})
    text = tuple(Run(text=letter, **look) for letter, look in zip("abcde", looks, strict=True))
    found = set_text(text, style, 900).lines[0].segments
    faces = ("semibold", "italic", "mono", "regular", "regular")
    assert [segment.shaping.file for segment in found] == [bundled_font(face) for face in faces]
    assert [segment.colour for segment in found] == ["#111111", "#111111", "#111111", "#0000ff", "#777777"]
    assert [segment.pill for segment in found] == [False, False, True, False, False]
    assert found[2].x > found[1].x + found[1].width, "a pill has room of its own"


def test_code_is_never_set_below_the_smallest_size():
    segment = set_text((Run(text="x", code=True),), TextStyle(28, "#000000"), 900).lines[0].segments[0]
    assert segment.shaping.size == 28
    assert segment.shaping.code, "ligatures are off"


def test_tracking_moves_letters_and_keeps_kerning():
    plain = set_text("AVAT", TextStyle(100, "#000000", "bold"), 2000).lines[0]
    tight = set_text("AVAT", TextStyle(100, "#000000", "bold", tracking=-0.03), 2000).lines[0]
    assert tight.width == pytest.approx(plain.width - 4 * 3)
    placed = letter_positions(tight.segments[0])
    assert [text for text, _ in placed] == ["A", "V", "A", "T"]
    assert [x for _, x in placed] == sorted(x for _, x in placed)


@pytest.mark.parametrize(
    ("text", "rtl", "levels"),
    [
        ("abc", False, (0, 0, 0)),
        ("a א", False, (0, 0, 1)),
        ("אב 12", True, (1, 1, 1, 2, 2)),
        ("א a", True, (1, 1, 2)),
        ("a-b", True, (2, 2, 2)),
        ("א 1.5", True, (1, 1, 2, 2, 2)),
    ],
)
def test_levels(text, rtl, levels):
    assert embedding_levels(text, rtl) == levels


def test_visual_order_turns_what_runs_to_the_left():
    assert visual_order([(0, "a"), (1, "B"), (2, "1"), (1, "C"), (0, "d")]) == ["a", "C", "1", "B", "d"]
    assert is_rtl_text("123 א abc", default=False)
    assert not is_rtl_text("abc א", default=True)


def test_what_could_hide_code_is_removed():
    assert clean_text("a\u202eb\u2066c\x1b[31md\x1b[0m\u200b") == "abcd"
    assert clean_text("✅ yes ❌") == "✓ yes ✗"
    assert clean_text("a\tb") == "a    b"
