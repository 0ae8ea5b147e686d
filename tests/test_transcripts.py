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
    ("language", "divided"),
    [
        ("zh", "今天我们来谈缓存。|它很快！|你知道为什么吗？|因为它在内存里。"),
        ("ja", "キャッシュは速い。|彼は「本当だ。」|と言った。|なぜですか？"),
        ("ar", "هل هي سريعة؟ |نعم، هي سريعة. |لماذا؟"),
        ("ur", "آج ہم بات کریں گے۔ |یہ تیز ہے۔ |کیوں؟"),
        ("hi", "आज हम कैश की बात करेंगे। |यह तेज़ है।|क्यों? |क्योंकि यह पास है।"),
        ("el", "Τι είναι αυτό; |Είναι μνήμη. |Ο κ. Παπάς το ξέρει."),
        ("es", "Hola. |¿Qué es esto? |¡Es una caché! |El Sr. Gil vive en EE.UU. desde ayer, p.ej. en Miami, etc. |Luego vino."),
        ("de", "Das ist z.B. ein Cache. |Am 3. Oktober kam Dr. Kern, usw. bis Nr. 5 bzw. so. |Er ging usw. |So."),
        ("fr", "M. Roy habite à Paris, p.ex. ici. |C'est l'art. 5 de la loi. |C'est de l'art. |Voilà."),
        ("it", "Il Sig. Rossi e la Dott.ssa Bianchi vedono case, ecc. |Poi vanno via. |La pag. 5 è rossa."),
        ("pt", "O Sr. Silva e a Sra. Costa leem a pág. 3, etc. |Depois saem."),
        ("ru", "Это т.е. кеш и т.д. |Потом А. С. Пушкин пришёл."),
        ("en", "No. |That is wrong. |See No. 5 of Fig. 3, e.g. at 5 p.m. |It ends in the U.S. with us. |Mr. Smith came."),
    ],
)  # fmt: skip
def test_each_language_ends_sentences_as_it_writes_them(language: str, divided: str) -> None:
    assert one(divided.replace("|", ""), language) == [part.strip() for part in divided.split("|")]


def speak(*cues: str, letter: float) -> tuple[Line, ...]:
    """Make lines as recognition does, one behind the other; `…` is half a second and more of silence."""
    at, lines = 0.0, list[Line]()
    for cue in cues:
        text = cue.removesuffix("…")
        lines.append(Line(text=text, start=at, duration=len(text) * letter))
        at += len(text) * letter + (0.7 if cue.endswith("…") else 0.0)
    return tuple(lines)


@pytest.mark.parametrize(
    ("language", "letter", "cues", "divided"),
    [
        ("zh", 0.18, "今天我们来谈缓存它非常快|也很容易使用…|你知道为什么吗…|因为数据放在内存里|而不是硬盘上",
         "今天我们来谈缓存它非常快也很容易使用。|你知道为什么吗？|因为数据放在内存里而不是硬盘上。"),
        ("ja", 0.16, "今日はキャッシュについて話します…|速いですか…|はいとても速いです",
         "今日はキャッシュについて話します。|速いですか？|はいとても速いです。"),
        ("ko", 0.15, "오늘은 캐시를 이야기합니다…|이것은 빠릅니까…|네 아주 빠릅니다",
         "오늘은 캐시를 이야기합니다.|이것은 빠릅니까?|네 아주 빠릅니다."),
        ("hi", 0.07, "आज हम कैश की बात करेंगे…|यह बहुत तेज़ है…|क्या आप जानते हैं",
         "आज हम कैश की बात करेंगे।|यह बहुत तेज़ है।|क्या आप जानते हैं?"),
        ("th", 0.08, "วันนี้เราจะพูดถึงแคช มันเร็วมาก…|เพราะข้อมูลอยู่ในหน่วยความจำ",
         "วันนี้เราจะพูดถึงแคช มันเร็วมาก|เพราะข้อมูลอยู่ในหน่วยความจำ"),
        ("pl", 0.06, "dzisiaj opowiem wam o pamięci…|ona jest szybka|ponieważ dane leżą w pamięci…|dysk jest daleko stąd",
         "Dzisiaj opowiem wam o pamięci.|Ona jest szybka ponieważ dane leżą w pamięci.|Dysk jest daleko stąd."),
    ],
)  # fmt: skip
def test_what_nobody_punctuated_is_divided_by_silences_in_any_language(
    language: str, letter: float, cues: str, divided: str
) -> None:
    assert sentences(speak(*cues.split("|"), letter=letter), language) == divided.split("|")


@pytest.mark.parametrize("language", ["sv", "pl", "vi", "xx"])
def test_without_a_silence_length_divides_and_english_words_say_nothing(language: str) -> None:
    cues = [f"ba{number}ta the of kolo and to som{number}" for number in range(30)]
    found = [len(text.split()) for text in sentences(speak(*cues, letter=0.06), language)]
    assert sum(found) == 210 and min(found) >= 12 and max(found) <= 30
    renamed = tuple(
        line.model_copy(update={"text": line.text.replace("the", "xhe").replace("of", "xf").replace("and", "xnd")})
        for line in speak(*cues, letter=0.06)
    )
    assert [len(text.split()) for text in sentences(renamed, language)] == found


def test_a_linking_word_ends_no_sentence() -> None:
    cues = ("idag ska vi prata om cachen den är mycket", "snabb eftersom allt ligger i minnet och",
            "inte på disken som är långt borta och", "därför måste man vänta på den varje gång",
            "man vill läsa något från den gamla databasen")  # fmt: skip
    assert not any(text.endswith((" och.", " på.", " från.")) for text in sentences(speak(*cues, letter=0.06), "sv"))


def test_a_written_text_that_lacks_stops_for_long_is_divided_there() -> None:
    written = "Here it is. And so it goes. That was all. "
    endless = " ".join(f"we took word{number} and then it was there" for number in range(20))
    found = one(written * 5 + endless + ".")
    assert found[:3] == ["Here it is.", "And so it goes.", "That was all."]
    assert max(len(text.split()) for text in found) <= 42


def test_sentences_without_a_mark_are_paragraphs_of_their_own() -> None:
    lines = speak("วันนี้เราจะพูดถึงแคช มันเร็วมาก…", "เพราะข้อมูลอยู่ในหน่วยความจำ…", "มันจึงเร็วกว่าดิสก์มาก", letter=0.08)
    content = read("full", lines, language="th")
    assert told(content) == [line.text for line in lines]


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
    st.sampled_from(["en", "de", "ja", "th", "ar", "hi", "el", "xx"]),
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
