"""A table's cells -> what stands out: the largest and the smallest number, and how many rows say yes."""

from __future__ import annotations

import re
from typing import NamedTuple

_NUMBER = re.compile(
    r"^[~≈<>≥≤+]?\s?[$€£¥]?\s?(-?\d{1,3}(?:[,  ]\d{3})+(?:\.\d+)?|-?\d{1,12}(?:\.\d{1,6})?)\s?([%\w/µ°$€£.]{0,8})?"
)
_YES = frozenset(
    {"yes", "✓", "✔", "✅", "true", "x", "☑", "supported", "full", "ja", "oui", "sí", "sì", "sim", "はい", "是"}
)
_NO = frozenset(
    {"no", "✗", "✘", "❌", "false", "-", "–", "—", "", "none", "nein", "non", "não", "nee", "いいえ", "否", "☐"}
)


class Extreme(NamedTuple):
    """A row that stands out in a column."""

    column: int
    row: int
    lowest: int
    """Row of the smallest number."""


class Yes(NamedTuple):
    """How many rows say yes in a column."""

    column: int
    rows: int


def find_extreme(rows: list[list[str]]) -> Extreme | None:
    """Find the first column of numbers, in one unit, in which one row is the largest."""
    for column in range(1, len(rows[0]) if len(rows) > 2 else 0):
        read = [_NUMBER.match(row[column].strip()) for row in rows]
        units = {found.group(2) for found in read if found}
        if (
            not all(read)
            or len(units) != 1
            or any(found and _is_label(rows[at][column], found) for at, found in enumerate(read))
        ):
            continue
        numbers = [float(re.sub(r"[,  ]", "", found.group(1))) for found in read if found]
        best, least = max(numbers), min(numbers)
        if numbers.count(best) == 1 and best != least:
            return Extreme(column, numbers.index(best), numbers.index(least) if numbers.count(least) == 1 else -1)
    return None


def _is_label(cell: str, found: re.Match[str]) -> bool:
    # `3.11 or newer` and `2019` are names rather than amounts.
    return found.end() < len(cell.strip()) or bool(re.fullmatch(r"(?:19|20)\d\d|\d+\.\d+\.\d+.*", cell.strip()))


def find_yes(rows: list[list[str]]) -> Yes | None:
    """Find the first column that says yes or no in every row."""
    for column in range(1, len(rows[0]) if len(rows) > 1 else 0):
        cells = [row[column].strip().casefold() for row in rows]
        count = sum(cell in _YES for cell in cells)
        if count and all(cell in _YES or cell in _NO for cell in cells):
            return Yes(column, count)
    return None
