"""Metrics of many processes in one file: summed, never half written, served to whoever scrapes."""

from __future__ import annotations

import subprocess
import sys
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from adapters.metrics import RunMetrics, add_metrics, read_metrics, serve_metrics, split_address
from adapters.setting_files import read_project_file
from adapters.settings import load_settings
from model.errors import ConfigError, ResourceError, StateError
from model.events import PipelineCompleted, PipelineFailed, StageCompleted, StageFailed, StageStarted

ROOT = Path(__file__).resolve().parent.parent
NOW = datetime(2026, 1, 1, tzinfo=UTC)
_ADDING = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from adapters.metrics import RunMetrics, add_metrics
from model.events import StageCompleted
for _ in range(20):
    counted = RunMetrics()
    now = datetime.now(UTC)
    counted.count(StageCompleted(run_id="r", sequence=1, occurred=now, stage="render", seconds=2.0, made=3, reused=1))
    add_metrics(Path(sys.argv[1]), counted)
"""


def count_run(seconds: float = 8.0) -> RunMetrics:
    counted, base = RunMetrics(), {"run_id": "r", "sequence": 1, "occurred": NOW}
    assert counted.count(StageCompleted(**base, stage="narrate", seconds=1.5, made=3, reused=2))
    assert counted.count(
        PipelineCompleted(
            **base, title="A secret title", seconds=seconds, film_seconds=20.5, scenes=3, spoken=1, drawn=1, reused=1,
            model="m", cost=0.25,
        )
    )  # fmt: skip
    assert counted.count(StageFailed(**base, stage="sound", error="ToolError", message="secret", seconds=0.5))
    assert counted.count(PipelineFailed(**base, error="ToolError", message="secret", stage="sound", seconds=1.0))
    assert counted.count(PipelineFailed(**base, error="CancelledError", message="", cancelled=True, seconds=1.0))
    assert not counted.count(StageStarted(**base, stage="sound"))
    return counted


def samples(text: bytes) -> dict[tuple[str, tuple[str, ...]], float]:
    families = text_string_to_metric_families(text.decode())
    return {
        (sample.name, tuple(sorted(sample.labels.values()))): sample.value
        for family in families
        for sample in family.samples
    }


def test_what_two_processes_counted_is_summed(tmp_path: Path) -> None:
    path = tmp_path / "metrics" / "video-gen.prom"
    assert read_metrics(path) == b""
    add_metrics(path, count_run())
    add_metrics(path, count_run(seconds=700.0))
    found = samples(path.read_bytes())
    assert found["pipeline_duration_seconds_count", ("completed",)] == 2
    assert found["pipeline_duration_seconds_sum", ("completed",)] == 708
    assert found["pipeline_duration_seconds_bucket", ("10.0", "completed")] == 1
    assert found["pipeline_duration_seconds_bucket", ("+Inf", "completed")] == 2
    assert found["pipeline_duration_seconds_count", ("cancelled",)] == 2
    assert found["stage_duration_seconds_sum", ("completed", "narrate")] == 3
    assert found["stage_duration_seconds_count", ("failed", "sound")] == 2
    assert found["pipeline_errors_total", ("ToolError", "sound")] == 2
    assert found["pipeline_parts_total", ("made", "narrate")] == 6
    assert found["pipeline_parts_total", ("narrate", "reused")] == 4
    assert found["pipeline_cost_dollars_total", ("m",)] == 0.5
    assert found["pipeline_film_seconds_total", ()] == 41
    assert found["pipeline_last_success_timestamp_seconds", ()] == NOW.timestamp()
    assert not any("created" in name for name, _ in found)
    assert b"secret" not in path.read_bytes()
    assert read_metrics(path) == path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o644  # another user's collector reads it


def test_processes_add_at_the_same_time_and_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "video-gen.prom"
    adding = [subprocess.Popen([sys.executable, "-c", _ADDING, str(path)], cwd=ROOT) for _ in range(3)]
    assert [process.wait(120) for process in adding] == [0, 0, 0]
    found = samples(path.read_bytes())
    assert found["stage_duration_seconds_count", ("completed", "render")] == 60
    assert found["pipeline_parts_total", ("made", "render")] == 180


def test_metrics_are_served_as_they_are_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "video-gen.prom"
    port, _ = serve_metrics(path, "0")

    def scrape() -> bytes:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30) as reply:
            return bytes(reply.read())

    assert samples(scrape()) == {}
    add_metrics(path, count_run())
    assert samples(scrape()) == samples(path.read_bytes())
    with pytest.raises(ResourceError, match=f"127.0.0.1:{port}"):
        serve_metrics(path, str(port))


def test_a_file_of_somebody_elses_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("milk, eggs {\n")
    with pytest.raises(StateError, match="no metrics of ours"):
        add_metrics(path, count_run())
    assert path.read_text() == "milk, eggs {\n"


@pytest.mark.parametrize(
    ("address", "split"),
    [("9464", ("127.0.0.1", 9464)), ("0.0.0.0:9464", ("0.0.0.0", 9464)), ("[::1]:9464", ("::1", 9464))],
)
def test_a_port_alone_is_this_machines(address: str, split: tuple[str, int]) -> None:
    assert split_address(address) == split


def test_where_metrics_go_is_the_users_to_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIDEO_GEN_STATE_DIR", str(tmp_path))
    assert load_settings().metrics_path is None
    assert load_settings(options={"metrics_port": "9464"}).metrics_path == tmp_path / "metrics.prom"
    assert load_settings(options={"metrics_file": str(tmp_path / "a.prom")}).metrics_path == tmp_path / "a.prom"
    with pytest.raises(ConfigError, match="metrics-port"):
        load_settings(options={"metrics_port": "http://x"})
    (tmp_path / "video-gen.toml").write_text('metrics_port = "9464"\n')
    with pytest.raises(ConfigError, match="cannot set metrics_port"):
        read_project_file(tmp_path / "video-gen.toml")
    (tmp_path / "video-gen.toml").write_text('log_format = "json"\n')
    with pytest.raises(ConfigError, match="cannot set log_format"):
        load_settings(tmp_path)
