"""A stand-in for Edge's read-aloud service on the loopback: its wire protocol and its ways to fail, with espeak's voice."""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from array import array
from email.utils import formatdate
from xml.etree import ElementTree

import av
import espeakng_loader
from aiohttp import WSMsgType, web
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from edge_tts.drm import generate_sec_ms_gec_v2

from adapters.processes import run_tool
from adapters.voices import espeak

PATH = "/consumer/speech/synthesize/readaloud/edge/v1"
NAMESPACE = "{http://www.w3.org/2001/10/synthesis}"
RATE = 24_000
SKEW = 3_600
REFUSALS = {"403": 403, "429": 429, "503": 503}


class EdgeService:
    """A server for one test: `async with EdgeService("drop", times=1) as service` fails once and then behaves.

    With `after` it behaves so many times first.

    Faults before speech: 403, 403-skewed (its clock is an hour ahead), 429, 503, slow (no handshake).
    Faults in speech: no-audio, drop, abort, stall, stall-audio, early-end, garbage-text, unknown-path, garbage-binary,
    garbage-mp3, garbage-metadata.
    Oddities of words: merged, missing, wordless, spelled; of sound: pauses (1.2 s after a sentence).
    """

    def __init__(
        self, fault: str = "", times: int = 1_000_000, *, after: int = 0, words: str = "", pauses: bool = False
    ) -> None:
        self.fault, self.times, self.after, self.words, self.pauses = fault, times, after, words, pauses
        self.texts: list[str] = []
        self.voices: list[str] = []
        self.prosody: list[dict[str, str]] = []
        self.connections = self.active = self.most_active = 0
        self.onsets: list[float] = []

    async def __aenter__(self) -> EdgeService:
        self.closing = asyncio.Event()
        self.spoken_to = asyncio.Event()
        app = web.Application()
        app.router.add_get(PATH, self._connect)
        self.runner = web.AppRunner(app, shutdown_timeout=0.2)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"ws://127.0.0.1:{self.runner.addresses[0][1]}{PATH}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self.closing.set()
        await self.runner.cleanup()

    def _take_fault(self) -> str:
        if not self.fault or self.times <= 0 or self.connections <= self.after:
            return ""
        self.times -= 1
        return self.fault

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        self.connections += 1
        if self.fault == "403-skewed":
            if request.query["Sec-MS-GEC"] != generate_sec_ms_gec_v2(time.time() + SKEW):
                return web.Response(status=403, headers={"Date": formatdate(time.time() + SKEW, usegmt=True)})
            fault = ""
        else:
            fault = self._take_fault()
        if fault in REFUSALS:
            return web.Response(status=REFUSALS[fault], headers={"Date": formatdate(usegmt=True)})
        if fault == "slow":
            await self.closing.wait()
            return web.Response(status=500)
        socket = web.WebSocketResponse(compress=True, timeout=0.2)
        self.active += 1
        self.most_active = max(self.most_active, self.active)
        try:
            await socket.prepare(request)
            await self._converse(socket, request, fault)
        except ConnectionError:
            pass  # the client has hung up
        finally:
            self.active -= 1
        return socket

    async def _converse(self, socket: web.WebSocketResponse, request: web.Request, fault: str) -> None:
        async for message in socket:
            if message.type != WSMsgType.TEXT:
                return
            head, _, body = message.data.partition("\r\n\r\n")
            headers = dict(line.split(":", 1) for line in head.split("\r\n"))
            if headers["Path"] == "speech.config":
                options = json.loads(body)["context"]["synthesis"]["audio"]["metadataoptions"]
                assert options == {"sentenceBoundaryEnabled": "false", "wordBoundaryEnabled": "true"}
            elif headers["Path"] == "ssml":
                turn = _Turn(socket, headers["X-RequestId"])
                await self._answer(turn, request, body, fault)

    async def _answer(self, turn: _Turn, request: web.Request, ssml: str, fault: str) -> None:
        voice = ElementTree.fromstring(ssml).find(f"{NAMESPACE}voice")
        text = "".join(voice.itertext())
        self.texts.append(text)
        self.prosody.append(dict(voice.find(f"{NAMESPACE}prosody").attrib))
        self.spoken_to.set()
        self.voices.append(voice.get("name"))
        await turn.send("turn.start", {"context": {"serviceTag": turn.request}})
        await turn.send("response", {"audio": {"type": "inline", "streamId": "1"}})
        if fault == "stall":
            await self.closing.wait()
        elif fault == "no-audio":
            await turn.send("turn.end", {})
        elif fault == "garbage-text":
            await turn.socket.send_str("no headers here")
        elif fault == "unknown-path":
            await turn.send("turn.unheard-of", {})
        elif fault == "garbage-binary":
            await turn.socket.send_bytes(b"\xff\xff?")
        elif fault == "garbage-metadata":
            await turn.send("audio.metadata", {"Metadata": [{"Type": "WordBoundary", "Data": None}]})
        else:
            sound, marks = await self._speak(text)
            sound = b"\0not an mp3\0" * 500 if fault == "garbage-mp3" else sound
            await self._stream(turn, request, sound, marks, fault)

    async def _stream(self, turn: _Turn, request: web.Request, sound: bytes, marks: list[Mark], fault: str) -> None:
        for at in range(0, len(sound), 1440):
            while marks and marks[0][0] <= at / 6000 + 0.3:
                await turn.mark(*marks.pop(0))
            await turn.audio(sound[at : at + 1440])
            if at + 1440 > len(sound) // 2 and fault == "drop":
                await turn.socket.close()
                return
            if at + 1440 > len(sound) // 2 and fault == "abort":
                request.transport.abort()
                return
            if at + 1440 > len(sound) // 2 and fault == "stall-audio":
                await self.closing.wait()
                return
            if at + 1440 > len(sound) // 2 and fault == "early-end":
                break
        for mark in marks:
            await turn.mark(*mark)
        await turn.audio(b"", "")
        await turn.send("turn.end", {})

    async def _speak(self, text: str) -> tuple[bytes, list[Mark]]:
        """Return MP3 and (start, duration, word) in seconds, as the service would: words without punctuation."""
        sentences = re.findall(r"[^.!?]+[.!?]*\s*", text) if self.pauses else [text]
        samples, marks = array("h", bytes(2 * RATE // 10)), list[Mark]()
        self.onsets = []
        for sentence in sentences:
            sound, rate, events = await _synthesise(sentence)
            begin = len(samples) / RATE
            self.onsets.append(begin)
            ends = [event[0] for event in events[1:]] + [len(sound) * rate // RATE]
            for (start, position, length), end in zip(events, ends, strict=True):
                word = sentence[position : position + length].strip(" .,;:!?\"'()")
                marks.append((begin + start / rate, (end - start) / rate, word))
            samples += sound + array("h", bytes(2 * RATE * 12 // 10 if self.pauses else 0))
        return encode_mp3(samples), self._mangle([mark for mark in marks if mark[2]])

    def _mangle(self, marks: list[Mark]) -> list[Mark]:
        if self.words == "wordless":
            return []
        if self.words == "missing":
            return [mark for at, mark in enumerate(marks) if at % 3 != 2]
        if self.words == "spelled":
            return [(start, length, "forty two" if word.isdigit() else word) for start, length, word in marks]
        if self.words == "merged":
            pairs = [marks[at : at + 2] for at in range(0, len(marks), 2)]
            return [(pair[0][0], sum(mark[1] for mark in pair), " ".join(mark[2] for mark in pair)) for pair in pairs]
        return marks


Mark = tuple[float, float, str]


class _Turn:
    def __init__(self, socket: web.WebSocketResponse, request: str) -> None:
        self.socket, self.request = socket, request

    async def send(self, path: str, body: object) -> None:
        head = f"X-RequestId:{self.request}\r\nContent-Type:application/json; charset=utf-8\r\nPath:{path}\r\n\r\n"
        await self.socket.send_str(head + json.dumps(body))

    async def mark(self, start: float, duration: float, word: str) -> None:
        text = {"Text": word, "Length": len(word), "BoundaryType": "WordBoundary"}
        # LAME and the decoder delay the sound by 1105 samples: the offsets that the service sends are of what is heard.
        data = {"Offset": int((start + 1105 / RATE) * 1e7), "Duration": int(duration * 1e7), "text": text}
        await self.send("audio.metadata", {"Metadata": [{"Type": "WordBoundary", "Data": data}]})

    async def audio(self, data: bytes, kind: str = "Content-Type:audio/mpeg\r\n") -> None:
        head = f"X-RequestId:{self.request}\r\n{kind}X-StreamId:1\r\nPath:audio\r\n".encode()
        await self.socket.send_bytes(len(head).to_bytes(2, "big") + head + data)


async def _synthesise(text: str) -> tuple[array[int], int, list[list[int]]]:
    job = {
        "library": str(espeakng_loader.get_library_path()),
        "data": str(espeakng_loader.get_data_path()),
        "voice": "en-us+m3",
        "texts": [text],
        **espeak.SETTINGS,
    }
    argv = [sys.executable, "-I", "-S", str(espeak._PROGRAM)]
    done = await run_tool(argv, stdin=json.dumps(job).encode())
    head, _, sound = done.stdout.partition(b"\n")
    header = json.loads(head)
    frame = AudioFrame(format="s16", layout="mono", samples=len(sound) // 2)
    frame.sample_rate = header["rate"]
    frame.planes[0].update(sound + bytes(frame.planes[0].buffer_size - len(sound)))
    resampler, samples = AudioResampler(format="s16", layout="mono", rate=RATE), array("h")
    for ready in (*resampler.resample(frame), *resampler.resample(None)):
        samples.frombytes(bytes(ready.planes[0])[: 2 * ready.samples])
    words = header["parts"][0]["words"]
    return samples, header["rate"], [word for at, word in enumerate(words) if not at or word[1] > words[at - 1][1]]


def encode_mp3(samples: array[int]) -> bytes:
    """24 kHz, mono, 48 kbit/s: each frame has 144 bytes and lasts 24 ms, as the service sends them."""
    encoder = av.CodecContext.create("libmp3lame", "w")
    encoder.sample_rate, encoder.layout, encoder.format, encoder.bit_rate = RATE, "mono", "s16p", 48_000
    frame = AudioFrame(format="s16p", layout="mono", samples=len(samples))
    frame.sample_rate = RATE
    frame.planes[0].update(samples.tobytes() + bytes(frame.planes[0].buffer_size - 2 * len(samples)))
    queue = av.AudioFifo()
    queue.write(frame)
    packets = []
    while (part := queue.read(576, partial=True)) is not None:
        packets += encoder.encode(part)
    return b"".join(bytes(packet) for packet in [*packets, *encoder.encode(None)])
