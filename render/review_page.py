"""VideoScript -> Markdown for whoever shall approve it: what is wrong with it, where it lies, what is said."""

from __future__ import annotations

from collections.abc import Sequence

from model.errors import Problem
from model.script import VideoScript
from render.summary import plain_text

_MOST_SCENES = 150


def review_page(script: VideoScript, path: str, problems: Sequence[Problem]) -> str:
    """Write the page that stands above the form."""
    wrong = ["**It cannot be made as it was handed in:**", "", *(f"- {plain_text(str(one))}" for one in problems), ""]
    said = [
        f"1. *{scene.scene_type}* {plain_text(' '.join(word.text for one in scene.narration for word in one.words))}"
        for scene in script.scenes[:_MOST_SCENES]
    ]
    more = len(script.scenes) - _MOST_SCENES
    return "\n".join([
        f"The script of **{plain_text(script.title)}** waits for your approval: {len(script.scenes)} scenes, in this file.",
        "",
        f"    {path}",  # a block of its own: long paths are not broken, and would make the whole form wide
        "",
        "Change the file first, if you like. To send this form approves it; to close it leaves it waiting.",
        "",
        *(wrong if problems else []),
        *said,
        *([f"\n… and {more} more"] if more > 0 else []),
    ])  # fmt: skip
