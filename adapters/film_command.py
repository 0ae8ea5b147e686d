"""A film's parts -> the command and the metadata text by which ffmpeg joins them to an MP4"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import ffmpeg as command

from adapters.film_languages import name_language
from model.language import find_language

# Without this, ffmpeg writes its own version into the file.
_REPRODUCIBLE = {"fflags": "+bitexact"}
_SPECIAL = re.compile(r"[=;#\\\n]")
_ASS_ESCAPE = re.compile(r"\\(?=[Nnh])")
# What no title shows and a line-based format may trip over: controls, and the line ends that are not \n.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")


class TrackFiles(NamedTuple):
    """A further language of a film, on disk."""

    sound: Path
    """AAC in MP4, as long as the first."""
    captions: Path | None
    """SRT."""
    language: str
    """BCP 47 code."""


def chapters_metadata(title: str, language: str, chapters: Iterable[tuple[int, int, str]], fps: int) -> str:
    """Write title, language and chapters (first frame, frame after the last, title) in ffmpeg's metadata format."""
    parts = [f";FFMETADATA1\ntitle={_escape(title)}\nlanguage={_escape(name_language(language))}\n"]
    for start, end, chapter in chapters:
        parts.append(f"[CHAPTER]\nTIMEBASE=1/{fps}\nSTART={start}\nEND={end}\ntitle={_escape(chapter)}\n")
    return "".join(parts)


def protect_captions(srt: str) -> str:
    r"""Keep ffmpeg from taking the n of `C:\new` for a line break: a word joiner, which is not seen, goes before it.

    Its captions pass through ASS, where a backslash makes breaks of N and n, and a space of h.
    """
    return _ASS_ESCAPE.sub("\\\\\u2060", srt)


def close_captions(srt: str, frames: int, fps: int) -> str:
    """Add a caption of nothing at the end of the film.

    ffmpeg writes no sample of it. But packets wait in memory for their turn until every track has said what comes next:
    after the last caption, all of the rest of the film would.
    """
    end = 1000 * frames // fps
    return f"{srt.rstrip()}\n\n9999999\n{_srt_time(max(end - 1, 0))} --> {_srt_time(end)}\n{{\\an2}}\n\n"


def _srt_time(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02},{rest:03}"


def film_argv(
    ffmpeg: str,
    *,
    stream: Path,
    sound: Path,
    captions: Path | None,
    metadata: Path,
    language: str,
    fps: int,
    output: Path,
    others: Sequence[TrackFiles] = (),
) -> list[str]:
    """Build the command: pictures and sound copied, captions as a track, metadata and chapters from their file.

    `others` are further languages: the first one's tracks are those that a player takes when nobody chooses.

    Every file is opened by a demuxer named here, as a local file: none is guessed from content.
    """
    pictures = _open(stream, "h264", framerate=fps, **{"bsf:v": _frame_times(fps)})
    tracks = (TrackFiles(sound, captions, language), *others)
    voices = [_open(track.sound, "mp4") for track in tracks]
    text = [_open(track.captions, "srt") for track in tracks if track.captions]
    facts = _open(metadata, "ffmetadata")
    # The metadata file has no streams; it is named last, as an optional map, so that the command opens it.
    heard, read = (voice["a:0"] for voice in voices), (track["s:0"] for track in text)
    options = _output_options(str(1 + len(voices) + len(text)), language, fps, bool(text)) | _name_tracks(tracks)
    film = command.output(pictures["v:0"], *heard, *read, facts["d?"], f"file:{output}", **options)
    argv = command.compile(
        film.global_args("-nostdin", "-hide_banner", "-v", "error"), cmd=ffmpeg, overwrite_output=True
    )
    return [str(part) for part in argv]


def _output_options(facts: str, language: str, fps: int, has_captions: bool) -> dict[str, Any]:
    code = name_language(language)
    options = {
        "format": "mp4", "c:v": "copy", "c:a": "copy",
        # Parameter sets belong in the sample entry of avc1 alone (ISO/IEC 14496-15 section 5.3.3.1).
        "bsf:v": "filter_units=remove_types=7-8",
        "video_track_timescale": str(512 * fps),
        # The order of packets in the file follows their times, never which thread was first.
        "max_interleave_delta": "0",
        "map_metadata": facts, "map_chapters": facts, "movflags": "+faststart",
        "metadata:s:v:0": f"language={code}", "metadata:s:a:0": f"language={code}",
    }  # fmt: skip
    if has_captions:
        options |= {"c:s": "mov_text", "metadata:s:s:0": f"language={code}"}
    return options | _REPRODUCIBLE


def _name_tracks(tracks: Sequence[TrackFiles]) -> dict[str, str]:
    """Give each language's tracks its code and its own name, where there are several."""
    if len(tracks) == 1:
        return {}
    options: dict[str, str] = {}
    captioned = [track for track in tracks if track.captions]
    numbered = [("a", at, track) for at, track in enumerate(tracks)]
    numbered += [("s", at, track) for at, track in enumerate(captioned)]
    # An option can be given once: a stream's language by its kind, its name by its number, after the picture's.
    for number, (kind, at, track) in enumerate(numbered, start=1):
        options[f"metadata:s:{kind}:{at}"] = f"language={name_language(track.language)}"
        options[f"metadata:s:{number}"] = f"handler_name={find_language(track.language).own_name}"
        options[f"disposition:{kind}:{at}"] = "0" if at else "default"
    return options


def _frame_times(fps: int) -> str:
    """Write the filter that puts frame n at n/fps: ffmpeg's own times of a raw stream are rounded, and drift.

    It stands before the input. Packets that get their times later are not held back while the sound catches up: they
    queue where packets wait for their turn in the file, four kilobytes for each frame of the film.
    """
    return f"setts=ts=round(N/({fps}*TB)):duration=round(1/({fps}*TB))"


def _open(path: Path, demuxer: str, **options: object) -> Any:
    return command.input(f"file:{path}", format=demuxer, protocol_whitelist="file", **options)


def _escape(text: str) -> str:
    visible = _UNPRINTABLE.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    # ffmpeg takes a backslash at the end of a line for one that joins the next line on, even when it is escaped itself:
    # a title that ends in one would swallow the chapter after it.
    closed = visible + " " if visible.endswith("\\") else visible
    return _SPECIAL.sub(lambda match: "\\" + match.group(), closed)
