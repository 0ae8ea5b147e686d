"""InputConfig -> VideoSetConfig: the user's files are read here and nowhere later."""

from __future__ import annotations

import asyncio

from adapters.input import adapt_input as take_in
from model.inputs import InputConfig, VideoSetConfig
from model.progress import Progress
from tasks.look import check_theme
from tasks.reporting import note_inputs, report
from tasks.stage import unkept_stage
from tasks.workplace import Workplace


@unkept_stage(name="adapt-input")
async def adapt_input(config: InputConfig, place: Workplace) -> VideoSetConfig:
    """Read what the user named, and all that belongs to it, into the store."""
    video_set = await asyncio.to_thread(take_in, config, place.store)
    for video in video_set.videos:
        check_theme(video)
    await note_inputs(video_set.inputs)
    await report(Progress(stage="adapt", done=1, total=1))
    return video_set
