"""A coded slice <-> its header and its data, so that a field of the header can change (ITU-T H.264 section 7.3.3)"""

from __future__ import annotations

from typing import NamedTuple

from model.errors import VideoGenerationError
from render.h264.bits import BitReader, BitWriter, escape, unescape
from render.h264.parameters import ParameterSets
from render.h264.units import IDR_SLICE

_P, _I = 0, 2


class SliceHeader(NamedTuple):
    """The header of the one slice of a frame: I or P, no reordering, no weights, sliding window marking."""

    unit_byte: int
    """forbidden_zero_bit, nal_ref_idc, nal_unit_type."""
    kind: int
    """slice_type: 0 or 5 for P, 2 or 7 for I."""
    frame_num: int
    """Count of reference frames since the IDR, modulo MaxFrameNum."""
    idr_number: int = 0
    """idr_pic_id: two IDR frames in a row must differ in it (7.4.3)."""
    references: int = 0
    """num_ref_idx_l0_active_minus1 + 1 where the slice overrides the PPS; 0 where it does not."""
    model: int = 0
    """cabac_init_idc."""
    quantiser_delta: int = 0
    """slice_qp_delta."""
    deblocking: tuple[int, int, int] = (0, 0, 0)
    """disable_deblocking_filter_idc, slice_alpha_c0_offset_div2, slice_beta_offset_div2."""

    @property
    def is_idr(self) -> bool:
        """Tell whether the frame is an IDR."""
        return self.unit_byte & 31 == IDR_SLICE

    @property
    def predicts(self) -> bool:
        """Tell whether the slice is P."""
        return self.kind % 5 == _P


def read_slice(unit: bytes, sets: ParameterSets) -> tuple[SliceHeader, bytes]:
    """Split a slice NAL unit into its header and its CABAC data, which begins on a byte.

    Raises VideoGenerationError for syntax that this encoder's settings never produce.
    """
    rbsp = unescape(unit)
    bits = BitReader(rbsp)
    unit_byte, first, kind = bits.read_bits(8), bits.read_ue(), bits.read_ue()
    _require(first == 0, "a picture of several slices")
    _require(kind % 5 in (_P, _I), f"slice_type {kind}")
    _require(unit_byte >> 5 != 0, "a frame that is no reference")
    _require(bits.read_ue() == sets.picture.identity, "a second PPS")
    is_idr, predicts = unit_byte & 31 == IDR_SLICE, kind % 5 == _P
    frame_num = bits.read_bits(sets.sequence.frame_num_bits)
    idr_number = bits.read_ue() if is_idr else 0
    references = bits.read_ue() + 1 if predicts and bits.read_bits(1) else 0
    _require(not (predicts and bits.read_bits(1)), "a reordered reference list")
    _require(bits.read_bits(2 if is_idr else 1) == 0, "a frame that marks references")
    model = bits.read_ue() if predicts else 0
    delta = bits.read_se()
    deblocking = _read_deblocking(bits) if sets.picture.deblocking_control else (0, 0, 0)
    data = rbsp[(bits.position + 7) // 8 :]
    return SliceHeader(unit_byte, kind, frame_num, idr_number, references, model, delta, deblocking), data


def write_slice(header: SliceHeader, data: bytes, sets: ParameterSets) -> bytes:
    """Join a header and CABAC data to a slice NAL unit."""
    bits = BitWriter()
    bits.write_bits(header.unit_byte, 8)
    bits.write_ue(0)
    bits.write_ue(header.kind)
    bits.write_ue(sets.picture.identity)
    bits.write_bits(header.frame_num, sets.sequence.frame_num_bits)
    if header.is_idr:
        bits.write_ue(header.idr_number)
    if header.predicts:
        _write_references(bits, header.references)
    bits.write_bits(0, 2 if header.is_idr else 1)  # dec_ref_pic_marking: keep as short-term, sliding window
    if header.predicts:
        bits.write_ue(header.model)
    bits.write_se(header.quantiser_delta)
    if sets.picture.deblocking_control:
        _write_deblocking(bits, header.deblocking)
    # slice_data begins with cabac_alignment_one_bit (7.3.4).
    return escape(bits.finish(padding=1) + data)


def _write_references(bits: BitWriter, references: int) -> None:
    bits.write_bits(int(references > 0), 1)  # num_ref_idx_active_override_flag
    if references:
        bits.write_ue(references - 1)
    bits.write_bits(0, 1)  # ref_pic_list_modification_flag_l0


def _read_deblocking(bits: BitReader) -> tuple[int, int, int]:
    disabled = bits.read_ue()
    return (disabled, 0, 0) if disabled == 1 else (disabled, bits.read_se(), bits.read_se())


def _write_deblocking(bits: BitWriter, deblocking: tuple[int, int, int]) -> None:
    disabled, alpha, beta = deblocking
    bits.write_ue(disabled)
    if disabled != 1:
        bits.write_se(alpha)
        bits.write_se(beta)


def _require(holds: bool, found: str) -> None:
    if not holds:
        raise VideoGenerationError(f"The encoder wrote {found}.", "Report this: its settings are meant to exclude it.")
