"""The plan of a scene's motions: every frame once, in order, nothing too long, everything whole as it is said."""

from hypothesis import given, settings
from hypothesis import strategies as st

from model.timeline import Cue, Hold, Reveal, VideoFormat
from render.cue_matching import sentence_words
from render.motion_plan import LONGEST, Due, plan_motions, time_cues
from tests.silent_film import make_scene, make_take

SPF = 1600
STYLES = st.sampled_from(["rise", "fade", "wipe", "cut"])
DUES = st.lists(st.tuples(st.integers(0, 20 * 48_000), STYLES), max_size=16).map(
    lambda found: [Due(sample, style) for sample, style in sorted(found)]
)
CHOICES = st.sampled_from(["full", "reduced", "none"])
RATES = st.sampled_from([24, 25, 30, 50, 60])


def whole_at(motions, picture):
    """Return the first frame from which a picture, or one after it, stands whole."""
    at = 0
    for motion in motions:
        if (motion.picture if isinstance(motion, Hold) else motion.before) >= picture:
            return at
        at += motion.frames
    return at


@settings(max_examples=80, deadline=None)
@given(DUES, st.integers(72, 900), RATES, CHOICES)
def test_motions_fill_the_frames_in_order(dues, frames, fps, choice):
    motions = list(plan_motions(dues, frames, VideoFormat(fps=fps), choice))
    assert sum(motion.frames for motion in motions) == frames
    assert isinstance(motions[0], Hold) and isinstance(motions[-1], Hold)
    assert motions[-1].picture == len(dues)
    shown = motions[0].picture
    for motion in motions[1:]:
        if isinstance(motion, Hold):
            assert motion.picture >= shown
            shown = motion.picture
        else:
            assert shown <= motion.before < motion.after, "a cut may end where a motion begins"
            shown = motion.after
            assert motion.frames * 1000 <= LONGEST * fps
            assert choice != "none"
            assert choice == "full" or motion.style == "fade"


@settings(max_examples=80, deadline=None)
@given(DUES, RATES)
def test_everything_is_whole_within_a_tenth_of_a_second(dues, fps):
    shape = VideoFormat(fps=fps)
    motions = list(plan_motions(dues, 25 * fps, shape))
    for picture, due in enumerate(dues, start=1):
        whole = whole_at(motions, picture) * shape.samples_per_frame
        assert whole <= due.sample + 4800, "not later than 100 ms after its time"


@settings(max_examples=60, deadline=None)
@given(DUES, RATES)
def test_nothing_begins_long_before_its_time(dues, fps):
    shape = VideoFormat(fps=fps)
    at = 0
    for motion in plan_motions(dues, 25 * fps, shape):
        if isinstance(motion, Reveal):
            first = dues[motion.before].sample
            assert first - at * shape.samples_per_frame <= LONGEST * 48
        at += motion.frames


def test_what_is_said_with_the_first_word_stands_from_the_first_frame():
    dues = [Due(0, "rise"), Due(1599, "rise"), Due(48_000, "rise")]
    motions = list(plan_motions(dues, 90, VideoFormat()))
    assert motions == [Hold(picture=2, frames=23), Reveal(before=2, after=3, frames=8), Hold(picture=3, frames=59)]


def test_a_picture_settles_no_longer_than_until_something_comes():
    alone = list(plan_motions([Due(0, "settle")], 240, VideoFormat()))
    assert alone[1] == Reveal(before=0, after=1, frames=45, style="settle")
    followed = list(plan_motions([Due(0, "settle"), Due(20 * SPF, "rise")], 240, VideoFormat()))
    assert followed[1].frames == 11
    assert whole_at(followed, 2) == 21
    assert list(plan_motions([Due(0, "settle")], 240, VideoFormat(), "reduced")) == [Hold(picture=1, frames=240)]


def test_typing_is_a_cut_every_other_frame_and_one_picture_where_nothing_moves():
    typed = [Due(48_000 + at * 67 * 48, "cut") for at in range(12)]
    full = list(plan_motions(typed, 240, VideoFormat()))
    assert [motion.frames for motion in full] == [30, *[2] * 11, 188]
    assert [motion.picture for motion in plan_motions(typed, 240, VideoFormat(), "none")] == [0, 12]


def test_cues_are_looked_up_in_the_take_and_never_wait_for_a_later_one():
    scene = make_scene("a", "one two", "three four")
    take = make_take(scene)
    starts = [words.start for words in sentence_words(scene.narration)]
    assert starts == [0, 2]
    dues = time_cues((Cue(0, "cut", 90_000), Cue(2), Cue(3, "fade", 100)), take)
    assert [due.sample for due in dues] == [take.words[2].start, take.words[2].start, take.words[3].start + 4800]
    assert [due.style for due in dues] == ["cut", "rise", "fade"]
