"""Scenes, their look and their estimated time -> findings: what `check` says of a film before it is made"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from model.assets import Asset
from model.audio import SAMPLE_RATE, Take
from model.content import TAKEN_IN, ImageBlock, OmittedBlock, ParsedContent
from model.errors import ResourceError, VideoGenerationError
from model.inputs import SourceSpan
from model.scenes import SceneConfig
from model.scenes.base import MAX_SPEECH_SECONDS, MIN_SPEECH_SECONDS
from model.script import VideoScript
from model.timeline import Timeline
from render.colour import nearest_readable
from render.cues import FASTEST, MILLISECOND, SHORTEST, Cue
from render.designs import lay_out_scene
from render.findings import Finding
from render.fitting import fit_named
from render.glyphs import check_glyphs
from render.picture_checks import LEAST_CONTRAST, draw_and_compare, find_cut_words, find_overflow
from render.theme import Look

Load = Callable[[Asset], bytes]
_SLACK = 0.5
"""Characters a second above what is allowed: times are estimates."""


class Checked(NamedTuple):
    """A script's scenes, drawn."""

    scenes: tuple[SceneConfig, ...]
    """Those that can be drawn, as the film has them."""
    findings: tuple[Finding, ...]


def check_pictures(script: VideoScript, look: Look, load: Load) -> Checked:
    """Divide and draw every scene; say what does not fit, cannot be read or is not there."""
    taken = {scene.scene_id for scene in script.scenes}
    scenes: list[SceneConfig] = []
    findings = [*_check_title(script, look)]
    for scene in script.scenes:
        known = place_scene(len(scenes) + 1, scene)
        try:
            findings += [found.model_copy(update=known) for found in _check_glyphs(script, (scene,), look)]
            parts = fit_named(scene, look, taken)
        except ResourceError as error:
            findings.append(Finding(kind="glyph", message=error.message, remedy=error.remedy, **known))
            continue
        except VideoGenerationError as error:
            findings.append(Finding(kind="overflow", message=error.message, remedy=error.remedy, **known))
            continue
        for part in parts:
            scenes.append(part)
            known = place_scene(len(scenes), part)
            findings += [found.model_copy(update=known) for found in _check_picture(part, look, load)]
    return Checked(tuple(scenes), tuple(findings))


def _check_title(script: VideoScript, look: Look) -> Iterator[Finding]:
    try:
        yield from _check_glyphs(script, (), look)
    except ResourceError as error:
        yield Finding(kind="glyph", message=error.message, remedy=error.remedy, line=1)


def _check_glyphs(script: VideoScript, scenes: tuple[SceneConfig, ...], look: Look) -> Iterator[Finding]:
    """Ask of a scene, or of the film's title where there is none; the title is not asked again with each scene."""
    asked = script.model_copy(update={"scenes": scenes, "title": "" if scenes else script.title})
    for warning in check_glyphs(asked, look):
        yield Finding(kind="glyph", message=f"{warning}.", remedy="Write a word for each, or install fonts.", line=1)


def _check_picture(scene: SceneConfig, look: Look, load: Load) -> Iterator[Finding]:
    layout, frame = lay_out_scene(scene, look), (look.format.width, look.format.height)
    for sample in dict.fromkeys(find_overflow(layout, frame)):
        yield Finding(kind="overflow", message=f"“{sample}” leaves its place.", remedy="Shorten it.")
    for sample in dict.fromkeys(find_cut_words(layout)):
        message = f"A word is wider than its line and is cut: “{sample}”."
        yield Finding(kind="overflow", message=message, remedy="Break it, or choose a wider --aspect.")
    try:
        faint = draw_and_compare(layout, frame, load)
    except VideoGenerationError as error:
        yield Finding(kind="image", message=error.message, remedy=error.remedy)
        return
    for words in {(found.colour, found.ground): found for found in reversed(faint)}.values():
        nearest = nearest_readable(words.colour, (words.ground,), LEAST_CONTRAST)
        remedy = f"The nearest colour that can be read is {nearest}." if nearest else "Choose another theme."
        shown = (
            f"“{words.sample}”: {words.colour} on {words.ground} is {words.ratio:.1f}:1, less than {LEAST_CONTRAST}:1."
        )
        yield Finding(kind="contrast", message=shown, remedy=remedy)


def check_images(content: ParsedContent, script: VideoScript) -> Iterator[Finding]:
    """Yield the document's pictures that the film cannot show."""
    for section in content.sections:
        for block in section.blocks:
            if isinstance(block, ImageBlock) and block.missing:
                message = f"The picture {block.reference} is not shown: {block.missing}."
                place = next((entry.scenes for entry in script.coverage if entry.block_id == block.block_id), ())
                yield Finding(
                    kind="image", message=message, remedy="Put the file beside the document.", **_where(block.span),
                    **_find_place(script.scenes, place[0] if place else ""),
                )  # fmt: skip


def check_includes(content: ParsedContent) -> Iterator[Finding]:
    """Yield the places where the document takes in another file, which the film lacks."""
    for block in (block for section in content.sections for block in section.blocks):
        if isinstance(block, OmittedBlock) and block.reason == TAKEN_IN:
            message = f"What stands in another file is not in the film: “{block.text}”."
            yield Finding(kind="include", message=message, remedy="Put its words here.", **_where(block.span))


def _find_place(scenes: tuple[SceneConfig, ...], scene_id: str) -> dict[str, Any]:
    at = next((at for at, scene in enumerate(scenes, start=1) if scene.scene_id == scene_id), 0)
    return {"scene": at, "scene_id": scene_id} if at else {}


def place_scene(number: int, scene: SceneConfig) -> dict[str, Any]:
    """Return the fields of a finding that say where a scene is, and where in the document it comes from."""
    return {"scene": number, "scene_id": scene.scene_id, **_where(span_of(scene))}


def _where(span: SourceSpan | None) -> dict[str, Any]:
    return {"line": 1} if span is None else {"line": span.first, "file": span.file, "unit": span.unit}


def check_lengths(scenes: tuple[SceneConfig, ...], takes: tuple[Take, ...]) -> Iterator[Finding]:
    """Yield the scenes that say too much or too little for a picture to stand."""
    for at, (scene, take) in enumerate(zip(scenes, takes, strict=True), start=1):
        seconds, known = take.samples / SAMPLE_RATE, place_scene(at, scene)
        if seconds > MAX_SPEECH_SECONDS:
            message = f"About {seconds:.1f} s are spoken over one picture; {MAX_SPEECH_SECONDS:.0f} s are the most."
            yield Finding(kind="length", message=message, remedy="Split the sentence or the list.", **known)
        elif seconds < MIN_SPEECH_SECONDS:
            message = (
                f"Only about {seconds:.1f} s are spoken; {MIN_SPEECH_SECONDS:.0f} s are the least to read a picture."
            )
            yield Finding(
                kind="length", message=message, remedy="Say a sentence more, or join it to its neighbour.", **known
            )


def check_captions(
    scenes: tuple[SceneConfig, ...],
    timeline: Timeline,
    takes: tuple[Take, ...],
    cues: tuple[Cue, ...],
    pace: int = FASTEST,
) -> Iterator[Finding]:
    """Yield the captions that are gone before they can be read, at a pace in characters a second."""
    at = 0
    for cue in cues:
        while at + 1 < len(timeline.slots) and cue.start + MILLISECOND > timeline.speech_start(timeline.slots[at + 1]):
            at += 1
        seconds, text = (cue.end - cue.start) / SAMPLE_RATE, " ".join(cue.lines)
        rate = len(text) / seconds
        if rate > pace + _SLACK or cue.end - cue.start < SHORTEST // 2:
            offset = cue.start - timeline.speech_start(timeline.slots[at])
            message = (
                f"The caption “{text}” stands {seconds:.1f} s: {rate:.0f} characters a second, {pace} are the most."
            )
            yield Finding(
                kind="caption", message=message, remedy="Write it shorter, or as it is said.", scene=at + 1,
                scene_id=scenes[at].scene_id, **_where(_spoken_span(scenes[at], takes[at], offset)),
            )  # fmt: skip


def _spoken_span(scene: SceneConfig, take: Take, offset: int) -> SourceSpan | None:
    """Return the lines that the sentence rests on which is heard at a sample of its scene."""
    span, first = span_of(scene), 0
    for sentence in scene.narration:
        if take.words[first].start <= offset and sentence.spans:
            span = sentence.spans[0]
        first += len(sentence.words)
    return span


def span_of(scene: SceneConfig) -> SourceSpan | None:
    """Return the first lines of the source that a scene shows, or says; None where neither is known."""
    said: list[SourceSpan] = [span for sentence in scene.narration for span in sentence.spans]
    return next(iter((*scene.spans, *said)), None)
