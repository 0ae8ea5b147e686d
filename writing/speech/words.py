"""From one word or name to how it is said: lexicons first, then initials, then the parts of a name."""

from __future__ import annotations

import re

from writing.speech.numbers import say_integer
from writing.speech.tongues import Tongue

_VOWELS = frozenset("aeiouyáàâäãåæéèêëíìîïóòôöõøœúùûüýÿ")
_CAPITALS = re.compile(r"[A-Z]{2,5}")
_PLURAL = re.compile(r"([A-Z]{2,5})s")
_PARTS = re.compile(r"[A-Z]{2,}(?=[A-Z][a-z]|\d|$)|[A-Z]?[a-z]+|[A-Z]+|\d+|[^A-Za-z\d]+")
# Initials of the trade that could be read as words, and in no language are.
_SPELLED = frozenset({"API", "CLI", "IDE", "UUID", "ISO", "EOF", "USA", "ORM", "ETA", "TUI", "EPUB", "IAM", "AWS"})
_CAMEL = re.compile(r"[A-Za-z]*[a-z][A-Z][A-Za-z]*|[A-Z]{2,}[a-z]{2,}[A-Za-z]*")
_MIXED = re.compile(r"[A-Za-z\d]*[A-Za-z]\d[A-Za-z\d]*|\d+[A-Za-z]+[A-Za-z\d]*")
_NAME_BREAKS = re.compile(r"[_\W]+")
_HASH = re.compile(r"(?=[0-9a-f]*\d[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,64}")
# Languages in which lower-case words of consonants alone are words (Czech `krk`, `prst`).
_CONSONANTAL = frozenset(re.findall(r"\w+", "cs sk sl hr sr bs mk bg pl"))
_ONSETS = frozenset(
    re.findall(
        r"\w+", "bl br ch cl cr dr dw fl fr gl gr kl kn kr ph pl pr qu sc sh sk sl sm sn sp st sw th tr tw wh wr"
    )
)
_CODAS = frozenset(
    re.findall(
        r"\w+",
        "ck ct ff ft ch ll lk ld lf lm lp lt mp nd ng nk nt pt rb rc rd rf rg rk rl rm rn rp rs rt sh sk sp ss st th ts "
        "ns ps ks ls ms cs xt sm tch",
    )
)


def say_word(word: str, tongue: Tongue) -> str:
    """Say one word of letters and digits: no separators but apostrophes."""
    found = tongue.find(word)
    if found is not None:
        return found
    if word.islower() and word.isalpha():
        return _say_lower(word, tongue)
    if word.isdecimal():
        return say_integer(word, tongue)
    stem, apostrophe, tail = word.partition("'")
    if apostrophe:
        return _say_elided(stem, tail, tongue)
    return _say_cased(word, tongue)


def say_name(name: str, tongue: Tongue) -> str:
    """Say an identifier: its parts between `_`, `-` and other marks."""
    found = tongue.find(name)
    if found is not None:
        return found
    if _HASH.fullmatch(name):
        name = name[:4]
    return " ".join(said for part in _NAME_BREAKS.split(name) if part and (said := say_word(part, tongue)))


def spell(letters: str) -> str:
    """Say letters by their names. Hyphens bind an A: a voice reads one that stands alone as the article."""
    capitals = letters.upper()
    return ("-" if "A" in capitals else " ").join(capitals)


def is_pronounceable(letters: str) -> bool:
    """Tell whether initials can be read as a word: `NASA` yes, `IBM` and `GPU` no."""
    clusters = re.split(r"[aeiouy]+", letters.lower())
    if len(clusters) < 2:
        return False
    first, last = clusters[0], clusters[-1]
    return (
        (len(first) < 2 or first in _ONSETS)
        and (len(last) < 2 or last in _CODAS)
        and all(len(cluster) < 3 for cluster in clusters)
        and (len(letters) > 2)
    )


def _say_elided(stem: str, tail: str, tongue: Tongue) -> str:
    """Say `npm's` and `l'API`: the short part stays, the other is looked up."""
    if not stem or not tail:
        return say_word(stem or tail, tongue) if stem or tail else ""
    if len(tail) <= 2:
        return f"{say_word(stem, tongue)}'{tail}"
    return f"{stem if len(stem) <= 2 else say_word(stem, tongue)}'{say_word(tail, tongue)}"


def _say_lower(word: str, tongue: Tongue) -> str:
    if 2 <= len(word) <= 5 and word.isascii() and tongue.code not in _CONSONANTAL and not _VOWELS.intersection(word):
        return word if len(set(word)) == 1 or word in {"hmm", "shh", "psst", "pst", "brr", "nth"} else spell(word)
    return word


def _say_cased(word: str, tongue: Tongue) -> str:
    if _CAPITALS.fullmatch(word):
        return _say_capitals(word, tongue)
    plural = _PLURAL.fullmatch(word)
    if plural:
        return f"{tongue.find(plural[1]) or _say_capitals(plural[1], tongue)}'s"
    if _HASH.fullmatch(word):
        word = word[:4]
    if _CAMEL.fullmatch(word) or _MIXED.fullmatch(word):
        return " ".join(_say_part(part, tongue) for part in _PARTS.findall(word))
    return word.lower() if word.isupper() and word.isascii() and len(word) > 1 else word


def _say_capitals(word: str, tongue: Tongue) -> str:
    if word in tongue.shouted or (word not in _SPELLED and is_pronounceable(word)):
        return word.lower()
    return spell(word)


def _say_part(part: str, tongue: Tongue) -> str:
    found = tongue.find(part)
    if found is not None:
        return found
    if part.isdecimal():
        return say_integer(part, tongue)
    if len(part) > 1 and part.isupper() and part.isascii():
        return _say_capitals(part, tongue) if len(part) <= 5 else part.lower()
    return part.upper() if len(part) == 1 and part.isascii() else _say_lower(part, tongue)
