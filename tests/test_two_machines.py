"""Two machines with one store: what one has made the other takes, by the real command; and neither believes the store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.stores.shared import open_shared
from model.result import PipelineResult
from tests.film_maker import FilmMaker
from tests.s3_service import S3Service, open_service

pytestmark = pytest.mark.slow
DOCUMENT = (
    "# Tides\n\nThis tells of tides.\n\n## High\n\nHigh water comes twice a day.\n\n"
    "## Low\n\n- So does low water.\n- Boats wait.\n"
)


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[S3Service]:
    with open_service(tmp_path) as opened:
        for name, value in opened.environment.items():
            monkeypatch.setenv(name, value)
        yield opened


def make(maker: FilmMaker, machine: str, store: str, service: S3Service) -> PipelineResult:
    source = maker.home / "tides.md"
    source.write_text(DOCUMENT)
    world = service.environment | {"VIDEO_GEN_STORE": store, "VIDEO_GEN_PUBLISH": "s3://tides/films"}
    where = ("--cache-dir", str(maker.home / machine / "cache"), "--output", str(maker.home / machine / "videos"))
    return maker.make(source, *where, **world)


def test_what_one_makes_the_other_takes(maker: FilmMaker, service: S3Service) -> None:
    store = service.make_bucket("tides")
    shared, films = open_shared(store), open_shared("s3://tides/films")
    assert shared is not None and films is not None
    first = make(maker, "one", store, service)
    assert first.run is not None and first.run.spoken == len(first.scenes)
    assert first.run.published == "s3://tides/films/tides"
    told = films.read("tides/result.json")
    assert told is not None and PipelineResult.model_validate_json(told).files == first.files
    second = make(maker, "two", store, service)
    assert second.run is not None
    assert (second.files, second.run.spoken, second.run.drawn) == (first.files, 0, 0)
    # Two takes are altered in the store, one of them with its length as it was: a third machine makes these, and sends them.
    takes = [entry for entry in shared.list("store") if entry.name.endswith(".wav")][:2]
    shared.write(takes[0].name, b"RIFF")
    shared.write(takes[1].name, b"x" * takes[1].size)
    third = make(maker, "three", store, service)
    assert third.run is not None
    assert (third.files, third.run.spoken, third.run.drawn) == (first.files, 2, 0)
    assert [entry.size for entry in shared.list("store") if entry.name.endswith(".wav")][:2] == [
        one.size for one in takes
    ]
    # The store does not answer: that is said, and nothing is made in its stead.
    world = service.environment | {"AWS_ENDPOINT_URL": "http://127.0.0.1:9", "VIDEO_GEN_STORE": store}
    lost = maker.run("--source", str(maker.home / "tides.md"), "--cache-dir", str(maker.home / "four"), **world)
    assert lost.returncode == 6 and f"The store {store} does not answer" in lost.stderr
    assert "Traceback" not in lost.stderr
    words = ("cache", "pin", "tides", "--cache-dir", str(maker.home / "two" / "cache"))
    pinned = maker.run(*words, module="deployments.command", VIDEO_GEN_STORE=store, **service.environment)
    assert pinned.returncode == 0, pinned.stderr
    assert [json.loads(shared.read(entry.name) or b"")["video_id"] for entry in shared.list("pins")] == ["tides"]


def test_a_store_asks_the_service_that_it_was_opened_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    with open_service(tmp_path / "one") as one, open_service(tmp_path / "two") as two:
        for service, prefix in ((one, "a"), (two, "b")):
            for name, value in service.environment.items():
                monkeypatch.setenv(name, value)
            service.make_bucket("lakes")
            store = open_shared(f"s3://lakes/{prefix}")
            assert store is not None
            store.write("there", prefix.encode())
            assert store.read("there") == prefix.encode()
        assert [any("there" in path for _, path, _ in service.list_requests()) for service in (one, two)] == [
            True,
            True,
        ]
