"""The soundtrack: takes at their sample, nothing moved, at the loudness that players expect."""

import array
import asyncio
import io
import math
import random
import wave
from pathlib import Path

import pytest

from adapters.ffmpeg import ffmpeg_path
from adapters.loudness import level_sound, measure_sound
from adapters.probing import count_samples
from adapters.processes import run_tool
from adapters.sound_graph import SILENT, Loudness
from model.audio import AAC_BLOCK, SAMPLE_RATE
from model.errors import AudioGenerationError, ResourceError
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


def samples_of(pcm: bytes) -> array.array:
    return array.array("h", pcm)


def test_takes_lie_at_their_first_sample_and_silence_fills_the_rest() -> None:
    script = make_script(*(make_scene(f"s{at}", ("word " * (3 + at)).strip()) for at in range(5)))
    takes = make_takes(script)
    timeline = plan_timeline(script, takes, ((),) * 5, VideoFormat())
    track = samples_of(b"".join(place_takes(timeline, lambda take: b"\x10\x27" * take.samples, takes)))
    assert len(track) == timeline.samples
    for slot, take in zip(timeline.slots, takes, strict=True):
        first = timeline.speech_start(slot)
        assert first % AAC_BLOCK == 0 and abs(first - slot.first_frame * 1600) <= AAC_BLOCK // 2
        speech = track[first : first + take.samples]
        assert speech[0] == 0 and speech[-1] == 0
        assert set(speech[144:-144]) == {10_000}
        assert list(speech[:144]) == sorted(speech[:144])
        assert not any(track[first + take.samples : first + slot.frames * 1600 - AAC_BLOCK])


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


def test_a_take_beyond_what_a_wav_holds_is_refused() -> None:
    class EndlessTake(bytes):
        def __len__(self) -> int:
            return 2**32

    with pytest.raises(AudioGenerationError, match="12 hours"):
        wav_bytes(EndlessTake())


def level(pcm: bytes, folder: Path, **options: float) -> tuple[Loudness, Path]:
    """Level a sound in pieces; nothing but the coded one is left."""
    folder.mkdir(exist_ok=True)
    pieces = (pcm[at : at + 100_000] for at in range(0, len(pcm), 100_000))
    coded = level_sound(pieces, folder / "sound.m4a", **options)
    assert [path.name for path in folder.iterdir()] == ["sound.m4a"]
    return coded, folder / "sound.m4a"


def decode(path: Path) -> array.array:
    argv = [ffmpeg_path(), "-v", "error", "-f", "mp4", "-i", f"file:{path}", "-f", "s16le", "pipe:1"]
    return samples_of(asyncio.run(run_tool(argv)).stdout)


@pytest.mark.parametrize(("crest", "level_before"), [(2.0, 0.9), (2.0, 0.05), (0.5, 0.9), (0.5, 0.02)])
def test_a_voice_reaches_the_target_under_the_ceiling(crest, level_before, tmp_path) -> None:
    pcm = make_voice(8, crest, level_before)
    coded, path = level(pcm, tmp_path)
    assert coded.loudness == pytest.approx(-14, abs=0.5)
    assert coded.true_peak <= -1.0
    assert coded == measure_sound(path)
    assert count_samples(path) == len(decode(path)) == len(pcm) // 2


def test_a_voice_of_needles_comes_as_near_as_the_ceiling_lets_it(tmp_path) -> None:
    pcm = make_voice(6, crest=12.0, level=0.9)
    coded, _ = level(pcm, tmp_path)
    assert -21 < coded.loudness < -14.5
    assert coded.true_peak <= -1.0


def test_where_the_coder_overshoots_the_limit_is_lowered(tmp_path) -> None:
    chance = random.Random(7)
    # The first coding of these reaches -0.98 dBTP: the margin that is left for AAC is not enough.
    clicks = array.array(
        "h", (chance.choice((-30_000, 30_000)) if chance.random() < 0.05 else 0 for _ in range(96_000))
    )
    coded, path = level(clicks.tobytes(), tmp_path)
    assert coded == measure_sound(path)
    assert coded.true_peak <= -1.0
    assert coded.loudness == pytest.approx(-14, abs=0.5)


def test_another_target_is_met(tmp_path) -> None:
    coded, _ = level(make_voice(6), tmp_path, target=-23.0, ceiling=-3.0)
    assert coded.loudness == pytest.approx(-23, abs=0.5)
    assert coded.true_peak <= -3.0


def test_levelling_moves_nothing(tmp_path) -> None:
    pcm = make_voice(4, crest=12.0, level=0.9)
    before, after = samples_of(pcm), decode(level(pcm, tmp_path)[1])
    onsets = [at for at in range(500, len(before)) if before[at] and not any(before[at - 500 : at])]
    assert len(onsets) > 6
    for onset in onsets:
        assert max(map(abs, after[onset : onset + 480])) > 3000
    shifts = {shift: correlate(before, after, shift) for shift in range(-24, 25)}
    assert max(shifts, key=lambda shift: shifts[shift]) == 0


def correlate(before, after, shift: int) -> int:
    return sum(before[at] * after[at + shift] for at in range(1000, len(before) - 1000, 7))


def test_levelling_is_deterministic(tmp_path) -> None:
    pcm = make_voice(1.5)
    (one, first), (other, second) = level(pcm, tmp_path / "a"), level(pcm, tmp_path / "b")
    assert one == other
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("pcm", [b"\0\0", bytes(96_000 * 2), make_voice(0.3), b"\x01\x00\xff\xff" * 48_000])
def test_what_has_no_loudness_is_coded_as_it_is(pcm, tmp_path) -> None:
    coded, path = level(pcm, tmp_path)
    assert coded.loudness == SILENT
    assert math.isfinite(coded.true_peak)
    assert len(decode(path)) == len(pcm) // 2


def test_an_unwritable_place_is_told_as_such(tmp_path) -> None:
    with pytest.raises(ResourceError, match="Could not write"):
        level_sound([b"\0\0"], tmp_path / "absent" / "sound.m4a")
