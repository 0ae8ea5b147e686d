"""The files beside a film: true to the timeline, the same bytes twice, and a script that reads back to the letter."""

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.videos.script_reading import read_script
from model.assets import Asset
from model.content import Run
from model.errors import ValidationError
from model.inputs import SourceSpan
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
    SectionScene,
    TableScene,
    TitleScene,
)
from model.scenes.callout import CalloutScene
from model.script import Coverage, VideoScript
from model.timeline import VideoFormat
from render.chapters import Chapter, description_text, list_chapters, list_site_chapters
from render.reports import metadata_json, timing_report
from render.script_file import script_yaml
from render.timeline import plan_timeline
from tests.silent_film import make_scene, make_script, make_takes

LONG = "A sentence that is long enough for a chapter, because it goes on and on and on, and then on again to its end."


def film(*chapters: str, texts: tuple[str, ...] = (LONG,)):
    script = make_script(*(make_scene(f"s{at}", *texts, chapter=chapter) for at, chapter in enumerate(chapters)))
    takes = make_takes(script)
    return script, plan_timeline(script, takes, ((),) * len(takes), VideoFormat()), takes


def test_chapters_cover_the_film() -> None:
    script, timeline, _ = film("Start", "", "Middle", "End\nof\tit ")
    chapters = list_chapters(script, timeline)
    assert [chapter.title for chapter in chapters] == ["Start", "Middle", "End of it"]
    assert [chapter.first_frame for chapter in chapters] == [timeline.slots[at].first_frame for at in (0, 2, 3)]
    assert [chapter.end_frame for chapter in chapters] == [*(c.first_frame for c in chapters[1:]), timeline.frames]


def test_what_comes_before_the_first_chapter_has_the_films_title() -> None:
    script, timeline, _ = film("", "Install")
    assert [(c.first_frame, c.title) for c in list_chapters(script, timeline)] == [
        (0, "A film"),
        (timeline.slots[1].first_frame, "Install"),
    ]
    assert [c.title for c in list_chapters(*film("", "")[:2])] == ["A film"]


def chapters_of(*seconds: int) -> list[Chapter]:
    ends = [sum(seconds[: at + 1]) for at in range(len(seconds))]
    return [
        Chapter(first_frame=30 * (end - length), end_frame=30 * end, title=f"C{at}")
        for at, (end, length) in enumerate(zip(ends, seconds, strict=True))
    ]


@pytest.mark.parametrize(
    ("seconds", "listed"),
    [
        ((20, 20, 20), ((0, "C0"), (20, "C1"), (40, "C2"))),
        ((5, 20, 20, 20), ((0, "C1"), (25, "C2"), (45, "C3"))),
        ((20, 20, 20, 4), ((0, "C0"), (20, "C1"), (40, "C2"))),
        ((20, 4, 4, 4, 20, 20), ((0, "C0"), (20, "C1"), (32, "C4"), (52, "C5"))),
        ((20, 20), ()),
        ((9, 9, 9), ()),
        ((), ()),
    ],
)
def test_the_list_for_a_site_merges_what_is_short(seconds, listed) -> None:
    assert list_site_chapters(chapters_of(*seconds), 30) == listed


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(1, 40), max_size=30))
def test_a_list_for_a_site_keeps_its_rules(seconds) -> None:
    listed = [second for second, _ in list_site_chapters(chapters_of(*seconds), 30)]
    ends = [*listed[1:], sum(seconds)] if listed else []
    assert not listed or (listed[0] == 0 and len(listed) >= 3)
    assert all(end - start >= 10 for start, end in zip(listed, ends, strict=True))


def test_a_description_as_a_site_takes_it() -> None:
    script, timeline, _ = film("Start <b>", "", "Middle", "", "End", "")
    script = script.model_copy(update={"description": "What <it> is.\n  And more."})
    text = description_text(script, list_chapters(script, timeline), 30)
    assert text.startswith("What ‹it› is.\nAnd more.\n\n0:00 Start ‹b›\n0:1")
    assert text.count("\n0:") == 3
    long = script.model_copy(update={"description": "ü" * 9000})
    text = description_text(long, list_chapters(script, timeline), 30)
    assert len(text.encode()) <= 5000 and "0:00 Start" in text


def test_hours_and_many_chapters_in_a_description() -> None:
    script = film("Start")[0]
    text = description_text(script, chapters_of(*([60] * 400)), 30)
    assert "\n1:01:00 C61\n" in text
    assert len(text.encode()) <= 5000


def test_the_timing_report_says_when_everything_is_heard() -> None:
    script, timeline, takes = film("Start", "", texts=("One two.", "Three four five."))
    report = json.loads(timing_report(script, timeline, takes))
    assert (report["frames"], report["end_sample"]) == (timeline.frames, timeline.samples)
    assert [scene["first_frame"] for scene in report["scenes"]] == [slot.first_frame for slot in timeline.slots]
    second = report["scenes"][1]
    offset = timeline.speech_start(timeline.slots[1])
    assert second["start_sample"] == timeline.slots[1].first_frame * 1600
    assert second["speech_start_sample"] == offset
    assert second["speech_end_sample"] == offset + takes[1].samples
    assert [sentence["text"] for sentence in second["sentences"]] == ["One two.", "Three four five."]
    assert second["sentences"][1]["source"] == [{"file": "README.md", "first_line": 2, "last_line": 2}]
    words = [word for sentence in second["sentences"] for word in sentence["words"]]
    assert [(word["start_sample"], word["end_sample"]) for word in words] == [
        (offset + time.start, offset + time.end) for time in takes[1].words
    ]
    assert all(word["start"] == round(word["start_sample"] / 48_000, 6) for word in words)


def test_metadata_says_what_a_publisher_asks() -> None:
    script, timeline, _ = film("Start", "Ende für 影片")
    data = metadata_json(script, timeline, list_chapters(script, timeline))
    found = json.loads(data)
    assert found["duration"] == round(timeline.samples / 48_000, 6)
    assert [chapter["title"] for chapter in found["chapters"]] == ["Start", "Ende für 影片"]
    assert found["chapters"][-1]["end"] == found["duration"]
    assert "Ende für 影片" in data.decode() and data.endswith(b"}\n") and b"\r" not in data


RUNS = (Run(text="plain "), Run(text="code", code=True), Run(text=" and "), Run(text="link", href="https://x.y/?a=1#b"))
SPAN = SourceSpan(file="docs/a: b-1.md", first=3, last=7)
WORDS = (Word(text="Run", spoken="Run"), Word(text="x==1,", spoken="x one,"), Word(text="yes", spoken=""),
         Word(text="。", spoken="。", joined=True))  # fmt: skip
SAID = {"narration": (Sentence(words=WORDS, spans=(SPAN,)), Sentence(words=WORDS[:1])), "spans": (SPAN, SPAN)}
EVERY_SCENE = (
    TitleScene(scene_id="a", title="yes", subtitle="1.0", chapter="Start", **SAID),
    SectionScene(scene_id="b", title="- no: #x", number=1, total=2, summary="a\nb", **SAID),
    ListScene(scene_id="c", header="", lines=(Line(text=RUNS, sentence=1), Line(text=RUNS[:1], depth=2, marker="number",
              number=3)), **SAID),
    CommandScene(scene_id="d", header="h", lines=(CommandLine(text="ls  ", kind="output"), CommandLine(text="")), **SAID),
    CodeScene(scene_id="e", header="h", language="python", code="def f():\n\treturn 1  \n\n\n# é\x7f", first_line=1,
              last_line=2, **SAID),
    TableScene(scene_id="f", header="h", columns=(RUNS[:1], ()), rows=((RUNS, RUNS[:1]), ((), ())), alignments=("left",
               "right"), marked=0, **SAID),
    ImageScene(scene_id="g", image=Asset(sha256="1" * 64, size=3, suffix=".png"), width=1, height=2, **SAID),
    CalloutScene(scene_id="h", text=RUNS, tone="warning", label="=", **SAID),
    OutroScene(scene_id="i", title="~", lines=("null", "2026-01-01", "0x1F"), **SAID),
)  # fmt: skip


def every_script(**changed) -> VideoScript:
    coverage = Coverage(block_id="b0001", span=SPAN, kind="table", outcome="left out", reason="r", scenes=("f",))
    plain = Coverage(block_id="s01", span=SPAN, kind="heading", outcome="shown")
    return make_script(*EVERY_SCENE).model_copy(update={"coverage": (coverage, plain), "warnings": ("w",), **changed})


def test_a_script_of_every_scene_reads_back_to_the_letter() -> None:
    script = every_script()
    data = script_yaml(script, {"engine": "espeak", "target_duration": 180.0})
    assert read_script(data) == script
    assert script_yaml(read_script(data), {"engine": "espeak", "target_duration": 180.0}) == data
    assert yaml.safe_load(data)["options"] == {"engine": "espeak", "target_duration": 180.0}


TEXTS = st.text(max_size=40) | st.sampled_from(
    ["<<", "=", "*a", "&b", "!c", "?", "1_0", "0o7", ".inf", "12:30", "\x85", " a "]
)


@settings(max_examples=50, deadline=None)
@given(st.lists(TEXTS.filter(bool), min_size=1, max_size=8), TEXTS, TEXTS)
def test_any_text_reads_back(words, title, code) -> None:
    said = (Sentence(words=tuple(Word(text=word, spoken=title) for word in words)),)
    scenes = (
        CodeScene(scene_id="a", header=title, code=code, first_line=1, last_line=1, narration=said),
        QuoteScene(scene_id="b", text=(Run(text=code), Run(text=title, strong=True)), narration=said),
        OutroScene(scene_id="c", title=title, lines=(code, title), narration=said),
    )
    script = every_script(scenes=scenes, title=title, description=code)
    assert read_script(script_yaml(script)) == script


def test_a_script_is_for_people() -> None:
    text = script_yaml(film("Start")[0]).decode()
    assert text.startswith("# The script of a film")
    assert "- say: A sentence that is long enough for a chapter, because it goes on and on" in text
    assert "spans: ['README.md:1-1']" in text
    assert "- scene_id: s0\n    scene_type: quote\n" in text


def test_an_edited_script_is_read() -> None:
    data = script_yaml(film("Start", texts=("It works on one computer.",))[0])
    words = read_script(data.replace(b"It works on one", b"It works  on no")).scenes[0].narration[0].words
    assert [word.text for word in words] == ["It", "works", "on", "no", "computer."]
    data = data.replace(b"say: It works on one computer.", b"words: [No, {text: NASA, spoken: nassa}, no]")
    words = read_script(data).scenes[0].narration[0].words
    assert words == (
        Word(text="No", spoken="No"), Word(text="NASA", spoken="nassa"), Word(text="no", spoken="no"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "message", "line"),
    [
        (b"scene_type: quote", b"scene_type: dance", "dance", 16),
        (b"theme: dark", b"theme: dark\n  theme: light", "stands here twice", 15),
        (b"theme: dark", b"theme: [", "Malformed YAML", None),
        (b"theme: dark", b"theme: &a dark\n  title: *a", "no aliases", 15),
        (b"theme: dark", b"theme: " + b"[" * 80 + b"]" * 80, "60 levels", 14),
        (b"theme: dark", b"theme: dusk", "no theme 'dusk'", 14),
        (b"theme: dark", b"theme: dark\n  colour: red", "colour", 15),
        (b"video_gen_script: 1", b"video_gen_script: 2", "no script of version 1", None),
        (b"language: en", b"language: !!python/object/apply:os.system [ls]", "language", 11),
        (b"language: en", b"language: en\x00", "Malformed YAML", None),
    ],
)
def test_what_cannot_be_a_script_is_refused_with_its_line(before, after, message, line) -> None:
    with pytest.raises(ValidationError, match=message) as refused:
        read_script(script_yaml(film("Start")[0]).replace(before, after))
    assert line is None or refused.value.problems[0].line == line


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe", b"[]", b"video_gen_script: 1", b"- - -", b"video_gen_script: 1\nscript: 3"]
)
def test_what_is_no_script_at_all_is_refused(data) -> None:
    with pytest.raises(ValidationError):
        read_script(data)


def test_nothing_names_a_machine_or_a_day() -> None:
    script, timeline, takes = film("Start", "End")
    files = (
        timing_report(script, timeline, takes),
        metadata_json(script, timeline, list_chapters(script, timeline)),
        script_yaml(script),
    )
    again = film("Start", "End")
    assert files[0] == timing_report(*again)
    for data in files:
        assert str(Path.cwd()).encode() not in data
