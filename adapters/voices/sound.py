"""An engine's bytes -> 48 kHz mono samples that begin with the first sound, and word times that fit them."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import av
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

from model.audio import SAMPLE_RATE, WordTime

BLOCK = SAMPLE_RATE * 5 // 1000
"""5 ms: how finely silence is told from sound."""
TAIL = SAMPLE_RATE * 30 // 1000
"""What is kept after the last sound, so that it may ring out."""
SENTENCE_PAUSE = SAMPLE_RATE * 350 // 1000
"""Silence between two sentences that are joined, and the longest that an engine may leave between two words."""
_PAUSE = SAMPLE_RATE * 120 // 1000
_LATE = SAMPLE_RATE * 80 // 1000  # how far behind the sound a word's offset may lie after a pause
_FLOOR = 40
_BELOW_PEAK = 250  # -48 dB: under the softest consonant, over what a codec leaves in a pause


class Speech(NamedTuple):
    """Samples at 48 kHz (array code `h`) and the words in them."""

    samples: array[int]
    words: tuple[WordTime, ...]


def resample(pcm: bytes, rate: int) -> array[int]:
    """Bring mono signed 16 bit samples to 48 kHz, without delay: sample n lies at n * 48000 / rate."""
    if not pcm:
        return array("h")
    frame = AudioFrame(format="s16", layout="mono", samples=len(pcm) // 2)
    frame.sample_rate = rate
    frame.planes[0].update(pcm + bytes(frame.planes[0].buffer_size - len(pcm)))
    return _collect([frame])


def decode_mp3(data: bytes) -> array[int]:
    """Decode a bare MPEG audio stream to 48 kHz: each byte of a constant rate keeps its place in time.

    No container and no gapless information: what an encoder's delay adds stays, and the service counts it in.
    """
    codec = av.CodecContext.create("mp3", "r")
    packets = [*codec.parse(data), *codec.parse(b"")]
    frames = [frame for packet in packets for frame in codec.decode(packet)]
    return _collect([*frames, *codec.decode(None)])


def _collect(frames: Sequence[AudioFrame]) -> array[int]:
    resampler = AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
    samples = array("h")
    for frame in (*frames, None):
        for ready in resampler.resample(frame):
            samples.frombytes(bytes(ready.planes[0])[: ready.samples * 2])
    return samples


def threshold(samples: array[int]) -> int:
    """Return the amplitude from which on something is heard: 48 dB under the peak."""
    return max(_FLOOR, _peak(samples) // _BELOW_PEAK)


def _peak(samples: array[int]) -> int:
    # Built-in max and min over an array are the fastest peak there is without numpy.
    return max((max(samples), -min(samples))) if samples else 0


def find_sound(samples: array[int], level: int, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
    """Return the first sample, and one past the last, that reach `level` within a stretch; None when none does."""
    end = len(samples) if end is None else end
    first = next((at for at in range(start, end, BLOCK) if _peak(samples[at : min(at + BLOCK, end)]) >= level), None)
    if first is None:
        return None
    last = end
    while last > first and _peak(samples[max(first, last - BLOCK) : last]) < level:
        last -= BLOCK
    onset = next(at for at in range(first, end) if abs(samples[at]) >= level)
    return onset, next(at for at in range(max(last, onset + 1), onset, -1) if abs(samples[at - 1]) >= level)


def shape_speech(speech: Speech, pause: int = SENTENCE_PAUSE) -> Speech:
    """Begin with the first sound, end with the last, shorten silences longer than `pause`, fit words to what sounds."""
    samples = speech.samples
    level = threshold(samples)
    heard = find_sound(samples, level)
    if heard is None:
        return Speech(array("h"), tuple(WordTime(start=0, end=0) for _ in speech.words))
    gaps = _find_gaps(samples, level, heard)
    keep = _kept(gaps, (heard[0], min(heard[1] + TAIL, len(samples))), pause)
    kept = array("h")
    for start, end in keep:
        kept += samples[start:end]
    words = [WordTime(start=_moved(word.start, keep), end=_moved(word.end, keep)) for word in speech.words]
    pauses = [(_moved(start, keep), _moved(end, keep)) for start, end in gaps]
    return Speech(kept, _fit_words(kept, words, pauses, level))


def _find_gaps(samples: array[int], level: int, heard: tuple[int, int]) -> list[tuple[int, int]]:
    """Return the silences that are longer than any consonant's, to the block."""
    loud = [at for at in range(*heard, BLOCK) if _peak(samples[at : at + BLOCK]) >= level]
    return [(before + BLOCK, after) for before, after in pairwise(loud) if after - before > _PAUSE]


def _kept(gaps: Sequence[tuple[int, int]], whole: tuple[int, int], pause: int) -> list[tuple[int, int]]:
    """Return the stretches to keep: all but the middle of every gap that is longer than `pause`."""
    keep, start = list[tuple[int, int]](), whole[0]
    for quiet, after in gaps:
        if after - quiet > pause:
            keep.append((start, quiet + pause // 2))
            start = after - (pause - pause // 2)
    return [*keep, (start, whole[1])]


def _moved(at: int, keep: Sequence[tuple[int, int]]) -> int:
    before = 0
    for start, end in keep:
        if at < end:
            return before + max(0, at - start)
        before += end - start
    return before


def _fit_words(
    samples: array[int], words: Sequence[WordTime], pauses: Sequence[tuple[int, int]], level: int
) -> tuple[WordTime, ...]:
    """Let each word begin and end with sound, where it has any, and the word after a pause begin where the pause ends."""
    fitted = list[WordTime]()
    starts = _snap_starts(words, pauses)
    for at, word in enumerate(words):
        before = fitted[-1].end if fitted else 0
        begin = max(starts[at], before) if word.end > word.start else before
        end = max(begin, min(word.end, *starts[at + 1 : at + 2], len(samples))) if word.end > word.start else begin
        heard = find_sound(samples, level, begin, end)
        fitted.append(WordTime(start=heard[0], end=heard[1]) if heard else WordTime(start=begin, end=end))
    return tuple(fitted)


def _snap_starts(words: Sequence[WordTime], pauses: Sequence[tuple[int, int]]) -> list[int]:
    starts, floor = list[int](), 0
    for word in words:
        near = (after for before, after in pauses if before - 2 * BLOCK <= word.start <= after + _LATE)
        snapped = next(near, word.start)
        starts.append(snapped if floor < snapped < word.end else word.start)
        floor = starts[-1]
    return starts


def join_speech(parts: Sequence[Speech], pause: int = SENTENCE_PAUSE) -> Speech:
    """Put parts one after another, with a pause between those that sound, counted in samples."""
    samples, words = array("h"), list[WordTime]()
    for part in parts:
        if samples and part.samples:
            samples.frombytes(bytes(2 * (pause - TAIL)))
        shift = len(samples)
        words += [WordTime(start=word.start + shift, end=word.end + shift) for word in part.words]
        samples += part.samples
    return Speech(samples, tuple(words))
