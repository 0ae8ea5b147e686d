"""Heavy work -> threads, as many as the machine has cores, always the same ones.

Each thread of a process keeps the memory that it has freed for itself: on asyncio's own pool, whose threads take turns,
pictures would be paid for six times.
"""

from __future__ import annotations

import asyncio
import contextvars
import platform
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from adapters.heaps import return_freed
from tasks.limits import limited
from tasks.workplace import Workplace

T = TypeVar("T")


async def run_heavy(work: Callable[[], T], place: Workplace) -> T:
    """Run it in one of the threads, and return its result; a limit of this machine's on the server counts as well."""
    async with limited(f"encode-{platform.node()}", place.jobs):
        return await run_in_thread(lambda: _run_tidily(work), place.jobs)


def _run_tidily(work: Callable[[], T]) -> T:
    try:
        return work()
    finally:
        return_freed()  # else the process grows with the film, by what lies between what is still in use


async def run_in_thread(work: Callable[[], T], threads: int) -> T:
    """Run it in one of so many threads; what is logged there is logged of the run around."""
    around = contextvars.copy_context()
    return await asyncio.get_running_loop().run_in_executor(_open_pool(threads), lambda: around.run(work))


@cache
def _open_pool(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, thread_name_prefix="heavy")
