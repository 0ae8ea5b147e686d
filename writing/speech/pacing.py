"""From words to the seconds that a voice takes for them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from pathlib import Path

import yaml

from model.narration import Sentence, Word, spoken
from writing.speech.scripts import SPACELESS

_VOWELS = re.compile(r"[aeiouyáàâäãåæéèêëíìîïóòôöõøœúùûüýÿăąęěėįőůűųıаеёиоуыэюяіїєαεηιουωάέήίόύώ]+", re.IGNORECASE)
_MUTE = re.compile(r"(?<!\w)[^\W\d_aeiouyAEIOUYаеёиоуыэюяАЕЁИОУЫЭЮЯ](?!\w)")
"""A consonant that stands alone is read by its name."""
_PAUSES = re.compile(r"[,;:](?=\s|$)")
_STOPS = re.compile(r"[.?!](?=\s|$)")


def estimate_seconds(narration: Iterable[Sentence], language: str) -> float:
    """Return how long a narration is expected to last, in seconds, its pauses included."""
    return sum(estimate_spoken(spoken(sentence), language) + sentence.pause_after / 1000 for sentence in narration)


def estimate_words(words: Iterable[Word], language: str) -> float:
    """Return how long words are expected to take within one sentence, in seconds."""
    return estimate_spoken(" ".join(word.spoken for word in words if word.spoken), language)


def estimate_spoken(text: str, language: str) -> float:
    """Return how long a spoken text is expected to take, in seconds; linear in what `measure` counts."""
    rates = _rates(language.replace("_", "-").split("-")[0].lower())
    return sum(rate * count for rate, count in zip(rates, measure(text), strict=True))


def measure(text: str) -> tuple[int, int, int, int, int]:
    """Count words, syllables, letters, pauses and stops. A Han character or a kana is a syllable."""
    letters = sum(character.isalpha() for character in text)
    dense = len(SPACELESS.findall(text))
    words = len(text.split())
    syllables = len(_VOWELS.findall(text)) + dense + len(_MUTE.findall(text))
    return words, syllables, letters, len(_PAUSES.findall(text)), len(_STOPS.findall(text))


@functools.cache
def _rates(code: str) -> tuple[float, ...]:
    """Seconds a word, a syllable, a letter, a pause, a stop: measured on the embedded voice at rate 160."""
    path = Path(__file__).parent / "data" / "pacing.yaml"
    with path.open(encoding="utf-8") as file:
        table: dict[str, list[float]] = yaml.load(file, Loader=yaml.CSafeLoader)
    return tuple(table.get(code, table["other"]))
