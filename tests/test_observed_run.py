"""One run of the command with all that watches it: metrics scraped meanwhile, JSON on stderr, spans sent to a collector."""

from __future__ import annotations

import http.server
import json
import socket
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from model.result import PipelineResult
from tests.film_maker import FilmMaker, kill_group
from tests.test_metrics import samples

pytestmark = pytest.mark.slow
FORGED = '{"level": "error", "message": "forged"}'
DOCUMENT = f"""\
# Watch&#10;{FORGED}&#27;[2J me

This is said, and it is a film.

## A part\u2028{FORGED}

- One thing is said.
- Another thing is said.
"""
TRACE = "0af7651916cd43dd8448eb211c80319c"
OUTER = "b7ad6b7169203331"


class Collector:
    """Receives OTLP over HTTP, as any collector does."""

    def __init__(self) -> None:
        self.requests: list[ExportTraceServiceRequest] = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                request = ExportTraceServiceRequest()
                request.ParseFromString(self.rfile.read(int(self.headers["Content-Length"])))
                outer.requests.append(request)
                self.send_response(200)
                self.send_header("Content-Type", "application/x-protobuf")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                return

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def spans(self) -> list[Any]:
        parts = (scope for request in self.requests for found in request.resource_spans for scope in found.scope_spans)
        return [span for part in parts for span in part.spans]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def scrape(port: int) -> dict[tuple[str, tuple[str, ...]], float] | None:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30) as reply:
            return samples(reply.read())
    except OSError:
        return None


class Observed(NamedTuple):
    maker: FilmMaker
    source: Path
    result: PipelineResult
    lines: list[str]
    scraped: dict[tuple[str, tuple[str, ...]], float]
    collector: Collector
    metrics: Path


@pytest.fixture(scope="module")
def observed(tmp_path_factory: pytest.TempPathFactory, command_state: Path) -> Iterator[Observed]:
    home, collector, port = tmp_path_factory.mktemp("observed"), Collector(), free_port()
    maker, source, metrics = FilmMaker(home, command_state), home / "watch.md", home / "metrics" / "video-gen.prom"
    source.write_text(DOCUMENT)
    process = maker.start(
        "--source", str(source), "--json", "--log-format", "json", "--verbose",
        VIDEO_GEN_METRICS_PORT=str(port), VIDEO_GEN_METRICS_FILE=str(metrics),
        OTEL_EXPORTER_OTLP_ENDPOINT=collector.url, OTEL_RESOURCE_ATTRIBUTES="deployment.environment=test",
        TRACEPARENT=f"00-{TRACE}-{OUTER}-01",
    )  # fmt: skip
    scraped: dict[tuple[str, tuple[str, ...]], float] = {}
    while process.poll() is None:
        scraped = scrape(port) or scraped
        time.sleep(0.05)
    said, complaints = process.communicate()
    assert process.returncode == 0, complaints
    result = PipelineResult.model_validate_json(said)
    yield Observed(maker, source, result, complaints.removesuffix("\n").split("\n"), scraped, collector, metrics)
    collector.server.shutdown()
    collector.server.server_close()


def test_metrics_are_served_while_it_runs_and_kept_when_it_ends(observed: Observed) -> None:
    assert observed.scraped["stage_duration_seconds_count", ("completed", "parse")] == 1
    kept = samples(observed.metrics.read_bytes())
    assert kept["pipeline_duration_seconds_count", ("completed",)] == 1
    assert kept["pipeline_film_seconds_total", ()] == pytest.approx(observed.result.total_duration)
    scenes = len(observed.result.scenes)
    assert kept["pipeline_parts_total", ("made", "narrate")] == scenes
    assert all(kept[key] >= value for key, value in observed.scraped.items())


def test_the_command_serves_what_runs_have_counted(observed: Observed) -> None:
    port = free_port()
    serving = observed.maker.start(
        "metrics",
        "--serve",
        "--port",
        str(port),
        module="deployments.command",
        VIDEO_GEN_METRICS_FILE=str(observed.metrics),
    )
    try:
        assert serving.stderr
        assert f"http://127.0.0.1:{port}/metrics" in serving.stderr.readline()
        before = scrape(port)
        assert before == samples(observed.metrics.read_bytes())
        again = observed.maker.make(observed.source, "--rerun", VIDEO_GEN_METRICS_FILE=str(observed.metrics))
        assert again.run
        after = scrape(port)
        assert after
        assert after["pipeline_duration_seconds_count", ("completed",)] == 2
        assert after["pipeline_parts_total", ("narrate", "reused")] == len(again.scenes)
    finally:
        kill_group(serving)
        serving.communicate()


def test_every_line_is_an_object_that_says_where(observed: Observed) -> None:
    lines = [json.loads(line) for line in observed.lines]
    assert all({"time", "level", "logger", "message", "run", "video", "scene", "stage"} <= set(line) for line in lines)
    assert all(line.isascii() and line.isprintable() for line in observed.lines)
    assert not [line for line in lines if line["message"] == "forged" or line["level"] == "error"]
    assert {line["run"] for line in lines} == {"", observed.result.run.flow_run_id if observed.result.run else "?"}
    made = [line for line in lines if line["logger"] == "prefect.task_runs" and line["stage"] == "render"]
    assert {scene.scene_id for scene in observed.result.scenes} <= {line["scene"] for line in made}
    assert {line["video"] for line in made} == {"watch"}
    assert 'Watch {"level"' in lines[-1]["message"]  # the title, said as it is, within its line
    progress = [line["percent"] for line in lines if "percent" in line]
    assert progress == sorted(progress)
    assert progress[-1] == 100


def test_a_run_is_a_tree_of_spans(observed: Observed) -> None:
    spans = {span.span_id: span for span in observed.collector.spans}
    (run,) = [span for span in spans.values() if span.name == "run"]
    assert (run.trace_id.hex(), run.parent_span_id.hex()) == (TRACE, OUTER)
    assert {span.trace_id.hex() for span in spans.values()} == {TRACE}
    stages = {span.name: span for span in spans.values() if span.parent_span_id == run.span_id}
    assert set(stages) == {
        f"stage {name}" for name in ["adapt", "parse", "script", "narrate", "render", "sound", "deliver"]
    }
    parts = [span for span in spans.values() if span.parent_span_id == stages["stage narrate"].span_id]
    spoken = {one.value.string_value for span in parts for one in span.attributes if one.key == "video_gen.part"}
    assert spoken == {scene.scene_id for scene in observed.result.scenes}
    assert all(span.start_time_unix_nano <= span.end_time_unix_nano <= run.end_time_unix_nano for span in parts)
    resource = observed.collector.requests[0].resource_spans[0].resource
    said = {entry.key: entry.value.string_value for entry in resource.attributes}
    assert (said["service.name"], said["deployment.environment"]) == ("video-gen", "test")


def test_a_collector_that_does_not_answer_keeps_nobody(observed: Observed) -> None:
    """A socket that takes requests and says nothing: the film is made, and the command ends."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        result = observed.maker.make(observed.source, "--rerun", OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=url)
    assert result.success
