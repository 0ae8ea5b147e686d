"""A flow run's id -> its events, of this process's or another's run: what was told before, then what is told, to its end.

Prefect's stream of events is live, but it drops what a slow listener does not take, and its table of them lags by seconds.
The numbers of events show what is missing, and that is read from the table: none is given twice, out of turn or not at all.
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import time
from collections.abc import AsyncIterator
from datetime import UTC
from uuid import UUID

import httpx
import pydantic
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.objects import FlowRun
from prefect.events.clients import get_events_subscriber
from prefect.events.filters import (
    EventAnyResourceFilter,
    EventFilter,
    EventNameFilter,
    EventOccurredFilter,
    EventOrder,
)
from prefect.events.schemas.events import Event
from prefect.exceptions import ObjectNotFound
from prefect.logging import get_logger
from prefect.settings import temporary_settings
from prefect.types import DateTime
from pydantic_core import to_json

from adapters.settings import load_settings
from flows.connection import find_server
from model.errors import StateError
from model.events import ENDINGS, EVENT_TYPES, PREFIX, RunEvent
from tasks.telling.in_order import InOrder, Place
from tasks.telling.subscribers import OnEvent

_PAGE = 50
"""Events that the server gives at once."""
_LOOK = 2.0
"""Seconds without an event after which the run's state is looked at."""
_REPAIR = 1.0
"""Seconds between two looks into the table, while something is missing."""
_LAG = 8.0
"""Seconds after which the table has what was told: Prefect writes it every five."""


async def follow_run(run_id: str, on_event: OnEvent) -> str:
    """Call a function, or a coroutine function, with each event of a run to its end; return the name of its last state.

    What the function raises is raised here. Raises StateError when there is no such run, or no server.
    """
    following = _Following(run_id)
    async for event in following.events():
        answer = on_event(event)
        if inspect.isawaitable(answer):
            await answer
    return following.state_name


async def follow_events(run_id: str) -> AsyncIterator[RunEvent]:
    """Give each event of a run, to its end."""
    async for event in _Following(run_id).events():
        yield event


class _Following:
    def __init__(self, run_id: str) -> None:
        self.state_name = ""
        self._run_id = run_id
        self._given: asyncio.Queue[RunEvent | None] = asyncio.Queue()
        self._heard: asyncio.Queue[Event] = asyncio.Queue()
        self._order = InOrder()
        self._looked = 0.0
        self._gap_since = 0.0

    async def events(self) -> AsyncIterator[RunEvent]:
        """Give the events; what is set for the reading holds in a task of its own, not in whoever asks."""
        reading = asyncio.create_task(self._read())
        try:
            while (event := await self._given.get()) is not None:
                yield event
            await reading
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)

    async def _read(self) -> None:
        try:
            with temporary_settings(await find_server(await asyncio.to_thread(load_settings))):
                async with get_client() as client:
                    await self._follow(client)
        except ObjectNotFound as error:
            raise StateError(
                f"There is no run {self._run_id}.", "See `prefect flow-run ls` for those there are."
            ) from error
        except httpx.HTTPError as error:
            raise StateError(f"The Prefect server failed us: {error!r}.", "Run it again.", transient=True) from error
        finally:
            self._given.put_nowait(None)

    async def _follow(self, client: PrefectClient) -> None:
        run = await client.read_flow_run(_as_id(self._run_id))
        listening = asyncio.create_task(self._listen())
        try:
            await self._read_table(client)
            while run.state is None or not run.state.is_final():
                await self._take(client)
                run = await client.read_flow_run(run.id)
            await self._read_rest(client, run)
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)

    async def _take(self, client: PrefectClient) -> None:
        """Give what comes, until the run's state may be another."""
        while True:
            try:
                event = await asyncio.wait_for(self._heard.get(), _REPAIR if self._order.has_gap else _LOOK)
            except TimeoutError:
                return await self._read_table(client)
            if not event.event.startswith(PREFIX):
                return None
            self._add(event)
            if isinstance(self._order.last, ENDINGS):
                return None
            if self._order.has_gap and time.monotonic() - self._looked >= _REPAIR:
                await self._read_table(client)

    async def _read_rest(self, client: PrefectClient, run: FlowRun) -> None:
        """Read what the run told last, as soon as the table has it."""
        assert run.state is not None
        self.state_name = run.state.name or ""
        until = run.state.timestamp.timestamp() + _LAG
        while True:
            await self._read_table(client)
            if (isinstance(self._order.last, ENDINGS) and not self._order.has_gap) or time.time() > until:
                break
            await asyncio.sleep(_REPAIR / 2)
        while self._order.has_gap:
            self._skip()

    async def _listen(self) -> None:
        """Hear of what happens; where the stream cannot be had, the table says it, later."""
        try:
            wanted = _about(self._run_id, (PREFIX, "prefect.flow-run."))
            async with get_events_subscriber(wanted, reconnect_on_clean_close=True) as stream:
                async for event in stream:
                    self._heard.put_nowait(event)
        except Exception as error:
            get_logger("video-gen.events").debug("The stream of events ended: %r", error)

    async def _read_table(self, client: PrefectClient) -> None:
        """Add what the server has kept since what was given last."""
        self._looked = time.monotonic()
        since = DateTime.fromtimestamp(self._order.last.occurred.timestamp(), UTC) if self._order.last else None
        for event in await _read_kept(client, self._run_id, since):
            self._add(event)
        if self._order.has_gap and time.monotonic() - self._gap_since > _LAG:
            self._skip()

    def _add(self, event: Event) -> None:
        if (place := _place_of(event)) is not None:
            had_gap = self._order.has_gap
            self._order.add(place, _parse(event))
            self._give()
            if not had_gap:
                self._gap_since = time.monotonic()

    def _skip(self) -> None:
        self._order.skip_gap()
        self._give()

    def _give(self) -> None:
        for event in self._order.take_due():
            self._given.put_nowait(event)
            self._gap_since = time.monotonic()


async def read_events(client: PrefectClient, run_id: str) -> tuple[RunEvent, ...]:
    """Return what the server has kept of a run's events, in order: all but those of the last seconds."""
    order = InOrder()
    for event in await _read_kept(client, run_id, None):
        if (place := _place_of(event)) is not None:
            order.add(place, _parse(event))
    found = list(order.take_due())
    while order.has_gap:
        order.skip_gap()
        found += order.take_due()
    return tuple(found)


async def _read_kept(client: PrefectClient, run_id: str, since: DateTime | None) -> list[Event]:
    page = await client.read_events(_about(run_id, (PREFIX,), since), limit=_PAGE)
    found: list[Event] = list(page.events)
    while page.next_page:
        page = await client.read_events_page(str(page.next_page))
        found += page.events
    return found


def _about(run_id: str, names: tuple[str, ...], since: DateTime | None = None) -> EventFilter:
    wanted = EventFilter(
        any_resource=EventAnyResourceFilter(id=[f"prefect.flow-run.{run_id}"]),
        event=EventNameFilter(prefix=list(names)),
        order=EventOrder.ASC,
    )
    if since is not None:
        wanted.occurred = EventOccurredFilter(since=since)
    return wanted


def _as_id(run_id: str) -> UUID:
    try:
        return UUID(run_id)
    except ValueError:
        message = f"{run_id} is no id of a run."
        raise StateError(message, "It is written as 8d32c513-df08-4420-bf3f-b1bb53775dfc.") from None


def _place_of(event: Event) -> Place | None:
    """Return an event's place; None for one that is not ours, whatever its name."""
    attempt, sequence = event.payload.get("attempt"), event.payload.get("sequence")
    return (attempt, sequence) if isinstance(attempt, int) and isinstance(sequence, int) else None


def _parse(event: Event) -> RunEvent | None:
    """Return an event's payload; None for a kind that is not known here, or a payload that is another version's."""
    kind = EVENT_TYPES.get(event.event)
    with contextlib.suppress(pydantic.ValidationError):
        return kind.model_validate_json(to_json(event.payload)) if kind else None
    return None
