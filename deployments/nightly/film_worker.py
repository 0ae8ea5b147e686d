"""Prefect's process worker, whose runs end with it"""

from __future__ import annotations

import shlex
import sys
from typing import Any

from prefect.workers.process import ProcessJobConfiguration, ProcessWorker


class FilmJob(ProcessJobConfiguration):
    """How a run is started: by our own starting line, with the interpreter that runs the worker."""

    def prepare_for_flow_run(self, *args: Any, **kwargs: Any) -> None:
        """Name the command, unless the deployment names one."""
        if self.command is None:
            self.command = shlex.join([sys.executable, "-m", "deployments.nightly.engine"])
        super().prepare_for_flow_run(*args, **kwargs)


def open_worker(pool: str, limit: int) -> ProcessWorker:
    """Make a worker for a pool, which it makes if it is not there."""
    worker = ProcessWorker(work_pool_name=pool, limit=limit, create_pool_if_not_found=True)
    worker.job_configuration = FilmJob  # a class of its own would be registered, and warned of, as another kind
    return worker
