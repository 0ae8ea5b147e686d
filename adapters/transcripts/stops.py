"""How languages write the end of a sentence -> whether a word ends one, and which mark it gets where nobody wrote any."""

from __future__ import annotations

import re

from adapters.transcripts.wordlists import asking_ends, asking_starts, short_forms, split_words, trailing_forms

OPENERS = "\"'“‘„‚«‹»›([{¿¡「『（【《〈"
CLOSERS = "\"'”’“»›«‹)\\]}」』）】》〉"
FULL = "。！？｡．؟۔।॥։።។။"
"""Marks that end a sentence wherever they stand, with a space after them or without."""
_FULL_END = re.compile(rf"(?<=[{FULL}])[{FULL}]*[{CLOSERS}]*(?=[^{FULL}{CLOSERS}])")
_ENDS = re.compile(rf"[.?!…{FULL}]+[{CLOSERS}]*$")
_GREEK_QUESTION = re.compile(rf"[;\u037e][{CLOSERS}]*$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+")
_NUMBERED = split_words("no. art. fig. vol. cap. chap. kap. nr. núm.")
"""Short forms of what has a number, some of which are words as well."""
_ELISION = re.compile(r"(?:[dl]|qu|dell|all|nell|sull)['’]")
_NUMBER = re.compile(r"[#(]?(?:\d|[IVX]+\b)")
_ORDINAL = re.compile(r"\d{1,2}\.")
_ORDINAL_LANGUAGES = split_words("de da nb nn no fi cs sk hu pl sl hr sr et lv is tr")
"""Those that write `3.` for the third."""
_MARKS = {
    "zh": "。", "ja": "。", "yue": "。", "hi": "।", "mr": "।", "ne": "।", "bn": "।", "ur": "۔", "th": "", "lo": "",
    "km": "។", "my": "။", "hy": "։", "am": "።",
}  # fmt: skip
"""What ends a statement, where it is no full stop of ours; Thai and Lao put a space."""
_QUESTIONS = {"zh": "？", "ja": "？", "yue": "？", "ar": "؟", "fa": "؟", "ur": "؟", "el": ";", "th": "", "lo": ""}
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f]")
"""Scripts in which words and sentences are joined without a space."""


def part_stops(text: str) -> list[str]:
    """Divide a text at its spaces, and behind each mark that ends a sentence without one: `今日は。明日は`."""
    parts: list[str] = []
    for token in text.split():
        at = 0
        for found in _FULL_END.finditer(token):
            parts.append(token[at : found.end()])
            at = found.end()
        parts.append(token[at:])
    return parts


def has_end(text: str, language: str = "") -> bool:
    """Tell whether a text ends with a mark that ends sentences."""
    greek = language.partition("-")[0] == "el" and _GREEK_QUESTION.search(text)
    return bool(_ENDS.search(text)) or bool(greek)


def ends_sentence(word: str, following: str, language: str) -> bool:
    """Tell whether a word as it is written ends a sentence; the one that follows, if any, decides about `etc.`."""
    if not has_end(word, language):
        return False
    core = word.lstrip(OPENERS).lower()
    if core in trailing_forms(language):
        return not following or following.lstrip(OPENERS)[:1].isupper()
    if _ELISION.sub("", core) in _NUMBERED:
        return not _NUMBER.match(following)
    ordinal = _ORDINAL.fullmatch(core) and language.partition("-")[0].lower() in _ORDINAL_LANGUAGES
    return not (_INITIALS.fullmatch(core) or core in short_forms(language) or (ordinal and following))


def mark_end(text: str, language: str) -> str:
    """Return the mark that a sentence gets whose end nobody wrote."""
    base = language.partition("-")[0].lower()
    if UNSPACED.search(text[-1:]) and base not in _MARKS:
        base = "zh"
    words = text.lower().split()
    asks = text.endswith(asking_ends(base)) or " ".join(words[:3]).startswith(asking_starts(base))
    return _QUESTIONS.get(base, "?") if asks and len(text) > 1 else _MARKS.get(base, ".")
