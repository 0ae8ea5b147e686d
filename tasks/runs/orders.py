"""What others tell a run by Prefect's states, obeyed: Prefect enforces none of it for a run without workers.

A run looks at its own state every second. Set to Cancelling, or to an end, by the UI, the API or `video-gen cancel`, it
stops where it stands and is Cancelled; set to Paused it finishes the parts that are going on and waits until it is
Running again; set to Suspended it leaves, for workers begin it again. Ended in its own process, by Ctrl-C or with the set
that it is part of, it is Cancelled as well.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextvars import ContextVar
from datetime import datetime
from typing import Any
from uuid import UUID

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterEndTime,
    FlowRunFilterParentFlowRunId,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import TERMINAL_STATES, FlowRun, State, StateType
from prefect.exceptions import Pause
from prefect.runtime import deployment, flow_run
from prefect.settings import PREFECT_CLIENT_MAX_RETRIES, temporary_settings
from prefect.states import Cancelled

from model.errors import RunCancelledError, VideoGenError
from model.runs import SHORT

_EVERY = 1.0
"""Seconds between two looks: one costs the server 6 ms."""
_CANCELLED = "It was cancelled while it ran."
_ENDED = "It was ended while it ran: by Ctrl-C, by a signal, or with what it is part of."
_HASTE = 1.0
"""Seconds that the server gets to hear of it: Ctrl-C is obeyed within three."""
_SOON = 0.1


class RunStopped(Pause):
    """A run leaves, and its state says why: the engine sets none. No Exception, for that would be a failure."""

    def __init__(self, error: VideoGenError | asyncio.CancelledError, state: State[Any]) -> None:
        super().__init__(str(error), state=state)
        self.error = error
        """What a caller is told: of a cancellation of its own, that it has happened."""


class Orders:
    """What one run has been told."""

    def __init__(self, flow_run_id: str, body: asyncio.Task[Any], parent: Orders | None) -> None:
        self._run = UUID(flow_run_id)
        self._body = body
        self._parent = parent
        self._may_go_on = asyncio.Event()
        self._may_go_on.set()
        self.ended: State[Any] | None = None
        """The state that ends it."""

    async def may_go_on(self) -> None:
        """Wait while the run is paused, or the set that it is part of."""
        await self._may_go_on.wait()
        if self._parent is not None:
            await self._parent.may_go_on()

    async def watch(self) -> None:
        """Look at the run's state for as long as it goes on, and obey it."""
        while True:
            await asyncio.sleep(_EVERY)
            with contextlib.suppress(Exception):  # a server that is away is the run's own trouble, not this look's
                async with get_client() as client:
                    self._obey(await client.read_flow_run(self._run))

    def _obey(self, run: FlowRun) -> None:
        state = run.state
        if state is None:
            return
        paused = state.is_paused()
        if state.is_final() or (state.is_cancelling() and not run.deployment_id) or _is_suspended(state):
            # Workers end what they run themselves when it is cancelled. Asked again at each look: a library may swallow
            # a cancellation that arrives as its own wait ends.
            self.ended = state
            self._body.cancel()
        elif paused:
            self._may_go_on.clear()
        else:
            self._may_go_on.set()

    async def settle(self) -> State[Any]:
        """Return the state in which the run ends, and see that Prefect has it."""
        assert self.ended is not None
        if not self.ended.is_cancelling():
            return self.ended
        over: State[Any] = Cancelled(message=_CANCELLED)
        async with get_client() as client:
            await client.set_flow_run_state(self._run, over, force=True)
        return over


def _explain(flow_run_id: str, state: State[Any]) -> RunCancelledError:
    what = "suspended" if state.is_paused() else "cancelled" if state.is_cancelled() else f"set to {state.name}"
    remedy = f"What is finished is kept: video-gen resume {flow_run_id[:SHORT]} goes on from there."
    return RunCancelledError(f"The run was {what} from elsewhere.", remedy)


_orders: ContextVar[Orders | None] = ContextVar("orders", default=None)


def _is_suspended(state: State[Any]) -> bool:
    return bool(state.is_paused() and state.state_details.pause_reschedule)


async def may_go_on() -> None:
    """Wait while the run that this is part of is paused."""
    orders = _orders.get()
    if orders is not None:
        await orders.may_go_on()


@contextlib.asynccontextmanager
async def follow_orders(flow_run_id: str) -> AsyncIterator[None]:
    """Obey what is told to a run while the block goes on.

    Raises RunStopped when it was told to end.
    """
    body = asyncio.current_task()
    assert body is not None
    orders = Orders(flow_run_id, body, _orders.get())
    token, watch = _orders.set(orders), asyncio.create_task(orders.watch())
    try:
        yield
    except asyncio.CancelledError:
        if orders.ended is None:
            raise
        watch.cancel()
        while body.cancelling():
            body.uncancel()
        state = await orders.settle()
        raise RunStopped(_explain(flow_run_id, state), state=state) from None
    finally:
        watch.cancel()
        _orders.reset(token)


@contextlib.asynccontextmanager
async def cancelled_with_us() -> AsyncIterator[None]:
    """Have the run be Cancelled when its task is: the engine would take it for crashed. A worker's runs are Prefect's to end.

    Raises RunStopped, which stands for the cancellation.
    """
    try:
        yield
    except asyncio.CancelledError as ending:
        if deployment.id:
            raise
        over: State[Any] = Cancelled(message=_ENDED)

        async def say_so(client: PrefectClient) -> None:
            await client.set_flow_run_state(UUID(flow_run.id), over, force=True)

        await _see_to(say_so)
        raise RunStopped(ending, state=over) from None


async def cancel_unborn(flow_run_id: str, since: datetime) -> None:
    """Make Cancelled what was ended below a run before it could see to that itself: crashed since then, or not even that."""

    async def correct(client: PrefectClient) -> None:
        for only in (
            {"state": _of_types(StateType.CRASHED), "end_time": FlowRunFilterEndTime(after_=since)},
            {"state": _of_types(*set(StateType) - TERMINAL_STATES)},
        ):
            ours = FlowRunFilter(
                parent_flow_run_id=FlowRunFilterParentFlowRunId(any_=[UUID(flow_run_id)]),
                deployment_id=FlowRunFilterDeploymentId(is_null_=True), **only,
            )  # fmt: skip
            for run in await client.read_flow_runs(flow_run_filter=ours):
                await client.set_flow_run_state(run.id, Cancelled(message=_ENDED), force=True)

    await _see_to(correct)


def _of_types(*types: StateType) -> FlowRunFilterState:
    return FlowRunFilterState(type=FlowRunFilterStateType(any_=list(types)))


async def _see_to(work: Callable[[PrefectClient], Awaitable[None]]) -> None:
    """Have the server hear of an end, though whoever ends us says so again after a second; for `_HASTE` at most.

    What it has not heard by then, the next start finds out by the run's lock.
    """
    seeing = asyncio.ensure_future(_insist(work))
    while not seeing.done():
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.wait([seeing])


async def _insist(work: Callable[[PrefectClient], Awaitable[None]]) -> None:
    """Ask a server whose database is busy again at once: Prefect's client would wait for two seconds."""
    with contextlib.suppress(TimeoutError), temporary_settings({PREFECT_CLIENT_MAX_RETRIES: 0}):
        async with asyncio.timeout(_HASTE):
            while True:
                with contextlib.suppress(Exception):
                    async with get_client() as client:
                        await work(client)
                    return
                await asyncio.sleep(_SOON)
