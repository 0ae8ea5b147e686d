"""Documents: a file of any format that `adapters/documents/formats` reads, a folder of them, an address, or `-`."""

from __future__ import annotations

from pathlib import Path, PurePath
from types import ModuleType

from adapters.documents import adapting
from adapters.documents.format import format_of
from adapters.documents.sources import STANDARD_INPUT
from adapters.store import Store
from model.assets import DeliveredFile
from model.inputs import FetchedFile, InputConfig, VideoSetConfig


def recognises(source: str) -> bool:
    """Tell whether a source is standard input, an address, a folder, or ends as a document does."""
    known = source == STANDARD_INPUT or _is_web_address(source) or format_of(PurePath(source).suffix) is not None
    return known or _is_folder(source)


def _is_folder(source: str) -> bool:
    try:
        return Path(source).is_dir()
    except (OSError, ValueError):
        return False


def check_input(config: InputConfig) -> None:
    """Find everything that is wrong with the input. Raises one ValidationError with all problems."""
    _reader(config).check_input(config)


def list_inputs(config: InputConfig) -> tuple[DeliveredFile, ...]:
    """Return every file that the film depends on."""
    found: tuple[DeliveredFile, ...] = _reader(config).list_inputs(config)
    return found


def name_video(config: InputConfig) -> str:
    """Return the slug of the film."""
    return str(_reader(config).name_video(config))


def adapt(config: InputConfig, store: Store) -> VideoSetConfig:
    """Take in one document as a set of one film. Raises ValidationError when the input is wrong."""
    if not _is_web_address(config.source):
        return adapting.adapt_document(config, store)
    found: VideoSetConfig = _reader(config).adapt(config, store)
    return found


def fetch(config: InputConfig, store: Store) -> tuple[FetchedFile, ...]:
    """Fetch a document that is named by its address; nothing for a file."""
    return _reader(config).fetch(config, store) if _is_web_address(config.source) else ()


def _reader(config: InputConfig) -> ModuleType:
    """Return the module that reads documents from where this one is."""
    if not _is_web_address(config.source):
        return adapting
    from adapters.web import page

    return page


def _is_web_address(source: str) -> bool:
    return source.lstrip()[:8].lower().startswith(("http://", "https://"))
