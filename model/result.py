"""What the user gets."""

from __future__ import annotations

import hashlib
from typing import Annotated, Literal

from pydantic import Field

from model.assets import DeliveredFile
from model.audio import Role, VoiceChoice
from model.frozen import Frozen
from model.making import MadeWith
from model.script import Coverage
from model.track import TrackFacts


class SceneFacts(Frozen):
    """One scene, as it came out."""

    scene_id: str
    """The scene."""
    scene_type: str
    """Its type."""
    start: float
    """Seconds from the beginning."""
    duration: float
    """Seconds on screen."""
    speech: float
    """Seconds of speech."""


class RunFacts(Frozen):
    """What was true of one run only: never written to a delivered file, for two runs give the same bytes."""

    folder: str
    """Absolute path of the output folder."""
    published: str = ""
    """Where else it was put, for all to reach; empty when nowhere."""
    flow_run_id: str = ""
    """Prefect's id; empty when the result was recognised and no flow ran."""
    seconds: float = 0.0
    """How long the run took."""
    unchanged: bool = False
    """True when the result was there and whole already."""
    spoken: int = 0
    """Scenes that were spoken in this run."""
    drawn: int = 0
    """Scenes that were drawn in this run."""
    spoken_scenes: tuple[str, ...] = ()
    """Which ones, in order of their names."""
    drawn_scenes: tuple[str, ...] = ()
    """Likewise."""
    reused: int = 0
    """Takes and segments that were taken from the store."""
    model: str = ""
    """The language model that wrote the script; empty where the rules did."""
    asked: int = 0
    """Answers of it that were paid for in this run."""
    cost: float = 0.0
    """What they cost, in US dollars by our table of prices."""
    server: str = ""
    """Address of the Prefect UI that shows the run."""


class PipelineResult(Frozen):
    """A finished film. `result.json` is this, with `run` empty."""

    schema_version: Literal[1] = 1
    """Of this file."""
    success: bool
    """True: a failed run raises and delivers nothing."""
    video_id: str
    """Slug: also the folder's name."""
    title: str
    """The film's title."""
    language: str
    """BCP 47 code."""
    request: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """Digest of everything that the result depends on but fonts: input, options, code, tools."""
    fonts: Annotated[str, Field(exclude_if=lambda fonts: not fonts)] = ""
    """Digest of the machine's fonts, where the film has letters that ours may lack; else empty."""
    made_with: Annotated[MadeWith, Field(exclude_if=lambda made: made == MadeWith())] = MadeWith()
    """What `request` digests beside the input, by name."""
    inputs: tuple[DeliveredFile, ...]
    """The files read, by name relative to the document's folder; `-` for standard input."""
    files: tuple[DeliveredFile, ...]
    """Every delivered file except `result.json` itself."""
    seal: str = ""
    """SHA-256 of this result without `seal` and `run`: an altered `result.json` is not believed."""
    video: str
    """Name of the film's file among them."""
    voice: VoiceChoice
    """Who speaks, or narrates."""
    roles: Annotated[tuple[Role, ...], Field(exclude_if=lambda roles: not roles)] = ()
    """Who speaks beside the narrator."""
    total_duration: float
    """Seconds."""
    frames: int
    """Length in frames."""
    loudness: float
    """Integrated loudness in LUFS (ITU-R BS.1770)."""
    true_peak: float
    """dBTP."""
    tracks: tuple[TrackFacts, ...] = ()
    """Further languages, in the order of the film's tracks."""
    scenes: tuple[SceneFacts, ...]
    """In order."""
    coverage: tuple[Coverage, ...]
    """What became of each block of the source."""
    warnings: tuple[str, ...] = ()
    """What the user should know."""
    run: RunFacts | None = None
    """Facts of the run that returned this; None in `result.json`."""

    def sealed(self) -> PipelineResult:
        """Return the result with its seal."""
        return self.model_copy(update={"seal": self._digest()})

    def is_sealed(self) -> bool:
        """Tell whether the result is as it was when it was sealed."""
        return self.seal == self._digest()

    def _digest(self) -> str:
        return hashlib.sha256(self.model_dump_json(exclude={"seal", "run"}).encode()).hexdigest()
