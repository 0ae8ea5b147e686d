"""Events of runs -> Prometheus metrics of all runs of a machine, in one file that outlives the processes which add to it.

A worker runs each film in a process of its own, which is gone before anybody scrapes it. So what a run counts is added, under a
lock, to a file in Prometheus' text format: node_exporter's textfile collector reads it as it is, `serve_metrics` serves it.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server
from prometheus_client.exposition import generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import Collector

from adapters.files import disk_error, read_bounded, write_atomically
from model.errors import ResourceError, StateError, ValidationError
from model.events import PipelineCompleted, PipelineFailed, RunEvent, StageCompleted, StageFailed

_SECONDS = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 10800)
_LIMIT = 10_000_000


class RunMetrics:
    """Counts what one process has seen and not yet handed over. No label holds titles, paths or what a document says."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._runs = self._histogram("pipeline_duration_seconds", "How long runs took.", ("outcome",))
        self._stages = self._histogram("stage_duration_seconds", "How long stages took.", ("stage", "outcome"))
        self._errors = self._counter("pipeline_errors", "Runs that failed, by type and stage.", ("error", "stage"))
        self._parts = self._counter("pipeline_parts", "Parts of films, made or reused.", ("stage", "source"))
        self._cost = self._counter("pipeline_cost_dollars", "What language models cost.", ("model",))
        self._film = self._counter("pipeline_film_seconds", "Seconds of film that were delivered.", ())
        help_text = "When a film was last delivered."
        self._last = Gauge("pipeline_last_success_timestamp_seconds", help_text, registry=self.registry)

    def _histogram(self, name: str, text: str, labels: tuple[str, ...]) -> Histogram:
        return Histogram(name, text, labels, registry=self.registry, buckets=_SECONDS)

    def _counter(self, name: str, text: str, labels: tuple[str, ...]) -> Counter:
        return Counter(name, text, labels, registry=self.registry)

    def count(self, event: RunEvent) -> bool:
        """Count an event; tell whether it is of those that are worth handing over at once."""
        if isinstance(event, StageCompleted):
            self._stages.labels(event.stage, "completed").observe(event.seconds)
            for source, parts in (("made", event.made), ("reused", event.reused)):
                if parts:
                    self._parts.labels(event.stage, source).inc(parts)
        elif isinstance(event, StageFailed):
            self._stages.labels(event.stage, "failed").observe(event.seconds)
        elif isinstance(event, PipelineCompleted):
            self._runs.labels("completed").observe(event.seconds)
            self._film.inc(event.film_seconds)
            self._last.set(event.occurred.timestamp())
            if event.model:
                self._cost.labels(event.model).inc(event.cost)
        elif isinstance(event, PipelineFailed):
            self._runs.labels("cancelled" if event.cancelled else "failed").observe(event.seconds)
            if not event.cancelled:
                self._errors.labels(event.error, event.stage or "").inc()
        else:
            return False
        return True


def add_metrics(path: Path, counted: RunMetrics) -> None:
    """Add what was counted to the file, beside whoever else does.

    Raises ResourceError when it cannot be written.
    """
    with _held(path):
        families = _sum((*_read(path), *_bare(counted.registry.collect())))
        write_atomically(path, generate_latest(_Fixed(families)))


def read_metrics(path: Path) -> bytes:
    """Return the text of all that was counted so far."""
    return generate_latest(_Fixed(_read(path)))


def serve_metrics(path: Path, address: str) -> tuple[int, threading.Thread]:
    """Serve the file over HTTP at `port` of the loopback or at `host:port`; return the port and the thread.

    Raises ResourceError when nobody can listen there.
    """
    host, port = split_address(address)
    registry = CollectorRegistry()
    registry.register(_OfFile(path))
    try:
        server, thread = start_http_server(port, host, registry)
    except OSError as error:
        message = f"Metrics cannot be served at {host}:{port}: {(error.strerror or str(error)).lower()}."
        raise ResourceError(message, "Choose another VIDEO_GEN_METRICS_PORT.") from error
    return server.server_port, thread


def split_address(address: str) -> tuple[str, int]:
    """Split `9464`, `0.0.0.0:9464` or `[::1]:9464`; without a host it is the loopback's."""
    host, _, port = address.rpartition(":")
    return host.strip("[]") or "127.0.0.1", int(port)


class _Fixed(Collector):
    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = tuple(families)

    def collect(self) -> Iterable[Metric]:
        return self._families


class _OfFile(Collector):
    def __init__(self, path: Path) -> None:
        self._path = path

    def collect(self) -> Iterable[Metric]:
        return _read(self._path)

    def describe(self) -> Iterable[Metric]:
        return ()


def _read(path: Path) -> tuple[Metric, ...]:
    """Read the file; nothing where there is none.

    Raises StateError when it is not what we write: it may be somebody else's.
    """
    try:
        return _bare(text_string_to_metric_families(read_bounded(path, _LIMIT, "file of metrics").decode()))
    except ValidationError:
        if not path.exists():
            return ()
        raise
    except ValueError as error:
        raise StateError(f"{path} holds no metrics of ours: {error}.", "Remove it, or name another file.") from error


def _bare(families: Iterable[Metric]) -> tuple[Metric, ...]:
    """Leave out when each counter was made: of a sum of many processes' it says nothing."""
    return tuple(family for family in families if not family.name.endswith("_created"))


def _sum(families: Iterable[Metric]) -> tuple[Metric, ...]:
    """Add up what has the same name and labels; of a time, the latest counts."""
    found: dict[str, Metric] = {}
    sums: dict[tuple[str, str, tuple[tuple[str, str], ...]], float] = {}
    for family in families:
        found.setdefault(family.name, Metric(family.name, family.documentation, family.type))
        for sample in family.samples:
            if not sample.name.endswith("_created"):
                key = (family.name, sample.name, tuple(sorted(sample.labels.items())))
                before = sums.get(key, 0.0)
                sums[key] = max(before, sample.value) if family.type == "gauge" else before + sample.value
    for (name, sample_name, labels), value in sums.items():
        found[name].add_sample(sample_name, dict(labels), value)
    return tuple(found.values())


@contextlib.contextmanager
def _held(path: Path) -> Iterator[None]:
    beside = path.with_name(f".{path.name}.lock")
    try:
        beside.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
    except OSError as error:
        raise disk_error(error, beside) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
