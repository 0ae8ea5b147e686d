"""Encoded frames and how often each is repeated -> one segment's byte stream, its frames counted anew"""

from __future__ import annotations

from model.errors import VideoGenerationError
from render.h264.parameters import ParameterSets, find_obstacle, read_parameters
from render.h264.skips import skip_slices
from render.h264.slices import read_slice, write_slice
from render.h264.units import IDR_SLICE, join_units, unit_type


class SegmentStream:
    """Writes a segment of a known number of frames, each of which is a reference, so that frame_num counts them all."""

    def __init__(self, frames: int) -> None:
        self.obstacle = ""
        """Why frames of this encoder cannot be repeated without it, known after the first; empty when they can."""
        self._left = frames
        self._stream = bytearray()
        self._sets: ParameterSets | None = None
        self._frame_num = 0
        self._coded: tuple[bytes, ...] = ()
        self._last_idr_number: int | None = None

    def add_coded(self, units: tuple[bytes, ...]) -> None:
        """Append an encoded frame: its slice, after SPS and PPS where it is an IDR; the first has to be one."""
        if self._sets is None:
            self._sets = read_parameters(units[:-1])
            self.obstacle = find_obstacle(self._sets)
        self._coded = units
        if self.obstacle:
            self._append(units)
        elif unit_type(units[-1]) == IDR_SLICE:
            self._add_idr()
        else:
            self._add_predicted()

    def add_held(self, count: int, idr_distance: int) -> None:
        """Append frames that repeat the last encoded one; where that is an IDR, it comes again at each distance."""
        if unit_type(self._coded[-1]) != IDR_SLICE:
            self._add_skips(count)
            return
        self._add_skips(min(count, idr_distance - 1))
        for left in range(count - idr_distance + 1, 0, -idr_distance):
            self._add_idr()
            self._add_skips(min(left, idr_distance) - 1)

    def finish(self) -> bytes:
        """Return the stream.

        Raises VideoGenerationError when it has not as many frames as were announced.
        """
        if self._left:
            raise VideoGenerationError(f"A segment lacks {self._left} frames.", "Report this.")
        return bytes(self._stream)

    def _add_idr(self) -> None:
        sets, number = self._parameters(), self._choose_idr_number()
        header, data = read_slice(self._coded[-1], sets)
        header = header._replace(frame_num=0, idr_number=number)
        self._append((*self._coded[:-1], write_slice(header, data, sets)))
        self._frame_num, self._last_idr_number = 0, number

    def _add_predicted(self) -> None:
        units, sets = self._coded, self._parameters()
        header, data = read_slice(units[-1], sets)
        self._frame_num = (self._frame_num + 1) % (1 << sets.sequence.frame_num_bits)
        self._append((write_slice(header._replace(frame_num=self._frame_num), data, sets),))
        self._last_idr_number = None

    def _choose_idr_number(self) -> int:
        # Two IDR frames in a row differ in idr_pic_id (7.4.3). A segment's last frame differs from any segment's first.
        if self._left == 1:
            return 1
        return 2 if self._last_idr_number == 0 else 0

    def _add_skips(self, count: int) -> None:
        if not count:
            return
        skips = skip_slices(self._parameters())
        first = (self._frame_num + 1) % len(skips)
        cycle = skips[first:] + skips[:first]
        rounds, rest = divmod(count, len(skips))
        self._stream += join_units(cycle) * rounds + join_units(cycle[:rest])
        self._left -= count
        self._frame_num = (self._frame_num + count) % len(skips)
        self._last_idr_number = None

    def _append(self, units: tuple[bytes, ...]) -> None:
        self._stream += join_units(units)
        self._left -= 1

    def _parameters(self) -> ParameterSets:
        if self._sets is None:
            raise VideoGenerationError("A segment does not begin with an IDR frame.", "Report this.")
        return self._sets
