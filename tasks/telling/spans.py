"""A run, its stages and their parts -> OpenTelemetry spans, where the extra `otel` is there and somebody says where they go.

OpenTelemetry's own variables decide: endpoint, headers, names and all. Where the program around us has set up tracing already,
its provider is used.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from functools import cache

from opentelemetry import context, trace
from opentelemetry.propagate import extract
from opentelemetry.trace import ProxyTracerProvider, Tracer, TracerProvider

from adapters.settings import outer_trace, traces_wanted

_PATIENCE = 2.0
"""Seconds that a collector gets to take the last spans: no film waits for one that does not answer."""
_tracer: ContextVar[Tracer | None] = ContextVar("tracer", default=None)


@contextlib.contextmanager
def span(name: str, **attributes: str | int | bool) -> Iterator[None]:
    """Trace what is done inside, if anybody wants to know."""
    tracer = _tracer.get()
    if tracer is None:
        yield
        return
    known = {f"video_gen.{key}": value for key, value in attributes.items() if value != ""}
    with tracer.start_as_current_span(name, attributes=known):
        yield


def note_in_span(**attributes: str | int | bool) -> None:
    """Say more of the span that is open."""
    if _tracer.get() is not None:
        for key, value in attributes.items():
            trace.get_current_span().set_attribute(f"video_gen.{key}", value)


@contextlib.contextmanager
def tracing(**attributes: str | int | bool) -> Iterator[None]:
    """Trace the run that goes on inside, as a part of what TRACEPARENT names, if that is set."""
    provider = _find_provider()
    if provider is None:
        yield
        return
    token = _tracer.set(provider.get_tracer("video-gen"))
    outer = None if trace.get_current_span().get_span_context().is_valid else context.attach(extract(outer_trace()))
    try:
        with span("run", **attributes):
            yield
    finally:
        if outer is not None:
            context.detach(outer)
        _tracer.reset(token)


async def flush_spans(patience: float) -> None:
    """Hand over the run's spans, in some seconds at most; what is not taken by then may be lost with the process."""
    flush: Callable[[], object] | None = getattr(_find_provider(), "force_flush", None)
    if flush is None:
        return
    done, loop = asyncio.Event(), asyncio.get_running_loop()

    def work() -> None:
        with contextlib.suppress(Exception):  # the exporter logs what it has to say
            flush()
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(done.set)

    # A daemon: the exporter tries again for longer than a process should stay for it.
    threading.Thread(target=work, name="flush-spans", daemon=True).start()
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(done.wait(), min(patience, _PATIENCE))


def _find_provider() -> TracerProvider | None:
    """Return whoever makes spans: the surrounding program's, or ours where the environment says where spans go."""
    around = trace.get_tracer_provider()
    if not isinstance(around, ProxyTracerProvider):
        return around
    return _open_provider() if traces_wanted() else None


@cache
def _open_provider() -> TracerProvider | None:
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider as Provider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:  # the extra is not installed: the variables are meant for others
        return None
    resource = Resource.create()
    if str(resource.attributes.get("service.name", "unknown_service")).startswith("unknown_service"):
        resource = resource.merge(Resource({"service.name": "video-gen"}))
    provider = Provider(resource=resource, shutdown_on_exit=False)  # it would wait for half a minute
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return provider
