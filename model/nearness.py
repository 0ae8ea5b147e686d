"""A name that there is not, and those that there are -> those that were probably meant: what every "did you mean" says.

Near is what somebody may have mistyped: other capitals or separators, a letter too many, too few, wrong or swapped, the
beginning of a name. Names of several words are near when each word is, so that a beginning that all share counts for
nothing; numbers are near when they are equal or have a digit too many, for nobody means chapter 2 by chapter 1.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from itertools import pairwise

_CUTOFF = 0.75
"""Of difflib's ratio: two letters of three are not enough, three of four are."""
_BEGINNING = 4
"""Letters of a name by which it may be meant."""
_LONGEST = 200
"""Letters that are looked at: the ratio takes their square."""
_MOST = 5000
"""Names that are looked at."""
_WORD = re.compile(r"\d+|[^\W\d_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def nearest_names(name: str, known: Iterable[str], most: int = 1) -> tuple[str, ...]:
    """Return at most so many of the names that there are, the nearest first; none where none is near."""
    wanted = _words(name)
    scored = [(_score(wanted, _words(one)), one) for one in list(known)[:_MOST] if one != name]
    near = sorted((-score, one) for score, one in scored if score)
    return tuple(one for _, one in near[:most])


def nearest_file(name: str, known: Iterable[str]) -> str:
    """Return the file name that was probably meant, or nothing: of near stems, the one with the same suffix first."""
    stem, suffix = _split(name)
    wanted, best, found = _words(stem), 0.0, ""
    for one in sorted(known)[:_MOST]:
        other, its_suffix = _split(one)
        score = _score(wanted, _words(other))
        score += 0.001 * (its_suffix == suffix) if score else 0.0
        if score > best and one != name:
            best, found = score, one
    return found


def _split(name: str) -> tuple[str, str]:
    stem, dot, suffix = name.rpartition(".")
    return (stem, suffix.lower()) if dot and stem else (name, "")


def _words(name: str) -> list[str]:
    spaced = _CAMEL.sub(" ", name[:_LONGEST])
    return [word.casefold() for word in _WORD.findall(spaced)] or [name[:_LONGEST].casefold()]


def _score(one: list[str], two: list[str]) -> float:
    """Return how near two names are, up to 1; 0 for those that are not."""
    whole, other = "".join(one), "".join(two)
    if whole == other:
        return 1.0
    if len(one) == len(two):
        return _ratio(whole, other) if all(map(_is_near, one, two)) else 0.0
    apart = {word for word in one if word.isdigit()} ^ {word for word in two if word.isdigit()}
    return _ratio(whole, other) if not apart and _is_near(whole, other) else 0.0


def _is_near(one: str, two: str) -> bool:
    if one == two:
        return True
    if one.isdigit() and two.isdigit():
        return one.lstrip("0") == two.lstrip("0") or one[:-1] == two or one == two[:-1]
    begins = min(len(one), len(two)) >= _BEGINNING and (one.startswith(two) or two.startswith(one))
    return begins or _is_swapped(one, two) or (_may_be_near(one, two) and _ratio(one, two) >= _CUTOFF)


def _is_swapped(one: str, two: str) -> bool:
    """Tell whether two neighbouring letters are the other way round."""
    if len(one) != len(two) or len(one) < _BEGINNING - 1:
        return False
    wrong = [at for at, (mine, its) in enumerate(zip(one, two, strict=True)) if mine != its]
    return any(
        wrong == [at, after] and one[at] == two[after] and one[after] == two[at] for at, after in pairwise(wrong)
    )


def _may_be_near(one: str, two: str) -> bool:
    """Tell whether their lengths allow it: cheaper than the ratio, and most names of a folder end here."""
    return 2 * min(len(one), len(two)) >= _CUTOFF * (len(one) + len(two))


def _ratio(one: str, two: str) -> float:
    return difflib.SequenceMatcher(None, one, two, autojunk=False).ratio()
