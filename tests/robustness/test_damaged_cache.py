"""S4: a file of the cache is altered, in every way that files are -> the right film, and nothing of it served."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.robustness.job import Film, Job, list_digests, make_undisturbed

pytestmark = pytest.mark.slow
KINDS = (
    "store/*/*.wav", "store/*/*.avc", "store/*/*.aac", "store/*/*.mp4", "store/*/*.png", "store/*/*.md",
    "results/narrate-*", "results/render-scene-*", "results/segment-pattern-*", "results/code-take-*",
    "results/compose-film-*", "results/write-script-*", "results/parse-content-*", "results/draw-thumbnail-*",
)  # fmt: skip


class Made(NamedTuple):
    """A film, its job, and a copy of the cache that it left."""

    job: Job
    film: Film
    copy: Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, command_state: Path) -> Iterator[Made]:
    job = Job(tmp_path_factory.mktemp("damaged"), command_state)
    film = make_undisturbed(job)
    yield Made(job, film, Path(shutil.copytree(job.cache, job.home / "as-made")))


def overwrite(path: Path, data: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(data)


def flip(path: Path, like: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    overwrite(path, bytes(data))


def truncate(path: Path, like: Path, chance: random.Random) -> None:
    overwrite(path, path.read_bytes()[: -chance.randint(1, 40)])


def empty(path: Path, like: Path, chance: random.Random) -> None:
    overwrite(path, b"")


def delete(path: Path, like: Path, chance: random.Random) -> None:
    path.unlink()


def lengthen(path: Path, like: Path, chance: random.Random) -> None:
    overwrite(path, path.read_bytes() + chance.randbytes(9))


def replace_by_another(path: Path, like: Path, chance: random.Random) -> None:
    """Put the content of its neighbour in its place: whole, well formed, and wrong."""
    overwrite(path, like.read_bytes())


def fill_with_noise(path: Path, like: Path, chance: random.Random) -> None:
    overwrite(path, chance.randbytes(path.stat().st_size))


def swap(path: Path, like: Path, chance: random.Random) -> None:
    """Exchange it with its neighbour: two files are whole, and wrong."""
    one, other = path.read_bytes(), like.read_bytes()
    overwrite(path, other)
    overwrite(like, one)


def link_elsewhere(path: Path, like: Path, chance: random.Random) -> None:
    path.unlink()
    path.symlink_to(like)


def lock_away(path: Path, like: Path, chance: random.Random) -> None:
    path.chmod(0)


Damage = Callable[[Path, Path, random.Random], None]
DAMAGES: tuple[Damage, ...] = (
    flip, truncate, empty, delete, lengthen, replace_by_another, fill_with_noise, swap, link_elsewhere, lock_away,
)  # fmt: skip
CASES = random.Random("cache").sample([*product(DAMAGES, KINDS)], len(DAMAGES) * len(KINDS))
"""In an order of chance that is the same each time: all ten damages and all fourteen kinds are among any sixty."""


@pytest.mark.scoreboard("S4 cache", full=60, short=4)
def test_a_damaged_file_is_never_served(point: int, made: Made, request: pytest.FixtureRequest) -> None:
    damage, kind = CASES[point]
    shutil.rmtree(made.job.cache)
    shutil.copytree(made.copy, made.job.cache)
    chance = random.Random(f"damage {point}")
    victims = sorted(made.job.cache.glob(kind))
    victim = chance.choice(victims)
    alike = sorted(path for path in made.job.cache.glob(kind.rpartition("/")[0] + "/*") if path != victim)
    damage(victim, next((one for one in victims if one != victim), chance.choice(alike)), chance)
    result = made.job.succeed("--rerun")
    assert result.files == made.film.result.files, (damage.__name__, kind)
    assert list_digests(made.job.output) == made.film.files
    if not request.config.getoption("scoreboard"):
        return
    again = made.job.succeed("--rerun")
    assert again.run is not None
    assert (again.run.spoken, again.run.drawn) == (0, 0), (damage.__name__, kind)


def test_each_damage_and_each_kind_is_tried() -> None:
    sixty = CASES[:60]
    assert {damage for damage, _ in sixty} == set(DAMAGES)
    assert {kind for _, kind in sixty} == set(KINDS)
