"""How many heaps this process's threads share: with glibc's eight for each core, pictures that were freed lie about in all."""

from __future__ import annotations

import ctypes
import os
import platform

_M_ARENA_MAX = -8
"""Of `mallopt` (malloc.h of glibc, mallopt(3))."""


def share_heaps() -> None:
    """Have all threads share one heap for each core, and two at least. To be asked for before there are any threads."""
    if platform.libc_ver()[0] == "glibc":  # nothing of the kind elsewhere
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, max(2, os.cpu_count() or 2))
