"""The tables of the installed Prefect -> a new database, as its migrations would leave it, at once.

Prefect replays years of migrations into each new database, for seconds. Their outcome for one version of Prefect is a
fixed text, kept beside this file under that version. For a version that has no text, Prefect migrates as ever.
`python -m deployments.new_database` writes the text for the installed version; a test compares the two.
"""

from __future__ import annotations

import contextlib
import sqlite3
import sys
from importlib.metadata import version
from pathlib import Path


def tables_file() -> Path:
    """Return where the tables of the installed Prefect are kept, if they are."""
    return Path(__file__).with_name("prefect_tables") / f"{version('prefect')}.sql"


def create_database(path: Path) -> bool:
    """Create the database unless there is one, whole or not at all; return whether it was created."""
    tables = tables_file()
    if path.exists() or not tables.exists():
        return False
    beside = path.with_name(f".{path.name}.partial")
    beside.unlink(missing_ok=True)
    try:
        with contextlib.closing(sqlite3.connect(beside)) as database:
            database.executescript(tables.read_text(encoding="utf-8"))
    except BaseException:
        for leftover in ("", "-journal"):
            beside.with_name(beside.name + leftover).unlink(missing_ok=True)
        raise
    for leftover in ("-wal", "-shm"):
        path.with_name(path.name + leftover).unlink(missing_ok=True)
    beside.replace(path)
    return True


def describe_tables(path: Path) -> str:
    """Return the statements that make a database's tables, and the number of its last migration; no other row."""
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        kept = [
            statement
            for statement in database.iterdump()
            if not statement.startswith("INSERT INTO") or statement.startswith('INSERT INTO "alembic_version"')
        ]
    return "\n".join(kept) + "\n"


if __name__ == "__main__":
    sys.stdout.write(describe_tables(Path(sys.argv[1])))
