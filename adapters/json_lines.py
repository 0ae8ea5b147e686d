"""Messages and log records -> one JSON object a line, with run, video, scene and stage; nothing in it can end the line."""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from adapters.log_place import current_place

_DELETE = {0x7F: "\\u007f"}
"""The one control character that JSON's ASCII leaves as it is."""
_LONGEST = 20_000
"""Characters of a message: a line of a log is no place for a document."""


def format_line(level: str, logger: str, message: str, **more: Any) -> str:
    """Return one line, without its end, in ASCII: what is not, is escaped, line ends and terminals' controls included."""
    line = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "level": level, "logger": logger}
    line |= {"message": message[:_LONGEST], **current_place()._asdict(), **more}
    return json.dumps(line, ensure_ascii=True, default=str).translate(_DELETE)


def write_line(level: str, logger: str, message: str, **more: Any) -> None:
    """Write one line to stderr, at once and whole."""
    sys.stderr.write(f"{format_line(level, logger, message, **more)}\n")
    sys.stderr.flush()


def json_lines_wanted() -> bool:
    """Tell whether this process shall write JSON: known before settings can be read, for the first line is sooner."""
    return os.environ.get("VIDEO_GEN_LOG_FORMAT", "").strip() == "json"


class JsonHandler(logging.Handler):
    """Writes the records of any logger, Prefect's too; for `PREFECT_LOGGING_HANDLERS_CONSOLE_CLASS` as well."""

    def __init__(self, stream: Any = None, styles: Any = None, level: int = logging.NOTSET) -> None:
        super().__init__(level)

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record; of Prefect's, the run is known even where no code of ours is around."""
        try:
            more: dict[str, Any] = {}
            if record.exc_info and record.exc_info[0] is not None:
                more["exception"] = "".join(traceback.format_exception(*record.exc_info))[-_LONGEST:]
            if not current_place().run:
                more["run"] = str(getattr(record, "flow_run_id", "") or "")
            if task := getattr(record, "task_run_name", ""):
                more["task"] = str(task)
            write_line(record.levelname.lower(), record.name, record.getMessage(), **more)
        except Exception as error:  # a record that cannot be formatted: logging itself would print a traceback
            write_line(
                "error", record.name, f"A record from {record.pathname}:{record.lineno} cannot be written: {error!r}."
            )


def take_over_logging() -> None:
    """Have everything that this process logs, warns of or dies of written as JSON; the levels stay as they are."""
    root = logging.getLogger()
    for logger in (root, *(found for found in root.manager.loggerDict.values() if isinstance(found, logging.Logger))):
        for handler in list(logger.handlers):
            if isinstance(handler, logging.StreamHandler) and not isinstance(handler, logging.FileHandler):
                logger.removeHandler(handler)
                logger.addHandler(JsonHandler(level=handler.level))
    if not root.handlers:
        root.addHandler(JsonHandler(level=logging.WARNING))
    logging.captureWarnings(True)
    sys.excepthook = _write_uncaught
    threading.excepthook = lambda ending: _write_uncaught(
        ending.exc_type, ending.exc_value or ending.exc_type(), ending.exc_traceback
    )


def _write_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    lines = "".join(traceback.format_exception(kind, error, trace))[-_LONGEST:]
    write_line("critical", "video-gen", f"{kind.__name__}: {error}", exception=lines)
