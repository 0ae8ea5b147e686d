"""What a run changed in a film that was there before, and why."""

from __future__ import annotations

from typing import Literal

from model.frozen import Frozen
from model.result import PipelineResult
from model.script import VideoScript

CauseKind = Literal["source", "setting", "voice", "video-gen", "tool", "fonts", "kept"]
"""The document or a file of it; what was chosen; who spoke in the end; our code; a library; the machine's fonts; the store."""
SceneState = Literal["new", "words", "picture", "words and picture", "time", "same", "gone"]


class Finished(Frozen):
    """A film as it lies in its folder."""

    result: PipelineResult
    """Its result."""
    script: VideoScript | None
    """Its script, unless somebody has edited it."""


class Cause(Frozen):
    """One thing that is not as it was when the film was made last."""

    kind: CauseKind
    """What sort of thing."""
    name: str
    """Which: a file, a setting, a library."""
    before: str = ""
    """What it was; empty when it was not there, or cannot be shown."""
    after: str = ""
    """What it is; empty likewise."""


class SceneChange(Frozen):
    """One scene that is not as it was, or that was made anew."""

    scene_id: str
    """The scene."""
    section: str
    """The chapter that it is in."""
    change: SceneState
    """What is different in it."""
    spoken: bool = False
    """Whether it was spoken in this run."""
    drawn: bool = False
    """Whether it was drawn in this run."""
    why: str = ""
    """Why it was made anew; empty when it was not."""


class FilmChanges(Frozen):
    """One film, compared with the one that was there."""

    video_id: str
    """The film."""
    title: str
    """Its title."""
    first: bool = False
    """Whether there was none before."""
    causes: tuple[Cause, ...] = ()
    """What is different in what it is made of."""
    scenes: tuple[SceneChange, ...] = ()
    """What changed, or was made anew, in order; what is gone stands last."""
    reused: int = 0
    """Scenes that were neither spoken nor drawn."""
    total: int = 0
    """Scenes that the film has."""

    @property
    def sections(self) -> tuple[str, ...]:
        """Return the chapters in which something is different, in order."""
        return tuple(dict.fromkeys(scene.section for scene in self.scenes if scene.change != "same"))


class NightFilm(Frozen):
    """What became of one film in a night."""

    source: str
    """What it is made of, as it was named or found."""
    state: Literal["made", "reused", "failed", "stopped"]
    """made anew; reused, whole and unchanged; failed, and the one of before still stands; stopped before it was done."""
    video: str = ""
    """Path of the film's file; empty when there is none."""
    changes: FilmChanges | None = None
    """What is different from before; None where nothing was made."""
    problem: str = ""
    """Why it failed, in one line."""
    remedy: str = ""
    """What to do about that."""
    cost: float = 0.0
    """What language models were paid for it, in US dollars."""


class NightReport(Frozen):
    """What a night made, what it reused, and why. `nightly-report.json` is this."""

    schema_version: Literal[1] = 1
    """Of this file."""
    success: bool
    """Whether every film is there as its document has it now."""
    films: tuple[NightFilm, ...]
    """In the order in which they were asked for."""
    seconds: float = 0.0
    """How long the night took."""
    cost: float = 0.0
    """What language models were paid, in US dollars."""
    flow_run_id: str = ""
    """Prefect's id of the night's run."""

    def count(self, state: str) -> int:
        """Return how many films became that."""
        return sum(film.state == state for film in self.films)
