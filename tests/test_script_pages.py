"""A list that several scenes say is one page that fills up: the same points on all of them, each drawn once it is said."""

from __future__ import annotations

import pytest

from adapters.documents.parsing import parse_document
from model.assets import Asset
from model.content import plain
from model.inputs import VideoConfig
from model.narration import written
from model.scenes import ListScene, QuoteScene, SceneConfig
from render.designs import find_cues, lay_out_scene
from render.fitting import fit_scene
from render.layout import Words
from render.theme import Look
from tasks.render import as_shown
from writing.script import write_script

ITEMS = (
    (
        "A hold costs nothing.",
        "A slide that is told is mostly stillness, and a picture is encoded once, then repeated.",
    ),
    ("One changed sentence rebuilds one scene.", "Everything is kept by what it holds, so nothing else is made again."),
    ("The same input gives the same bytes.", "On every run and in any folder, with any number of workers at it."),
    ("A kill at any moment loses nothing.", "Run the command again and it goes on from the last scene that was done."),
    ("Nothing is lost in silence.", "The result lists each block of the document as shown, spoken or left out."),
)


def page_of(items: tuple[tuple[str, str], ...] = ITEMS) -> str:
    points = "\n".join(f"- **{name}** {rest}" for name, rest in items)
    return f"# Mill\n\nMill is a small program that turns documents into films.\n\n## Why it is different\n\n{points}\n"


def write(text: str) -> tuple[SceneConfig, ...]:
    content = parse_document(text, "markdown", name="README.md", images={}, missing={}, language="en")
    video = VideoConfig(
        video_id="film", source_name="README.md", source_kind="markdown", target_duration="all",
        source=Asset(sha256="0" * 64, size=1, suffix=".png"),
    )  # fmt: skip
    return write_script(content, video).scenes


def lists(text: str) -> list[ListScene]:
    return [scene for scene in write(text) if isinstance(scene, ListScene)]


def shown(scene: ListScene) -> list[str]:
    return [plain(line.text) for line in scene.lines]


def test_a_list_of_five_points_is_one_page_over_its_scenes() -> None:
    scenes = lists(page_of())
    assert len(scenes) > 2
    for at, scene in enumerate(scenes):
        assert shown(scene) == shown(scenes[0]) and len(scene.lines) == 5
        assert scene.header == "Why it is different"
        states = [line.state for line in scene.lines]
        assert states == sorted(states, key=["before", "now", "later"].index)
        assert states.count("before") == sum(sum(line.state == "now" for line in other.lines) for other in scenes[:at])
    assert sum(line.state == "now" for scene in scenes for line in scene.lines) == 5


def test_six_points_fill_two_pages_evenly() -> None:
    scenes = lists(
        page_of((*ITEMS, ("It asks for nothing.", "There is no account, no key and no network that it needs.")))
    )
    assert {len(scene.lines) for scene in scenes} == {3}


def test_what_stands_on_a_page_never_moves() -> None:
    look = Look()
    places: dict[str, set[tuple[int, ...]]] = {}
    for scene in lists(page_of()):
        for item in lay_out_scene(scene, look).items:
            if isinstance(item, Words):
                places.setdefault(item.paragraph.text, set()).add(tuple(item.box))
    assert len(places) == 6
    assert all(len(boxes) == 1 for boxes in places.values())


def test_points_to_come_are_not_drawn() -> None:
    first, *_, last = lists(page_of())
    drawn = [sum(isinstance(item, Words) for item in lay_out_scene(scene, Look()).items) for scene in (first, last)]
    assert drawn == [2, 6], "the header and one point, then the header and all five"


def test_a_page_too_full_for_the_picture_becomes_the_same_pages_for_all_its_scenes() -> None:
    items = tuple((f"Point {n} is rather a long one that needs its room on screen and keeps it.", rest * 2)
                  for n, (_, rest) in enumerate(ITEMS))  # fmt: skip
    scenes = lists(page_of(items))
    small = Look(format=Look().format.model_copy(update={"width": 640, "height": 240}))
    parts = [part for scene in scenes for part in fit_scene(scene, small)]
    said = [word for part in parts for sentence in part.narration for word in sentence.words]
    assert said == [word for scene in scenes for sentence in scene.narration for word in sentence.words]
    for part in parts:
        assert isinstance(part, ListScene)
        assert any(line.state == "now" for line in part.lines) and lay_out_scene(part, small).fits


def test_a_change_in_words_that_are_not_shown_changes_one_picture_at_most() -> None:
    edited = page_of().replace("is encoded once, then repeated", "is encoded once and then repeated")
    before, after = write(page_of()), write(edited)
    assert sum(one.narration != other.narration for one, other in zip(before, after, strict=True)) == 1
    assert sum(as_shown(one) != as_shown(other) for one, other in zip(before, after, strict=True)) <= 1


def test_a_change_in_words_that_are_shown_speaks_one_scene_and_redraws_its_page() -> None:
    edited = page_of().replace("A hold costs nothing.", "A hold costs next to nothing.")
    before, after = write(page_of()), write(edited)
    assert sum(one.narration != other.narration for one, other in zip(before, after, strict=True)) == 1
    changed = [as_shown(one) != as_shown(other) for one, other in zip(before, after, strict=True)]
    assert sum(changed) == len(lists(edited)), "the point stands on every scene of its page"


def test_a_short_introduction_is_said_over_the_header_alone() -> None:
    scene = lists(page_of())[0]
    assert written(scene.narration[0]) == "Here's why it is different."
    assert find_cues(scene, Look())[0].word == len(scene.narration[0].words), "the first point comes with its own words"


def test_a_long_introduction_does_not_leave_the_page_empty() -> None:
    text = page_of().replace("## Why it is different\n", "## Why it is different\n\nThese are the reasons for which it was "
                             "written and for which it is kept by those who know it:\n")  # fmt: skip
    for scene in lists(text):
        first = next(line for line in scene.lines if line.state == "now")
        assert first.sentence <= 1


def test_a_point_alone_is_set_as_a_statement() -> None:
    text = "# Mill\n\nMill is a small program that turns documents into films.\n\n"
    text += "## Notes\n\nEvery film that it makes is kept by what it holds, and never made twice.\n"
    assert [scene.tone for scene in write(text) if isinstance(scene, QuoteScene)] in (["statement"], [])
    assert not lists(text)


@pytest.mark.parametrize("count", [7, 8, 9, 10, 17])
def test_no_table_leaves_a_row_alone(count: int) -> None:
    rows = "\n".join(f"| entry {n} | what entry {n} is made of |" for n in range(count))
    text = f"# Mill\n\nMill is a small program.\n\n## Entries\n\n| name | what it is |\n|---|---|\n{rows}\n"
    tables = [scene for scene in write(text) if scene.scene_type == "table"]
    shown_rows = list(dict.fromkeys((scene.note, len(scene.rows)) for scene in tables))
    assert sum(rows for _, rows in shown_rows) == count and all(rows > 3 for _, rows in shown_rows)
    at = 0
    for note, height in shown_rows:
        assert note == (f"{at + 1}–{at + height} / {count}" if count > 8 else "")
        at += height
