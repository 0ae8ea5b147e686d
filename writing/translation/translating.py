"""VideoScript and translated texts -> the script in another language, or only what is said in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from model.narration import Narration, Sentence, Word
from model.scenes import SceneConfig
from model.script import VideoScript
from model.translation import SourceText, Target, digest_source
from writing.speech.saying import SpeechRules, say
from writing.speech.scripts import SPACELESS
from writing.translation.code_words import find_code_words
from writing.translation.marking import list_code, read_marked, strip_marks
from writing.translation.texts import find_codes, mark_plain, mark_sentence, needs_words
from writing.translation.walking import change_shown

Targets = Mapping[str, str]
"""Translations by the digest of their source."""
_SHOWN = 60


def translate_script(script: VideoScript, targets: Targets, rules: SpeechRules) -> VideoScript:
    """Return the film in another language; every text must be translated (`find_gaps`)."""
    codes = find_codes(script)

    def change(marked: str) -> str:
        return targets[digest_source(marked)] if needs_words(marked, codes) else marked

    title, description = (strip_marks(change(mark_plain(text))) for text in (script.title, script.description))
    spoken = translate_speech(script, targets, rules)
    return spoken.model_copy(update={
        "title": title, "description": description,
        "scenes": tuple(change_shown(scene, change) for scene in spoken.scenes),
    })  # fmt: skip


def translate_speech(script: VideoScript, targets: Targets, rules: SpeechRules) -> VideoScript:
    """Return the film with its pictures as they are and another language said over them, sentence for sentence."""
    codes = find_codes(script)
    scenes = tuple(_say_scene(scene, targets, codes, rules) for scene in script.scenes)
    return script.model_copy(update={"language": rules.language, "scenes": scenes})


def _say_scene(scene: SceneConfig, targets: Targets, codes: frozenset[str], rules: SpeechRules) -> SceneConfig:
    narration = tuple(_say_sentence(sentence, targets, codes, rules) for sentence in scene.narration)
    return scene.model_copy(update={"narration": narration})


def _say_sentence(sentence: Sentence, targets: Targets, codes: frozenset[str], rules: SpeechRules) -> Sentence:
    """Say a translation as one sentence: what a picture shows counts the sentences of the source."""
    marked = mark_sentence(sentence, codes)
    target = targets[digest_source(marked)] if needs_words(marked, codes) else marked
    words = _join(say(read_marked(target), rules))
    return sentence.model_copy(update={"words": words}) if words else sentence


def _join(said: Narration) -> tuple[Word, ...]:
    words: list[Word] = []
    for one in said:
        first, *rest = one.words
        joined = bool(words) and SPACELESS.search(first.text[:1]) is not None
        words += [first.model_copy(update={"joined": joined}), *rest]
    return tuple(words)


def find_unfinished(texts: Sequence[SourceText], targets: Sequence[Target]) -> tuple[SourceText, ...]:
    """Return all texts of the scenes in which one has no translation: a scene is asked about as a whole."""
    done = {target.digest for target in targets if target.target.strip()}
    scenes = {text.scene for text in texts if text.digest not in done}
    return tuple(text for text in texts if text.scene in scenes)


def find_gaps(texts: Sequence[SourceText], targets: Sequence[Target], name: str, remedy: str) -> tuple[str, str] | None:
    """Say in one line which texts have no translation, and how many translations are of texts that have changed."""
    done = {target.digest for target in targets if target.target.strip()}
    missing = [text for text in texts if text.digest not in done]
    stale = len(done - {text.digest for text in texts})
    if not missing:
        return None
    known = {target.digest for target in targets}
    new = sum(text.digest not in known for text in missing)
    first = strip_marks(missing[0].source)
    shown = first if len(first) <= _SHOWN else f"{first[: _SHOWN - 1]}…"
    parts = [f"{len(missing)} of {len(texts)} texts have no translation (the first: “{shown}”)"]
    parts += [f"{new} of them are not in the file"] if new else []
    parts += [f"{stale} translations are of texts that have changed"] if stale else []
    return f"{name}: {', '.join(parts)}.", remedy


def find_slips(texts: Sequence[SourceText], targets: Sequence[Target]) -> tuple[tuple[int, str], ...]:
    """Say where a translation lost code, a name or a term of the glossary: (line, what is lost)."""
    sources = {text.digest: text for text in texts}
    found: list[tuple[int, str]] = []
    for target in targets:
        source = sources.get(target.digest)
        lost = find_lost(source, target) if source is not None and target.target.strip() else ()
        if lost:
            found.append((target.line, f"The translation has lost {', '.join(dict.fromkeys(lost))}."))
    return tuple(found)


def find_lost(source: SourceText, target: Target) -> tuple[str, ...]:
    """Name the code, the names and the terms of the glossary that a translation lacks."""
    plain, own = strip_marks(target.target), strip_marks(source.source)
    codes = (*list_code(source.source), *(own[start:end] for start, end in find_code_words(own)))
    lost = [f"`{code}`" for code in dict.fromkeys(codes) if code not in plain]
    lost += [name for name in source.keep if name.lower() not in plain.lower()]
    lost += [f"{term} as {ours}" for term, ours in source.terms if not _has_term(ours, plain)]
    return tuple(lost)


def _has_term(term: str, plain: str) -> bool:
    """Tell whether a text has a term, in any of its cases: the ends of longer words may differ."""
    lowered = plain.casefold()
    stems = (word[: max(3, len(word) - 2)] if len(word) > 4 else word for word in term.casefold().split())
    return all(stem in lowered for stem in stems)
