"""The JSON Schema of course files: published as it is, true for what is read, and completing what an editor needs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from adapters.videos.course_file import MODELINE, fill_template
from adapters.videos.loading import load_tree
from adapters.videos.schema import course_schema
from adapters.videos.templating import read_template, template_names
from adapters.videos.tree import plain_value
from deployments.authoring import schema_json
from deployments.draft import expect_take
from model.scenes.registry import own_types
from render.fitting import fit_script
from render.scene_checks import check_lengths
from tasks.look import look_of
from tasks.workplace import Workplace
from tests.course_reading import read_scripts, write_course
from tests.test_course_files import BROKEN, SET, TWELVE

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = course_schema(own_types())
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)


def complaints(text: str) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(plain_value(load_tree(text, "course.yaml")))]


def test_the_published_schema_is_that_of_the_types() -> None:
    """`video-gen schema > docs/video-gen.schema.json` writes it anew."""
    assert (ROOT / "docs" / "video-gen.schema.json").read_text(encoding="utf-8") == f"{schema_json()}\n"
    jsonschema.Draft7Validator.check_schema(SCHEMA)


def test_every_type_is_there_with_a_word_on_each_of_its_fields() -> None:
    for name in own_types():
        scene = SCHEMA["definitions"][f"scene_{name}"]
        assert scene["description"]
        assert scene["properties"]["scene_type"] == {"const": name}


@pytest.mark.parametrize("name", template_names())
def test_a_template_is_a_film_that_fits(name: str, tmp_path: Path) -> None:
    text = fill_template(read_template(name), {})
    assert text.startswith(MODELINE)
    assert complaints(text) == []
    (script,) = read_scripts(write_course(tmp_path, text), tmp_path)
    place = Workplace(cache_dir=str(tmp_path))
    assert fit_script(script, look_of(script, place), place.store.read).scenes == script.scenes
    assert script.warnings == ()
    takes = tuple(expect_take(scene, script.language) for scene in script.scenes)
    assert list(check_lengths(script.scenes, takes)) == []


def test_the_five_templates_of_the_design_documents_are_there() -> None:
    assert template_names() == ("course-lesson", "documentation", "intro", "presentation", "tutorial")


@pytest.mark.parametrize("text", [SET, f"title: Film\nscenes:{TWELVE}", "video: {id: a}\nscenes: []"])
def test_what_is_read_is_valid(text: str) -> None:
    assert complaints(text) == []


@pytest.mark.parametrize(
    "text",
    [BROKEN, "titel: A", "scenes: [{title: A}]", "scenes: [{scene_type: titel}]", "scenes: [{scene_type: title, titel: A}]",
     "scenes: [{scene_type: title}]", "accent_color: bleu", "scenes: [{include: a.yaml, header: x}]", "- a"],
)  # fmt: skip
def test_what_is_not_read_is_not_valid(text: str) -> None:
    assert complaints(text)


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "deployments.command", *arguments],
        cwd=folder, env={"PYTHONPATH": str(ROOT), "HOME": str(folder)}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_new_writes_a_template_and_the_schema_beside_it(tmp_path: Path) -> None:
    done = run(
        tmp_path, "new", "--template", "course_lesson", "--set", "topic=Loops", "--set", "objectives=Repeat; Stop"
    )
    assert (done.returncode, done.stdout) == (0, "course-lesson.yaml\n"), done.stderr
    assert json.loads((tmp_path / "video-gen.schema.json").read_text()) == SCHEMA
    text = (tmp_path / "course-lesson.yaml").read_text(encoding="utf-8")
    (script,) = read_scripts(write_course(tmp_path, text), tmp_path)
    assert script.scenes[0].title == "Loops"
    assert [point[0].text for point in script.scenes[1].points] == ["Repeat", "Stop"]
    again = run(tmp_path, "new", "--template", "course-lesson")
    assert again.returncode == 2
    assert "is there already" in again.stderr


def test_new_names_what_there_is(tmp_path: Path) -> None:
    listed = run(tmp_path, "new")
    assert [line.split()[0] for line in listed.stdout.splitlines()] == list(template_names())
    wrong = run(tmp_path, "new", "--template", "tutorail")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "Did you mean tutorial?" in wrong.stderr
    wrong = run(tmp_path, "new", "--template", "intro", "--set", "nam=A")
    assert "Did you mean name?" in wrong.stderr
    shown = run(tmp_path, "new", "-", "--template", "intro", "--set", "name=Comet")
    assert shown.stdout.startswith(MODELINE)
    assert "  name: Comet\n" in shown.stdout
    assert not list(tmp_path.glob("*.yaml"))
