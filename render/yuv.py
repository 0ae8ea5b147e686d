"""Pictures -> frames as the encoder takes them: 4:2:0, BT.709, limited range; and the frames between two of them"""

from __future__ import annotations

from av import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, Interpolation
from PIL import Image

from model.errors import VideoGenerationError
from model.format import VideoFormat

# Without the flags the conversion takes short cuts that move a colour by two levels and may differ between processors.
_EXACT = (
    Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.BITEXACT | Interpolation.FULL_CHR_H_INP
)  # fmt: skip


def convert_picture(picture: Image.Image, video: VideoFormat) -> VideoFrame:
    """Convert an RGB picture of the film's size.

    Raises VideoGenerationError when it has another size or mode.
    """
    if picture.mode != "RGB" or picture.size != (video.width, video.height):
        raise VideoGenerationError(
            f"A picture is {picture.width}×{picture.height} {picture.mode}, the film {video.width}×{video.height} RGB.",
            "Draw pictures at the film's size, without transparency.",
        )
    packed = VideoFrame(video.width, video.height, "rgb24")
    packed.planes[0].update(picture.tobytes("raw", "RGB", packed.planes[0].line_size))
    return packed.reformat(
        format="yuv420p", interpolation=_EXACT, threads=1,
        dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG,
    )  # fmt: skip


class FrameMixer:
    """What stands between two frames: their samples are unpacked once, however many frames the way has."""

    def __init__(self, before: VideoFrame, after: VideoFrame) -> None:
        self._size = (before.width, before.height)
        self._planes = tuple(zip(_open_planes(before), _open_planes(after), strict=True))

    def mix(self, share: float) -> VideoFrame:
        """Mix the frames, `share` of the second in it, 0 to 1.

        Conversion to YUV is linear, so this equals mixing the RGB pictures, at half the samples.
        """
        mixed = VideoFrame(*self._size, "yuv420p")
        for target, (old, new) in zip(mixed.planes, self._planes, strict=True):
            target.update(Image.blend(old, new, share).tobytes())
        return mixed


def _open_planes(frame: VideoFrame) -> tuple[Image.Image, ...]:
    return tuple(
        Image.frombytes("L", (plane.line_size, plane.height), bytes(plane)) for plane in frame.planes
    )  # fmt: skip
