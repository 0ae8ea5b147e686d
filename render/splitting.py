"""A scene that is too full to two that are not: its texts cut between words, its sentences shared out."""

from __future__ import annotations

from typing import TypeVar

from model.content import Run, Text, plain
from model.narration import Narration, Sentence
from model.scenes import ListScene, QuoteScene, Scene, SceneConfig
from render.line_breaks import split_anywhere, split_overlong, split_units

LONG_HEADER = 90
"""Characters; a longer header is shown by itself first, and its beginning over the body."""
_SHORT_HEADER = 60
_STOPS = ".!?。！？;:,、，"

_Kind = TypeVar("_Kind", bound=Scene)


def share_narration(narration: Narration, part: float, at: int | None = None) -> tuple[Narration, Narration]:
    """Share sentences out to two scenes, at a sentence if one is named, else by a part between 0 and 1.

    A single sentence is cut between words; a single word is said in both, for a scene cannot be silent.
    """
    if len(narration) > 1:
        cut = at if at is not None and 0 < at < len(narration) else round(len(narration) * part)
        cut = min(max(1, cut), len(narration) - 1)
        return narration[:cut], narration[cut:]
    before, after = _cut_sentence(narration[0], part)
    return (before,), (after,)


def _cut_sentence(sentence: Sentence, part: float) -> tuple[Sentence, Sentence]:
    """Cut where both halves have something to say, after a comma near the wanted place if there is one."""
    words = sentence.words
    places = [at for at in range(1, len(words)) if _is_said(sentence, 0, at) and _is_said(sentence, at, len(words))]
    if not places:
        return sentence, sentence
    wanted = len(words) * part

    def cost(at: int) -> tuple[float, int]:
        return abs(at - wanted) - (len(words) / 4 if words[at - 1].text[-1] in _STOPS else 0), at

    cut = min(places, key=cost)
    after = (words[cut].model_copy(update={"joined": False}), *words[cut + 1 :])
    return sentence.model_copy(update={"words": words[:cut]}), sentence.model_copy(update={"words": after})


def _is_said(sentence: Sentence, start: int, end: int) -> bool:
    return any(word.spoken for word in sentence.words[start:end])


def split_string(text: str) -> tuple[str, str]:
    """Cut a text near its middle, at the end of a clause if one is near, else between words, else between letters."""
    units = split_units(text)
    units = units if len(units) > 1 else split_overlong(text)
    units = units if len(units) > 1 else split_anywhere(text)
    if len(units) < 2:
        return text, ""
    ends, total = [], 0
    for unit in units[:-1]:
        total += len(unit)
        ends.append((total, unit))
    middle = len(text) / 2

    def cost(end: tuple[int, str]) -> tuple[float, int]:
        return abs(end[0] - middle) - (len(text) / 6 if end[1].rstrip()[-1:] in _STOPS else 0), end[0]

    cut = min(ends, key=cost)[0]
    return text[:cut].rstrip(), text[cut:].lstrip()


def split_text(text: Text) -> tuple[Text, Text]:
    """Cut a styled text as `split_string` does; each part keeps its styles."""
    whole = plain(text)
    head, tail = split_string(whole)
    return _slice(text, 0, len(head)), _slice(text, len(whole) - len(tail), len(whole)) if tail else ()


def _slice(text: Text, start: int, end: int) -> Text:
    runs: list[Run] = []
    at = 0
    for run in text:
        part = run.text[max(0, start - at) : max(0, end - at)]
        if part:
            runs.append(run.model_copy(update={"text": part}))
        at += len(run.text)
    return tuple(runs)


def split_scene_text(scene: _Kind, main: str, second: str) -> tuple[_Kind, ...]:
    """Cut a scene's second text if it has one, then its main text."""
    title, below = getattr(scene, main), getattr(scene, second)
    if len(below) > len(title) and len(below) > _SHORT_HEADER:
        head, tail = split_string(below)
        return share_fields(scene, {second: head}, {second: tail}) if tail else ()
    head, tail = split_string(title)
    return share_fields(scene, {main: head, second: ""}, {main: tail}) if tail else ()


def share_fields(
    scene: _Kind, first: dict[str, object], second: dict[str, object], part: float = 0.5
) -> tuple[_Kind, ...]:
    """Make two scenes that differ in some fields, the narration shared out."""
    before, after = share_narration(scene.narration, part)
    one = scene.model_copy(update={**first, "narration": before})
    return one, scene.model_copy(update={**second, "narration": after})


def split_header(scene: Scene, header: str) -> tuple[SceneConfig, ...]:
    """Show a long header by itself as a statement, then the scene under the header's first words."""
    before, after = share_narration(scene.narration, 0.3)
    statement = QuoteScene(
        scene_id=scene.scene_id, chapter=scene.chapter, narration=before, spans=scene.spans,
        text=(Run(text=header),), tone="statement",
    )  # fmt: skip
    rest = scene.model_copy(update={"header": shorten(header, _SHORT_HEADER), "narration": after, "chapter": ""})
    return statement, with_sentences_within(rest)


def with_sentences_within(scene: Scene) -> Scene:
    """Keep the points of a list pointing at sentences that the scene still has."""
    if not isinstance(scene, ListScene):
        return scene
    last = len(scene.narration) - 1
    lost = min((line.sentence for line in scene.lines if line.state == "now"), default=0)
    kept = tuple(line.model_copy(update={"sentence": min(max(0, line.sentence - lost), last)}) for line in scene.lines)
    return scene.model_copy(update={"lines": kept})


def shorten(text: str, length: int) -> str:
    """Keep a text's first words, and say by an ellipsis that there are more."""
    if len(text) <= length:
        return text
    kept = ""
    for unit in split_units(text):
        if len(kept) + len(unit) > length - 1:
            break
        kept += unit
    return (kept or "".join(split_anywhere(text)[: length // 2])).rstrip(" ,;:.–—-") + "…"
