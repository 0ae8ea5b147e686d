"""A database that is busy for a moment is asked again by the server, not by each of its clients after seconds."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from deployments import busy_database
from deployments.busy_database import PatientServer


class Database:
    """An application whose database is busy some times, and says what it was sent."""

    def __init__(self, busy: int, status: int = 503) -> None:
        self.busy, self.status = busy, status
        self.bodies: list[bytes] = []

    async def answer(self, request: Request) -> Response:
        self.bodies.append(await request.body())
        if len(self.bodies) <= self.busy:
            return JSONResponse({"exception_message": "Service Unavailable"}, status_code=self.status)
        return JSONResponse({"sent": len(self.bodies[-1])}, status_code=201)


def ask(database: Database, body: bytes = b"{}") -> tuple[httpx.Response, PatientServer]:
    app = PatientServer(Starlette(routes=[Route("/{path:path}", database.answer, methods=["GET", "POST"])]))

    async def run() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.post("/api/flow_runs/", content=body)

    return asyncio.run(run()), app


@pytest.mark.parametrize("busy", [0, 1, 4])
def test_a_request_is_asked_until_it_is_done(busy: int) -> None:
    database = Database(busy)
    began = time.monotonic()
    answer, app = ask(database, b"x" * 100_000)
    assert (answer.status_code, answer.json()) == (201, {"sent": 100_000})
    assert database.bodies == [b"x" * 100_000] * (busy + 1)
    assert app.asked_again == (busy > 0)
    assert time.monotonic() - began < 1.5, "Prefect's own client waits two seconds before it asks once more"


def test_other_failures_are_told_at_once() -> None:
    database = Database(9, status=500)
    assert ask(database)[0].status_code == 500
    assert len(database.bodies) == 1


def test_patience_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(busy_database, "_PATIENCE", 0.2)
    answer, _ = ask(Database(10_000))
    assert (answer.status_code, answer.json()) == (503, {"exception_message": "Service Unavailable"})


def test_a_large_request_is_asked_once() -> None:
    database = Database(1)

    async def chunks() -> None:
        sent = iter([b"x" * 3_000_000] * 3)

        async def receive() -> Message:
            part = next(sent, None)
            return {"type": "http.request", "body": part or b"", "more_body": part is not None}

        told: list[Message] = []

        async def send(message: Message) -> None:
            told.append(message)

        scope = {"type": "http", "method": "POST", "path": "/a", "raw_path": b"/a", "query_string": b"", "headers": []}
        await PatientServer(Starlette(routes=[Route("/a", database.answer, methods=["POST"])]))(scope, receive, send)
        assert told[0]["status"] == 503

    asyncio.run(chunks())
    assert [len(body) for body in database.bodies] == [9_000_000]


def test_an_answer_goes_out_as_it_comes() -> None:
    order: list[str] = []

    async def stream(_: Request) -> Response:
        async def parts() -> AsyncIterator[str]:
            for part in ("a", "b"):
                order.append(f"made {part}")
                yield part

        return StreamingResponse(parts())

    async def run() -> None:
        async def send(message: Message) -> None:
            if message.get("body"):
                order.append(f"sent {message['body'].decode()}")

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        scope = {"type": "http", "method": "GET", "path": "/a", "raw_path": b"/a", "query_string": b"", "headers": []}
        await PatientServer(Starlette(routes=[Route("/a", stream)]))(scope, receive, send)

    asyncio.run(run())
    assert order == ["made a", "sent a", "made b", "sent b"]


@pytest.mark.parametrize("kind", ["lifespan", "websocket"])
def test_what_is_no_request_is_handed_on(kind: str) -> None:
    seen: list[str] = []

    async def inner(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope["type"])

    async def nothing(*_: Sequence[object]) -> Message:
        raise AssertionError

    asyncio.run(PatientServer(inner)({"type": kind}, nothing, nothing))  # type: ignore[arg-type]
    assert seen == [kind]
