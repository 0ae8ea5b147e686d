"""VideoScript, AudioAssets and VideoAssets -> PipelineResult: the film put together, files handed over."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from adapters.delivery import Stored, deliver_files
from adapters.film_sources import hold_folder
from adapters.recognition import describe_making, digest_request
from adapters.script_writer import describe_writer
from adapters.versions import digest_fonts
from model.assets import DeliveredFile
from model.audio import AudioAssets
from model.inputs import InputConfig, VideoSetConfig
from model.progress import Progress
from model.result import PipelineResult, RunFacts
from model.script import VideoScript
from model.track import HeardTrack, TrackFacts
from model.video import Film, Sound, VideoAssets
from render.captions import list_captions
from render.chapters import list_chapters
from render.cues import Cue
from render.folder import list_scenes
from tasks.compose import compose_film
from tasks.finish import finish_film
from tasks.reporting import publish_summary, report
from tasks.run import Run, settings_of
from tasks.stage import Work, as_they_are, unkept_stage
from tasks.telling.stages import told
from tasks.texts import write_texts
from tasks.workplace import Workplace


@unkept_stage(name="deliver-output")
async def deliver_output(
    config: InputConfig,
    video_set: VideoSetConfig,
    script: VideoScript,
    audio: AudioAssets,
    pictures: VideoAssets,
    sound: Sound,
    film: Film,
    texts: dict[str, bytes],
    others: tuple[HeardTrack, ...],
    place: Workplace,
) -> PipelineResult:
    """Hand over every file together, or none."""
    writer = describe_writer(config, settings_of(config))
    made_of = {
        "request": digest_request(config, video_set.inputs, writer),
        "made_with": describe_making(config, writer),
        "fonts": digest_fonts(script.model_dump_json()),
        "inputs": video_set.inputs,
        "tracks": tuple(map(_describe_track, others)),
        "warnings": (*script.warnings, *_list_notices(audio, others), *pictures.notices),
    }
    result = _describe(script, audio, pictures, sound).model_copy(update=made_of)
    files: dict[str, Stored | bytes] = {
        result.video: Stored(place.store.locate(film.film), film.film.sha256),
        "thumbnail.png": Stored(place.store.locate(pictures.thumbnail), pictures.thumbnail.sha256),
        **texts,
    }
    folder = _folder_of(config, script)

    def name_files(delivered: tuple[DeliveredFile, ...]) -> PipelineResult:
        return result.model_copy(update={"files": delivered})

    def hand_over() -> PipelineResult:
        with hold_folder(config.source, video_set.inputs, folder, settings_of(config).state_path):
            return deliver_files(folder, files, name_files)

    return await asyncio.to_thread(hand_over)


def _describe(script: VideoScript, audio: AudioAssets, pictures: VideoAssets, sound: Sound) -> PipelineResult:
    timeline = pictures.timeline
    return PipelineResult(
        success=True,
        video_id=script.video_id,
        title=script.title,
        language=script.language,
        request="0" * 64,
        inputs=(),
        files=(),
        video=f"{script.video_id}.mp4",
        voice=audio.voice,
        roles=audio.roles,
        total_duration=timeline.frames / timeline.format.fps,
        frames=timeline.frames,
        loudness=sound.loudness,
        true_peak=sound.true_peak,
        scenes=list_scenes(script, timeline),
        coverage=script.coverage,
    )


def _list_notices(audio: AudioAssets, others: tuple[HeardTrack, ...]) -> tuple[str, ...]:
    """Return what the user should know of every language's voice, each thing once."""
    voices = (audio, *(one.track.audio for one in others))
    return tuple(dict.fromkeys(notice for voice in voices for notice in voice.notices))


def _describe_track(one: HeardTrack) -> TrackFacts:
    sound, track = one.sound, one.track
    return TrackFacts(
        language=track.script.language, voice=track.audio.voice, loudness=sound.loudness, true_peak=sound.true_peak
    )


def _folder_of(config: InputConfig, script: VideoScript) -> Path:
    return Path(config.output).absolute() / script.video_id


@told("deliver")
async def deliver_film(
    config: InputConfig,
    video_set: VideoSetConfig,
    script: VideoScript,
    audio: AudioAssets,
    pictures: VideoAssets,
    sound: Sound,
    cues: tuple[Cue, ...],
    run: Run,
    others: tuple[HeardTrack, ...] = (),
) -> PipelineResult:
    """Put together, hand over; return the result with what was true of this run."""
    place, timeline = run.place, pictures.timeline
    await report(Progress(stage="deliver", done=0, total=2))
    parts = {
        "title": script.title, "language": script.language, "segments": pictures.segments, "sound": sound,
        "captions": list_captions(cues), "chapters": list_chapters(script, timeline),
        "timeline": timeline, "others": tuple([one.on_file() for one in others]),
    }  # fmt: skip
    tracks = tuple(one.track for one in others)
    film, texts = await asyncio.gather(
        Work(compose_film, parts).run(place), write_texts(script, audio, timeline, cues, tracks)
    )
    await report(Progress(stage="deliver", done=1, total=2, reused=film.reused))
    made = {
        "script": script, "audio": audio, "pictures": pictures, "sound": sound, "film": film.value, "texts": texts,
        "others": others,
    }  # fmt: skip
    result: PipelineResult = await deliver_output(config, video_set, place=place, **as_they_are(made))
    published = await finish_film(result, _folder_of(config, script), settings_of(config).publish, run)
    await report(Progress(stage="deliver", done=2, total=2))
    result = result.model_copy(update={"run": _facts(config, script, run, published)})
    run.tally.result = result
    await publish_summary(result, run.tally)
    return result


def _facts(config: InputConfig, script: VideoScript, run: Run, published: str) -> RunFacts:
    return RunFacts(
        folder=str(_folder_of(config, script)),
        published=published,
        flow_run_id=run.flow_run_id,
        seconds=round(time.monotonic() - run.began, 3),
        spoken=len(run.tally.spoken),
        drawn=len(run.tally.drawn),
        spoken_scenes=tuple(sorted(run.tally.spoken)),
        drawn_scenes=tuple(sorted(run.tally.drawn)),
        reused=run.tally.reused,
        model=run.tally.model,
        translator=run.tally.translator,
        translated=run.tally.translated,
        asked=run.tally.spending.usage.calls,
        cost=run.tally.spending.dollars,
    )
