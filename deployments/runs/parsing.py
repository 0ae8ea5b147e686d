"""What a person types about runs -> values: states, ages"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import get_args

from model.errors import ConfigError
from model.progress import STAGES, Stage
from model.runs import RunState

STATES: tuple[RunState, ...] = get_args(RunState)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_AGE = re.compile(r"(\d{1,6})\s*(?:([smhdw])|min|(second|minute|hour|day|week)s?)")


def parse_states(given: Sequence[str]) -> tuple[RunState, ...]:
    """Read `failed,crashed`, or several of them.

    Raises ConfigError for a state that there is not.
    """
    names = [name.strip().lower() for one in given for name in one.split(",") if name.strip()]
    for name in names:
        if name not in STATES:
            raise ConfigError(f"--state: there is no state {name[:40]!r}.", f"Choose among {', '.join(STATES)}.")
    return tuple(state for state in STATES if state in names)


def parse_since(given: str, now: datetime) -> datetime:
    """Read an age, as `90m`, `6h`, `2d`, `1w`, or a date or time of day with zone or without, as the machine's.

    Raises ConfigError for anything else.
    """
    text = given.strip().lower()
    try:
        if found := _AGE.fullmatch(text):
            unit = _UNITS[(found[2] or found[3] or "m")[0]]
            return now - timedelta(**{unit: int(found[1])})
        told = datetime.fromisoformat(given.strip())
    except (ValueError, OverflowError) as error:
        raise ConfigError(
            f"--since: {given[:40]!r} is no age and no date.", "Write 90m, 6h, 2d or 2026-11-28."
        ) from error
    return told if told.tzinfo else told.astimezone(now.tzinfo or UTC)


def parse_stage(given: str) -> Stage:
    """Read a stage's name.

    Raises ConfigError for one that there is not.
    """
    for stage in STAGES:
        if stage == given.strip().lower():
            return stage
    raise ConfigError(f"--from: there is no stage {given[:40]!r}.", f"Choose among {', '.join(STAGES)}.")
