"""PCM in pieces -> one file of it -> the AAC stream that the film carries. Raw PCM, for a WAV file ends at 4 GiB."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from adapters.ffmpeg import ffmpeg_path
from adapters.files import disk_error
from adapters.processes import run_tool
from model.audio import SAMPLE_RATE

BITRATE = "192k"
DEADLINE = 7200.0
"""Seconds for one pass over a soundtrack: enough for some hundred hours of film."""
RAW = ("-f", "s16le", "-ar", str(SAMPLE_RATE), "-ac", "1")
"""What ffmpeg must be told of PCM: 48 kHz, mono, signed 16 bit, little endian."""
# In MP4, whose edit list takes off the encoder's delay to the sample: ADTS would not say how long that is. Without
# bitexact ffmpeg writes its own version into the stream, and with threads its encoder may choose another path.
_AAC = (
    "-c:a", "aac", "-profile:a", "aac_low", "-b:a", BITRATE, "-threads", "1", "-fflags", "+bitexact",
    "-flags:a", "+bitexact", "-f", "mp4", "-y",
)  # fmt: skip


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
    """Yield a file of PCM piece by piece, and remove it in the end."""
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            yield piece
    path.unlink()


async def encode_sound(pcm: Path, output: Path) -> None:
    """Encode 48 kHz mono PCM to AAC-LC in an MP4 of exactly as many samples; `pcm` holds one at least.

    Raises ToolError when ffmpeg fails.
    """
    quiet = ("-nostdin", "-hide_banner", "-v", "error", "-protocol_whitelist", "file")
    argv = (ffmpeg_path(), *quiet, *RAW, "-i", f"file:{pcm}", *_AAC, f"file:{output}")
    await run_tool(argv, deadline=DEADLINE)
