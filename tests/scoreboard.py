"""Marks of tests -> the scoreboard: how often each is tried, short or in full, and a table of what was reached.

`@pytest.mark.scoreboard("S1", full=40, short=4)` gives a test its points, 0 to 39 with `--scoreboard`, else 0 to 3. A test
tells of itself by `record_property("figure", (name, number))`; of each name the table shows the largest.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--scoreboard", action="store_true", help="Try each row of the scoreboard at its full figure.")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    marker = metafunc.definition.get_closest_marker("scoreboard")
    if marker is not None and "point" in metafunc.fixturenames:
        full = metafunc.config.getoption("scoreboard")
        metafunc.parametrize("point", range(marker.kwargs["full" if full else "short"]))


@pytest.fixture(autouse=True)
def _row(request: pytest.FixtureRequest, record_property: Any) -> None:
    marker = request.node.get_closest_marker("scoreboard")
    if marker is not None:
        record_property("row", marker.args[0])


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say row by row how many of how many held, and the largest of each figure."""
    rows: dict[str, list[bool]] = defaultdict(list)
    figures: dict[str, dict[str, float]] = defaultdict(dict)
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, ()):
            told = [*getattr(report, "user_properties", ())]
            row = next((value for name, value in told if name == "row"), "")
            if not row or (report.when != "call" and outcome == "passed"):
                continue
            rows[row].append(outcome == "passed")
            for name, value in (pair for kind, pair in told if kind == "figure"):
                figures[row][name] = max(value, figures[row].get(name, value))
    if rows:
        terminalreporter.section("scoreboard")
    for row, held in sorted(rows.items()):
        more = ", ".join(f"{name} {value:g}" for name, value in figures[row].items())
        terminalreporter.line(f"{row:<24} {sum(held)}/{len(held)}  {more}".rstrip())
