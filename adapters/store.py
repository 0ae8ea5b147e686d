"""The content-addressed store: media by digest, verified on every hit; on this disk, and behind it one that machines share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from adapters.files import digest_bytes, digest_file, rename_into_place, work_folder, write_atomically
from adapters.stores.shared import SharedStore
from model.assets import Asset
from model.errors import StateError


@dataclass(frozen=True)
class Store:
    """Files named by their SHA-256 under one folder. Two processes may share it: equal names hold equal bytes.

    Where there is a shared store, what is put here is sent there, and what is not here, or not whole, is fetched.
    """

    root: Path
    shared: SharedStore | None = None

    def path(self, asset: Asset) -> Path:
        """Return where the asset lies, or would lie."""
        return self.root / _name(asset)

    def locate(self, asset: Asset) -> Path:
        """Return the path of an asset that is here, after fetching it if need be; its content was verified on the hit.

        Raises StateError when it is nowhere.
        """
        path = self.path(asset)
        try:
            here = path.stat().st_size == asset.size
        except OSError:
            here = False
        if not here and not self._fetch(asset):
            raise self._lacking(asset)
        return path

    def put(self, data: bytes, suffix: str) -> Asset:
        """Keep bytes. Bytes that are there and whole are not written again."""
        asset = Asset(sha256=digest_bytes(data), size=len(data), suffix=suffix)
        if not self._is_here(asset):
            write_atomically(self.path(asset), data, mode=0o444)
        self._send(asset)
        return asset

    def intact(self, asset: Asset) -> bool:
        """Tell whether the asset is there with the content that its name promises, after fetching it if need be."""
        return self._is_here(asset) or self._fetch(asset)

    def read(self, asset: Asset) -> bytes:
        """Return the bytes, verified.

        Raises StateError when they are missing or altered, here and in the shared store.
        """
        for fetched in (False, True):
            try:
                data = self.path(asset).read_bytes()
            except OSError as error:
                lacking: OSError | None = error
            else:
                lacking = None
                if digest_bytes(data) == asset.sha256:
                    return data
            if fetched or not self._fetch(asset):
                break
        if lacking is not None:
            raise self._lacking(asset) from lacking
        raise StateError(f"{self.path(asset)} was altered.", "Run the command again.", transient=True)

    def adopt(self, path: Path, suffix: str) -> Asset:
        """Take over a finished file on the same disk, without reading it into memory."""
        asset = Asset(sha256=digest_file(path), size=path.stat().st_size, suffix=suffix)
        if self._is_here(asset):
            path.unlink()
        else:
            rename_into_place(path, self.path(asset), mode=0o444)
        self._send(asset)
        return asset

    def _is_here(self, asset: Asset) -> bool:
        path = self.path(asset)
        try:
            return path.stat().st_size == asset.size and digest_file(path) == asset.sha256
        except OSError:
            return False

    def _send(self, asset: Asset) -> None:
        """Give it to the shared store, unless that has as much of that name: what is damaged there, its readers remove."""
        if self.shared is not None and self.shared.size(f"store/{_name(asset)}") != asset.size:
            self.shared.send(f"store/{_name(asset)}", self.path(asset))

    def _fetch(self, asset: Asset) -> bool:
        """Bring it from the shared store, under its name only when its bytes are what the name promises."""
        if self.shared is None:
            return False
        name = f"store/{_name(asset)}"
        with work_folder(self.root.parent / "work") as folder:
            beside = folder / "fetched"
            if not self.shared.fetch(name, beside):
                return False
            if beside.stat().st_size != asset.size or digest_file(beside) != asset.sha256:
                self.shared.remove(name)  # else it would never be sent again
                return False
            rename_into_place(beside, self.path(asset), mode=0o444)
        return True

    def _lacking(self, asset: Asset) -> StateError:
        where = f", and so does {self.shared.url}" if self.shared is not None else ""
        return StateError(f"The store lacks {self.path(asset)}{where}.", "Run the command again.", transient=True)


def _name(asset: Asset) -> str:
    return f"{asset.sha256[:2]}/{asset.sha256}{asset.suffix}"
