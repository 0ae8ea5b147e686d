"""`voices.lock`: a film says what it said, to the byte, though the service is away; what was altered is noticed."""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
from array import array
from pathlib import Path

import pytest

from adapters.files import digest_file
from adapters.voices.flac import decode_flac, encode_flac
from adapters.voices_lock import NAME, Spoken, VoicesLock, check_lock, find_lock, key_take
from model.assets import Asset
from model.audio import Take, VoiceChoice, WordTime
from model.errors import StateError
from model.inputs import InputConfig
from model.narration import Sentence, Word
from model.result import PipelineResult
from tests.edge_service import EdgeService
from tests.film_maker import FilmMaker

DOCUMENT = "# Lighthouse\n\nLighthouse is a small tool that watches a folder and tells you when something changes.\n"
AWAY = "ws://127.0.0.1:1/"
GUY = VoiceChoice(engine="edge", voice="en-US-GuyNeural", version="7")


def narrate(text: str) -> tuple[Sentence, ...]:
    return (Sentence(words=tuple(Word(text=word, spoken=word) for word in text.split())),)


def keep(lock: VoicesLock, text: str, source: str, *, prune: bool = False) -> bytes:
    pcm = array("h", [at % 700 * 9 for at in range(9_000)]).tobytes()
    words = tuple(WordTime(start=at * 100, end=at * 100 + 50) for at in range(len(text.split())))
    take = Take(scene_id="a", audio=Asset(sha256="0" * 64, size=1, suffix=".wav"), samples=9_000, words=words)
    lock.write([(Spoken(narrate(text), (GUY,), take), pcm)], source, prune=prune)
    return pcm


@pytest.mark.parametrize("length", [1, 5, 4_095, 4_096, 4_097, 30_011])
def test_flac_gives_the_same_samples(length: int) -> None:
    numbers = random.Random(length)
    pcm = array("h", [numbers.choice((-32_768, 32_767, numbers.randrange(-900, 900))) for _ in range(length)]).tobytes()
    flac = encode_flac(pcm)
    assert decode_flac(flac, length) == pcm
    assert encode_flac(pcm) == flac
    assert decode_flac(flac, length - 1) == b"" == decode_flac(flac, length + 1)
    assert decode_flac(b"fLaC" + flac[9:], length) == b"" == decode_flac(b"", length)


def test_a_take_is_found_by_its_words_and_voices_alone() -> None:
    text = narrate("It watches one folder.")
    key = key_take(text, (GUY,))
    shown = (Sentence(words=tuple(word.model_copy(update={"text": "X"}) for word in text[0].words), pause_after=900),)
    assert key_take(shown, (GUY,)) == key
    assert key_take(text, (GUY.model_copy(update={"version": "8", "path": "/x"}),)) == key
    for change in ({"rate": 10}, {"pitch": 1}, {"voice": "en-US-AriaNeural"}, {"engine": "espeak"}):
        assert key_take(text, (GUY.model_copy(update=change),)) != key
    assert key_take(narrate("It watches two folders."), (GUY,)) != key


def test_what_is_written_is_read_and_nothing_in_it_names_a_machine(tmp_path: Path) -> None:
    lock = VoicesLock(tmp_path / NAME)
    pcm = keep(lock, "It watches one folder.", "a.md")
    again = VoicesLock(tmp_path / NAME)
    (take,) = again.takes.values()
    sound, words = again.read_sound(take)
    assert sound == pcm
    assert words[1] == WordTime(start=100, end=150)
    index = (tmp_path / NAME).read_bytes()
    assert str(tmp_path).encode() not in index
    keep(again, "It watches one folder.", "a.md")
    assert (tmp_path / NAME).read_bytes() == index


def test_pruning_forgets_what_one_document_says_no_longer(tmp_path: Path) -> None:
    keep(VoicesLock(tmp_path / NAME), "One.", "a.md")
    keep(VoicesLock(tmp_path / NAME), "Two.", "a.md")
    keep(VoicesLock(tmp_path / NAME), "One.", "b.md")
    assert len(VoicesLock(tmp_path / NAME).takes) == 2
    keep(VoicesLock(tmp_path / NAME), "Three.", "a.md", prune=True)
    left = {take.text: take.sources for take in VoicesLock(tmp_path / NAME).takes.values()}
    assert left == {"One.": ("b.md",), "Three.": ("a.md",)}
    keep(VoicesLock(tmp_path / NAME), "Three.", "b.md", prune=True)
    assert {take.text for take in VoicesLock(tmp_path / NAME).takes.values()} == {"Three."}
    assert len(list((tmp_path / f"{NAME}.d").iterdir())) == 1


@pytest.mark.parametrize("damage", ["gone", "altered", "pointer", "other"])
def test_sound_that_is_not_what_was_written_is_refused(tmp_path: Path, damage: str) -> None:
    keep(VoicesLock(tmp_path / NAME), "One.", "a.md")
    (sound,) = (tmp_path / f"{NAME}.d").iterdir()
    data = sound.read_bytes()
    if damage == "gone":
        sound.unlink()
    else:
        replaced = {"altered": data[:-9] + bytes(9), "other": encode_flac(bytes(18_000)),
                    "pointer": b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n"}  # fmt: skip
        sound.write_bytes(replaced[damage])
    lock = VoicesLock(tmp_path / NAME)
    with pytest.raises(StateError, match=f"{'pointer of git-lfs' if damage == 'pointer' else sound.name}"):
        lock.read_sound(next(iter(lock.takes.values())))


@pytest.mark.parametrize(
    "index",
    [b"", b"{", b"[]", b'{"video_gen_voices": 2, "takes": []}', b"\xff\xfe", b"<<<<<<< HEAD\n", b"[" * 100_000,
     b'{"video_gen_voices": 1, "takes": [{"key": "../../etc/passwd"}]}'],
)  # fmt: skip
def test_an_index_that_is_none_of_ours_is_refused(tmp_path: Path, index: bytes) -> None:
    (tmp_path / NAME).write_bytes(index)
    with pytest.raises(StateError, match=NAME):
        VoicesLock(tmp_path / NAME)


def test_times_that_are_none_are_refused(tmp_path: Path) -> None:
    keep(VoicesLock(tmp_path / NAME), "One.", "a.md")
    plain = json.loads((tmp_path / NAME).read_text())
    plain["takes"][0]["words"] = "5"
    (tmp_path / NAME).write_text(json.dumps(plain))
    with pytest.raises(StateError, match="cannot be read"):
        VoicesLock(tmp_path / NAME)


def test_where_a_lock_lies(tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    source.write_text(DOCUMENT)
    assert find_lock(InputConfig(source=str(source))) == tmp_path / NAME
    assert find_lock(InputConfig(source=str(tmp_path))) == tmp_path / NAME
    assert find_lock(InputConfig(source=str(source), voices_lock="off")) is None
    assert find_lock(InputConfig(source="-", text="x")) is None
    assert find_lock(InputConfig(source="https://example.org/a")) is None
    assert "needs a file" in check_lock(InputConfig(source="-", text="x", voices_lock="write"))[0].message
    assert "There is no" in check_lock(InputConfig(source=str(source), voices_lock="require"))[0].message
    assert check_lock(InputConfig(source=str(source), voices_lock="write")) == ()


class LouderService(EdgeService):
    """The service as it is a day later: it says everything otherwise."""

    async def _speak(self, text: str) -> tuple[bytes, list[tuple[float, float, str]]]:
        return await super()._speak(f"{text} Indeed.")


def run(maker: FilmMaker, service: EdgeService, *arguments: str) -> subprocess.CompletedProcess[str]:
    async def serve() -> subprocess.CompletedProcess[str]:
        async with service:
            return await asyncio.to_thread(maker.run, *arguments, VIDEO_GEN_EDGE_URL=service.url)

    return asyncio.run(serve())


@pytest.mark.slow
def test_a_night_later_the_film_is_the_same_though_the_service_is_away(tmp_path: Path, command_state: Path) -> None:
    source = tmp_path / "lighthouse.md"
    source.write_text(DOCUMENT)
    given = ("--source", str(source), "--engine", "auto", "--json")
    today = FilmMaker(tmp_path / "today", command_state)
    done = run(today, EdgeService(), *given, "--voices-lock", "write")
    assert done.returncode == 0, done.stderr
    first = PipelineResult.model_validate_json(done.stdout)
    assert first.voice.engine == "edge"
    assert len(json.loads((tmp_path / NAME).read_text())["takes"]) == len(first.scenes)

    tonight = FilmMaker(tmp_path / "tonight", command_state)  # nothing is kept there
    second = tonight.make(source, "--engine", "auto", "--voices-lock", "require", VIDEO_GEN_EDGE_URL=AWAY)
    assert second.voice == first.voice
    assert second.run.spoken == 0
    assert not second.warnings
    films = [digest_file(maker.output / "lighthouse" / first.video) for maker in (today, tonight)]
    assert films[0] == films[1]


@pytest.mark.slow
def test_what_the_lock_lacks_is_spoken_or_refused_and_never_mixed(tmp_path: Path, command_state: Path) -> None:
    source = tmp_path / "lighthouse.md"
    source.write_text(DOCUMENT)
    given = ("--source", str(source), "--engine", "auto", "--json")
    tonight = FilmMaker(tmp_path / "tonight", command_state)
    assert run(tonight, EdgeService(), *given, "--voices-lock", "write").returncode == 0
    source.write_text(DOCUMENT + "\n## Use\n\nName a folder, and it follows every folder below it from then on.\n")
    failed = tonight.run(*given, "--voices-lock", "require", VIDEO_GEN_EDGE_URL=AWAY)
    assert failed.returncode == 6
    assert "voices.lock has no take of" in failed.stderr
    assert "--voices-lock write" in failed.stderr
    fallen = tonight.make(source, "--engine", "auto", VIDEO_GEN_EDGE_URL=AWAY)
    assert fallen.voice.engine == "espeak", "one engine a film: what the lock has is not mixed with another"
    changed = run(tonight, LouderService(), *given, "--rerun")
    assert changed.returncode == 0, changed.stderr
    third = PipelineResult.model_validate_json(changed.stdout)
    assert third.voice.engine == "edge"
    assert 0 < third.run.spoken < len(third.scenes)
