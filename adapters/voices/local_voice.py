"""Narration -> speech by a neural engine that runs on this machine, each utterance in a process of its own."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from adapters.processes import run_tool
from adapters.voice_engine import Utterance
from adapters.voices.alignment import place_words
from adapters.voices.phonemes import Phoneme, anchor_words
from adapters.voices.sound import Speech, join_speech, resample, shape_speech
from adapters.voices.wording import Wording, word_text
from model.audio import SAMPLE_RATE, VoiceChoice
from model.errors import AudioGenerationError, ToolError
from model.narration import Narration

_PROGRAM = Path(__file__).with_name("local_program.py")
_DEADLINE = 900.0
# `[[…]]` spells phonemes for Piper, and quotation marks are said by some: neither is let through.
_SILENCED = '[]<>{}"“”„‟«»‹›‘‚`'


class LocalVoice:
    """Speaks without a network; `files` are what the engine needs beside the model, and how it reads."""

    def __init__(self, choice: VoiceChoice, files: Mapping[str, str], speaker: str, language: str = "") -> None:
        self.choice = choice
        self._files = dict(files)
        self._speaker = speaker
        self._language = language

    async def speak(self, narration: Narration) -> Utterance:
        """Speak sentence by sentence in one fresh process.

        Raises AudioGenerationError when the engine fails, or there is nothing to hear.
        """
        wordings = [word_text(sentence.words, _SILENCED) for sentence in narration]
        rate, parts = await self._run([wording.text for wording in wordings])
        pairs = zip(wordings, parts, strict=True)
        speech = join_speech([_shape(wording, sound, phonemes, rate) for wording, (sound, phonemes) in pairs])
        if not speech.samples:
            text = " ".join(wording.text for wording in wordings)[:80]
            raise AudioGenerationError(
                f"The voice {self.choice.voice} has no sound for {text!r}.", "Reword the sentence."
            )
        return Utterance(speech.samples.tobytes(), speech.words)

    async def _run(self, texts: list[str]) -> tuple[int, list[tuple[bytes, list[Phoneme]]]]:
        job: dict[str, Any] = {
            "engine": self.choice.engine, "model": self.choice.path, "files": self._files, "speaker": self._speaker,
            "language": self._language, "rate": (100 + self.choice.rate) / 100, "texts": texts,
        }  # fmt: skip
        try:
            done = await run_tool(
                [sys.executable, "-I", str(_PROGRAM)], stdin=json.dumps(job).encode(), deadline=_DEADLINE
            )
        except ToolError as error:
            last = error.message.partition(": ")[2] or error.message
            raise AudioGenerationError(
                f"The voice {self.choice.voice} of {self.choice.engine} failed: {last.rstrip('.')[-400:]}.",
                "See that its files are whole and made for this engine, or choose another voice.",
            ) from error
        head, _, sound = done.stdout.partition(b"\n")
        header = json.loads(head)
        parts, at = [], 0
        for part in header["parts"]:
            end = at + 2 * part["samples"]
            parts.append((sound[at:end], [Phoneme(*phoneme) for phoneme in part["phonemes"]]))
            at = end
        return header["rate"], parts


def _shape(wording: Wording, sound: bytes, phonemes: list[Phoneme], rate: int) -> Speech:
    samples = resample(sound, rate)
    scaled = [Phoneme(one.text, one.start * SAMPLE_RATE // rate, one.end * SAMPLE_RATE // rate) for one in phonemes]
    weights = [last - first for first, last in wording.spans]
    return shape_speech(Speech(samples, place_words(anchor_words(scaled, wording), weights, len(samples))))
