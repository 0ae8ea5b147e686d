"""--log-format -> the variable by which all that writes to stderr knows it"""

from __future__ import annotations

import os
from typing import Annotated

import typer


def _set_log_format(wanted: str | None) -> str | None:
    """Put it where whatever runs in this process finds it; what it may be is checked with the other settings."""
    if wanted is not None:
        os.environ["VIDEO_GEN_LOG_FORMAT"] = wanted
    return wanted


LogFormat = Annotated[
    str | None,
    typer.Option(
        "--log-format", is_eager=True, callback=_set_log_format,
        help="text, or json to have every line on stderr as an object.  [default: text]",
    ),
]  # fmt: skip
