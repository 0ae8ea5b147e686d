"""The store that machines share, on S3 and in a folder: read through, written through, and never believed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.kept_answers import KeptAnswers
from adapters.store import Store
from adapters.stores.records import Records
from adapters.stores.shared import SharedStore, open_shared
from model.ai import WriterChoice
from model.asking import Question
from model.assets import Asset
from model.errors import ConfigError, StateError
from tests.s3_service import S3Service, open_service


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Service]:
    with pytest.MonkeyPatch.context() as patch, open_service(tmp_path_factory.mktemp("s3")) as opened:
        for name, value in opened.environment.items():
            patch.setenv(name, value)
        yield opened


@pytest.fixture(params=["s3", "folder"])
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> SharedStore:
    """Give an empty store of either kind."""
    if request.param == "folder":
        url = f"file://{tmp_path}/mounted"
    else:
        service: S3Service = request.getfixturevalue("service")
        url = service.make_bucket(re.sub("[^a-z0-9]", "-", tmp_path.name.lower())[:60])
    opened = open_shared(url)
    assert opened is not None
    return opened


def machine(tmp_path: Path, name: str, shared: SharedStore) -> Store:
    return Store(tmp_path / name / "store", shared)


def test_what_one_machine_puts_another_has(tmp_path: Path, shared: SharedStore) -> None:
    here, there = machine(tmp_path, "one", shared), machine(tmp_path, "two", shared)
    asset = here.put(b"spoken" * 1000, ".wav")
    assert not there.path(asset).exists()
    assert there.intact(asset)
    assert there.path(asset).read_bytes() == b"spoken" * 1000
    assert there.path(asset).stat().st_mode & 0o777 == 0o444
    shared.remove(f"store/{asset.sha256[:2]}/{asset.sha256}.wav")
    assert there.read(asset) == b"spoken" * 1000, "its own disk has it"


@pytest.mark.parametrize("ask", ["read", "locate", "intact"])
def test_each_way_to_ask_fetches(tmp_path: Path, shared: SharedStore, ask: str) -> None:
    asset = machine(tmp_path, "one", shared).put(b"frames", ".h264")
    assert getattr(machine(tmp_path, "two", shared), ask)(asset)


def test_a_finished_file_is_taken_over_and_sent(tmp_path: Path, shared: SharedStore) -> None:
    film = tmp_path / "film.mp4"
    film.write_bytes(os.urandom(7_000_000))  # in several parts
    asset = machine(tmp_path, "one", shared).adopt(film, ".mp4")
    assert machine(tmp_path, "two", shared).locate(asset).stat().st_size == 7_000_000


@pytest.mark.parametrize("damage", [b"", b"half", b"spokeN"])
def test_what_was_altered_there_is_never_served_and_is_sent_again(
    tmp_path: Path, shared: SharedStore, damage: bytes
) -> None:
    here, there = machine(tmp_path, "one", shared), machine(tmp_path, "two", shared)
    asset = here.put(b"spoken", ".wav")
    name = f"store/{asset.sha256[:2]}/{asset.sha256}.wav"
    shared.write(name, damage)
    assert not there.intact(asset)
    assert not there.path(asset).exists()
    with pytest.raises(StateError, match=re.escape(shared.url)):
        there.read(asset)
    here.put(b"spoken", ".wav")
    assert shared.read(name) == b"spoken"
    assert there.read(asset) == b"spoken"


def test_what_is_damaged_here_is_mended_from_there(tmp_path: Path, shared: SharedStore) -> None:
    here = machine(tmp_path, "one", shared)
    asset = here.put(b"spoken", ".wav")
    for damage in (b"", b"spokeN"):
        here.path(asset).chmod(0o644)
        here.path(asset).write_bytes(damage)
        assert here.read(asset) == b"spoken"


def test_nothing_unfinished_is_left(tmp_path: Path, shared: SharedStore) -> None:
    here, there = machine(tmp_path, "one", shared), machine(tmp_path, "two", shared)
    asset = here.put(b"spoken", ".wav")
    there.read(asset)
    left = [path for path in (tmp_path / "two").rglob("*") if path.is_file()]
    assert left == [there.path(asset)]
    assert [entry.name for entry in shared.list("store")] == [f"store/{asset.sha256[:2]}/{asset.sha256}.wav"]


def test_records_are_shared_by_key(tmp_path: Path, shared: SharedStore) -> None:
    here, there = Records(tmp_path / "one", shared), Records(tmp_path / "two", shared)
    assert there.fetch("narrate-1") is None
    here.write("narrate-1", b"{}")
    assert there.read("narrate-1") is None and there.fetch("narrate-1") == b"{}"
    there.keep("narrate-1", b"{}")
    assert there.read("narrate-1") == b"{}"
    there.forget("narrate-1")
    assert there.read("narrate-1") is None and shared.read("results/narrate-1") == b"{}"


def test_an_answer_is_paid_for_once_for_all_machines(tmp_path: Path, shared: SharedStore) -> None:
    choice = WriterChoice(provider="anthropic", model="a-model")
    question = Question(
        name="tell", system="s", document="d", task="t", answer_schema="{}", most_tokens=9, expected_tokens=9
    )
    KeptAnswers(tmp_path / "one", shared).keep(choice, question, "An answer.")
    assert KeptAnswers(tmp_path / "two", shared).find(choice, question) == "An answer."
    assert KeptAnswers(tmp_path / "two").find(choice, question) == "An answer.", "kept here, too"
    (entry,) = shared.list("answers")
    shared.write(entry.name, b'{"answer": "Another.", "sha256": "0"}')
    assert KeptAnswers(tmp_path / "three", shared).find(choice, question) is None


def test_what_is_there_is_not_sent_twice(tmp_path: Path, service: S3Service) -> None:
    shared = open_shared(service.make_bucket("sent-once"))
    for name in ("one", "two", "one"):
        machine(tmp_path, name, shared).put(b"spoken", ".wav")
    assert [method for method, path, _ in service.list_requests() if path.startswith("/sent-once/")].count("PUT") == 1


def test_a_store_that_does_not_answer_is_no_miss(
    tmp_path: Path, service: S3Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = Asset(sha256="0" * 64, size=1, suffix=".wav")
    assert not machine(tmp_path, "one", open_shared("s3://no-such-bucket/kept")).intact(lost)
    with pytest.raises(ConfigError, match="bucket of s3://no-such-bucket/kept does not exist"):
        machine(tmp_path, "one", open_shared("s3://no-such-bucket/kept")).put(b"x", ".wav")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StateError, match="cannot be used") as caught:
        machine(tmp_path, "one", open_shared(f"file://{tmp_path}/file/below")).intact(lost)
    assert caught.value.transient


@pytest.mark.parametrize(
    "url",
    ["bucket/prefix", "s3://", "s3://user:secret@bucket/x", "http://127.0.0.1/x", "file://host/x", "file:x", "s3://[x"],
)
def test_an_address_that_is_none_is_told(url: str) -> None:
    with pytest.raises(ConfigError, match="no address of a store") as caught:
        open_shared(url)
    assert "s3://BUCKET/PREFIX" in str(caught.value.remedy)


def test_no_store_is_none() -> None:
    assert open_shared("") is None
