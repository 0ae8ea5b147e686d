"""Time on screen, in whole frames: every slot is a whole number of frames, so nothing drifts over any number of scenes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from model.audio import SAMPLE_RATE
from model.frozen import Frozen


class VideoFormat(Frozen):
    """The shape of the film."""

    width: Annotated[int, Field(ge=16, le=7680, multiple_of=2)] = 1920
    """Pixels."""
    height: Annotated[int, Field(ge=16, le=7680, multiple_of=2)] = 1080
    """Pixels."""
    fps: Literal[24, 25, 30, 50, 60] = 30
    """Frames a second: each divides 48,000, so a frame is a whole number of samples."""

    @property
    def samples_per_frame(self) -> int:
        """Return how many audio samples one frame lasts."""
        return SAMPLE_RATE // self.fps


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


Motion = Annotated[Hold | Fade, Field(discriminator="kind")]


class Slot(Frozen):
    """One scene's time: [hold and motions of its own] then the transition to the next scene.

    Speech begins at the slot's first frame, to the sample. What is left after the speech is the pause; the transition
    takes the pause's last frames, so that the next picture is whole when its speech begins.
    """

    scene_id: str
    """The scene."""
    first_frame: Annotated[int, Field(ge=0)]
    """Where it begins in the film."""
    motions: Annotated[tuple[Motion, ...], Field(min_length=1)]
    """The scene's own frames: first picture first."""
    transition: Annotated[int, Field(ge=0)]
    """Frames of cross-fade to the next scene's first picture; 0 for a cut and for the last scene."""
    speech: Annotated[int, Field(ge=1)]
    """Samples of speech, from the first frame on."""

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
