"""A stand-in for services of language models on the loopback: the Messages API and chat completions, and how they fail.

It answers from what it is sent, as a model would: rows of the document become sentences. `obey` makes it do instead what a
hostile document asks for.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Collection
from typing import Any

from aiohttp import web

KEY = "sk-ant-canary-7f3a9b2c5d8e1f40"
ROW = re.compile(r"^(\d+)\|(\w+)(?: (\w+))?\| (.*)$", re.MULTILINE)
STATUSES = {"400": 400, "401": 401, "404": 404, "413": 413, "429": 429, "500": 500, "529": 529}
KINDS = {400: "invalid_request_error", 401: "authentication_error", 404: "not_found_error", 413: "request_too_large",
         429: "rate_limit_error", 500: "api_error", 529: "overloaded_error"}  # fmt: skip
INVENTED = "Bananas ripen overnight underneath tropical palms."
VOWELS = str.maketrans("aeiouAEIOU", "eiouaEIOUA")
Obey = Callable[[str, str], Any]
"""Document and task -> what a model that obeys hands in; None to write as usual."""


class ModelService:
    """A server for one test: `async with ModelService("429", times=1) as service` fails once and then behaves.

    Faults: a status of STATUSES; stream-overloaded, drop, cut (the stream ends early), slow, refusal, max_tokens, invalid,
    text (no tool is called), garbage, ungrounded, half (one sentence is), redirect, endless, echo (a status 401
    that repeats the key).
    """

    def __init__(
        self,
        fault: str = "",
        times: int = 1_000_000,
        *,
        after: int = 0,
        retry_after: str = "",
        obey: Obey | None = None,
    ) -> None:
        self.fault, self.times, self.after, self.retry_after, self.obey = fault, times, after, retry_after, obey
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.other: list[str] = []
        self.active = self.most_active = 0

    async def __aenter__(self) -> ModelService:
        self.closing = asyncio.Event()
        app = web.Application(client_max_size=20_000_000)
        app.router.add_post("/v1/messages", self._messages)
        app.router.add_post("/v1/chat/completions", self._chat)
        app.router.add_route("*", "/{rest:.*}", self._elsewhere)
        self.runner = web.AppRunner(app, shutdown_timeout=0.2)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self.runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self.closing.set()
        await self.runner.cleanup()

    async def _elsewhere(self, request: web.Request) -> web.Response:
        self.other.append(f"{request.method} {request.path}")
        return web.Response(status=404)

    def _take_fault(self) -> str:
        if not self.fault or self.times <= 0 or len(self.requests) <= self.after:
            return ""
        self.times -= 1
        return self.fault

    async def _begin(self, request: web.Request) -> tuple[dict[str, Any], str, web.StreamResponse | None]:
        body = await request.json()
        self.requests.append(body)
        self.headers.append({name.lower(): value for name, value in request.headers.items()})
        fault = self._take_fault()
        if fault in STATUSES or fault == "echo":
            status = STATUSES.get(fault, 401)
            said = (
                f"bad key {request.headers.get('x-api-key') or request.headers.get('Authorization')}"
                if fault == "echo"
                else fault
            )
            headers = {"retry-after": self.retry_after} if self.retry_after else {}
            error = {"type": "error", "error": {"type": KINDS[status], "message": said}, "request_id": "req_1"}
            return body, fault, web.json_response(error, status=status, headers=headers)
        if fault == "redirect":
            return body, fault, web.Response(status=307, headers={"Location": f"{self.url}/elsewhere"})
        if fault == "slow":
            await self.closing.wait()
        if fault == "endless":
            return body, fault, web.Response(body=b" " * 9_000_000, content_type="application/json")
        return body, fault, None

    async def _messages(self, request: web.Request) -> web.StreamResponse:
        body, fault, failed = await self._begin(request)
        if failed is not None:
            return failed
        self.active += 1
        self.most_active = max(self.most_active, self.active)
        await asyncio.sleep(0.01)
        try:
            return await self._stream(request, body, fault)
        finally:
            self.active -= 1

    async def _stream(self, request: web.Request, body: dict[str, Any], fault: str) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "request-id": "req_1"})
        await response.prepare(request)

        async def send(kind: str, **fields: Any) -> None:
            await response.write(f"event: {kind}\ndata: {json.dumps({'type': kind, **fields})}\n\n".encode())

        usage = {
            "input_tokens": 200,
            "cache_creation_input_tokens": 3000,
            "cache_read_input_tokens": 0,
            "output_tokens": 1,
        }
        if len(self.requests) > 1:
            usage |= {"cache_creation_input_tokens": 0, "cache_read_input_tokens": 3000}
        await send("message_start", message={
            "id": "msg_1", "type": "message", "role": "assistant", "model": body["model"], "content": [],
            "stop_reason": None, "stop_sequence": None, "usage": usage,
        })  # fmt: skip
        await send("ping")
        if fault == "stream-overloaded":
            await send("error", error={"type": "overloaded_error", "message": "Overloaded"})
            return response
        await send("content_block_start", index=0, content_block={"type": "thinking", "thinking": "", "signature": ""})
        await send("content_block_delta", index=0, delta={"type": "signature_delta", "signature": "c2ln"})
        await send("content_block_stop", index=0)
        written, reason = self._write(body["messages"][0]["content"][0]["text"], _task(body), fault), "tool_use"
        if fault in ("text", "refusal"):
            await send("content_block_start", index=1, content_block={"type": "text", "text": ""})
            await send("content_block_delta", index=1, delta={"type": "text_delta", "text": "I would rather talk."})
            reason = "end_turn" if fault == "text" else "refusal"
        else:
            tool = {"type": "tool_use", "id": "toolu_1", "name": body["tools"][0]["name"], "input": {}}
            await send("content_block_start", index=1, content_block=tool)
            for at in range(0, len(written), 400):
                if fault == "drop" and at:
                    assert request.transport is not None
                    request.transport.abort()
                    return response
                if fault in ("cut", "max_tokens") and at:
                    break
                await send(
                    "content_block_delta",
                    index=1,
                    delta={"type": "input_json_delta", "partial_json": written[at : at + 400]},
                )
            reason = "max_tokens" if fault == "max_tokens" else reason
        if fault == "cut":
            return response
        await send("content_block_stop", index=1)
        await send("message_delta", delta={"stop_reason": reason, "stop_sequence": None}, usage={"output_tokens": 500})
        await send("message_stop")
        return response

    async def _chat(self, request: web.Request) -> web.StreamResponse:
        body, fault, failed = await self._begin(request)
        if failed is not None:
            return failed
        told = body["messages"][1]["content"]
        written = self._write(told, told, fault)
        if fault == "drop":
            assert request.transport is not None
            request.transport.abort()
        message = {"role": "assistant", "content": written}
        if fault == "refusal":
            message = {"role": "assistant", "content": None, "refusal": "No."}
        if fault == "text":
            message["content"] = "I would rather talk."
        finish = "length" if fault == "max_tokens" else "stop"
        usage = {"prompt_tokens": 3200, "completion_tokens": 500, "total_tokens": 3700}
        return web.json_response({"object": "chat.completion", "model": body["model"], "usage": usage,
                                  "choices": [{"index": 0, "finish_reason": finish, "message": message}]})  # fmt: skip

    def _write(self, document: str, task: str, fault: str) -> str:
        if fault == "invalid":
            return json.dumps({"scenes": [{"kind": "film", "sentences": []}]})
        if fault == "garbage":
            return '{"scenes": [nonsense'
        obeyed = self.obey(document, task) if self.obey else None
        answer = obeyed if obeyed is not None else write_answer(document, task)
        text = json.dumps(answer, ensure_ascii=False)
        if fault not in ("ungrounded", "half"):
            return text
        invented = f'"text": "{INVENTED}", "first_row"'
        return re.sub(r'"text": "[^"]*", "first_row"', invented, text, count=1 if fault == "half" else 0)


def _task(body: dict[str, Any]) -> str:
    task: str = body["messages"][0]["content"][1]["text"]
    return task


def translate_answer(task: str) -> dict[str, Any]:
    """Translate as a faithful model would, into a language whose vowels have all moved on by one."""
    rows = [json.loads(line) for line in task.splitlines() if line.startswith('{"number"')]
    return {"texts": [{"number": row["number"], "text": move_vowels(row)} for row in rows]}


def move_vowels(row: dict[str, Any]) -> str:
    """Translate one row of a task: marks and names stay, terms are said as they say."""
    said = {name.casefold(): name for name in row.get("keep", ())} | {
        term.casefold(): ours for term, ours in row.get("terms", {}).items()
    }
    parts = re.split(rf"(\b(?:{'|'.join(map(re.escape, said))})\b)", row["text"], flags=re.I) if said else [row["text"]]
    return "".join(said.get(part.casefold(), part.translate(VOWELS)) for part in parts)


def write_answer(document: str, task: str) -> dict[str, Any]:
    """Answer as a dull, faithful model would."""
    if task.startswith("Translate the") or "\n\nTranslate the" in task:
        return translate_answer(task)
    rows = [(int(number), kind, text) for number, kind, _, text in ROW.findall(f"{document}\n{task}")]
    if "Finish the film" in task:
        told = set(re.findall(r"^    \d+: (.*)$", task, re.MULTILINE))
        ends = list(_speak(rows, 12.0, words=11, told=told))
        subtitle = ends[0]["sentences"][0]["text"].rstrip(".")[:100]
        return {"opening": ends[0]["sentences"], "subtitle": subtitle, "closing": ends[-1]["sentences"], "changes": []}
    asked = re.search(r"the scenes for rows ([\d, to]+),", task)
    assert asked is not None
    numbers = set(_numbers(asked[1]))
    seconds = re.search(r"about (\d+) seconds", task)
    assert seconds is not None
    scenes = list(_speak([row for row in rows if row[0] in numbers], float(seconds[1])))
    if "begins with a card" in task:
        scenes[0] = {"kind": "card", "summary": "", "sentences": scenes[0]["sentences"]}
    picture = re.search(r"^- (b\d+\.\d+): (?!quiz)", task, re.MULTILINE)
    if picture and len(scenes) > 1:
        scenes[-1] = {"kind": "picture", "picture": picture[1], "sentences": scenes[-1]["sentences"]}
    return {"scenes": scenes}


def _numbers(ranges: str) -> list[int]:
    found = []
    for part in ranges.split(","):
        low, _, high = part.strip().partition(" to ")
        found += list(range(int(low), int(high or low) + 1))
    return found


def _speak(rows: list[tuple[int, str, str]], seconds: float, words: int = 13, told: Collection[str] = ()) -> Any:
    """Yield statements and lists of about ten words of the rows each."""
    waiting: list[dict[str, Any]] = []
    spent = 0.0
    for sentence in _sentences(rows, words, told):
        waiting.append(sentence)
        count = sum(len(one["text"].split()) for one in waiting)
        if count >= 12:
            points = [
                {"label": "", "text": " ".join(one["text"].split()[:6]), "sentence": at}
                for at, one in enumerate(waiting)
            ]
            yield ({"kind": "list", "header": "", "points": points[:5], "sentences": waiting} if len(waiting) > 1 else
                   {"kind": "statement", "text": points[0]["text"], "sentences": waiting})  # fmt: skip
            waiting, spent = [], spent + count / 2.4
        if spent >= seconds:
            return


def _sentences(rows: list[tuple[int, str, str]], length: int, told: Collection[str]) -> Any:
    said = set(told)
    for number, kind, text in rows:
        bare = " ".join(re.sub(r"\S*(?:://|@|\]\()\S*|[|*_#<>`&~^]|^\W+", " ", text).split())
        words = bare.split()
        for at in range(0, len(words), length):
            part = " ".join(words[at : at + length]).rstrip(".,;:") + "."
            if len(words[at : at + length]) > 4 and part not in said and kind != "code":
                said.add(part)
                yield {"text": part, "first_row": number, "last_row": number}
