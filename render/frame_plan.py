"""Motions -> which frames are encoded, which repeat the one before, and where a player can start"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from model.timeline import Fade, Hold, Motion, Reveal, Sweep


class CodedFrame(NamedTuple):
    """A frame that the encoder has to make."""

    before: int
    """Index of a picture."""
    after: int
    """Index of the picture that is mixed in; the same for a picture on its own."""
    share: float
    """How much of `after` is in it, 0 to 1."""
    is_idr: bool
    """True when it refers to no other."""
    held: int
    """How many frames repeat it."""
    motion: Reveal | Sweep | None = None
    """How `after` comes, where it is not by mixing the whole picture."""


def plan_frames(motions: Sequence[Motion], idr_distance: int) -> Iterator[CodedFrame]:
    """Yield the frames to encode, so that an IDR is due at most `idr_distance` frames after the last.

    A hold is one coded frame. It begins with an IDR when one would be due before it and the motion after it are over,
    so that a refreshed picture never differs visibly from the one that it refreshes.
    """
    since = idr_distance  # frames since the last IDR, itself included: at first, one is due
    for place, motion in enumerate(motions):
        if isinstance(motion, Hold):
            reach = motion.frames + _moving_frames(motions[place + 1 :])
            is_idr = since + reach > idr_distance
            yield CodedFrame(motion.picture, motion.picture, 0.0, is_idr, motion.frames - 1)
            since = _distance_after(motion.frames, idr_distance) if is_idr else since + motion.frames
        else:
            for number in range(1, motion.frames + 1):
                is_idr = since >= idr_distance
                how = None if isinstance(motion, Fade) else motion
                yield CodedFrame(motion.before, motion.after, number / (motion.frames + 1), is_idr, 0, how)
                since = 1 if is_idr else since + 1


def split_holds(motions: Sequence[Motion], changes: Sequence[int]) -> tuple[Motion, ...]:
    """Cut holds at the frames, counted from the first, at which something over the picture changes."""
    found: list[Motion] = []
    at = 0
    for motion in motions:
        end = at + motion.frames
        if isinstance(motion, Hold):
            cuts = [at, *(frame for frame in changes if at < frame < end), end]
            found += [motion.model_copy(update={"frames": after - before}) for before, after in pairwise(cuts)]
        else:
            found.append(motion)
        at = end
    return tuple(found)


def _moving_frames(motions: Sequence[Motion]) -> int:
    return sum(motion.frames for motion in takewhile(lambda motion: not isinstance(motion, Hold), motions))


def _distance_after(held: int, idr_distance: int) -> int:
    return (held - 1) % idr_distance + 1
