"""Frames -> H.264 NAL units, one frame in and one out, by whichever encoder of libavcodec is opened"""

from __future__ import annotations

from fractions import Fraction

from av import CodecContext, VideoFrame
from av.error import FFmpegError
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType

from model.errors import VideoGenerationError
from model.format import VideoFormat
from render.h264.units import IDR_SLICE, PARAMETERS_OF_PICTURE, PARAMETERS_OF_SEQUENCE, SLICE, split_units, unit_type

_BT709, _LIMITED = 1, 1
_KEPT = {SLICE, IDR_SLICE, PARAMETERS_OF_SEQUENCE, PARAMETERS_OF_PICTURE}


class FrameEncoder:
    """One closed run of frames. Lets other threads work while it encodes."""

    def __init__(self, video: VideoFormat, options: dict[str, str], layout: str = "yuv420p") -> None:
        """Open the encoder that `video` names, on one thread; `layout` is how it takes the samples of a frame.

        Raises VideoGenerationError when libavcodec does not have it.
        """
        try:
            codec = CodecContext.create(video.encoder, "w")
        except ValueError as error:
            raise self._failure(video.encoder, "libavcodec was built without it") from error
        assert isinstance(codec, VideoCodecContext)
        codec.width, codec.height, codec.pix_fmt = video.width, video.height, layout
        codec.time_base, codec.framerate = Fraction(1, video.fps), Fraction(video.fps)
        codec.color_primaries = codec.color_trc = codec.colorspace = _BT709
        codec.color_range, codec.thread_count, codec.sample_aspect_ratio = _LIMITED, 1, Fraction(1)
        codec.options = options
        self._codec, self._name, self._layout, self._count = codec, video.encoder, layout, 0

    def encode_frame(self, frame: VideoFrame, *, is_idr: bool) -> tuple[bytes, ...]:
        """Encode the next frame: its slice, after an SPS and a PPS where it is an IDR.

        Raises VideoGenerationError when the encoder fails or does not answer at once.
        """
        if frame.format.name != self._layout:
            frame = frame.reformat(format=self._layout)
        frame.pts, frame.time_base = self._count, self._codec.time_base
        frame.pict_type = PictureType.I if is_idr else PictureType.P
        self._count += 1
        try:
            packets = self._codec.encode(frame)
        except FFmpegError as error:
            raise self._failure(self._name, error.strerror or type(error).__name__) from error
        # What is left out is SEI: the encoder's name and settings.
        units = tuple(unit for packet in packets for unit in split_units(bytes(packet)) if unit_type(unit) in _KEPT)
        slices = [unit_type(unit) for unit in units if unit_type(unit) in {SLICE, IDR_SLICE}]
        if slices != [IDR_SLICE if is_idr else SLICE]:
            raise self._failure(self._name, f"it answered one frame with slices of type {slices}")
        return units

    @staticmethod
    def _failure(name: str, reason: str) -> VideoGenerationError:
        remedy = "Report this, with the document." if name == "libx264" else "Choose --hardware off."
        return VideoGenerationError(f"The encoder {name} failed: {reason.rstrip('.')}.", remedy)
