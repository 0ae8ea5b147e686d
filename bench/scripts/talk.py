"""A document, its script and how long films of it last -> what the rubric looks at."""

from __future__ import annotations

import re
from dataclasses import dataclass

from model.content import ParsedContent, plain
from model.inputs import SourceSpan
from model.narration import spoken, written
from model.script import VideoScript
from writing.asking.rows import list_rows, plain_rows
from writing.capacity import SCENE_PAUSE
from writing.speech.saying import estimate_seconds


@dataclass(frozen=True)
class Said:
    """One sentence of the talk."""

    text: str
    """As captions show it."""
    spoken: str
    """As the voice is given it."""
    spans: tuple[SourceSpan, ...]
    """The lines that it rests on; empty for what the writer adds."""
    scene: int
    """Index of its scene."""
    seconds: float
    """How long it lasts, by estimate."""

    @property
    def words(self) -> list[str]:
        """Return its words as captions show them, without marks."""
        return re.findall(r"[^\W_]+(?:[-'’.][^\W_]+)*", self.text)


@dataclass(frozen=True)
class Talk:
    """A script beside the document that it was written from."""

    content: ParsedContent
    script: VideoScript
    sentences: tuple[Said, ...]
    source: str
    """The document's own words, as plain text."""
    lengths: tuple[tuple[float, float], ...]
    """Pairs of (seconds that were asked for, seconds that the film lasts by estimate)."""
    whole: float
    """Seconds of a film of everything."""

    @property
    def language(self) -> str:
        """Return the primary subtag."""
        return self.script.language.split("-")[0].lower()


def time_script(script: VideoScript) -> float:
    """Estimate how long a film lasts, in seconds."""
    return sum(estimate_seconds(scene.narration, script.language) + SCENE_PAUSE for scene in script.scenes)


def make_talk(
    content: ParsedContent, script: VideoScript, lengths: tuple[tuple[float, float], ...] = (), whole: float = 0.0
) -> Talk:
    """Read a script off its scenes."""
    sentences = tuple(
        Said(written(one), spoken(one), one.spans, at, estimate_seconds((one,), script.language))
        for at, scene in enumerate(script.scenes)
        for one in scene.narration
    )
    headings = " \n".join(plain(section.title) for section in content.sections)
    source = f"{content.title}\n{content.description}\n{headings}\n{plain_rows(list_rows(content))}"
    return Talk(content, script, sentences, source, lengths, whole)
