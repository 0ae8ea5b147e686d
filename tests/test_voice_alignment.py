"""Word events to word times: any engine's cutting of the text, any of ours."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.voices.alignment import WordEvent, align_words, match_events, place_words
from model.audio import WordTime


def events(*words: str, step: int = 10_000) -> list[WordEvent]:
    return [WordEvent(at * step, (at + 1) * step, word) for at, word in enumerate(words)]


def starts(times: tuple[WordTime, ...]) -> list[int]:
    return [time.start for time in times]


def assert_sound(times: tuple[WordTime, ...], total: int) -> None:
    assert all(0 <= time.start <= time.end <= total for time in times)
    assert all(before.end <= after.start for before, after in pairwise(times))


def test_one_event_for_each_word_is_taken_as_it_is() -> None:
    times = align_words(events("Run", "the", "command"), ["Run", "the", "command."], 30_000)
    assert [(time.start, time.end) for time in times] == [(0, 10_000), (10_000, 20_000), (20_000, 30_000)]


def test_case_and_punctuation_make_no_difference() -> None:
    assert starts(align_words(events("hello", "WORLD"), ["“Hello,", "world!”"], 20_000)) == [0, 10_000]


def test_a_merged_event_is_shared_by_length() -> None:
    times = align_words(
        [WordEvent(0, 9_000, "of the"), WordEvent(9_000, 20_000, "time")], ["of", "the", "time"], 20_000
    )
    assert [(time.start, time.end) for time in times] == [(0, 3_600), (3_600, 9_000), (9_000, 20_000)]


def test_an_event_cut_in_pieces_covers_the_whole_word() -> None:
    times = align_words(events("1", "234", "567", "items"), ["1,234,567", "items"], 40_000)
    assert [(time.start, time.end) for time in times] == [(0, 30_000), (30_000, 40_000)]


def test_a_missing_event_is_filled_from_the_gap() -> None:
    given_events = [WordEvent(0, 10_000, "Run"), WordEvent(20_000, 30_000, "command")]
    times = align_words(given_events, ["Run", "the", "command"], 30_000)
    assert (times[1].start, times[1].end) == (10_000, 20_000)


def test_a_missing_event_without_a_gap_shares_with_the_word_before() -> None:
    given_events = [WordEvent(0, 10_000, "of"), WordEvent(10_000, 30_000, "command")]
    times = align_words(given_events, ["of", "the", "command"], 30_000)
    assert [(time.start, time.end) for time in times[:2]] == [(0, 4_000), (4_000, 10_000)]


def test_a_number_that_is_spelled_out_leaves_its_neighbours_alone() -> None:
    given_events = events("about", "forty", "two", "documents", "here")
    times = align_words(given_events, ["about", "42", "documents", "here"], 50_000)
    assert starts(times) == [0, 10_000, 30_000, 40_000]
    assert times[1].end == 30_000


def test_a_word_that_is_not_spoken_has_no_length_and_stands_at_the_end_of_the_one_before() -> None:
    times = align_words(events("Run", "this"), ["", "Run", "", "this", ""], 20_000)
    assert [(time.start, time.end) for time in times] == [
        (0, 0),
        (0, 10_000),
        (10_000, 10_000),
        (10_000, 20_000),
        (20_000, 20_000),
    ]


def test_chinese_cut_differently_falls_into_the_right_event() -> None:
    given_events = [WordEvent(0, 8_000, "中文"), WordEvent(8_000, 16_000, "测试"), WordEvent(16_000, 24_000, "句子")]
    times = align_words(given_events, ["中", "文测", "试", "句子。"], 24_000)
    assert [(time.start, time.end) for time in times] == [
        (0, 4_000),
        (4_000, 12_000),
        (12_000, 16_000),
        (16_000, 24_000),
    ]


def test_repeated_words_keep_their_order() -> None:
    words = ["the", "cat", "and", "the", "dog", "and", "the", "bird"]
    given_events = [event for at, event in enumerate(events(*words)) if at not in (1, 5)]
    times = align_words(given_events, words, 80_000)
    assert starts(times) == [at * 10_000 for at in range(8)]


def test_without_any_event_words_share_the_time_by_length() -> None:
    times = align_words([], ["ab", "abcd", "ab"], 8_000)
    assert [(time.start, time.end) for time in times] == [(0, 2_000), (2_000, 6_000), (6_000, 8_000)]


def test_no_words_at_all() -> None:
    assert align_words(events("stray"), [], 10_000) == ()


def test_offsets_that_go_back_or_beyond_are_put_in_order() -> None:
    times = place_words([(5_000, 9_000), (1_000, 2_000), (50_000, 60_000)], [1, 1, 1], 10_000)
    assert_sound(times, 10_000)
    assert starts(times) == [5_000, 5_000, 10_000]


def test_four_thousand_equal_letters_are_matched_in_a_band() -> None:
    words = ["a" * 8] * 500
    given_events = events(*["a" * 8] * 490)
    times = align_words(given_events, words, 4_900_000)
    assert_sound(times, 4_900_000)


WORDS = st.lists(st.text("abcdefg ,.1é中", max_size=6), min_size=1, max_size=12)


@settings(max_examples=50, deadline=None)
@given(
    WORDS, WORDS, st.lists(st.tuples(st.integers(-1_000, 200_000), st.integers(0, 40_000)), min_size=12, max_size=12)
)
def test_times_are_in_order_whatever_the_events(spoken: list[str], heard: list[str], at: list[tuple[int, int]]) -> None:
    given_events = [WordEvent(start, start + length, text) for text, (start, length) in zip(heard, at, strict=False)]
    times = align_words(given_events, spoken, 150_000)
    assert len(times) == len(spoken)
    assert_sound(times, 150_000)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text("abcdefgh", min_size=2, max_size=7), min_size=2, max_size=15), st.data())
def test_any_recutting_of_the_same_letters_gives_each_word_the_time_of_its_letters(
    spoken: list[str], data: st.DataObject
) -> None:
    letters = "".join(spoken)
    cuts = sorted(data.draw(st.sets(st.integers(1, len(letters) - 1), max_size=8)))
    pieces = list(zip([0, *cuts], [*cuts, len(letters)], strict=True))
    given_events = [WordEvent(first * 100, last * 100, letters[first:last]) for first, last in pieces]
    times = align_words(given_events, spoken, len(letters) * 100)
    place = 0
    for word, time in zip(spoken, times, strict=True):
        assert (time.start, time.end) == (place * 100, (place + len(word)) * 100)
        place += len(word)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(["run", "wait", "turn", "make", "word", "voice"]), min_size=3, max_size=15), st.data())
def test_words_that_have_an_event_keep_it_when_others_lose_theirs(spoken: list[str], data: st.DataObject) -> None:
    lost = data.draw(st.sets(st.integers(0, len(spoken) - 1), max_size=2))
    distinct = [f"{word}{chr(97 + at) * 2}" for at, word in enumerate(spoken)]
    given_events = [event for at, event in enumerate(events(*distinct)) if at not in lost]
    anchors = match_events(given_events, distinct)
    for at, anchor in enumerate(anchors):
        if at not in lost:
            assert anchor == (at * 10_000, (at + 1) * 10_000)
