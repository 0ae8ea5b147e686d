"""The life of a run, by real processes on a real server: killed and resumed, cancelled, paused, made again, reviewed."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from adapters.delivery import find_result
from model.result import PipelineResult
from tests.film_maker import ROOT, FilmMaker, kill_group
from tests.prefect_api import ask
from tests.shared_film import SharedFilm, write_document
from tests.test_command_killed import await_event, delivered_names

pytestmark = pytest.mark.slow
DOCUMENT = "# Short\n\nThis says as little as may be said, and it is a film all the same.\n"
_PATIENCE = 120.0


def command(maker: FilmMaker, *arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run `video-gen` to its end."""
    return maker.run(*arguments, cwd=cwd, module="deployments.command")


def newest(maker: FilmMaker) -> dict[str, Any]:
    """Return what `video-gen runs` says of the newest run of this maker's output."""
    done = command(maker, "runs", "--json", "--limit", "50")
    assert done.returncode == 0, done.stderr
    return next(run for run in json.loads(done.stdout) if run["folder"].startswith(str(maker.home)))


def await_state(maker: FilmMaker, run: str, *wanted: str) -> dict[str, Any]:
    """Wait until Prefect says that a run is in one of the states."""
    end = time.monotonic() + _PATIENCE
    while (told := ask(maker.state, f"flow_runs/{run}"))["state_type"] not in wanted:
        assert time.monotonic() < end, told["state"]
        time.sleep(0.2)
    return dict(told)


def write_short(maker: FilmMaker, name: str = "short.md") -> Path:
    source = maker.home / name
    source.write_text(DOCUMENT)
    return source


def test_a_killed_run_is_offered_and_goes_on_elsewhere(tmp_path: Path, shared_film: SharedFilm) -> None:
    maker = FilmMaker(tmp_path, shared_film.maker.state)
    folder = write_document(tmp_path / "documents").parent
    process = maker.start("--source", "lighthouse.md", "--output", "films", cwd=folder)
    await_event(process, "drawing 3/8")
    kill_group(process, signal.SIGKILL)
    process.communicate()
    offered = maker.run("--source", str(write_short(maker)))
    found = re.search(
        r"An earlier run of lighthouse.md was killed; go on with it: (video-gen resume (\w+))", offered.stderr
    )
    assert found, offered.stderr
    (folder / "tower.png").write_bytes((folder / "tower.png").read_bytes() + b"\0")  # changed, and shown as before
    resumed = command(maker, "resume", found[2], "--json", cwd=tmp_path)
    assert resumed.returncode == 0, resumed.stderr
    assert "Going on with lighthouse.md" in resumed.stderr
    assert "tower.png changed since the run began" in resumed.stderr
    result = PipelineResult.model_validate_json(resumed.stdout)
    assert result.run is not None
    assert result.run.flow_run_id.startswith(found[2])
    assert (result.run.spoken, result.run.folder) == (0, str(folder / "films" / "lighthouse"))
    assert 0 < result.run.drawn < len(result.scenes)
    film = folder / "films" / "lighthouse" / "lighthouse.mp4"
    assert film.read_bytes() == (shared_film.folder / "lighthouse.mp4").read_bytes()
    shown = json.loads(command(maker, "runs", "show", found[2], "--json").stdout)
    assert (shown["run"]["state"], shown["run"]["attempts"], shown["run"]["film"]) == ("completed", 2, str(film))
    assert [scene["scene_id"] for scene in shown["scenes"]] == [scene.scene_id for scene in result.scenes]
    assert {scene["spoken"] for scene in shown["scenes"]} == {"kept"}
    assert sum(scene["drawn"] == "anew" for scene in shown["scenes"]) == result.run.drawn
    assert {file["file"] for file in shown["outputs"]} == {file.name for file in result.files}
    over = command(maker, "resume", found[2])
    assert over.returncode == 2
    assert f"video-gen retry {found[2]} --from STAGE" in over.stderr
    again = command(maker, "retry", found[2], "--from", "sound", "--json")
    assert again.returncode == 0, again.stderr
    facts = PipelineResult.model_validate_json(again.stdout).run
    assert facts is not None
    assert (facts.spoken, facts.drawn, facts.flow_run_id) == (0, 0, result.run.flow_run_id)
    shown = json.loads(command(maker, "runs", "show", found[2], "--json").stdout)
    kept = {stage["stage"]: (stage["kept"], stage["total"]) for stage in shown["stages"]}
    assert kept["render"] == kept["narrate"] == (8, 8)
    assert kept["sound"] == (0, 8)
    assert film.read_bytes() == (shared_film.folder / "lighthouse.mp4").read_bytes()


def test_a_run_obeys_the_api(tmp_path: Path, shared_film: SharedFilm) -> None:
    """What the UI does: pause, resume, cancel, by the same requests."""
    maker = FilmMaker(tmp_path, shared_film.maker.state)
    process = maker.start("--source", str(write_document(tmp_path / "documents")), cwd=tmp_path)
    await_event(process, "narrating 1/8")
    run = ask(maker.state, "flow_runs/filter", {"sort": "START_TIME_DESC", "limit": 1})[0]["id"]
    paused = ask(maker.state, f"flow_runs/{run}/set_state", {"state": {"type": "PAUSED", "name": "Paused"}})
    assert paused["status"] == "ACCEPT", paused
    watched = command(maker, "runs", "show", run, "--json")
    assert json.loads(watched.stdout)["run"]["state"] == "paused"
    assert process.poll() is None
    resumed = ask(maker.state, f"flow_runs/{run}/resume", {})
    assert resumed["status"] == "ACCEPT"
    assert ask(maker.state, f"flow_runs/{run}")["state_type"] == "RUNNING"
    ask(maker.state, f"flow_runs/{run}/set_state", {"state": {"type": "CANCELLING", "name": "Cancelling"}})
    _, stderr = process.communicate(timeout=_PATIENCE)
    assert process.returncode == 8, stderr
    assert stderr.splitlines()[-1].startswith(
        f"error: The run was cancelled from elsewhere. What is finished is kept: video-gen resume {run[:8]}"
    )
    assert "Traceback" not in stderr
    assert ask(maker.state, f"flow_runs/{run}")["state_type"] == "CANCELLED"
    assert delivered_names(maker.output) == []
    refused = command(maker, "cancel", run)
    assert (refused.returncode, "is cancelled already" in refused.stderr) == (2, True)


def test_a_night_is_a_run_and_is_made_again_from_a_stage_on(tmp_path: Path, shared_film: SharedFilm) -> None:
    maker = FilmMaker(tmp_path, shared_film.maker.state)
    source = write_short(maker)
    made = command(maker, "nightly", "--from", str(source), "--json", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    listed = json.loads(command(maker, "runs", "--json", "--limit", "50").stdout)
    run = next(one for one in listed if one["flow"] == "make-nightly" and one["folder"] == str(tmp_path))
    assert (run["state"], run["name"]) == ("completed", "short.md")
    again = command(maker, "retry", run["run_id"][:8], "--from", "render", "--json", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    (film,) = json.loads(again.stdout)["films"]
    assert film["state"] == "made"
    assert {(scene["spoken"], scene["drawn"]) for scene in film["changes"]["scenes"]} == {(False, True)}


def test_a_script_is_reviewed(tmp_path: Path, shared_film: SharedFilm) -> None:
    maker = FilmMaker(tmp_path, shared_film.maker.state)
    source = write_document(tmp_path / "documents")
    waits = maker.run("--source", str(source), "--review", cwd=tmp_path)
    assert waits.returncode == 7, waits.stderr
    script = Path(waits.stdout.strip())
    assert script == maker.output / "lighthouse.script.yaml"
    run = newest(maker)
    assert (run["state"], run["review"]) == ("waiting", str(script))
    written = script.read_text()
    script.write_text(written.replace("scene_type: list", "scene_type: lisst"))
    wrong = command(maker, "approve", run["run_id"][:8])
    assert wrong.returncode == 3
    assert re.search(r"lighthouse\.script\.yaml:\d+:\d+: .*did you mean 'list'", wrong.stderr)
    assert newest(maker)["state"] == "waiting"
    script.write_text(written.replace("One command is enough", "A single command is enough"))
    done = command(maker, "approve", "lighthouse.md", "--json")
    assert done.returncode == 0, done.stderr
    result = PipelineResult.model_validate_json(done.stdout)
    assert result.run is not None
    assert result.run.flow_run_id == run["run_id"]
    assert "A single command is enough" in (maker.folder(result) / "lighthouse.srt").read_text().replace("\n", " ")
    untouched = FilmMaker(tmp_path, shared_film.maker.state)
    plain = untouched.make(source)
    assert plain.run is not None
    # The one that was changed back is spoken again; its pictures are there, for another length.
    assert (plain.run.spoken, plain.run.drawn) == (1, 0)
    assert find_result(untouched.folder(plain)) == find_result(shared_film.folder)


_WAITING = """\
import sys
from flows.make_video import make_video_sync
from model.inputs import InputConfig
job = InputConfig(source=sys.argv[1], output=sys.argv[2], engine="silent", review=True)
print(make_video_sync(job).model_dump_json())
"""


def test_a_script_is_approved_in_the_ui(tmp_path: Path, shared_film: SharedFilm) -> None:
    """A program waits; the form is filled in: first with what is no script, then with one, by the requests of the UI."""
    maker = FilmMaker(tmp_path, shared_film.maker.state)
    source = write_short(maker)
    process = subprocess.Popen(
        [sys.executable, "-c", _WAITING, str(source), str(maker.output)],
        cwd=tmp_path, env=maker.world(), stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    script = maker.output / "short.script.yaml"
    end = time.monotonic() + _PATIENCE
    while not script.exists():
        assert time.monotonic() < end
        time.sleep(0.2)
    run = newest(maker)["run_id"]
    first = await_state(maker, run, "PAUSED")["state"]["state_details"]["run_input_keyset"]
    form = ask(maker.state, f"flow_runs/{run}/input/{first['schema']}")
    assert form["properties"]["script"]["default"] == ""
    refused = ask(maker.state, f"flow_runs/{run}/resume", {"run_input": {"script": ["no text"]}})
    assert refused["status"] == "REJECT"
    assert ask(maker.state, f"flow_runs/{run}/resume", {"run_input": {"script": "no script"}})["status"] == "ACCEPT"
    while (again := await_state(maker, run, "PAUSED")["state"]["state_details"]["run_input_keyset"]) == first:
        time.sleep(0.2)
    assert "cannot be made as it was handed in" in ask(maker.state, f"flow_runs/{run}/input/{again['description']}")
    handed_in = script.read_text().replace("as little as may be said", "next to nothing")
    ask(maker.state, f"flow_runs/{run}/resume", {"run_input": {"script": handed_in}})
    stdout, _ = process.communicate(timeout=_PATIENCE)
    assert process.returncode == 0
    result = PipelineResult.model_validate_json(stdout)
    assert "next to nothing" in (maker.folder(result) / "short.srt").read_text().replace("\n", " ")


def test_a_script_whose_run_is_cancelled_is_not_approved(tmp_path: Path, shared_film: SharedFilm) -> None:
    maker = FilmMaker(tmp_path, shared_film.maker.state)
    source = write_short(maker)
    process = subprocess.Popen(
        [sys.executable, "-c", _WAITING, str(source), str(maker.output)],
        cwd=tmp_path, env=maker.world(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    end = time.monotonic() + _PATIENCE
    while not (maker.output / "short.script.yaml").exists():
        assert time.monotonic() < end
        time.sleep(0.2)
    run = newest(maker)["run_id"]
    answer = await_state(maker, run, "PAUSED")["state"]["state_details"]["run_input_keyset"]["response"]
    ask(maker.state, f"flow_runs/{run}/set_state", {"state": {"type": "CANCELLING", "name": "Cancelling"}})
    _, stderr = process.communicate(timeout=_PATIENCE)
    assert "RunCancelledError" in stderr
    await_state(maker, run, "CANCELLED")
    found = ask(maker.state, f"flow_runs/{run}/input/filter", {"prefix": answer, "limit": 10})
    assert found == []
    assert command(maker, "resume", run[:8], cwd=tmp_path).returncode == 7  # it waits again
    assert delivered_names(maker.output) == ["short.script.yaml"]


def test_a_script_is_approved_at_the_terminal(tmp_path: Path, shared_film: SharedFilm) -> None:
    maker = FilmMaker(tmp_path, shared_film.maker.state)
    source = write_short(maker)
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "flows.make_video", "--source", str(source), "--review"],
        cwd=ROOT, env=maker.world(TERM="xterm"), stdin=theirs, stdout=subprocess.PIPE, stderr=theirs, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    seen = b""
    while b"Enter makes the film of it" not in seen:
        seen += os.read(ours, 4096)
    os.write(ours, b"\n")
    while b"reused, in" not in seen:
        seen += os.read(ours, 4096)
    stdout, _ = process.communicate(timeout=_PATIENCE)
    os.close(ours)
    assert (process.returncode, stdout.decode().strip()) == (0, str(maker.output / "short" / "short.mp4"))
