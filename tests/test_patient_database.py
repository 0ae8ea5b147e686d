"""Transactions that read and then write, many at once: all are done, where Prefect's own are refused at once."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import sqlalchemy
from prefect.server.database.configurations import AioSqliteConfiguration

from adapters.server import ServerAddress
from deployments.patient_database import PatientSqlite
from tests.test_server_security import ask, signed_in

MANY = 8


async def write_after_reading(kind: type[AioSqliteConfiguration], path: Path) -> list[object]:
    config = kind(connection_url=f"sqlite+aiosqlite:///{path}")
    engine = await config.engine()
    ready = asyncio.Barrier(2)

    async def write(number: int) -> None:
        session = await config.session(engine)
        async with session, config.begin_transaction(session):
            await session.execute(sqlalchemy.text("SELECT count(*) FROM run"))
            if kind is AioSqliteConfiguration:
                await ready.wait()  # all have read, none has written
            await session.execute(sqlalchemy.text(f"INSERT INTO run VALUES ({number})"))

    many = 2 if kind is AioSqliteConfiguration else MANY
    outcomes = await asyncio.gather(*map(write, range(many)), return_exceptions=True)
    await engine.dispose()
    return list(outcomes)


def make_database(folder: Path) -> Path:
    path = folder / "runs.db"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE run (number INTEGER)")
    database.close()
    return path


def test_who_may_write_waits_for_its_turn(tmp_path: Path) -> None:
    path = make_database(tmp_path)
    assert asyncio.run(write_after_reading(PatientSqlite, path)) == [None] * MANY
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT count(*) FROM run").fetchone() == (MANY,)
    database.close()


def test_prefects_own_way_is_refused(tmp_path: Path) -> None:
    """When this fails, Prefect has mended it: deployments/patient_database.py can go."""
    one, two = asyncio.run(write_after_reading(AioSqliteConfiguration, make_database(tmp_path)))
    refused = one or two
    assert isinstance(refused, sqlalchemy.exc.OperationalError)
    assert "locked" in str(refused)


def test_the_server_takes_all_that_is_written_at_once(embedded_server: ServerAddress) -> None:
    client = str(uuid.uuid4())
    headers = signed_in(embedded_server)

    def send(method: str, path: str, body: object = None) -> tuple[int, dict[str, str]]:
        reply = ask(embedded_server, method, path, headers, body)
        return reply.status, json.loads(reply.content)  # type: ignore[attr-defined]

    token = send("GET", f"/api/csrf-token?client={client}")[1]["token"]
    headers |= {"prefect-csrf-token": token, "prefect-csrf-client": client}
    flow = send("POST", "/api/flows/", {"name": "many at once"})[1]["id"]

    def create(number: int) -> int:
        run = {"flow_id": flow, "name": f"run {number}", "state": {"type": "PENDING"}, "tags": [f"tag {number}"]}
        status, made = send("POST", "/api/flow_runs/", run)
        told = {"state": {"type": "RUNNING"}}
        return max(status, send("POST", f"/api/flow_runs/{made.get('id')}/set_state", told)[0])

    with ThreadPoolExecutor(16) as threads:
        assert set(threads.map(create, range(64))) == {201}
