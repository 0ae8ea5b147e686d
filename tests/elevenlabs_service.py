"""A stand-in for ElevenLabs' API on the loopback: its endpoint with timestamps, its ways to refuse, and a hum."""

from __future__ import annotations

import base64
import json
import math
from array import array

from aiohttp import web

RATE = 24_000
EACH = 0.06
"""Seconds of a letter."""
KEY = "sk_test_0123456789"
VOICE = "21m00Tcm4TlvDq8ikWAM"
REFUSALS = {
    "key": (401, "invalid_api_key"), "quota": (401, "quota_exceeded"), "busy": (429, "too_many_concurrent_requests"),
    "voice": (404, "voice_not_found"), "text": (400, "invalid_request"), "down": (503, ""),
}  # fmt: skip


class ElevenLabsService:
    """A server for one test: `async with ElevenLabsService("busy", times=1) as service` refuses once and then behaves.

    Faults: those of REFUSALS, no-sound, no-times, garbage-sound.
    """

    def __init__(self, fault: str = "", times: int = 1_000_000) -> None:
        self.fault, self.times = fault, times
        self.requests: list[dict[str, object]] = []
        self.queries: list[dict[str, str]] = []
        self.keys: list[str] = []

    async def __aenter__(self) -> ElevenLabsService:
        app = web.Application()
        app.router.add_post("/v1/text-to-speech/{voice}/with-timestamps", self._speak)
        self.runner = web.AppRunner(app, shutdown_timeout=0.2)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self.runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.runner.cleanup()

    async def _speak(self, request: web.Request) -> web.Response:
        self.keys.append(request.headers.get("xi-api-key", ""))
        self.requests.append(await request.json())
        self.queries.append(dict(request.query))
        fault = ""
        if self.times > 0:
            self.times, fault = self.times - 1, self.fault
        if self.keys[-1] != KEY:
            fault = "key"
        elif request.match_info["voice"] != VOICE:
            fault = "voice"
        if fault in REFUSALS:
            status, word = REFUSALS[fault]
            headers = {"Retry-After": "0"} if status == 429 else {}
            return web.json_response({"detail": {"status": word, "message": "No."}}, status=status, headers=headers)
        text = str(self.requests[-1]["text"])
        speed = (self.requests[-1].get("voice_settings") or {}).get("speed", 1.0)
        each = EACH / speed
        sound = (
            "%%%"
            if fault == "garbage-sound"
            else base64.b64encode(b"" if fault == "no-sound" else hum(text, each)).decode()
        )
        alignment = {
            "characters": list(text),
            "character_start_times_seconds": [round(at * each, 3) for at in range(len(text))],
            "character_end_times_seconds": [round((at + 1) * each, 3) for at in range(len(text))],
        }
        body = {"audio_base64": sound, "alignment": None if fault == "no-times" else alignment}
        return web.Response(text=json.dumps(body), content_type="application/json")


def hum(text: str, each: float) -> bytes:
    """Sound for each letter, silence for each space."""
    samples = array("h")
    for letter in text:
        loud = 9000 if letter.isalnum() else 0
        samples.extend(int(loud * math.sin(at * 2 * math.pi * 220 / RATE)) for at in range(int(each * RATE)))
    return samples.tobytes()
