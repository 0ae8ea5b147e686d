"""Narration -> speech by espeak-ng, each utterance in a process of its own: equal text gives equal bytes."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import espeakng_loader

from adapters.processes import run_tool
from adapters.voice_engine import Utterance
from adapters.voices.alignment import Anchor, place_words
from adapters.voices.sound import Speech, join_speech, resample, shape_speech
from adapters.voices.wording import Wording, word_text
from model.audio import SAMPLE_RATE, VoiceChoice
from model.errors import AudioGenerationError, ToolError
from model.narration import Narration

_PROGRAM = Path(__file__).with_name("espeak_program.py")
_DEADLINE = 120.0
_MEMORY = 900_000_000
# `[[…]]` spells phonemes, `<…>` is SSML: neither is asked for, and neither is let through. Quotation marks halt the speech.
_SILENCED = '[]<>{}"“”„‟«»‹›‘‚`'

_DOTTED_LETTER = re.compile(r"(?<!\w)(\w)\.")
_MOST_DOTTED = 60

SETTINGS = {"rate": 160, "pitch": 50, "range": 55, "gap": 0}
"""espeak's parameters. 160 words a minute is what the BBC's subtitle guidelines call comfortable."""


_STEPS_UP, _STEPS_DOWN = 6, 7
"""Of espeak's pitch in a semitone, measured by autocorrelation: 50 to 99 are 8.6 semitones, 50 to 0 are 6.6."""


def tune(choice: VoiceChoice) -> dict[str, int]:
    """Return espeak's parameters for a voice's rate and pitch."""
    steps = choice.pitch * (_STEPS_UP if choice.pitch > 0 else _STEPS_DOWN)
    return {"rate": SETTINGS["rate"] * (100 + choice.rate) // 100, "pitch": SETTINGS["pitch"] + steps}


class EspeakVoice:
    """Speaks without a network: robotic, intelligible, and the same on every run."""

    def __init__(self, choice: VoiceChoice) -> None:
        self.choice = choice

    async def speak(self, narration: Narration) -> Utterance:
        """Speak sentence by sentence in one fresh process.

        Raises ToolError when espeak fails, AudioGenerationError when there is nothing to hear.
        """
        wordings = [word_text(sentence.words, _SILENCED) for sentence in narration]
        rate, parts = await self._run([_undot(wording.text) for wording in wordings])
        pairs = zip(wordings, parts, strict=True)
        speech = join_speech([_shape(wording, sound, events, rate) for wording, (sound, events) in pairs])
        if not speech.samples:
            text = " ".join(wording.text for wording in wordings)[:80]
            raise AudioGenerationError(
                f"The voice {self.choice.voice} has no sound for {text!r}.", "Reword the sentence."
            )
        return Utterance(speech.samples.tobytes(), speech.words)

    async def _run(self, texts: list[str]) -> tuple[int, list[tuple[bytes, list[list[int]]]]]:
        job: dict[str, Any] = {
            "library": str(espeakng_loader.get_library_path()),
            "data": str(espeakng_loader.get_data_path()),
            "voice": self.choice.voice,
            "texts": texts,
            **SETTINGS,
            **tune(self.choice),
        }
        argv = [sys.executable, "-I", "-S", str(_PROGRAM)]
        done = await run_tool(argv, stdin=json.dumps(job).encode(), deadline=_DEADLINE, memory=_MEMORY)
        head, _, sound = done.stdout.partition(b"\n")
        header = json.loads(head)
        if len(sound) != 2 * sum(part["samples"] for part in header["parts"]):
            raise ToolError("The espeak program ended before its sound did.", "Run the command again.", transient=True)
        parts, at = [], 0
        for part in header["parts"]:
            parts.append((sound[at : at + 2 * part["samples"]], part["words"]))
            at += 2 * part["samples"]
        return header["rate"], parts


def _undot(text: str) -> str:
    """Leave out the dots of `a.a.a.…`: some two hundred of them overrun a buffer of espeak-ng 1.52 and end the program."""
    return text if len(_DOTTED_LETTER.findall(text)) < _MOST_DOTTED else _DOTTED_LETTER.sub(r"\1 ", text)


def _shape(wording: Wording, sound: bytes, events: list[list[int]], rate: int) -> Speech:
    samples = resample(sound, rate)
    starts = [(sample * SAMPLE_RATE // rate, position) for sample, position, _ in events]
    anchors = _anchors(wording, starts, len(samples))
    weights = [last - first for first, last in wording.spans]
    return shape_speech(Speech(samples, place_words(anchors, weights, len(samples))))


def _anchors(wording: Wording, starts: list[tuple[int, int]], total: int) -> list[Anchor]:
    """Give each word the first event inside it; it lasts until the first event of another word."""
    anchors: list[Anchor] = [None] * len(wording.spans)
    latest = None
    for start, position in starts:
        owner = next((at for at, (_, last) in enumerate(wording.spans) if position < last), None)
        if owner is None or anchors[owner] is not None:
            continue
        if latest is not None and latest > owner:
            continue
        if latest is not None:
            anchors[latest] = ((anchors[latest] or (0, 0))[0], start)
        anchors[owner], latest = (start, total), owner
    return anchors
