"""PCM in pieces -> one file of it -> the AAC stream that the film carries. Raw PCM, for a WAV file ends at 4 GiB."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import av
from av import AudioResampler
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.codec.context import Flags
from av.error import FFmpegError

from adapters.files import disk_error
from adapters.probing import open_film
from adapters.sound_graph import cut_frames
from model.audio import AAC_BLOCK, SAMPLE_RATE
from model.errors import ToolError

BITRATE = 192_000
DEADLINE = 7200.0
"""Seconds for one pass over a soundtrack: enough for some hundred hours of film."""
RAW = ("-f", "s16le", "-ar", str(SAMPLE_RATE), "-ac", "1")
"""What ffmpeg must be told of PCM: 48 kHz, mono, signed 16 bit, little endian."""
_PIECE = 1 << 20
# Without bitexact libav writes its version into file and stream; lengths are counted in samples, not in milliseconds.
_EXACT = {"fflags": "+bitexact", "movie_timescale": str(SAMPLE_RATE)}


# Noise that a decoder makes up would differ from take to take, and its peaks with it. The quick coder takes two thirds of
# the time at this rate and is nearer to the sound: 49 to 56 dB where the other leaves 43 to 45, measured on speech.
_AAC = {"profile": "aac_low", "aac_pns": "0", "aac_coder": "fast"}


def write_pcm(pieces: Iterable[bytes], path: Path) -> None:
    """Write PCM piece by piece, so that one is in memory at a time.

    Raises ResourceError when the disk is full or the folder cannot be written.
    """
    try:
        with path.open("wb") as file:
            file.writelines(pieces)
    except OSError as error:
        raise disk_error(error, path) from error


def read_pcm(path: Path) -> Iterator[bytes]:
    """Yield a file of PCM piece by piece."""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def encode_sound(pcm: Path, output: Path) -> None:
    """Encode 48 kHz mono PCM to AAC-LC in an MP4 of exactly as many samples; `pcm` holds one at least.

    The MP4's edit list takes off the encoder's delay to the sample. Raises ToolError when the encoder fails,
    ResourceError when the disk is full.
    """
    # With threads the encoder may choose another path.
    try:
        with av.open(str(output), "w", format="mp4", options=_EXACT) as file:
            stream = file.add_stream("aac", rate=SAMPLE_RATE, layout="mono", options=_AAC)
            assert isinstance(stream, AudioStream)
            stream.bit_rate, stream.codec_context.thread_count = BITRATE, 1
            stream.codec_context.flags |= Flags.bitexact
            to_floats = AudioResampler(format="fltp", layout="mono", rate=SAMPLE_RATE, frame_size=AAC_BLOCK)
            for frame in _floats(to_floats, cut_frames(read_pcm(pcm))):
                file.mux(stream.encode(frame))
            file.mux(stream.encode(None))
    except OSError as error:
        raise disk_error(error, output) from error
    except FFmpegError as error:
        raise ToolError(f"The sound could not be encoded: {error}.", "Report this.") from error


def _floats(resampler: AudioResampler, frames: Iterable[AudioFrame]) -> Iterator[AudioFrame]:
    for frame in frames:
        yield from resampler.resample(frame)
    yield from resampler.resample(None)


def decode_sound(path: Path) -> Iterator[AudioFrame]:
    """Yield the sound of an MP4 as players hear it, without the encoder's delay."""
    with open_film(path) as film:
        yield from film.decode(film.streams.audio[0])


def read_frames(path: Path) -> Iterator[bytes]:
    """Yield the AAC frames of an MP4, the one of the encoder's delay first."""
    with open_film(path) as film:
        yield from (bytes(packet) for packet in film.demux(film.streams.audio[0]) if packet.size)


def write_frames(path: Path, output: Path) -> tuple[int, ...]:
    """Write the AAC frames of an MP4 end to end; return their sizes.

    Raises ResourceError when the disk is full.
    """
    sizes: list[int] = []
    try:
        with output.open("wb") as file:
            for frame in read_frames(path):
                sizes.append(file.write(frame))
    except OSError as error:
        raise disk_error(error, output) from error
    return tuple(sizes)
