"""What is said of runs and what is understood of what people say: states, ages, ids, tables, a script that waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from prefect.states import (
    Cancelled,
    Cancelling,
    Completed,
    Crashed,
    Failed,
    Paused,
    Pending,
    Running,
    Scheduled,
    Suspended,
)

from adapters.review_file import check_review, offer_script, read_review, review_path
from adapters.run_locks import hold_run, is_run_held, take_over
from deployments.runs.parsing import parse_since, parse_stage, parse_states
from deployments.runs.rendering import list_lines, report_lines, tell_seconds
from model.assets import DeliveredFile
from model.errors import ConfigError, RunWaitsError, ValidationError
from model.inputs import InputConfig
from model.progress import Progress, is_from
from model.runs import FileLine, RunLine, RunReport, SceneLine, StageLine
from model.script import VideoScript
from render.review_page import review_page
from render.script_file import script_yaml
from tasks.runs.finding import fits_source, looks_like_id
from tasks.runs.jobs import rebase_job, tell_differences
from tasks.runs.reading import tell_options, tell_state
from tasks.runs.recording import RunRecord
from tests.course_reading import read_scripts, write_course

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
RUN = "5f43d7be-4fca-4a63-82de-38cd39fa388b"
COURSE = """\
title: Lamps
scenes:
  - scene_type: title
    title: Lamps
    narration: A lamp gives light.
  - scene_type: list
    header: Kinds
    items: [Oil, Gas]
    narration: There are lamps of oil and of gas.
"""


def line(**more: Any) -> RunLine:
    told: dict[str, Any] = {
        "run_id": RUN, "name": "lamp.md", "flow": "make-video", "state": "completed", "message": "", "source": "lamp.md",
        "created": NOW - timedelta(minutes=5), "started": NOW - timedelta(minutes=5), "ended": NOW, "seconds": 12.04,
        "attempts": 1, "percent": 100.0, "film": "/w/videos/lamp/lamp.mp4", "host": "vm", "folder": "/w", "deployed": False,
        "review": "",
    }  # fmt: skip
    return RunLine(**told | more)


def report(run: RunLine, **more: Any) -> RunReport:
    told: dict[str, Any] = {
        "options": {}, "stages": (), "scenes": (), "inputs": (), "outputs": (), "facts": {}, "errors": (), "url": "",
    }  # fmt: skip
    return RunReport(run=run, **told | more)


def test_prefects_states_in_our_words() -> None:
    asked = Paused()
    asked.state_details.run_input_keyset = {"schema": "s"}
    known = (
        (Scheduled(), "pending"), (Pending(), "pending"), (Running(), "running"), (Paused(), "paused"), (asked, "waiting"),
        (Suspended(), "paused"), (Completed(), "completed"), (Failed(), "failed"), (Crashed(), "crashed"),
        (Cancelling(), "cancelling"), (Cancelled(), "cancelled"), (None, "pending"),
    )  # fmt: skip
    assert [tell_state(state) for state, _ in known] == [told for _, told in known]


def test_states_are_read() -> None:
    assert parse_states(["crashed, failed", "waiting"]) == ("waiting", "failed", "crashed")
    assert parse_states([]) == ()
    with pytest.raises(ConfigError, match=r"no state 'broken'.*completed, failed"):
        parse_states(["failed,broken"])


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("90m", NOW - timedelta(minutes=90)),
        ("5 min", NOW - timedelta(minutes=5)),
        ("6 hours", NOW - timedelta(hours=6)),
        ("2d", NOW - timedelta(days=2)),
        ("1w", NOW - timedelta(weeks=1)),
        ("2026-11-28T10:00:00+00:00", datetime(2026, 11, 28, 10, tzinfo=UTC)),
    ],
)
def test_ages_are_read(given: str, meant: datetime) -> None:
    assert parse_since(given, NOW) == meant


@pytest.mark.parametrize("given", ["", "yesterday", "3 moons", "-2d", "99999999999d", "999999w", "2026-13-01"])
def test_what_is_no_age_is_refused(given: str) -> None:
    with pytest.raises(ConfigError, match="Write 90m"):
        parse_since(given, NOW)


def test_stages_are_read() -> None:
    assert parse_stage(" Render ") == "render"
    with pytest.raises(ConfigError, match="adapt, parse, script"):
        parse_stage("paint")
    assert [is_from(stage, "render") for stage in ("narrate", "render", "sound", "deliver")] == [
        False,
        True,
        True,
        True,
    ]
    assert not is_from("deliver", None)


def test_ids_and_sources_are_told_apart() -> None:
    assert all(map(looks_like_id, ("5f43", "5f43d7be-4f", RUN, RUN.upper())))
    assert not any(map(looks_like_id, ("5f4", "lamp.md", "last", "decade.md", RUN + "0")))
    names = ("lamp.md", "docs/lamp.md")
    assert all(fits_source(wanted, names) for wanted in ("lamp", "LAMP.md", "docs/*.md", "l?mp.md"))
    assert not any(fits_source(wanted, names) for wanted in ("beacon", "*.rst"))


def test_runs_are_listed() -> None:
    waiting = line(
        state="waiting",
        percent=5.0,
        film="",
        review="/w/videos/lamp.script.yaml",
        run_id="a" * 8 + RUN[8:],
        started=NOW,
    )
    failed = line(state="failed", percent=61.4, film="", message="No space\nleft.", name="l.md", seconds=3725.0)
    assert list_lines([line(), waiting, failed], NOW, Path("/w")) == [
        "ID        STATE      BEGUN         TOOK   DONE  RUN",
        "5f43d7be  completed  5 min ago   12.0 s  100 %  lamp.md  videos/lamp/lamp.mp4",
        "aaaaaaaa  waiting    just now    12.0 s    5 %  lamp.md  approve videos/lamp.script.yaml",
        "5f43d7be  failed     5 min ago  1:02:05   61 %  l.md     No space left.",
    ]
    assert [tell_seconds(seconds) for seconds in (0.04, 99.9, 100, 3725)] == ["0.0 s", "99.9 s", "1:40", "1:02:05"]


def test_a_run_is_shown() -> None:
    told = report(
        line(attempts=2),
        options={"theme": "light", "fps": 60},
        stages=(StageLine(stage="render", done=2, total=2, kept=1, seconds=1.26),),
        scenes=(SceneLine(scene_id="a", scene_type="title", spoken="kept", drawn="anew"),),
        outputs=(FileLine(file="lamp.mp4", size=1_340_000, sha256="0" * 64),),
        inputs=(FileLine(file="lamp.md", size=346, sha256="0" * 64),),
        facts={"title": "Lamps", "film_seconds": 27.3, "scenes": 1, "spoken": 0, "drawn": 1, "reused": 1, "cost": 0.0},
        url="http://127.0.0.1:1/runs",
    )
    assert report_lines(told, NOW, Path("/w")) == [
        "lamp.md  completed after 12.0 s, begun 5 min ago, attempt 2",
        f"  id        {RUN}",
        "  source    lamp.md in /w",
        "  options   theme=light fps=60",
        "  machine   vm",
        "  film      videos/lamp/lamp.mp4",
        "  made      Lamps: 27.3 s, 1 scenes; 0 spoken, 1 drawn, 1 reused",
        "  files     lamp.mp4 1.3 MB",
        "  read      lamp.md 346 B",
        "  shown at  http://127.0.0.1:1/runs",
        "",
        "  stages",
        "    render  pictures  2/2  1.3 s  1 kept",
        "",
        "  scenes",
        "    1  title  a  kept  drawn",
    ]


def test_a_run_says_what_may_be_done_with_it() -> None:
    steps = {
        "failed": "video-gen resume 5f43d7be", "crashed": "video-gen resume 5f43d7be", "paused": "video-gen resume 5f43d7be",
        "waiting": "video-gen approve 5f43d7be", "running": "video-gen runs watch 5f43d7be",
    }  # fmt: skip
    for state, step in steps.items():
        lines = report_lines(report(line(state=state, film=""), errors=(("render a", "No font."),)), NOW, Path("/w"))
        assert lines[-1].endswith(step)
        assert "  failed    render a: No font." in lines


def test_options_are_told_where_they_are_not_usual() -> None:
    job = InputConfig(source="lamp.md", theme="light", fps=60).model_dump(mode="json")
    assert tell_options(job) == {"theme": "light", "fps": 60}


def test_steps_are_counted() -> None:
    record = RunRecord(RUN)
    record.note(Progress(stage="narrate", done=0, total=3))
    record.note(Progress(stage="narrate", done=2, total=3, scene_id="b", reused=True))
    record.note(Progress(stage="narrate", done=1, total=3, scene_id="a"))  # told late
    record.note(Progress(stage="render", done=1, total=3, scene_id="a"))
    told = [{name: row[name] for name in ("stage", "done", "total", "kept")} for row in record.list_stages()]
    assert told == [
        {"stage": "narrate", "done": 2, "total": 3, "kept": 1},
        {"stage": "render", "done": 1, "total": 3, "kept": 0},
    ]
    assert record.list_scenes() == [
        {"scene_id": "b", "scene_type": "", "spoken": "kept", "drawn": ""},
        {"scene_id": "a", "scene_type": "", "spoken": "anew", "drawn": "anew"},
    ]


def test_a_job_is_meant_from_the_folder_that_it_was_begun_in(tmp_path: Path) -> None:
    (tmp_path / "lamp.md").write_text("# Lamp")
    job = InputConfig(source="lamp.md", output="videos", music="song.mp3", theme="brand.yaml")
    moved = rebase_job(job, str(tmp_path))
    places = (moved.source, moved.output, moved.music, moved.theme)
    assert places == tuple(str(tmp_path / name) for name in ("lamp.md", "videos", "song.mp3", "brand.yaml"))
    assert rebase_job(job, str(Path.cwd())) == job
    address = InputConfig(source="https://docs.example.org/x.html", output="/w/videos")
    assert rebase_job(address, str(tmp_path)) == address


def test_what_changed_since_is_told() -> None:
    told = report(line(), inputs=tuple(FileLine(file=name, size=1, sha256="0" * 64) for name in ("a.md", "b.png")))
    now = [DeliveredFile(name=name, sha256=digit * 64, size=1) for name, digit in (("a.md", "1"), ("c.png", "0"))]
    assert tell_differences(told, now) == (
        "a.md changed since the run began; c.png is new since the run began; b.png is gone since the run began:"
        " what that changes in the film is made anew.",
    )
    same = [DeliveredFile(name=name, sha256="0" * 64, size=1) for name in ("a.md", "b.png")]
    assert tell_differences(told, same) == ()


def test_one_process_takes_a_run_over(tmp_path: Path) -> None:
    with take_over(tmp_path, RUN) as ours:
        assert ours
        assert is_run_held(tmp_path, RUN)
        with take_over(tmp_path, RUN) as another, hold_run(tmp_path, RUN):  # held within: once is enough
            assert not another
        assert is_run_held(tmp_path, RUN)
    assert not is_run_held(tmp_path, RUN)


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> VideoScript:
    folder = tmp_path_factory.mktemp("course")
    return read_scripts(write_course(folder, COURSE, "lamps.yaml"), folder)[0]


def test_a_script_waits_beside_its_film(tmp_path: Path, script: VideoScript) -> None:
    path, config = review_path(str(tmp_path), script.video_id), InputConfig(source="lamps.yaml")
    text = script_yaml(script, {"voice": "female"})
    assert offer_script(path, text, RUN[:8]) == ""
    assert path == tmp_path / "lamps.script.yaml"
    assert f"video-gen approve {RUN[:8]}" in path.read_text().splitlines()[0]
    reviewed = check_review(read_review(path), str(path), config, script.video_id)
    assert reviewed.script == script
    assert reviewed.film.options["voice"] == "female"


def test_what_was_changed_is_never_lost(tmp_path: Path, script: VideoScript) -> None:
    path, text = tmp_path / "lamps.script.yaml", script_yaml(script)
    offer_script(path, text, "11111111")
    edited = path.read_text().replace("gives light", "gives much light")
    path.write_text(edited)
    assert "what you changed" in offer_script(path, text, "22222222")
    assert path.read_text() == edited.replace("11111111", "22222222")
    other = script_yaml(script.model_copy(update={"title": "Beacons"}))
    assert "lamps.script.yaml~" in offer_script(path, other, "33333333")
    assert path.with_name("lamps.script.yaml~").read_text() == edited.replace("11111111", "22222222")
    assert offer_script(path, text, "44444444") == ""  # nobody changed the one of Beacons


def test_every_mistake_in_a_reviewed_script_has_its_place(tmp_path: Path, script: VideoScript) -> None:
    text = script_yaml(script).decode()
    wrong = text.replace("scene_type: list", "scene_type: lisst")
    with pytest.raises(ValidationError) as found:
        check_review(wrong.encode(), "lamps.script.yaml", InputConfig(source="lamps.yaml"))
    (problem,) = found.value.problems
    assert "did you mean 'list'" in problem.message
    assert wrong.splitlines()[problem.line - 1].strip().startswith("- scene_id")
    with pytest.raises(ValidationError, match=r"lamps\.script\.yaml:\d+:\d+: Malformed YAML"):
        check_review((text + "\n  - [").encode(), "lamps.script.yaml", InputConfig(source="lamps.yaml"))
    with pytest.raises(ValidationError, match="no scenes"):
        empty = script_yaml(script.model_copy(update={"scenes": ()}))
        check_review(empty, "lamps.script.yaml", InputConfig(source="lamps.yaml"))
    with pytest.raises(ValidationError, match="gone"):
        read_review(tmp_path / "gone.script.yaml")


def test_the_form_tells_what_is_said_and_what_is_wrong(script: VideoScript) -> None:
    try:
        check_review(b"video_gen_script: 1\nscript: {}\n", "lamps.script.yaml", InputConfig(source="lamps.yaml"))
    except ValidationError as error:
        page = review_page(script, "lamps.script.yaml", error.problems)
    assert "1. *title* A lamp gives light." in page
    assert "lamps.script.yaml:2" in page


def test_a_run_that_waits_has_its_exit_code() -> None:
    wait = RunWaitsError("5f43d7be", "videos/lamps.script.yaml")
    assert (wait.exit_code, wait.remedy) == (7, "Approve it: video-gen approve 5f43d7be")
