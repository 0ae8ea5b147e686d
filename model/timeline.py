"""Time on screen, in whole frames: every slot is a whole number of frames, so nothing drifts over any number of scenes."""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from model.audio import AAC_BLOCK
from model.format import VideoFormat as VideoFormat
from model.frozen import Frozen

RevealStyle = Literal["rise", "fade", "wipe", "cut", "settle"]
"""How something comes: from a little below, by mixing, from its leading edge, at once, or by coming to rest."""
TransitionStyle = Literal["cut", "fade", "slide", "wipe", "push"]
"""How a scene gives way to the next: at once, by mixing, the next over it, the next uncovered, the next pushing it out."""


class Cue(NamedTuple):
    """When a scene's next picture is due: with a word of its narration."""

    word: int
    """Index among the words of all its sentences, counted in a row."""
    style: RevealStyle = "rise"
    """How what is new comes."""
    delay: int = 0
    """Milliseconds after the word begins, for what is not said: the letters of a command as they are typed."""


class Hold(Frozen):
    """A picture that stays."""

    kind: Literal["hold"] = "hold"
    picture: Annotated[int, Field(ge=0)]
    """Index of the picture among those of its scene."""
    frames: Annotated[int, Field(ge=1)]
    """How long."""


class Fade(Frozen):
    """One picture becoming another. Its last frame is not yet the second picture: the hold that follows is."""

    kind: Literal["fade"] = "fade"
    before: Annotated[int, Field(ge=0)]
    """Index of the picture that goes."""
    after: Annotated[int, Field(ge=0)]
    """Index of the picture that comes."""
    frames: Annotated[int, Field(ge=1)]
    """How long."""


class Reveal(Frozen):
    """What comes with a step, and what goes with it, in motion. Its last frame is not yet the second picture."""

    kind: Literal["reveal"] = "reveal"
    before: Annotated[int, Field(ge=0)]
    """Index of the picture that stands when it begins."""
    after: Annotated[int, Field(ge=0)]
    """Index of the picture that is whole when it is over."""
    frames: Annotated[int, Field(ge=1)]
    """How long: 400 ms at most, but for a picture that settles."""
    style: Literal["rise", "fade", "wipe", "settle"] = "rise"
    """How."""


class Sweep(Frozen):
    """One whole picture giving way to another across the screen. Its last frame is not yet the second picture."""

    kind: Literal["sweep"] = "sweep"
    before: Annotated[int, Field(ge=0)]
    """Index of the picture that goes."""
    after: Annotated[int, Field(ge=0)]
    """Index of the picture that comes."""
    frames: Annotated[int, Field(ge=1)]
    """How long."""
    style: Literal["slide", "wipe", "push"]
    """How."""
    mirrored: bool = False
    """From the left, in languages that begin on the right."""


Motion = Annotated[Hold | Fade | Reveal | Sweep, Field(discriminator="kind")]


class BarWord(Frozen):
    """A word, or a part of one, as a caption shows it."""

    text: str
    """The word."""
    joined: bool = False
    """True when no space stands before it."""


class BarState(Frozen):
    """What the caption band of a scene's pictures shows from a frame on."""

    frame: Annotated[int, Field(ge=0)]
    """Counted from the scene's beginning."""
    lines: tuple[tuple[BarWord, ...], ...] = ()
    """One or two; none for an empty band."""
    current: int | None = None
    """The word that is heard, counted over the lines."""


class Slot(Frozen):
    """One scene's time: [hold and motions of its own] then the transition to the next scene.

    Speech begins with the slot's first frame (`Timeline.speech_start`). What is left after the speech is the pause; the
    transition takes the pause's last frames, so that the next picture is whole when its speech begins.
    """

    scene_id: str
    """The scene."""
    first_frame: Annotated[int, Field(ge=0)]
    """Where it begins in the film."""
    motions: Annotated[tuple[Motion, ...], Field(min_length=1)]
    """The scene's own frames: first picture first."""
    transition: Annotated[int, Field(ge=0)]
    """Frames of transition to the next scene's first picture; 0 for a cut and for the last scene."""
    style: TransitionStyle = "fade"
    """How the next scene comes."""
    mirrored: bool = False
    """The transition runs from left to right."""
    bar: tuple[BarState, ...] = ()
    """Captions in the pictures, where the user asked for them, in order of their frames."""
    speech: Annotated[int, Field(ge=1)]
    """Samples of speech, from the first frame on."""

    @property
    def first_picture(self) -> int:
        """Return the picture that stands when the scene begins: what is said with its first word is in it."""
        first = self.motions[0]
        return first.picture if isinstance(first, Hold) else first.before

    @property
    def last_picture(self) -> int:
        """Return the picture that stands when the scene ends."""
        last = self.motions[-1]
        return last.picture if isinstance(last, Hold) else last.after

    @property
    def frames(self) -> int:
        """Return the slot's length in frames, with its transition."""
        return sum(motion.frames for motion in self.motions) + self.transition


class Timeline(Frozen):
    """The film's whole time."""

    format: VideoFormat
    """Size and rate."""
    slots: Annotated[tuple[Slot, ...], Field(min_length=1)]
    """One a scene, back to back from frame 0."""

    @property
    def frames(self) -> int:
        """Return the film's length in frames."""
        return self.slots[-1].first_frame + self.slots[-1].frames

    @property
    def samples(self) -> int:
        """Return the film's length in samples."""
        return self.frames * self.format.samples_per_frame

    def first_sample(self, slot: Slot) -> int:
        """Return the sample at which a slot's first frame begins."""
        return slot.first_frame * self.format.samples_per_frame

    def speech_start(self, slot: Slot) -> int:
        """Return the sample at which a slot's speech begins: where an AAC frame does, 11 ms from its picture at most.

        A coded take is the same wherever it stands on that grid, and is copied, however the film before it changes.
        """
        return (self.first_sample(slot) + AAC_BLOCK // 2) // AAC_BLOCK * AAC_BLOCK
