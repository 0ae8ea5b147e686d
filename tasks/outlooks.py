"""What is known of a film's scenes in one look -> kept from run to run, so that an edit lays out what it changed."""

from __future__ import annotations

from adapters.versions import digest_fonts
from model.outlooks import FilmOutlook
from model.progress import is_from
from model.script import VideoScript
from render.outlooks import Outlooks
from render.theme import Look
from tasks.caching import StageCache, find_kept, keep_result
from tasks.uses import note_use
from tasks.workplace import Workplace

_LAID_OUT_WITH = ("uniseg", "budoux", "pillow", "fonttools", "pygments", "ziamath", "latex2mathml")
_POLICY = StageCache(sources=("model", "render"), libraries=_LAID_OUT_WITH, part_of="render")


def recall_outlooks(script: VideoScript, look: Look, place: Workplace) -> Outlooks:
    """Return what is known of a film's scenes, unless pictures are to be made anew."""
    if is_from(_POLICY.part_of, place.anew):
        return Outlooks(look)
    known = find_kept(place, _key_of(script, look))
    return Outlooks(look, known.scenes if isinstance(known, FilmOutlook) else ())


def keep_outlooks(outlooks: Outlooks, script: VideoScript, look: Look, place: Workplace) -> None:
    """Keep what is known of the film's scenes now, in the place of what was."""
    key = _key_of(script, look)
    note_use(key)
    if outlooks.found_out:
        keep_result(place, key, outlooks.used())
    else:
        place.records.use(key)


def _key_of(script: VideoScript, look: Look) -> str:
    """Name what is known of one film, whatever its scenes: an edit goes on from what it was before."""
    fonts = digest_fonts(script.model_dump_json())
    return _POLICY.key_of("film-outlook", {"video_id": script.video_id, "look": look, "fonts": fonts})
