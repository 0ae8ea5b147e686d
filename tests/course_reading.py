"""What tests of course files share: a text -> its films' scripts, or its problems."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.documents.parsing import parse_content
from adapters.input import adapt_input, check_input
from adapters.store import Store
from model.errors import Problem, ValidationError
from model.inputs import InputConfig
from model.scenes import Scene
from model.script import VideoScript
from writing.script import write_script


def write_course(folder: Path, text: str, name: str = "course.yaml") -> InputConfig:
    """Write a course file and return the job that reads it."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return InputConfig(source=str(path), engine="silent")


def read_scripts(config: InputConfig, folder: Path) -> list[VideoScript]:
    """Check, adapt, parse and write, as a run does."""
    store = Store(folder / "store")
    check_input(config)
    videos = adapt_input(config, store).videos
    return [write_script(parse_content(video, store), video) for video in videos]


def read_scenes(folder: Path, scenes: str) -> tuple[Scene, ...]:
    """Read the scenes of a film, given as a YAML list."""
    (script,) = read_scripts(write_course(folder, f"title: Film\nscenes:\n{scenes}"), folder)
    return script.scenes


def find_problems(config: InputConfig) -> tuple[Problem, ...]:
    """Return everything that is wrong with a course file."""
    with pytest.raises(ValidationError) as caught:
        check_input(config)
    return caught.value.problems
