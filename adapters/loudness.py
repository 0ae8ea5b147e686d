"""A soundtrack as it was spoken -> the AAC that is delivered, sample for sample, at the loudness that players expect.

Everything lies in files and passes through ffmpeg: memory does not grow with the film. What is reported is measured on
the coded stream, decoded again, for AAC moves peaks.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from adapters.ffmpeg import ffmpeg_path
from adapters.processes import run_tool
from adapters.soundtrack import DEADLINE, RAW, encode_sound, write_pcm
from model.audio import SAMPLE_RATE
from model.errors import ToolError

SILENT = -70.0
"""LUFS of what has no loudness: silence, or less than the 0.4 s that ITU-R BS.1770 measures in."""
_NEAR = 0.25
_MISSED = 0.4
_PASSES = 4
_HIGHEST_GAIN = 40.0
# What AAC adds to the true peak at 192 kbit/s is 0 to 0.5 dB for most films; where it is more, the limit is lowered.
_CODEC_MARGIN = 1.0
_LOWERINGS = 3
# ffmpeg says figures to a tenth: a peak that it calls -1.0 may be -0.95.
_ROUNDING = 0.05
_NULL = ("-f", "null", "-")


class Loudness(NamedTuple):
    """The figures of a sound."""

    loudness: float
    """Integrated, in LUFS."""
    true_peak: float
    """In dBTP; -120 for silence."""


class _Try(NamedTuple):
    pcm: Path
    figures: Loudness


async def level_sound(pieces: Iterable[bytes], output: Path, target: float = -14.0, ceiling: float = -1.0) -> Loudness:
    """Bring 48 kHz mono PCM to `target` LUFS under `ceiling` dBTP; write AAC-LC in MP4 with as many samples, none moved.

    Returns what the coded sound measures. Where AAC overshoots the ceiling, the limiter's is lowered, three times at
    most. What has no loudness is coded as it is. Work files lie beside `output`, twice the size of the PCM or thrice.
    Raises ToolError when ffmpeg fails, ResourceError when the disk is full, and what `pieces` raises.
    """
    source = output.with_suffix(".raw")
    await asyncio.to_thread(write_pcm, pieces, source)
    found = _Try(source, await _measure(RAW, source))
    if found.figures.loudness <= SILENT:
        coded = await _encode(source, output)
        source.unlink()
        return coded
    limit = ceiling - _CODEC_MARGIN
    for _ in range(1 + _LOWERINGS):
        levelled = await _reach(found, target, limit)
        coded = await _encode(levelled.pcm, output)
        levelled.pcm.unlink()
        excess = coded.true_peak - ceiling + _ROUNDING
        if excess <= 0:
            break
        limit -= excess + _ROUNDING
    source.unlink()
    return coded


async def measure_sound(path: Path) -> Loudness:
    """Measure the sound of an MP4, decoded, by EBU R128."""
    return await _measure(("-f", "mp4"), path)


async def measure_pcm(path: Path) -> Loudness:
    """Measure 48 kHz mono PCM without a header, by EBU R128."""
    return await _measure(RAW, path)


async def _encode(pcm: Path, output: Path) -> Loudness:
    await encode_sound(pcm, output)
    return await measure_sound(output)


async def _reach(found: _Try, target: float, limit: float) -> _Try:
    """Limit; a limiter alone changes a voice least. One that it cannot bring there is compressed first, 2:1."""
    limited = await _approach(found, (), target, limit)
    if limited.figures.loudness >= target - _MISSED:
        return limited
    threshold = max(found.figures.loudness - 3.0, -60.0)
    compressor = f"acompressor=threshold={threshold:.1f}dB:ratio=2:attack=5:release=120:knee=6:makeup=1"
    compressed = await _approach(found, (compressor,), target, limit)
    best = max(limited, compressed, key=lambda way: way.figures.loudness)
    (compressed if best is limited else limited).pcm.unlink()
    return best


async def _approach(found: _Try, shaping: tuple[str, ...], target: float, limit: float) -> _Try:
    """Raise the gain until the limited voice is near the target; return the nearest that was reached."""
    gain = target - found.figures.loudness
    # What a limiter takes from speech grows with what it has to do: a first guess, from seven voices of espeak.
    gain += max(found.figures.true_peak + gain - limit - 4.5, 0.0) * 1.2
    best: _Try | None = None
    for at in range(_PASSES):
        name = f"{found.pcm.stem}-{len(shaping)}-{at}.raw"
        tried = await _apply(found.pcm, found.pcm.with_name(name), shaping, min(gain, _HIGHEST_GAIN), limit)
        worse = tried
        if best is None or abs(tried.figures.loudness - target) < abs(best.figures.loudness - target):
            worse, best = best or tried, tried
        if worse is not best:
            worse.pcm.unlink()
        if abs(best.figures.loudness - target) <= _NEAR:
            break
        gain += 2 * (target - tried.figures.loudness)
    assert best is not None
    return best


async def _apply(source: Path, output: Path, shaping: tuple[str, ...], gain: float, limit: float) -> _Try:
    # The limiter sees true peaks at four times the rate, and latency=1 takes back its look-ahead.
    chain = (
        *shaping,
        f"volume={gain:.2f}dB:precision=float",
        f"aresample={4 * SAMPLE_RATE}",
        f"alimiter=limit={limit:.2f}dB:level=0:attack=5:release=50:latency=1",
        f"aresample={SAMPLE_RATE}",
        "aformat=sample_fmts=s16",
    )
    figures = await _measure(RAW, source, chain, (*RAW, "-y", f"file:{output}"))
    _check_length(source, output)
    return _Try(output, figures)


def _check_length(source: Path, output: Path) -> None:
    size, expected = output.stat().st_size, source.stat().st_size
    if size != expected:
        raise ToolError(f"ffmpeg returned {size // 2} samples for {expected // 2}.", "Reinstall the environment.")


async def _measure(
    form: tuple[str, ...], source: Path, chain: tuple[str, ...] = (), output: tuple[str, ...] = _NULL
) -> Loudness:
    # ebur128 passes on what it measures, so shaping and measuring are one run; one thread, for the same bytes anywhere.
    graph = ",".join((*chain, "ebur128=peak=true:framelog=quiet"))
    argv = (
        ffmpeg_path(),
        "-nostdin",
        "-hide_banner",
        "-nostats",
        "-filter_threads",
        "1",
        "-protocol_whitelist",
        "file",
    )
    finished = await run_tool((*argv, *form, "-i", f"file:{source}", "-af", graph, *output), deadline=DEADLINE)
    summary = finished.stderr.rpartition("Summary:")[2]
    loudness = max(_figure(summary, r"I: {1,20}(\S{1,10}) LUFS"), SILENT)
    return Loudness(loudness, max(_figure(summary, r"Peak: {1,20}(\S{1,10}) dBFS"), -120.0))


def _figure(summary: str, pattern: str) -> float:
    found = re.search(pattern, summary)
    if found is None or found[1] == "nan":
        raise ToolError(f"ffmpeg did not say how loud the sound is: {summary.strip()[:200]!r}.", "Report this.")
    return float(found[1])
