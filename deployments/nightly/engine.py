"""One flow run of a worker, by Prefect's engine, in a process that the kernel ends together with the worker (Linux).

A worker that is killed cannot end what it has started; left alone, it would go on without anybody who sees it.
"""

from __future__ import annotations

import ctypes
import os
import runpy
import signal
import sys

_PARENT_DEATH = 1


def main() -> None:
    """Tie this process to its parent, and run the flow that the environment names."""
    parent = os.getppid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PARENT_DEATH, signal.SIGKILL)
        if os.getppid() != parent:
            raise SystemExit(1)
    runpy.run_module("prefect.engine", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
