"""A coroutine -> its result, run in a thread of its own, so that the main thread is there for signals.

In the main thread Prefect raises an exception from its own SIGTERM handler, wherever the process happens to be: it may end
as a task's failure, be retried, and the run goes on. Here a signal cancels the job, as Ctrl-C does, and nothing else.
"""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import gc
import signal
import socket
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from typing import Any, TypeVar

from deployments.heard_signals import raise_heard

T = TypeVar("T")
_PATIENCE = 1.0
"""Seconds that a cancelled job has to end, before it is cancelled again."""
_ROUNDS = 4
"""After so many the job is left: nothing that it writes has its final name before it is whole."""
Job = Callable[[], Coroutine[Any, Any, T]]


@contextlib.contextmanager
def imports_uncollected() -> Iterator[None]:
    """Look for no garbage meanwhile, nor ever among what was imported: it is a million objects, and lives to the end."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def run_apart(job: Job[T]) -> T:
    """Run the job to its end and return its result; a signal's exception cancels it, waits for it a while, and is raised."""
    raise_heard()
    outcome: Future[T] = Future()
    started: list[Callable[[], object]] = []

    async def run() -> T:
        task, loop = asyncio.current_task(), asyncio.get_running_loop()
        assert task is not None
        started.append(lambda: loop.call_soon_threadsafe(task.cancel))
        return await job()

    def work() -> None:
        try:
            outcome.set_result(asyncio.run(run()))
        except BaseException as error:  # raised again where the result is asked for
            outcome.set_exception(error)

    # A daemon, so that a second signal can leave a job that does not end.
    thread = threading.Thread(target=contextvars.copy_context().run, args=(work,), name="job", daemon=True)
    thread.start()
    try:
        _await_end(outcome)
        return outcome.result()
    except (KeyboardInterrupt, SystemExit):
        for _ in range(_ROUNDS):  # a library may swallow a cancellation that arrives as its own wait ends: ask again
            with contextlib.suppress(RuntimeError):  # it has ended meanwhile, and its loop is closed
                for cancel in started:
                    cancel()
            thread.join(_PATIENCE)
            if not thread.is_alive():
                break
        raise


def _await_end(job: Future[Any]) -> None:
    """Wait for its end, so that a signal is heard at once whichever thread the kernel has given it to.

    A wait for a lock goes on while a busy thread takes the signal in (signal(7): "any one of the threads"): Python runs
    its handler in the main thread alone, which nothing has woken. What is written for each signal wakes it.
    """
    ears, mouth = socket.socketpair()
    with ears, mouth:
        mouth.setblocking(False)
        before = signal.set_wakeup_fd(mouth.fileno(), warn_on_full_buffer=False)
        try:
            job.add_done_callback(lambda _: _knock(mouth))
            while not job.done():
                ears.recv(1)
                raise_heard()  # where its exception was lost on the way
        finally:
            signal.set_wakeup_fd(before)


def _knock(mouth: socket.socket) -> None:
    with contextlib.suppress(OSError):  # it is closed where a signal has ended the wait, or full of what wakes as well
        mouth.send(b"\0")
