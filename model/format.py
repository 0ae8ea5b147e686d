"""The shape of a film: what the user chooses of it (FormatChoice), and what that comes to in pixels (VideoFormat)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from model.audio import SAMPLE_RATE
from model.frozen import Frozen

Quality = Literal["draft", "standard", "high"]
FrameRate = Literal[24, 25, 30, 50, 60]
Resolution = Literal["720p", "1080p", "1440p", "2160p"]
Aspect = Literal["16:9", "9:16", "1:1", "4:5"]
Hardware = Literal["auto", "off"]
EncoderName = Literal["libx264", "h264_nvenc", "h264_qsv", "h264_amf", "h264_vaapi", "h264_videotoolbox"]


class VideoFormat(Frozen):
    """The shape of the film, and who encodes it how well: all that its bytes depend on besides pictures and time."""

    width: Annotated[int, Field(ge=16, le=7680, multiple_of=2)] = 1920
    """Pixels."""
    height: Annotated[int, Field(ge=16, le=7680, multiple_of=2)] = 1080
    """Pixels."""
    fps: FrameRate = 30
    """Frames a second: each divides 48,000, so a frame is a whole number of samples."""
    quality: Quality = "standard"
    """How much the encoder keeps; the size of the pictures does not depend on it."""
    encoder: EncoderName = "libx264"
    """Who encodes, by ffmpeg's name; all but libx264 are hardware."""

    @property
    def samples_per_frame(self) -> int:
        """Return how many audio samples one frame lasts."""
        return SAMPLE_RATE // self.fps


class FormatChoice(Frozen):
    """The film's shape as the user states it."""

    resolution: Resolution = "1080p"
    """The shorter side in pixels."""
    aspect: Aspect = "16:9"
    """Width to height."""
    fps: FrameRate = 30
    """Frames a second."""
    quality: Quality = "standard"
    """How much the encoder keeps."""

    def measure(self) -> VideoFormat:
        """Return the film's size in pixels: 1080p is 1920×1080, in 9:16 1080×1920, in 4:5 1080×1350."""
        shorter = int(self.resolution.removesuffix("p"))
        across, down = (int(part) for part in self.aspect.split(":"))
        longer = shorter * max(across, down) // min(across, down)
        width, height = (longer, shorter) if across > down else (shorter, longer)
        return VideoFormat(width=width, height=height, fps=self.fps, quality=self.quality)
