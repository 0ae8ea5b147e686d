"""Many small documents as one set: films a minute, memory, file handles and threads as the films go by. Prints Markdown.

python bench/many_films.py [--films 200] [--max-parallel 4] [--engine espeak]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
TOPICS = ("harbour", "lamp", "keeper", "boat", "fog horn", "signal", "tower", "rope", "engine", "chart")
DOCUMENT = """\
# The {topic} {number}

This page is about {topic} number {number}. It says what the {topic} is for, and who looks after it.

## Use

- Look at {topic} {number} before sunset.
- Write down what you see.
- Tell the keeper when something has changed.

## Notes

> A {topic} that nobody looks after is lost in {number} days.
"""


class Sample(NamedTuple):
    """The command's process at one time."""

    done: int
    seconds: float
    memory: float
    """MB resident."""
    handles: int
    threads: int


class Watcher:
    """Looks at a process each time a film is done with."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process, self.began, self.samples = process, time.perf_counter(), list[Sample]()
        self.said: list[str] = []

    def follow(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.said.append(line)
            head = line.partition("]")[2].split()[:1]
            if head and "/" in head[0]:
                self.look(int(head[0].partition("/")[0]))

    def look(self, done: int) -> None:
        own = Path("/proc") / str(self.process.pid)
        status = dict(line.split(":", 1) for line in (own / "status").read_text().splitlines() if ":" in line)
        memory = int(status["VmRSS"].split()[0]) / 1024
        seconds = time.perf_counter() - self.began
        self.samples.append(Sample(done, seconds, memory, len(list((own / "fd").iterdir())), int(status["Threads"])))


def run(world: Path, *options: str) -> tuple[float, float, dict[str, object], list[Sample]]:
    """Run the set; return wall and CPU seconds, its report and what was seen of its process."""
    environment = os.environ | {
        "VIDEO_GEN_STATE_DIR": str(world / "state"), "VIDEO_GEN_CACHE_DIR": str(world / "cache"),
        "VIDEO_GEN_OUTPUT": str(world / "videos"), "PYTHONPATH": str(ROOT), "VIDEO_GEN_AI": "off",
    }  # fmt: skip
    argv = [sys.executable, "-m", "flows.make_set", "--source", str(world / "docs"), "--json", *options]
    before, begin = os.times(), time.perf_counter()
    process = subprocess.Popen(
        argv, env=environment, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    watcher = Watcher(process)
    follower = threading.Thread(target=watcher.follow)
    follower.start()
    assert process.stdout is not None
    report = json.loads(process.stdout.read() or "{}")
    follower.join()
    if process.wait() or not report:
        sys.exit("".join(watcher.said))
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - begin, cpu, report, watcher.samples


def write_documents(folder: Path, films: int) -> None:
    """Write small documents, no two alike, fifty in a folder."""
    for number in range(films):
        path = folder / f"part-{number // 50 + 1}" / f"page-{number + 1:03}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(DOCUMENT.format(number=number + 1, topic=TOPICS[number % len(TOPICS)]))


def print_samples(samples: list[Sample]) -> None:
    print("\n| films done | seconds | memory | file handles | threads |\n| --- | --- | --- | --- | --- |")
    wanted = {max(1, round(len(samples) * share)) for share in (0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 1)}
    for at, one in enumerate(samples, start=1):
        if at in wanted:
            print(f"| {one.done} | {one.seconds:.0f} | {one.memory:.0f} MB | {one.handles} | {one.threads} |")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--films", type=int, default=200)
    parser.add_argument("--max-parallel", type=int, default=4)
    parser.add_argument("--engine", default="espeak")
    options = parser.parse_args()
    world = Path(tempfile.mkdtemp(prefix="video-gen-many-"))
    write_documents(world / "docs", options.films)
    chosen = ("--engine", options.engine, "--max-parallel", str(options.max_parallel))
    print(f"Load before: {os.getloadavg()[0]:.1f}. {options.films} documents, {options.max_parallel} at a time.\n")
    print("| run | seconds | CPU seconds | films a minute | minutes of film |\n| --- | --- | --- | --- | --- |")
    wall, cpu, report, samples = run(world, *chosen)
    print(f"| cold | {wall:.1f} | {cpu:.1f} | {60 * options.films / wall:.1f} | {report['film_minutes']} |")
    wall, cpu, report, _ = run(world, *chosen)
    assert report["reused"] == options.films, report
    print(f"| unchanged | {wall:.2f} | {cpu:.2f} | | {report['film_minutes']} |")
    changed = world / "docs" / "part-1" / "page-001.md"
    changed.write_text(changed.read_text().replace("before sunset", "before the sun sets"))
    wall, cpu, report, _ = run(world, *chosen)
    assert (report["made"], report["reused"]) == (1, options.films - 1), report
    print(f"| one document changed | {wall:.2f} | {cpu:.2f} | | {report['film_minutes']} |")
    print_samples(samples)
    print(f"\nLoad after: {os.getloadavg()[0]:.1f}. World: {world}")


if __name__ == "__main__":
    main()
