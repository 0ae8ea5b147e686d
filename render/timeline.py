"""A script and its takes -> the film's timeline: slots of whole frames, with holds and motions inside."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

from model.audio import SAMPLE_RATE, Take
from model.errors import VideoGenerationError
from model.scenes import SceneConfig
from model.script import VideoScript
from model.staging import MotionChoice
from model.timeline import Cue, Fade, Motion, Slot, Sweep, Timeline, TransitionStyle, VideoFormat
from render.bidi import is_rtl_language
from render.motion_plan import plan_motions, time_cues

_PAUSE = SAMPLE_RATE * 45 // 100
_PAUSE_AFTER_HEADING = SAMPLE_RATE * 6 // 10
_TAIL = SAMPLE_RATE * 12 // 10
_SHORTEST = SAMPLE_RATE * 3
_TRANSITION = SAMPLE_RATE * 3 // 10

Cues = Sequence[tuple[Cue, ...]]
"""For each scene, when its second and further pictures are due."""


def plan_timeline(
    script: VideoScript,
    takes: tuple[Take, ...],
    cues: Cues,
    format: VideoFormat,  # noqa: A002 - as in Timeline
    *,
    transitions: Sequence[TransitionStyle] = (),
    motion: MotionChoice = "full",
) -> Timeline:
    """Give every scene its frames; `cues[s][k - 1]` is when picture k of scene s is due.

    Speech begins with the slot, to the sample; the pause after it, a transition at its end, fills whole frames.
    `transitions` are one for each pair of neighbours: fades where none are given.
    Raises VideoGenerationError when takes or cues do not fit the script.
    """
    _check_pairing(script, takes, cues)
    styles: tuple[TransitionStyle, ...] = (*(transitions or ("fade",) * (len(takes) - 1)), "cut")
    mirrored = is_rtl_language(script.language)
    slots: list[Slot] = []
    for scene, take, own, style in zip(script.scenes, takes, cues, styles, strict=True):
        last = len(slots) == len(script.scenes) - 1
        frames = _count_frames(scene, take, format, last)
        transition = 0 if style == "cut" else _round_frames(_TRANSITION, format)
        slots.append(Slot(
            scene_id=scene.scene_id,
            first_frame=slots[-1].first_frame + slots[-1].frames if slots else 0,
            motions=tuple(plan_motions(time_cues(own, take), frames - transition, format, motion)),
            transition=transition, style=style, mirrored=mirrored, speech=take.samples,
        ))  # fmt: skip
    return Timeline(format=format, slots=tuple(slots))


def transition_motions(slot: Slot) -> tuple[Motion, ...]:
    """Return the transition's segment, with picture 0 the scene's last and picture 1 the next scene's first."""
    if not slot.transition:
        return ()
    if slot.style == "cut" or slot.style == "fade":
        return (Fade(before=0, after=1, frames=slot.transition),)
    return (Sweep(before=0, after=1, frames=slot.transition, style=slot.style, mirrored=slot.mirrored),)


def sentence_starts(scene: SceneConfig, take: Take) -> tuple[int, ...]:
    """Return the sample, from the take's beginning, at which each sentence's first spoken word is heard."""
    counts = [len(sentence.words) for sentence in scene.narration]
    firsts = accumulate(counts[:-1], initial=0)
    spoken = (
        first + next((at for at, word in enumerate(sentence.words) if word.spoken), 0)
        for first, sentence in zip(firsts, scene.narration, strict=True)
    )
    return tuple(take.words[at].start for at in spoken)


def _count_frames(scene: SceneConfig, take: Take, shape: VideoFormat, last: bool) -> int:
    pause = _TAIL if last else _PAUSE_AFTER_HEADING if scene.opens else _PAUSE
    return -(-max(take.samples + pause, _SHORTEST) // shape.samples_per_frame)


def _round_frames(samples: int, shape: VideoFormat) -> int:
    return (samples + shape.samples_per_frame // 2) // shape.samples_per_frame


def _check_pairing(script: VideoScript, takes: tuple[Take, ...], cues: Cues) -> None:
    if len(script.scenes) != len(takes) or len(takes) != len(cues):
        raise _mismatch(f"{len(script.scenes)} scenes, {len(takes)} takes and {len(cues)} lists of cues do not pair")
    for scene, take, own in zip(script.scenes, takes, cues, strict=True):
        words = sum(len(sentence.words) for sentence in scene.narration)
        if take.scene_id != scene.scene_id:
            raise _mismatch(f"the take of scene {scene.scene_id} is of scene {take.scene_id}")
        if len(take.words) != words:
            raise _mismatch(f"the take of scene {scene.scene_id} times {len(take.words)} words of {words}")
        if any(not 0 <= cue.word < words for cue in own):
            raise _mismatch(f"a cue of scene {scene.scene_id} waits for a word that it does not have")
        if any(later.word < earlier.word for earlier, later in pairwise(own)):
            raise _mismatch(f"the cues of scene {scene.scene_id} are not in the order of its words")


def _mismatch(what: str) -> VideoGenerationError:
    return VideoGenerationError(f"The timeline cannot be planned: {what}.", "Run the command again with --rerun.")
