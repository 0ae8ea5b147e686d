"""What a person calls a run, or asks of runs -> Prefect's flow runs"""

from __future__ import annotations

import contextlib
import fnmatch
import re
from collections.abc import AsyncIterator, Collection
from datetime import datetime
from uuid import UUID

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import FlowFilter, FlowFilterName
from prefect.client.schemas.objects import FlowRun
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import ObjectNotFound

from model.errors import ConfigError
from model.runs import SHORT, RunState
from tasks.runs.reading import job_of, tell_state

FLOWS = ("make-video", "make-set")
"""Whose runs are told of."""
LAST = "last"
_PAGE = 200
_SHORTEST = 4
"""Letters of an id that are taken for one."""
_TOLD = 5


async def each_run(client: PrefectClient, flows: Collection[str] = FLOWS) -> AsyncIterator[FlowRun]:
    """Give the runs of our flows, the newest first."""
    seen = 0
    while True:
        page = await client.read_flow_runs(
            flow_filter=FlowFilter(name=FlowFilterName(any_=list(flows))),
            sort=FlowRunSort.EXPECTED_START_TIME_DESC,
            limit=_PAGE,
            offset=seen,
        )
        for run in page:
            yield run
        seen += len(page)
        if len(page) < _PAGE:
            return


async def select_runs(
    client: PrefectClient,
    *,
    states: Collection[RunState] = (),
    since: datetime | None = None,
    source: str = "",
    limit: int = 20,
) -> list[FlowRun]:
    """Return the newest runs that fit. A schedule's runs of times to come are told only where pending ones are asked for."""
    found: list[FlowRun] = []
    async for run in each_run(client):
        begun = run.expected_start_time or run.created
        if since is not None and begun is not None and begun < since:
            break  # the newest come first
        state = tell_state(run.state)
        to_come = run.auto_scheduled and state == "pending"
        if (state in states if states else not to_come) and _fits(run, source):
            found.append(run)
        if len(found) >= limit:
            break
    return found


def _fits(run: FlowRun, source: str) -> bool:
    return not source or fits_source(source, (run.name, str(job_of(run).get("source", ""))))


def fits_source(wanted: str, names: Collection[str]) -> bool:
    """Tell whether one of the names holds what is wanted, or fits it as a pattern."""
    low = wanted.casefold()
    if re.search(r"[*?\[]", low):
        return any(fnmatch.fnmatchcase(name.casefold(), low) for name in names)
    return any(low in name.casefold() for name in names)


async def find_run(
    client: PrefectClient, which: str, wanted: Collection[RunState] = (), flows: Collection[str] = FLOWS
) -> FlowRun:
    """Return the run that is meant by the beginning of its id, by its name, or by `last`.

    Of several that a name means, it is the newest whose state is `wanted`, else the newest of all. Raises ConfigError when
    there is none, or an id's beginning is that of several.
    """
    begun = [run async for run in _runs_beginning(client, which, flows)] if looks_like_id(which) else []
    if len(begun) == 1:
        return begun[0]
    if begun:
        told = ", ".join(f"{str(run.id)[: 2 * SHORT]} ({run.name})" for run in begun[:_TOLD])
        raise ConfigError(f"{which} begins the ids of {len(begun)} runs: {told}.", "Write more of it.")
    newest: FlowRun | None = None
    async for run in each_run(client, flows):
        if which not in (LAST, run.name):
            continue
        newest = newest or run
        if not wanted or tell_state(run.state) in wanted:
            return run
    if newest is not None:
        return newest
    what = "There is no run yet." if which == LAST else f"There is no run {which[:80]!r}."
    raise ConfigError(what, "`video-gen runs` lists them; name one by its id, its name, or `last`.")


def looks_like_id(which: str) -> bool:
    """Tell whether something may be an id, or its beginning."""
    return bool(re.fullmatch(rf"[0-9a-f-]{{{_SHORTEST},36}}", which.lower()))


async def _runs_beginning(client: PrefectClient, which: str, flows: Collection[str]) -> AsyncIterator[FlowRun]:
    begin = which.lower().replace("-", "")
    if len(begin) == len(UUID(int=0).hex):
        with contextlib.suppress(ObjectNotFound):
            yield await client.read_flow_run(UUID(begin))
        return
    async for run in each_run(client, flows):
        if run.id.hex.startswith(begin):
            yield run
