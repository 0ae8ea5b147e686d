"""The port of the inputs: what the user named -> the kind of input that reads it, and its films.

A kind is a module with the functions of `InputKind`: ours lie in `adapters/inputs` and are found by its listing, others
are named by an entry point of the group `video_gen.inputs`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from adapters.fetched import store_of
from adapters.input_choices import name_film
from adapters.store import Store
from model.assets import DeliveredFile
from model.errors import ConfigError, StateError
from model.extensions import describe_unknown_name, find_extensions, import_extension
from model.inputs import InputConfig, VideoSetConfig

GROUP = "video_gen.inputs"
AUTO = "auto"
"""The kind that is recognised by its source."""
_LAST = "document"
"""What the other kinds of ours do not recognise is one, and says what is wrong with it."""
_LONGEST_KIND = 40


class InputKind(Protocol):
    """A kind of input. Importing its module is cheap: what a kind needs to read is imported where it reads.

    It may have, beside these: `list_videos(config) -> tuple[str, ...]`, where it may ask for several films, of which
    `config.only` names one; `ANSWERS = True`, where they say themselves how they are made; and
    `fetch(config, store) -> tuple[FetchedFile, ...]` for what lies on the network: it is called once for a run, and what it
    returns is `config.fetched` for the others.
    """

    def recognises(self, source: str) -> bool:
        """Tell whether a source given without a kind is one of this: by its name, without reading it."""
        ...

    def check_input(self, config: InputConfig) -> None:
        """Find what is wrong with the input. Raises one ValidationError with all problems."""
        ...

    def list_inputs(self, config: InputConfig) -> tuple[DeliveredFile, ...]:
        """Return everything that the films depend on, the main one first: while it is the same, so are they."""
        ...

    def name_video(self, config: InputConfig) -> str:
        """Return the slug of the film, or of the set: the name of its folder."""
        ...

    def adapt(self, config: InputConfig, store: Store) -> VideoSetConfig:
        """Take the input into the store. Raises ValidationError when it is wrong."""
        ...


@cache
def own_kinds() -> tuple[str, ...]:
    """Return the names of our kinds, sorted."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules([str(Path(__file__).parent / "inputs")])))


def known_kinds() -> tuple[str, ...]:
    """Return the names of all kinds, ours first: nobody's `document` takes the place of ours."""
    own = own_kinds()
    return (*own, *(name for name in find_extensions(GROUP, "inputs of kind") if name not in own))


@cache
def find_kind(name: str) -> InputKind:
    """Import a kind.

    Raises ConfigError when nobody has such a kind, or the package that brings it is broken.
    """
    if name in own_kinds():
        return cast(InputKind, import_module(f"adapters.inputs.{name}"))
    if name not in known_kinds():
        raise ConfigError(f"There is {describe_unknown_name('kind of input', name, known_kinds())}.", "Name a kind.")
    module = import_extension(find_extensions(GROUP, "inputs of kind")[name], "kind of input")
    lacking = [one for one in _FUNCTIONS if not callable(getattr(module, one, None))]
    if lacking:
        raise ConfigError(
            f"The module {module.__name__} is no kind of input: it has no {' and no '.join(lacking)}.",
            f"Give it the functions {', '.join(_FUNCTIONS)}.",
        )
    return cast(InputKind, module)


_FUNCTIONS = tuple(name for name in vars(InputKind) if not name.startswith("_"))


def split_source(named: str) -> tuple[str, str]:
    """Split `kind:source` as the command takes it; without a known kind in front, all of it is the source."""
    kind, colon, source = named.partition(":")
    if colon and kind.isidentifier() and len(kind) <= _LONGEST_KIND and kind in known_kinds():
        return kind, source
    return AUTO, named


def join_source(config: InputConfig) -> str:
    """Write a source as the command takes it."""
    return config.source if config.input_type == AUTO else f"{config.input_type}:{config.source}"


def find_kind_name(config: InputConfig) -> str:
    """Return the name of the kind that is named, or of the first that recognises the source; ours come first."""
    if config.input_type != AUTO:
        return config.input_type
    own = [name for name in own_kinds() if name != _LAST]
    found = next((name for name in (*own, _LAST) if find_kind(name).recognises(config.source)), None)
    if found is not None:
        return found
    foreign = (name for name in known_kinds() if name not in own_kinds())
    return next((name for name in foreign if find_kind(name).recognises(config.source)), _LAST)


def open_kind(config: InputConfig) -> InputKind:
    """Return the kind that reads an input."""
    return find_kind(find_kind_name(config))


def fetch_input(config: InputConfig) -> InputConfig:
    """Fetch what the source names on the network, into the store of the run's cache; what was fetched stays as it is.

    Raises ValidationError when it must not be reached or is not there, NetworkError when it does not come.
    """
    fetch = getattr(open_kind(config), "fetch", None)
    if config.fetched or fetch is None:
        return config
    return config.model_copy(update={"fetched": fetch(config, store_of(config))})


def check_input(config: InputConfig) -> None:
    """Find everything that is wrong with the input.

    Raises ValidationError with all problems, ConfigError when there is no such kind.
    """
    open_kind(config).check_input(config)


def list_inputs(config: InputConfig) -> tuple[DeliveredFile, ...]:
    """Return everything that the films depend on, the main one first."""
    return open_kind(config).list_inputs(config)


def name_video(config: InputConfig) -> str:
    """Return the name that the folder of this input's film has."""
    return name_film(config, open_kind(config).name_video(config))


def list_videos(config: InputConfig) -> tuple[str, ...]:
    """Return the names of the films that an input asks for, in order; a kind that has one film each does not say."""
    listed = getattr(open_kind(config), "list_videos", None)
    names: tuple[str, ...] = listed(config) if listed is not None else (name_video(config),)
    return names


def answers_for_itself(config: InputConfig) -> bool:
    """Tell whether its films say themselves how they are made, where nothing else is asked for on purpose."""
    return bool(getattr(open_kind(config), "ANSWERS", False))


def _as_it_is(config: InputConfig) -> InputConfig:
    return config


def adapt_input(
    config: InputConfig, store: Store, settle: Callable[[InputConfig], InputConfig] = _as_it_is
) -> VideoSetConfig:
    """Take an input into the store; `settle` has the last word on the job, once all that it names was fetched.

    Raises ValidationError when it is wrong, StateError when it changes meanwhile.
    """
    if config.stored is not None:
        text = store.read(config.stored).decode("utf-8", "surrogateescape")
        config = config.model_copy(update={"text": text, "stored": None})
    config = settle(fetch_input(config))
    kind = open_kind(config)
    video_set = kind.adapt(config, store)
    if kind.list_inputs(config) != video_set.inputs:
        raise StateError(f"{config.source} changes while it is read.", "Run the command again.", transient=True)
    return video_set
