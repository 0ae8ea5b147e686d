"""The installed command on a small document -> its film, and what is known of a run that was cut short."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from adapters.files import digest_file
from model.result import PipelineResult
from tests.film_maker import FilmMaker
from tests.prefect_api import ask
from tests.test_command_killed import list_session

COMMAND = str(Path(sys.executable).with_name("video-gen"))
QUICK = ("--resolution", "720p", "--quality", "draft", "--motion", "none")
DOCUMENT = """\
# Lighthouse

Lighthouse watches a folder and tells you when something in it changes.

## Use

- It follows every folder below the one that you name.
- It writes one line for each file that changed.
- It stops when you press a key.

```python
from lighthouse import watch

watch("notes")
```

> A light that nobody sees is only a lamp.
"""
UNFINISHED = ("RUNNING", "PENDING", "SCHEDULED", "CANCELLING")  # a paused one waits on purpose, for its approval


@dataclass
class Job(FilmMaker):
    """One document and one world; each run is `video-gen create` in a process, and a session, of its own."""

    arguments: tuple[str, ...] = QUICK
    text: str = DOCUMENT

    def __post_init__(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        self.source.write_text(self.text)

    @property
    def source(self) -> Path:
        return self.home / "lighthouse.md"

    @property
    def argv(self) -> list[str]:
        return [COMMAND, "create", "--source", str(self.source), *self.arguments]

    def begin(self, *arguments: str, **more: str) -> subprocess.Popen[str]:
        """Start the command."""
        return subprocess.Popen(
            [*self.argv, *arguments], cwd=self.home, env=self.world(**more), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip

    def finish(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run the command to its end."""
        return subprocess.run(
            [*self.argv, *arguments], cwd=self.home, env=self.world(**more), stdin=subprocess.DEVNULL,
            capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip

    def succeed(self, *arguments: str, **more: str) -> PipelineResult:
        """Run the command, which must make the film."""
        return read_result(self.finish("--json", *arguments, **more))

    def delivered(self) -> dict[str, str]:
        """Return the digest of every file of the output folder, hidden ones too."""
        return list_digests(self.output)

    def count_kept(self, stage: str) -> int:
        """Count the whole records that the cache has of a stage."""
        return sum(map(is_record, self.cache.glob(f"results/{stage}-*")))

    def leftovers(self) -> list[str]:
        """List what only an unfinished run may have: nothing, once the command has ended in any way but by SIGKILL."""
        found = [path for folder in (self.cache, self.output) for path in folder.rglob("*")]
        odd = [
            path for path in found if path.suffix == ".partial" or path.name.startswith("run-") or "coming" in path.name
        ]
        return [str(path.relative_to(self.home)) for path in odd]

    def unfinished_runs(self) -> list[str]:
        """Return the flow runs that the server believes to be going on."""
        only = {"flow_runs": {"state": {"type": {"any_": UNFINISHED}}}}
        return [f"{run['name']} {run['state_type']}" for run in ask(self.state, "flow_runs/filter", only)]


class Film(NamedTuple):
    """A film that was made without being disturbed, and what that took."""

    files: dict[str, str]
    result: PipelineResult
    seconds: float


def make_undisturbed(job: Job) -> Film:
    """Make the film once."""
    result = job.succeed()
    return Film(job.delivered(), result, result.run.seconds if result.run else 0.0)


def time_undisturbed(job: Job) -> Film:
    """Make the film once to warm up the server and the disk, and once to see how long the whole command takes."""
    job.succeed()
    again = Job(job.home / "again", job.state, job.environment, arguments=job.arguments, text=job.text)
    began = time.monotonic()
    made = make_undisturbed(again)
    return made._replace(seconds=time.monotonic() - began)


def read_result(done: subprocess.CompletedProcess[str]) -> PipelineResult:
    """Return the result of a command that made its film."""
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return PipelineResult.model_validate_json(done.stdout)


def list_digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below a folder."""
    if not folder.exists():
        return {}
    return {str(path.relative_to(folder)): digest_file(path) for path in sorted(folder.rglob("*")) if path.is_file()}


def is_record(path: Path) -> bool:
    """Tell whether a record of Prefect's is whole, and says that it is still one."""
    try:
        record = json.loads(path.read_bytes())
        return record["metadata"]["expiration"] is None and bool(record["result"])
    except (OSError, ValueError, KeyError):
        return False


def await_session_end(leader: int, seconds: float = 10.0) -> None:
    """Wait until no process of a session lives."""
    end = time.monotonic() + seconds
    while left := list_session(leader):
        assert time.monotonic() < end, left
        time.sleep(0.05)


def draw_delays(row: str, point: int, longest: float) -> float:
    """Draw the same share of a job's time for a point in every run of the suite."""
    return random.Random(f"{row} {point}").uniform(0.0, longest)


def assert_honest(done: subprocess.CompletedProcess[str], codes: tuple[int, ...] = (2, 3, 4, 5, 6)) -> str:
    """Check that a command failed as documented: a code, one line that says what and what to do; return the line."""
    assert done.returncode in codes, (done.returncode, done.stderr[-2000:])
    assert "Traceback" not in done.stderr, done.stderr[-2000:]
    errors = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    assert len(errors) == 1, done.stderr[-2000:]
    assert re.search(r"[.)?:] \S.*[.?)\"]$", errors[0]), errors[0]  # what, and then what to do
    return errors[0]
