"""Documents reach the scene that says most; what is said over it stays."""

from __future__ import annotations

import pytest

from model.content import Run, Text, plain
from model.narration import Sentence, Word
from model.scenes import CodeScene, TableScene
from model.scenes.chart import ChartScene
from model.scenes.code_comparison import CodeComparisonScene
from model.scenes.two_column import TwoColumnScene
from writing.code_scenes import show_code
from writing.table_scenes import show_table

SAID = (Sentence(words=(Word(text="One.", spoken="One."),)),)


def table(titles: tuple[str, ...], *rows: tuple[str, ...], note: str = "", marked: int | None = None) -> TableScene:
    def text(value: str) -> Text:
        return (Run(text=value),)

    return TableScene(
        scene_id="t", narration=SAID, header="H", columns=tuple(map(text, titles)), note=note, marked=marked,
        rows=tuple(tuple(map(text, row)) for row in rows), alignments=("left",) * len(titles),
    )  # fmt: skip


def test_labels_and_numbers_of_one_unit_are_bars() -> None:
    shown = show_table(table(("Tool", "Time"), ("ours", "9.1 s"), ("theirs", "1,255 s"), marked=0))
    assert isinstance(shown, ChartScene) and shown.form == "bars"
    assert [(datum.value, datum.shown) for datum in shown.data] == [(9.1, "9.1 s"), (1255.0, "1,255 s")]
    assert (shown.axis, shown.marked, shown.narration) == ("Time", 0, SAID)


def test_years_are_a_line() -> None:
    shown = show_table(table(("Year", "Users"), ("2023", "10"), ("2024", "−20"), ("2025", "30")))
    assert isinstance(shown, ChartScene) and shown.form == "line" and shown.data[1].value == -20


@pytest.mark.parametrize(
    ("titles", "rows"),
    [
        (("Tool", "Time"), (("a", "1 s"), ("b", "2 ms"))),
        (("Tool", "Time"), (("a", "1 s"), ("b", "fast"))),
        (("Tool", "Time"), (("a", "5"), ("b", "5"))),
        (("Service", "Port"), (("a", "80"), ("b", "443"))),
        (("Size", "Time"), (("1", "2"), ("2", "4"))),
        (("Version", "Date"), (("a", "2024-01-01"), ("b", "2025-01-01"))),
        (("Tool", "Time", "Memory"), (("a", "1", "2"), ("b", "3", "4"))),
        (("Tool", "Time"), (("a", "1"),)),
    ],
)
def test_what_would_say_less_as_a_chart_stays_a_table(titles, rows) -> None:
    scene = table(titles, *rows)
    assert show_table(scene) is scene


def test_a_part_of_a_table_stays_a_table() -> None:
    scene = table(("Tool", "Time"), ("a", "1"), ("b", "2"), note="1–2 / 9")
    assert show_table(scene) is scene


def test_for_and_against_are_two_columns() -> None:
    shown = show_table(table(("Pros", "Cons"), ("fast", "large"), ("safe", "")))
    assert isinstance(shown, TwoColumnScene)
    assert [[plain(text) for text in side.text] for side in (shown.first, shown.second)] == [
        ["fast", "safe"],
        ["large"],
    ]
    assert (shown.first.tone, shown.second.tone) == ("good", "bad")


def test_a_diff_is_shown_as_before_and_after() -> None:
    code = "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n same\n-old\n+new"
    shown = show_code(
        CodeScene(scene_id="c", narration=SAID, header="H", language="diff", code=code, first_line=1, last_line=6)
    )
    assert isinstance(shown, CodeComparisonScene) and (shown.before, shown.after) == ("same\nold", "same\nnew")


@pytest.mark.parametrize(("language", "code"), [("diff", "+only new"), ("python", "-a\n+b"), ("diff", "< a\n> b")])
def test_other_code_stays_code(language: str, code: str) -> None:
    last = code.count("\n") + 1
    scene = CodeScene(
        scene_id="c", narration=SAID, header="H", language=language, code=code, first_line=1, last_line=last
    )
    assert show_code(scene) is scene
