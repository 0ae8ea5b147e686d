"""One voice a film: Edge throughout, or the embedded one throughout, whatever happens in the middle."""

from __future__ import annotations

import asyncio
import subprocess
from pathlib import Path

import pytest

from model.result import PipelineResult
from tests.edge_service import EdgeService
from tests.film_maker import FilmMaker

DOCUMENT = """\
# Lighthouse

Lighthouse is a small tool that watches a folder and tells you when something in it changes.

## Install

Lighthouse needs nothing but Python. Any version from the last five years will do nicely.

## Use

It follows every folder below the one that you name, and writes one line for each file that changed.
"""


class FailingService(EdgeService):
    """Answers the probe and the first scene, then sends no sound any more."""

    def _take_fault(self) -> str:
        return "no-audio" if self.connections > 2 else ""


pytestmark = pytest.mark.slow


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "lighthouse.md"
    path.write_text(DOCUMENT)
    return path


def run(maker: FilmMaker, service: EdgeService, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command while the service answers."""

    async def serve() -> subprocess.CompletedProcess[str]:
        async with service:
            return await asyncio.to_thread(maker.run, *arguments, VIDEO_GEN_EDGE_URL=service.url)

    return asyncio.run(serve())


def test_edge_speaks_the_whole_film(maker: FilmMaker, source: Path) -> None:
    service = EdgeService()
    done = run(maker, service, "--source", str(source), "--engine", "auto", "--json")
    assert done.returncode == 0, done.stderr
    result = PipelineResult.model_validate_json(done.stdout)
    assert result.voice.engine == "edge"
    assert not result.warnings
    assert abs(result.loudness + 14) <= 0.5
    assert service.most_active <= 4


def test_a_failure_halfway_narrates_the_whole_film_again(maker: FilmMaker, source: Path) -> None:
    done = run(maker, FailingService(), "--source", str(source), "--engine", "auto", "--json")
    assert done.returncode == 0, done.stderr
    result = PipelineResult.model_validate_json(done.stdout)
    assert result.voice.engine == "espeak"
    assert result.run.spoken == len(result.scenes)
    assert any("embedded voice speaks" in warning for warning in result.warnings)
    assert "Edge failed halfway" in done.stderr


def test_edge_alone_fails_with_its_remedy(maker: FilmMaker, source: Path) -> None:
    done = run(maker, FailingService(), "--source", str(source), "--engine", "edge")
    assert done.returncode == 5
    assert done.stdout == ""
    (error,) = [line for line in done.stderr.splitlines() if line.startswith("error:")]
    assert "espeak" in error
    assert "Traceback" not in done.stderr
    assert not maker.output.exists() or not list(maker.output.iterdir())
