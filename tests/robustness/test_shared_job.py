"""S6: two commands make one film at once -> both give it, and each scene was spoken and drawn once; three share a server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from adapters.server import server_status, stop_server
from model.result import PipelineResult
from tests.robustness.job import Job

pytestmark = pytest.mark.slow


@pytest.mark.scoreboard("S6 two on one job", full=20, short=1)
def test_two_processes_on_one_job(point: int, tmp_path: Path, command_state: Path, record_property: Any) -> None:
    job = Job(tmp_path, command_state, {"VIDEO_GEN_ENGINE": "espeak"})
    running = [job.begin("--json") for _ in range(2)]
    results = []
    for process in running:
        stdout, stderr = process.communicate(timeout=300)
        assert process.returncode == 0, stderr
        results.append(PipelineResult.model_validate_json(stdout))
    first, second = (result.run for result in results)
    assert first is not None and second is not None
    scenes = len(results[0].scenes)
    record_property("figure", ("times that a scene was made", (first.drawn + second.drawn) / scenes))
    assert (first.spoken + second.spoken, first.drawn + second.drawn) == (scenes, scenes)
    assert results[0].files == results[1].files
    assert job.leftovers() == []
    assert set(job.delivered()) == {f"lighthouse/{file.name}" for file in results[0].files} | {"lighthouse/result.json"}


@pytest.mark.scoreboard("5.5 cold starts", full=3, short=1)
def test_three_cold_starts_share_one_server(point: int, tmp_path: Path) -> None:
    state = tmp_path / "state"
    jobs = [Job(tmp_path / name, state, text=f"# {name}\n\nThis says little.\n") for name in ("One", "Two", "Three")]
    running = [job.begin() for job in jobs]
    try:
        servers = set()
        for process in running:
            _, stderr = process.communicate(timeout=300)
            assert process.returncode == 0, stderr
            servers |= {line for line in stderr.splitlines() if line.startswith("Runs are shown at ")}
        assert len(servers) == 1
        assert server_status(state) is not None
        assert jobs[0].unfinished_runs() == []
    finally:
        stop_server(state)
