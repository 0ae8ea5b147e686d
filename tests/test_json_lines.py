"""Logs as JSON: one object a line whatever is said, with run, video, scene and stage."""

from __future__ import annotations

import asyncio
import json
import logging
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.json_lines import JsonHandler, format_line
from adapters.log_place import at_place, note_place
from deployments.display import Console, open_display
from model.errors import Problem, ValidationError
from model.progress import Progress
from tasks.cores import run_heavy
from tasks.workplace import Workplace


@pytest.fixture
def as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIDEO_GEN_LOG_FORMAT", "json")


def read_lines(text: str) -> list[dict[str, object]]:
    assert text.endswith("\n")
    return [json.loads(line) for line in text.removesuffix("\n").split("\n")]


@settings(max_examples=60)
@given(st.text(), st.text())
def test_nothing_that_is_said_ends_a_line_or_steers_a_terminal(message: str, title: str) -> None:
    with at_place(run="r", video=title, scene="s", stage="render"):
        line = format_line("info", "a", message, title=title)
    assert line.isascii() and line.isprintable()
    read = json.loads(line)
    assert (read["message"], read["title"], read["video"]) == (message, title, title)
    assert (read["run"], read["scene"], read["stage"]) == ("r", "s", "render")


def test_a_title_cannot_forge_a_line(capsys: pytest.CaptureFixture[str], as_json: None) -> None:
    forged = 'A title\n{"level": "error", "message": "disk on fire"}\x1b[2J\u2028\x9b'
    Console().say(forged)
    Console().warn(forged)
    (said, warned) = read_lines(capsys.readouterr().err)
    assert (said["level"], said["message"]) == ("info", forged)
    assert (warned["level"], warned["message"]) == ("warning", forged)


def test_every_line_names_the_same_things(capsys: pytest.CaptureFixture[str], as_json: None) -> None:
    console = Console()
    console.complain("no")
    problem = Problem(
        message="A wrong word.", remedy="Write another.", file="a.md", line=3, column=2, excerpt="the word"
    )
    console.show_error(ValidationError((problem,)))
    with open_display(console) as display, at_place(run="r", video="a"):
        display.show(Progress(stage="narrate", done=1, total=2, scene_id="title", reused=True, notice="It fell back."))
    lines = read_lines(capsys.readouterr().err)
    assert all({"time", "level", "logger", "message", "run", "video", "scene", "stage"} <= set(line) for line in lines)
    assert (lines[1]["file"], lines[1]["line"], lines[1]["remedy"]) == ("a.md", 3, "Write another.")
    assert [line["message"] for line in lines] == ["no", "A wrong word.", "It fell back.", "narrate 1/2"]
    assert {key: lines[3][key] for key in ("run", "video", "scene", "stage", "percent", "reused")} == {
        "run": "r", "video": "a", "scene": "title", "stage": "narrate", "percent": 20, "reused": True,
    }  # fmt: skip


def test_quiet_leaves_warnings(capsys: pytest.CaptureFixture[str], as_json: None) -> None:
    console = Console(quiet=True)
    console.say("nothing")
    with open_display(console) as display:
        display.show(Progress(stage="script", done=0, total=1, notice="Something."))
    assert [line["message"] for line in read_lines(capsys.readouterr().err)] == ["Something."]


def test_records_of_any_logger_are_lines(capsys: pytest.CaptureFixture[str]) -> None:
    logger = logging.Logger("prefect.task_runs")
    logger.addHandler(JsonHandler())
    try:
        raise ValueError("two\nlines")
    except ValueError:
        logger.exception("It %s", "failed", extra={"flow_run_id": "r", "task_run_name": "narrate title"})
    logger.warning("%d", "no number")
    with at_place(run="ours"):
        logger.info("x", extra={"flow_run_id": "theirs"})
    first, second, third = read_lines(capsys.readouterr().err)
    assert (first["message"], first["run"], first["task"]) == ("It failed", "r", "narrate title")
    assert "ValueError: two\nlines" in str(first["exception"])
    assert "cannot be written" in str(second["message"])
    assert third["run"] == "ours"


def test_what_threads_say_belongs_to_the_run(tmp_path: Path) -> None:
    async def run() -> str:
        note_place(run="r")
        with at_place(scene="title"):
            return await run_heavy(
                lambda: format_line("info", "a", "drawn"), Workplace(cache_dir=str(tmp_path), jobs=1)
            )

    line = json.loads(asyncio.run(run()))
    assert (line["run"], line["scene"]) == ("r", "title")
