"""Course files, scripts and programs -> films by the whole job."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.input import adapt_input, check_input, list_videos
from adapters.store import Store
from adapters.videos.script_reading import read_script
from model.building import Film, FilmSet, describe_films
from model.errors import ValidationError
from model.inputs import InputConfig
from model.narration import UNSAID
from model.scenes import TitleScene
from render.script_file import script_yaml
from tests.course_reading import read_scripts
from tests.film_maker import ROOT, FilmMaker
from tests.shared_film import SharedFilm

COURSE = """\
defaults: {resolution: 720p, quality: draft}
videos:
- {title: First, scenes: [{scene_type: title, title: First lesson, subtitle: It is short}]}
- {title: Second, scenes: [{scene_type: title, title: Second lesson, subtitle: It is short}]}
"""
TEXTS = (
    "{}.mp4",
    "{}.srt",
    "{}.vtt",
    "script.yaml",
    "timing_report.json",
    "metadata.json",
    "description.txt",
    "thumbnail.png",
)


@pytest.mark.slow
def test_the_script_of_a_run_goes_back_in_and_gives_the_same_bytes(shared_film: SharedFilm, tmp_path: Path) -> None:
    maker = shared_film.maker
    result = maker.make(shared_film.folder / "script.yaml", "--output", str(tmp_path / "again"))
    again = maker.folder(result)
    for name in (name.format(result.video_id) for name in TEXTS):
        assert (again / name).read_bytes() == (shared_film.folder / name).read_bytes(), name
    assert result.run is not None
    assert (result.run.spoken, result.run.drawn) == (0, 0)


@pytest.mark.slow
def test_a_set_is_made_film_by_film_and_recognised(maker: FilmMaker, tmp_path: Path) -> None:
    path = tmp_path / "course.yaml"
    path.write_text(COURSE)
    done = maker.run("--source", str(path))
    assert done.returncode == 0, done.stderr
    films = [maker.output / name / f"{name}.mp4" for name in ("first", "second")]
    assert done.stdout.splitlines() == [str(film) for film in films]
    assert all(film.is_file() for film in films)
    path.write_text(COURSE.replace("Second lesson", "Last lesson"))
    again = maker.run("--source", f"yaml:{path}", "--only", "second")
    assert again.stdout.splitlines() == [str(films[1])]
    assert "Nothing changed" not in again.stderr
    whole = maker.run("--source", str(path), "--only", "second")
    assert "Nothing changed" in whole.stderr


def course() -> FilmSet:
    made = FilmSet("My course", accent_color="green")
    made.film("One", description="The first").scene("title", title="One", say="This is one.").add(
        TitleScene(scene_id="two", narration=UNSAID, title="Two", subtitle="An object"),
        {"scene_type": "outro", "title": "End"},
    )
    made.film("Other", accent_color="pink").scene("list", header="Points", items=["a", "b"])
    return made


def test_a_program_describes_films_by_objects_dicts_and_calls(tmp_path: Path) -> None:
    config = course().job(engine="silent")
    assert (config.input_type, list_videos(config)) == ("programmatic", ("one", "other"))
    one, other = read_scripts(config, tmp_path)
    assert (one.title, one.description, one.accent_color, other.accent_color) == ("One", "The first", "green", "pink")
    assert [scene.scene_id for scene in one.scenes] == ["one-title", "two", "end-outro"]
    assert one.scenes[1].narration != UNSAID
    assert read_script(script_yaml(one)) == one


def test_one_film_is_a_job_too_and_options_win(tmp_path: Path) -> None:
    film = Film("Tour", {"accent_color": "green"}).scene("title", title="Tour")
    (script,) = read_scripts(film.job(accent_color="orange"), tmp_path)
    assert (script.video_id, script.accent_color) == ("tour", "orange")
    assert film.job() == InputConfig.model_validate_json(film.job().model_dump_json())


def test_mistakes_of_a_program_are_named_by_their_path() -> None:
    job = describe_films([{"title": "A", "scenes": [{"scene_type": "titel"}, {"scene_type": "list", "itmes": []}]}])
    with pytest.raises(ValidationError) as caught:
        check_input(job)
    told = [problem.message for problem in caught.value.problems]
    assert told[0].startswith("videos[0].scenes[0].scene_type: There is no type of scene 'titel'.")
    assert told[1].startswith("videos[0].scenes[1].itmes: A scene of type list has no 'itmes'.")
    with pytest.raises(TypeError, match=r"films\[0\]\.scenes\[0\]\.title is of type object"):
        describe_films([{"scenes": [{"scene_type": "title", "title": object()}]}])


def test_a_picture_that_is_no_longer_kept_is_said(shared_film: SharedFilm, tmp_path: Path) -> None:
    config = InputConfig(source=str(shared_film.folder / "script.yaml"))
    with pytest.raises(ValidationError, match="no longer kept"):
        adapt_input(config, Store(tmp_path / "empty"))


@pytest.mark.slow
def test_the_example_makes_a_course_of_ten_lessons(maker: FilmMaker, tmp_path: Path) -> None:
    assert len((ROOT / "examples" / "course.py").read_text().splitlines()) <= 30
    done = subprocess.run(
        [sys.executable, str(ROOT / "examples" / "course.py"), str(tmp_path / "videos")],
        cwd=tmp_path, env=maker.world(PATH=os.environ["PATH"]), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 10
    assert len(list((tmp_path / "videos").glob("*/*.mp4"))) == 10
