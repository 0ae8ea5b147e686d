"""What is kept is used when it is whole, made again when it is not, and never more than what changed is made."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from adapters.ffmpeg import ffmpeg_path
from adapters.files import digest_file
from model.assets import DeliveredFile
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


@dataclass
class Kept:
    """A film that was made once, and the world in which it was; every test finds it as it was then."""

    maker: FilmMaker
    session: FilmSession
    source: Path
    first: PipelineResult

    def make(self, *arguments: str) -> PipelineResult:
        return self.maker.make(self.source, *arguments)

    def rerun(self, **options: str) -> PipelineResult:
        """Run the flow, in the process that all tests share."""
        folders = {"output": str(self.maker.output), "cache_dir": str(self.maker.cache)}
        return self.session.make(InputConfig(source=str(self.source), engine="silent", **folders, **options))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, command_state: Path) -> Iterator[Kept]:
    maker = FilmMaker(tmp_path_factory.mktemp("kept"), command_state)
    source = maker.home / "lighthouse.md"
    source.write_text(DOCUMENT)
    first = maker.make(source)
    for folder in (maker.cache, maker.output):
        shutil.copytree(folder, maker.home / "as-made" / folder.name)
    session = FilmSession(maker)
    yield Kept(maker, session, source, first)
    session.close()


@pytest.fixture
def kept(made: Kept) -> Kept:
    made.source.write_text(DOCUMENT)
    for folder in (made.maker.cache, made.maker.output):
        shutil.rmtree(folder)
        shutil.copytree(made.maker.home / "as-made" / folder.name, folder)
    return made


@pytest.mark.slow
def test_an_unchanged_result_is_recognised(kept: Kept) -> None:
    first = kept.first
    assert first.run.spoken == first.run.drawn == len(first.scenes)
    second = kept.make()
    assert second.run.unchanged
    assert second.run.flow_run_id == ""
    assert second.files == first.files
    again = kept.make("--rerun")
    assert (again.run.spoken, again.run.drawn, again.run.reused) == (0, 0, 2 * len(first.scenes))
    assert again.files == first.files


@pytest.mark.slow
@pytest.mark.parametrize("damage", ["missing", "altered", "gone"])
def test_a_damaged_result_is_made_again(kept: Kept, damage: str) -> None:
    film = kept.maker.folder(kept.first) / kept.first.video
    if damage == "missing":
        film.unlink()
    elif damage == "altered":
        flip(film)
    else:
        (kept.maker.folder(kept.first) / "result.json").unlink()
    second = kept.make()
    assert not second.run.unchanged
    assert (second.run.spoken, second.run.drawn) == (0, 0)
    assert digest_file(film) == next(file.sha256 for file in kept.first.files if file.name == kept.first.video)


def test_one_sentence_redoes_one_scene(kept: Kept) -> None:
    first = kept.first
    kept.source.write_text("\n\n" + EDITED)
    second = kept.make()
    assert [scene.scene_id for scene in second.scenes] == [scene.scene_id for scene in first.scenes]
    assert second.run.spoken == 1
    assert second.run.drawn == 1
    assert second.files != first.files
    kept.source.write_text(DOCUMENT)
    third = kept.rerun()
    assert (third.run.spoken, third.run.drawn) == (0, 0)
    assert third.files == first.files


@pytest.mark.slow
def test_another_theme_speaks_nothing_again(kept: Kept) -> None:
    second = kept.rerun(theme="light", accent_color="green")
    assert second.run.spoken == 0
    assert second.run.drawn == len(kept.first.scenes)


@pytest.mark.slow
def test_another_music_redoes_the_sound_alone(kept: Kept) -> None:
    songs = [kept.maker.home / f"{pitch}.wav" for pitch in (220, 330)]
    made = []
    for pitch, song in zip((220, 330), songs, strict=True):
        graph = f"sine={pitch}:r=48000:d=2"
        subprocess.run([ffmpeg_path(), "-v", "error", "-y", "-f", "lavfi", "-i", graph, str(song)], check=True)
        made.append(kept.rerun(music=str(song)))
    assert all((film.run.spoken, film.run.drawn) == (0, 0) for film in made)
    assert [film.loudness for film in made] == pytest.approx([-14, -14], abs=0.5)
    assert all(film.true_peak <= -1 for film in made)
    parsed = len(list(kept.maker.cache.glob("results/parse-content-*")))
    assert parsed == len(list((kept.maker.home / "as-made").glob("cache/results/parse-content-*")))
    names = {file.name for one, other in ((made[0], made[1]), (made[0], kept.first)) for file in changed(one, other)}
    assert names == {kept.first.video}
    assert kept.rerun().files == kept.first.files


def changed(one: PipelineResult, other: PipelineResult) -> set[DeliveredFile]:
    """Return the files of one film that the other does not have."""
    return set(one.files) - set(other.files)


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


KINDS = ("store/*/*.wav", "store/*/*.avc", "store/*/*.aac", "results/narrate-*", "results/render-scene-*")
DAMAGES = (flip, truncate, empty, delete)


@pytest.mark.slow
@pytest.mark.parametrize("turn", range(len(DAMAGES)))
def test_damage_is_never_served(kept: Kept, turn: int) -> None:
    """Each kind of file meets each kind of damage: five files at a time, the damages turning round."""
    for number, kind in enumerate(KINDS):
        victims = sorted(kept.maker.cache.glob(kind))
        DAMAGES[(turn + number) % len(DAMAGES)](victims[(number * len(victims)) // len(KINDS)])
    again = kept.rerun()
    assert again.files == kept.first.files
    assert again.run.spoken <= 2
    assert again.run.drawn <= 2
    assert again.run.spoken + again.run.drawn > 0
    third = kept.rerun()
    assert third.run.spoken + third.run.drawn == 0
    assert third.files == kept.first.files
