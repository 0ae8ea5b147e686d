"""Hardware encoders: none is believed before it has encoded, and without one the film is made all the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from model.errors import VideoGenerationError
from model.format import VideoFormat
from model.timeline import Hold
from render.encoding import encode_segment
from render.frame_encoder import FrameEncoder
from render.h264.units import count_frames
from render.hardware import HARDWARE, encoder_works, find_hardware
from render.yuv import convert_picture
from tasks.look import settle_look
from tasks.workplace import Workplace
from tests.silent_film import make_scene, make_script

SMALL = VideoFormat(width=320, height=180)
SCRIPT = make_script(make_scene("one", "Hello there."))
here = find_hardware(SMALL)
absent = pytest.mark.skipif(here is not None, reason=f"this machine has {here}")
present = pytest.mark.skipif(here is None, reason="this machine has no hardware encoder")


def test_the_probe_believes_an_encoder_that_encodes() -> None:
    """The same trial that hardware has to pass, by the encoder that is everywhere."""
    assert encoder_works(SMALL)


@absent
@pytest.mark.parametrize("name", HARDWARE)
def test_an_encoder_without_its_hardware_is_found_out_by_trying(name: str) -> None:
    video = VideoFormat.model_validate({**SMALL.model_dump(), "encoder": name})
    assert not encoder_works(video)
    with pytest.raises(VideoGenerationError, match=rf"{name} failed: .*\.") as raised:
        encode_segment([Image.new("RGB", (320, 180))], (Hold(picture=0, frames=3),), video)
    assert "--hardware off" in raised.value.remedy


@absent
def test_a_film_without_hardware_is_made_by_x264_and_says_so(tmp_path: Path) -> None:
    wanted = Workplace(cache_dir=str(tmp_path), hardware="auto")
    look, notices = settle_look(SCRIPT, wanted)
    assert look.format == VideoFormat()
    assert len(notices) == 1 and "x264" in notices[0] and "\n" not in notices[0]
    assert settle_look(SCRIPT, wanted.model_copy(update={"hardware": "off"})) == (look, ())


@present
def test_a_film_with_hardware_is_made_by_it(tmp_path: Path) -> None:
    look, notices = settle_look(SCRIPT, Workplace(cache_dir=str(tmp_path), hardware="auto"))
    assert look.format.encoder in HARDWARE and not notices
    stream = encode_segment([Image.new("RGB", (1920, 1080), (90, 90, 90))], (Hold(picture=0, frames=400),), look.format)
    assert count_frames(stream) == 400


def test_an_encoder_whose_answer_comes_late_is_refused() -> None:
    """With B-frames or a lookahead, x264 itself would be such a one."""
    late = FrameEncoder(SMALL, {"x264-params": "bframes=2:rc-lookahead=10"})
    with pytest.raises(VideoGenerationError, match=r"slices of type \[\]"):
        late.encode_frame(convert_picture(Image.new("RGB", (320, 180)), SMALL), is_idr=True)
