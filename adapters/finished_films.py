"""A film's folder -> the film as it lies there: the last good one, for no failed run touches it; and a night's report beside"""

from __future__ import annotations

from pathlib import Path

from adapters.delivery import find_result
from adapters.files import digest_bytes, read_bounded, write_atomically
from adapters.videos.script_reading import MOST_BYTES, read_script
from model.changes import Finished, NightReport
from model.errors import ValidationError
from model.script import VideoScript

NIGHT_PAGE, NIGHT_FILE = "nightly-report.md", "nightly-report.json"
_SCRIPT = "script.yaml"


def read_finished(folder: Path) -> Finished | None:
    """Return the film that a folder holds, with its script unless somebody has edited that; None when it holds none."""
    result = find_result(folder)
    if result is None:
        return None
    digest = next((file.sha256 for file in result.files if file.name == _SCRIPT), "")
    return Finished(result=result, script=_read_script(folder / _SCRIPT, digest))


def _read_script(path: Path, digest: str) -> VideoScript | None:
    try:
        data = read_bounded(path, MOST_BYTES, "script")
        return read_script(data) if digest_bytes(data) == digest else None
    except ValidationError:  # gone, or of another version
        return None


def write_night(report: NightReport, page: str, output: Path) -> None:
    """Write a night's report beside its films, for people and for programs. Raises ResourceError."""
    write_atomically(output / NIGHT_PAGE, page.encode())
    write_atomically(output / NIGHT_FILE, (report.model_dump_json(indent=2) + "\n").encode())
