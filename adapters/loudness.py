"""A sound as it was spoken -> the AAC that is delivered, sample for sample, at the loudness that players expect.

Everything lies in files and passes piece by piece: memory does not grow with the film. What is reported is measured on
the coded stream, decoded again, for AAC moves peaks.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from adapters.files import discard, disk_error
from adapters.probing import count_samples
from adapters.sound_graph import SILENT, Loudness, Step, measure_frames, shape_pcm
from adapters.soundtrack import decode_sound, encode_sound, read_pcm, write_pcm
from model.audio import SAMPLE_RATE
from model.errors import ToolError

_NEAR = 0.25
_MISSED = 0.4
_PASSES = 4
_HIGHEST_GAIN = 40.0
# What AAC adds to the true peak at 192 kbit/s is 0 to 0.5 dB for most films; where it is more, the limit is lowered.
_CODEC_MARGIN = 1.0
_LOWERINGS = 3
_LEAST_LOWERING = 0.05


class _Try(NamedTuple):
    pcm: Path
    figures: Loudness


def level_sound(pieces: Iterable[bytes], output: Path, target: float = -14.0, ceiling: float = -1.0) -> Loudness:
    """Bring 48 kHz mono PCM to `target` LUFS under `ceiling` dBTP; write AAC-LC in MP4 with as many samples, none moved.

    Returns what the coded sound measures. Where AAC overshoots the ceiling, the limiter's is lowered, three times at
    most. What has no loudness is coded as it is. Work files lie beside `output`, twice the size of the PCM or thrice.
    Raises ToolError when libav fails, ResourceError when the disk is full, and what `pieces` raises.
    """
    source = output.with_suffix(".raw")
    write_pcm(pieces, source)
    found = _Try(source, measure_pcm(source))
    if found.figures.loudness <= SILENT:
        coded = _encode(source, output)
        discard(source)
        return coded
    limit = ceiling - _CODEC_MARGIN
    for _ in range(1 + _LOWERINGS):
        levelled = _reach(found, target, limit)
        coded = _encode(levelled.pcm, output)
        discard(levelled.pcm)
        excess = coded.true_peak - ceiling
        if excess <= 0:
            break
        limit -= excess + _LEAST_LOWERING
    discard(source)
    return coded


def measure_sound(path: Path) -> Loudness:
    """Measure the sound of an MP4, decoded, by EBU R128."""
    return measure_frames(decode_sound(path), count_samples(path))


def measure_pcm(path: Path) -> Loudness:
    """Measure 48 kHz mono PCM without a header, by EBU R128."""
    *_, figures = shape_pcm(read_pcm(path), ())
    assert isinstance(figures, Loudness)
    return figures


def _encode(pcm: Path, output: Path) -> Loudness:
    encode_sound(pcm, output)
    return measure_sound(output)


def _reach(found: _Try, target: float, limit: float) -> _Try:
    """Limit; a limiter alone changes a voice least. One that it cannot bring there is compressed first, 2:1."""
    limited = _approach(found, (), target, limit)
    if limited.figures.loudness >= target - _MISSED:
        return limited
    threshold = max(found.figures.loudness - 3.0, -60.0)
    compressor = ("acompressor", f"threshold={threshold:.1f}dB:ratio=2:attack=5:release=120:knee=6:makeup=1")
    compressed = _approach(found, (compressor,), target, limit)
    best = max(limited, compressed, key=lambda way: way.figures.loudness)
    discard((compressed if best is limited else limited).pcm)
    return best


def _approach(found: _Try, shaping: tuple[Step, ...], target: float, limit: float) -> _Try:
    """Raise the gain until the limited voice is near the target; return the nearest that was reached."""
    gain = target - found.figures.loudness
    # What a limiter takes from speech grows with what it has to do: a first guess, from takes of espeak.
    gain += min(max(found.figures.true_peak + gain - limit - 1.0, 0.0) * 0.9, 5.3)
    best: _Try | None = None
    for at in range(_PASSES):
        name = f"{found.pcm.stem}-{len(shaping)}-{at}.raw"
        tried = _apply(found.pcm, found.pcm.with_name(name), shaping, min(gain, _HIGHEST_GAIN), limit)
        worse = tried
        if best is None or abs(tried.figures.loudness - target) < abs(best.figures.loudness - target):
            worse, best = best or tried, tried
        if worse is not best:
            discard(worse.pcm)
        if abs(best.figures.loudness - target) <= _NEAR:
            break
        gain += 2.5 * (target - tried.figures.loudness)
    assert best is not None
    return best


def _apply(source: Path, output: Path, shaping: tuple[Step, ...], gain: float, limit: float) -> _Try:
    # The limiter sees true peaks at four times the rate, and latency=1 takes back its look-ahead.
    chain = (
        *shaping,
        ("volume", f"{gain:.2f}dB:precision=float"),
        ("aresample", str(4 * SAMPLE_RATE)),
        ("alimiter", f"limit={limit:.2f}dB:level=0:attack=5:release=50:latency=1"),
        ("aresample", str(SAMPLE_RATE)),
    )
    figures = _write_shaped(source, chain, output)
    size, expected = output.stat().st_size, source.stat().st_size
    if size != expected:
        raise ToolError(f"The filters returned {size // 2} samples for {expected // 2}.", "Reinstall the environment.")
    return _Try(output, figures)


def _write_shaped(source: Path, chain: tuple[Step, ...], output: Path) -> Loudness:
    try:
        with output.open("wb") as file:
            for piece in shape_pcm(read_pcm(source), chain):
                if isinstance(piece, Loudness):
                    return piece
                file.write(piece)
    except OSError as error:
        raise disk_error(error, output) from error
    raise ToolError("The filters gave no figures.", "Reinstall the environment.")
