"""The job of an earlier run -> the same job here and now, and what is no longer as it was"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from adapters.review_file import REVIEWED
from adapters.voice_engine import split_voice
from model.assets import DeliveredFile
from model.errors import ConfigError
from model.inputs import InputConfig
from model.runs import RunReport
from model.theme_choice import is_brand_file
from model.translation import TranslationFile

_TOLD = 3


def rebase_job(job: InputConfig, folder: str) -> InputConfig:
    """Return a job whose relative paths were meant from a folder as it must be said where this process stands.

    Raises ConfigError for a set of films: its sources may be anything.
    """
    if not folder or folder == os.getcwd():  # noqa: PTH109 - compared with a text
        return job
    if type(job) is not InputConfig:
        raise ConfigError(f"The sources of this set were named in {folder}.", "Go on with it there: cd to that folder.")
    base = Path(folder)
    changed: dict[str, object] = {"output": str(base / job.output)}
    if job.source != "-" and (base / job.source).exists():
        changed["source"] = str(base / job.source)
    if job.music is not None:
        changed["music"] = str(base / job.music)
    if is_brand_file(job.theme):
        changed["theme"] = str(base / job.theme)
    changed["voice"] = _rebase_voice(job.voice, base)
    changed["speakers"] = tuple((name, _rebase_voice(voice, base)) for name, voice in job.speakers)
    changed["translation"] = _rebase_file(job.translation, base) if job.translation else None
    changed["tracks"] = tuple(_rebase_file(file, base) for file in job.tracks)
    return job.model_copy(update=changed)


def _rebase_voice(voice: str, base: Path) -> str:
    """Move a voice that is a file of the folder: `piper:voices/amy.onnx#2`."""
    engine, own = split_voice(voice)
    path = base / own.partition("#")[0]
    return f"{engine}:{base / own}" if engine and own and path.exists() else voice


def _rebase_file(file: TranslationFile, base: Path) -> TranslationFile:
    return file.model_copy(update={"file": str(base / file.file)})


def tell_differences(told: RunReport, now: Iterable[DeliveredFile]) -> tuple[str, ...]:
    """Say which inputs changed since a run read them; nothing where it came to none."""
    before = {file.file: file.sha256 for file in told.inputs if file.file != REVIEWED}
    after = {file.name: file.sha256 for file in now}
    if not before or before == after:
        return ()
    changed = sorted(name for name in before.keys() & after.keys() if before[name] != after[name])
    new, gone = sorted(after.keys() - before.keys()), sorted(before.keys() - after.keys())
    kinds = (("changed", changed), ("is new", new), ("is gone", gone))
    notices = [f"{_list(names)} {what} since the run began" for what, names in kinds if names]
    return (f"{'; '.join(notices)}: what that changes in the film is made anew.",)


def _list(names: list[str]) -> str:
    more = len(names) - _TOLD
    return ", ".join(names[:_TOLD]) + (f" and {more} more" if more > 0 else "")
