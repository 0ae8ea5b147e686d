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

from tasks.limits import limited
from tasks.workplace import Workplace

T = TypeVar("T")


async def run_heavy(work: Callable[[], T], place: Workplace) -> T:
    """Run it in one of the threads, and return its result; a limit of this machine's on the server counts as well."""
    around = contextvars.copy_context()  # what is logged there is logged of this run
    async with limited(f"encode-{platform.node()}", place.jobs):
        return await asyncio.get_running_loop().run_in_executor(_open_pool(place.jobs), lambda: around.run(work))


@cache
def _open_pool(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, thread_name_prefix="heavy")
