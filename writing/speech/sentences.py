"""From visible text to its sentences, as stretches of it."""

from __future__ import annotations

import bisect
import re

from writing.speech.tongues import Tongue
from writing.speech.visible import Visible

_STOP = re.compile(
    "(?P<stop>[.!?…]{1,8}[\"'”’»)\\]]{0,4}(?=\\s|$))|(?P<full>[。！？｡．؟।॥።۔]{1,8}[」』”’）】》]{0,4})|(?P<line>\n)"
)
_INITIALS = re.compile(r"[\"'(\[“«]*(?:[^\W\d_]\.){1,8}")
_WORD = 40
"""Characters before a full stop that are looked at: no abbreviation is longer."""
_ORDINAL_STOPS = frozenset(re.findall(r"\w+", "de da nb nn no fi cs sk hu pl sl hr sr et lv is tr"))


def split_sentences(visible: Visible, tongue: Tongue) -> tuple[tuple[int, int], ...]:
    """Return (start, end) of each sentence; code is never cut, abbreviations and file names end nothing."""
    text = visible.text
    starts = [start for start, _ in visible.codes]
    ends: list[int] = []
    for found in _STOP.finditer(text):
        within = bisect.bisect_right(starts, found.start()) - 1
        if within >= 0 and found.start() < visible.codes[within][1]:
            continue
        if _ends_sentence(visible, found, ends[-1] if ends else 0, tongue, starts):
            ends.append(found.end())
    if not ends or ends[-1] < len(text):
        ends.append(len(text))
    return tuple((a, b) for a, b in zip([0, *ends], ends, strict=False) if text[a:b].strip())


def _ends_sentence(visible: Visible, found: re.Match[str], start: int, tongue: Tongue, codes: list[int]) -> bool:
    text = visible.text
    if found["full"]:
        return True
    following = _next_letter(text, found.end())
    if found["line"]:
        return not following.islower()
    if not following or not found["stop"].startswith(".") or found["stop"].startswith(".."):
        return not following.islower()
    before = text[max(start, found.start() - _WORD) : found.start()].rsplit(maxsplit=1)
    word = before[-1] if before else ""
    stopped = word.lstrip("\"'([“«").lower() + "."
    if stopped in tongue.enders:
        return not following or following.isupper()
    if stopped in tongue.numbered:
        return not following.isdecimal() and not following.islower()
    if stopped in tongue.abbreviations or _INITIALS.fullmatch(word + ".") or not word.strip("\"'([“«-–—*•"):
        return False
    if word.isdecimal() and (len(before) == 1 and not text[start : found.start()].strip(word + " \n")):
        return False
    if word.isdecimal() and tongue.code in _ORDINAL_STOPS and len(word) <= 2:
        return False
    return not following.islower() or _starts_code(text, found.end(), codes) or _starts_name(text, found.end(), tongue)


def _next_letter(text: str, at: int) -> str:
    for character in text[at : at + _WORD]:
        if character.isalnum():
            return character
    return ""


def _starts_code(text: str, at: int, codes: list[int]) -> bool:
    while at < len(text) and text[at].isspace():
        at += 1
    place = bisect.bisect_left(codes, at)
    return place < len(codes) and codes[place] == at


def _starts_name(text: str, at: int, tongue: Tongue) -> bool:
    """Tell whether a name follows that is written in lower case even where a sentence begins, as npm is."""
    words = text[at : at + _WORD].split(maxsplit=1)
    return bool(words) and tongue.find(words[0].rstrip(".,;:!?")) is not None
