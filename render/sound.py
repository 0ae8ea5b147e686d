"""Takes on a timeline -> one soundtrack, to the sample. PCM is 48 kHz, mono, signed 16 bit, little endian."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

from model.audio import SAMPLE_RATE, Take
from model.errors import AudioGenerationError
from model.timeline import Timeline

_EDGE = SAMPLE_RATE * 3 // 1000
_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
_LONGEST = 2**32 - 1 - 36
_FORMAT = (b"fmt ", 16, 1, 1, SAMPLE_RATE, SAMPLE_RATE * 2, 2, 16)


def place_takes(timeline: Timeline, pcm_of: Callable[[Take], bytes], takes: tuple[Take, ...]) -> Iterator[bytes]:
    """Yield the soundtrack take by take, each from its slot's `speech_start` on, with silence between them.

    All pieces together have exactly `timeline.samples` samples; one take at a time is in memory.
    Raises AudioGenerationError when a take is not of its slot or not as long as it says.
    """
    at = 0
    for slot, take in zip(timeline.slots, takes, strict=True):
        start, pcm = timeline.speech_start(slot), pcm_of(take)
        room = slot.frames * timeline.format.samples_per_frame
        if take.scene_id != slot.scene_id or len(pcm) != 2 * take.samples or take.samples > room or start < at:
            raise AudioGenerationError(
                f"The take of scene {take.scene_id} has {len(pcm) // 2} samples, not the {take.samples} that it says,"
                f" or does not belong to slot {slot.scene_id}.",
                "Run the command again with --rerun.",
            )
        yield bytes(2 * (start - at))
        yield soften_edges(pcm)
        at = start + take.samples
    yield bytes(2 * (timeline.samples - at))


def soften_edges(pcm: bytes) -> bytes:
    """Ramp the first and last 3 ms, so that no step in the wave is heard as a click."""
    edge = min(_EDGE, len(pcm) // 4)
    if not edge:
        return pcm
    layout = struct.Struct(f"<{edge}h")
    head, tail = layout.unpack(pcm[: 2 * edge]), layout.unpack(pcm[-2 * edge :])
    # int() rounds towards zero alike for both signs: `//` would leave a constant offset of half a step.
    rising = layout.pack(*(int(value * at / edge) for at, value in enumerate(head)))
    falling = layout.pack(*(int(value * (edge - 1 - at) / edge) for at, value in enumerate(tail)))
    return rising + pcm[2 * edge : -2 * edge] + falling


def wav_bytes(pcm: bytes) -> bytes:
    """Put the header of a WAV file before PCM.

    Raises AudioGenerationError beyond the 4 GiB that its 32-bit sizes can say.
    """
    return _wav_header(len(pcm)) + pcm


def wav_pcm(data: bytes) -> bytes:
    """Return the PCM of a WAV file that `wav_bytes` made.

    Raises AudioGenerationError for anything else, a truncated file among them.
    """
    size = len(data) - _HEADER.size
    if size < 0 or size % 2 or data[: _HEADER.size] != _wav_header(size):
        raise AudioGenerationError(
            f"A take of {len(data)} bytes is no whole WAV file of 48 kHz, mono, 16 bit.",
            "Run the command again with --rerun.",
        )
    return data[_HEADER.size :]


def _wav_header(size: int) -> bytes:
    if size > _LONGEST:
        raise AudioGenerationError(
            f"A take of {size // 2} samples is longer than a WAV file holds, 12 hours.", "Split the scene."
        )
    return _HEADER.pack(b"RIFF", size + _HEADER.size - 8, b"WAVE", *_FORMAT, b"data", size)
