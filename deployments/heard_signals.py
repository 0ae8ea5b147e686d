"""Signals that were heard -> the exception that each stands for, raised again where the first one was lost.

An exception that a handler raises while a finaliser or a callback of an import runs is dropped by Python, with a note, which
nobody is shown; a library that is interrupted may raise another in its stead, as pydantic does while it builds a validator.
"""

from __future__ import annotations

import signal
import sys
from types import FrameType
from typing import NoReturn

from deployments.display import Console

_heard: list[int] = []


def listen_to_signals() -> None:
    """Have SIGTERM, and Ctrl-C unless whoever started us wants it ignored, end the command."""
    signal.signal(signal.SIGTERM, _end)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _end)
    sys.unraisablehook = _note_dropped


def _note_dropped(dropped: sys.UnraisableHookArgs) -> None:
    """Say what Python dropped, as it does, unless it is what a signal stands for: that is raised again."""
    if not (_heard and isinstance(dropped.exc_value, KeyboardInterrupt | SystemExit)):
        sys.__unraisablehook__(dropped)


def _end(number: int, frame: FrameType | None) -> None:
    _heard.append(number)
    raise_heard()


def raise_heard() -> None:
    """Raise what the first signal stands for, if there was one."""
    if _heard:
        raise KeyboardInterrupt if _heard[0] == signal.SIGINT else SystemExit(128 + _heard[0])


def stop_if_heard() -> None:
    """End the command by the first signal, if there was one: whatever else is raised then is what came of it."""
    if _heard:
        stop(signal.Signals(_heard[0]))


def stop(number: signal.Signals) -> NoReturn:
    """Say that a signal ended us, and ignore it from now on: the second Ctrl-C would only make a traceback."""
    signal.signal(number, signal.SIG_IGN)
    Console().say("Stopped. What is finished is kept: the same command goes on from there.")
    sys.exit(128 + number)
