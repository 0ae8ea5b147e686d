"""What starting costs, step by step: Prefect alone, a bare flow on three kinds of server, the whole command. Prints Markdown.

    python bench/start_up.py [--runs 5] [--work FOLDER]

Every step is a program of its own, taken in turn; seconds are wall time from its start to its end, medians with the least and
the most. The last rows make a film of some sixty scenes first.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from long_film import write_document

ROOT = Path(__file__).resolve().parent.parent
_FLOW = """
from prefect import flow, task

@task
def work():
    return 1

@flow
def bare():
    return work()

bare()
"""
_START = "import sys\nfrom pathlib import Path\nfrom adapters.server import launch_server, wait_ready\n"
_EMBEDDED = f"{_START}address = launch_server(Path(sys.argv[1]))\nwait_ready(address)\n"
_STOP = f"{_START}from adapters.server import stop_server\nstop_server(Path(sys.argv[1]))\n"


class Step(NamedTuple):
    name: str
    argv: list[str]
    environment: Mapping[str, str]
    before: Callable[[], None] = lambda: None


def measure(step: Step) -> float:
    step.before()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    begin = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *step.argv], env=environment | {"PYTHONPATH": str(ROOT), **step.environment}, cwd=ROOT,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        sys.exit(f"{step.name}: {done.stderr}")
    return time.perf_counter() - begin


def list_steps(world: Path) -> list[Step]:
    state, home = world / "state", world / "prefect"
    ours = {
        "VIDEO_GEN_STATE_DIR": str(state), "VIDEO_GEN_CACHE_DIR": str(world / "cache"),
        "VIDEO_GEN_OUTPUT": str(world / "videos"),
    }  # fmt: skip
    source = world / "guide.md"
    source.write_text(write_document(8.2))
    film = ["-m", "flows.make_video", "--source", str(source), "--engine", "espeak", "--target-duration", "all"]

    def stop() -> None:
        subprocess.run(
            [sys.executable, "-c", _STOP, str(state)], env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True
        )

    def start() -> None:
        subprocess.run(
            [sys.executable, "-c", _EMBEDDED, str(state)], env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True
        )

    # What our flows do with their server, for a flow that does nothing.
    bare = (
        f"{_EMBEDDED}import os\nfrom adapters.server import client_environment\n"
        f"os.environ.update(client_environment(address))\n{_FLOW}"
    )
    made = subprocess.run(
        [sys.executable, *film], env=os.environ | {"PYTHONPATH": str(ROOT), **ours}, cwd=ROOT, capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    scenes = re.findall(r"(\d+) scenes", made.stderr)[-1]
    return [
        Step("`python -c pass`", ["-c", "pass"], {}),
        Step("`import prefect`", ["-c", "import prefect"], {}),
        Step(
            "a bare flow, Prefect's own temporary server",
            ["-c", _FLOW],
            {
                "PREFECT_HOME": str(home),
                "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
                "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "60",  # its first start may take more than the 20 it has
            },
        ),
        Step("a bare flow, the embedded server, cold", ["-c", bare, str(state)], {}, stop),
        Step("a bare flow, the embedded server, warm", ["-c", bare, str(state)], {}, start),
        Step("`--help`", ["-m", "flows.make_video", "--help"], ours),
        Step("`--dry-run`", [*film, "--dry-run"], ours),
        Step(f"a film of {scenes} scenes, unchanged", film, ours),
        Step(f"a film of {scenes} scenes, `--rerun`, warm", [*film, "--rerun"], ours, start),
        Step(f"a film of {scenes} scenes, `--rerun`, cold", [*film, "--rerun"], ours, stop),
    ]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--work", type=Path)
    options = parser.parse_args()
    world = options.work or Path(tempfile.mkdtemp(prefix="video-gen-bench-"))
    world.mkdir(parents=True, exist_ok=True)
    steps = list_steps(world)
    found: dict[str, list[float]] = {step.name: [] for step in steps}
    for _ in range(options.runs):
        for step in steps:
            found[step.name].append(measure(step))
    print("| step | seconds (least–most) |\n| --- | --- |")
    for name, seconds in found.items():
        print(f"| {name} | {statistics.median(seconds):.2f} ({min(seconds):.2f}–{max(seconds):.2f}) |")


if __name__ == "__main__":
    main()
