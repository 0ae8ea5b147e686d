"""VideoScript -> what is to be translated of it, in the film's order, each text once."""

from __future__ import annotations

import re
from collections.abc import Iterator

from model.content import Run
from model.narration import Sentence, written
from model.scenes import SceneConfig
from model.script import VideoScript
from model.translation import Glossary, SourceText
from writing.speech.visible import drop_unseen
from writing.translation.code_words import find_code_words
from writing.translation.marking import is_translatable, list_code, mark_text, read_marked, strip_marks
from writing.translation.masking import mask
from writing.translation.walking import change_shown, list_kept

_LEAST, _LONGEST = 4, 80
"""Characters of a line of code that is looked for in what is said."""


def list_texts(script: VideoScript, glossary: Glossary = Glossary()) -> tuple[SourceText, ...]:  # noqa: B008 - frozen
    """Return everything that is said or shown in words."""
    keep = (*glossary.keep, *((script.title,) if len(script.title.split()) == 1 else ()))
    found: dict[str, SourceText] = {}
    codes = find_codes(script)
    for text in _walk(script, codes):
        if needs_words(text.source, codes) and text.digest not in found:
            plain = _drop_code_words(text.source)
            found[text.digest] = text.model_copy(update={
                "keep": tuple(name for name in dict.fromkeys(keep) if _stands_in(name, plain)),
                "terms": tuple(pair for pair in glossary.terms if _stands_in(pair[0], plain)),
            })  # fmt: skip
    return tuple(found.values())


def list_said(script: VideoScript) -> tuple[SourceText, ...]:
    """Return every sentence, once: all that a film with its own pictures needs."""
    codes = find_codes(script)
    texts = (text for text in _walk(script, codes) if text.kind == "said")
    said = {text.digest: text for text in texts if needs_words(text.source, codes)}
    return tuple(said.values())


def _walk(script: VideoScript, codes: frozenset[str]) -> Iterator[SourceText]:
    yield SourceText(scene="", kind="film", source=mark_plain(script.title))
    yield SourceText(scene="", kind="film", source=mark_plain(script.description))
    for scene in script.scenes:
        for sentence in scene.narration:
            yield SourceText(scene=scene.scene_id, kind="said", source=mark_sentence(sentence, codes))
        yield from (SourceText(scene=scene.scene_id, kind="shown", source=shown) for shown in list_shown(scene))


def list_shown(scene: SceneConfig) -> tuple[str, ...]:
    """Return the texts of a picture, as Markdown."""
    found: list[str] = []

    def note(marked: str) -> str:
        found.append(marked)
        return marked

    change_shown(scene, note)
    return tuple(found)


def mark_plain(text: str) -> str:
    """Write a text without style as Markdown."""
    return mark_text((Run(text=text),)) if text else ""


def find_codes(script: VideoScript) -> frozenset[str]:
    """Return what any picture of the film shows as code, alone or within a text: said, it is code as well."""
    within = (code for scene in script.scenes for shown in list_shown(scene) for code in list_code(shown))
    alone = (line for scene in script.scenes for line in list_kept(scene) if _LEAST <= len(line) <= _LONGEST)
    return frozenset((*within, *alone))


def needs_words(marked: str, codes: frozenset[str]) -> bool:
    """Tell whether a text is to be translated: it has words, and is no code that is written as text."""
    if not is_translatable(marked) or strip_marks(marked) in codes:
        return False
    return any(character.isalpha() for character in _drop_code_words(marked))


def _drop_code_words(marked: str) -> str:
    words = "".join(run.text for run in read_marked(marked) if not (run.code or run.formula))
    for start, end in reversed(find_code_words(words)):
        words = words[:start] + words[end:]
    return words


def mask_source(text: SourceText) -> tuple[str, tuple[str, ...]]:
    """Return a text with marks in place of what stays, and what they stand for; what the glossary says is no name of code."""
    return mask(drop_unseen(text.source), tuple(term for term, _ in text.terms))


def mark_sentence(sentence: Sentence, codes: frozenset[str]) -> str:
    """Write a sentence as it is read, code in backticks."""
    whole = written(sentence)
    runs: list[Run] = []
    at = 0
    for start, end in _find_spans(whole, codes):
        runs += [Run(text=whole[at:start])] * (start > at) + [Run(text=whole[start:end], code=True)]
        at = end
    return mark_text((*runs, Run(text=whole[at:])) if at < len(whole) else tuple(runs))


def _find_spans(whole: str, codes: frozenset[str]) -> list[tuple[int, int]]:
    """Return where code stands, in order and apart; of what overlaps, the longest."""
    spans: list[tuple[int, int]] = []
    for code in codes:
        at = whole.find(code) if code else -1
        while at >= 0:
            if not (
                _joins(whole[at - 1 : at], code[0]) or _joins(code[-1], whole[at + len(code) : at + len(code) + 1])
            ):
                spans.append((at, at + len(code)))
            at = whole.find(code, at + 1)
    spans += find_code_words(whole)
    apart: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span)):
        if all(end <= other_start or start >= other_end for other_start, other_end in apart):
            apart.append((start, end))
    return sorted(apart)


def _joins(before: str, after: str) -> bool:
    """Tell whether a word goes on from one character to the next."""
    return bool(before) and bool(after) and (before.isalnum() or before == "_") and (after.isalnum() or after == "_")


def _stands_in(name: str, plain: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", plain, re.IGNORECASE) is not None if name else False
