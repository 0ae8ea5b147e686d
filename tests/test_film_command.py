"""ffmpeg's command and metadata as text: nothing that a title holds is ever more than a title."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from adapters.ffmpeg import ffmpeg_path
from adapters.film_command import chapters_metadata, film_argv
from adapters.film_languages import name_language
from adapters.processes import run_tool

NASTY = st.text(st.sampled_from("=;#\\\n\r\t[]CHAPTER a1é日😀\u2028\x00\x1b'\"%") | st.characters(), max_size=40)


def parse(text: str) -> list[tuple[str, dict[str, str]]]:
    """Read ffmetadata as ffmpeg does, whose line goes on after any backslash, be it escaped itself or not."""
    lines = re.sub(r"(?<!\\)\n", "\0", text).split("\0")
    sections: list[tuple[str, dict[str, str]]] = [("", {})]
    for line in lines:
        if line.startswith("["):
            sections.append((line, {}))
        elif line and not line.startswith(";"):
            key, value = line.split("=", 1)
            sections[-1][1][key] = re.sub(r"\\(.)", r"\1", value, flags=re.DOTALL)
    return sections


@settings(max_examples=200, deadline=None)
@example("ends in \\", ["\\", "a\\\\", "\n", ""])
@given(NASTY, st.lists(NASTY, max_size=4))
def test_titles_are_escaped_and_make_no_chapters(title: str, chapters: list[str]) -> None:
    text = chapters_metadata(title, "en", [(30 * n, 30 * n + 30, name) for n, name in enumerate(chapters)], 30)
    head, *found = parse(text)
    assert set(head[1]) == {"title", "language"}
    assert [name for name, _ in found] == ["[CHAPTER]"] * len(chapters)
    assert all(set(fields) == {"TIMEBASE", "START", "END", "title"} for _, fields in found)
    assert [fields["START"] for _, fields in found] == [str(30 * n) for n in range(len(chapters))]


@settings(max_examples=20, deadline=None)
@example(["ends in \\", "\\\\", "a\\\n", "", "[CHAPTER]\nSTART=1", "; # ="])
@given(st.lists(NASTY, min_size=1, max_size=8))
def test_ffmpeg_reads_back_what_was_written(names: list[str]) -> None:
    text = chapters_metadata("t", "en", [(30 * n, 30 * n + 30, name) for n, name in enumerate(names)], 30)
    argv = [ffmpeg_path(), "-v", "error", "-f", "ffmetadata", "-i", "pipe:0", "-f", "ffmetadata", "-"]
    again = asyncio.run(run_tool(argv, stdin=text.encode())).stdout.decode()
    ours, theirs = parse(text), parse(again)
    assert [fields.get("title", "") for _, fields in theirs[1:]] == [fields["title"] for _, fields in ours[1:]]


def test_plain_metadata_reads_as_it_looks() -> None:
    assert chapters_metadata("A=B; #1", "en-GB", [(0, 90, "Start"), (90, 200, "C:\\x\nNext")], 30) == (
        ";FFMETADATA1\ntitle=A\\=B\\; \\#1\nlanguage=eng\n"
        "[CHAPTER]\nTIMEBASE=1/30\nSTART=0\nEND=90\ntitle=Start\n"
        "[CHAPTER]\nTIMEBASE=1/30\nSTART=90\nEND=200\ntitle=C:\\\\x\\\nNext\n"
    )


def build(captions: Path | None) -> list[str]:
    return film_argv(
        "/bin/ffmpeg", stream=Path("-y.h264"), sound=Path("a%03d.m4a"), captions=captions, metadata=Path("m"),
        language="de", fps=25, output=Path("http:x.mp4"),
    )  # fmt: skip


def test_every_input_names_its_demuxer_and_is_a_local_file() -> None:
    argv = build(Path("c.srt"))
    inputs = [place for place, part in enumerate(argv) if part == "-i"]
    assert [argv[place + 1] for place in inputs] == ["file:-y.h264", "file:a%03d.m4a", "file:c.srt", "file:m"]
    before = [argv[start:end] for start, end in zip([1, *(place + 2 for place in inputs)], inputs, strict=False)]
    assert [part[part.index("-f") + 1] for part in before] == ["h264", "mp4", "srt", "ffmetadata"]
    assert all(part[part.index("-protocol_whitelist") + 1] == "file" for part in before)
    assert "file:http:x.mp4" in argv
    assert {"-nostdin", "-y"} <= set(argv)
    assert "-shortest" not in argv


@pytest.mark.parametrize(("captions", "number"), [(Path("c.srt"), "3"), (None, "2")])
def test_metadata_comes_from_its_own_file(captions: Path | None, number: str) -> None:
    argv = build(captions)
    assert argv[argv.index("-map_metadata") + 1] == argv[argv.index("-map_chapters") + 1] == number
    assert ("-c:s" in argv) == (captions is not None)


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en", "eng"),
        ("en-GB", "eng"),
        ("zh-Hant-TW", "zho"),
        ("pt_BR", "por"),
        ("FIL", "fil"),
        ("xx", "und"),
        ("", "und"),
    ],
)
def test_languages_have_three_letters(tag: str, code: str) -> None:
    assert name_language(tag) == code
