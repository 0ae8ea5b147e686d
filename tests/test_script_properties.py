"""Any document gives a script that keeps its promises: time, room on screen, ids, coverage."""

from __future__ import annotations

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from adapters.documents.parsing import parse_document
from model.assets import Asset
from model.content import plain
from model.inputs import SourceImage, TargetDuration, VideoConfig
from model.scenes import MAX_SPEECH_SECONDS, MIN_SPEECH_SECONDS
from model.script import VideoScript
from writing import capacity
from writing.codes import count_rows
from writing.script import write_script
from writing.speech.saying import estimate_seconds

PICTURE = Asset(sha256="0" * 64, size=1, suffix=".png")
WORDS = st.sampled_from(
    [
        "a",
        "the",
        "library",
        "reads",
        "writes",
        "`value`",
        "**fast**",
        "and",
        "or,",
        "which;",
        "(see)",
        "you",
        "it",
        "*never*",
        "3.5",
        "42",
        "run",
        "data",
        "U.S.",
        "e.g.",
        "https://a.example",
        "[docs](https://b.example)",
        "because;",
        "—",
        "stops:",
        "日本語",
        "größer",
        "x==",
        "don't",
        ":rocket:",
        "🎉",
        "naïve",
        "configuration",
        "interoperability",
    ]
)
PHRASE = st.lists(WORDS, min_size=1, max_size=70).map(" ".join)
SENTENCE = st.builds(
    lambda words, stop: words[:1].upper() + words[1:] + stop, PHRASE, st.sampled_from([".", "!", "?", ":", "", "..."])
)
PARAGRAPH = st.lists(SENTENCE, min_size=1, max_size=5).map(" ".join)
ITEM = st.builds(
    lambda lead, text: lead + text, st.sampled_from(["- ", "* [x] ", "1. ", "  - ", "- **Name** - "]), PHRASE
)
LIST = st.lists(ITEM, min_size=1, max_size=9).map("\n".join)
CODE = st.builds(
    lambda info, lines: "```" + info + "\n" + "\n".join(lines) + "\n```",
    st.sampled_from(["", "python", "bash", "console", "json", "yaml", "brainfuck"]),
    st.lists(
        st.sampled_from(["import os", "def run():", "", "$ pip install x", "ls -la && cd y",
                         "# do the thing", "x" * 300, '"key": 1', "日本" * 60]),
        min_size=1, max_size=24,
    ),
)  # fmt: skip
TABLE = st.builds(
    lambda width, rows: "\n".join([
        "| " + " | ".join(["head"] * width) + " |", "|" + "---|" * width] + [
        "| " + " | ".join(row[:width]) + " |" for row in rows]),
    st.integers(1, 9),
    st.lists(st.lists(st.sampled_from(["1", "22 ms", "yes", "no", "a cell with words",
                                       "", "x" * 90]), min_size=9, max_size=9), min_size=1, max_size=17),
)  # fmt: skip
QUOTE = PARAGRAPH.map(lambda text: "> " + text)
ALERT = st.builds(lambda kind, text: f"> [!{kind}]\n> {text}", st.sampled_from(["NOTE", "WARNING"]), PARAGRAPH)
IMAGE = st.sampled_from(["![](pic.png)", "![A view of the thing](pic.png)", "![gone](gone.png)"])
HEADING = st.builds(
    lambda level, words: "#" * level + " " + words,
    st.integers(1, 5),
    st.lists(WORDS, min_size=1, max_size=8).map(" ".join),
)
SHORT = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
STEPS = st.lists(
    st.builds(
        lambda lead, text: lead + text,
        st.sampled_from(
            ["- 2024: ", "- **March 2023** ", "- v1.2 (2024-05-01) ", "1. Open ", "1. Write ", "2. Click "]
        ),
        SHORT,
    ),
    min_size=1,
    max_size=9,
).map("\n".join)
NUMBER = st.builds(
    lambda number, text: number + text,
    st.sampled_from(
        ["**98 %** of ", "**12,000** users of ", "3× faster than ", "It is **3× faster** than ", "**2024** "]
    ),
    PHRASE,
)
PAIR = st.builds(
    lambda leads, codes, titled: ("\n\n".join(f"{lead}\n\n{code}" for lead, code in zip(leads, codes, strict=True)))
    if not titled else "## Old\n\n" + codes[0] + "\n\n## New\n\n" + codes[1],
    st.sampled_from([("Before:", "After:"), ("Instead of this:", "write:"), ("Before, it was long.", "Now it is short.")]),
    st.lists(CODE, min_size=2, max_size=2),
    st.booleans(),
)  # fmt: skip
ENDING = st.builds(
    lambda heading, items: heading + "\n\n" + "\n".join(items),
    st.sampled_from(["## Next steps", "## Further reading", "# Links"]),
    st.lists(st.sampled_from(["- [Guide](https://a.example/guide)", "- Forum: https://b.example", "- [x](y.md) – a page",
                              "- nothing"]), min_size=1, max_size=5),
)  # fmt: skip
BLOCK = st.one_of(PARAGRAPH, LIST, CODE, TABLE, QUOTE, ALERT, IMAGE, HEADING, HEADING, STEPS, NUMBER, PAIR)
DOCUMENT = st.builds(
    lambda blocks, ending: "\n\n".join([*blocks, *([ending] if ending else [])]),
    st.lists(BLOCK, min_size=1, max_size=10),
    st.one_of(st.none(), ENDING),
)
TARGET = st.sampled_from([15.0, 60.0, 180.0, "all"])
LANGUAGE = st.sampled_from(["en", "en", "en", "de", "ja", "zh"])


def write(text: str, target: TargetDuration, language: str) -> VideoScript:
    images = {"pic.png": SourceImage(reference="pic.png", image=PICTURE, width=640, height=480)}
    content = parse_document(
        text, "markdown", name="README.md", images=images, missing={"gone.png": "not found"}, language=language
    )
    video = VideoConfig(
        video_id="film", source_name="README.md", source_kind="markdown", source=PICTURE, target_duration=target
    )
    return write_script(content, video)


_SHORT_END = """| head | head | head | head |
|---|---|---|---|
| 1 | 1 | 1 | 1 |
| 1 | 1 | 1 | 1 |
| a cell with words | 1 | 1 | 1 |
| 1 | 1 | 1 | 1 |

A run 🎉 a it don't `value` or, größer größer x== 日本語 x== run 🎉 library a naïve the. E.g. which; 日本語 reads it \
interoperability 3.5 or, [docs](https://b.example) größer because;. Naïve.

> A don't. A :rocket:. Don't writes run 🎉 a it don't `value` or, größer größer x== 日本語 x== run 🎉 library (see) naïve \
the. E.g. which; 日本語 reads it interoperability 3.5 or, [docs](https://b.example) größer because;? Naïve?

1. (see) — U.S. and https://a.example 🎉 run https://a.example run e.g. library data a naïve
  - **fast**
- **Name** - or, 🎉 configuration größer
  - — :rocket: 3.5 or,
- **Name** - data `value` [docs](https://b.example) which; reads U.S. run which; 42 größer **fast** 3.5 stops:

# Links

- [x](y.md) – a page
- Forum: https://b.example"""
"""Its last section is too short for a slide, and the slide before it too full to take it in."""


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(DOCUMENT, TARGET, LANGUAGE)
@example(_SHORT_END, 60.0, "de")
def test_any_document_keeps_time(text: str, target: TargetDuration, language: str) -> None:
    script = write(text, target, language)
    assert script.scenes[0].scene_type == "title" and script.scenes[-1].scene_type in ("outro", "end_card")
    for scene in script.scenes:
        assert MIN_SPEECH_SECONDS <= estimate_seconds(scene.narration, language) <= MAX_SPEECH_SECONDS, scene


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(DOCUMENT, TARGET)
def test_any_document_fits_the_screen(text: str, target: TargetDuration) -> None:
    for scene in write(text, target, "en").scenes:
        assert len(getattr(scene, "header", "")) <= capacity.HEADER_CHARS
        match scene.scene_type:
            case "list":
                assert len(scene.lines) <= capacity.LIST_LINES
                assert all(
                    len(plain(line.text)) <= capacity.LINE_CHARS_MOST and plain(line.text) for line in scene.lines
                )
                assert all(line.sentence < len(scene.narration) for line in scene.lines)
            case "steps":
                assert all(step.sentence < len(scene.narration) and plain(step.text) for step in scene.steps)
            case "code_comparison":
                assert scene.turn < len(scene.narration) and scene.before != scene.after
            case "code":
                shown = scene.code.split("\n")[scene.first_line - 1 : scene.last_line]
                assert sum(map(count_rows, shown)) <= capacity.CODE_LINES
            case "command":
                assert len(scene.lines) <= capacity.COMMAND_LINES
            case "table":
                assert len(scene.columns) <= capacity.TABLE_COLUMNS and len(scene.rows) <= capacity.TABLE_ROWS
                assert all(len(row) == len(scene.columns) == len(scene.alignments) for row in scene.rows)
                assert all(len(plain(cell)) <= capacity.CELL_CHARS for row in scene.rows for cell in row)
            case "quote":
                assert len(plain(scene.text)) <= capacity.QUOTE_CHARS
            case "title":
                assert len(scene.title) <= capacity.TITLE_CHARS and len(scene.subtitle) <= capacity.SUBTITLE_CHARS
            case "section":
                assert len(scene.title) <= capacity.SECTION_CHARS
            case "outro":
                assert len(scene.lines) <= capacity.OUTRO_LINES and all(
                    len(line) <= capacity.OUTRO_CHARS for line in scene.lines
                )


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(DOCUMENT, TARGET)
def test_ids_are_unique_and_coverage_is_whole(text: str, target: TargetDuration) -> None:
    script = write(text, target, "en")
    ids = [scene.scene_id for scene in script.scenes]
    assert len(ids) == len(set(ids))
    blocks = [entry.block_id for entry in script.coverage]
    assert len(blocks) == len(set(blocks))
    for entry in script.coverage:
        assert bool(entry.scenes) == (entry.outcome != "left out")
        assert set(entry.scenes) <= set(ids)
        assert entry.reason or entry.outcome not in ("left out", "summarised")
        if target == "all" and entry.outcome == "left out":
            assert "room" not in entry.reason, entry
