"""What a talk does not say: what is only true on a page, what it cannot know, and the same words twice."""

from __future__ import annotations

import pytest

from adapters.documents.markdown import parse_markdown
from model.assets import Asset
from model.inputs import VideoConfig
from model.narration import written
from model.script import VideoScript
from writing.phrase_book import find_phrases
from writing.script import write_script

PAGE = """# Runner

Runner starts programs and keeps them alive.

## Changes

Click the following headings to see each part of the Log. Every release has its own section in it.

Click here to open the badges.

To save a profile, click the Save button in the toolbar of the window.
"""
OUTPUT = "".join(f"line {number} of what the server writes while it starts\n" for number in range(24))
TERMINAL = f"# Runner\n\nRunner starts programs.\n\n## Usage\n\n```console\n$ runner start\n{OUTPUT}```\n"


def film(text: str) -> VideoScript:
    content = parse_markdown(text, name="a.md", images={}, missing={}, language="en")
    source = Asset(sha256="0" * 64, size=1, suffix=".md")
    return write_script(content, VideoConfig(
        video_id="film", source_name="a.md", source_kind="markdown", source=source, target_duration=180.0,
    ))  # fmt: skip


def test_what_to_click_on_the_page_is_left_out_and_the_coverage_says_so() -> None:
    script = film(PAGE)
    said = " ".join(written(sentence) for scene in script.scenes for sentence in scene.narration)
    assert "headings" not in said and "Click here" not in said
    assert "Every release has its own section" in said and "click the Save button" in said
    outcomes = {
        entry.span.first: (entry.outcome, entry.reason) for entry in script.coverage if entry.kind == "paragraph"
    }
    assert outcomes[7] == ("summarised", "the rest of it tells what to click on the page")
    assert outcomes[9] == ("left out", "it only tells what to click on the page")
    assert outcomes[11][0] in ("shown and spoken", "spoken")


def test_a_terminal_over_several_screens_says_no_sentence_twice() -> None:
    scenes = [scene for scene in film(TERMINAL).scenes if scene.scene_type == "command"]
    assert len(scenes) == 3
    said = [written(sentence) for scene in scenes for sentence in scene.narration]
    assert len(set(said)) == len(said), said
    assert "The output goes on from there." in said and said.count("The terminal shows what comes back.") <= 1


@pytest.mark.parametrize("code", ["en", "de", "fr", "es", "it", "pt", "nl", "ja", "zh"])
def test_no_phrase_promises_that_a_diagram_is_drawn(code: str) -> None:
    phrases = find_phrases(code)
    ours = " ".join((*phrases.diagrams, phrases.diagram_parts, *phrases.courses, phrases.course_parts)).lower()
    assert phrases.diagrams and phrases.diagram_parts and phrases.courses and phrases.course_parts
    assert not any(word in ours for word in ("diagram", "schéma", "図", "图", "see", "sieht", "voit", "zie"))


def test_a_table_of_twelve_numbers_is_one_chart_and_of_thirteen_screens_of_a_table() -> None:
    def scenes(count: int) -> list[str]:
        rows = "".join(f"| Tool {chr(65 + at)} | {at * at + 3} s |\n" for at in range(count))
        script = film(f"# Race\n\nA race of tools.\n\n## Speed\n\n| Tool | Time |\n|---|---|\n{rows}")
        assert all(entry.outcome != "summarised" for entry in script.coverage if entry.kind == "table")
        return [scene.scene_type for scene in script.scenes if scene.scene_type in ("chart", "table")]

    assert set(scenes(12)) == {"chart"}
    assert set(scenes(13)) == {"table"}
