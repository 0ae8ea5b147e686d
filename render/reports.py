"""A finished film's data -> the JSON files beside it: when each word is heard, and what a publisher needs to know.

Keys stand in the order written here; times are samples, and seconds rounded to the microsecond for people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from pydantic_core import to_json

from model.audio import SAMPLE_RATE, Take, WordTime
from model.inputs import SourceSpan
from model.narration import Sentence, spoken, written
from model.scenes import SceneConfig
from model.script import VideoScript
from model.timeline import Slot, Timeline
from render.chapters import Chapter

Facts = dict[str, object]


def timing_report(script: VideoScript, timeline: Timeline, takes: Sequence[Take]) -> bytes:
    """Write when each scene, sentence and word begins and ends, and the source lines that it rests on."""
    scenes = [
        _time_scene(scene, slot, take, timeline)
        for scene, slot, take in zip(script.scenes, timeline.slots, takes, strict=True)
    ]
    whole = {"video_id": script.video_id, "sample_rate": SAMPLE_RATE, "frame_rate": timeline.format.fps}
    return _write_json(
        {"schema_version": 1, **whole, "frames": timeline.frames, **_stretch(0, timeline.samples), "scenes": scenes}
    )


def metadata_json(script: VideoScript, timeline: Timeline, chapters: Sequence[Chapter]) -> bytes:
    """Write what a site or a library asks for: title, language, length, shape and chapters; no time of day, no path."""
    frame, shape = timeline.format.samples_per_frame, timeline.format
    listed = [{"title": part.title, **_stretch(part.first_frame * frame, part.end_frame * frame)} for part in chapters]
    return _write_json({
        "schema_version": 1,
        "video_id": script.video_id,
        "title": script.title,
        "description": script.description,
        "language": script.language,
        "source": script.source_name,
        "duration": round(timeline.samples / SAMPLE_RATE, 6),
        "frames": timeline.frames,
        "width": shape.width,
        "height": shape.height,
        "frame_rate": shape.fps,
        "scenes": len(script.scenes),
        "words": sum(bool(word.spoken) for scene in script.scenes for part in scene.narration for word in part.words),
        "chapters": listed,
    })  # fmt: skip


def _time_scene(scene: SceneConfig, slot: Slot, take: Take, timeline: Timeline) -> Facts:
    first, speech = timeline.first_sample(slot), timeline.speech_start(slot)
    times = iter(take.words)
    sentences = [_time_sentence(part, tuple(islice(times, len(part.words))), speech) for part in scene.narration]
    return {
        "scene_id": scene.scene_id,
        "scene_type": scene.scene_type,
        "chapter": scene.chapter,
        "first_frame": slot.first_frame,
        "frames": slot.frames,
        **_stretch(first, first + slot.frames * timeline.format.samples_per_frame),
        "speech_start_sample": speech,
        "speech_end_sample": speech + take.samples,
        "source": list(_lines(scene.spans)),
        "sentences": sentences,
    }


def _time_sentence(sentence: Sentence, times: tuple[WordTime, ...], offset: int) -> Facts:
    words = [
        {"text": word.text, "spoken": word.spoken, **_stretch(offset + time.start, offset + time.end)}
        for word, time in zip(sentence.words, times, strict=True)
    ]
    return {
        "text": written(sentence),
        "spoken": spoken(sentence),
        **_stretch(offset + times[0].start, offset + max(time.end for time in times)),
        "source": list(_lines(sentence.spans)),
        "words": words,
    }


def _stretch(start: int, end: int) -> Facts:
    return {
        "start": round(start / SAMPLE_RATE, 6),
        "end": round(end / SAMPLE_RATE, 6),
        "start_sample": start,
        "end_sample": end,
    }


def _lines(spans: Iterable[SourceSpan]) -> Iterator[Facts]:
    for span in spans:
        yield {"file": span.file, f"first_{span.unit}": span.first, f"last_{span.unit}": span.last}


def _write_json(facts: Facts) -> bytes:
    return to_json(facts, indent=1) + b"\n"
