"""Scenes and the document's short forms -> the same scenes, in which a short form is explained where it is first heard."""

from __future__ import annotations

import re

from model.inputs import SourceSpan
from model.narration import Narration, Sentence, Word, written
from model.scenes import SceneConfig
from writing.speaking import Speaker
from writing.speech.saying import say
from writing.vocabulary import Expansions

_SMALL_LIST = """is are was were has have had can could will would must should may does do did in on at of for from to with by
    and or as than that which who when while if because so but over under between into"""
_SMALL = frozenset(_SMALL_LIST.split())
_MARKS = ".,;:!?\"'()“”‘’"
_SOON = 3
"""Scenes: what one of them explains itself is not explained before it."""
_MOST_SECONDS = 14.0
"""By estimate, that a scene may last with what is explained."""


def explain_forms(scenes: tuple[SceneConfig, ...], known: Expansions, speaker: Speaker) -> tuple[SceneConfig, ...]:
    """Put what a short form stands for before it, in the first sentence that says it, unless that was said already."""
    left = dict(known)
    made: list[SceneConfig] = []
    heard = ""
    for number, scene in enumerate(scenes):
        soon = " ".join(
            written(one) for next_one in scenes[number : number + _SOON] for one in next_one.narration
        ).casefold()
        told: Narration = ()
        after: Narration = ()
        for at, sentence in enumerate(scene.narration):
            text = written(sentence)
            heard += text.casefold() + "\n"
            rest = (*told, sentence, *scene.narration[at + 1 :], *after)
            explained, more = _explain_one(sentence, left, heard + soon, speaker.seconds(rest), speaker)
            told, after = (*told, explained), (*after, *more)
        told = (*told, *after)
        made.append(scene.model_copy(update={"narration": told}) if told != scene.narration else scene)
    return tuple(made)


def _explain_one(
    sentence: Sentence, left: Expansions, heard: str, seconds: float, speaker: Speaker
) -> tuple[Sentence, Narration]:
    """Explain what a sentence says in passing where it can be, else in a sentence at the end of its scene."""
    after: Narration = ()
    for short in [short for short in left if re.search(rf"(?<![\w-]){re.escape(short)}s?(?![\w-])", written(sentence))]:
        long, span = left.pop(short)
        at = next(
            (at for at, word in enumerate(sentence.words) if word.text.strip(_MARKS) in (short, f"{short}s")), None
        )
        spoken = say(long, speaker.rules)
        if long.casefold() in heard or at is None or not spoken:
            continue
        inside = _takes_aside(sentence, at, speaker)
        told = spoken if inside else speaker.phrase(speaker.phrases.stands_for, span, short=short, long=long)
        more = speaker.seconds(told)
        if not told or seconds + more > _MOST_SECONDS:
            continue
        seconds += more
        if inside:
            sentence = _insert(sentence, at, spoken[0], span)
        else:
            after = (*after, *told)
    return sentence, after


def _takes_aside(sentence: Sentence, at: int, speaker: Speaker) -> bool:
    """Tell whether commas may stand around a short form: not within `the TLS certificate`."""
    ended = sentence.words[at].text[-1:] in _MARKS or at + 1 == len(sentence.words)
    following = "" if ended else sentence.words[at + 1].text
    return ended or (speaker.phrases.language == "en" and following.strip(_MARKS) in _SMALL)


def _insert(sentence: Sentence, at: int, long: Sentence, span: SourceSpan) -> Sentence:
    """Put the words before the short form, which then stands between commas."""
    words = [word.model_copy(update={"spoken": word.spoken.rstrip(".")}) for word in long.words]
    words[-1] = words[-1].model_copy(
        update={"text": words[-1].text.rstrip(".") + ",", "spoken": words[-1].spoken + ","}
    )
    if at == 0:
        words[0] = words[0].model_copy(update={"text": words[0].text[:1].upper() + words[0].text[1:]})
    short = sentence.words[at]
    if short.text[-1:] not in _MARKS and at + 1 < len(sentence.words):
        short = short.model_copy(update={"text": short.text + ",", "spoken": short.spoken + ","})
    whole: tuple[Word, ...] = (*sentence.words[:at], *words, short, *sentence.words[at + 1 :])
    spans = tuple(dict.fromkeys((*sentence.spans, span)))
    return sentence.model_copy(update={"words": whole, "spans": spans})
