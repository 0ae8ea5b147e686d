"""The whole job on a document, cold, unchanged, run again and after an edit: seconds, stages, memory. Prints Markdown.

python bench/whole_job.py [--source README.md] [--runs 3] [--work FOLDER]
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STAGES = ("narrating", "drawing", "finishing")


def run(world: Path, source: Path, *options: str) -> tuple[float, float, dict[str, float], str]:
    """Run the command; return wall seconds, CPU seconds of its processes, seconds a stage, and what it said."""
    environment = os.environ | {
        "VIDEO_GEN_STATE_DIR": str(world / "state"), "VIDEO_GEN_CACHE_DIR": str(world / "cache"),
        "VIDEO_GEN_OUTPUT": str(world / "videos"), "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    argv = [sys.executable, "-m", "flows.make_video", "--source", str(source), "--engine", "espeak", *options]
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(argv, env=environment, capture_output=True, text=True, check=True, cwd=ROOT)
    wall = time.perf_counter() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu, stage_seconds(done.stderr), done.stderr


def stage_seconds(said: str) -> dict[str, float]:
    """Read from the lines how long each stage took."""
    marks = [(float(at), stage) for at, stage in re.findall(r"\[ *([\d.]+) s\] (\w+)", said)]
    found: dict[str, float] = {}
    for stage in STAGES:
        times = [at for at, name in marks if name.startswith(stage[:6])]
        if times:
            found[stage] = max(times) - min(times)
    return found


def median_row(name: str, runs: list[tuple[float, float, dict[str, float], str]]) -> str:
    walls, cpus = [one[0] for one in runs], [one[1] for one in runs]
    stages = [statistics.median([one[2].get(stage, 0.0) for one in runs]) for stage in STAGES]
    figures = " | ".join(f"{value:.1f}" for value in stages)
    return (
        f"| {name} | {statistics.median(walls):.2f} ({min(walls):.2f}–{max(walls):.2f}) |"
        f" {statistics.median(cpus):.1f} | {figures} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--source", default=str(ROOT / "README.md"))
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    world = Path(tempfile.mkdtemp(prefix="video-gen-bench-"))
    source = world / "document" / Path(options.source).name
    shutil.copytree(Path(options.source).parent / "docs", source.parent / "docs", dirs_exist_ok=True)
    shutil.copy(options.source, source)
    first, cold, unchanged, again, edited = [], [], [], [], []
    for number in range(options.runs):
        shutil.rmtree(world / "cache", ignore_errors=True)
        shutil.rmtree(world / "videos", ignore_errors=True)
        (first if number == 0 else cold).append(run(world, source))
        unchanged.append(run(world, source))
        again.append(run(world, source, "--rerun"))
        text = source.read_text()
        source.write_text(text.replace("No account, no key", f"No account number {number + 2}, no key", 1))
        edited.append(run(world, source))
        source.write_text(text)
    print("| run | seconds (least–most) | CPU seconds | narrating | drawing | finishing |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, runs in (
        ("the first ever: no server, empty cache", first),
        ("cold: a server, empty cache", cold),
        ("one sentence edited", edited),
        ("unchanged, with `--rerun`", again),
        ("unchanged", unchanged),
    ):
        if runs:
            print(median_row(name, runs))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"\nPeak memory of the largest process: {peak:.0f} MB.")
    print(cold[-1][3].splitlines()[-1] if cold else first[-1][3].splitlines()[-1])
    print(f"World: {world}")


if __name__ == "__main__":
    main()
