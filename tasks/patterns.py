"""A scene's segment -> the same pictures for other times: what another language or voice needs is not drawn again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from adapters.store import Store
from model.timeline import Motion, Slot, VideoFormat
from model.video import Pattern, Segment
from render.h264.samples import Samples, pack_samples
from render.retiming import Rhythm, find_rhythm, retime_segment
from tasks.caching import StageCache, find_kept, keep_result
from tasks.uses import note_use
from tasks.workplace import Workplace


@dataclass(frozen=True)
class SegmentLikeness:
    """What is kept of a scene's segment under the digest of its pictures and of the order in which they come."""

    policy: StageCache
    drawn: str
    """Digest of its pictures."""
    motions: tuple[Motion, ...]
    format: VideoFormat

    @cached_property
    def rhythm(self) -> Rhythm:
        """Return the order of the pictures, and how long each is held in the segment that is wanted."""
        return find_rhythm(self.motions, self.format)

    @cached_property
    def key(self) -> str:
        """Return the key of the record, which is worked out where the segment itself is not kept."""
        shape = {"drawn": self.drawn, "shape": self.rhythm.shape, "format": self.format}
        return self.policy.key_of("segment-pattern", shape)

    def make(self, place: Workplace) -> Segment | None:
        """Make the segment of one that stands for other times; None where there is none."""
        pattern: Pattern | None = find_kept(place, self.key)
        if pattern is None:
            return None
        place.records.use(self.key)
        note_use(self.key)
        kept = pattern.segment
        samples = Samples(
            place.store.read(kept.stream), kept.sizes, kept.key_frames,
            (bytes.fromhex(kept.parameters[0]), bytes.fromhex(kept.parameters[1])),
        )  # fmt: skip
        return keep_segment(retime_segment(samples, pattern.held, self.rhythm.held, self.format), place.store)

    def note(self, made: Any, place: Workplace) -> None:
        """Keep how a segment that was drawn is made up."""
        note_use(self.key)
        keep_result(place, self.key, Pattern(segment=made, held=self.rhythm.held))

    def is_there(self, place: Workplace) -> bool:
        """Tell whether there is a segment to make it of."""
        return find_kept(place, self.key) is not None


def find_pattern(policy: StageCache, drawn: str, slot: Slot, video: VideoFormat) -> SegmentLikeness | None:
    """Return what a scene's segment may be made of; `drawn` is the digest of its pictures.

    None where frames of the encoder cannot be repeated without it.
    """
    if video.encoder != "libx264":
        return None
    return SegmentLikeness(policy, drawn, slot.motions, video)


def keep_segment(stream: bytes, store: Store) -> Segment:
    """Put an encoded segment into the store, in the form in which a film copies it."""
    samples = pack_samples(stream)
    sequence, picture = samples.parameters
    return Segment(
        stream=store.put(samples.data, ".avc"), sizes=samples.sizes, key_frames=samples.keys,
        parameters=(sequence.hex(), picture.hex()),
    )  # fmt: skip
