"""Languages as they are seen: captions within their lines, letters with their fonts, lines from their own side."""

from __future__ import annotations

import pytest

from model.errors import ResourceError
from model.language import find_language, known_languages
from model.timeline import VideoFormat
from render.cue_text import LINE, NARROW, WIDE, is_wide, line_room, text_width
from render.cues import build_cues
from render.designs import lay_out_scene
from render.glyphs import check_glyphs
from render.layout import Mark, Words
from render.theme import Look
from render.timeline import plan_timeline
from tests.silent_film import make_takes
from tests.test_markdown_reach import write
from writing.phrase_book import find_phrases

SCRIPTS = {
    "ar": "Arabic",
    "he": "Hebrew",
    "hi": "Devanagari",
    "th": "Thai",
    "zh": "Chinese",
    "ja": "Hiragana",
    "ko": "Hangul",
}


def film(code: str):
    """Write a film whose prose is the language's own book's."""
    book = find_phrases(code)
    space = "" if code in ("ja", "zh") else " "
    prose = space.join((book.begin_look, book.short, book.diagrams[0], book.courses[0], book.answers))
    points = "\n".join(f"- {phrase}" for phrase in (book.begin_look, book.short, book.think))
    return write(f"# README\n\n{prose}\n\n## {book.introduction}\n\n{points}\n", code)


def cues_of(code: str):
    script = film(code)
    takes = make_takes(script)
    return build_cues(script, plan_timeline(script, takes, ((),) * len(takes), VideoFormat()), takes)


@pytest.mark.parametrize("code", known_languages())
def test_captions_keep_to_the_lines_of_their_language(code: str) -> None:
    language, cues = find_language(code), cues_of(code)
    room = line_room(language)
    assert cues
    for cue in cues:
        assert len(cue.lines) <= 2
        assert all(text_width(line) <= room for line in cue.lines)
        assert all(len(line) <= max(language.captions.line, LINE) for line in cue.lines)


def test_a_language_of_wide_letters_has_sixteen_on_a_line() -> None:
    assert line_room(find_language("zh")) == 16 * WIDE
    assert line_room(find_language("th")) == 35 * NARROW
    assert line_room(find_language("en")) == LINE * NARROW
    assert max(sum(map(is_wide, line)) for cue in cues_of("zh") for line in cue.lines) in (15, 16)


@pytest.mark.parametrize("code", ["cs", "de", "el", "es", "fr", "he", "it", "pl", "pt", "ro", "ru", "sv", "uk", "vi"])
def test_lines_break_before_small_words_and_not_after_them(code: str) -> None:
    leaders, ends = (
        find_language(code).leaders,
        [cue.lines[0].split()[-1] for cue in cues_of(code) if len(cue.lines) == 2],
    )
    assert ends
    assert sum(end.lower() in leaders for end in ends) * 5 <= len(ends)


@pytest.mark.parametrize("code", SCRIPTS)
def test_letters_without_a_font_are_told_with_the_package_that_brings_one(code: str) -> None:
    with pytest.raises(ResourceError) as caught:
        check_glyphs(film(code), Look(language=code), folders=())
    assert SCRIPTS[code] in caught.value.message
    assert caught.value.remedy.startswith(
        f"Install {'fonts-noto-cjk' if code in ('zh', 'ja', 'ko') else 'fonts-noto-core'}"
    )


@pytest.mark.parametrize("code", [code for code in known_languages() if code not in SCRIPTS])
def test_our_own_fonts_have_the_letters_of_all_other_languages(code: str) -> None:
    assert check_glyphs(film(code), Look(language=code), folders=()) == ()


@pytest.mark.parametrize("code", known_languages())
def test_points_stand_behind_their_marks_on_the_side_of_their_language(code: str) -> None:
    points = next(scene for scene in film(code).scenes if scene.scene_type == "list")
    items = lay_out_scene(points, Look(language=code)).items
    marks = [item.box for item in items if isinstance(item, Mark)]
    words = [item.box for item in items if isinstance(item, Words)][1:]
    assert marks
    assert words
    behind = all(mark.x > box.x for mark in marks for box in words)
    assert behind is (find_language(code).direction == "rtl")
