"""Captions: every word once, in order, at its time, within the limits; and a text that cannot break its file."""

import html
import re
from itertools import accumulate, pairwise

import pysubs2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.audio import SAMPLE_RATE
from model.narration import Sentence, Word
from model.timeline import VideoFormat
from render.captions import to_srt, to_vtt
from render.cue_text import ELLIPSIS, ROOM, text_width
from render.cues import FASTEST, LONGEST, SHORTEST, build_cues
from render.display_text import split_graphemes
from render.line_breaks import split_phrases
from render.timeline import plan_timeline
from tests.silent_film import make_scene, make_script, make_takes

TALK = (
    (
        "This is a tool that turns a document into a finished, narrated video.",
        "It runs without a network, a key or a server.",
    ),
    (
        "Install it with pip.",
        "The first run takes about a minute, because every scene is spoken and drawn; "
        "the second takes less than a second.",
    ),
    (
        "Yes.",
        "It works.",
        "Each scene shows what is said, and the captions follow the voice word by word, "
        "in any language that you write.",
    ),
    ("Thank you for watching.",),
)
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), min_size=1, max_size=20
)


def build(*scenes, per_character=3000, words=None):
    script = make_script(*(make_scene(f"s{at}", *texts) for at, texts in enumerate(scenes)))
    if words is not None:
        narration = (Sentence(words=words),)
        script = make_script(script.scenes[0].model_copy(update={"narration": narration}))
    takes = make_takes(script, per_character)
    timeline = plan_timeline(script, takes, ((),) * len(takes), VideoFormat())
    return script, timeline, takes, build_cues(script, timeline, takes)


def find_breaches(cues) -> list[str]:
    """Say which cues break a rule, and by how much."""
    found = []
    for at, cue in enumerate(cues, start=1):
        duration, characters = cue.end - cue.start, sum(map(len, cue.lines))
        if characters * SAMPLE_RATE > FASTEST * duration:
            found.append(f"cue {at}: {characters * SAMPLE_RATE / max(duration, 1):.1f} characters a second")
        if not SHORTEST <= duration <= LONGEST:
            found.append(f"cue {at}: {duration / SAMPLE_RATE:.3f} s long")
        if len(cue.lines) > 2 or any(text_width(line) > ROOM for line in cue.lines):
            found.append(f"cue {at}: more than two lines of 42 characters")
    found += [f"overlap of {before.end - after.start}" for before, after in pairwise(cues) if after.start < before.end]
    return found


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_a_talk_keeps_every_rule() -> None:
    _, timeline, _, cues = build(*TALK)
    assert find_breaches(cues) == []
    said = " ".join(" ".join(texts) for texts in TALK)
    assert " ".join(line for cue in cues for line in cue.lines) == said
    assert cues[-1].end <= timeline.samples
    for before, after in pairwise(cues):
        gap = after.start - before.end
        assert gap == 0 or gap >= 2 * 1600, gap


def test_cues_end_where_readers_pause() -> None:
    _, _, _, cues = build(*TALK)
    assert [cue.lines for cue in cues[:5]] == [
        ("This is a tool that turns a document", "into a finished, narrated video."),
        ("It runs without a network,", "a key or a server."),
        ("Install it with pip.",),
        ("The first run takes about a minute,", "because every scene is spoken and drawn;"),
        ("the second takes less than a second.",),
    ]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=30), min_size=1, max_size=4), st.integers(200, 9000))
def test_words_are_all_there_once_and_in_order(scenes, per_character) -> None:
    script, timeline, _, cues = build(*((" ".join(words),) for words in scenes), per_character=per_character)
    unseen = re.compile("[\ufeff\u202a-\u202e\u2066-\u2069]")
    said = "".join(word.text for scene in script.scenes for part in scene.narration for word in part.words)
    assert squeezed("".join(line for cue in cues for line in cue.lines)) == squeezed(unseen.sub("", said))
    for cue in cues:
        assert 1 <= len(cue.lines) <= 2 and all(0 < len(line) <= 42 for line in cue.lines)
        assert cue.start % 48 == cue.end % 48 == 0
        assert cue.end - cue.start <= LONGEST
        assert 0 <= cue.start < cue.end <= timeline.samples
    for before, after in pairwise(cues):
        assert before.end <= after.start
        assert before.end >= min(before.words[-1].end, after.start, before.start + LONGEST)
        if after.start > after.words[0].start:
            assert after.start == before.end <= before.start + SHORTEST, "late only for what stands before it"


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.text(st.characters(min_codepoint=97, max_codepoint=122), min_size=1, max_size=12), min_size=4, max_size=80
    )
)
def test_slow_speech_keeps_every_limit(words) -> None:
    _, _, _, cues = build((" ".join(words),), per_character=4000)
    slow = [finding for finding in find_breaches(cues) if "characters a second" in finding or "overlaps" in finding]
    assert slow == []
    assert all(cue.end - cue.start >= SHORTEST for cue in cues)


def test_a_word_longer_than_a_line_takes_two_of_one_cue() -> None:
    path = "src/" + "very_long_name/" * 4 + "file.py"
    _, _, _, cues = build((f"Open {path} now and read what it says.",))
    assert [cue.lines for cue in cues if "src/" in cue.lines[0]] == [
        ("Open src/very_long_name/very_long_name/", "very_long_name/very_long_name/file.py now")
    ]


def test_a_word_longer_than_two_lines_is_shown_by_its_ends() -> None:
    path = "https://example.com/" + "a_folder/" * 30 + "page.html."
    _, _, _, cues = build((f"Open {path} It is long.",))
    shown = [line for cue in cues for line in cue.lines if ELLIPSIS in line]
    assert shown == ["https://example.com/…/a_folder/page.html."]


LETTERS = {
    "latin": "abcXYZ019_/.-?=&%é",
    "wide": "漢字仮名カタカナ한글（）、",
    "arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهويًّ",
    "combining": "e\u0301\u0302👩\u200d🦰\U0001f468",
}


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(sorted(LETTERS)).flatmap(
        lambda kind: st.lists(
            st.tuples(st.text(LETTERS[kind], min_size=1, max_size=300), st.booleans(), st.sampled_from(["", "one two"])),
            min_size=1, max_size=12,
        )
    ),
    st.integers(100, 9000),
)  # fmt: skip
def test_long_words_make_cues_that_can_be_read(tokens, per_character) -> None:
    words = [Word(text=text, spoken=spoken, joined=joined) for text, joined, spoken in tokens]
    words.append(Word(text="end.", spoken="end."))
    _, timeline, _, cues = build(("x",), words=tuple(words), per_character=per_character)
    for cue in cues:
        assert 1 <= len(cue.lines) <= 2
        assert all(line and text_width(line) <= ROOM for line in cue.lines)
        assert 0 <= cue.start < cue.end <= min(timeline.samples, cue.start + LONGEST)
        assert cue.end - cue.start >= min(SHORTEST, timeline.samples // len(cues) - 48)
        assert not cue.words[0].part, "a word stands in one cue"
    assert all(before.end <= after.start for before, after in pairwise(cues))
    shown = squeezed("".join(line for cue in cues for line in cue.lines))
    for word in words:
        if text_width(word.text) <= ROOM:
            assert word.text in shown
        elif text_width(word.text) > 2 * ROOM:
            assert ELLIPSIS in shown
            assert word.text not in shown


def test_words_that_are_not_said_have_a_time_of_their_own() -> None:
    words = [Word(text=f"{'x' * 50}{at}", spoken="") for at in range(3)]
    _, _, _, cues = build(("x",), words=(Word(text="Look:", spoken="Look:"), *words))
    assert len(cues) >= 3
    assert all(cue.end - cue.start >= SHORTEST - 48 for cue in cues)


def test_a_grapheme_stays_whole() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    for count in (6, 12, 30):
        _, _, _, cues = build((family * count,))
        assert all(line.replace(family, "").replace(ELLIPSIS, "") == "" for cue in cues for line in cue.lines)


def test_a_heap_of_combining_marks_is_still_cut() -> None:
    _, _, _, cues = build(("e" + "\u0301" * 3000,), per_character=100)
    assert [len(line) <= 42 for cue in cues for line in cue.lines] == [True]


def test_chinese_parts_between_words_and_never_before_a_full_stop() -> None:
    tokens = ["这个", "工具", "把", "文档", "变成", "有", "旁白", "的", "完整", "视频", "，"] * 6 + ["。"]
    words = tuple(Word(text=token, spoken=token, joined=at > 0) for at, token in enumerate(tokens))
    _, _, _, cues = build(("x",), words=words, per_character=9000)
    lines = [line for cue in cues for line in cue.lines]
    assert "".join(lines) == "".join(tokens)
    assert all(len(line) <= 20 and line[0] not in "，。" for line in lines)


def test_phrases_written_without_spaces_stay_whole() -> None:
    said = {
        "ja": "初回のインストールと結果の確認にかかる約十分の時間を、あらかじめ用意しておいてください。",
        "th": "เครื่องมือนี้เปลี่ยนเอกสารที่เขียนไว้ให้เป็นวิดีโอพร้อมเสียงบรรยายที่สร้างซ้ำได้เหมือนเดิมทุกครั้ง",
    }
    for text in said.values():
        ends = {0, *accumulate(map(len, split_phrases(text)))}
        words = [Word(text=cluster, spoken=cluster, joined=at > 0) for at, cluster in enumerate(split_graphemes(text))]
        _, _, _, cues = build(("x",), words=tuple(words), per_character=9000)
        lines = [line for cue in cues for line in cue.lines]
        assert len(lines) > 1 and "".join(lines) == text
        assert {sum(map(len, lines[:at])) for at in range(len(lines))} <= ends


def test_what_is_written_together_stays_together() -> None:
    parts = (
        "Use",
        "pip-",
        "compile",
        "with",
        "many",
        "more",
        "words",
        "here",
        "so",
        "that",
        "it",
        "turns",
        "into",
        "two",
    )
    words = tuple(Word(text=part, spoken=part, joined=part == "compile") for part in parts)
    _, _, _, cues = build(("x",), words=words)
    assert any("pip-compile" in line for cue in cues for line in cue.lines)


def test_speech_that_is_too_fast_stays_in_time_and_is_reported() -> None:
    _, _, _, cues = build(
        ("This is said so very fast that nobody could ever read it all, " * 4 + "never.",), per_character=1000
    )
    assert any("characters a second" in finding for finding in find_breaches(cues))
    for before, after in pairwise(cues):
        assert before.end <= after.start and after.start // 48 == after.words[0].start // 48


HOSTILE = (
    "a --> b", "00:00:00,000 --> 00:00:09,000", "</c><script>alert(1)</script>", "<b>bold</b>", "{\\an8}up", "{y:i}it",
    "&amp;", "<00:00:01.000>", "NOTE", "WEBVTT", "STYLE", "1", "x\ny\n\nz", "\u2028\u2029\x85\x0b", "\\Nbreak", "-->",
    "--->",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_cannot_leave_its_cue(text) -> None:
    words = tuple(Word(text=part, spoken="x") for part in ("Say", text, "now."))
    _, _, _, cues = build(("x",), words=words, per_character=20_000)
    srt, vtt = to_srt(cues), to_vtt(cues)
    assert len(re.findall("-->", srt)) == len(re.findall("-->", vtt)) == len(cues)
    assert srt.count("\n\n") == len(cues) and vtt.count("\n\n") == len(cues)
    assert not re.search(r"<(?!\u2060| |=|-|\d)|\{\\", srt)
    bodies = [block.split("\n", 1)[1] for block in vtt.split("\n\n")[1:]]
    assert not any("<" in body for body in bodies)
    assert [html.unescape(body).strip() for body in bodies] == ["\n".join(cue.lines) for cue in cues]
    assert [len(event.text) > 0 for event in pysubs2.SSAFile.from_string(srt, format_="srt")] == [True] * len(cues)


@pytest.mark.parametrize("kind", ["srt", "vtt"])
def test_others_read_what_is_written(kind) -> None:
    _, _, _, cues = build(*TALK)
    text = {"srt": to_srt, "vtt": to_vtt}[kind](cues)
    events = pysubs2.SSAFile.from_string(text, format_=kind)
    assert [(event.start * 48, event.end * 48) for event in events] == [(cue.start, cue.end) for cue in cues]
    assert [event.plaintext for event in events] == ["\n".join(cue.lines) for cue in cues]


def test_the_first_cue_to_the_letter() -> None:
    _, _, _, cues = build(("It works & runs.",), per_character=3000)
    assert to_srt(cues) == "1\n00:00:00,000 --> 00:00:01,263\nIt works & runs.\n\n"
    assert to_vtt(cues) == "WEBVTT\n\n00:00:00.000 --> 00:00:01.263\nIt works &amp; runs.\n"


def test_hours_are_counted() -> None:
    _, _, _, cues = build(*((("word " * 30).strip(),) for _ in range(400)), per_character=4000)
    assert re.findall(r"(\S+) --> ", to_srt(cues))[-1].startswith("01:")


def test_a_right_to_left_line_that_begins_with_latin_keeps_its_direction() -> None:
    words = tuple(Word(text=part, spoken=part) for part in ("pip", "هو", "برنامج", "لتثبيت", "الحزم."))
    _, _, _, cues = build(("x",), words=words)
    assert cues[0].lines[0].startswith("pip")
    assert "\n\u200fpip" in to_srt(cues) and "\n\u200fpip" in to_vtt(cues)
