"""A signal in the midst of something that turns its exception into another -> the command ends by the signal all the same."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.film_maker import ROOT

# As an import of models is interrupted: pydantic's validator is built in Rust, and what a __repr__ raises there
# becomes an error of its own.
_PROGRAM = """
import os, signal, sys
from deployments.command import app, main

class Interrupted(str):
    def __repr__(self):
        os.kill(os.getpid(), {number})
        return ""

@app.command()
def build():
    from pydantic_core import SchemaValidator, core_schema
    try:
        SchemaValidator(core_schema.literal_schema([Interrupted("a")]))
    except Exception as error:
        print(type(error).__name__)
        raise

signal.signal(signal.SIGINT, signal.default_int_handler)
main(["build"])
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_what_a_signal_became_is_told_as_the_signal(number: signal.Signals, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(_PROGRAM.format(number=int(number)))
    done = subprocess.run(
        [sys.executable, str(program)], cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 128 + number, done.stderr
    assert done.stdout == "SchemaError\n"
    assert done.stderr == "Stopped. What is finished is kept: the same command goes on from there.\n"
