"""S2: every n-th thing that the command does to a file is its last, or is refused -> the next run makes the same film.

A small library, loaded before the C library, counts and fails: the program is the installed one, and knows nothing of it.
"""

from __future__ import annotations

import errno
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.robustness.job import Film, Job, assert_honest, await_session_end, make_undisturbed

pytestmark = pytest.mark.slow
TEXT = "# Small\n\nThis says as little as may be said, and it is a film all the same.\n"
REFUSALS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS)


class Failing(NamedTuple):
    """What makes a disk fail, and a film in whose making it does."""

    library: Path
    film: Film
    effects: int
    """How many things are done to files."""

    def world(self, job: Job, at: int, how: str) -> dict[str, str]:
        told = {"FAIL_AT": str(at), "FAIL_HOW": how, "FAIL_UNDER": f"{job.home}/"}
        return told | {"LD_PRELOAD": str(self.library)}


@pytest.fixture(scope="module")
def failing(tmp_path_factory: pytest.TempPathFactory, command_state: Path) -> Failing:
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        pytest.skip("no C compiler: nothing that fails can be put beneath the command")
    folder = tmp_path_factory.mktemp("failing")
    library = folder / "failing.so"
    source = Path(__file__).with_name("failing_disk.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"], check=True)
    job = Job(folder / "job", command_state, text=TEXT)
    film = make_undisturbed(job)
    counted = Job(folder / "counted", command_state, text=TEXT)
    count = folder / "count"
    world = {"FAIL_UNDER": f"{counted.home}/", "FAIL_COUNT": str(count), "LD_PRELOAD": str(library)}
    counted.succeed(**world)
    assert counted.delivered() == film.files
    return Failing(library, film, int(count.read_text()))


def choose(failing: Failing, point: int, full: bool, short: int) -> int:
    """Return which effect fails: each in its turn in full, else some from the beginning to the end."""
    at = point + 1 if full else 1 + (2 * point + 1) * failing.effects // (2 * short)
    if at > failing.effects:
        pytest.skip(f"the command does {failing.effects} things to files")
    return at


@pytest.mark.scoreboard("S2 killed at n-th effect", full=400, short=2)
def test_the_nth_effect_is_the_last(
    point: int, failing: Failing, tmp_path: Path, command_state: Path, record_property: Any, request: Any
) -> None:
    job = Job(tmp_path, command_state, text=TEXT)
    at = choose(failing, point, request.config.getoption("scoreboard"), 2)
    process = job.begin(**failing.world(job, at, "kill"))
    _, stderr = process.communicate(timeout=300)
    assert process.returncode == -signal.SIGKILL, stderr
    await_session_end(process.pid)
    record_property("figure", ("effects", failing.effects))
    check_recovery(job, failing.film)


@pytest.mark.scoreboard("S2 refused n-th effect", full=400, short=2)
def test_the_nth_effect_is_refused(
    point: int, failing: Failing, tmp_path: Path, command_state: Path, record_property: Any, request: Any
) -> None:
    job = Job(tmp_path, command_state, text=TEXT)
    at = choose(failing, point, request.config.getoption("scoreboard"), 2)
    done = job.finish(**failing.world(job, at, str(REFUSALS[at % len(REFUSALS)])))
    if done.returncode:  # what matters to nobody, as a mark of last use, may fail unseen
        assert_honest(done, codes=(6,))
        assert done.stdout == ""
    record_property("figure", ("effects", failing.effects))
    check_recovery(job, failing.film)


def check_recovery(job: Job, film: Film) -> None:
    """Whatever is visible is whole; the next run ends where an undisturbed one does, and clears up."""
    visible = {name: digest for name, digest in job.delivered().items() if "/." not in f"/{name}"}
    assert visible in ({}, film.files)
    job.succeed()
    assert job.delivered() == film.files
    assert job.leftovers() == []
