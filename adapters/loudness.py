"""A soundtrack as it was spoken -> the same, sample for sample, at the loudness that players expect."""

from __future__ import annotations

import re
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
# What AAC adds to the true peak (measured, nine films): 0.1 to 0.5 dB at 192 kbit/s, mostly below 0.9 at 160, up to 2.
_CODEC_MARGIN = 1.0
_RAW = ("-f", "s16le", "-ar", str(SAMPLE_RATE), "-ac", "1")


class Levelled(NamedTuple):
    """A soundtrack with its figures."""

    pcm: bytes
    loudness: float
    """Integrated, in LUFS."""
    true_peak: float
    """In dBTP; -120 for silence."""


async def level_sound(pcm: bytes, target: float = -14.0, ceiling: float = -1.0) -> Levelled:
    """Bring 48 kHz mono PCM to `target` LUFS under `ceiling` dBTP, with as many samples and none of them moved.

    A limiter alone changes a voice least; one that it cannot bring there is compressed first, 2:1. What has no loudness
    is left as it is.
    """
    found = await measure_sound(pcm)
    if found.loudness <= SILENT:
        return found
    limit = ceiling - _CODEC_MARGIN
    levelled = await _approach(found, (), target, limit)
    if levelled.loudness < target - _MISSED:
        threshold = max(found.loudness - 3.0, -60.0)
        compressor = f"acompressor=threshold={threshold:.1f}dB:ratio=2:attack=5:release=120:knee=6:makeup=1"
        levelled = max(levelled, await _approach(found, (compressor,), target, limit), key=lambda way: way.loudness)
    return levelled


async def _approach(found: Levelled, shaping: tuple[str, ...], target: float, limit: float) -> Levelled:
    """Raise the gain until the limited voice is near the target; return the nearest that was reached."""
    gain = target - found.loudness
    # What a limiter takes from speech grows with what it has to do: a first guess, from seven voices of espeak.
    gain += max(found.true_peak + gain - limit - 4.5, 0.0) * 1.2
    best: Levelled | None = None
    for _ in range(_PASSES):
        tried = await _apply(found.pcm, shaping, min(gain, _HIGHEST_GAIN), limit)
        if best is None or abs(tried.loudness - target) < abs(best.loudness - target):
            best = tried
        if abs(best.loudness - target) <= _NEAR:
            break
        gain += 2 * (target - tried.loudness)
    assert best is not None
    return best


async def measure_sound(pcm: bytes) -> Levelled:
    """Measure 48 kHz mono PCM by EBU R128 and return it as it is."""
    if not pcm:
        return Levelled(pcm, SILENT, -120.0)
    _, loudness, true_peak = await _run(pcm, (), ("-f", "null", "-"))
    return Levelled(pcm, loudness, true_peak)


async def _apply(pcm: bytes, shaping: tuple[str, ...], gain: float, limit: float) -> Levelled:
    # The limiter sees true peaks at four times the rate, and latency=1 takes back its look-ahead.
    chain = (
        *shaping,
        f"volume={gain:.2f}dB:precision=float",
        f"aresample={4 * SAMPLE_RATE}",
        f"alimiter=limit={limit:.2f}dB:level=0:attack=5:release=50:latency=1",
        f"aresample={SAMPLE_RATE}",
        "aformat=sample_fmts=s16",
    )
    levelled = await _run(pcm, chain, (*_RAW, "pipe:1"))
    if len(levelled.pcm) != len(pcm):
        raise ToolError(
            f"ffmpeg returned {len(levelled.pcm) // 2} samples for {len(pcm) // 2}.", "Reinstall the environment."
        )
    return levelled


async def _run(pcm: bytes, chain: tuple[str, ...], output: tuple[str, ...]) -> Levelled:
    # ebur128 passes on what it measures, so shaping and measuring are one run; one thread, for the same bytes anywhere.
    graph = ",".join((*chain, "ebur128=peak=true:framelog=quiet"))
    argv = (ffmpeg_path(), "-hide_banner", "-nostats", "-filter_threads", "1", "-protocol_whitelist", "pipe")
    finished = await run_tool((*argv, *_RAW, "-i", "pipe:0", "-af", graph, *output), stdin=pcm)
    summary = finished.stderr.rpartition("Summary:")[2]
    loudness = max(_figure(summary, r"I: {1,20}(\S{1,10}) LUFS"), SILENT)
    return Levelled(finished.stdout, loudness, max(_figure(summary, r"Peak: {1,20}(\S{1,10}) dBFS"), -120.0))


def _figure(summary: str, pattern: str) -> float:
    found = re.search(pattern, summary)
    if found is None or found[1] == "nan":
        raise ToolError(f"ffmpeg did not say how loud the sound is: {summary.strip()[:200]!r}.", "Report this.")
    return float(found[1])
