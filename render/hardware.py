"""A film's format -> the encoder that it names; and which hardware encoder works here, found by encoding with it

Listing says nothing: libavcodec lists NVENC on machines without a graphics card. All segments of a film are made by one
encoder, so that they share their SPS and PPS; where its streams do not allow free holds, holds are encoded in full.
VAAPI takes pictures from the card's own memory alone, which libavcodec is not asked to fill: its probe says no.
"""

from __future__ import annotations

from av import CodecContext, VideoFrame
from av.error import FFmpegError
from av.video.codeccontext import VideoCodecContext
from PIL import Image

from model.errors import VideoGenerationError
from model.format import EncoderName, Quality, VideoFormat
from render.frame_encoder import FrameEncoder
from render.h264.levels import choose_level
from render.h264.parameters import read_parameters
from render.h264.units import join_units
from render.x264 import X264Encoder
from render.yuv import convert_picture

HARDWARE: tuple[EncoderName, ...] = ("h264_nvenc", "h264_qsv", "h264_amf", "h264_vaapi", "h264_videotoolbox")
_QUANTISERS: dict[Quality, int] = {"draft": 28, "standard": 21, "high": 15}
_SHARES: dict[Quality, int] = {"draft": 45, "standard": 70, "high": 88}
"""What VideoToolbox calls quality, of 100."""
_LAMBDA = 118
"""FF_QP2LAMBDA: the unit of libavcodec's global_quality."""
_NEAR = 6
"""Levels of luma by which a decoded plain picture may differ from its source."""


def open_encoder(video: VideoFormat) -> FrameEncoder:
    """Open the encoder that a format names.

    Raises VideoGenerationError when there is none of this name.
    """
    if video.encoder == "libx264":
        return X264Encoder(video)
    return FrameEncoder(video, _list_options(video), "nv12" if video.encoder == "h264_qsv" else "yuv420p")


def find_hardware(video: VideoFormat) -> EncoderName | None:
    """Return the first hardware encoder that makes films of this format here; None when none does."""
    tried = (name for name in HARDWARE if encoder_works(video.model_copy(update={"encoder": name})))
    return next(tried, None)


def encoder_works(video: VideoFormat) -> bool:
    """Encode two runs of frames for real; tell whether they share parameter sets and decode to what went in."""
    size = (video.width, video.height)
    dark, light = (convert_picture(Image.new("RGB", size, (shade,) * 3), video) for shade in (40, 200))
    orders = ((dark, light), (light, dark))
    try:
        runs = [_encode_run(video, order) for order in orders]
        shown = [_decode_middles(join_units(unit for units in run for unit in units)) for run in runs]
    except (VideoGenerationError, FFmpegError):
        return False
    wanted = [[_middle(frame) for frame in order] for order in orders]
    return runs[0][0][:-1] == runs[1][0][:-1] and all(
        len(found) == len(right) and all(abs(a - b) <= _NEAR for a, b in zip(found, right, strict=True))
        for found, right in zip(shown, wanted, strict=True)
    )


def _encode_run(video: VideoFormat, frames: tuple[VideoFrame, ...]) -> list[tuple[bytes, ...]]:
    encoder = open_encoder(video)
    run = [encoder.encode_frame(frame, is_idr=number == 0) for number, frame in enumerate(frames)]
    read_parameters(run[0][:-1])
    return run


def _decode_middles(stream: bytes) -> list[int]:
    decoder = CodecContext.create("h264", "r")
    assert isinstance(decoder, VideoCodecContext)
    packets = [*decoder.parse(stream), *decoder.parse(None), None]
    return [_middle(frame) for packet in packets for frame in decoder.decode(packet)]


def _middle(frame: VideoFrame) -> int:
    plane = frame.planes[0]
    return bytes(plane)[plane.height // 2 * plane.line_size + plane.width // 2]


def _list_options(video: VideoFormat) -> dict[str, str]:
    """One frame in, one out, no B-frames, IDR where asked, a constant quantiser: as in render/x264.py."""
    quantiser = str(_QUANTISERS[video.quality])
    common = {"bf": "0", "g": "100000", "refs": "1", "profile": "high", "level": choose_level(video).name}
    fixed = {"flags": "+qscale", "global_quality": str(_LAMBDA * _QUANTISERS[video.quality])}
    share = {"flags": "+qscale", "global_quality": str(_LAMBDA * _SHARES[video.quality])}
    own = {
        "h264_nvenc": {"preset": "p4", "rc": "constqp", "qp": quantiser, "forced-idr": "1", "zerolatency": "1",
                       "delay": "0", "coder": "cabac"},
        "h264_qsv": {"preset": "medium", "async_depth": "1", "forced_idr": "1", "look_ahead": "0", **fixed},
        "h264_amf": {"usage": "lowlatency", "rc": "cqp", "qp_i": quantiser, "qp_p": quantiser, "forced_idr": "1",
                     "coder": "cabac"},
        "h264_videotoolbox": {"allow_sw": "0", "realtime": "1", "coder": "cabac", **share},
    }  # fmt: skip
    return common | own.get(video.encoder, {})
