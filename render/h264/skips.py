"""A stream's SPS and PPS -> frames that change nothing, for every frame_num

A P slice in which every macroblock is skipped shows the previous frame again, bit for bit: no motion vector can be
predicted but zero, there is no residual, and the deblocking filter finds nothing to do (ITU-T H.264 sections 8.4.1.1
and 8.7.2.1). It is the same whatever the picture, so it is written here rather than searched for by an encoder.
"""

from __future__ import annotations

from functools import lru_cache

from render.h264.cabac import encode_skip_run
from render.h264.parameters import ParameterSets
from render.h264.slices import SliceHeader, write_slice

_REFERENCE_P_SLICE = 0x61  # nal_ref_idc 3, nal_unit_type 1
_ALL_P = 5  # slice_type: every slice of this picture is P


@lru_cache(maxsize=8)
def skip_slices(sets: ParameterSets) -> tuple[bytes, ...]:
    """Return a NAL unit for each value of frame_num, in order, of a frame that repeats the one before."""
    data = encode_skip_run(sets.sequence.columns * sets.sequence.rows, sets.picture.quantiser, model=0)
    return tuple(
        write_slice(SliceHeader(_REFERENCE_P_SLICE, _ALL_P, number), data, sets)
        for number in range(1 << sets.sequence.frame_num_bits)
    )
