"""Patterns of the fields: none takes long to be made ready, for each command makes all of them ready."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.film_maker import ROOT

FIELDS = re.compile(r"pattern=r?\"((?:[^\"\\]|\\.)*)\"")
# A counted class of all the world's letters, or of all but a few, is as many automata as the count.
COUNTED = re.compile(r"(?:\\[wsdSWD]|\[(?:\^|[^\]]*\\[wsdSWD])[^\]]*\])\{\d*,?(\d+)\}")


def list_patterns() -> list[str]:
    files = [
        path for folder in ("model", "adapters", "render", "tasks") for path in sorted((ROOT / folder).rglob("*.py"))
    ]
    return [pattern for path in files for pattern in FIELDS.findall(Path(path).read_text(encoding="utf-8"))]


@pytest.mark.parametrize("pattern", sorted(set(list_patterns())))
def test_no_pattern_counts_letters(pattern: str) -> None:
    assert all(int(most) <= 10 for most in COUNTED.findall(pattern))


def test_patterns_are_found() -> None:
    assert len(list_patterns()) >= 25
