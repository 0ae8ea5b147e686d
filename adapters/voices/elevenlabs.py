"""Narration -> speech by ElevenLabs, through its own client: sound and the time of each letter in one answer."""

from __future__ import annotations

import asyncio
import base64
import binascii
import random
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import httpx
from elevenlabs import AsyncElevenLabs, VoiceSettings
from elevenlabs.core.api_error import ApiError

from adapters.settings import elevenlabs_key
from adapters.voice_engine import Utterance
from adapters.voices.alignment import WordEvent, align_words
from adapters.voices.sound import Speech, join_speech, resample, shape_speech
from adapters.voices.wording import Wording, word_text
from model.audio import SAMPLE_RATE, VoiceChoice, WordTime
from model.errors import AudioGenerationError
from model.narration import Narration, Word

REQUEST_CHARACTERS = 2_000
"""In one request: every model takes this much, and none cuts within it."""
_RATE = 24_000
_FORMAT = "pcm_24000"
"""Samples as they are: no codec's delay, and every plan has it."""
_SEED = 20_260_101
_TRIES = 4
_LONGEST_WAIT = 30.0
_PATIENCE = 120.0
_OTHER = "Or choose another engine."


class ElevenLabsVoice:
    """Speaks with a voice of the user's account, over the network."""

    def __init__(self, choice: VoiceChoice, *, url: str | None = None, back_off: float = 1.0) -> None:
        self.choice = choice
        self._url = url
        self._back_off = back_off

    async def speak(self, narration: Narration) -> Utterance:
        """Speak in as few requests as hold whole sentences.

        Raises AudioGenerationError after at most four attempts; `transient` when a later one may succeed.
        """
        async with httpx.AsyncClient(timeout=_PATIENCE) as http:
            client = AsyncElevenLabs(api_key=elevenlabs_key(), base_url=self._url, httpx_client=http)
            speech = join_speech([await self._speak_request(client, words) for words in split_requests(narration)])
        if not speech.samples:
            raise AudioGenerationError(f"The voice {self.choice.voice} has nothing to say.", "Reword the sentence.")
        return Utterance(speech.samples.tobytes(), speech.words)

    async def _speak_request(self, client: AsyncElevenLabs, words: Sequence[Word]) -> Speech:
        wording = word_text(words)
        if not any(char.isalnum() for char in wording.text):
            return shape_speech(Speech(resample(b"", _RATE), tuple(WordTime(start=0, end=0) for _ in words)))
        for attempt in range(_TRIES):
            try:
                return _read_answer(await self._ask(client, wording.text), wording)
            except (ApiError, httpx.HTTPError) as error:
                failure, wait = explain_failure(error, self.choice.voice)
                if wait is None or attempt == _TRIES - 1:
                    raise failure from error
            usual = self._back_off * 2**attempt * random.uniform(0.5, 1.5)  # noqa: S311
            await asyncio.sleep(min(wait or usual, _LONGEST_WAIT))
        raise AssertionError("the last attempt returns or raises")

    async def _ask(self, client: AsyncElevenLabs, text: str) -> Any:
        rate = self.choice.rate
        return await client.text_to_speech.convert_with_timestamps(
            self.choice.voice,
            text=text,
            model_id=self.choice.version.rpartition(" ")[2],
            output_format=_FORMAT,
            seed=_SEED,
            voice_settings=VoiceSettings(speed=(100 + rate) / 100) if rate else None,
            request_options={"max_retries": 0},
        )


def split_requests(narration: Narration) -> list[tuple[Word, ...]]:
    """Cut a narration at sentences, so that each part fits a request; a sentence that alone is too long, at words."""
    parts, room = [list[Word]()], REQUEST_CHARACTERS
    for sentence in narration:
        sizes = [len(word.spoken) + 1 for word in sentence.words]
        if sum(sizes) > room:
            parts, room = [*parts, []], REQUEST_CHARACTERS
        for word, size in zip(sentence.words, sizes, strict=True):
            if size > room:
                parts, room = [*parts, []], REQUEST_CHARACTERS
            parts[-1].append(word)
            room -= size
    return [tuple(part) for part in parts if part]


def _read_answer(answer: Any, wording: Wording) -> Speech:
    try:
        pcm = base64.b64decode(answer.audio_base_64 or "", validate=True)
    except (binascii.Error, ValueError, TypeError) as error:
        raise _failed(
            "ElevenLabs sent sound that cannot be decoded", "Run the command again.", transient=True
        ) from error
    if not pcm or len(pcm) % 2:
        raise _failed("ElevenLabs sent no sound", "Run the command again.", transient=True)
    samples = resample(pcm, _RATE)
    return shape_speech(Speech(samples, align_words(_read_events(answer.alignment), wording.spoken, len(samples))))


def _read_events(alignment: Any) -> list[WordEvent]:
    """Make words of letters; none of an alignment that does not fit itself."""
    if alignment is None:
        return []
    starts, ends = alignment.character_start_times_seconds, alignment.character_end_times_seconds
    if not len(alignment.characters) == len(starts) == len(ends):
        return []
    letters = zip(alignment.characters, starts, ends, strict=True)
    events = []
    for space, group in groupby(letters, key=lambda letter: not letter[0].strip()):
        word = list(group)
        if not space:
            text = "".join(char for char, _, _ in word)
            events.append(WordEvent(round(word[0][1] * SAMPLE_RATE), round(word[-1][2] * SAMPLE_RATE), text))
    return events


def explain_failure(error: Exception, voice: str) -> tuple[AudioGenerationError, float | None]:
    """Return the error to raise, and after how many seconds to ask again; 0 for the usual back-off, None for never."""
    if not isinstance(error, ApiError):
        reason = str(error) or type(error).__name__
        return _failed(f"ElevenLabs cannot be reached ({reason.lower()})", "Check the network.", transient=True), 0.0
    status, word = error.status_code or 0, _read_status(error.body)
    if word == "quota_exceeded" or status == 402:
        return _failed(
            "The ElevenLabs account has no credits left for this", "Wait for the next month, or buy more."
        ), None
    if status == 429:
        failure = _failed("ElevenLabs has too many requests (429)", "Wait a minute.", transient=True)
        return failure, _read_wait(error.headers)
    if status in (401, 403):
        said = f" ({word})" if word else ""
        return _failed(f"ElevenLabs refused the key{said}", "See that ELEVENLABS_API_KEY is yours and may speak."), None
    if status in (400, 404) and ("voice" in word or status == 404):
        return _failed(
            f"ElevenLabs has no voice {voice} for this account", "Choose one of your voices by its id."
        ), None
    if status >= 500 or not status:
        return _failed(f"ElevenLabs failed ({status})", "Run the command again.", transient=True), 0.0
    return _failed(f"ElevenLabs refused the request ({status} {word})", "Choose another voice or model."), None


def _read_status(body: object) -> str:
    """Return the service's own word for a failure: `{"detail": {"status": "quota_exceeded", …}}`."""
    body = getattr(body, "model_dump", lambda: body)()
    detail = body.get("detail") if isinstance(body, dict) else None
    found = detail.get("status") or detail.get("code") if isinstance(detail, dict) else None
    return found[:60] if isinstance(found, str) else ""


def _read_wait(headers: dict[str, str] | None) -> float:
    found = next((value for name, value in (headers or {}).items() if name.lower() == "retry-after"), "")
    return float(found) if found.isdecimal() and len(found) < 6 else 0.0


def _failed(message: str, remedy: str, *, transient: bool = False) -> AudioGenerationError:
    return AudioGenerationError(f"{message[:300]}.", f"{remedy} {_OTHER}", transient=transient)
