"""A script and its takes -> the film's timeline: slots of whole frames, with holds and motions inside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from model.audio import SAMPLE_RATE, Take
from model.errors import VideoGenerationError
from model.scenes import SceneConfig
from model.script import VideoScript
from model.timeline import Fade, Hold, Motion, Slot, Timeline, VideoFormat

_PAUSE = SAMPLE_RATE * 45 // 100
_PAUSE_AFTER_HEADING = SAMPLE_RATE * 6 // 10
_TAIL = SAMPLE_RATE * 12 // 10
_SHORTEST = SAMPLE_RATE * 3
_TRANSITION = SAMPLE_RATE * 3 // 10
_STEP = SAMPLE_RATE * 2 // 10


def plan_timeline(
    script: VideoScript,
    takes: tuple[Take, ...],
    steps: Sequence[tuple[int, ...]],
    format: VideoFormat,  # noqa: A002 - as in Timeline
) -> Timeline:
    """Give every scene its frames; `steps[s][k - 1]` is the sentence with which picture k of scene s appears.

    Speech begins with the slot, to the sample; the pause after it, a cross-fade at its end, fills whole frames.
    Raises VideoGenerationError when takes or steps do not fit the script.
    """
    _check_pairing(script, takes, steps)
    slots: list[Slot] = []
    for scene, take, step_sentences in zip(script.scenes, takes, steps, strict=True):
        last = len(slots) == len(script.scenes) - 1
        first_frame = slots[-1].first_frame + slots[-1].frames if slots else 0
        slots.append(_plan_slot(scene, take, step_sentences, format, first_frame, last))
    return Timeline(format=format, slots=tuple(slots))


def sentence_starts(scene: SceneConfig, take: Take) -> tuple[int, ...]:
    """Return the sample, from the take's beginning, at which each sentence's first spoken word is heard."""
    counts = [len(sentence.words) for sentence in scene.narration]
    firsts = accumulate(counts[:-1], initial=0)
    spoken = (
        first + next((at for at, word in enumerate(sentence.words) if word.spoken), 0)
        for first, sentence in zip(firsts, scene.narration, strict=True)
    )
    return tuple(take.words[at].start for at in spoken)


def _plan_slot(
    scene: SceneConfig, take: Take, step_sentences: tuple[int, ...], shape: VideoFormat, first_frame: int, last: bool
) -> Slot:
    pause = _TAIL if last else _PAUSE_AFTER_HEADING if scene.scene_type in ("title", "section") else _PAUSE
    frames = -(-max(take.samples + pause, _SHORTEST) // shape.samples_per_frame)
    transition = 0 if last else _round_frames(_TRANSITION, shape)
    starts = sentence_starts(scene, take)
    targets = tuple(starts[sentence] // shape.samples_per_frame for sentence in step_sentences)
    motions = tuple(_plan_motions(targets, frames - transition, _round_frames(_STEP, shape)))
    return Slot(
        scene_id=scene.scene_id, first_frame=first_frame, motions=motions, transition=transition, speech=take.samples
    )


def _plan_motions(targets: tuple[int, ...], frames: int, fade: int) -> Iterator[Motion]:
    """Fade each picture in so that it is whole at its target; pictures nearer than a fade appear together."""
    ends: list[tuple[int, int]] = []
    for picture, target in enumerate(targets, start=1):
        # One frame of the first picture comes before, and one of the last after: that is what a transition fades.
        end = min(max(target, 1 + fade), frames - 1)
        if ends and end - ends[-1][0] < fade:
            ends[-1] = (ends[-1][0], picture)
        else:
            ends.append((end, picture))
    shown = [(0, 0), *ends]
    for (begin, before), (end, after) in pairwise(shown):
        if end - fade > begin:
            yield Hold(picture=before, frames=end - fade - begin)
        yield Fade(before=before, after=after, frames=fade)
    yield Hold(picture=shown[-1][1], frames=frames - shown[-1][0])


def _round_frames(samples: int, shape: VideoFormat) -> int:
    return (samples + shape.samples_per_frame // 2) // shape.samples_per_frame


def _check_pairing(script: VideoScript, takes: tuple[Take, ...], steps: Sequence[tuple[int, ...]]) -> None:
    if len(script.scenes) != len(takes) or len(takes) != len(steps):
        raise _mismatch(f"{len(script.scenes)} scenes, {len(takes)} takes and {len(steps)} lists of steps do not pair")
    for scene, take, step_sentences in zip(script.scenes, takes, steps, strict=True):
        words = sum(len(sentence.words) for sentence in scene.narration)
        if take.scene_id != scene.scene_id:
            raise _mismatch(f"the take of scene {scene.scene_id} is of scene {take.scene_id}")
        if len(take.words) != words:
            raise _mismatch(f"the take of scene {scene.scene_id} times {len(take.words)} words of {words}")
        if any(not 0 <= sentence < len(scene.narration) for sentence in step_sentences):
            raise _mismatch(f"a step of scene {scene.scene_id} waits for a sentence that it does not have")
        if any(later < earlier for earlier, later in pairwise(step_sentences)):
            raise _mismatch(f"the steps of scene {scene.scene_id} are not in the order of its sentences")


def _mismatch(what: str) -> VideoGenerationError:
    return VideoGenerationError(f"The timeline cannot be planned: {what}.", "Run the command again with --rerun.")
