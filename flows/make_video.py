"""InputConfig -> PipelineResult: the main job, as a Prefect flow."""

if __name__ == "__main__":  # before Prefect is imported: what is wrong, or done already, is said at once
    from deployments.command import main

    main(["create"])

import asyncio

from adapters.account import open_account
from adapters.input import list_videos
from flows.local_flow import local_flow
from model.inputs import InputConfig
from model.result import PipelineResult
from tasks.adapt import adapt_input
from tasks.deliver import deliver_film
from tasks.music import prepare_music
from tasks.parse import parse_content
from tasks.render import plan_pictures, render_film
from tasks.review import review_script
from tasks.run import name_run, open_run
from tasks.script import write_drawable_script
from tasks.telling.subscribers import OnEvent
from tasks.texts import caption_film
from tasks.tracks import make_sounds, narrate_film, translate_tracks


@local_flow(name="make-video", flow_run_name=name_run, validate_parameters=True)
async def make_video(config: InputConfig) -> PipelineResult:
    """Turn a document into a finished, narrated video."""
    async with open_run(config) as run:
        video_set = await adapt_input(config, run.place)
        video = video_set.single()
        music = await prepare_music(video.music, run.place)
        written = video.without_sound()
        content = await parse_content(written, run.place)
        script = await write_drawable_script(content, written, config, run)
        video_set, script = await review_script(video_set, script, config, run)
        video = video_set.single()
        further = await translate_tracks(script, video, config, run)
        spoken = config.spoken_as(video)
        audio, tracks = await narrate_film(script, further, spoken, run.place)
        plan = await plan_pictures(script, audio, run.place, tracks)
        pictures, (sound, others), cues = await asyncio.gather(
            render_film(script, plan, run.place),
            make_sounds(audio.takes, tracks, plan.timeline, music, run.place),
            caption_film(script, audio, plan.timeline),
        )
        return await deliver_film(config, video_set, script, audio, pictures, sound, cues, run, others)


async def make_videos(config: InputConfig, on_event: OnEvent | None = None) -> tuple[PipelineResult, ...]:
    """Make every film that an input asks for, one after the other."""
    names = list_videos(config)
    jobs = [config if len(names) == 1 else config.model_copy(update={"only": name}) for name in names]
    with open_account(config.max_cost):
        return tuple([await make_video(job, on_event=on_event) for job in jobs])


def make_videos_sync(config: InputConfig, on_event: OnEvent | None = None) -> tuple[PipelineResult, ...]:
    """Make every film from code that is not asynchronous."""
    return asyncio.run(make_videos(config, on_event))


def make_video_sync(
    config: InputConfig | None = None, on_event: OnEvent | None = None, *, resume: str | None = None
) -> PipelineResult:
    """Make the video, or go on with an earlier run, from code that is not asynchronous; call a function with each event."""
    result: PipelineResult = asyncio.run(make_video(config, on_event=on_event, resume=resume))
    return result
