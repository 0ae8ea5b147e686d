"""SPS and PPS -> what a slice header needs to be read and written (ITU-T H.264 sections 7.3.2.1 and 7.3.2.2)."""

from __future__ import annotations

from typing import NamedTuple

from model.errors import VideoGenerationError
from render.h264.bits import BitReader, unescape
from render.h264.units import PARAMETERS_OF_PICTURE, PARAMETERS_OF_SEQUENCE, unit_type

_PROFILES_WITH_CHROMA = (100, 110, 122, 244)


class SequenceParameters(NamedTuple):
    """The part of an SPS before its VUI."""

    profile: int
    """profile_idc; 100 is High."""
    level: int
    """level_idc: ten times the level."""
    frame_num_bits: int
    """log2(MaxFrameNum): frame_num is that wide, and wraps there."""
    order_type: int
    """pic_order_cnt_type; 2 when frames are shown in decoding order and their headers say nothing of order."""
    references: int
    """max_num_ref_frames."""
    columns: int
    """PicWidthInMbs."""
    rows: int
    """PicHeightInMapUnits."""
    frames_only: bool
    """frame_mbs_only_flag: nothing is interlaced."""


class PictureParameters(NamedTuple):
    """The part of a PPS that shapes slice headers."""

    identity: int
    """pic_parameter_set_id."""
    cabac: bool
    """entropy_coding_mode_flag."""
    slice_groups: int
    """num_slice_groups_minus1 + 1."""
    weighted: bool
    """weighted_pred_flag."""
    quantiser: int
    """26 + pic_init_qp_minus26."""
    deblocking_control: bool
    """deblocking_filter_control_present_flag."""
    redundant_pictures: bool
    """redundant_pic_cnt_present_flag."""


class ParameterSets(NamedTuple):
    """What every slice of a stream is read with."""

    sequence: SequenceParameters
    picture: PictureParameters


def read_parameters(units: tuple[bytes, ...]) -> ParameterSets:
    """Read the one SPS and the one PPS among the NAL units of an IDR frame.

    Raises VideoGenerationError when there is not one of each.
    """
    sequences = [unit for unit in units if unit_type(unit) == PARAMETERS_OF_SEQUENCE]
    pictures = [unit for unit in units if unit_type(unit) == PARAMETERS_OF_PICTURE]
    if len(sequences) != 1 or len(pictures) != 1:
        raise VideoGenerationError(
            f"An IDR frame with {len(sequences)} SPS and {len(pictures)} PPS instead of one of each.",
            "Report this: the encoder changed its habits.",
        )
    return ParameterSets(_read_sequence(sequences[0]), _read_picture(pictures[0]))


def find_obstacle(sets: ParameterSets) -> str:
    """Say why unchanged frames cannot be written without an encoder; an empty string when they can."""
    sequence, picture = sets
    conditions = {
        "frames are reordered": sequence.order_type == 2,
        "pictures are interlaced": sequence.frames_only,
        "slices are not CABAC coded": picture.cabac,
        "macroblocks are in several slice groups": picture.slice_groups == 1,
        "prediction is weighted": not picture.weighted,
        "pictures are sent twice": not picture.redundant_pictures,
    }
    return "; ".join(obstacle for obstacle, absent in conditions.items() if not absent)


def _read_sequence(unit: bytes) -> SequenceParameters:
    bits = BitReader(unescape(unit[1:]))
    profile, _, level = bits.read_bits(8), bits.read_bits(8), bits.read_bits(8)
    bits.read_ue()  # seq_parameter_set_id
    if profile in _PROFILES_WITH_CHROMA:
        _read_chroma(bits)
    frame_num_bits, order_type = bits.read_ue() + 4, bits.read_ue()
    if order_type == 0:
        bits.read_ue()  # log2_max_pic_order_cnt_lsb_minus4
    elif order_type != 2:
        raise VideoGenerationError(
            f"pic_order_cnt_type is {order_type}.", "Report this: the encoder changed its habits."
        )
    references = bits.read_ue()
    bits.read_bits(1)  # gaps_in_frame_num_value_allowed_flag
    columns, rows = bits.read_ue() + 1, bits.read_ue() + 1
    frames_only = bool(bits.read_bits(1))
    return SequenceParameters(profile, level, frame_num_bits, order_type, references, columns, rows, frames_only)


def _read_chroma(bits: BitReader) -> None:
    chroma, luma_depth, chroma_depth = bits.read_ue(), bits.read_ue(), bits.read_ue()
    bits.read_bits(1)  # qpprime_y_zero_transform_bypass_flag
    if (chroma, luma_depth, chroma_depth) != (1, 0, 0) or bits.read_bits(1):
        raise VideoGenerationError("The stream is not 8 bit 4:2:0 without scaling matrix.", "Report this.")


def _read_picture(unit: bytes) -> PictureParameters:
    bits = BitReader(unescape(unit[1:]))
    identity = bits.read_ue()
    bits.read_ue()  # seq_parameter_set_id
    cabac = bool(bits.read_bits(1))
    bits.read_bits(1)  # bottom_field_pic_order_in_frame_present_flag
    slice_groups = bits.read_ue() + 1
    if slice_groups > 1:
        raise VideoGenerationError(f"Pictures have {slice_groups} slice groups.", "Report this.")
    bits.read_ue(), bits.read_ue()  # num_ref_idx_l0_default_active_minus1, num_ref_idx_l1_default_active_minus1
    weighted = bool(bits.read_bits(1))
    bits.read_bits(2)  # weighted_bipred_idc
    quantiser = 26 + bits.read_se()
    bits.read_se(), bits.read_se()  # pic_init_qs_minus26, chroma_qp_index_offset
    deblocking, _, redundant = bits.read_bits(1), bits.read_bits(1), bits.read_bits(1)
    return PictureParameters(identity, cabac, slice_groups, weighted, quantiser, bool(deblocking), bool(redundant))
