"""What is kept is used when it is whole, made again when it is not, and never more than what changed is made."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from adapters.files import digest_file
from model.inputs import InputConfig
from model.result import PipelineResult
from tests.film_maker import FilmMaker, FilmSession

DOCUMENT = """\
# Lighthouse

Lighthouse is a small tool that watches a folder and tells you when something in it changes.

## Install

Lighthouse needs nothing but Python. Any version from the last five years will do nicely.

## Use

- It follows every folder below the one that you name.
- It writes one line for each file that changed.
- It stops when you press a key.

```python
from lighthouse import watch

for change in watch("notes"):
    print(change.path)
```
"""
EDITED = DOCUMENT.replace("one line for each file that changed", "one short line for each file that was changed")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "lighthouse.md"
    path.write_text(DOCUMENT)
    return path


def test_an_unchanged_result_is_recognised(maker: FilmMaker, source: Path) -> None:
    first = maker.make(source)
    assert first.run.spoken == first.run.drawn == len(first.scenes)
    second = maker.make(source)
    assert second.run.unchanged
    assert second.run.flow_run_id == ""
    assert second.files == first.files
    again = maker.make(source, "--rerun")
    assert (again.run.spoken, again.run.drawn, again.run.reused) == (0, 0, 2 * len(first.scenes))
    assert again.files == first.files


@pytest.mark.parametrize("damage", ["missing", "altered", "gone"])
def test_a_damaged_result_is_made_again(maker: FilmMaker, source: Path, damage: str) -> None:
    first = maker.make(source)
    film = maker.folder(first) / first.video
    if damage == "missing":
        film.unlink()
    elif damage == "altered":
        data = bytearray(film.read_bytes())
        data[len(data) // 2] ^= 1
        film.write_bytes(data)
    else:
        (maker.folder(first) / "result.json").unlink()
    second = maker.make(source)
    assert not second.run.unchanged
    assert (second.run.spoken, second.run.drawn) == (0, 0)
    assert digest_file(film) == next(file.sha256 for file in first.files if file.name == first.video)


def test_one_sentence_redoes_one_scene(maker: FilmMaker, source: Path) -> None:
    first = maker.make(source)
    source.write_text("\n\n" + EDITED)
    second = maker.make(source)
    assert [scene.scene_id for scene in second.scenes] == [scene.scene_id for scene in first.scenes]
    assert second.run.spoken == 1
    assert second.run.drawn == 1
    assert second.files != first.files
    source.write_text(DOCUMENT)
    third = maker.make(source)
    assert (third.run.spoken, third.run.drawn) == (0, 0)
    assert third.files == first.files


def test_another_theme_speaks_nothing_again(maker: FilmMaker, source: Path) -> None:
    first = maker.make(source)
    second = maker.make(source, "--theme", "light", "--accent", "green")
    assert second.run.spoken == 0
    assert second.run.drawn == len(first.scenes)


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x20
    overwrite(path, bytes(data))


def truncate(path: Path) -> None:
    overwrite(path, path.read_bytes()[:-7])


def empty(path: Path) -> None:
    overwrite(path, b"")


def delete(path: Path) -> None:
    path.unlink()


def overwrite(path: Path, data: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(data)


KINDS = ("store/*/*.wav", "store/*/*.h264", "store/*/*.mp4", "results/narrate-*", "results/render-scene-*")
DAMAGES = (flip, truncate, empty, delete)
CASES = list(itertools.product(KINDS, DAMAGES))


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory, command_state: Path) -> Iterator[tuple[FilmMaker, FilmSession]]:
    maker = FilmMaker(tmp_path_factory.mktemp("kept"), command_state)
    session = FilmSession(maker)
    yield maker, session
    session.close()


@pytest.fixture(scope="module")
def config(session: tuple[FilmMaker, FilmSession]) -> InputConfig:
    maker, _ = session
    source = maker.home / "lighthouse.md"
    source.write_text(DOCUMENT)
    return InputConfig(source=str(source), output=str(maker.output), cache_dir=str(maker.cache), engine="silent")


@pytest.fixture(scope="module")
def first(session: tuple[FilmMaker, FilmSession], config: InputConfig) -> PipelineResult:
    return session[1].make(config)


@pytest.mark.parametrize(("kind", "damage"), CASES, ids=[f"{kind}-{damage.__name__}" for kind, damage in CASES])
def test_damage_is_never_served(
    session: tuple[FilmMaker, FilmSession],
    config: InputConfig,
    first: PipelineResult,
    kind: str,
    damage: Callable[[Path], None],
) -> None:
    maker, maker_session = session
    victims = sorted(maker.cache.glob(kind))
    damage(victims[len(victims) // 2])
    again = maker_session.make(config)
    assert again.files == first.files
    assert again.run.spoken + again.run.drawn <= 1
    third = maker_session.make(config)
    assert third.run.spoken + third.run.drawn == 0
    assert third.files == first.files
