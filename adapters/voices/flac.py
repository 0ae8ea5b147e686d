"""PCM <-> FLAC: the smallest file that gives the same samples back. 48 kHz, mono, signed 16 bit."""

from __future__ import annotations

import io

import av
import av.error
from av.audio.frame import AudioFrame

from model.audio import SAMPLE_RATE

_BLOCK = 4096
_SLOWEST = "12"
"""FLAC's compression level: speech is 6 % smaller than at the usual 5."""


def encode_flac(pcm: bytes) -> bytes:
    """Compress samples without loss."""
    whole = io.BytesIO()
    with av.open(whole, "w", format="flac", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream("flac", rate=SAMPLE_RATE, layout="mono", options={"compression_level": _SLOWEST})
        stream.codec_context.format = "s16"
        for at in range(0, len(pcm), 2 * _BLOCK):
            part = pcm[at : at + 2 * _BLOCK]
            frame = AudioFrame(format="s16", layout="mono", samples=len(part) // 2)
            frame.sample_rate, frame.pts = SAMPLE_RATE, at // 2
            frame.planes[0].update(part + bytes(frame.planes[0].buffer_size - len(part)))
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return whole.getvalue()


def decode_flac(data: bytes, samples: int) -> bytes:
    """Return the samples; nothing for what is no FLAC of our kind, or has not exactly so many."""
    pcm = bytearray()
    try:
        with av.open(io.BytesIO(data), "r", format="flac") as container:
            for frame in container.decode(audio=0):
                if frame.format.name != "s16" or frame.layout.nb_channels != 1 or frame.sample_rate != SAMPLE_RATE:
                    return b""
                pcm += bytes(frame.planes[0])[: 2 * frame.samples]
                if len(pcm) > 2 * samples:
                    return b""
    except (av.error.FFmpegError, IndexError, ValueError):
        return b""
    return bytes(pcm) if len(pcm) == 2 * samples else b""
