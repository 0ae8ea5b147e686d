"""Neural voices by path: real engines, with tiny models made here; nothing is fetched, and what is missing is said."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from array import array
from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.voice import check_voice, choose_voice, open_voice
from adapters.voice_engine import Utterance
from adapters.voices.phonemes import Phoneme, anchor_words
from adapters.voices.wording import Wording
from model.audio import VoiceChoice
from model.errors import AudioGenerationError
from model.narration import Sentence, Word
from tests.film_maker import FilmMaker

TEXT = "Every lighthouse watches folders, patiently."


def sentence(text: str) -> Sentence:
    return Sentence(words=tuple(Word(text=word, spoken=word) for word in text.split()))


def choose(named: str, rate: int = 0) -> VoiceChoice:
    choice, notice = asyncio.run(choose_voice("auto", named, "en"))
    assert notice == ""
    return choice.model_copy(update={"rate": rate})


def speak(choice: VoiceChoice, text: str = TEXT) -> Utterance:
    return asyncio.run(open_voice(choice).speak((sentence(text),)))


def _piper(folder: Path) -> str:
    from tests.tiny_voices import make_piper

    return f"piper:{make_piper(folder)}"


def _kokoro(folder: Path) -> str:
    from tests.tiny_voices import make_kokoro

    return f"kokoro:{make_kokoro(folder)}#af_hum"


def _sherpa(folder: Path) -> str:
    from tests.tiny_voices import make_sherpa

    return f"sherpa:{make_sherpa(folder / 'vits-hum')}"


ENGINES = [_piper, _kokoro, _sherpa]


@pytest.mark.slow
@pytest.mark.parametrize("make", ENGINES)
def test_words_are_heard_where_their_times_say(make: Callable[[Path], str], tmp_path: Path) -> None:
    choice = choose(make(tmp_path))
    said = speak(choice)
    samples = array("h", said.pcm)
    assert len(said.words) == 5
    assert max(samples) > 2000
    for before, after in zip(said.words, said.words[1:], strict=False):
        assert before.start < before.end <= after.start
    if choice.engine != "sherpa":  # which tells no times: its words are dealt out by their letters
        for before, after in zip(said.words, said.words[1:], strict=False):
            assert max(map(abs, samples[before.end + 480 : after.start - 480]), default=0) < 100, "a word in a pause"


@pytest.mark.slow
@pytest.mark.parametrize("make", ENGINES)
def test_the_same_text_is_the_same_bytes_and_a_rate_is_a_rate(make: Callable[[Path], str], tmp_path: Path) -> None:
    named = make(tmp_path)
    usual, again, quick = speak(choose(named)), speak(choose(named)), speak(choose(named, rate=50))
    assert usual == again
    assert len(usual.pcm) / len(quick.pcm) == pytest.approx(1.5, abs=0.12)


@pytest.mark.slow
@pytest.mark.parametrize("make", ENGINES)
def test_a_voice_is_known_by_its_content_wherever_it_lies(make: Callable[[Path], str], tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    one, two = choose(make(tmp_path / "one")), choose(make(tmp_path / "two"))
    assert one.path != two.path
    assert one.model_dump() == two.model_dump()
    assert "path" not in one.model_dump()
    model = next(path for path in (tmp_path / "two").rglob("*.onnx") if path.is_file())
    model.write_bytes(model.read_bytes() + b"\0")
    assert choose(f"{two.engine}:{two.path}{_speaker(two)}").version != one.version


def _speaker(choice: VoiceChoice) -> str:
    speaker = choice.voice.partition("#")[2]
    return f"#{speaker}" if speaker else ""


@pytest.mark.slow
@pytest.mark.parametrize("make", ENGINES)
def test_a_broken_model_is_an_error_of_its_voice(make: Callable[[Path], str], tmp_path: Path) -> None:
    choice = choose(make(tmp_path))
    model = next(path for path in tmp_path.rglob("*.onnx") if path.is_file())
    model.write_bytes(b"\xff\0no model" * 99)
    with pytest.raises(AudioGenerationError, match=f"of {choice.engine} failed"):
        speak(choice)


@pytest.mark.slow
def test_speakers_of_a_voice_are_named(tmp_path: Path) -> None:
    from tests.tiny_voices import make_piper

    path = make_piper(tmp_path, speakers=("anna", "bela"))
    assert check_voice("auto", f"piper:{path}#bela") == ()
    (problem,) = check_voice("auto", f"piper:{path}#carl")
    assert "anna, bela" in problem.message


@pytest.mark.slow
def test_a_local_voice_has_no_network(tmp_path: Path) -> None:
    program = Path(__file__).parent.parent / "adapters" / "voices" / "local_program.py"
    code = (
        "import runpy, socket, sys; space = runpy.run_path(sys.argv[1]); sys.addaudithook(space['refuse_network']);"
        "socket.create_connection(('127.0.0.1', 9))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(program)], capture_output=True, text=True, check=False)
    assert "a local voice has no network" in done.stderr


@pytest.mark.slow
def test_a_film_with_two_local_voices(maker: FilmMaker, tmp_path: Path) -> None:
    from tests.tiny_voices import make_piper

    path = make_piper(tmp_path, speakers=("anna", "bela"))
    source = tmp_path / "talk.md"
    source.write_text("# Talk\n\nIt hums.\n\n## More\n\n<!-- voice: Bela -->\n\nIt hums again, and it hums longer.\n")
    (tmp_path / "video-gen.toml").write_text(f'[speakers]\nBela = "piper:{path.name}#bela"\n')
    result = maker.make(source, "--voice", f"piper:{path}#anna", VIDEO_GEN_ENGINE="auto")
    assert result.voice.voice == "hum.onnx#anna"
    assert [(role.name, role.voice.voice) for role in result.roles] == [("Bela", "hum.onnx#bela")]
    assert str(tmp_path) not in json.dumps(result.model_dump(mode="json", exclude={"run"}))
    assert maker.make(source, "--voice", f"piper:{path}#anna", VIDEO_GEN_ENGINE="auto").run.unchanged


@pytest.mark.parametrize(
    ("voice", "says"),
    [("piper:/nowhere/x.onnx", "there is no such file"), ("kokoro:/nowhere/x.onnx#af", "there is no such file"),
     ("sherpa:/nowhere", "there is no such folder"), ("piper:\0", "there is no such file")],
)  # fmt: skip
def test_what_is_not_there_is_said(voice: str, says: str) -> None:
    (problem,) = check_voice("auto", voice)
    assert says in problem.message
    assert "/path/" in problem.remedy


def test_what_lies_beside_a_model_is_looked_at(tmp_path: Path) -> None:
    model = tmp_path / "v.onnx"
    model.write_bytes(b"")
    assert "v.onnx.json" in check_voice("auto", f"piper:{model}")[0].message
    (tmp_path / "v.onnx.json").write_text("[1]")
    assert "no JSON" in check_voice("auto", f"piper:{model}")[0].message
    (tmp_path / "v.onnx.json").write_text('{"phoneme_type": "pinyin"}')
    assert "fetches models" in check_voice("auto", f"piper:{model}")[0].message
    assert "voices*.bin" in check_voice("auto", f"kokoro:{model}#af")[0].message
    (tmp_path / "voices.bin").write_bytes(b"no archive")
    assert "holds no speakers" in check_voice("auto", f"kokoro:{model}#af")[0].message
    assert "tokens.txt" in check_voice("auto", f"sherpa:{tmp_path}")[0].message
    assert "numbers" in check_voice("auto", f"sherpa:{tmp_path}#anna")[0].message


def words(*spoken: str) -> Wording:
    text, spans = "", []
    for word in spoken:
        spans.append((len(text), len(text) + len(word)))
        text += word + " "
    return Wording(text, tuple(spans))


def phonemes(text: str) -> list[Phoneme]:
    return [Phoneme(char, 10 * at, 10 * at + 10) for at, char in enumerate(text)]


def test_groups_of_phonemes_are_words() -> None:
    heard = phonemes("^ɪt wɒtʃɪz.$")
    assert anchor_words(heard, words("it", "watches.")) == [(10, 30), (40, 100)]


def test_words_that_an_engine_runs_together_share_its_phonemes() -> None:
    heard = phonemes("^əvðə taɪm.$")
    anchors = anchor_words(heard, words("of", "the", "time."))
    assert anchors[0][0] == 10
    assert anchors[-1][1] == 100
    assert anchors[0][1] <= anchors[1][0] < anchors[2][0]


def test_what_is_not_spoken_has_no_phonemes_and_no_phonemes_anchor_nothing() -> None:
    assert anchor_words(phonemes("ɪt ɪz"), words("it", "", "is"))[1] is None
    assert anchor_words([], words("it", "is")) == [None, None]
    assert anchor_words(phonemes("ɪ"), words("it", "is", "so"))[2] is not None
