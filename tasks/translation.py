"""VideoScript and a translation in the store -> the script in another language, or that over the same pictures"""

from __future__ import annotations

from adapters.store import Store
from adapters.translations import parse_translation
from model.errors import Problem, ValidationError
from model.script import VideoScript
from model.translation import SourceText, Target, Translation
from writing.speech.saying import SpeechRules
from writing.translation.texts import list_said, list_texts
from writing.translation.translating import Targets, find_gaps, translate_script, translate_speech

_REMEDY = "Run `video-gen translate SOURCE --to {} --template` to bring the file up to date, and fill it in."


def translate_film(script: VideoScript, translation: Translation, store: Store) -> VideoScript:
    """Return a film, its scenes not yet divided, in the language of a translation.

    Raises ValidationError in one line when texts are not translated.
    """
    targets = _read_targets(translation, store)
    require_all(list_texts(script), targets, translation)
    return translate_script(script, _by_digest(targets), _rules(translation))


def translate_track(script: VideoScript, translation: Translation, store: Store) -> VideoScript:
    """Return a film with its own pictures and what is said over them translated.

    Raises ValidationError in one line when sentences are not translated.
    """
    targets = _read_targets(translation, store)
    require_all(list_said(script), targets, translation)
    return translate_speech(script, _by_digest(targets), _rules(translation))


def require_all(texts: tuple[SourceText, ...], targets: tuple[Target, ...], of: Translation) -> None:
    """Raise ValidationError when a text has no translation."""
    gaps = find_gaps(texts, targets, of.name, _REMEDY.format(of.language))
    if gaps:
        message, remedy = gaps
        raise ValidationError((Problem(message=message, remedy=remedy),))


def _read_targets(translation: Translation, store: Store) -> tuple[Target, ...]:
    return parse_translation(store.read(translation.file), translation.name, translation.language)


def _by_digest(targets: tuple[Target, ...]) -> Targets:
    return {target.digest: target.target.strip() for target in targets if target.target.strip()}


def _rules(translation: Translation) -> SpeechRules:
    return SpeechRules(language=translation.language, lexicon=translation.pronunciation)
