"""Two films of one document -> what changed between them, and why each scene was made anew."""

from __future__ import annotations

from typing import Any

import pytest

from model.assets import DeliveredFile
from model.audio import VoiceChoice
from model.changes import FilmChanges, Finished, NightFilm, NightReport
from model.making import MadeWith
from model.result import PipelineResult, SceneFacts
from render.changes.comparing import Remade, compare_films
from render.changes.page import list_lines, write_page
from tests.silent_film import make_scene, make_script

ESPEAK = VoiceChoice(engine="espeak", voice="en-us+m3", version="1")
MADE = MadeWith(
    settings=(("accent_color", "blue"), ("target_duration", "180.0"), ("theme", "dark"), ("voice", "male")),
    code=(("model", "aa"), ("render", "bb")),
    tools=(("pillow", "12.3"), ("platform", "Linux")),
)


def film(*scenes: Any, source: str = "1", length: float = 4.0, voice: VoiceChoice = ESPEAK, **changed: Any) -> Finished:
    made = MADE.model_copy(update={name: changed[name] for name in ("settings", "code", "tools") if name in changed})
    facts = tuple(
        SceneFacts(scene_id=one.scene_id, scene_type=one.scene_type, start=0.0, duration=length, speech=length)
        for one in scenes
    )
    result = PipelineResult(
        success=True, video_id="film", title="A film", language="en", request="0" * 64, made_with=made,
        inputs=(DeliveredFile(name="README.md", sha256=source * 64, size=1),), files=(), video="film.mp4", voice=voice,
        total_duration=8.0, frames=240, loudness=-14.0, true_peak=-1.0, scenes=facts, coverage=(),
    )  # fmt: skip
    return Finished(result=result, script=make_script(*scenes))


A = make_scene("a", "First words.", chapter="Start")
B = make_scene("b", "Second words.")
C = make_scene("c", "Third words.", chapter="End")


def change_of(changes: FilmChanges, scene_id: str) -> tuple[str, bool, bool, str]:
    (scene,) = (scene for scene in changes.scenes if scene.scene_id == scene_id)
    return scene.change, scene.spoken, scene.drawn, scene.why


def test_a_changed_sentence_is_named_with_its_section_and_its_document() -> None:
    after = film(A, make_scene("b", "Other words."), C, source="2")
    changes = compare_films(film(A, B, C), after, Remade(spoken={"b"}, drawn={"b"}))
    assert [(cause.kind, cause.name, cause.after) for cause in changes.causes] == [("source", "README.md", "")]
    assert change_of(changes, "b")[:3] == ("words", True, True)
    assert change_of(changes, "b")[3].startswith("its words changed")
    assert changes.sections == ("Start",)
    assert (changes.reused, changes.total) == (2, 3)
    assert [scene.scene_id for scene in changes.scenes] == ["b"]


def test_scenes_that_come_and_go_are_named() -> None:
    after = film(A, C, make_scene("d", "Fourth.", chapter="More"), source="2")
    changes = compare_films(film(A, B, C), after, Remade(spoken={"d"}, drawn={"d"}))
    assert change_of(changes, "d") == ("new", True, True, "the scene is new")
    assert change_of(changes, "b") == ("gone", False, False, "")
    assert changes.sections == ("More", "Start")


def test_a_setting_that_changes_the_look_draws_all_and_speaks_nothing() -> None:
    settings = tuple((name, "pink" if name == "accent_color" else value) for name, value in MADE.settings)
    changes = compare_films(film(A, B), film(A, B, settings=settings), Remade(drawn={"a", "b"}))
    (cause,) = changes.causes
    assert (cause.kind, cause.name, cause.before, cause.after) == ("setting", "accent_color", "blue", "pink")
    assert change_of(changes, "a") == ("same", False, True, "accent_color changed")
    assert changes.sections == ()


def test_a_voice_that_could_not_be_reached_is_the_reason_for_all() -> None:
    edge = VoiceChoice(engine="edge", voice="en-US-GuyNeural", version="7")
    changes = compare_films(film(A, B, voice=edge), film(A, B, length=5.0), Remade({"a", "b"}, {"a", "b"}))
    assert tuple(changes.causes[0].model_dump().values()) == (
        "voice",
        "narrator",
        "edge:en-US-GuyNeural",
        "espeak:en-us+m3",
    )
    assert change_of(changes, "a") == ("time", True, True, "another voice speaks; it lasts as long as what is said now")


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"code": (("model", "aa"), ("render", "cc"))}, "video-gen changed (render)"),
        ({"tools": (("pillow", "12.4"), ("platform", "Linux"))}, "pillow is another version"),
    ],
)
def test_a_new_version_is_the_reason(changed: dict[str, Any], expected: str) -> None:
    changes = compare_films(film(A), film(A, **changed), Remade(drawn={"a"}))
    assert change_of(changes, "a") == ("same", False, True, expected)


def test_what_the_cache_lost_is_made_again_and_said_so() -> None:
    changes = compare_films(film(A, B), film(A, B), Remade(spoken={"b"}))
    assert change_of(changes, "b") == ("same", True, False, "it was no longer kept")
    assert [cause.kind for cause in changes.causes] == ["kept"]


def test_a_scene_that_goes_on_from_a_changed_one_says_so() -> None:
    after = film(make_scene("a", "Other words.", chapter="Start"), B, source="2")
    changes = compare_films(film(A, B), after, Remade({"a"}, {"a", "b"}))
    assert change_of(changes, "b") == ("same", False, True, "the scene before it changed")


def test_an_edited_script_leaves_what_the_result_tells() -> None:
    before = film(A, B).model_copy(update={"script": None})
    changes = compare_films(before, film(A, B, C, source="2"), Remade({"c"}, {"c"}))
    assert change_of(changes, "c") == ("new", True, True, "the scene is new")
    assert [scene.scene_id for scene in changes.scenes] == ["c"]


def test_the_first_film_and_one_of_an_older_version_need_no_reason() -> None:
    first = compare_films(None, film(A, B), Remade({"a", "b"}, {"a", "b"}))
    assert first.first
    assert {scene.change for scene in first.scenes} == {"new"}
    before = film(A)
    older = Finished(result=before.result.model_copy(update={"made_with": MadeWith()}), script=before.script)
    kinds = {cause.kind for cause in compare_films(older, film(A), Remade(drawn={"a"})).causes}
    assert not kinds & {"video-gen", "tool"}


def report(*films: NightFilm) -> NightReport:
    return NightReport(success=all(film.state != "failed" for film in films), films=films)


def test_the_page_names_films_scenes_and_reasons_and_no_markdown_gets_in() -> None:
    after = film(A, make_scene("b", "Other words."), C, source="2")
    changes = compare_films(film(A, B, C), after, Remade({"b"}, {"b"})).model_copy(update={"title": "A *film* | x"})
    page = write_page(
        report(
            NightFilm(source="docs/a_b.md", state="made", video="/videos/film/film.mp4", changes=changes),
            NightFilm(source="docs/same.md", state="reused"),
            NightFilm(source="docs/bad.md", state="failed", problem="docs/bad.md is empty.", remedy="Write something."),
        )
    )
    assert page.startswith("# 3 films: 1 made, 1 unchanged, 1 failed\n")
    assert "| [docs/a\\_b.md](file:///videos/film/film.mp4) | made | 1 | 2 | README.md changed |" in page
    assert "| docs/same.md | reused | 0 | all | nothing changed since it was made |" in page
    assert "docs/bad.md is empty. Write something." in page
    assert "## A \\*film\\* \\| x" in page
    assert "| `b` | Start | other words | spoken and drawn | its words changed" in page


def test_the_terminal_says_the_same_in_lines() -> None:
    after = film(A, make_scene("b", "Other words."), C, source="2")
    changes = compare_films(film(A, B, C), after, Remade({"b"}, {"b"}))
    lines = list_lines(report(NightFilm(source="a.md", state="made", changes=changes)))
    assert lines[0] == "1 film: 1 made"
    assert lines[1] == "made     a.md: README.md changed"
    assert lines[2].strip().startswith("b: other words; spoken and drawn, because its words changed")
    paid = NightFilm(source="a.md", state="made", changes=changes, cost=0.25)
    lines = list_lines(report(paid).model_copy(update={"cost": 0.25}))
    assert lines[:2] == ("1 film: 1 made, $0.2500", "made     a.md: README.md changed, $0.2500")


def test_a_hundred_causes_are_not_all_told() -> None:
    tools = tuple((f"tool{number}", "2") for number in range(100))
    before = film(A, tools=tuple((name, "1") for name, _ in tools))
    changes = compare_films(before, film(A, tools=tools), Remade(drawn={"a"}))
    page = write_page(report(NightFilm(source="a.md", state="made", changes=changes)))
    assert "tool0 changed from 1 to 2" in page
    assert "and 88 more" in page
    assert len(page) < 4000
