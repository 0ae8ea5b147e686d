"""PCM in pieces -> PCM through a chain of libavfilter's filters, with its figures by EBU R128; nothing is held whole."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from av.audio.frame import AudioFrame
from av.error import BlockingIOError as WaitingError
from av.error import EOFError as EndedError
from av.error import FFmpegError
from av.filter import Graph
from av.filter.context import FilterContext

from model.audio import SAMPLE_RATE
from model.errors import ToolError

SILENT = -70.0
"""LUFS of what has no loudness: silence, or less than the 0.4 s that ITU-R BS.1770 measures in."""
_NO_PEAK = -120.0
_FRAME = SAMPLE_RATE

Step = tuple[str, str]
"""A filter's name and its options."""


class Loudness(NamedTuple):
    """The figures of a sound."""

    loudness: float
    """Integrated, in LUFS."""
    true_peak: float
    """In dBTP; -120 for silence."""
    momentary: tuple[float, ...] = ()
    """LUFS of the 400 ms that end after each 100 ms: what the integrated loudness of several sounds is made of."""


class _Meter:
    """Collects what the meter writes on the frames that pass it."""

    def __init__(self) -> None:
        self._loudness, self._peak = SILENT, 0.0
        self._momentary: list[float] = []

    def read(self, frame: AudioFrame) -> None:
        facts = frame.metadata
        if "lavfi.r128.M" not in facts:
            return
        self._momentary.append(max(_number(facts["lavfi.r128.M"]), SILENT))
        self._loudness = max(_number(facts["lavfi.r128.I"]), SILENT)
        self._peak = max(self._peak, _number(facts["lavfi.r128.true_peak"]))

    def figures(self) -> Loudness:
        peak = 20 * math.log10(self._peak) if self._peak > 0 else _NO_PEAK
        return Loudness(self._loudness, round(max(peak, _NO_PEAK), 3), tuple(self._momentary))


def measure_frames(frames: Iterable[AudioFrame], samples: int) -> Loudness:
    """Measure decoded sound, 48 kHz mono in floats, up to `samples`: its last frame is longer than what is heard."""
    meter = _Meter()
    for frame in _run(frames, "fltp", (("atrim", f"end_sample={samples}"),)):
        meter.read(frame)
    return meter.figures()


def shape_pcm(pieces: Iterable[bytes], chain: tuple[Step, ...]) -> Iterator[bytes | Loudness]:
    """Yield 48 kHz mono PCM after the filters, piece by piece, and last of all its figures.

    Raises ToolError when a filter fails.
    """
    meter = _Meter()
    for frame in _run(cut_frames(pieces), "s16", (*chain, ("aformat", "sample_fmts=s16"))):
        meter.read(frame)
        yield bytes(frame.planes[0])[: 2 * frame.samples]
    yield meter.figures()


def cut_frames(pieces: Iterable[bytes], size: int = _FRAME) -> Iterator[AudioFrame]:
    """Yield 48 kHz mono PCM as frames of `size` samples, the last one shorter."""
    waiting, at = bytearray(), 0
    for piece in pieces:
        waiting += piece
        while len(waiting) >= 2 * size:
            yield _make_frame(bytes(waiting[: 2 * size]), at)
            del waiting[: 2 * size]
            at += size
    if waiting:
        yield _make_frame(bytes(waiting), at)


def _make_frame(pcm: bytes, at: int) -> AudioFrame:
    frame = AudioFrame(format="s16", layout="mono", samples=len(pcm) // 2)
    plane = frame.planes[0]
    plane.update(pcm.ljust(plane.buffer_size, b"\0"))
    frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, at, Fraction(1, SAMPLE_RATE)
    return frame


def _run(frames: Iterable[AudioFrame], form: str, chain: tuple[Step, ...]) -> Iterator[AudioFrame]:
    # One thread, for the same bytes anywhere. The meter passes on what it measures, in its own format.
    meter = ("ebur128", "peak=true:metadata=1:framelog=quiet")
    graph, last = _open_graph(form, (*chain, meter, ("aformat", "sample_fmts=s16")))
    try:
        for frame in frames:
            graph.push(frame)
            yield from _drain(last)
        graph.push(None)
        yield from _drain(last)
    except FFmpegError as error:
        raise ToolError(f"A sound could not be measured: {error}.", "Report this.") from error


def _open_graph(form: str, chain: tuple[Step, ...]) -> tuple[Graph, FilterContext]:
    graph = Graph()
    graph.threads = 1
    last: FilterContext = graph.add_abuffer(
        sample_rate=SAMPLE_RATE, format=form, layout="mono", time_base=Fraction(1, SAMPLE_RATE)
    )
    for name, options in (*chain, ("abuffersink", "")):
        following = graph.add(name, options or None)
        last.link_to(following)
        last = following
    graph.configure()
    return graph, last


def _drain(sink: FilterContext) -> Iterator[AudioFrame]:
    while True:
        try:
            frame = sink.pull()
        except (WaitingError, EndedError):
            return
        assert isinstance(frame, AudioFrame)
        yield frame


def _number(text: str) -> float:
    value = float(text)
    return value if math.isfinite(value) else SILENT
