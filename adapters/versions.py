"""What the output depends on besides its input: digests of our code, fonts and data, and versions of libraries."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_SUFFIXES = {".py", ".yaml", ".ttf", ".otf", ".json", ".txt"}


@cache
def digest_sources(*places: str) -> str:
    """Digest every file of ours under the given places, relative to the project: `render`, `adapters/voices`."""
    whole = hashlib.sha256()
    for place in places:
        found = _ROOT / place
        files = [found] if found.is_file() else sorted(path for path in found.rglob("*") if path.suffix in _SUFFIXES)
        if not files:
            raise FileNotFoundError(f"nothing to digest at {place}")
        for path in files:
            content = path.read_bytes()
            whole.update(f"{path.relative_to(_ROOT).as_posix()}\0{len(content)}\0".encode())
            whole.update(content)
    return whole.hexdigest()


@cache
def library_versions(*distributions: str) -> str:
    """Return `name==version` for each installed distribution, joined by spaces."""
    return " ".join(f"{name}=={version(name)}" for name in distributions)
