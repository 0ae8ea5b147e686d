"""What was fetched for an input -> its bytes: kept in the store of the run's cache, so that a run sees one state of it."""

from __future__ import annotations

from pathlib import Path

from adapters.store import Store
from adapters.stores.shared import open_shared
from model.assets import Asset
from model.inputs import InputConfig


def store_of(config: InputConfig) -> Store:
    """Return the store in which what an input fetched is kept."""
    from adapters.settings import load_settings

    settings = load_settings()
    cache = Path(config.cache_dir).absolute() if config.cache_dir is not None else settings.cache_path
    return Store(cache / "store", open_shared(settings.store))


def read_fetched(config: InputConfig, asset: Asset) -> bytes:
    """Return bytes that were fetched for an input. Raises StateError when the store lost them."""
    return store_of(config).read(asset)
