"""Two documents with one name under one --output: the second is refused, and a document that moved is not another."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.files import digest_bytes
from adapters.film_sources import check_source, hold_folder
from model.assets import DeliveredFile
from model.errors import ConfigError
from tests.film_maker import FilmMaker

FIRST, SECOND = b"# Guide\n\nThe first guide.\n", b"# Guide\n\nThe second guide.\n"


def deliver(source: Path, folder: Path, state: Path) -> None:
    data = source.read_bytes()
    main = DeliveredFile(name=source.name, sha256=digest_bytes(data), size=len(data))
    with hold_folder(str(source), main, folder, state):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "result.json").write_bytes(source.read_bytes())


@pytest.fixture
def sources(tmp_path: Path) -> tuple[Path, Path]:
    paths = tmp_path / "one" / "guide.md", tmp_path / "two" / "guide.md"
    for path, text in zip(paths, (FIRST, SECOND), strict=True):
        path.parent.mkdir()
        path.write_bytes(text)
    return paths


def test_another_documents_film_is_not_replaced(tmp_path: Path, sources: tuple[Path, Path]) -> None:
    folder, state = tmp_path / "videos" / "guide", tmp_path / "state"
    deliver(sources[0], folder, state)
    with pytest.raises(ConfigError, match=r"one/guide\.md, which has the same name as yours\. Choose another --output"):
        deliver(sources[1], folder, state)
    assert (folder / "result.json").read_bytes() == FIRST
    assert check_source(lambda: digest_bytes(SECOND), tmp_path / "elsewhere" / "guide", state) is None


def test_the_same_document_is_replaced_wherever_it_lies(tmp_path: Path, sources: tuple[Path, Path]) -> None:
    folder, state = tmp_path / "videos" / "guide", tmp_path / "state"
    deliver(sources[0], folder, state)
    sources[0].write_bytes(FIRST + b"More.\n")
    deliver(sources[0], folder, state)
    sources[0].rename(tmp_path / "moved.md")
    deliver(sources[1], folder, state)
    assert (folder / "result.json").read_bytes() == SECOND


def test_a_folder_that_was_removed_is_free_and_forgotten(tmp_path: Path, sources: tuple[Path, Path]) -> None:
    folder, state = tmp_path / "videos" / "guide", tmp_path / "state"
    deliver(sources[0], folder, state)
    (folder / "result.json").unlink()
    folder.rmdir()
    assert check_source(lambda: digest_bytes(SECOND), folder, state) is None
    deliver(sources[1], folder.with_name("other"), state)
    assert len(list((state / "films").iterdir())) == 1


@pytest.mark.parametrize("damage", [b"", b"{}", b"[1, 2]", b"\xff", b'["elsewhere", "x"]'])
def test_a_damaged_record_says_nothing(tmp_path: Path, sources: tuple[Path, Path], damage: bytes) -> None:
    folder, state = tmp_path / "videos" / "guide", tmp_path / "state"
    deliver(sources[0], folder, state)
    (record,) = (state / "films").iterdir()
    record.write_bytes(damage)
    deliver(sources[1], folder, state)
    assert (folder / "result.json").read_bytes() == SECOND


def test_the_command_refuses_before_prefect(tmp_path: Path, sources: tuple[Path, Path]) -> None:
    maker = FilmMaker(tmp_path, tmp_path / "state")
    deliver(sources[0], maker.output / "guide", maker.state)
    done = maker.run("--source", str(sources[1]))
    assert done.returncode == 2
    assert f"error: {maker.output / 'guide'} holds the film of {sources[0]}" in done.stderr
