"""Narration -> silence of exactly known length, with a tick where each word begins: the voice that tests use."""

from __future__ import annotations

from array import array

from adapters.voice_engine import Utterance
from model.audio import VoiceChoice, WordTime
from model.narration import Narration, Word

PER_CHARACTER = 2_880
"""60 ms for each character of the spoken text: a word of six lasts 360 ms, which is near 160 words a minute."""
PER_SENTENCE = 16_800
"""350 ms between sentences."""
TICK = 48
"""1 ms of a low square wave at the beginning of each word."""
AMPLITUDE = 20
"""So low that BS.1770 counts it as silence, which is left as it is: a louder one was levelled in eight passes."""


class SilentVoice:
    """Speaks nothing, exactly: a word lasts 60 ms for each character that is spoken, and one more for the space."""

    def __init__(self, choice: VoiceChoice) -> None:
        self.choice = choice

    async def speak(self, narration: Narration) -> Utterance:
        """Return the ticks and the times of the words."""
        words, at = list[WordTime](), 0
        for place, sentence in enumerate(narration):
            at += PER_SENTENCE if place else 0
            for word in sentence.words:
                words.append(WordTime(start=at, end=at + _duration(word) * 100 // (100 + self.choice.rate)))
                at = words[-1].end
        samples = array("h", bytes(2 * at))
        tick = array("h", [AMPLITUDE, -AMPLITUDE] * (TICK // 2))
        for word_time in words:
            if word_time.end > word_time.start:
                samples[word_time.start : word_time.start + TICK] = tick
        return Utterance(samples.tobytes(), tuple(words))


def _duration(word: Word) -> int:
    return PER_CHARACTER * (len(word.spoken) + 1) if word.spoken else 0
