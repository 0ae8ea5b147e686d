"""S24: whatever is wrong -> its documented exit code, one line with cause and remedy, no traceback; with `--json` an object."""

from __future__ import annotations

import json
import resource
import socket
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.robustness.job import COMMAND, Job, assert_honest

pytestmark = pytest.mark.slow


class Fault(NamedTuple):
    """Something wrong, and what the command should end with."""

    code: int
    arguments: tuple[str, ...] = ()
    world: tuple[tuple[str, str], ...] = ()
    source: str = "lighthouse.md"
    largest: int = 0
    """Bytes that a file may have; 0 for any."""


FAULTS = {
    "unknown option": Fault(2, ("--colour", "red")),
    "no such theme": Fault(2, ("--theme", "sepia")),
    "no such voice": Fault(2, ("--voice", "nobody", "--engine", "espeak")),
    "number that is none": Fault(2, ("--fps", "twenty")),
    "unknown variable": Fault(2, world=(("VIDEO_GEN_COLOUR", "red"),)),
    "broken settings": Fault(2, source="broken/a.md"),
    "missing document": Fault(3, source="nowhere.md"),
    "empty document": Fault(3, source="empty.md"),
    "a picture for a document": Fault(3, source="noise.md"),
    "course with unknown field": Fault(3, source="course.yaml"),
    "output is a file": Fault(6, ("--output", "lighthouse.md")),
    "cache is a file": Fault(6, ("--cache-dir", "lighthouse.md")),
    "state of everybody": Fault(6, world=(("VIDEO_GEN_STATE_DIR", "open"),)),
    "server that is not there": Fault(6, world=(("PREFECT_API_URL", "http://127.0.0.1:9/api"),)),
    "no key for the model": Fault(5, ("--ai", "on")),
    "key of the model refused": Fault(5, ("--ai", "on"), (("ANTHROPIC_API_KEY", "x"), ("ANTHROPIC_BASE_URL", "http://127.0.0.1:9"))),
    "page that is not there": Fault(5, world=(("VIDEO_GEN_ALLOW_HOSTS", "127.0.0.1:9"),), source="http://127.0.0.1:9/a.md"),
    "page behind the door": Fault(3, source="http://127.0.0.1:9/a.md"),
    "voice that is not there": Fault(5, ("--engine", "edge"), (("VIDEO_GEN_EDGE_URL", "ws://127.0.0.1:{closed}/"),)),
    "disk without room": Fault(6, ("--cache-dir", "another", "--rerun"), largest=20_000),
}  # fmt: skip


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory, command_state: Path) -> Job:
    job = Job(tmp_path_factory.mktemp("faults"), command_state)
    (job.home / "empty.md").write_text("")
    (job.home / "noise.md").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    (job.home / "course.yaml").write_text("title: A\nscenes:\n  - type: title\n    tilte: A\n")
    (job.home / "open").mkdir()
    (job.home / "open").chmod(0o777)
    (job.home / "broken").mkdir()
    (job.home / "broken" / "a.md").write_text("# A\n\nWords.\n")
    (job.home / "broken" / "video-gen.toml").write_text("theme = [")
    return job


@pytest.mark.scoreboard("S24 honest", full=1, short=1)
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_with_its_code_and_its_remedy(name: str, job: Job) -> None:
    fault = FAULTS[name]
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        world = {key: value.format(closed=closed.getsockname()[1]) for key, value in fault.world}
        done = subprocess.run(
            [COMMAND, "create", "--source", fault.source, "--json", *job.arguments, *fault.arguments],
            cwd=job.home, env=job.world(**world), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
            timeout=300, preexec_fn=lambda: limit(fault.largest),
        )  # fmt: skip
    assert_honest(done, codes=(fault.code,))
    told = json.loads(done.stdout)
    assert (told["success"], told["exit_code"]) == (False, fault.code)
    assert told["errors"] and all(entry["kind"] and entry["message"] for entry in told["errors"])
    assert all(entry.get("remedy") for entry in told["errors"]) or fault.code == 2
    assert job.delivered() == {}


def limit(largest: int) -> None:
    if largest:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
