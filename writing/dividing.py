"""A sentence too long for the ear -> two or three that say the same, divided where a clause begins that stands by itself."""

from __future__ import annotations

import re

from model.content import Text, plain
from writing.styled import code_ranges, in_ranges, make_text, slice_text, strip_text
from writing.wording import upper_first

_LONG = 22
"""Words after which a listener has forgotten the beginning."""
_LEAST = 5
"""Words of each part."""
_SUBJECTS = r"(?:it|they|we|you|he|she|there|this|that's|these|those|nobody|everybody|everyone|nothing|both)"
_SEMICOLON = re.compile(r";\s+(?=\S)")
_ENGLISH = (
    (re.compile(rf",\s+and\s+(?={_SUBJECTS}\s)"), ""),
    (re.compile(rf",\s+(?=(?:but|so|yet)\s(?:{_SUBJECTS}|the|an?|its|their|your|our|some|many|most|no)\s)"), ""),
    (re.compile(r",\s+which\s(?=(?:makes?|means|allows|lets|keeps|causes|slows|saves|takes|gives|leads|is why)\s)"), "This "),
    (re.compile(r",\s+(?=because\s)"), "That is "),
)  # fmt: skip
"""Where a clause begins that is a sentence by itself, and what it then begins with; from the best place to the worst."""
_ENUMERATED = re.compile(rf"^[^,;:]{{3,90}},\s(?:{_SUBJECTS})\s")
"""`It is small, it is typed, and it does more`: clauses in a row, of which the last does not stand alone."""
_OPENED = re.compile(
    r"(?:if|when|while|although|because|since|as|unless|once|after|before|whenever|where|though|until|whether)\b",
    re.IGNORECASE,
)


def divide_long(sentence: Text, language: str) -> Text:
    """Divide a sentence of more than 22 words, as often as its parts are still so long and can be divided."""
    waiting, done = [sentence], []
    while waiting:
        part = waiting.pop(0)
        halves = _divide_once(part, language) if _count(part) > _LONG else ()
        if halves:
            waiting[:0] = halves
        else:
            done.append(part)
    parts = [run for at, part in enumerate(done) for run in (*(make_text(" ") if at else ()), *part)]
    return tuple(parts) if len(done) > 1 else sentence


def _count(text: Text) -> int:
    return len(plain(text).split())


def _divide_once(sentence: Text, language: str) -> list[Text]:
    """Divide at the clause nearest to the middle, by the first kind of clause that there is."""
    whole, code = plain(sentence), code_ranges(sentence)
    if '"' in whole or "“" in whole or whole.rstrip().endswith(("?", "!")):
        return []
    for pattern, lead in ((_SEMICOLON, ""), *(_ENGLISH if language == "en" else ())):
        found = [one for one in pattern.finditer(whole) if not in_ranges(one.start(), code) and _stands(whole, one)]
        if "and" in pattern.pattern[:12] and _ENUMERATED.search(whole):
            continue
        if found:
            best = min(found, key=lambda one: abs(one.start() - len(whole) / 2))
            first = strip_text(slice_text(sentence, 0, best.start()), " ,;")
            rest = slice_text(sentence, best.end(), len(whole))
            return [(*first, *make_text(".")), (*make_text(lead), *rest) if lead else upper_first(rest)]
    return []


def _stands(whole: str, found: re.Match[str]) -> bool:
    """Tell whether both sides are sentences: long enough, outside brackets, and no `if …` without its main clause."""
    before, after = whole[: found.start()], whole[found.end() :]
    if min(len(before.split()), len(after.split())) < _LEAST or before.count("(") != before.count(")"):
        return False
    clause = re.split(r"[;:]\s", before)[-1]
    return not (_OPENED.match(clause) and "," not in clause)
