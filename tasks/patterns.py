"""A scene's segment -> the same pictures for other times: what another language or voice needs is not drawn again."""

from __future__ import annotations

from typing import Any, NamedTuple

from adapters.cache_care import mark_used
from model.timeline import Slot, VideoFormat
from model.video import Pattern, Segment
from render.retiming import find_rhythm, retime_segment
from tasks.caching import StageCache, find_kept, keep_result
from tasks.workplace import Workplace


class SegmentLikeness(NamedTuple):
    """What is kept of a scene's segment under the digest of its pictures and of the order in which they come."""

    key: str
    held: tuple[int, ...]
    """How many frames repeat each encoded one, in the segment that is wanted."""
    format: VideoFormat

    def make(self, place: Workplace) -> Segment | None:
        """Make the segment of one that stands for other times; None where there is none."""
        pattern: Pattern | None = find_kept(place, self.key)
        if pattern is None:
            return None
        mark_used(place.results / self.key)
        stream = retime_segment(place.store.read(pattern.stream), pattern.held, self.held, self.format)
        return Segment(stream=place.store.put(stream, ".h264"), frames=sum(self.held) + len(self.held))

    def note(self, made: Any, place: Workplace) -> None:
        """Keep how a segment that was drawn is made up."""
        keep_result(place, self.key, Pattern(stream=made.stream, held=self.held))

    def is_there(self, place: Workplace) -> bool:
        """Tell whether there is a segment to make it of."""
        return find_kept(place, self.key) is not None


def find_pattern(policy: StageCache, drawn: str, slot: Slot, video: VideoFormat) -> SegmentLikeness | None:
    """Return what a scene's segment may be made of; `drawn` is the digest of its pictures.

    None where frames of the encoder cannot be repeated without it.
    """
    if video.encoder != "libx264":
        return None
    rhythm = find_rhythm(slot.motions, video)
    key = policy.key_of("segment-pattern", {"drawn": drawn, "shape": rhythm.shape, "format": video})
    return SegmentLikeness(key, rhythm.held, video)
