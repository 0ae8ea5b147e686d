"""A question to whoever approves -> their answer, while the run waits in Prefect's own way: Paused, or Suspended.

A run of a command is Paused, and its process looks at its state until somebody resumes it: in the UI, whose form this makes,
by the API, or by `video-gen approve`. Whoever listens in this process may answer too, or let the run be left as it is:
then the process ends, the run waits on, and whoever approves it begins it again. A run of a deployment is Suspended.
An answer stays with the run: begun again, it is not asked twice.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable, Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from httpx import HTTPStatusError
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.objects import State
from prefect.client.schemas.responses import SetStateStatus
from prefect.input import RunInput
from prefect.input.run_input import Keyset, keyset_from_base_key
from prefect.states import Paused, Suspended
from prefect.utilities.engine import propose_state
from pydantic import Field

from model.errors import Problem, RunWaitsError
from model.runs import SHORT
from tasks.runs.orders import RunStopped

_EVERY = 1.0
_NOT_FOUND = 404
_NAME = "script-review"
PREFIXES = (f"paused-{_NAME}", f"suspended-{_NAME}")
"""With which the keys of questions and answers begin."""


class ScriptReview(RunInput):
    """The form that the UI shows, below the page that says what it is about."""

    script: str = Field(
        default="",
        title="Another script",
        description="Leave it empty to make the film of the file above, as it is by then. Or paste a whole script.yaml:"
        " the film is made of that.",
    )


class Waiting(NamedTuple):
    """A script that waits."""

    flow_run_id: str
    """Of the run that waits with it."""
    path: Path
    """Where it lies."""
    notice: str
    """What its reader should know."""
    problems: tuple[Problem, ...]
    """What is wrong with it as it was handed in; empty the first time."""


Asker = Callable[[Waiting], Awaitable[bool]]
"""Returns True when the script shall be taken as it is, False when the run shall be left waiting."""
_asker: ContextVar[Asker | None] = ContextVar("asker", default=None)


@contextlib.contextmanager
def asking(asker: Asker) -> Iterator[None]:
    """Have a function of this process asked, too, by the runs inside."""
    token = _asker.set(asker)
    try:
        yield
    finally:
        _asker.reset(token)


async def ask(waiting: Waiting, key: str, page: str) -> str:
    """Wait for an answer, and return it: a script, or nothing where the file counts.

    Raises RunStopped where the run is left waiting.
    """
    run = UUID(waiting.flow_run_id)
    async with get_client() as client:
        deployed = (await client.read_flow_run(run)).deployment_id is not None
        keys = keyset_from_base_key(f"{'suspended' if deployed else 'paused'}-{key}")
        answer = await _read_answer(client, run, keys)
        if answer is not None:
            return answer
        state = await _pause(client, run, key, keys, page, deployed=deployed)
        if deployed:
            raise _leave(waiting, state)
        listener = asyncio.create_task(_listen(waiting))
        try:
            # Until it is Running, and not until it is no longer Paused: cancelled, it is ended here by its orders, and what
            # nobody has approved must not be kept as approved.
            while not (await _read_state(client, run)).is_running():
                await asyncio.wait([listener], timeout=_EVERY)
                if not listener.done():
                    continue
                if not listener.result():
                    await _tell_of_leaving(client, run, keys, page)
                    raise _leave(waiting, state)
                if await _resume(client, run):
                    break
                await asyncio.sleep(_EVERY)
        finally:
            listener.cancel()
        return await _read_answer(client, run, keys) or ""


async def keep_answer(flow_run_id: str, key: str, script: str) -> None:
    """Keep the script that was taken as the answer: begun again, the run takes this, whatever became of the file."""
    run = UUID(flow_run_id)
    async with get_client() as client:
        deployed = (await client.read_flow_run(run)).deployment_id is not None
        keys = keyset_from_base_key(f"{'suspended' if deployed else 'paused'}-{key}")
        await _delete(client, run, keys["response"])
        await client.create_flow_run_input(run, keys["response"], json.dumps({"script": script}))


async def forget_answers(client: PrefectClient, run: UUID) -> None:
    """Forget what was answered, so that it is asked again."""
    for prefix in PREFIXES:
        for one in await client.filter_flow_run_input(run, prefix, 200, set()):
            await _delete(client, run, one.key)


def question_key(base: str, number: int) -> str:
    """Return the key of a question: another script, or another attempt, is another question."""
    return f"{_NAME}-{base[:12]}-{number}"


async def _pause(client: PrefectClient, run: UUID, key: str, keys: Keyset, page: str, *, deployed: bool) -> State[Any]:
    """Put the form there, then the state that shows it: nobody finds the state without it."""
    for name in ("schema", "description", "response"):
        await _delete(client, run, keys[name])
    form = ScriptReview.with_initial_data(description=page)
    await form.asave(keys, flow_run_id=run)
    state: State[Any] = Suspended(pause_key=key) if deployed else Paused(pause_key=key)
    state.state_details.run_input_keyset = {str(name): value for name, value in keys.items()}
    return await propose_state(client, state, flow_run_id=run)


async def _tell_of_leaving(client: PrefectClient, run: UUID, keys: Keyset, page: str) -> None:
    """Say above the form that nobody waits for it any more: what is submitted is kept, and makes no film by itself."""
    which = str(run)[:SHORT]
    then = (
        f"**The command that wrote it has ended.** Send the form, then run `video-gen resume {which}`: that makes the"
        f" film. Or close it, and run `video-gen approve {which}`, which does both."
    )
    await _delete(client, run, keys["description"])
    await client.create_flow_run_input(run, keys["description"], json.dumps(f"{page}\n\n{then}"))


def _leave(waiting: Waiting, state: State[Any]) -> RunStopped:
    return RunStopped(RunWaitsError(waiting.flow_run_id[:SHORT], str(waiting.path)), state=state)


async def _resume(client: PrefectClient, run: UUID) -> bool:
    """Have the run go on with its file as it is; tell whether its state allows that."""
    reply = await client.resume_flow_run(run, run_input={"script": ""})
    return reply.status is SetStateStatus.ACCEPT


async def _listen(waiting: Waiting) -> bool:
    asker = _asker.get()
    if asker is not None:
        return await asker(waiting)
    await asyncio.Event().wait()  # for ever: somebody elsewhere answers
    return False


async def _read_state(client: PrefectClient, run: UUID) -> State[Any]:
    state = (await client.read_flow_run(run)).state
    assert state is not None
    return state


async def _read_answer(client: PrefectClient, run: UUID, keys: Keyset) -> str | None:
    try:
        answer = json.loads(await client.read_flow_run_input(run, keys["response"]))
    except HTTPStatusError as error:
        if error.response.status_code == _NOT_FOUND:
            return None
        raise
    return str(answer.get("script") or "") if isinstance(answer, dict) else ""


async def _delete(client: PrefectClient, run: UUID, key: str) -> None:
    try:
        await client.delete_flow_run_input(run, key)
    except HTTPStatusError as error:
        if error.response.status_code != _NOT_FOUND:
            raise
