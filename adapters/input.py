"""The port of the inputs: what the user named -> the kind of input that reads it, and its films.

A kind is a module with the functions of `InputKind`: ours lie in `adapters/inputs` and are found by its listing, others
are named by an entry point of the group `video_gen.inputs`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

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
    """A kind of input. Importing its module is cheap: what a kind needs to read is imported where it reads."""

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


def open_kind(config: InputConfig) -> InputKind:
    """Return the kind that reads an input: the one that is named, or the first that recognises it; ours come first."""
    if config.input_type != AUTO:
        return find_kind(config.input_type)
    found = (kind for kind in _kinds_in_order() if kind.recognises(config.source))
    return next(found, None) or find_kind(_LAST)


def _kinds_in_order() -> Iterator[InputKind]:
    """Yield every kind, those of others only when none of ours would do: nothing installed is looked at before."""
    yield from (find_kind(name) for name in own_kinds() if name != _LAST)
    yield find_kind(_LAST)
    yield from (find_kind(name) for name in known_kinds() if name not in own_kinds())


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


def adapt_input(config: InputConfig, store: Store) -> VideoSetConfig:
    """Take an input into the store.

    Raises ValidationError when it is wrong, StateError when it changes meanwhile.
    """
    if config.stored is not None:
        text = store.read(config.stored).decode("utf-8", "surrogateescape")
        config = config.model_copy(update={"text": text, "stored": None})
    kind = open_kind(config)
    video_set = kind.adapt(config, store)
    if kind.list_inputs(config) != video_set.inputs:
        raise StateError(f"{config.source} changes while it is read.", "Run the command again.", transient=True)
    return video_set
