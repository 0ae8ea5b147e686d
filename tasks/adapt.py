"""InputConfig -> VideoSetConfig: the user's files are read here and nowhere later."""

from __future__ import annotations

import asyncio

from adapters.film_names import settle_name
from adapters.input import adapt_input as take_in
from model.inputs import InputConfig, VideoSetConfig
from model.progress import Progress
from tasks.look import check_theme
from tasks.reporting import note_inputs, report
from tasks.run import settings_of
from tasks.stage import as_they_are, unkept_stage
from tasks.telling.stages import current_feed, told
from tasks.workplace import Workplace


@unkept_stage(name="adapt-input")
async def read_input(config: InputConfig, place: Workplace) -> VideoSetConfig:
    """Read what the user named, and all that belongs to it, into the store."""
    state_dir = settings_of(config).state_path
    video_set = await asyncio.to_thread(take_in, config, place.store, lambda job: settle_name(job, state_dir))
    for video in video_set.videos:
        check_theme(video)
    return video_set


@told("adapt")
async def adapt_input(config: InputConfig, place: Workplace) -> VideoSetConfig:
    """Take in what the user named; from here on the film has a name."""
    video_set: VideoSetConfig = await read_input(place=place, **as_they_are({"config": config}))
    if feed := current_feed():
        feed.video_id = video_set.videos[0].video_id
    await note_inputs(video_set.inputs)
    await report(Progress(stage="adapt", done=1, total=1))
    return video_set
