"""VideoScript -> the VideoScript that somebody has approved: written to a file, waited for, and filmed as it is then."""

from __future__ import annotations

import asyncio
import itertools
from pathlib import Path
from typing import Any

from adapters.files import digest_bytes
from adapters.review_file import (
    REVIEWED,
    Reviewed,
    as_reviewed,
    check_review,
    is_unchanged,
    offer_script,
    read_review,
    review_path,
)
from adapters.videos.adapting import adapt_script
from model.assets import DeliveredFile
from model.errors import Problem, ValidationError
from model.inputs import InputConfig, VideoSetConfig
from model.runs import SHORT
from model.script import VideoScript
from render.review_page import review_page
from render.script_file import script_yaml
from tasks.parse import parse_content
from tasks.run import Run
from tasks.runs.asking import Waiting, ask, keep_answer, question_key
from tasks.runs.recording import REVIEW
from tasks.script import write_drawable_script


async def review_script(
    video_set: VideoSetConfig, script: VideoScript, config: InputConfig, run: Run
) -> tuple[VideoSetConfig, VideoScript]:
    """Where the job asks for it, wait until the script is approved; return the film and the script as they are then.

    Raises RunStopped where the run is left waiting.
    """
    if not config.review:
        return video_set, script
    options = _options_of(config, video_set)
    reviewed = await _await_approval(script, options, config, run)
    if is_unchanged(reviewed, script, options):
        return video_set, script
    return await _take_up(reviewed, video_set, config, run)


def _options_of(config: InputConfig, video_set: VideoSetConfig) -> dict[str, Any]:
    spoken = config.spoken_as(video_set.single())
    return {"engine": spoken.engine, "voice": spoken.voice}


async def _await_approval(script: VideoScript, options: dict[str, Any], config: InputConfig, run: Run) -> Reviewed:
    """Ask until what is handed in can be made."""
    text, path = script_yaml(script, options), review_path(config.output, script.video_id)
    base = digest_bytes(text)
    notice = await asyncio.to_thread(offer_script, path, text, run.flow_run_id[:SHORT])
    assert run.tally.record is not None
    await run.tally.record.label({REVIEW: str(Path.cwd() / path)})
    problems: tuple[Problem, ...] = ()
    for number in itertools.count(1):
        key = question_key(base, number)
        page = review_page(script, str(path), problems)
        handed_in = await ask(Waiting(run.flow_run_id, path, notice, problems), key, page)
        try:
            data = handed_in.encode() if handed_in else await asyncio.to_thread(read_review, path)
            reviewed = await asyncio.to_thread(check_review, data, str(path), config, script.video_id)
        except ValidationError as error:
            problems, notice = error.problems, ""
            continue
        await keep_answer(run.flow_run_id, key, data.decode())
        return reviewed
    raise AssertionError("the count has no end")


async def _take_up(
    reviewed: Reviewed, video_set: VideoSetConfig, config: InputConfig, run: Run
) -> tuple[VideoSetConfig, VideoScript]:
    """Make what was handed in the film's source, as a script.yaml is: what it still says as before is kept by content."""
    edited = DeliveredFile(name=REVIEWED, sha256=digest_bytes(reviewed.data), size=len(reviewed.data))
    inputs = (*video_set.inputs, edited)
    adapted = await asyncio.to_thread(
        adapt_script, as_reviewed(config), reviewed.script, reviewed.film, inputs, run.place.store
    )
    written = adapted.single().without_sound()
    content = await parse_content(written, run.place)
    return adapted, await write_drawable_script(content, written, config, run)
