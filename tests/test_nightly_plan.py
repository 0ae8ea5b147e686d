"""What runs by itself, as files: the plan, the action, the image; and the settings that a plan's jobs are joined with."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import time
import tomllib
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from adapters.film_jobs import list_options
from adapters.folder_swap import MARKER
from adapters.leftovers import remove_leftovers
from adapters.sets.planning import AskedFilm
from adapters.sets.settled import read_settled
from deployments.nightly.deploying import read_plan
from model.cleaning import CleaningConfig
from model.errors import ConfigError
from model.inputs import InputConfig
from model.sets import SetConfig
from tests.film_maker import ROOT

PLAN = ROOT / "prefect.yaml"
CONFIGS = {"make_video": InputConfig, "make_set": SetConfig, "make_nightly": SetConfig, "clean_up": CleaningConfig}


def jobs() -> dict[str, dict[str, Any]]:
    return {job["name"]: job for job in yaml.safe_load(PLAN.read_text())["deployments"]}


def test_every_flow_of_the_plan_is_there_and_takes_its_parameters() -> None:
    assert {job["entrypoint"].rpartition(".")[2] for job in jobs().values()} == set(CONFIGS)
    for job in jobs().values():
        module, _, name = job["entrypoint"].rpartition(".")
        tree = ast.parse((ROOT / f"{module.replace('.', '/')}.py").read_text())
        (flow,) = (node for node in tree.body if isinstance(node, ast.AsyncFunctionDef) and node.name == name)
        assert flow.decorator_list
        CONFIGS[name].model_validate(job["parameters"]["config"])


def test_the_night_has_a_clock_a_zone_and_no_second_night_beside_it() -> None:
    for name in ("nightly", "weekly"):
        job = jobs()[name]
        (schedule,) = job["schedules"]
        assert len(schedule["cron"].split()) == 5
        assert ZoneInfo(schedule["timezone"])
        assert job["concurrency_limit"] == {"limit": 1, "collision_strategy": "CANCEL_NEW"}
    assert {job["work_pool"]["name"] for job in jobs().values()} == {"video-gen"}


def test_the_nightly_job_is_changed_and_no_other() -> None:
    changed = read_plan(PLAN, {"source": "handbook", "cron": "0 1 * * 1-5", "timezone": "Europe/Berlin"})
    before = jobs()
    for job in changed["deployments"]:
        if job["name"] == "nightly":
            assert job["parameters"]["config"]["source"] == "handbook"
            assert job["schedules"] == [{"cron": "0 1 * * 1-5", "timezone": "Europe/Berlin", "slug": "nightly"}]
        else:
            assert job == before[job["name"]]
    assert read_plan(PLAN, {"output": "films"})["deployments"] != read_plan(PLAN, {})["deployments"]


@pytest.mark.parametrize("text", ["", "[]", "deployments: []x", "deployments: [3]", "a: [", "deployments: [{name: x}]"])
def test_what_is_no_plan_is_said(tmp_path: Path, text: str) -> None:
    plan = tmp_path / "prefect.yaml"
    plan.write_text(text)
    with pytest.raises(ConfigError, match=r"prefect\.yaml"):
        read_plan(plan, {})


def test_a_plan_without_a_nightly_job_cannot_have_it_changed(tmp_path: Path) -> None:
    plan = tmp_path / "prefect.yaml"
    plan.write_text("deployments: [{name: other, entrypoint: flows.make_video.make_video}]")
    assert read_plan(plan, {})
    with pytest.raises(ConfigError, match="nightly"):
        read_plan(plan, {"cron": "0 0 * * *"})


def test_a_job_states_what_its_parameters_name_and_leaves_the_rest_to_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith("VIDEO_GEN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("VIDEO_GEN_FPS", "25")
    (tmp_path / "video-gen.toml").write_text('theme = "editorial"\naccent = "pink"\n')
    (tmp_path / "guide.md").write_text("# A guide\n\nIt says this.\n")
    stated = {"source": str(tmp_path), "accent_color": "green", "engine": "silent", "speakers": [["Ada", "female"]]}
    config = SetConfig.model_validate(stated)
    assert list_options(config) == {"accent": "green", "engine": "silent", "speakers": {"Ada": "female"}}

    (film,) = read_settled(config)(str(tmp_path / "guide.md"), tmp_path)
    assert isinstance(film, AskedFilm)
    made = film.config
    assert (made.theme, made.accent_color, made.fps, made.engine) == ("editorial", "green", 25, "silent")
    assert made.speakers == (("Ada", "female"),)
    assert made.stated == ("accent_color", "engine", "fps", "speakers")


def test_what_killed_commands_left_goes_and_what_lives_stays(tmp_path: Path) -> None:
    cache, state, output = tmp_path / "cache", tmp_path / "state", tmp_path / "videos"
    old, fresh = cache / "store" / "ab" / ".abc.wav.x1.partial", cache / "results" / ".narrate.x2.partial"
    ours, theirs = output / "film" / ".result.json.x3.partial", output / "film" / "notes.partial"
    for path in (old, fresh, ours, theirs):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"12345")
    dead = cache / "work" / "run-dead"
    dead.mkdir(parents=True)
    staged = output / ".film.incoming"
    staged.mkdir()
    (staged / "film.mp4").write_bytes(b"12345")
    (staged / MARKER).write_bytes(b"")
    (output / ".other.incoming").mkdir()
    (output / ".other.incoming" / "film.mp4").write_bytes(b"12345")
    (output / "other").mkdir()
    state.mkdir()
    for path in (old, ours, theirs):
        os.utime(path, (time.time() - 90_000,) * 2)
    gone = remove_leftovers(cache, state, output, 86_400.0)
    assert [path.exists() for path in (old, fresh, ours, theirs, dead, staged)] == [
        False,
        True,
        False,
        True,
        False,
        False,
    ]
    assert gone.number == 4
    assert gone.size == 15


def steps() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((ROOT / "action.yml").read_text())["runs"]["steps"]
    return found


def test_the_action_names_inputs_that_it_has_and_pins_what_it_uses() -> None:
    text = (ROOT / "action.yml").read_text()
    action = yaml.safe_load(text)
    assert set(re.findall(r"inputs\.([a-z-]+)", text)) == set(action["inputs"])
    assert all(one.get("description") for one in (*action["inputs"].values(), *action["outputs"].values()))
    workflow = (ROOT / ".github/workflows/films.yml").read_text()
    used = re.findall(r"uses: (\S+)", text + workflow)
    assert [name for name in used if name != "./" and not re.search(r"@[0-9a-f]{40}$", name)] == []
    given = yaml.safe_load(workflow)["jobs"]["films"]["steps"][-1]["with"]
    assert set(given) <= set(action["inputs"])


def test_the_scripts_of_the_action_are_scripts_and_take_no_input_into_their_text() -> None:
    scripts = [step["run"] for step in steps() if "run" in step]
    assert len(scripts) == 2
    for script in scripts:
        assert "${{" not in script
        subprocess.run(["bash", "-n"], input=script, text=True, check=True)


def test_the_image_holds_what_the_wheel_holds_is_pinned_and_has_no_root() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    bases = [line.split()[1] for line in lines if line.startswith("FROM ")]
    assert bases and all(re.fullmatch(r"python:3\.\d+\.\d+-slim-[a-z]+", base) for base in bases)
    copied = {
        part for line in lines if line.startswith("COPY ") and "--from" not in line for part in line.split()[1:-1]
    }
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"][
        "packages"
    ]
    assert set(packages) <= copied
    assert all((ROOT / name).exists() for name in copied)
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert copied == allowed
    assert any("--require-hashes" in line for line in lines)
    assert [line for line in lines if line.startswith("USER ")][-1] == "USER 10001:10001"
    assert 'ENTRYPOINT ["video-gen"]' in lines
