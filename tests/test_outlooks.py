"""What is known of scenes' layouts is what the layouts say, is of one look, and never outlives what it was made of."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.content import Run
from model.narration import Sentence, Word
from model.outlooks import FilmOutlook
from model.scenes import CodeScene, Line, ListScene, SceneConfig, TitleScene
from model.script import VideoScript
from render.designs import find_cues
from render.drawn import as_shown, digest_picture, digest_scene
from render.fitting import fit_script
from render.theme import Look
from tasks.outlooks import keep_outlooks, recall_outlooks
from tasks.workplace import Workplace

SAID = tuple(Sentence(words=(Word(text=word, spoken=word),)) for word in ("One.", "Two.", "Three."))
POINTS = ListScene(
    scene_id="points", narration=SAID, header="Points",
    lines=tuple(Line(text=(Run(text=f"Point {number}"),), sentence=number) for number in (1, 2)),
)  # fmt: skip
CODE = CodeScene(
    scene_id="code", narration=SAID, header="main.py", code="print('hello')\n", language="python", first_line=1, last_line=1,
)  # fmt: skip
TITLE = TitleScene(scene_id="title", narration=SAID, title="Hello there")
SCENES: tuple[SceneConfig, ...] = (TITLE, POINTS, CODE)
LOOK = Look(title="A film")


def script_of(*scenes: SceneConfig, name: str = "film") -> VideoScript:
    return VideoScript(
        video_id=name, title="A film", description="", language="en", source_name="README.md", accent_color="blue",
        theme="dark", scenes=scenes, coverage=(),
    )  # fmt: skip


def learn(place: Workplace, *scenes: SceneConfig, look: Look = LOOK) -> int:
    """Fit a script as a run does; return of how many scenes something had to be found out."""
    script = script_of(*scenes)
    outlooks = recall_outlooks(script, look, place)
    fit_script(script, look, place.store.read, outlooks)
    keep_outlooks(outlooks, script, look, place)
    return outlooks.found_out


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    return Workplace(cache_dir=str(tmp_path))


def record_of(place: Workplace) -> Path:
    (record,) = place.results.glob("film-outlook-*")
    return record


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.scene_type)
def test_an_outlook_says_what_the_layout_says(scene: SceneConfig, place: Workplace) -> None:
    learn(place, *SCENES)
    shown, recalled = as_shown(scene), recall_outlooks(script_of(), LOOK, place)
    assert recalled.fits(shown)
    seen = recalled.of(shown)
    assert recalled.found_out == 0
    assert seen.cues == find_cues(shown, LOOK)
    assert seen.drawn == digest_scene(shown, LOOK)
    for step in range(len(seen.cues) + 1):
        assert recalled.digest_picture(shown, step) == digest_picture(shown, LOOK, step)


def test_an_edit_lays_out_what_it_changed(place: Workplace) -> None:
    assert learn(place, *SCENES) == 3
    assert learn(place, *SCENES) == 0
    assert learn(place, TITLE, POINTS.model_copy(update={"header": "Other points"}), CODE) == 1
    assert learn(place, TITLE, CODE) == 0


def test_a_name_and_a_source_line_are_not_seen(place: Workplace) -> None:
    learn(place, *SCENES)
    assert learn(place, *(scene.model_copy(update={"scene_id": f"{scene.scene_id}-2"}) for scene in SCENES)) == 0


@pytest.mark.parametrize("look", [Look(title="Another"), Look(title="A film", theme="swiss"), Look(language="ja")])
def test_looks_are_not_mixed(look: Look, place: Workplace) -> None:
    learn(place, *SCENES)
    assert learn(place, *SCENES, look=look) == 3


def test_films_of_a_look_keep_theirs_apart(place: Workplace) -> None:
    learn(place, *SCENES)
    assert recall_outlooks(script_of(name="another"), LOOK, place).used() == FilmOutlook(scenes=())
    script = script_of(TITLE, name="another")
    outlooks = recall_outlooks(script, LOOK, place)
    fit_script(script, LOOK, place.store.read, outlooks)
    assert outlooks.found_out == 1


def test_a_damaged_record_is_none(place: Workplace) -> None:
    learn(place, *SCENES)
    record, drawn = record_of(place), digest_scene(as_shown(TITLE), LOOK).encode()
    assert drawn in record.read_bytes()
    record.write_bytes(record.read_bytes().replace(drawn, b"0" * 64))
    assert learn(place, *SCENES) == 3


def test_a_record_does_not_grow_with_edits(place: Workplace) -> None:
    learn(place, *SCENES)
    size = record_of(place).stat().st_size
    for number in range(9):
        learn(place, TITLE, POINTS.model_copy(update={"header": f"Points {number}"}), CODE)
    assert record_of(place).stat().st_size == size


def test_pictures_made_anew_are_laid_out_anew(place: Workplace) -> None:
    learn(place, *SCENES)
    assert learn(place.model_copy(update={"anew": "render"}), *SCENES) == 3
    assert learn(place.model_copy(update={"anew": "deliver"}), *SCENES) == 0


def test_a_scene_that_does_not_fit_is_divided_each_time(place: Workplace) -> None:
    lines = tuple(
        Line(text=(Run(text=f"Point {number}, of which much is said " * 4),), sentence=1) for number in range(12)
    )
    full, script = POINTS.model_copy(update={"lines": lines}), script_of
    first = fit_script(script(full), LOOK, place.store.read)
    assert len(first.scenes) > 1
    assert learn(place, full) == len(first.scenes)
    outlooks = recall_outlooks(script(full), LOOK, place)
    assert fit_script(script(full), LOOK, place.store.read, outlooks) == first
    assert outlooks.found_out == 0
