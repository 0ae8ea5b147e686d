"""What is shown finds the words with which it is said."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from model.timeline import Cue
from render.code_focus import find_focus
from render.cue_matching import cue_parts, find_mentions, find_parts, sentence_words, split_tokens
from tests.silent_film import make_sentence


def talk(*sentences: str):
    return tuple(make_sentence(text) for text in sentences)


def test_parts_begin_with_their_own_words():
    said = talk("Here are two reasons.", "First, a hold costs nothing, and then each sentence rebuilds one scene.")
    assert find_parts(["A hold costs nothing", "Each sentence rebuilds one scene"], said) == (5, 11)


def test_a_part_that_is_not_said_is_not_found():
    said = talk("The engine is quick, and the words are its own.")
    assert find_parts(["Completely different subject", "The engine"], said) == (None, 0)


def test_small_words_alone_say_nothing():
    assert find_parts(["the end of a story"], talk("the weather of a day")) == (None,)


def test_what_is_written_differs_in_case_marks_and_plural():
    said = talk("It writes `Video-Gen.mp4`, and captions.")
    assert find_parts(["video-gen.mp4", "Caption"], said) == (2, 4)


def test_chinese_is_found_by_letter():
    said = talk("今天 我们 看 视频 生成")
    assert find_parts(["视频生成"], said) == (3,)


def test_parts_that_are_not_said_follow_the_one_before():
    said = talk("Only the second part is spoken here.")
    assert cue_parts(["Nobody says this", "second part", "nor that one"], said) == (
        Cue(0), Cue(2), Cue(2, "rise", 130),
    )  # fmt: skip
    assert cue_parts(["second part"], said, at_once=True) == (Cue(0, "rise", 260),)


def test_mentions_come_in_the_order_of_speech_and_common_names_name_nothing():
    said = talk("Among them are --source, --voice and again --source.", "All take text.")
    names = [["--source FILE", "source", "text"], ["--engine"], ["--voice", "text"]]
    assert [(found.word, found.part) for found in find_mentions(names, said)] == [(3, 0), (4, 2), (7, 0)]


def test_the_longest_name_wins():
    said = talk("See video gen mp4 now")
    assert [found.part for found in find_mentions([["video"], ["video-gen.mp4"]], said)] == [1]


CODE = ["from lighthouse import watch", "", "def report(folder):", "    for change in watch(folder):",
        "        print(change.path)", "", 'report("notes")']  # fmt: skip


def test_code_is_in_focus_where_its_names_are_said():
    focus = find_focus(CODE, 1, talk("The function report prints each change.", "Line 7 calls it.", "That is all."))
    assert [(part.cue, sorted(part.lines)) for part in focus] == [
        (Cue(2, "fade"), [2, 3, 4]), (Cue(5, "fade"), [3, 4]), (Cue(6, "fade"), [6]), (Cue(10, "fade"), []),
    ]  # fmt: skip


def test_code_without_names_goes_block_by_block_or_not_at_all():
    said = talk("First the tool is brought in.", "Then comes the work.", "At the end it runs.")
    assert [sorted(part.lines) for part in find_focus(CODE, 1, said)] == [[0], [2, 3, 4], [6]]
    assert find_focus(CODE, 1, said[:1]) == ()
    assert find_focus(CODE[:3], 1, said) == ()


STOCK = ("the", "hold", "costs", "nothing", "a", "scene", "is", "said", "42", "视频", "foo_bar()")
WORDS = st.lists(st.sampled_from(STOCK), min_size=1, max_size=9)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS.map(" ".join), min_size=1, max_size=5), st.lists(WORDS.map(" ".join), max_size=5))
def test_any_parts_get_words_that_exist_in_order(sentences, parts):
    said = talk(*sentences)
    count = sum(len(sentence.words) for sentence in said)
    found = [word for word in find_parts(parts, said) if word is not None]
    assert found == sorted(found) and all(0 <= word < count for word in found)
    cues = cue_parts(parts, said)
    assert len(cues) == len(parts)
    assert [cue.word for cue in cues] == sorted(cue.word for cue in cues)
    mentions = find_mentions([[part] for part in parts], said)
    assert all(before.word < after.word for before, after in pairwise(mentions))
    for at, own in enumerate(sentence_words(said)):
        assert find_parts([sentences[at]], said, own)[0] == own.start or not split_tokens(sentences[at])
