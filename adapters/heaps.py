"""The C library's heaps: how many this process's threads share, and what was freed in them given back to the system

By itself glibc has eight heaps for each core and gives back next to nothing: pictures that were freed lie about in all of them.
"""

from __future__ import annotations

import ctypes
import os
import platform
from functools import cache

_M_ARENA_MAX = -8
"""Of `mallopt` (malloc.h of glibc, mallopt(3))."""


def share_heaps() -> None:
    """Have all threads share one heap for each core, and two at least. To be asked for before there are any threads."""
    if library := _open_library():
        library.mallopt(_M_ARENA_MAX, max(2, os.cpu_count() or 2))


def return_freed() -> None:
    """Give freed pages back: 7 ms after a scene of pictures."""
    if library := _open_library():
        library.malloc_trim(0)


@cache
def _open_library() -> ctypes.CDLL | None:
    """Return the C library, where it is glibc: others have nothing of the kind."""
    return ctypes.CDLL(None) if platform.libc_ver()[0] == "glibc" else None
