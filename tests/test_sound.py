"""The soundtrack: takes at their sample, nothing moved, at the loudness that players expect."""

import array
import asyncio
import io
import math
import random
import tempfile
import wave
from pathlib import Path
from typing import NamedTuple

import pytest

from adapters.loudness import SILENT, level_sound, measure_sound
from model.audio import SAMPLE_RATE
from model.errors import AudioGenerationError
from model.timeline import VideoFormat
from render.sound import place_takes, soften_edges, wav_bytes, wav_pcm
from render.timeline import plan_timeline
from tests.silent_film import make_scene, make_script, make_takes


def make_voice(seconds: float, crest: float = 6.0, level: float = 0.5, seed: int = 1) -> bytes:
    """Make syllables of glottal pulses with digital silence between: peaks far above their loudness, as espeak's."""
    chance, pcm = random.Random(seed), array.array("h")
    while len(pcm) < seconds * SAMPLE_RATE:
        period = chance.randint(280, 420)
        for at in range(chance.randint(5_000, 14_000)):
            pulse = math.exp(-(at % period) / period * crest) * math.sin(at / 9)
            pcm.append(int(32_000 * level * pulse))
        pcm.extend([0] * chance.randint(1_000, 12_000))
    return pcm[: int(seconds * SAMPLE_RATE)].tobytes()


class Levelled(NamedTuple):
    pcm: bytes
    loudness: float
    true_peak: float


def bring_level(pcm: bytes, **wanted: float) -> Levelled:
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "given.pcm"
        given.write_bytes(pcm)
        levelled = asyncio.run(level_sound(given, **wanted))
        assert given.read_bytes() == pcm
        assert len(list(Path(folder).iterdir())) <= 3  # an attempt that was no better does not stay
        return Levelled(levelled.pcm.read_bytes(), levelled.loudness, levelled.true_peak)


def measure(pcm: bytes) -> Levelled:
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "given.pcm"
        given.write_bytes(pcm)
        measured = asyncio.run(measure_sound(given))
        assert measured.pcm == given
        return Levelled(pcm, measured.loudness, measured.true_peak)


def samples_of(pcm: bytes) -> array.array:
    return array.array("h", pcm)


def test_takes_lie_at_their_first_sample_and_silence_fills_the_rest() -> None:
    script = make_script(*(make_scene(f"s{at}", ("word " * (3 + at)).strip()) for at in range(5)))
    takes = make_takes(script)
    timeline = plan_timeline(script, takes, ((),) * 5, VideoFormat())
    track = samples_of(b"".join(place_takes(timeline, lambda take: b"\x10\x27" * take.samples, takes)))
    assert len(track) == timeline.samples
    for slot, take in zip(timeline.slots, takes, strict=True):
        first = slot.first_frame * 1600
        speech = track[first : first + take.samples]
        assert speech[0] == 0 and speech[-1] == 0
        assert set(speech[144:-144]) == {10_000}
        assert list(speech[:144]) == sorted(speech[:144])
        assert not any(track[first + take.samples : first + slot.frames * 1600])


@pytest.mark.parametrize("samples", [0, 1, 2, 3, 287, 288, 289])
def test_edges_of_short_takes(samples) -> None:
    softened = samples_of(soften_edges(b"\xff\x7f" * samples))
    assert len(softened) == samples
    if samples > 1:
        assert softened[0] == softened[-1] == 0


def test_edges_leave_no_offset() -> None:
    rising, falling = (samples_of(soften_edges(array.array("h", [value] * 400).tobytes())) for value in (9, -9))
    assert [-value for value in rising] == list(falling)


@pytest.mark.parametrize("change", [lambda pcm: pcm[:-2], lambda pcm: pcm + b"\0\0", lambda pcm: b""])
def test_a_take_of_another_length_is_refused(change) -> None:
    script = make_script(make_scene("a", "One two three"))
    takes = make_takes(script)
    timeline = plan_timeline(script, takes, ((),), VideoFormat())
    with pytest.raises(AudioGenerationError, match="not the"):
        list(place_takes(timeline, lambda take: change(bytes(2 * take.samples)), takes))


def test_wav_is_what_the_standard_library_reads() -> None:
    pcm = make_voice(0.5)
    with wave.open(io.BytesIO(wav_bytes(pcm))) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (48_000, 1, 2)
        assert file.readframes(file.getnframes()) == pcm
    assert wav_pcm(wav_bytes(pcm)) == pcm
    assert wav_pcm(wav_bytes(b"")) == b""


def test_a_wav_that_is_not_ours_or_not_whole_is_refused() -> None:
    whole = wav_bytes(make_voice(0.1))
    other = io.BytesIO()
    with wave.open(other, "wb") as file:
        file.setparams((2, 2, 44_100, 0, "NONE", ""))
        file.writeframes(bytes(400))
    flipped = [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in range(44)]
    for data in (b"", whole[:20], whole[:-1], whole[:-2], whole + b"\0\0", other.getvalue(), *flipped):
        with pytest.raises(AudioGenerationError, match="no whole WAV"):
            wav_pcm(data)


@pytest.mark.parametrize(("crest", "level"), [(2.0, 0.9), (2.0, 0.05), (0.5, 0.9), (0.5, 0.02)])
def test_a_voice_reaches_the_target_under_the_ceiling(crest, level) -> None:
    pcm = make_voice(8, crest, level)
    levelled = bring_level(pcm)
    again = measure(levelled.pcm)
    assert len(levelled.pcm) == len(pcm)
    assert again.loudness == levelled.loudness == pytest.approx(-14, abs=0.5)
    assert again.true_peak <= -1.0


def test_a_voice_of_needles_comes_as_near_as_the_ceiling_lets_it() -> None:
    pcm = make_voice(6, crest=12.0, level=0.9)
    before, levelled = measure(pcm), bring_level(pcm)
    assert before.loudness + 1 < levelled.loudness < -14.5
    assert levelled.true_peak <= -1.0


def test_another_target_is_met() -> None:
    levelled = bring_level(make_voice(6), target=-23.0, ceiling=-3.0)
    assert levelled.loudness == pytest.approx(-23, abs=0.5)
    assert levelled.true_peak <= -3.0


def test_levelling_moves_nothing() -> None:
    pcm = make_voice(6, crest=12.0, level=0.9)
    before, after = samples_of(pcm), samples_of(bring_level(pcm).pcm)
    onsets = [at for at in range(500, len(before)) if before[at] and not any(before[at - 500 : at])]
    assert len(onsets) > 10
    for onset in onsets:
        assert max(map(abs, after[onset - 480 : onset - 48]), default=0) < 300, "nothing is heard before the onset"
        assert max(map(abs, after[onset : onset + 480])) > 3000
    shifts = {shift: correlate(before, after, shift) for shift in range(-24, 25)}
    assert max(shifts, key=lambda shift: shifts[shift]) == 0


def correlate(before, after, shift: int) -> int:
    return sum(before[at] * after[at + shift] for at in range(1000, len(before) - 1000, 7))


def test_levelling_is_deterministic() -> None:
    pcm = make_voice(3)
    assert bring_level(pcm) == bring_level(pcm)


@pytest.mark.parametrize("pcm", [b"", b"\0\0", bytes(96_000 * 2), make_voice(0.3), b"\x01\x00\xff\xff" * 48_000])
def test_what_has_no_loudness_is_left_as_it_is(pcm) -> None:
    levelled = bring_level(pcm)
    assert levelled.pcm == pcm
    assert levelled.loudness == SILENT
    assert math.isfinite(levelled.true_peak)
