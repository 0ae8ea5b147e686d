"""The tables that we keep are those that the installed Prefect's migrations make."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from deployments.new_database import create_database, describe_tables, tables_file

_MIGRATE = """
import asyncio
from prefect.server.database import provide_database_interface
asyncio.run(provide_database_interface().create_db())
"""


def sorted_parts(tables: str) -> list[list[str]]:
    """Migrations put a table's constraints and indexes in an order of chance."""
    return sorted(sorted(line.strip(" ,\t") for line in statement.splitlines()) for statement in tables.split(";\n"))


@pytest.mark.slow
def test_the_tables_are_those_of_prefects_own_migrations(tmp_path: Path) -> None:
    path = tmp_path / "prefect.db"
    told = {
        "PREFECT_HOME": str(tmp_path),
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{path}",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    }
    subprocess.run([sys.executable, "-c", _MIGRATE], env=os.environ | told, check=True, cwd=tmp_path)
    assert sorted_parts(describe_tables(path)) == sorted_parts(tables_file().read_text(encoding="utf-8"))


def test_a_new_database_has_the_tables_and_no_row_of_anybodys(tmp_path: Path) -> None:
    path = tmp_path / "prefect.db"
    assert create_database(path)
    assert describe_tables(path) == tables_file().read_text(encoding="utf-8")
    with contextlib.closing(sqlite3.connect(path)) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        filled = [name for name in names if database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]]
    assert {"flow_run", "task_run", "artifact", "csrf_token"} <= set(names)
    assert filled == ["alembic_version"]


def test_a_database_that_is_there_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "prefect.db"
    path.write_bytes(b"history")
    assert not create_database(path)
    assert path.read_bytes() == b"history"
    assert [found.name for found in tmp_path.iterdir()] == ["prefect.db"]


def test_what_a_killed_start_left_is_made_again(tmp_path: Path) -> None:
    (tmp_path / ".prefect.db.partial").write_bytes(b"half")
    (tmp_path / "prefect.db-wal").write_bytes(b"of a database that is gone")
    assert create_database(tmp_path / "prefect.db")
    assert [found.name for found in tmp_path.iterdir()] == ["prefect.db"]
