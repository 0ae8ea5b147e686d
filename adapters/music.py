"""The user's music file -> PCM, decoded by ffmpeg within limits; and PCM laid under the voice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from adapters.ffmpeg import ffmpeg_path
from adapters.files import read_bounded
from adapters.loudness import measure_pcm
from adapters.processes import run_tool
from adapters.sound_graph import SILENT
from adapters.soundtrack import DEADLINE, RAW
from model.audio import SAMPLE_RATE
from model.errors import Problem, ToolError, ValidationError

_LIMIT = 100_000_000
_SHORTEST, _LONGEST = 1, 1800
"""Seconds. A film may last longer: the music is looped."""
_DEADLINE = 300.0
_MEMORY = 900_000_000
# Each suffix is opened by one demuxer, named here: a playlist under the name of a song is no song.
_DEMUXERS = {
    ".mp3": "mp3", ".wav": "wav", ".flac": "flac", ".ogg": "ogg", ".oga": "ogg", ".opus": "ogg", ".m4a": "mov",
    ".aac": "aac",
}  # fmt: skip
_HEADROOM = -6.0
"""dB that both lose where they meet, so that their sum is not clipped; levelling takes it back."""
_HIGHEST_GAIN = 30.0


def check_music(path: Path) -> None:
    """Check what can be known of a music file without decoding it.

    Raises ValidationError when it is missing, no ordinary file, too large, or of a kind that is not read.
    """
    read_music(path)


def read_music(path: Path) -> bytes:
    """Return the bytes of a music file.

    Raises ValidationError as `check_music`.
    """
    if path.suffix.lower() not in _DEMUXERS:
        kinds = ", ".join(suffix[1:] for suffix in _DEMUXERS)
        raise _refuse(str(path), f"{path.suffix or 'A file without a suffix'} is no music that is read.", kinds)
    data = read_bounded(path, _LIMIT, "music")
    if not data:
        raise _refuse(str(path), "The music file is empty.", "another file")
    return data


async def decode_music(source: Path, name: str, output: Path) -> float:
    """Decode a file, whose suffix says how, to 48 kHz mono PCM without a header; return its loudness in LUFS.

    Raises ValidationError naming `name` when it is no music, shorter than a second, longer than half an hour or silent.
    """
    demuxer = _DEMUXERS[source.suffix.lower()]
    argv = (
        ffmpeg_path(), "-nostdin", "-hide_banner", "-v", "error", "-threads", "1", "-protocol_whitelist", "file",
        "-f", demuxer, "-i", f"file:{source}", "-map", "0:a:0", "-vn", "-sn", "-dn", "-t", str(_LONGEST + 1),
        *RAW, "-threads", "1", "-y", f"file:{output}",
    )  # fmt: skip
    try:
        await run_tool(argv, deadline=_DEADLINE, memory=_MEMORY)
    except ToolError as error:
        raise _refuse(name, f"This cannot be read as {demuxer} music.", "a file that a player plays") from error
    seconds = _count_samples(output) / SAMPLE_RATE
    if not _SHORTEST <= seconds <= _LONGEST:
        length = f"{seconds:.1f} seconds" if seconds < _LONGEST else "more than half an hour"
        raise _refuse(name, f"This music lasts {length}.", "a piece of 1 to 1800 seconds: it is looped")
    loudness = (await asyncio.to_thread(measure_pcm, output)).loudness
    if loudness <= SILENT:
        raise _refuse(name, "This music is silent.", "another file")
    return loudness


async def lay_under(voice: Path, music: Path, gains: Path, volume: float, loudness: float, output: Path) -> None:
    """Mix music under a voice, both PCM of one length: `volume` LU from the voice where `gains` is DEPTH dB down.

    `loudness` is that of the music where `gains` is at its lowest. Raises ToolError when ffmpeg fails.
    """
    spoken = (await asyncio.to_thread(measure_pcm, voice)).loudness
    reference = spoken if spoken > SILENT else -24.0
    gain = min(reference + volume - loudness, _HIGHEST_GAIN) + _HEADROOM
    graph = (
        f"[1:a][2:a]amultiply,volume={gain:.2f}dB:precision=float[under];"
        f"[0:a]volume={_HEADROOM:.2f}dB:precision=float[over];"
        "[over][under]amix=inputs=2:normalize=0,aformat=sample_fmts=s16[out]"
    )
    inputs = [part for path in (voice, music, gains) for part in (*RAW, "-i", f"file:{path}")]
    argv = (ffmpeg_path(), "-nostdin", "-hide_banner", "-v", "error", "-filter_complex_threads", "1",
            "-protocol_whitelist", "file", *inputs, "-filter_complex", graph, "-map", "[out]", *RAW, "-y",
            f"file:{output}")  # fmt: skip
    await run_tool(argv, deadline=DEADLINE)
    mixed, expected = _count_samples(output), _count_samples(voice)
    if mixed != expected:
        raise ToolError(f"ffmpeg mixed {mixed} samples, not {expected}.", "Reinstall the environment.")


def open_pcm(path: Path) -> tuple[Callable[[int, int], bytes], int]:
    """Return a function (first sample, how many) -> PCM, and how many samples there are."""

    def read(first: int, count: int) -> bytes:
        with path.open("rb") as file:
            file.seek(2 * first)
            return file.read(2 * count)

    return read, _count_samples(path)


def _count_samples(pcm: Path) -> int:
    return pcm.stat().st_size // 2


def _refuse(file: str, message: str, choose: str) -> ValidationError:
    return ValidationError((Problem(message=message, remedy=f"Choose {choose}.", file=file),))
