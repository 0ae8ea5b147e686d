"""One text -> MP3 and word events, over one connection to Edge, through the edge-tts client."""

from __future__ import annotations

import asyncio
import contextlib
from typing import NamedTuple

import aiohttp
import edge_tts.communicate
from edge_tts import constants
from edge_tts.drm import DRM
from edge_tts.exceptions import EdgeTTSException, NoAudioReceived, SkewAdjustmentError, UnexpectedResponse

from adapters.voices.alignment import WordEvent
from adapters.voices.edge_network import RequestConnector
from model.audio import SAMPLE_RATE
from model.errors import AudioGenerationError

FAILURES = (EdgeTTSException, aiohttp.ClientError, OSError)
"""What a request may raise; TimeoutError is an OSError."""
_TICKS = 10_000_000
_BYTE_RATE = 6_000
_OFFLINE = "Or use --engine espeak."


class TruncatedError(EdgeTTSException):
    """The connection ended before the sound did, which edge-tts 7.3.1 does not notice."""


class Tuning(NamedTuple):
    """How a voice is to speak, as the service reads it."""

    rate: str = "+0%"
    pitch: str = "+0Hz"


class Answer(NamedTuple):
    """What Edge sent."""

    mp3: bytes
    events: tuple[WordEvent, ...]


async def request_speech(
    text: str,
    voice: str,
    edge_url: str | None,
    deadline: float,
    *,
    tuning: Tuning = Tuning(),  # noqa: B008 - a value, never changed
    first_sound: bool = False,
) -> Answer:
    """Have one text of at most 4096 bytes spoken, within `deadline` seconds; with `first_sound` only begin to.

    Raises one of FAILURES.
    """
    connector = RequestConnector()
    client = edge_tts.communicate.Communicate(
        text, voice, rate=tuning.rate, pitch=tuning.pitch, boundary="WordBoundary", connector=connector
    )
    task = asyncio.ensure_future(_receive(client, edge_url, connector, first_sound))
    try:
        finished, _ = await asyncio.wait({task}, timeout=deadline)
        if not finished:
            raise TimeoutError(f"no answer within {deadline:.3g} s")
        return task.result()
    finally:
        # A stalled server holds an orderly farewell for ten seconds, whatever the deadline was.
        await connector.abandon()
        if not task.done():
            task.cancel()
            await asyncio.wait({task}, timeout=1.0)
        if task.done() and not task.cancelled():
            task.exception()


async def _receive(
    client: edge_tts.communicate.Communicate, edge_url: str | None, connector: RequestConnector, first_sound: bool
) -> Answer:
    mp3, events = bytearray(), list[WordEvent]()
    # Both are globals of the client, read before its first await; the skew is learnt anew from each refusal.
    vars(edge_tts.communicate)["WSS_URL"] = _address(edge_url)
    DRM.clock_skew_seconds = 0.0
    try:
        async with contextlib.aclosing(client.stream()) as stream:
            async for chunk in stream:
                if chunk["type"] == "audio":
                    mp3 += chunk["data"]
                    if first_sound:
                        await connector.abandon()
                        return Answer(bytes(mp3), ())
                else:
                    events.append(_word_event(chunk["offset"], chunk["duration"], chunk["text"]))
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise UnexpectedResponse(f"{type(error).__name__}: {error}") from error
    if client.state["chunk_audio_bytes"] or client.state["cumulative_audio_bytes"] != len(mp3):
        raise TruncatedError(f"the sound broke off after {len(mp3) / _BYTE_RATE:.1f} s")
    return Answer(bytes(mp3), tuple(events))


def _word_event(offset: float, duration: float, text: str) -> WordEvent:
    start = int(offset * SAMPLE_RATE // _TICKS)
    return WordEvent(start, start + int(duration * SAMPLE_RATE // _TICKS), text)


def _address(edge_url: str | None) -> str:
    if edge_url is None:
        return constants.WSS_URL
    return edge_url if "?" in edge_url else f"{edge_url}?TrustedClientToken={constants.TRUSTED_CLIENT_TOKEN}"


def explain_failure(error: BaseException, voice: str, near: str = "") -> tuple[AudioGenerationError, bool]:
    """Return the error to raise, and whether asking again may help. `near` names voices that are spelled alike."""
    status = getattr(error, "status", None)
    if isinstance(error, TimeoutError):
        return _failed("Edge did not answer in time", "Check the network.", transient=True), True
    if isinstance(error, NoAudioReceived):
        # Now and then for a good voice, always for one that was withdrawn: rany2/edge-tts#473, #447.
        return _failed(f"Edge sent no sound for the voice {voice}", f"Choose another voice.{near}"), True
    if isinstance(error, SkewAdjustmentError) or status == 403:
        remedy = "Set the clock, or upgrade edge-tts."
        return _failed("Edge refused the request (403)", remedy), True
    if isinstance(status, int) and status:
        again = status == 429 or status >= 500
        return _failed(f"Edge refused the request ({status})", "Wait five minutes.", transient=again), again
    if isinstance(error, TruncatedError):
        return _failed(f"Edge cut its answer short: {error}", "Run the command again.", transient=True), True
    if isinstance(error, EdgeTTSException):
        return _failed(f"Edge sent what its client does not understand ({error})", "Upgrade edge-tts."), True
    reason = getattr(getattr(error, "os_error", error), "strerror", None) or str(error) or type(error).__name__
    return _failed(f"Edge cannot be reached ({reason.lower()})", "Check the network.", transient=True), True


def _failed(message: str, remedy: str, *, transient: bool = False) -> AudioGenerationError:
    return AudioGenerationError(f"{message[:300]}.", f"{remedy} {_OFFLINE}", transient=transient)
