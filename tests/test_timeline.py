"""Time on screen: every frame accounted for once, nothing drifts, pictures are whole when their words begin."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.audio import SAMPLE_RATE
from model.errors import VideoGenerationError
from model.timeline import Cue, Hold, Reveal, Sweep, Timeline, VideoFormat
from render.cue_matching import sentence_words
from render.timeline import plan_timeline, sentence_starts, transition_motions
from tests.silent_film import make_scene, make_script, make_takes

LENGTHS = st.integers(min_value=1, max_value=60)
SCENES = st.lists(
    st.tuples(
        st.sampled_from(["title", "section", "list", "quote", "outro"]), st.lists(LENGTHS, min_size=1, max_size=6)
    ),
    min_size=1,
    max_size=12,
)


def plan(scenes, fps=30, per_character=3200) -> tuple:
    script = make_script(
        *(make_scene(f"s{at}", *map("w".__mul__, lengths), kind=kind) for at, (kind, lengths) in enumerate(scenes))
    )
    takes = make_takes(script, per_character)
    cues = tuple(cue_sentences(scene) if scene.scene_type == "list" else () for scene in script.scenes)
    return script, takes, cues, plan_timeline(script, takes, cues, VideoFormat(fps=fps))


def cue_sentences(scene) -> tuple[Cue, ...]:
    """Let a picture come with each sentence."""
    return tuple(Cue(words.start) for words in sentence_words(scene.narration))


@settings(max_examples=50, deadline=None)
@given(SCENES, st.sampled_from([24, 25, 30, 50, 60]), st.integers(min_value=1, max_value=9000))
def test_frames_add_up_and_speech_has_its_place(scenes, fps, per_character) -> None:
    _, takes, _, timeline = plan(scenes, fps, per_character)
    spf = timeline.format.samples_per_frame
    assert timeline.slots[0].first_frame == 0
    assert sum(slot.frames for slot in timeline.slots) == timeline.frames
    assert timeline.samples == timeline.frames * SAMPLE_RATE // fps
    for before, after in pairwise(timeline.slots):
        assert after.first_frame == before.first_frame + before.frames
    for slot, take in zip(timeline.slots, takes, strict=True):
        assert slot.speech == take.samples
        own = slot.frames - slot.transition
        assert own * spf >= slot.speech, "the transition lies in the pause"
        assert slot.frames >= 3 * fps
        pause = slot.frames * spf - slot.speech
        assert pause >= 0.45 * SAMPLE_RATE
    assert timeline.slots[-1].transition == 0
    assert all(slot.transition == round(0.3 * fps + 1e-9) for slot in timeline.slots[:-1])


@settings(max_examples=50, deadline=None)
@given(SCENES, st.sampled_from([24, 30, 60]), st.integers(min_value=1, max_value=9000))
def test_motions_are_a_chain_from_first_picture_to_last(scenes, fps, per_character) -> None:
    _, takes, cues, timeline = plan(scenes, fps, per_character)
    for own, take, slot in zip(cues, takes, timeline.slots, strict=True):
        motions = slot.motions
        at_once = sum(take.words[cue.word].start < timeline.format.samples_per_frame for cue in own)
        assert isinstance(motions[0], Hold) and motions[0].picture == at_once, "what is said at once stands"
        assert isinstance(motions[-1], Hold) and motions[-1].picture == len(own)
        assert (slot.first_picture, slot.last_picture) == (motions[0].picture, motions[-1].picture)
        assert sum(motion.frames for motion in motions) + slot.transition == slot.frames


def test_a_thousand_scenes_do_not_drift() -> None:
    _, takes, _, timeline = plan([("quote", [37 + at % 23, 11 + at % 7]) for at in range(1000)], per_character=3217)
    spf = timeline.format.samples_per_frame
    starts = [slot.first_frame * spf for slot in timeline.slots]
    pauses = [after - before - take.samples for before, after, take in zip(starts, starts[1:], takes, strict=False)]
    assert all(0.45 * SAMPLE_RATE <= pause < 0.45 * SAMPLE_RATE + spf for pause in pauses)


def test_pauses_by_scene_type() -> None:
    _, takes, _, timeline = plan([("title", [50]), ("section", [50]), ("quote", [50]), ("outro", [50])])
    spf = timeline.format.samples_per_frame
    pauses = [slot.frames * spf - take.samples for slot, take in zip(timeline.slots, takes, strict=True)]
    for pause, least in zip(pauses, (0.6, 0.6, 0.45, 1.2), strict=True):
        assert least * SAMPLE_RATE <= pause < least * SAMPLE_RATE + spf


def test_a_line_is_whole_as_its_sentence_begins() -> None:
    _, takes, _, timeline = plan([("list", [30, 30, 30]), ("quote", [30])])
    second = takes[0].words[1].start // 1600 + 1
    third = takes[0].words[2].start // 1600 + 1
    assert timeline.slots[0].motions == (
        Hold(picture=1, frames=second - 8),
        Reveal(before=1, after=2, frames=8),
        Hold(picture=2, frames=third - 8 - second),
        Reveal(before=2, after=3, frames=8),
        Hold(picture=3, frames=timeline.slots[0].frames - 9 - third),
    )
    assert [slot.transition for slot in timeline.slots] == [9, 0]


def test_lines_of_one_moment_appear_together() -> None:
    script = make_script(make_scene("a", "One, two and three are said at once here, and then some."))
    timeline = plan_timeline(script, make_takes(script), ((Cue(3), Cue(3), Cue(3)),), VideoFormat())
    moving = [motion for motion in timeline.slots[0].motions if not isinstance(motion, Hold)]
    assert moving == [Reveal(before=0, after=3, frames=8)]


def test_transitions_are_data() -> None:
    script = make_script(*(make_scene(name, "One two three four.") for name in "abcd"))
    plain = plan_timeline(script, make_takes(script), ((),) * 4, VideoFormat(), transitions=("cut", "push", "fade"))
    assert [slot.transition for slot in plain.slots] == [0, 9, 9, 0]
    assert transition_motions(plain.slots[1]) == (Sweep(before=0, after=1, frames=9, style="push"),)
    hebrew = script.model_copy(update={"language": "he"})
    mirrored = plan_timeline(hebrew, make_takes(hebrew), ((),) * 4, VideoFormat(), transitions=("wipe", "cut", "cut"))
    assert transition_motions(mirrored.slots[0]) == (Sweep(before=0, after=1, frames=9, style="wipe", mirrored=True),)


def test_a_sentence_that_begins_unspoken_starts_with_its_first_spoken_word() -> None:
    script = make_script(make_scene("a", "One two", "(#) three"))
    take = make_takes(script)[0]
    second = script.scenes[0].narration[1]
    mute = second.words[0].model_copy(update={"spoken": ""})
    scene = script.scenes[0].model_copy(
        update={
            "narration": (script.scenes[0].narration[0], second.model_copy(update={"words": (mute, second.words[1])}))
        }
    )
    assert sentence_starts(scene, take) == (0, take.words[3].start)


@pytest.mark.parametrize("cues", [((Cue(3),),), ((Cue(-1),),), ((), ()), ((Cue(2), Cue(1)),)])
def test_what_does_not_pair_is_refused(cues) -> None:
    script = make_script(make_scene("a", "Only one sentence"))
    with pytest.raises(VideoGenerationError, match="cannot be planned"):
        plan_timeline(script, make_takes(script), cues, VideoFormat())


def test_takes_of_other_scenes_are_refused() -> None:
    script = make_script(make_scene("a", "One"), make_scene("b", "Two"))
    first, second = make_takes(script)
    with pytest.raises(VideoGenerationError, match="is of scene b"):
        plan_timeline(script, (second, first), ((), ()), VideoFormat())
    with pytest.raises(VideoGenerationError, match="0 words of 1"):
        plan_timeline(script, (first.model_copy(update={"words": ()}), second), ((), ()), VideoFormat())


def test_the_timeline_survives_json() -> None:
    timeline = plan([("list", [30, 2, 30]), ("quote", [30])])[-1]
    assert Timeline.model_validate_json(timeline.model_dump_json()) == timeline
