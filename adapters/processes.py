"""The one door to other programs: an argv list, no shell, a deadline, and no child that outlives us."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from model.errors import ToolError

# Runs in a bare interpreter between fork and exec: it asks the kernel to end the program with us (Linux; the parent
# may be killed before it can do so itself), and sets limits, neither of which is safe to do after a fork with threads.
_TETHER = """
import ctypes, os, resource, signal, sys
parent, memory, argv = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(1)
if memory:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
os.execv(argv[0], argv)
"""


class Finished(NamedTuple):
    """What a program left."""

    stdout: bytes
    stderr: str


async def run_tool(
    argv: Sequence[str], *, stdin: bytes = b"", deadline: float = 600.0, memory: int = 0, most_output: int = 0,
    folder: Path | None = None,
) -> Finished:  # fmt: skip
    """Run a program to its end, in a process group of its own, with an environment that has no secret in it.

    `argv[0]` is an absolute path; `deadline` is in seconds; `memory` in bytes of address space, 0 for no limit, as
    `most_output` in bytes of what it writes. Raises ToolError, with the argv and the last lines of stderr, when it fails,
    is missing, takes too long or writes too much.
    """
    tethered = [sys.executable, "-I", "-S", "-c", _TETHER, str(os.getpid()), str(memory), *argv]
    try:
        process = await asyncio.create_subprocess_exec(
            *tethered, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
            cwd=folder, env=_environment(), process_group=0,
        )  # fmt: skip
    except OSError as error:
        raise ToolError(f"Could not start {argv[0]}: {error.strerror}.", "Reinstall the environment.") from error
    try:
        async with asyncio.timeout(deadline):
            stdout, stderr = await _converse(process, stdin, most_output)
    except TimeoutError as error:
        raise ToolError(
            f"{Path(argv[0]).name} took longer than {deadline:.0f} s.", _shown(argv), transient=True
        ) from error
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await _drain(process)
            await process.wait()
    text = stderr.decode("utf-8", "replace")
    if process.returncode:
        last = " | ".join(text.strip().splitlines()[-4:]) or "it said nothing"
        raise ToolError(f"{Path(argv[0]).name} failed with code {process.returncode}: {last}.", _shown(argv))
    return Finished(stdout, text)


def run_tool_now(argv: Sequence[str], *, stdin: bytes, deadline: float, memory: int, most_output: int) -> Finished:
    """Run a program as `run_tool` does, for code that is not asynchronous, whether or not a loop runs in its thread."""

    async def run() -> Finished:
        return await run_tool(argv, stdin=stdin, deadline=deadline, memory=memory, most_output=most_output)

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(run())
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(lambda: asyncio.run(run())).result()


async def _converse(process: asyncio.subprocess.Process, stdin: bytes, most: int) -> tuple[bytes, bytes]:
    """Feed a program and hear it out; what writes more than it may is not heard further."""
    if not most:
        return await process.communicate(stdin)
    assert process.stdin and process.stdout and process.stderr
    _, stdout, stderr, _ = await asyncio.gather(
        _feed(process.stdin, stdin), _hear(process.stdout, most), _hear(process.stderr, most), process.wait()
    )
    return stdout, stderr


async def _feed(pipe: asyncio.StreamWriter, data: bytes) -> None:
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        pipe.write(data)
        await pipe.drain()
    pipe.close()


async def _hear(pipe: asyncio.StreamReader, most: int) -> bytes:
    heard = bytearray()
    while piece := await pipe.read(1 << 16):
        heard += piece
        if len(heard) > most:
            raise ToolError(f"A program wrote more than {most / 1e6:.0f} MB.", "Try another input.")
    return bytes(heard)


async def _drain(process: asyncio.subprocess.Process) -> None:
    """Empty the pipes of a program that was ended: asyncio never sees the end of one that is full."""
    for pipe in (process.stdout, process.stderr):
        while pipe is not None and await pipe.read(1 << 16):
            pass


def _environment() -> dict[str, str]:
    kept = ("PATH", "HOME", "TMPDIR", "SYSTEMROOT")
    return {"LC_ALL": "C.UTF-8", "TZ": "UTC"} | {name: os.environ[name] for name in kept if name in os.environ}


def _shown(argv: Sequence[str]) -> str:
    text = " ".join(argv)
    return f"The command was: {text if len(text) < 600 else text[:600] + ' …'}"


async def follow_tool(argv: Sequence[str], hear: Callable[[str], None], *, grace: float = 10.0) -> int:
    """Run a command of ours in this very environment, hand over each line of its stderr, and return its exit code.

    When the caller is cancelled it is asked to end, and after `grace` seconds made to.
    """
    tethered = [sys.executable, "-I", "-S", "-c", _TETHER, str(os.getpid()), "0", *argv]
    process = await asyncio.create_subprocess_exec(
        *tethered, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE, process_group=0,
    )  # fmt: skip
    assert process.stderr is not None
    try:
        async for line in process.stderr:
            hear(line.decode("utf-8", "replace").rstrip())
        return await process.wait()
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            try:
                async with asyncio.timeout(grace):
                    await process.wait()
            except TimeoutError:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                await process.wait()
