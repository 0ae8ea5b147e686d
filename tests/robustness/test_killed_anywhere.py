"""S1 and S7: kill -9 at a random moment -> nothing lives on, and the next run ends as an undisturbed one, redoing nothing."""

from __future__ import annotations

import signal
import time
from pathlib import Path
from typing import Any

import pytest

from tests.film_maker import kill_group
from tests.robustness.job import Film, Job, await_session_end, draw_delays, time_undisturbed

pytestmark = pytest.mark.slow
SPOKEN = {"VIDEO_GEN_ENGINE": "espeak"}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, command_state: Path) -> Film:
    return time_undisturbed(Job(tmp_path_factory.mktemp("undisturbed"), command_state, SPOKEN))


@pytest.mark.scoreboard("S1 S7 kill -9", full=40, short=3)
def test_a_kill_at_a_random_moment_costs_what_was_in_hand(
    point: int, undisturbed: Film, tmp_path: Path, command_state: Path, record_property: Any
) -> None:
    job = Job(tmp_path, command_state, SPOKEN)
    process = job.begin()
    time.sleep(draw_delays("kill", point, undisturbed.seconds))
    kill_group(process, signal.SIGKILL)
    process.communicate()
    await_session_end(process.pid)
    visible = {name: digest for name, digest in job.delivered().items() if "/." not in f"/{name}"}
    assert visible in ({}, undisturbed.files)
    scenes = len(undisturbed.result.scenes)
    spoken, drawn = job.count_kept("narrate-scene"), job.count_kept("render-scene")
    result = job.succeed()
    assert job.delivered() == undisturbed.files
    assert result.run is not None
    assert job.unfinished_runs() == []
    if result.run.unchanged:
        assert visible == undisturbed.files
        return
    redone = max(0, result.run.spoken - (scenes - spoken)) + max(0, result.run.drawn - (scenes - drawn))
    record_property("figure", ("finished scenes redone", redone))
    assert redone == 0
    assert job.leftovers() == []
