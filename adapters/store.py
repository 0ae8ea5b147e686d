"""The content-addressed store: media by digest, verified on every hit."""

from __future__ import annotations

from pathlib import Path

from adapters.files import digest_bytes, digest_file, rename_into_place, write_atomically
from model.assets import Asset
from model.errors import StateError


class Store:
    """Files named by their SHA-256 under one folder. Two processes may share it: equal names hold equal bytes."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, asset: Asset) -> Path:
        """Return where the asset lies, or would lie."""
        return self.root / asset.sha256[:2] / f"{asset.sha256}{asset.suffix}"

    def put(self, data: bytes, suffix: str) -> Asset:
        """Keep bytes. Bytes that are there and whole are not written again."""
        asset = Asset(sha256=digest_bytes(data), size=len(data), suffix=suffix)
        if not self.intact(asset):
            write_atomically(self.path(asset), data, mode=0o444)
        return asset

    def intact(self, asset: Asset) -> bool:
        """Tell whether the asset is there with the content that its name promises."""
        path = self.path(asset)
        try:
            return path.stat().st_size == asset.size and digest_file(path) == asset.sha256
        except OSError:
            return False

    def read(self, asset: Asset) -> bytes:
        """Return the bytes, verified.

        Raises StateError when they are missing or altered.
        """
        try:
            data = self.path(asset).read_bytes()
        except OSError as error:
            raise StateError(
                f"The store lacks {self.path(asset)}.", "Run the command again.", transient=True
            ) from error
        if digest_bytes(data) != asset.sha256:
            raise StateError(f"{self.path(asset)} was altered.", "Run the command again.", transient=True)
        return data

    def adopt(self, path: Path, suffix: str) -> Asset:
        """Take over a finished file on the same disk, without reading it into memory."""
        asset = Asset(sha256=digest_file(path), size=path.stat().st_size, suffix=suffix)
        if self.intact(asset):
            path.unlink()
        else:
            rename_into_place(path, self.path(asset), mode=0o444)
        return asset
