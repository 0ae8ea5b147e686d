"""A script, its takes and a look -> the film's timeline, with everything that stands on it"""

from __future__ import annotations

from model.audio import Take
from model.script import VideoScript
from model.timeline import Timeline
from render.caption_bar import plan_bars
from render.cues import build_cues
from render.drawn import as_shown
from render.outlooks import Outlooks
from render.theme import Look
from render.timeline import plan_timeline
from render.transitions import choose_transitions


def plan_film(script: VideoScript, takes: tuple[Take, ...], look: Look, outlooks: Outlooks | None = None) -> Timeline:
    """Give every scene its frames; `outlooks` of the look may know the scenes already."""
    seen = outlooks or Outlooks(look)
    cues = tuple(seen.of(as_shown(scene)).cues for scene in script.scenes)
    motion, captions = script.staging.motion, script.staging.captions
    transitions = choose_transitions(script.scenes, look, motion)
    timeline = plan_timeline(script, takes, cues, look.format, transitions=transitions, motion=motion)
    return timeline if captions == "off" else plan_bars(build_cues(script, timeline, takes), timeline, captions)
