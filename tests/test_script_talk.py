"""Whole documents, written as talks: what is said, what is never said, and what becomes of each block."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from adapters.documents.parsing import parse_document
from model.assets import Asset
from model.content import ParsedContent, Run, Section
from model.inputs import SourceImage, SourceSpan, TargetDuration, VideoConfig
from model.narration import Sentence, Word, spoken, written
from model.scenes import CommandScene, OutroScene, SectionScene, TableScene, TitleScene
from model.scenes.callout import CalloutScene
from model.script import VideoScript
from writing.capacity import SCENE_PAUSE, SHORTEST_SPEECH, STRETCHED_SPEECH
from writing.choosing import score_pieces
from writing.outline import Place
from writing.pieces import Piece
from writing.script import write_script
from writing.speech.saying import estimate_seconds

DOCUMENTS = Path(__file__).parent / "documents"
NAMES = ("readme_cli.md", "guide_library.md", "notes_plain.txt")
PICTURE = Asset(sha256="0" * 64, size=1, suffix=".png")


def config(target: TargetDuration = 180.0, kind: str = "markdown") -> VideoConfig:
    return VideoConfig(
        video_id="film", source_name="README.md", source_kind="text" if kind == "text" else "markdown", source=PICTURE,
        target_duration=target,
    )  # fmt: skip


def parse(text: str, kind: str = "markdown", language: str | None = "en") -> ParsedContent:
    references = re.findall(r"(?:src=\"|\]\()([\w./-]+\.png)", text)
    images = {name: SourceImage(reference=name, image=PICTURE, width=800, height=400) for name in references}
    return parse_document(
        text, "text" if kind == "text" else "markdown", name="README.md", images=images, missing={}, language=language
    )


def write(
    text: str, target: TargetDuration = 180.0, kind: str = "markdown", language: str | None = "en"
) -> VideoScript:
    return write_script(parse(text, kind, language), config(target, kind))


def write_document(name: str, target: TargetDuration = 180.0) -> VideoScript:
    return write((DOCUMENTS / name).read_text(encoding="utf-8"), target, "text" if name.endswith("txt") else "markdown")


def told(script: VideoScript) -> str:
    return "\n".join(written(sentence) for scene in script.scenes for sentence in scene.narration)


def length(script: VideoScript) -> float:
    return sum(estimate_seconds(scene.narration, script.language) + SCENE_PAUSE for scene in script.scenes)


@pytest.mark.parametrize("target", [60.0, 180.0, "all"])
@pytest.mark.parametrize("name", NAMES)
def test_every_scene_speaks_for_three_to_fifteen_seconds(name: str, target: TargetDuration) -> None:
    script = write_document(name, target)
    for scene in script.scenes:
        assert SHORTEST_SPEECH <= estimate_seconds(scene.narration, script.language) <= STRETCHED_SPEECH, scene.scene_id


@pytest.mark.parametrize("name", NAMES)
def test_nothing_unspeakable_is_spoken(name: str) -> None:
    words = " ".join(spoken(sentence) for scene in write_document(name, "all").scenes for sentence in scene.narration)
    assert not re.search(r"https?:|www\.|[*_`#<>|\[\]]|:[a-z]+:|[\U0001F000-\U0001FAFF]", words)
    assert "badge" not in words.casefold()


@pytest.mark.parametrize("name", NAMES)
def test_no_sentence_of_any_length_is_said_twice(name: str) -> None:
    sentences = [line for line in told(write_document(name, "all")).split("\n") if len(line.split()) > 4]
    assert len(sentences) == len(set(sentences))


@pytest.mark.parametrize("target", [60.0, 120.0, 150.0])
@pytest.mark.parametrize("name", NAMES)
def test_a_film_is_as_long_as_was_asked_for(name: str, target: float) -> None:
    assert 0.85 * target <= length(write_document(name, target)) <= 1.05 * target


@pytest.mark.parametrize("target", [60.0, "all"])
@pytest.mark.parametrize("name", NAMES)
def test_coverage_has_every_block_and_heading_and_tells_the_truth(name: str, target: TargetDuration) -> None:
    kind = "text" if name.endswith("txt") else "markdown"
    content = parse((DOCUMENTS / name).read_text(encoding="utf-8"), kind)
    script = write_script(content, config(target, kind))
    expected = [
        entry
        for section in content.sections
        for entry in ([section.section_id] if section.level else []) + [block.block_id for block in section.blocks]
    ]
    assert [entry.block_id for entry in script.coverage] == expected
    ids = {scene.scene_id for scene in script.scenes}
    for entry in script.coverage:
        assert set(entry.scenes) <= ids
        assert bool(entry.scenes) == (entry.outcome != "left out")
        assert entry.reason or entry.outcome not in ("summarised", "left out")


def test_all_takes_every_block_that_holds_words() -> None:
    script = write_document("notes_plain.txt", "all")
    assert [
        entry for entry in script.coverage if entry.outcome in ("left out", "summarised") and entry.kind != "heading"
    ] == []


def test_the_opening_names_the_thing_and_the_closing_says_how_to_begin() -> None:
    script = write_document("readme_cli.md")
    first, last = script.scenes[0], script.scenes[-1]
    assert isinstance(first, TitleScene) and isinstance(last, OutroScene)
    assert first.title == "Harbor" and first.subtitle == "Backups that you can restore with your eyes closed"
    assert written(first.narration[0]) == "This is Harbor."
    assert last.lines[0] == "pip install harbor-backup==2.4.1"
    assert "To begin, install harbor-backup with pip." in [written(sentence) for sentence in last.narration]


def test_nobody_is_told_to_read_a_path() -> None:
    page = "# Harbour\n\nHarbour keeps boats. See {link}.\n\n## Use\n\nRow out, and row in again.\n"
    guide, path = (
        write(page.format(link=link)) for link in ("[the user guide](a.md)", "[docs/fleet.md](docs/fleet.md)")
    )
    assert "user guide" in told(guide).rpartition("Harbour")[2]
    assert "slash" not in told(path) and "docs/fleet.md" not in str(path.scenes[-1])


def test_commands_are_said_by_what_they_do() -> None:
    script = write("# Tool\n\nTool is a small program.\n\n## Install\n\n```console\n$ git clone https://x.example/a/tool.git\n"
                   "$ cd tool\n$ pip install -e .\nSuccessfully installed tool\n```\n")  # fmt: skip
    scene = next(scene for scene in script.scenes if isinstance(scene, CommandScene))
    assert [line.kind for line in scene.lines] == ["input", "input", "input", "output"]
    assert scene.lines[0].text == "git clone https://x.example/a/tool.git"
    said = " ".join(written(sentence) for sentence in scene.narration)
    assert "Clone the repository tool." in said and "go into the folder tool" in said
    assert "x.example" not in told(script)


def test_a_table_says_what_stands_out_and_marks_its_row() -> None:
    tables = [scene for scene in write_document("readme_cli.md").scenes if isinstance(scene, TableScene)]
    marked = [scene for scene in tables if scene.marked is not None]
    assert len(marked) == 1 and marked[0].marked == 4
    told = [written(sentence) for table in tables for sentence in table.narration]
    assert told[1] == "harbor init: Creates an empty vault."
    assert told[-1] == "By typical time, harbor check comes out on top, at 310 s."
    assert written(marked[0].narration[-1]) == told[-1]


def test_lines_appear_with_the_sentence_that_says_them() -> None:
    for name in NAMES:
        for scene in write_document(name, "all").scenes:
            if scene.scene_type == "list":
                order = [line.sentence for line in scene.lines if line.state == "now"]
                assert order == sorted(order) and order[-1] < len(scene.narration)


def test_an_alert_is_shown_in_its_tone_and_announced() -> None:
    scene = next(
        scene
        for scene in write_document("readme_cli.md").scenes
        if isinstance(scene, CalloutScene) and scene.tone == "tip"
    )
    assert written(scene.narration[0]).startswith("A tip: On macOS")


def test_cards_are_numbered_among_themselves() -> None:
    cards = [scene for scene in write_document("readme_cli.md", "all").scenes if isinstance(scene, SectionScene)]
    assert [card.number for card in cards] == list(range(1, len(cards) + 1))
    assert {card.total for card in cards} == {len(cards)} and len(cards) > 1


def test_chapters_last_ten_seconds_and_the_first_scene_begins_one() -> None:
    for name in NAMES:
        script = write_document(name)
        assert script.scenes[0].chapter
        starts, at = [], 0.0
        for scene in script.scenes:
            if scene.chapter:
                starts.append(at)
            at += estimate_seconds(scene.narration, script.language) + SCENE_PAUSE
        assert all(later - earlier >= 10 for earlier, later in zip(starts, [*starts[1:], at], strict=True))


def test_a_very_short_document_is_an_honest_short_film() -> None:
    script = write("# Tiny\n")
    assert [scene.scene_type for scene in script.scenes] == ["title", "outro"]
    assert all(estimate_seconds(scene.narration, "en") >= SHORTEST_SPEECH for scene in script.scenes)


def test_another_language_hears_no_english() -> None:
    text = "# Větrník\n\nVětrník je malý program, který sbírá data.\n\n"
    text += "## Instalace\n\n```bash\npip install vetrnik\n```\n\nPotom ho spusťte v terminálu.\n"
    script = write(text, language="hr")
    assert not re.search(r"\b(?:the|this|that|with|install it|next)\b", told(script), re.IGNORECASE)
    assert any("hr" in warning for warning in script.warnings)


def test_a_document_of_180_kb_is_a_film_of_three_minutes() -> None:
    parts = ["# Big\n\nBig is a large library for many things.\n"]
    for chapter in range(60):
        parts.append(
            f"## Part {chapter}\n\nPart {chapter} explains how number {chapter} is read, stored and sent on.\n"
        )
        for item in range(30):
            parts.append(
                f"- Rule {item} of part {chapter} keeps the order of all entries, whatever number {item} on the list does."
            )
        parts.append("")
    text = "\n".join(parts)
    assert len(text) > 160_000
    script = write(text)
    assert 153 <= length(script) <= 189


def test_one_edited_sentence_is_spoken_again_in_one_scene() -> None:
    text = (DOCUMENTS / "readme_cli.md").read_text(encoding="utf-8")
    edited = text.replace(
        "everything is encrypted before it leaves your machine", "everything is encrypted before it goes anywhere"
    )
    before, after = write(text, 400.0).scenes, write(edited, 400.0).scenes
    assert [scene.scene_id for scene in before] == [scene.scene_id for scene in after]
    assert sum(one.narration != other.narration for one, other in zip(before, after, strict=True)) == 1


@pytest.mark.parametrize("name", NAMES)
def test_small_edits_seldom_move_the_choice(name: str) -> None:
    text = (DOCUMENTS / name).read_text(encoding="utf-8")
    before = {scene.scene_id for scene in write(text, 90.0, "text" if name.endswith("txt") else "markdown").scenes}
    stable = 0
    words = [word for word in ("restore", "stream", "values", "library", "water", "garden") if f" {word} " in text]
    for word in words:
        edited = text.replace(f" {word} ", f" {word}s ", 1)
        after = {scene.scene_id for scene in write(edited, 90.0, "text" if name.endswith("txt") else "markdown").scenes}
        stable += before == after
    assert stable >= len(words) - 1


def test_what_a_document_is_about_is_worth_more_than_what_it_mentions_once() -> None:
    core, aside = (
        "Every reservation waits in a queue until noon.",
        "Cheerful neighbours painted our warehouse in spring.",
    )

    for texts in ((aside, core), (core, aside)):
        once = [make_piece(text, at, 0) for at, text in enumerate(texts)]
        more = [make_piece(text, 2, at) for at, text in enumerate(("A queue.", "A reservation."), start=7)]
        scores = score_pieces([(once[0],), (once[1],), tuple(more)])
        others = score_pieces([(once[0],), (once[1],), tuple(make_piece("Nothing.", 2, at) for at in (7, 8))])
        gains = [round(scores[piece.key] - others[piece.key], 6) for piece in once]
        assert gains[texts.index(core)] > 0 == gains[texts.index(aside)]


def make_piece(text: str, section: int, at: int) -> Piece:
    said = tuple(Word(text=word, spoken=word) for word in text.split())
    span = SourceSpan(file="a.md", first=1, last=1)
    held = Section(section_id=f"s{section}", level=2, title=(Run(text="Part"),), span=span)
    place = Place(held, held.title, ("Part",), 0, "", 1.0)
    return Piece(
        place=place, block=f"b{section}.{at}", kind="paragraph", ordinal=1, span=span, rank=0, parts=1,
        said=(Sentence(words=said),), text=(Run(text=text),),
    )  # fmt: skip


def test_the_same_document_gives_the_same_script() -> None:
    for name in NAMES:
        assert write_document(name).model_dump_json() == write_document(name).model_dump_json()
