"""A program, run by LocalVoice: JSON on standard input -> sound and the times of its phonemes on standard output.

A neural engine loads hundreds of megabytes, phonemises with espeak-ng, which keeps state and is GPL, and runs a model that
came from anywhere: all of that happens in this process, which has no network and ends with its scene.

Input: {"engine", "model", "speaker", "rate", "files", "texts"}. Output: one line of JSON, {"rate", "parts": [{"samples",
"phonemes": [[text, first, end], ...]}, ...]}, one part for each text, no phonemes where the engine does not tell; then the
sound of all parts: signed 16 bit little endian, mono. Imports nothing of ours.
"""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Part = tuple[Any, list[tuple[str, int, int]]]
"""Samples as floats from -1 to 1, and phonemes."""
Speak = Callable[[str], Part]
SEED = 20_260_101
"""VITS draws noise in its graph: with a seed, the same text gives the same sound."""


def refuse_network(event: str, _arguments: Any) -> None:
    """Keep any library from fetching what the user did not give."""
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname"):
        raise OSError("a local voice has no network")


def open_piper(job: dict[str, Any]) -> tuple[int, Speak]:
    """Load a voice of Piper, with the lengths of its phonemes where the model has them."""
    import onnx
    import onnxruntime
    from piper import PiperVoice, SynthesisConfig
    from piper.config import PiperConfig
    from piper.patch_voice_with_alignment import add_alignment_output

    onnxruntime.set_seed(SEED)
    config = PiperConfig.from_dict(json.loads(Path(job["files"]["config"]).read_text("utf-8")))
    model = onnx.load(job["model"])
    with contextlib.suppress(ValueError):  # the model has been patched already, or has no such tensor
        add_alignment_output(model)
    voice = PiperVoice(session=open_session(onnxruntime, model.SerializeToString()), config=config)
    wanted = SynthesisConfig(
        speaker_id=config.speaker_id_map.get(job["speaker"]), length_scale=config.length_scale / job["rate"]
    )

    def speak(text: str) -> Part:
        import numpy

        sound, phonemes, at = [numpy.zeros(0, numpy.float32)], [], 0
        for chunk in voice.synthesize(text, wanted, include_alignments=True):
            sound.append(chunk.audio_float_array)
            place, aligned = at, chunk.phoneme_alignments or []
            for one in aligned:
                phonemes.append((one.phoneme, place, place + int(one.num_samples)))
                place += int(one.num_samples)
            at += len(chunk.audio_float_array)
        return numpy.concatenate(sound), phonemes

    return config.sample_rate, speak


def open_kokoro(job: dict[str, Any]) -> tuple[int, Speak]:
    """Load Kokoro; newer exports of it tell how long each phoneme lasts."""
    import onnxruntime
    from kokoro_onnx import Kokoro
    from kokoro_onnx.config import SAMPLE_RATE

    onnxruntime.set_seed(SEED)
    session = open_session(onnxruntime, job["model"])
    kokoro = Kokoro.from_session(session, job["files"]["voices"])

    def speak(text: str) -> Part:
        sound, rate, timings = kokoro.create_timed(text, job["speaker"], speed=job["rate"], lang=job["language"])
        return sound, [(one.phoneme, round(one.start * rate), round(one.end * rate)) for one in timings]

    return SAMPLE_RATE, speak


def open_sherpa(job: dict[str, Any]) -> tuple[int, Speak]:
    """Load a folder of sherpa-onnx: VITS, Matcha, Kokoro or Kitten."""
    import numpy
    import sherpa_onnx

    kinds = {
        "vits": sherpa_onnx.OfflineTtsVitsModelConfig,
        "matcha": sherpa_onnx.OfflineTtsMatchaModelConfig,
        "kokoro": sherpa_onnx.OfflineTtsKokoroModelConfig,
        "kitten": sherpa_onnx.OfflineTtsKittenModelConfig,
    }
    kind = job["files"].pop("kind")
    model = sherpa_onnx.OfflineTtsModelConfig(**{kind: kinds[kind](**job["files"])}, num_threads=1, provider="cpu")
    config = sherpa_onnx.OfflineTtsConfig(model=model)
    if not config.validate():
        raise OSError(f"sherpa-onnx refuses the files of {job['model']}")
    engine = sherpa_onnx.OfflineTts(config)

    def speak(text: str) -> Part:
        spoken = engine.generate(text, sid=int(job["speaker"] or 0), speed=job["rate"])
        return numpy.asarray(spoken.samples, numpy.float32), []

    return int(engine.sample_rate), speak


def open_session(onnxruntime: Any, model: Any) -> Any:
    """Open a model on one thread: sums that are divided among threads may come out otherwise."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(model, sess_options=options, providers=["CPUExecutionProvider"])


def main() -> int:
    """Speak what standard input asks for; exit with 3 and a reason when the engine refuses."""
    job = json.loads(sys.stdin.buffer.read())
    out, sys.stdout = sys.stdout.buffer, sys.stderr  # engines print
    sys.addaudithook(refuse_network)
    try:
        rate, speak = {"piper": open_piper, "kokoro": open_kokoro, "sherpa": open_sherpa}[job["engine"]](job)
        spoken = [speak(text) if text else ([], []) for text in job["texts"]]
    except Exception as error:
        sys.stderr.write(f"{type(error).__name__}: {' '.join(str(error).split())[:400]}\n")
        return 3
    import numpy

    sounds = [(numpy.clip(numpy.asarray(sound), -1, 1) * 32767).astype("<i2").tobytes() for sound, _ in spoken]
    parts = [
        {"samples": len(sound) // 2, "phonemes": phonemes} for sound, (_, phonemes) in zip(sounds, spoken, strict=True)
    ]
    out.write(json.dumps({"rate": rate, "parts": parts}).encode() + b"\n" + b"".join(sounds))
    out.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
