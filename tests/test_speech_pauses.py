"""Pauses of a script: silence of exactly that length, words at their exact times, captions that tell nothing early."""

import array
import asyncio
from pathlib import Path

import pydantic
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import to_json

from adapters.videos.script_reading import read_script
from adapters.voice import open_voice
from model.assets import Asset
from model.audio import Take, VoiceChoice
from model.content import Run
from model.narration import Sentence
from model.scenes.quiz import QuizScene
from model.timeline import VideoFormat
from render.cues import build_cues
from render.scenes.quiz import thinking_cues
from render.script_file import script_yaml
from render.sound import wav_bytes, wav_pcm
from render.speech_pauses import find_silences, lengthen_pcm, lengthen_take
from render.timeline import plan_timeline
from tasks.narrate import keep_words, pause_take
from tasks.workplace import Workplace
from tests.silent_film import make_scene, make_script, make_sentence, make_take
from writing.speech.saying import estimate_seconds

NOTHING = Asset(sha256="0" * 64, size=44, suffix=".wav")


def pause(text: str, milliseconds: int = 0) -> Sentence:
    return make_sentence(text).model_copy(update={"pause_after": milliseconds})


def speak(narration: tuple[Sentence, ...]) -> tuple[bytes, Take]:
    utterance = asyncio.run(
        open_voice(VoiceChoice(engine="silent", voice="female", version="1")).speak(keep_words(narration))
    )
    take = Take(scene_id="s", audio=NOTHING, samples=len(utterance.pcm) // 2, words=utterance.words)
    return utterance.pcm, take


SAID = st.tuples(st.sampled_from(["One.", "Two words.", "Is it so?"]), st.integers(0, 200))


@settings(max_examples=25)
@given(st.lists(SAID, min_size=1, max_size=4))
def test_each_pause_lasts_to_the_sample_and_every_word_keeps_its_sound(said) -> None:
    narration = tuple(pause(text, milliseconds) for text, milliseconds in said)
    pcm, take = speak(narration)
    silences = find_silences(narration, take.words, take.samples)
    sound, longer = array.array("h", lengthen_pcm(pcm, silences)), lengthen_take(narration, take, silences)
    assert len(sound) == longer.samples == take.samples + 48 * sum(milliseconds for _, milliseconds in said)
    for word in longer.words:
        assert any(sound[word.start : word.start + 48]) and not any(sound[word.start + 48 : word.end])
    at = 0
    for before, after, (text, milliseconds) in zip(narration, narration[1:], said, strict=False):
        at += len(before.words)
        gap = longer.words[at].start - longer.words[at - 1].end
        assert gap == take.words[at].start - take.words[at - 1].end + 48 * milliseconds, (text, after)


def test_words_that_are_not_said_do_not_move_the_cut() -> None:
    narration = (pause("Think.", 1000), pause("— It is so."))
    mute = narration[1].words[0].model_copy(update={"spoken": ""})
    narration = (narration[0], narration[1].model_copy(update={"words": (mute, *narration[1].words[1:])}))
    _, take = speak(narration)
    (silence,) = find_silences(narration, take.words, take.samples)
    assert take.words[0].end < silence.at < take.words[2].start


def test_the_kept_take_holds_the_pause_and_the_words_are_not_spoken_again(tmp_path: Path) -> None:
    plain, narration = (pause("Think."), pause("It is B.")), (pause("Think.", 2000), pause("It is B.", 500))
    assert to_json(keep_words(narration)) == to_json(keep_words(plain))
    assert b"pause_after" not in to_json(plain)
    place = Workplace(cache_dir=str(tmp_path))
    store = place.store
    pcm, take = speak(narration)
    take = take.model_copy(update={"audio": store.put(wav_bytes(pcm), ".wav")})
    held = pause_take(narration, take, place)
    assert len(wav_pcm(store.read(held.audio))) == 2 * held.samples == len(pcm) + 2 * 2500 * 48
    assert pause_take(plain, take, place) is take


def test_no_caption_goes_on_over_a_pause_or_hangs_in_it() -> None:
    scene = make_scene("s", "Think it over.", "It is B.")
    narration = (pause("Think it over.", 4000), pause("It is B."))
    scene = scene.model_copy(update={"narration": narration})
    take = make_take(scene)
    take = lengthen_take(narration, take, find_silences(narration, take.words, take.samples))
    script = make_script(scene)
    cues = build_cues(script, plan_timeline(script, (take,), ((),), VideoFormat()), (take,))
    assert [cue.lines for cue in cues] == [("Think it over.",), ("It is B.",)]
    assert cues[0].end < take.words[2].end + 48_000
    assert abs(cues[1].start - take.words[3].start) < 48


def test_a_script_names_its_pauses_and_gives_them_back() -> None:
    scene = make_scene("s", "Think.", "B.").model_copy(update={"narration": (pause("Think.", 3000), pause("B."))})
    script = make_script(scene)
    text = script_yaml(script).decode()
    assert text.count("pause_after") == 2, "once in the header, once beside its sentence"
    assert "say: Think." in text
    assert read_script(text.encode()) == script
    assert estimate_seconds(scene.narration, "en") > 3


@pytest.mark.parametrize("wrong", [-1, 10_001, 1.5, "3000"])
def test_a_pause_is_whole_milliseconds_up_to_ten_seconds(wrong) -> None:
    with pytest.raises(pydantic.ValidationError, match="pause_after"):
        Sentence(words=make_sentence("So.").words, pause_after=wrong)


def test_the_bar_of_a_quiz_fills_through_the_pause() -> None:
    narration = (pause("Which one?"), pause("Think.", 3000), pause("It is B."))
    quiz = QuizScene(
        scene_id="q", narration=narration, question=(Run(text="Which?"),), options=((Run(text="A"),), (Run(text="B"),)),
        answers=(1,),
    )  # fmt: skip
    delays = [cue.delay for cue in thinking_cues(quiz)]
    assert delays == [0, *range(250, 3001, 250)]
    assert len(thinking_cues(quiz.model_copy(update={"narration": narration[1:]}))) == len(delays)
