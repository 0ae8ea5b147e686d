"""Patterns of the fields: none takes long to be made ready, for each command makes all of them ready."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import TypeAdapter
from pydantic import ValidationError as PydanticError

from model.sets import Deployment
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


@pytest.mark.parametrize(("flow", "deployment", "fits"), [(200, 200, True), (201, 1, False), (1, 201, False)])
def test_a_deployments_names_have_their_length_all_the_same(flow: int, deployment: int, fits: bool) -> None:
    name = f"{'a' * flow}/{'b' * deployment}"
    if fits:
        assert TypeAdapter(Deployment).validate_python(name) == name
        return
    with pytest.raises(PydanticError, match="longer than 200 characters"):
        TypeAdapter(Deployment).validate_python(name)
