"""A set's job -> how its sources are read as `video-gen set` reads them: with the settings that lie beside each

What the job itself states wins, as an option would; what it leaves open is for the environment and the configuration files to
say. So a deployment whose parameters name a folder alone makes the films that the command makes of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from adapters.film_jobs import configure_film, list_options, name_stated
from adapters.input import fetch_input, list_videos, split_source
from adapters.recognition import find_problems
from adapters.script_writer import describe_writer
from adapters.sets.planning import AskedFilm, ReadSource
from adapters.settings import PROJECT_FILE, find_source_folder, load_settings
from model.sets import SetConfig

_NOT_ITS_OWN = frozenset({"languages", "max_parallel", "deployment"})


def read_settled(config: SetConfig) -> ReadSource:
    """Return what makes films of sources as `plan_films` wants them."""
    options = {name: value for name, value in list_options(config).items() if name not in _NOT_ITS_OWN}

    def read(source: str, folder: Path | None) -> Iterator[AskedFilm]:
        kind, named = split_source(source)
        settings = load_settings(find_nearest(find_source_folder(named), folder), options)
        film = configure_film(kind, named, None, settings)
        stated = {"stated": name_stated(options), "translation": config.translation, "tracks": config.tracks}
        film = fetch_input(film.model_copy(update=stated))
        problems = find_problems(film)
        if problems:
            raise problems[0] if len(problems) == 1 else ExceptionGroup("The request cannot be met.", problems)
        names = (config.only,) if config.only else list_videos(film)
        for name in names:
            one = film if len(names) == 1 and not config.only else film.model_copy(update={"only": name})
            yield AskedFilm(one, describe_writer(one, settings))

    return read


def find_nearest(beside: Path | None, named: Path | None) -> Path | None:
    """Return the nearest folder with a `video-gen.toml`, from a document's own up to the one that was named."""
    if beside is None:
        return None
    folders = [beside]
    if named is not None and beside.is_relative_to(named):
        folders += [folder for folder in beside.parents if folder.is_relative_to(named)]
    return next((folder for folder in folders if (folder / PROJECT_FILE).exists()), None)
