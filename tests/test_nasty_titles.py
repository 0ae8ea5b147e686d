"""Sixty titles that mean something to a shell, a filter, a list, a file or a terminal: each is a title and nothing else."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from pathlib import Path

import av
import pytest
import yaml

from adapters.documents.slugs import make_slug
from adapters.probing import FilmFacts
from adapters.videos.script_reading import read_script
from render.captions import to_srt, to_vtt
from render.chapters import description_text, list_chapters
from render.cues import build_cues
from render.script_file import script_yaml
from render.timeline import plan_timeline
from tests.course_reading import read_scripts, write_course
from tests.film_parts import make_plain_film
from tests.silent_film import make_takes
from tests.test_film import CAPTIONS, FRAMES, VIDEO, Parts

TITLES = [
    # filters, lists and metadata of ffmpeg
    "drawtext=text='x'",
    "movie=/etc/passwd",
    "x,movie=/etc/passwd[a]",
    "[0:v]null[out]",
    "a;b",
    "title=other",
    "#comment",
    ";comment",
    "[CHAPTER]",
    "A\n[CHAPTER]\nSTART=0\nEND=1\ntitle=B",
    "file '/etc/passwd'",
    "ends in \\",
    "\\",
    "a\\\nb",
    "%{pts}",
    "%03d.png",
    "ffconcat version 1.0",
    "http:x.mp4",
    "concat:a|b",
    "subfile,,start,0,end,9,,:a",
    # options and shells
    "-y",
    "--help",
    "-i /etc/passwd",
    "-f/etc/passwd",
    "$(touch pwned)",
    "`touch pwned`",
    "; rm -rf .",
    "&& ls",
    "| cat",
    "> out",
    # names of files
    "../../up",
    "/etc/passwd",
    "C:\\con",
    "con",
    "a/b",
    "~root",
    ".hidden",
    "a\0b",
    "x" * 300,
    "。。/",
    # markup, captions and YAML
    "<script>alert(1)</script>",
    "1\n00:00:00,000 --> 00:00:09,000\nfake",
    "WEBVTT",
    "{\\an8}top",
    "&amp;",
    "]]>",
    "!!python/name:os",
    "*alias",
    "{a: b}",
    "'\"",
    "key: value",
    "---",
    # speech and terminals
    "[[_^_DE]]",
    "<break time='9s'/>",
    "\x1b[31mred\x1b[0m",
    "\u202egnp.exe",
    "a\u200bb",
    "\ufeffbom",
    "Ünïcödé 日本語 עברית",
    "🤖" * 30,
]
PLAIN = "A plain title"


def test_there_are_sixty() -> None:
    assert len(TITLES) == len(set(TITLES)) == 60


def clean(title: str) -> str:
    """Return what a title is to whoever shows it: without what nobody sees."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f\x85\u2028\u2029]", " ", title).split())


def shape(facts: FilmFacts, film: Path) -> tuple[object, ...]:
    """Return all that a film holds beside its titles."""
    with av.open(str(film)) as opened:
        packets = [
            hashlib.sha256(bytes(packet)).hexdigest()
            for packet in opened.demux()
            if packet.size and packet.stream.type != "data"
        ]
    times = tuple((chapter.start, chapter.end) for chapter in facts.chapters)
    return (*packets, times, facts.frames, facts.sounds, facts.subtitles, sorted(facts.metadata))


@pytest.mark.slow
def test_no_title_changes_a_film_but_for_the_title(tmp_path: Path) -> None:
    parts, output = Parts(tmp_path), tmp_path / "out" / "film.mp4"
    output.parent.mkdir()

    def film(title: str) -> tuple[tuple[object, ...], FilmFacts]:
        facts = make_plain_film(
            parts.segments, parts.sound, VIDEO, parts.store, output, samples=FRAMES * 1600, title=title, language="en",
            captions=CAPTIONS, chapters=((0, 309, title), (309, FRAMES, "Second")),
        )  # fmt: skip
        return shape(facts, output), facts

    usual, _ = film(PLAIN)
    for title in TITLES:
        found, facts = film(title)
        assert found == usual, title
        assert clean(facts.metadata["title"]) == clean(title), title
        assert clean(facts.chapters[0].title) == clean(title)[: len(clean(facts.chapters[0].title))], title
        assert [path.name for path in output.parent.iterdir()] == ["film.mp4"], title


def script_of(title: str, folder: Path):  # type: ignore[no-untyped-def]
    scenes = [
        {"scene_type": "title", "title": "Hello", "say": "Hello to everybody who listens here."},
        {"scene_type": "quote", "text": "Words.", "attribution": "me", "say": "These are the words that are said."},
    ]
    course = yaml.safe_dump({"title": title, "scenes": scenes}, allow_unicode=True)
    (script,) = read_scripts(write_course(folder, course), folder)
    return script


def texts_of(title: str, folder: Path) -> dict[str, bytes]:
    """Return everything that stands beside a film, the title replaced by what all have."""
    script = script_of(title, folder)
    takes = make_takes(script)
    timeline = plan_timeline(script, takes, ((),) * len(script.scenes), VIDEO)
    cues, chapters = build_cues(script, timeline, takes), list_chapters(script, timeline)
    assert read_script(script_yaml(script)) == script
    plain = script.model_copy(update={"title": PLAIN, "description": PLAIN})
    description = description_text(plain, chapters, 30)
    said = [scene.narration for scene in script.scenes]
    return {
        "srt": to_srt(cues).encode(),
        "vtt": to_vtt(cues).encode(),
        "description": description.encode(),
        "said": str(said).encode(),
        "script": script_yaml(plain),
    }


def test_no_title_changes_what_is_said_captioned_or_run(tmp_path: Path) -> None:
    usual = texts_of(PLAIN, tmp_path / "usual")
    for at, title in enumerate(TITLES):
        if "\0" in title or title == "\x1b[31mred\x1b[0m":
            continue  # YAML has no such sign
        assert texts_of(title, tmp_path / str(at)) == usual, title


@pytest.mark.parametrize("title", TITLES)
def test_every_title_names_a_folder_within_the_output(title: str) -> None:
    slug = make_slug(title, "video")
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,79}", slug)


@pytest.mark.slow
def test_a_document_of_each_title_is_looked_at_without_a_trace(tmp_path: Path) -> None:
    """By the command, in a folder that nothing else is written to."""
    for at, title in enumerate(TITLES[:20:4]):
        source = tmp_path / str(at) / "a.md"
        source.parent.mkdir()
        source.write_text(f"# {title}\n\nA lamp burns in the night, and everybody sees it from afar.\n")
        done = subprocess.run(
            [sys.executable, "-m", "deployments.command", "check", str(source)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stderr and sorted(path.name for path in source.parent.iterdir()) == ["a.md"]
