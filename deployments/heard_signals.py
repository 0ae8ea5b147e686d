"""Signals that were heard -> the exception that each stands for, raised again where the first one was lost.

An exception that a handler raises while a finaliser or a callback of an import runs is dropped by Python, with a note at most.
"""

from __future__ import annotations

import signal

heard_signals: list[int] = []


def raise_heard() -> None:
    """Raise what the first signal stands for, if there was one."""
    if heard_signals:
        raise KeyboardInterrupt if heard_signals[0] == signal.SIGINT else SystemExit(128 + heard_signals[0])
