"""What the eye gets: text as sharp as drawn, colours as chosen, and decoders that have no complaint."""

from __future__ import annotations

import asyncio
import hashlib
import re
import shutil
import subprocess
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
import pytest
from av import CodecContext, VideoFrame
from av.filter import Graph
from av.video.plane import VideoPlane
from av.video.reformatter import ColorRange, Colorspace, Interpolation
from PIL import Image, ImageDraw, ImageFont

from adapters.ffmpeg import ffmpeg_path
from adapters.processes import run_tool
from model.format import Quality
from model.timeline import Fade, Hold, Motion, VideoFormat
from render.encoding import encode_segment
from render.yuv import convert_picture

FONTS = Path(__file__).parent.parent / "render" / "fonts"
FULL = VideoFormat()
RED = (220, 38, 38)
EXACT = Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT


@cache
def slide(number: int) -> Image.Image:
    """Text in several sizes and weights, with code in the theme's red, and a red field."""
    dark = number % 2 == 0
    image = Image.new("RGB", (1920, 1080), (15, 23, 42) if dark else (250, 250, 252))
    draw = ImageDraw.Draw(image)
    ink = (226, 232, 240) if dark else (30, 41, 59)
    draw.text(
        (120, 90), f"Section {number}: what it does", font=ImageFont.truetype(FONTS / "Inter-Bold.otf", 84), fill=ink
    )
    for line in range(6):
        text = f"Point {line} of slide {number} says a thing in words, and more of them"
        draw.text((160, 260 + 100 * line), text, font=ImageFont.truetype(FONTS / "Inter-Regular.otf", 40), fill=ink)
    draw.text(
        (160, 900), "pip install foo==1.2", font=ImageFont.truetype(FONTS / "JetBrainsMono-Regular.ttf", 28), fill=RED
    )
    draw.rectangle((1500, 820, 1800, 1020), fill=RED)
    return image


@cache
def film(quality: Quality = "standard") -> list[VideoFrame]:
    motions = (
        Hold(picture=0, frames=4),
        Fade(before=0, after=1, frames=9),
        Hold(picture=1, frames=4),
        Hold(picture=2, frames=2),
    )
    stream = encode_segment(slide, motions, FULL.model_copy(update={"quality": quality}))
    decoder = CodecContext.create("h264", "r")
    packets = [*decoder.parse(stream), *decoder.parse(None), None]
    return [frame for packet in packets for frame in decoder.decode(packet)]


def measure_ssim(one: VideoFrame, two: VideoFrame) -> float:
    """Structural similarity of the luma, by ffmpeg's filter."""
    graph, base = Graph(), Fraction(1, 30)
    sources = [graph.add_buffer(width=1920, height=1080, format="yuv420p", time_base=base) for _ in range(2)]
    compare, sink = graph.add("ssim"), graph.add("buffersink")
    for place, source in enumerate(sources):
        source.link_to(compare, 0, place)
    compare.link_to(sink)
    graph.configure()
    for source, frame in zip(sources, (one, two), strict=True):
        frame.pts, frame.time_base = 0, base
        source.push(frame)
        source.push(None)
    result = sink.pull()
    assert isinstance(result, VideoFrame)
    return float(result.metadata["lavfi.ssim.Y"])


@pytest.mark.parametrize(("frame", "picture"), [(0, 0), (3, 0), (13, 1), (16, 1), (17, 2), (18, 2)])
def test_text_is_as_sharp_as_it_was_drawn(frame: int, picture: int) -> None:
    """After an IDR, at the end of a fade and after a cut alike."""
    assert measure_ssim(convert_picture(slide(picture), FULL), film()[frame]) >= 0.998


@pytest.mark.parametrize(("quality", "least"), [("draft", 0.99), ("high", 0.9992)])
def test_each_quality_keeps_what_it_promises(quality: Quality, least: float) -> None:
    assert measure_ssim(convert_picture(slide(1), FULL), film(quality)[16]) >= least
    assert_red(film(quality)[16])


@pytest.mark.parametrize("frame", [0, 13, 17])
def test_red_comes_back_as_red(frame: int) -> None:
    assert_red(film()[frame])


def assert_red(frame: VideoFrame) -> None:
    image = frame.reformat(
        format="rgb24", src_colorspace=Colorspace.ITU709, src_color_range=ColorRange.MPEG, interpolation=EXACT
    ).to_image()  # fmt: skip
    for place in ((1510, 830), (1650, 920), (1790, 1010)):
        pixel = image.getpixel(place)
        assert isinstance(pixel, tuple)
        assert all(abs(found - wanted) <= 2 for found, wanted in zip(pixel, RED, strict=True))


def has_openh264() -> bool:
    inspect = shutil.which("gst-inspect-1.0")
    return inspect is not None and not subprocess.run([inspect, "openh264dec"], capture_output=True).returncode  # noqa: PLW1510


def decode_by_pyav(stream: bytes) -> list[str]:
    """Decode with PyAV's own build of libavcodec, which takes any fault for an error; return a digest of each frame."""
    decoder = CodecContext.create("h264", "r")
    decoder.options = {"err_detect": "explode"}
    packets = [*decoder.parse(stream), *decoder.parse(None), None]
    frames = [frame for packet in packets for frame in decoder.decode(packet)]
    return [hashlib.md5(b"".join(map(crop_plane, frame.planes))).hexdigest() for frame in frames]


def crop_plane(plane: VideoPlane) -> bytes:
    rows, width = bytes(plane), plane.line_size
    return b"".join(rows[at * width : at * width + plane.width] for at in range(plane.height))


DECODERS = [ffmpeg_path(), pytest.param("/usr/bin/ffmpeg", marks=pytest.mark.skipif(
    not shutil.which("/usr/bin/ffmpeg"), reason="Debian's ffmpeg is not installed"))]  # fmt: skip


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Long holds with refreshes, fades and cuts, joined as a film is: 1042, 15 and 318 frames."""
    video = VideoFormat(width=320, height=180)
    pictures = [slide(number).resize((320, 180)) for number in range(3)]
    scenes: tuple[tuple[Motion, ...], ...] = (
        (Hold(picture=0, frames=1000), Fade(before=0, after=1, frames=9), Hold(picture=1, frames=33)),
        (Fade(before=1, after=2, frames=15),), (Hold(picture=2, frames=301), Hold(picture=0, frames=17)),
    )  # fmt: skip
    path = tmp_path_factory.mktemp("joined") / "film.h264"
    path.write_bytes(b"".join(encode_segment(pictures, scene, video) for scene in scenes))
    return path


@pytest.mark.parametrize("decoder", DECODERS, ids=["bundled", "system"])
def test_decoders_find_every_frame_and_no_fault(decoder: str, joined: Path) -> None:
    argv = [decoder, "-nostdin", "-v", "warning", "-xerror", "-err_detect", "explode", "-f", "h264", "-framerate", "30"]
    finished = asyncio.run(run_tool([*argv, "-i", str(joined), "-f", "framemd5", "-"]))
    assert finished.stderr == ""
    hashes = [line.split(b",")[5].strip().decode() for line in finished.stdout.splitlines() if line[:1] != b"#"]
    assert len(hashes) == 1042 + 15 + 318
    assert len(set(hashes[:1000])) == 1  # the hold, across three refreshes
    assert len(set(hashes[1009:1042])) == len(set(hashes[1057:1358])) == 1
    assert hashes == decode_by_pyav(joined.read_bytes())


def test_the_decoders_are_of_different_builds() -> None:
    """FFmpeg 9.0 beside the libavcodec 62 of FFmpeg 8.1 when this was written; Debian 12 adds FFmpeg 5.1."""
    bundled = asyncio.run(run_tool([ffmpeg_path(), "-version"])).stdout.decode()
    found = re.search(r"libavcodec +(\d+)\. *(\d+)\. *(\d+)", bundled)
    assert found
    assert tuple(map(int, found.groups())) != av.library_versions["libavcodec"]


@pytest.mark.slow
@pytest.mark.skipif(not has_openh264(), reason="GStreamer's element openh264dec is not installed")
def test_a_decoder_of_other_descent_shows_the_same_pixels(joined: Path, tmp_path: Path) -> None:
    """OpenH264 shares no code with ffmpeg and x264: every frame that it shows is the one that ffmpeg shows."""
    theirs, ours = tmp_path / "theirs.yuv", tmp_path / "ours.yuv"
    pipeline = f"filesrc location={joined} ! h264parse ! openh264dec ! filesink location={theirs}"
    asyncio.run(run_tool([str(shutil.which("gst-launch-1.0")), "-q", *pipeline.split()]))
    argv = [ffmpeg_path(), "-nostdin", "-v", "error", "-f", "h264", "-i", str(joined), "-f", "rawvideo", str(ours)]
    asyncio.run(run_tool(argv))
    size = 320 * 180 * 3 // 2
    assert ours.stat().st_size == theirs.stat().st_size == 1375 * size
    with ours.open("rb") as one, theirs.open("rb") as other:
        different = [at for at in range(1375) if one.read(size) != other.read(size)]
    assert not different
