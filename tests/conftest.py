"""Fixtures that several test modules share."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from pathlib import Path

import pytest

from adapters.server import stop_server
from tests.film_maker import FilmMaker
from tests.scoreboard import _row, pytest_addoption, pytest_generate_tests, pytest_terminal_summary
from tests.server_fixture import embedded_server
from tests.shared_film import shared_film

__all__ = [
    "_row", "embedded_server", "pytest_addoption", "pytest_generate_tests", "pytest_terminal_summary", "shared_film",
]  # fmt: skip


def pytest_collection_finish() -> None:
    """Thousands of collected tests are there to the end: the collector need not walk them each time."""
    gc.collect()
    gc.freeze()


# The program is started hundreds of times: compiled anew at each start, it would take a third of the run.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


@pytest.fixture(scope="session")
def command_state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a state directory for the server that all commands of the session share."""
    state = tmp_path_factory.mktemp("state")
    atexit.register(stop_server, state)  # after Prefect has told the server all: a client that cannot waits long
    return state


@pytest.fixture
def maker(tmp_path: Path, command_state: Path) -> FilmMaker:
    """Give a film maker with an empty cache; it narrates in silence unless told otherwise."""
    return FilmMaker(tmp_path, command_state)
