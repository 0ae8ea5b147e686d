"""Scenes made on a Dask cluster: the same bytes as in one process, by every worker."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.settings import load_settings
from model.errors import ConfigError
from tests.film_maker import ROOT, FilmMaker

DOCUMENT = "# Boats\n\nThis tells of boats.\n\n" + "\n\n".join(
    f"## Boat {number}\n\nBoat {number} left on day {number}, and came home with {number + 3} barrels of fish."
    for number in range(1, 6)
)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "local:0", "somewhere"])
def test_what_is_no_cluster_is_told(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIDEO_GEN_DASK", address)
    if address.startswith("tcp"):
        assert load_settings().dask == address
        return
    with pytest.raises(ConfigError, match="VIDEO_GEN_DASK"):
        load_settings()


_STRANGER = """
import asyncio
from distributed import Client
from tasks.cluster import find_cluster, open_cluster
from tasks.render import render_scene

async def main():
    async with open_cluster("local:1"):
        cluster = find_cluster(render_scene)
        assert cluster.width == 1
        address = cluster.runner.client.scheduler.address
        for known in (address, address.replace("tls://", "tcp://")):
            try:
                await Client(known, asynchronous=True, timeout=2)
            except (OSError, TypeError):  # it wants a key, or says nothing
                print("closed")
            else:
                print("open")

if __name__ == "__main__":
    asyncio.run(main())
"""


@pytest.mark.slow
def test_a_cluster_of_this_machine_is_closed_to_strangers(tmp_path: Path) -> None:
    program = tmp_path / "stranger.py"
    program.write_text(_STRANGER)
    world = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, str(program)], cwd=ROOT, env=world, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["closed", "closed"]


@pytest.mark.slow
def test_a_cluster_makes_the_same_bytes(maker: FilmMaker, tmp_path: Path) -> None:
    source = tmp_path / "boats.md"
    source.write_text(DOCUMENT)
    alone = maker.make(source, "--cache-dir", str(tmp_path / "one"), "--output", str(tmp_path / "alone"))
    spread = maker.run(
        "--source", str(source), "--json", "--verbose", "--cache-dir", str(tmp_path / "two"), "--output",
        str(tmp_path / "spread"), VIDEO_GEN_DASK="local:2",
    )  # fmt: skip
    assert spread.returncode == 0, spread.stderr
    assert "Creating a new Dask cluster" in spread.stderr
    assert "Traceback" not in spread.stderr
    told = re.search(r"INFO +\| distributed|distributed\.\w+ - INFO", spread.stderr)
    assert not told, "Prefect's logs are asked for, not Dask's; it may warn"
    result = type(alone).model_validate_json(spread.stdout)
    assert result.files == alone.files
    assert result.run is not None and alone.run is not None
    assert (result.run.spoken, result.run.drawn) == (alone.run.spoken, alone.run.drawn)
    assert result.run.spoken >= 6
