"""A run of binary decisions -> arithmetic code (ITU-T H.264 sections 9.3.1 and 9.3.4)

Enough of CABAC to write a slice in which every macroblock is skipped, which needs one context and the end bit.
"""

from __future__ import annotations

# The context of mb_skip_flag where the neighbours are skipped too, ctxIdx 11: (m, n) by cabac_init_idc (Table 9-13).
_SKIP_CONTEXT = ((23, 33), (22, 25), (29, 16))

# rangeTabLPS by pStateIdx and qCodIRangeIdx (Table 9-44).
# fmt: off
_RANGE_LPS = (
    (128, 176, 208, 240), (128, 167, 197, 227), (128, 158, 187, 216), (123, 150, 178, 205), (116, 142, 169, 195),
    (111, 135, 160, 185), (105, 128, 152, 175), (100, 122, 144, 166), (95, 116, 137, 158), (90, 110, 130, 150),
    (85, 104, 123, 142), (81, 99, 117, 135), (77, 94, 111, 128), (73, 89, 105, 122), (69, 85, 100, 116),
    (66, 80, 95, 110), (62, 76, 90, 104), (59, 72, 86, 99), (56, 69, 81, 94), (53, 65, 77, 89),
    (51, 62, 73, 85), (48, 59, 69, 80), (46, 56, 66, 76), (43, 53, 63, 72), (41, 50, 59, 69),
    (39, 48, 56, 65), (37, 45, 54, 62), (35, 43, 51, 59), (33, 41, 48, 56), (32, 39, 46, 53),
    (30, 37, 43, 50), (29, 35, 41, 48), (27, 33, 39, 45), (26, 31, 37, 43), (24, 30, 35, 41),
    (23, 28, 33, 39), (22, 27, 32, 37), (21, 26, 30, 35), (20, 24, 29, 33), (19, 23, 27, 31),
    (18, 22, 26, 30), (17, 21, 25, 28), (16, 20, 23, 27), (15, 19, 22, 25), (14, 18, 21, 24),
    (14, 17, 20, 23), (13, 16, 19, 22), (12, 15, 18, 21), (12, 14, 17, 20), (11, 14, 16, 19),
    (11, 13, 15, 18), (10, 12, 15, 17), (10, 12, 14, 16), (9, 11, 13, 15), (9, 11, 12, 14),
    (8, 10, 12, 14), (8, 9, 11, 13), (7, 9, 11, 12), (7, 9, 10, 12), (7, 8, 10, 11),
    (6, 8, 9, 11), (6, 7, 9, 10), (6, 7, 8, 9),
)
# transIdxLPS by pStateIdx (Table 9-45); transIdxMPS is one more, up to 62.
_NEXT_AFTER_LPS = (
    0, 0, 1, 2, 2, 4, 4, 5, 6, 7, 8, 9, 9, 11, 11, 12, 13, 13, 15, 15, 16, 16, 18, 18, 19, 19, 21, 21, 22, 22, 23, 24,
    24, 25, 26, 26, 27, 27, 28, 29, 29, 30, 30, 30, 31, 32, 32, 33, 33, 33, 34, 34, 35, 35, 35, 36, 36, 36, 37, 37, 37,
    38, 38,
)
# fmt: on


class ArithmeticEncoder:
    """The encoding engine of 9.3.4.2 to 9.3.4.5, with one adaptive context."""

    def __init__(self, state: int, most_probable: int) -> None:
        self._state, self._most_probable = state, most_probable
        self._low, self._range = 0, 510
        self._bits: list[str] = []
        self._outstanding, self._first = 0, True

    def encode_decision(self, decision: int) -> None:
        """Encode one bin with the context, which adapts (9.3.4.2)."""
        lps = _RANGE_LPS[self._state][self._range >> 6 & 3]
        self._range -= lps
        if decision == self._most_probable:
            self._state = min(self._state + 1, 62)
        else:
            self._low += self._range
            self._range = lps
            if self._state == 0:
                self._most_probable = 1 - self._most_probable
            self._state = _NEXT_AFTER_LPS[self._state]
        self._renormalise()

    def encode_end(self, is_end: bool) -> None:
        """Encode end_of_slice_flag (9.3.4.5); nothing may follow when it is set."""
        self._range -= 2
        if not is_end:
            self._renormalise()
            return
        self._low += self._range
        self._range = 2
        self._renormalise()
        self._put_bit(self._low >> 9 & 1)
        # The last bit written is rbsp_stop_one_bit.
        self._bits.append(format(self._low >> 7 & 3 | 1, "02b"))

    def finish(self) -> bytes:
        """Return the code, filled up with zeros to a whole byte."""
        bits = "".join(self._bits)
        bits += "0" * (-len(bits) % 8)
        return int(bits, 2).to_bytes(len(bits) // 8, "big")

    def _renormalise(self) -> None:
        while self._range < 256:
            if self._low < 256:
                self._put_bit(0)
            elif self._low >= 512:
                self._low -= 512
                self._put_bit(1)
            else:
                self._low -= 256
                self._outstanding += 1
            self._range <<= 1
            self._low <<= 1

    def _put_bit(self, bit: int) -> None:
        if self._first:
            self._first = False
        else:
            self._bits.append(str(bit))
        self._bits.append(str(1 - bit) * self._outstanding)
        self._outstanding = 0


def encode_skip_run(macroblocks: int, quantiser: int, model: int) -> bytes:
    """Encode slice_data of a P slice in which every macroblock is skipped (7.3.4).

    `quantiser` is SliceQPY and `model` cabac_init_idc: they set the context's first state (9.3.1.1).
    """
    slope, offset = _SKIP_CONTEXT[model]
    state = min(max((slope * min(max(quantiser, 0), 51) >> 4) + offset, 1), 126)
    encoder = ArithmeticEncoder(63 - state, 0) if state <= 63 else ArithmeticEncoder(state - 64, 1)
    for left in reversed(range(macroblocks)):
        encoder.encode_decision(1)
        encoder.encode_end(left == 0)
    return encoder.finish()
