"""What the output depends on besides its input: digests of our code, fonts and data, and versions of libraries."""

from __future__ import annotations

import hashlib
import os
import platform
import unicodedata
from functools import cache
from importlib.metadata import version
from pathlib import Path

from model.typography import FONT_FOLDERS

_ROOT = Path(__file__).resolve().parent.parent
_OURS = 0x0250
"""The Latin letters of living languages end here: below it, our fonts have every one."""

PLATFORM = f"{platform.system()} {platform.machine()} unicode {unicodedata.unidata_version}"
"""What our own code's output may depend on: the processor's arithmetic, and Python's tables of characters."""

_SUFFIXES = {".py", ".yaml", ".ttf", ".otf", ".json", ".txt"}


@cache
def digest_sources(*places: str) -> str:
    """Digest every file of ours under the given places, relative to the project: `render`, `adapters/voices`."""
    whole = hashlib.sha256()
    for place in places:
        for name, digest in _digest_files(place):
            whole.update(f"{name}\0{digest}\0".encode())
    return whole.hexdigest()


@cache
def _digest_files(place: str) -> tuple[tuple[str, str], ...]:
    """Return each file's name and digest: most stages are made with `model`, and many with `render`."""
    found = _ROOT / place
    files = [found] if found.is_file() else sorted(path for path in found.rglob("*") if path.suffix in _SUFFIXES)
    if not files:
        raise FileNotFoundError(f"nothing to digest at {place}")
    return tuple((path.relative_to(_ROOT).as_posix(), _digest_file(path)) for path in files)


@cache
def _digest_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@cache
def library_versions(*distributions: str) -> str:
    """Return `name==version` for each installed distribution, joined by spaces."""
    return " ".join(f"{name}=={version(name)}" for name in distributions)


def digest_fonts(text: str) -> str:
    """Return the digest of the system's fonts, if the text has letters that ours may lack; else nothing.

    Ours cover Latin and punctuation for certain: what else is drawn may depend on what the machine has.
    """
    if all(ord(character) < _OURS or 0x2000 <= ord(character) < 0x2300 for character in text):
        return ""
    return digest_machine_fonts()


def digest_machine_fonts() -> str:
    """Digest the names and sizes of the system's fonts."""
    found = []
    for folder in FONT_FOLDERS:
        for place, _, names in os.walk(folder):
            found += [
                f"{name} {(Path(place) / name).stat().st_size}" for name in names if (Path(place) / name).is_file()
            ]
    return hashlib.sha256("\n".join(sorted(found)).encode()).hexdigest()
