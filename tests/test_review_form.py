"""A script that waits for its approval, in the UI: the form as a person sees it in a browser, filled in and submitted."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.server import launch_server, server_status, wait_ready
from model.result import PipelineResult
from tests.browser import CHROMIUM, Browser
from tests.film_maker import FilmMaker
from tests.prefect_api import ask

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]
DOCUMENT = "# Harbour\n\nBoats come in at night.\n"
_WAITING = """\
import sys
from flows.make_video import make_video_sync
from model.inputs import InputConfig
job = InputConfig(source=sys.argv[1], output=sys.argv[2], engine="silent", review=True)
print(make_video_sync(job).model_dump_json())
"""
_PATIENCE = 120.0


@pytest.fixture
def maker(tmp_path: Path, command_state: Path) -> FilmMaker:
    made = FilmMaker(tmp_path, command_state, {"VIDEO_GEN_QUALITY": "draft", "VIDEO_GEN_RESOLUTION": "720p"})
    (tmp_path / "harbour.md").write_text(DOCUMENT)
    wait_ready(launch_server(command_state))
    return made


@pytest.fixture
def program(maker: FilmMaker) -> Iterator[subprocess.Popen[str]]:
    """Give a program that waits for its script to be approved."""
    process = subprocess.Popen(
        [sys.executable, "-c", _WAITING, str(maker.home / "harbour.md"), str(maker.output)],
        cwd=maker.home, env=maker.world(), stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    yield process
    process.kill()
    process.communicate()


@pytest.fixture
def browser(maker: FilmMaker) -> Iterator[Browser]:
    """Give a browser that is signed in to the UI."""
    status = server_status(maker.state)
    assert status is not None
    opened = Browser(status.sign_in_url, maker.home / "browser")
    try:
        opened.await_true("document.body.innerText.includes('Dashboard')")
        yield opened
    finally:
        opened.close()


def open_form(browser: Browser, maker: FilmMaker, run: str) -> list[str]:
    """Open a run's page and its form; return the form's lines, from its heading on."""
    status = server_status(maker.state)
    assert status is not None
    browser.go(f"{status.address.ui_url}/runs/flow-run/{run}")
    browser.click("Resume")
    browser.await_true("document.querySelector('textarea') !== null")
    browser.await_true("document.body.innerText.includes('waits for your approval')")
    said = str(browser.run("document.body.innerText"))
    return [line.strip() for line in said[said.index("Resume Flow Run") :].splitlines() if line.strip()]


def find_waiting(maker: FilmMaker) -> str:
    """Wait until the run of this maker's document waits, and return its id."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        for run in ask(maker.state, "flow_runs/filter", {"flow_runs": {"state": {"type": {"any_": ["PAUSED"]}}}}):
            if run["parameters"]["config"]["source"] == str(maker.home / "harbour.md"):
                return str(run["id"])
        time.sleep(0.2)
    raise AssertionError("no run waits")


def test_the_form_says_what_it_wants_and_the_run_goes_on(
    maker: FilmMaker, program: subprocess.Popen[str], browser: Browser
) -> None:
    script = maker.output / "harbour.script.yaml"
    words = open_form(browser, maker, find_waiting(maker))
    browser.take_picture(maker.home / "form.png")
    assert words[:4] == [
        "Resume Flow Run",
        "The script of Harbour waits for your approval: 2 scenes, in this file.",
        str(script),
        "Change the file first, if you like. To send this form approves it; to close it leaves it waiting.",
    ]
    assert words[4].startswith("title This is Harbour. Boats come in at night.")
    assert words[5].startswith("outro That was Harbour.")
    assert words[6:] == [
        "Another script (Optional)",
        "Leave it empty to make the film of the file above, as it is by then. Or paste a whole script.yaml: the film is made"
        " of that.",
        "Submit",
        "Close",
    ]
    assert browser.run("document.documentElement.scrollWidth <= innerWidth")
    browser.type("textarea", script.read_text().replace("come in at night", "leave in the morning"))
    browser.click("Submit")
    stdout, _ = program.communicate(timeout=_PATIENCE)
    assert program.returncode == 0
    result = PipelineResult.model_validate_json(stdout)
    assert "leave in the morning" in (maker.folder(result) / "harbour.srt").read_text().replace("\n", " ")
    browser.await_true("document.body.innerText.includes('Completed')")


def test_the_form_of_a_command_that_has_ended_says_how_to_go_on(maker: FilmMaker, browser: Browser) -> None:
    waits = maker.run("--source", str(maker.home / "harbour.md"), "--review")
    assert waits.returncode == 7, waits.stderr
    run = find_waiting(maker)
    words = open_form(browser, maker, run)
    browser.take_picture(maker.home / "form.png")
    line = next(line for line in words if line.startswith("The command that wrote it has ended."))
    assert f"Send the form, then run video-gen resume {run[:8]}: that makes the film." in line
    browser.click("Submit")
    browser.await_true("document.querySelector('textarea') === null")
    resumed = maker.run("resume", run[:8], "--json", module="deployments.command")
    assert resumed.returncode == 0, resumed.stderr
    result = PipelineResult.model_validate_json(resumed.stdout)
    assert result.run is not None and result.run.flow_run_id == run
