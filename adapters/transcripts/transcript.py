"""What is known of a video and what is said in it, as its service gives it: the form in which a transcript is kept."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from model.frozen import Frozen
from model.inputs import YouTubeMode

LONGEST = 2_000_000
"""Characters of a transcript: forty hours of speech."""

Origin = Literal["written", "generated", "translated"]


class Line(Frozen):
    """What stands on the screen at once."""

    text: str
    start: Annotated[float, Field(ge=0, le=1e6)]
    """Seconds."""
    duration: Annotated[float, Field(ge=0, le=1e6)]
    """Seconds that it stands there: in generated ones, longer than it is spoken."""


class Transcript(Frozen):
    """One video."""

    video_id: str
    title: str = ""
    channel: str = ""
    description: str = ""
    seconds: float = 0.0
    """Length of the video; 0 where nobody says."""
    language: str
    """BCP 47 code of the lines."""
    origin: Origin
    lines: tuple[Line, ...]
    """In order of time."""

    @property
    def url(self) -> str:
        """Return the shortest address of the video: `?t=90` may follow."""
        return f"https://youtu.be/{self.video_id}"


class TranscriptDocument(Frozen):
    """A transcript, and how it shall be told."""

    transcript: Transcript
    mode: YouTubeMode
