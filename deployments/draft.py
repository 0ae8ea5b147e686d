"""A source and options -> the film's script and look before anything is spoken: for whoever only looks at pictures.

Neither Prefect nor a voice nor a server is asked; what a run would keep goes into a folder that is gone afterwards.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from adapters.settings import Settings
from adapters.store import Store
from model.audio import SAMPLE_RATE, Take, WordTime
from model.content import ParsedContent
from model.inputs import InputConfig, VideoConfig
from model.narration import Narration
from model.scenes import SceneConfig
from model.script import VideoScript
from render.theme import Look

_SENTENCE_END = 8
"""What the pause after a sentence takes, in letters."""


class Draft(NamedTuple):
    """A script, written but not yet divided to fit its pictures."""

    config: InputConfig
    video: VideoConfig
    content: ParsedContent
    script: VideoScript
    notice: str
    """What the user should know of the script; may be empty."""
    look: Look
    store: Store
    """Holds the pictures; gone when the draft is closed."""

    def fitted_scenes(self) -> Iterator[SceneConfig]:
        """Yield the scenes as the film has them, each divided when it is asked for.

        Raises VideoGenerationError for one that is too full, ResourceError for letters that no font has.
        """
        from render.fitting import fit_named

        taken = {scene.scene_id for scene in self.script.scenes}
        for scene in self.script.scenes:
            yield from fit_named(scene, self.look, taken)


@contextlib.contextmanager
def open_draft(source: str, options: Mapping[str, str]) -> Iterator[Draft]:
    """Read the request as `create` does, and write its script.

    Raises what `read_request` and the stages before the voice raise.
    """
    from deployments.request import read_request

    with tempfile.TemporaryDirectory(prefix="video-gen-draft-") as scratch:
        # Another film's folder is no obstacle to looking: the output folder is nobody's.
        config, settings = read_request(source, {**options, "output": str(Path(scratch) / "videos")})
        yield write_draft(config, settings, scratch)


def write_draft(config: InputConfig, settings: Settings, scratch: str) -> Draft:
    """Write the script of a request that was read, in the document's own language; `scratch` holds what it is made of."""
    from adapters.documents.parsing import parse_content
    from adapters.input import adapt_input
    from tasks.look import check_theme, look_of
    from tasks.workplace import Workplace
    from tasks.writing import recall_script

    place = Workplace(cache_dir=scratch)
    video = adapt_input(config, place.store).single()
    check_theme(video)
    content = parse_content(video, place.store)
    script, notice = recall_script(content, video, config, settings)
    return Draft(config, video, content, script, notice, look_of(script, place), place.store)


def expect_take(scene: SceneConfig, language: str) -> Take:
    """Estimate how long a scene's words take, each by its letters."""
    from adapters.files import digest_bytes
    from model.assets import Asset
    from writing.speech.saying import estimate_seconds

    samples = max(1, int(estimate_seconds(scene.narration, language) * SAMPLE_RATE))
    nothing = Asset(sha256=digest_bytes(b""), size=0, suffix=".wav")
    return Take(scene_id=scene.scene_id, audio=nothing, samples=samples, words=_spread_words(scene.narration, samples))


def _spread_words(narration: Narration, samples: int) -> tuple[WordTime, ...]:
    spans: list[tuple[int, int]] = []
    at = 0
    for sentence in narration:
        for word in sentence.words:
            length = len(word.spoken) + 1 if word.spoken else 0
            spans.append((at, at + length))
            at += length
        at += _SENTENCE_END
    whole = max(at - _SENTENCE_END, 1)
    return tuple(WordTime(start=samples * start // whole, end=samples * end // whole) for start, end in spans)
