"""Narration -> speech by Microsoft Edge's read-aloud service: few requests, each complete or made again."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from weakref import WeakKeyDictionary
from xml.sax.saxutils import escape

import av.error
from edge_tts.exceptions import UnexpectedResponse

from adapters.voice_engine import Utterance
from adapters.voices.alignment import WordEvent, align_words
from adapters.voices.catalogue import gender_of, near_matches
from adapters.voices.edge_request import FAILURES, TruncatedError, Tuning, explain_failure, request_speech
from adapters.voices.sound import Speech, decode_mp3, find_sound, join_speech, shape_speech, threshold
from adapters.voices.wording import Wording, word_text
from model.audio import SAMPLE_RATE, VoiceChoice, WordTime
from model.errors import AudioGenerationError
from model.narration import Narration, Word

REQUEST_BYTES = 4_096
"""Of escaped text in one request; the client cuts more in the middle of a sentence."""
AT_ONCE = 4
"""Requests in flight: the service answers many more with 429, then with a ban."""
TRIES = 4
LATE_TRIES = 2
"""Attempts when the service does not answer at all: each lasts as long as its deadline, and somebody waits."""
_BACK_OFF_CAP = 8.0
_CHARACTERS_A_SECOND = 40
_ENCODER_DELAY = SAMPLE_RATE * 150 // 1000
_USUAL_HZ = {"male": 120, "female": 210}
"""Where voices of a kind speak."""
_GATES: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


def tune(choice: VoiceChoice) -> Tuning:
    """Return a voice's rate and pitch as Edge takes them: its client lets a pitch pass in Hz alone."""
    around = _USUAL_HZ[gender_of(choice.voice)]
    return Tuning(f"{choice.rate:+d}%", f"{round(around * (2 ** (choice.pitch / 12) - 1)):+d}Hz")


class EdgeVoice:
    """Speaks with a neural voice, over the network."""

    def __init__(
        self, choice: VoiceChoice, *, edge_url: str | None = None, back_off: float = 0.5, patience: float = 10.0
    ) -> None:
        self.choice = choice
        self._edge_url = edge_url
        self._back_off = back_off
        self._patience = patience

    async def speak(self, narration: Narration) -> Utterance:
        """Speak in as few requests as hold whole sentences.

        Raises AudioGenerationError after at most four attempts; `transient` when a later one may succeed.
        """
        speech = join_speech([await self._speak_request(words) for words in split_requests(narration)])
        if not speech.samples:
            raise AudioGenerationError(f"The voice {self.choice.voice} has nothing to say.", "Reword the sentence.")
        return Utterance(speech.samples.tobytes(), speech.words)

    async def _speak_request(self, words: Sequence[Word]) -> Speech:
        wording = word_text(words)
        if not any(char.isalnum() for char in wording.text):
            return shape_speech(Speech(decode_mp3(b""), tuple(WordTime(start=0, end=0) for _ in words)))
        pace = _CHARACTERS_A_SECOND * (100 + min(self.choice.rate, 0)) / 100
        deadline = self._patience + len(wording.text) / pace
        for attempt in range(TRIES):
            try:
                async with _gate():
                    answer = await request_speech(
                        wording.text, self.choice.voice, self._edge_url, deadline, tuning=tune(self.choice)
                    )
                return _read_answer(answer.mp3, answer.events, wording)
            except FAILURES as error:
                failure, again = explain_failure(error, self.choice.voice, self._near())
                tries = LATE_TRIES if isinstance(error, TimeoutError) else TRIES
                if not again or attempt >= tries - 1:
                    raise failure from error
            await asyncio.sleep(min(self._back_off * 2**attempt, _BACK_OFF_CAP) * random.uniform(0.5, 1.5))  # noqa: S311
        raise AssertionError("the last attempt returns or raises")

    def _near(self) -> str:
        near = [name for name in near_matches(self.choice.voice, frozenset()) if name.endswith("Neural")]
        known = self.choice.voice in near
        return "" if known or not near else f" Did you mean {near[0]}?"


def _gate() -> asyncio.Semaphore:
    return _GATES.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE))


def split_requests(narration: Narration) -> list[tuple[Word, ...]]:
    """Cut a narration at sentences, and a sentence that alone is too long at words, so that each part fits a request."""
    parts, room = [list[Word]()], REQUEST_BYTES
    for sentence in narration:
        sizes = [_escaped_size(word) for word in sentence.words]
        whole = sum(sizes) <= REQUEST_BYTES
        if whole and sum(sizes) > room:
            parts, room = [*parts, []], REQUEST_BYTES
        for word, size in zip(sentence.words, sizes, strict=True):
            if size > REQUEST_BYTES:
                raise AudioGenerationError(
                    f"{word.spoken[:40]!r}… is too long to be spoken as one word.", "Shorten it."
                )
            if size > room:
                parts, room = [*parts, []], REQUEST_BYTES
            parts[-1].append(word)
            room -= size
    return [tuple(part) for part in parts if part]


def _escaped_size(word: Word) -> int:
    return len(escape(word_text([word]).text).encode()) + 1


def _read_answer(mp3: bytes, events: Sequence[WordEvent], wording: Wording) -> Speech:
    try:
        samples = decode_mp3(mp3)
    except av.error.FFmpegError as error:
        raise UnexpectedResponse(f"its sound cannot be decoded: {error}") from error
    heard = find_sound(samples, threshold(samples))
    if heard is None:
        raise UnexpectedResponse(f"{len(mp3)} bytes of silence")
    if events and events[-1].end > len(samples) + _ENCODER_DELAY:
        raise TruncatedError("words lie beyond the end of the sound")
    # Whether the offsets count the codec's delay (46 ms) is the service's affair: the first word begins with the first sound.
    shift = heard[0] - events[0].start if events else 0
    if abs(shift) > _ENCODER_DELAY:
        shift = 0
    moved = [WordEvent(max(0, at.start + shift), max(0, at.end + shift), at.text) for at in events]
    return shape_speech(Speech(samples, align_words(moved, wording.spoken, len(samples))))
