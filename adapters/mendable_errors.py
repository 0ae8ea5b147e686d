"""Log records of errors that are the user's to mend -> the same in one line; a defect of ours keeps its traceback.

Prefect logs whatever ends a flow with all the frames that it went through. Of a document that is not there, they say nothing
that the error does not say itself; whoever asks for debug messages gets them all the same.
"""

from __future__ import annotations

import logging

from model.errors import (
    ConfigError,
    IncompleteNightError,
    IncompleteSetError,
    NetworkError,
    ResourceError,
    ValidationError,
)

_MENDABLE = (ConfigError, ValidationError, NetworkError, ResourceError, IncompleteSetError, IncompleteNightError)
"""An option, the input, a server on the network, the machine's room: not what a stage of ours has failed at."""
_LOGGERS = ("prefect.flow_runs", "prefect.task_runs")


def is_mendable(error: BaseException | None) -> bool:
    """Tell whether an error, or each of a group, is one that its message tells in full."""
    if isinstance(error, BaseExceptionGroup):
        return all(map(is_mendable, error.exceptions))
    return isinstance(error, _MENDABLE)


def leave_out_tracebacks() -> None:
    """Have the runs of this process log what the user can mend without a traceback."""
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_leave_out)  # the same one is added once


def _leave_out(record: logging.LogRecord) -> bool:
    told = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
    if is_mendable(told) and not logging.getLogger(record.name).isEnabledFor(logging.DEBUG):
        record.exc_info = record.exc_text = None
    return True
