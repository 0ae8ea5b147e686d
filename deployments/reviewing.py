"""A script that waits -> the person at the terminal, who is asked; where there is none, the run is left waiting."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from deployments.display import Console, Display

if TYPE_CHECKING:
    from tasks.runs.asking import Waiting

_LEAVE = ("q", "quit", "n", "no")
_HOW = "Change it in your editor and save it. Enter makes the film of it; q leaves it waiting."


class Reviewer:
    """Asks at the terminal, while the same may be answered in the UI or by another command."""

    def __init__(self, console: Console, display: Display) -> None:
        self._console = console
        self._display = display

    async def ask(self, waiting: Waiting) -> bool:
        """Return True to take the script as it is, False to leave the run waiting."""
        from model.errors import ValidationError

        with self._display.resting():
            if waiting.notice:
                self._console.warn(waiting.notice)
            if waiting.problems:
                self._console.show_error(ValidationError(waiting.problems))
            if not _is_terminal():
                return False
            self._console.prompt(f"The script waits for you in {waiting.path}. {_HOW} ")
            return (await _read_line()).strip().lower() not in _LEAVE


def _is_terminal() -> bool:
    return bool(sys.stdin and sys.stdin.isatty() and sys.stderr.isatty())


async def _read_line() -> str:
    """Read a line without a thread that would wait for it for ever: the answer may come from elsewhere."""
    loop, stdin = asyncio.get_running_loop(), sys.stdin
    ready: asyncio.Future[None] = loop.create_future()

    def note() -> None:
        if not ready.done():
            ready.set_result(None)

    loop.add_reader(stdin.fileno(), note)
    try:
        await ready
    finally:
        loop.remove_reader(stdin.fileno())
    return stdin.readline() or _LEAVE[0]
