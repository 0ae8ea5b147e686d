"""What the command writes: results on stdout, messages on stderr, a line an event; whose word counts; what is planned."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from adapters.recognition import recognise
from model.inputs import InputConfig
from model.result import PipelineResult
from tests.film_maker import FilmMaker
from tests.shared_film import DOCUMENT, SCENE_TYPES, SharedFilm


def list_tree(*folders: Path) -> dict[Path, tuple[int, int]]:
    """Return every file with its size and the time it was last written."""
    paths = [path for folder in folders for path in folder.rglob("*")]
    return {path: (path.stat().st_size, path.stat().st_mtime_ns) for path in paths if path.is_file()}


@pytest.fixture
def copied(shared_film: SharedFilm, tmp_path: Path) -> Path:
    """Give the shared film's document in a folder of its own: it makes the same film."""
    return Path(shutil.copytree(shared_film.source.parent, tmp_path / "copied")) / shared_film.source.name


def test_the_result_alone_is_on_stdout(shared_film: SharedFilm) -> None:
    assert shared_film.done.returncode == 0, shared_film.done.stderr
    result = PipelineResult.model_validate_json(shared_film.done.stdout)
    assert shared_film.done.stdout == result.model_dump_json(indent=2) + "\n"
    assert {scene.scene_type for scene in result.scenes} == SCENE_TYPES


def test_without_a_terminal_an_event_is_a_line(shared_film: SharedFilm) -> None:
    first, second, *events, last = shared_film.done.stderr.splitlines()
    assert first == f"Reading {shared_film.source}"
    assert second.startswith("Runs are shown at http://127.0.0.1:")
    assert all(re.fullmatch(r"\[ *\d+\.\d s\] [a-z ]+ \d+/\d+( [a-z0-9-]+)?", event) for event in events), events
    scenes = len(shared_film.result.scenes)
    assert sum("narrating" in event for event in events) == sum("drawing" in event for event in events) == scenes + 1
    assert last.startswith(f"Lighthouse: 0:{shared_film.result.total_duration:.0f}, {scenes} scenes, voice male.")


def test_quiet_says_where_the_film_is_and_nothing_else(shared_film: SharedFilm, copied: Path) -> None:
    done = shared_film.maker.run("--source", str(copied), "--quiet")
    assert (done.returncode, done.stderr) == (0, "")
    assert Path(done.stdout.strip()) == shared_film.folder / "lighthouse.mp4"


@pytest.mark.parametrize(
    ("option", "variable", "project", "user"),
    [("dark", "light", "light", "light"), ("", "dark", "light", "light"), ("", "", "dark", "light")],
    ids=["option", "variable", "project"],
)
def test_the_nearer_word_counts(
    shared_film: SharedFilm, copied: Path, tmp_path: Path, option: str, variable: str, project: str, user: str
) -> None:
    """The film is dark: it is recognised when, and only when, that layer wins over those below."""
    copied.with_name("video-gen.toml").write_text(f'theme = "{project}"\n')
    own = tmp_path / "config" / "video-gen"
    own.mkdir(parents=True)
    (own / "config.toml").write_text(f'theme = "{user}"\nengine = "silent"\n')
    world = {"XDG_CONFIG_HOME": str(own.parent), "VIDEO_GEN_THEME": variable, "VIDEO_GEN_ENGINE": ""}
    chosen = ("--theme", option) if option else ()
    assert shared_film.maker.make(copied, *chosen, **world).run.unchanged


def test_another_theme_is_another_film(shared_film: SharedFilm) -> None:
    maker = shared_film.maker
    config = InputConfig(source=str(shared_film.source), output=str(maker.output), engine="silent")
    assert recognise(config)
    assert recognise(config.model_copy(update={"theme": "light"})) is None


def test_a_plan_tells_what_an_edit_would_cost(shared_film: SharedFilm, copied: Path) -> None:
    maker = shared_film.maker
    copied.write_text(DOCUMENT.replace("only a lamp", "only a lamp by the sea"))
    before = list_tree(maker.home, maker.state / "films")
    done = maker.run("--source", str(copied), "--dry-run", "--json", "--output", str(copied.with_name("elsewhere")))
    plan = json.loads(done.stdout)
    scenes = {scene["scene_id"]: scene for scene in plan["scenes"]}
    assert [*scenes] == [scene.scene_id for scene in shared_film.result.scenes]
    assert [name for name, scene in scenes.items() if scene["spoken"]] == ["use-quote-1"]
    assert [name for name, scene in scenes.items() if scene["drawn"]] == ["use-quote-1"]
    assert (plan["to_speak"], plan["to_draw"]) == (1, 1)
    assert plan["seconds"] == pytest.approx(shared_film.result.total_duration, abs=2)
    assert list_tree(maker.home, maker.state / "films") == before


@pytest.mark.slow
def test_a_plan_of_something_new_writes_nothing(tmp_path: Path, shared_film: SharedFilm) -> None:
    home = tmp_path / "home"
    maker = FilmMaker(home, home / "state")
    done = maker.run("--source", str(shared_film.source), "--dry-run", TMPDIR=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, f"Reading {shared_film.source}\n")
    *scenes, last = done.stdout.splitlines()
    assert all(line.endswith("speak, draw") for line in scenes)
    assert last.startswith(f"Lighthouse: {len(scenes)} scenes, about 0:5")
    assert last.endswith(f"To speak {len(scenes)}, to draw {len(scenes)}; nothing was made.")
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.slow
def test_standard_input_is_a_source(tmp_path: Path, command_state: Path) -> None:
    maker = FilmMaker(tmp_path, command_state)
    done = maker.run("--source", "-", "--json", stdin="# Piped in\n\nThis came through a pipe, and was made whole.\n")
    assert done.returncode == 0, done.stderr
    result = PipelineResult.model_validate_json(done.stdout)
    assert (result.video_id, result.inputs[0].name) == ("piped-in", "-")
    assert (maker.output / "piped-in" / "piped-in.mp4").is_file()
