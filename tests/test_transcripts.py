"""What is said in a video -> sentences, topics, key moments, headings: by rules, the same each time."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.transcripts.headings import name_topics
from adapters.transcripts.reading import read_transcript
from adapters.transcripts.sentences import Sentence, find_names, make_sentences
from adapters.transcripts.topics import find_topics, read_chapters
from adapters.transcripts.transcript import Line, TranscriptDocument
from adapters.transcripts.words import clean_line, read_words
from model.content import ParagraphBlock, ParsedContent, plain
from model.inputs import YouTubeMode
from tests.youtube_talk import TALK, generate_lines, make_transcript, sentences_of, write_lines

SPOKEN = generate_lines(TALK, noisy=False)


def read(mode: YouTubeMode = "moments", lines: tuple[Line, ...] = SPOKEN, **more: object) -> ParsedContent:
    return read_transcript(TranscriptDocument(transcript=make_transcript(lines, **more), mode=mode), None)


def told(content: ParsedContent) -> list[str]:
    blocks = [block for section in content.sections for block in section.blocks]
    return [plain(block.text) for block in blocks if isinstance(block, ParagraphBlock)]


def sentences(text_lines: tuple[Line, ...], language: str = "en", **names: str) -> list[str]:
    return [sentence.text for sentence in make_sentences(read_words(text_lines, language), language, names)]


def one(text: str, language: str = "en", **names: str) -> list[str]:
    return sentences((Line(text=text, start=0, duration=len(text) * 0.065),), language, **names)


def test_most_stops_are_where_the_author_put_them() -> None:
    """Words are given without any: of the stops that are put, at least 85 of 100 are the author's, who has 50."""
    ends, at = set[int](), 0
    for sentence in sentences_of(TALK):
        at += len(sentence.split())
        ends.add(at)
    found, at = set[int](), 0
    for text in sentences(SPOKEN):
        at += len(text.split())
        found.add(at)
    assert at == max(ends)  # not a word is lost
    assert len(found & ends) / len(found) >= 0.85
    assert len(found & ends) / len(ends) >= 0.60


def test_what_is_punctuated_stays_as_it_is_written() -> None:
    assert sentences(write_lines(TALK)) == [sentence.strip() for sentence in sentences_of(TALK)]


@pytest.mark.parametrize(
    ("line", "clean"),
    [
        ("[Music]", ""), ("[Applause] so", "so"), ("♪ la la ♪", "la la"),
        (">> JOHN: Hello", "Hello"), ("- Well, yes.", "Well, yes."),
        ("(upbeat music) now", "now"), ("a list [0] of", "a list of"), ("(see below)", "(see below)"), ("*sighs* ok", "ok"),
        ("[ __ ] happens", "happens"), ("NARRATOR: Once", "Once"), ("time 10:30 is", "time 10:30 is"),
    ],
)  # fmt: skip
def test_noises_and_speakers_are_dropped(line: str, clean: str) -> None:
    assert clean_line(line)[0] == clean


@pytest.mark.parametrize(
    ("said", "language", "kept"),
    [
        ("so um we uh start here", "en", "So we start here."),
        ("the the cache is is full", "en", "The cache is full."),
        ("we can we can do it", "en", "We can do it."),
        ("it was you know very slow", "en", "It was very slow."),
        ("do you know what it is", "en", "Do you know what it is?"),
        ("that is very very good", "en", "That is very very good."),
        ("i think i'm right", "en", "I think I'm right."),
        ("also äh wir ähm beginnen jetzt", "de", "Also wir beginnen jetzt."),
        ("alors euh nous commençons", "fr", "Alors nous commençons."),
        ("what is the answer", "en", "What is the answer?"),
        ("how do you measure that", "en", "How do you measure that?"),
        ("what we do is simple", "en", "What we do is simple."),
        ("キャッシュは速い", "ja", "キャッシュは速い。"),
    ],
)  # fmt: skip
def test_fillers_and_stutters_go_and_capitals_come(said: str, language: str, kept: str) -> None:
    assert " ".join(one(said, language)) == kept


def test_names_get_the_capitals_that_their_author_gives_them() -> None:
    names = find_names("Fast APIs With FastAPI", "We store it in PostgreSQL, in the city of Berlin.")
    assert names == {"apis": "APIs", "fastapi": "FastAPI", "postgresql": "PostgreSQL", "berlin": "Berlin"}
    assert one("in berlin we use fastapi", **names) == ["In Berlin we use FastAPI."]


def test_topics_begin_where_the_talk_turns() -> None:
    content = read("full")
    titles = [plain(section.title) for section in content.sections if section.level == 2]
    assert titles[1:] == ["Connection pool", "Cache", "Index"]
    starts = [section.span.first for section in content.sections if section.level == 2]
    turns = [
        line.start for line in SPOKEN if line.text.startswith(("so let's talk", "now let's move", "the third change"))
    ]
    assert len(starts) == 4
    for start, turn in zip(starts[1:], turns, strict=True):
        assert abs(start - turn) <= 3


def test_an_authors_chapters_are_the_topics() -> None:
    listed = "Watch this!\n0:00 Intro\n00:31 - The pool\n1:27 Caching\n(2:12) Indexes\nhttps://example.org"
    assert [chapter.title for chapter in read_chapters(listed)] == ["Intro", "The pool", "Caching", "Indexes"]
    content = read("full", description=listed)
    assert [plain(section.title) for section in content.sections[1:]] == ["Intro", "The pool", "Caching", "Indexes"]
    assert read_chapters("0:00 a\n1:00 b") == ()
    assert read_chapters("1:00 a\n2:00 b\n3:00 c") == ()
    assert read_chapters("0:00 a\n2:00 b\n1:00 c") == ()
    assert [chapter.start for chapter in read_chapters("Intro 0:00\nMain 10:00\nEnd 1:02:03")] == [0, 600, 3723]


@pytest.mark.parametrize("mode", ["moments", "summary", "full"])
def test_all_that_is_said_is_told_or_accounted_for(mode: YouTubeMode) -> None:
    content = read(mode)
    words = sum(len(sentence.text.split()) for sentence in make_sentences(read_words(SPOKEN, "en"), "en", {}))
    spans = [block.span for section in content.sections for block in section.blocks]
    assert spans[0].first == 1
    assert all(before.last <= after.first + 1 for before, after in pairwise(spans))
    assert {span.unit for span in spans} == {"second"}
    assert {span.file for span in spans} == {"https://youtu.be/abcdefghijk"}
    said = sum(len(text.split()) for text in told(content))
    assert (
        {"moments": 0.2, "summary": 0.2, "full": 0.9}[mode]
        <= said / words
        <= {"moments": 0.75, "summary": 0.6, "full": 1}[mode]
    )
    assert [block.block_id for section in content.sections for block in section.blocks] == [
        f"b{number:04d}" for number in range(1, len(spans) + 1)
    ]
    assert not any("subscribe" in text or "welcome back" in text.lower() for text in told(content))


def test_moments_are_what_the_speaker_stresses() -> None:
    text = " ".join(told(read("moments", write_lines(TALK))))
    for stressed in (
        "The key point is that you must decide",
        "The important thing is the size of the pool.",
        "But be careful",
    ):
        assert stressed in text


def test_the_same_bytes_come_each_time() -> None:
    assert read("summary").model_dump_json() == read("summary").model_dump_json()


def test_a_day_of_lessons_has_topics_of_which_few_are_told() -> None:
    lines = tuple(
        line.model_copy(update={"start": line.start + 210 * turn})
        for turn in range(30) for line in SPOKEN
    )  # fmt: skip
    content = read("moments", lines)
    assert 3 <= sum(section.level == 2 for section in content.sections) <= 7
    assert len({plain(section.title) for section in content.sections if section.level}) > 3


def test_a_topic_without_words_of_its_own_is_named_by_its_time() -> None:
    said = tuple(Sentence("It is so.", 75.0 + at, 76.0 + at, 0.0, False) for at in range(3))
    (topic,) = find_topics(said, "en", ())
    assert name_topics([topic], "en") == ("1:15",)


@given(
    st.lists(st.tuples(st.text(max_size=60), st.floats(0, 5), st.floats(0, 9)), max_size=30),
    st.sampled_from(["en", "de", "ja", "xx"]),
)
def test_any_lines_are_read(parts: list[tuple[str, float, float]], language: str) -> None:
    at, lines = 0.0, list[Line]()
    for text, pause, duration in parts:
        at += pause
        lines.append(Line(text=text, start=at, duration=duration))
    if not lines:
        return
    for mode in ("moments", "summary", "full"):
        content = read(mode, tuple(lines), language=language)
        spans = [block.span for section in content.sections for block in section.blocks]
        assert all(before.first <= after.first for before, after in pairwise(spans))
