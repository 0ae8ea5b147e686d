"""A script that waits for its review -> a file beside the film's folder; and that file, changed or not, read back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from adapters.files import digest_bytes, read_bounded, write_atomically
from adapters.videos.adapting import check_videos, read_script_film
from adapters.videos.reading import ReadVideo
from adapters.videos.script_reading import MOST_BYTES, read_delivered
from model.errors import Problem, ValidationError
from model.inputs import InputConfig
from model.script import VideoScript

REVIEWED = "script.yaml"
"""What a script that was changed is called among the inputs of its film."""
_ASIDE = "~"
_HEAD = """\
# This script waits for you. Change what is said and shown, then: video-gen approve {run}
# It was written from {base}
"""
_WRITTEN_FROM = re.compile(rb"# It was written from ([0-9a-f]{64})\n")
_OWN_LINES = 2


class Reviewed(NamedTuple):
    """A script as it was handed in."""

    script: VideoScript
    film: ReadVideo
    """The same, with what it says of how it is made."""
    data: bytes
    """Its text."""


def review_path(output: str, video_id: str) -> Path:
    """Return where the script of a film waits: beside the folder that the film gets."""
    return Path(output) / f"{video_id}.script.yaml"


def offer_script(path: Path, text: bytes, run: str) -> str:
    """Write a script for its review, and return what its reader should know.

    What somebody changed before in the same script stays; what they changed in another one is set aside.
    """
    base, body, notice = digest_bytes(text), text, ""
    if path.exists():
        before = path.read_bytes()
        found = _WRITTEN_FROM.search(before[:1000])
        own = before.split(b"\n", _OWN_LINES)[-1] if found else before
        if found and found[1].decode() == base:
            body = own
            notice = "" if own == text else f"{path} has what you changed in it before."
        elif not found or digest_bytes(own).encode() != found[1]:
            aside = path.with_name(path.name + _ASIDE)
            path.replace(aside)
            notice = f"The script is another one by now: what you changed in {path} before is in {aside}."
    write_atomically(path, _HEAD.format(run=run, base=base).encode() + body)
    return notice


def read_review(path: Path) -> bytes:
    """Read the file. Raises ValidationError when it is gone, or too large."""
    return read_bounded(path, MOST_BYTES, "script")


def check_review(data: bytes, name: str, config: InputConfig, video_id: str = "") -> Reviewed:
    """Read what was handed in.

    Raises ValidationError with every problem, each with its line and column. `name` stands in them; `video_id` is what its
    film is called whatever it says itself.
    """
    script, options = read_delivered(data, name)
    if not script.scenes:
        raise ValidationError((Problem(message="The script has no scenes.", remedy="Leave one at least.", file=name),))
    script = script.model_copy(update={"video_id": video_id or script.video_id})
    film = read_script_film(script, options)
    check_videos(as_reviewed(config).model_copy(update={"source": name}), (film,))
    return Reviewed(script, film, data)


def as_reviewed(config: InputConfig) -> InputConfig:
    """Return the job of a script that was reviewed: it is translated, and what it says of itself wins over all options."""
    return config.model_copy(update={"stated": (), "translation": None})


def is_unchanged(reviewed: Reviewed, offered: VideoScript, options: Mapping[str, Any]) -> bool:
    """Tell whether nothing was changed in it."""
    known = {name: value for name, value in options.items() if value is not None}
    said = {name: value for name, value in reviewed.film.options.items() if name in known}
    return reviewed.script == offered and said == known
