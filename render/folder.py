"""A finished film's parts -> the text files that stand beside it, by name."""

from __future__ import annotations

from model.audio import SAMPLE_RATE, AudioAssets
from model.result import SceneFacts
from model.script import VideoScript
from model.timeline import Timeline
from render.captions import to_srt, to_vtt
from render.chapters import description_text, list_chapters
from render.cues import Cue
from render.reports import metadata_json, timing_report
from render.script_file import script_yaml


def list_files(script: VideoScript, audio: AudioAssets, timeline: Timeline, cues: tuple[Cue, ...]) -> dict[str, bytes]:
    """Write everything that is made of words and times alone."""
    chapters = list_chapters(script, timeline)
    return {
        f"{script.video_id}.srt": to_srt(cues).encode(),
        f"{script.video_id}.vtt": to_vtt(cues).encode(),
        "description.txt": description_text(script, chapters, timeline.format.fps).encode(),
        "metadata.json": metadata_json(script, timeline, chapters),
        "script.yaml": script_yaml(script, {"engine": audio.voice.engine, "voice": audio.voice.voice}),
        "timing_report.json": timing_report(script, timeline, audio.takes),
    }


def list_scenes(script: VideoScript, timeline: Timeline) -> tuple[SceneFacts, ...]:
    """Return each scene's place in the film, in seconds."""
    fps = timeline.format.fps
    return tuple(
        SceneFacts(
            scene_id=scene.scene_id,
            scene_type=scene.scene_type,
            start=round(slot.first_frame / fps, 6),
            duration=round(slot.frames / fps, 6),
            speech=round(slot.speech / SAMPLE_RATE, 6),
        )
        for scene, slot in zip(script.scenes, timeline.slots, strict=True)
    )
