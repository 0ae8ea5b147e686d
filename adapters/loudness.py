"""A soundtrack as it was spoken -> the same, sample for sample, at the loudness that players expect: from file to file"""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import NamedTuple

from adapters.ffmpeg import ffmpeg_path
from adapters.processes import run_tool
from model.audio import SAMPLE_RATE
from model.errors import ToolError

SILENT = -70.0
"""LUFS of what has no loudness: silence, or less than the 0.4 s that ITU-R BS.1770 measures in."""
_NEAR = 0.15
_MISSED = 0.4
_PASSES = 4
_HIGHEST_GAIN = 40.0
_DEADLINE = 1800.0
# What AAC adds to the true peak (measured, nine films): 0.1 to 0.5 dB at 192 kbit/s, mostly below 0.9 at 160, up to 2.
_CODEC_MARGIN = 1.0
_RAW = ("-f", "s16le", "-ar", str(SAMPLE_RATE), "-ac", "1")


class Levelled(NamedTuple):
    """A soundtrack with its figures."""

    pcm: Path
    """Raw: 48 kHz, mono, signed 16 bit, little endian."""
    loudness: float
    """Integrated, in LUFS."""
    true_peak: float
    """In dBTP; -120 for silence."""


async def level_sound(pcm: Path, target: float = -14.0, ceiling: float = -1.0) -> Levelled:
    """Bring 48 kHz mono PCM to `target` LUFS under `ceiling` dBTP, with as many samples and none of them moved.

    What comes out lies beside what went in; what has no loudness is left as it is. A limiter alone changes a voice
    least; one that it cannot bring there is compressed first, 2:1.
    """
    found = await measure_sound(pcm)
    if found.loudness <= SILENT:
        return found
    limit = ceiling - _CODEC_MARGIN
    levelled = await _approach(found, (), target, limit, "limited")
    if levelled.loudness < target - _MISSED:
        threshold = max(found.loudness - 3.0, -60.0)
        compressor = f"acompressor=threshold={threshold:.1f}dB:ratio=2:attack=5:release=120:knee=6:makeup=1"
        pressed = await _approach(found, (compressor,), target, limit, "compressed")
        levelled = max(levelled, pressed, key=lambda way: way.loudness)
    return levelled


async def _approach(found: Levelled, shaping: tuple[str, ...], target: float, limit: float, name: str) -> Levelled:
    """Raise the gain until the limited voice is near the target; return the nearest that was reached."""
    gain = target - found.loudness
    # What a limiter takes from speech grows with what it has to do: a first guess, from seven voices of espeak.
    gain += max(found.true_peak + gain - limit - 4.5, 0.0) * 1.2
    best: Levelled | None = None
    for attempt in range(_PASSES):
        output = found.pcm.with_name(f"{found.pcm.name}.{name}{attempt}")
        tried = await _apply(found.pcm, output, shaping, min(gain, _HIGHEST_GAIN), limit)
        worse, best = (best, tried) if best is None or _is_nearer(tried, best, target) else (tried, best)
        if worse is not None:
            await asyncio.to_thread(worse.pcm.unlink)
        if abs(best.loudness - target) <= _NEAR:
            break
        gain += 2 * (target - tried.loudness)
    assert best is not None
    return best


def _is_nearer(tried: Levelled, best: Levelled, target: float) -> bool:
    return abs(tried.loudness - target) < abs(best.loudness - target)


async def measure_sound(pcm: Path) -> Levelled:
    """Measure 48 kHz mono PCM by EBU R128 and return it as it is."""
    if not await asyncio.to_thread(_count_samples, pcm):
        return Levelled(pcm, SILENT, -120.0)
    return Levelled(pcm, *await _run(pcm, (), ("-f", "null", "-")))


async def _apply(pcm: Path, output: Path, shaping: tuple[str, ...], gain: float, limit: float) -> Levelled:
    # The limiter sees true peaks at four times the rate, and latency=1 takes back its look-ahead.
    chain = (
        *shaping,
        f"volume={gain:.2f}dB:precision=float",
        f"aresample={4 * SAMPLE_RATE}",
        f"alimiter=limit={limit:.2f}dB:level=0:attack=5:release=50:latency=1",
        f"aresample={SAMPLE_RATE}",
        "aformat=sample_fmts=s16",
    )
    levelled = Levelled(output, *await _run(pcm, chain, (*_RAW, "-y", f"file:{output}")))
    given, returned = await asyncio.to_thread(lambda: (_count_samples(pcm), _count_samples(output)))
    if returned != given:
        raise ToolError(f"ffmpeg returned {returned} samples for {given}.", "Reinstall the environment.")
    return levelled


async def _run(pcm: Path, chain: tuple[str, ...], output: tuple[str, ...]) -> tuple[float, float]:
    # ebur128 passes on what it measures, so shaping and measuring are one run; one thread, for the same bytes anywhere.
    graph = ",".join((*chain, "ebur128=peak=true:framelog=quiet"))
    argv = (
        ffmpeg_path(), "-nostdin", "-hide_banner", "-nostats", "-filter_threads", "1", "-protocol_whitelist", "file",
    )  # fmt: skip
    finished = await run_tool((*argv, *_RAW, "-i", f"file:{pcm}", "-af", graph, *output), deadline=_DEADLINE)
    summary = finished.stderr.rpartition("Summary:")[2]
    loudness = max(_figure(summary, r"I: {1,20}(\S{1,10}) LUFS"), SILENT)
    return loudness, max(_figure(summary, r"Peak: {1,20}(\S{1,10}) dBFS"), -120.0)


def _count_samples(pcm: Path) -> int:
    return pcm.stat().st_size // 2


def _figure(summary: str, pattern: str) -> float:
    found = re.search(pattern, summary)
    if found is None or found[1] == "nan":
        raise ToolError(f"ffmpeg did not say how loud the sound is: {summary.strip()[:200]!r}.", "Report this.")
    return float(found[1])
