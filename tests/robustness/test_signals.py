"""S8: Ctrl-C or SIGTERM at a random moment -> gone within three seconds, with its code, one line, and nothing half done."""

from __future__ import annotations

import re
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.film_maker import kill_group
from tests.robustness.job import Film, Job, await_session_end, draw_delays, time_undisturbed

pytestmark = pytest.mark.slow
SPOKEN = {"VIDEO_GEN_ENGINE": "espeak"}
STOPPED = "Stopped. What is finished is kept: the same command goes on from there."
PATIENCE = 3.0


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, command_state: Path) -> Film:
    return time_undisturbed(Job(tmp_path_factory.mktemp("undisturbed"), command_state, SPOKEN))


@pytest.fixture(autouse=True)
def _ctrl_c_is_for_us() -> None:
    """What the shell starts in the background ignores Ctrl-C, and so does all that it starts."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def await_word(process: subprocess.Popen[str]) -> None:
    """Wait until the command has said that it reads: before, Python itself is being loaded, and is ended as any program is."""
    assert process.stderr is not None
    assert process.stderr.readline().startswith("Reading")


@pytest.mark.scoreboard("S8 signals", full=20, short=4)
def test_a_signal_at_a_random_moment_is_obeyed_at_once(
    point: int, undisturbed: Film, tmp_path: Path, command_state: Path, record_property: Any, request: Any
) -> None:
    number = (signal.SIGINT, signal.SIGTERM)[point % 2]
    job = Job(tmp_path, command_state, SPOKEN)
    process = job.begin()
    await_word(process)
    time.sleep(draw_delays("signal", point, 0.9 * undisturbed.seconds))
    began = time.monotonic()
    kill_group(process, number)
    stdout, stderr = process.communicate(timeout=60)
    seconds = time.monotonic() - began
    record_property("figure", ("seconds to the end", round(seconds, 2)))
    if process.returncode == 0:  # it was through before the signal came: nothing was left to do
        assert job.delivered() == undisturbed.files
        assert seconds <= PATIENCE
        return
    assert (process.returncode, stdout) == (128 + number, ""), stderr
    said = [line for line in stderr.splitlines() if not re.match(r"\[ *\d|Runs are shown", line)]
    assert said == [STOPPED]
    await_session_end(process.pid)
    assert job.leftovers() == []
    if request.config.getoption("scoreboard"):
        assert seconds <= PATIENCE
    result = job.succeed()
    assert job.delivered() == undisturbed.files
    assert result.run is not None
    assert job.unfinished_runs() == []
