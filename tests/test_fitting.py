"""Scenes that are too full become further scenes: all that was shown is shown, all that was said is said."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.assets import Asset
from model.content import Run, plain
from model.inputs import SourceSpan
from model.narration import Narration, Sentence, Word
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
from model.script import Coverage, VideoScript
from render.designs import find_cues, lay_out_scene
from render.fitting import fit_scene, fit_script
from render.splitting import share_narration, shorten, split_string, split_text
from render.theme import Look

LOOK = Look()


def talk(*sentences: str) -> Narration:
    return tuple(Sentence(words=tuple(Word(text=w, spoken=w) for w in said.split())) for said in sentences)


def nothing(asset: Asset) -> bytes:
    raise AssertionError("fitting needs no picture's bytes")


def script_of(*scenes: SceneConfig, coverage: tuple[Coverage, ...] = ()) -> VideoScript:
    return VideoScript(
        video_id="film", title="Film", description="", language="en", source_name="README.md", accent_color="blue",
        theme="dark", scenes=scenes, coverage=coverage,
    )  # fmt: skip


def said_by(scenes: tuple[SceneConfig, ...]) -> list[str]:
    return [word.spoken for scene in scenes for sentence in scene.narration for word in sentence.words]


LONG = "This point says a great deal about how the whole pipeline works, and then it goes on. " * 6
TALK = talk("One is said here.", "Two is said here.", "Three is said here.", "Four.", "Five.", "Six is the last one.")


def long_list(count: int = 12) -> ListScene:
    lines = tuple(Line(text=(Run(text=f"Point {n}: {LONG[:150]}"),), sentence=min(n // 2, 5)) for n in range(count))
    return ListScene(scene_id="points", chapter="Points", narration=TALK, header="Many points", lines=lines)


def test_a_script_that_fits_is_returned_unchanged():
    script = script_of(TitleScene(scene_id="title", narration=TALK, title="Film"))
    assert fit_script(script, LOOK, nothing) is script


def test_a_long_list_continues():
    taken = TitleScene(scene_id="points-2", narration=TALK, title="Film")
    span = SourceSpan(file="README.md", first=1, last=9)
    coverage = (Coverage(block_id="b1", span=span, kind="list", outcome="shown and spoken", scenes=("points",)),)
    fitted = fit_script(script_of(long_list(), taken, coverage=coverage), LOOK, nothing)
    ids = [scene.scene_id for scene in fitted.scenes]
    assert ids[0] == "points"
    assert ids[1:-1] == [f"points-{n}" for n in range(3, len(ids) + 1)], "points-2 was taken"
    assert fitted.coverage[0].scenes == tuple(ids[:-1])
    assert [scene.chapter for scene in fitted.scenes[:-1]] == ["Points"] + [""] * (len(ids) - 2)
    assert said_by(fitted.scenes[:-1]) == said_by((long_list(),))


def test_points_stay_with_the_sentences_that_say_them():
    scene = long_list()
    before = {plain(line.text): scene.narration[line.sentence] for line in scene.lines}
    parts = fit_scene(scene, LOOK)
    assert len(parts) > 1
    for part in parts:
        assert isinstance(part, ListScene)
        assert len(find_cues(part, LOOK)) == sum(line.state == "now" for line in part.lines)
        for line in part.lines:
            assert part.narration[line.sentence] == before[plain(line.text)]


def everything() -> dict[str, SceneConfig]:
    """Make a scene of each type that holds far too much."""
    scene: dict = {
        "scene_id": "s",
        "narration": talk("A first sentence, with a comma.", "And a second one that is longer."),
    }
    cells = tuple(tuple((Run(text=f"{row}/{column} {LONG[:200]}"),) for column in range(8)) for row in range(9))
    titles = tuple((Run(text=f"Column {n}"),) for n in range(8))
    code = "\n".join(f"line_{n} = call({n})" + (", more" * 80 if n == 7 else "") for n in range(60))
    typed = tuple(CommandLine(text=f"echo {n} " + "word " * 90) for n in range(20))
    picture = Asset(sha256="0" * 64, size=1, suffix=".png")
    return {
        "title": TitleScene(**scene, title=LONG, subtitle=LONG * 4),
        "section": SectionScene(**scene, title=LONG, number=1, total=2, summary=LONG * 4),
        "list": ListScene(**scene, header=LONG, lines=(Line(text=(Run(text=LONG * 8),)),)),
        "code": CodeScene(**scene, header=LONG, language="python", code=code, first_line=1, last_line=60),
        "one line": CodeScene(**scene, header="", code="x" * 9000, first_line=1, last_line=1),
        "command": CommandScene(**scene, header=LONG, lines=typed),
        "table": TableScene(**scene, header=LONG, columns=titles, rows=cells, alignments=("left",) * 8, marked=5),
        "image": ImageScene(**scene, header=LONG, image=picture, width=900, height=900, caption=LONG * 4),
        "quote": QuoteScene(**scene, text=(Run(text=LONG * 8), Run(text=" end", strong=True)), attribution=LONG),
        "callout": CalloutScene(**scene, text=(Run(text=LONG * 8),), tone="note", label="Note"),
        "outro": OutroScene(**scene, title=LONG, lines=(LONG, LONG * 3, LONG, LONG)),
    }


def shown(scene: SceneConfig) -> str:
    """Collect the letters that a scene's own field shows."""
    found = {
        "title": lambda s: s.title + s.subtitle, "section": lambda s: s.title + s.summary,
        "list": lambda s: "".join(plain(line.text) for line in s.lines),
        "code": lambda s: "".join(s.code.split("\n")[s.first_line - 1 : s.last_line]),
        "command": lambda s: "".join(line.text for line in s.lines),
        "table": lambda s: "".join(plain(cell) for row in s.rows for cell in row),
        "image": lambda s: s.caption, "quote": lambda s: plain(s.text), "callout": lambda s: plain(s.text),
        "outro": lambda s: s.title + "".join(s.lines),
    }[scene.scene_type](scene)  # fmt: skip
    return "".join(found.split())


@pytest.mark.parametrize("name", everything())
def test_far_too_much_of_each_type_is_divided_until_it_fits(name):
    scene = everything()[name]
    parts = fit_scene(scene, LOOK)
    assert len(parts) > 1
    assert all(lay_out_scene(part, LOOK).fits for part in parts)
    assert all(part.narration for part in parts)
    same = [part for part in parts if part.scene_type == scene.scene_type]
    together = "".join(shown(part) for part in same)
    if name == "table":
        assert sorted(set(together)) == sorted(set(shown(scene)))
    elif name in ("title", "section", "outro", "quote", "image"):
        assert len(together) >= len(shown(scene))
    else:
        assert together == shown(scene)


def test_a_long_header_is_shown_whole_before_it_is_shortened():
    first, second, *_ = fit_scene(everything()["list"], LOOK)
    assert isinstance(first, QuoteScene)
    assert isinstance(second, QuoteScene | ListScene)
    statements = "".join(
        plain(part.text) for part in fit_scene(everything()["list"], LOOK) if isinstance(part, QuoteScene)
    )
    assert statements.replace(" ", "") == LONG.replace(" ", "")


def test_the_marked_row_stays_marked():
    cells = tuple(((Run(text=f"row {n} {LONG[:300]}"),), (Run(text=LONG[:300]),)) for n in range(9))
    titles = ((Run(text="A"),), (Run(text="B"),))
    scene = TableScene(
        scene_id="t", narration=TALK, header="", columns=titles, rows=cells, alignments=("left",) * 2, marked=6
    )
    marked = [plain(part.rows[part.marked][0]) for part in fit_scene(scene, LOOK) if part.marked is not None]
    assert len(marked) == 1
    assert marked[0].startswith("row 6")


def test_code_is_divided_at_a_blank_line():
    code = "\n".join(["a = 1"] * 14 + [""] + ["b = 2"] * 14)
    scene = CodeScene(
        scene_id="c", narration=TALK, header="H", language="python", code=code, first_line=1, last_line=29
    )
    parts = fit_scene(scene, LOOK)
    assert [(part.first_line, part.last_line) for part in parts] == [(1, 14), (16, 29)]


@given(st.lists(st.integers(1, 6), min_size=1, max_size=6), st.floats(0, 1))
@settings(max_examples=50, deadline=None)
def test_sharing_sentences_loses_no_word(lengths, part):
    narration = talk(*(" ".join(f"w{n}-{i}" for i in range(length)) for n, length in enumerate(lengths)))
    before, after = share_narration(narration, part)
    assert before
    assert after
    words = [word.text for sentence in (*before, *after) for word in sentence.words]
    whole = [word.text for sentence in narration for word in sentence.words]
    assert words == (whole * 2 if len(whole) == 1 else whole)


@given(st.text(st.characters(exclude_categories=["Cs", "Zs", "Cc"]), max_size=80) | st.just("one two, three four"))
@settings(max_examples=50, deadline=None)
def test_cutting_a_text_loses_nothing(text):
    head, tail = split_string(text)
    assert "".join((head + tail).split()) == "".join(text.split())


def test_cutting_keeps_styles():
    text = (Run(text="plain words and "), Run(text="strong words here", strong=True))
    head, tail = split_text(text)
    assert plain(head) + " " + plain(tail) == plain(text)
    assert [run.strong for run in (*head, *tail)].count(True) >= 1


@given(st.text(max_size=200), st.integers(4, 80))
@settings(max_examples=50, deadline=None)
def test_shortened_texts_keep_to_their_length(text, length):
    short = shorten(text, length)
    assert len(short) <= length
    assert short == text or short.endswith("…")
