"""A sentence -> what a screen shows of it: a line that keeps its sense, its styles and its words."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

from model.content import Text, plain
from writing.capacity import LINE_CHARS, LINE_CHARS_MOST
from writing.speech.saying import shorten
from writing.styled import code_ranges, in_ranges, make_text, slice_text, strip_text, tidy_text

_ASIDE = re.compile(r"\s?[(（][^()（）]{0,200}[)）]")
_CLAUSE = re.compile(
    r"[;；:：]\s|\s[–—-]\s|[,，、]\s?|\s(?=(?:because|although|while|which|whereas|unless|weil|obwohl|während|parce|tandis|porque|"
    r"aunque|perché|embora|omdat)\s)"
)
_LEAD = re.compile(r"[:：]\s*$")
_INTRODUCES = re.compile(
    r"(?:to|if|when|while|with|for|by|in|after|before|once|since|as|although|because|unless|until|on|at|from|using|without)\s",
    re.IGNORECASE,
)
_TRAILS = re.compile(
    r",\s(?:which|where|while|because|so|but|although|even|making|allowing|\w{2,20}ing)\s", re.IGNORECASE
)
_DANGLING = re.compile(
    r"(?:\s(?:a|an|the|and|or|of|to|in|on|at|by|for|with|from|that|which|as|is|are|your|und|der|die|das|et|de|y)){1,4}$"
)
_LEAST = 0.45
"""A line keeps at least this share of its limit when a clause is dropped, or it says too little."""

_LEAST_OF_ALL = 0.34
"""A clause that keeps this share is still better than a cut between words."""


def shorten_text(text: Text, limit: int = LINE_CHARS) -> Text:
    """Return at most `limit` characters: without asides, then without its last clauses, then cut at a word."""
    short = tidy_text(text)
    if len(plain(short)) <= limit:
        return end_line(short)
    short = tidy_text(drop_asides(short))
    if len(plain(short)) <= limit:
        return end_line(short)
    cut = _last_clause(short, limit, _LEAST) or _last_clause(short, limit, _LEAST_OF_ALL)
    if cut:
        return end_line(slice_text(short, 0, cut))
    return _cut_words(short, limit)


def show_line(text: Text) -> Text:
    """Return what a point shows: shortened at a clause, or whole where it would lose its sense and is not too long."""
    short, whole = shorten_text(text), end_line(tidy_text(text))
    bare = plain(end_line(tidy_text(drop_asides(whole))))
    if whole == short or _keeps_sense(bare, plain(short)):
        return short
    if _columns(plain(whole)) <= LINE_CHARS_MOST:
        return whole
    longer = shorten_text(text, LINE_CHARS_MOST)
    fits = _columns(plain(longer)) <= LINE_CHARS_MOST and not plain(longer).endswith("…")
    return longer if fits and _keeps_sense(bare, plain(longer)) else short


def _columns(words: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in words)


def _keeps_sense(whole: str, short: str) -> bool:
    """Tell whether what is left is a sentence: not cut between words, after its introduction, or inside an enumeration."""
    if whole == short or not whole.startswith(short):
        return whole == short
    rest = whole[len(short) :]
    if not rest.startswith((",", "，", "、")):
        return True
    introduced = _INTRODUCES.match(short) is not None and "," not in short
    return not introduced and _TRAILS.match(rest) is not None


def drop_asides(text: Text) -> Text:
    """Leave out what stands in parentheses, outside code."""
    whole, code = plain(text), code_ranges(text)
    kept: list[Text] = []
    at = 0
    for match in _ASIDE.finditer(whole):
        if not in_ranges(match.start() + 1, code) and match.start() > 0:
            kept.append(slice_text(text, at, match.start()))
            at = match.end()
    kept.append(slice_text(text, at, len(whole)))
    return tuple(run for part in kept for run in part)


def _last_clause(text: Text, limit: int, least: float) -> int:
    whole, code = plain(text), code_ranges(text)
    starts = [match.start() for match in _CLAUSE.finditer(whole, 0, limit + 1) if not in_ranges(match.start(), code)]
    return max((start for start in starts if limit * least <= start <= limit), default=0)


def _cut_words(text: Text, limit: int) -> Text:
    whole = plain(text)
    kept = whole[: limit - 1]
    space = kept.rfind(" ")
    end = space if space > limit // 2 else len(kept)
    left = _DANGLING.sub("", whole[:end])
    end = len(left) if len(left) > limit // 2 else end
    return (*strip_text(slice_text(text, 0, end), ",;:-–—"), *make_text("…"))


def end_line(text: Text) -> Text:
    """Drop the full stop, comma or colon at a line's end: it is a line, not a sentence."""
    whole = plain(text)
    if whole.endswith(("...", "…", "!", "?", "？", "！")) or whole.count(". "):
        return text if not whole.endswith((",", ";", ":")) else strip_text(text, ",;:")
    last = text[-1:] and text[-1].code
    return text if last else _strip_end(text, ".,;:。、，；：")


def _strip_end(text: Text, signs: str) -> Text:
    whole = plain(text)
    return slice_text(text, 0, len(whole.rstrip(signs + " ")))


def shorten_plain(text: Text | str, limit: int) -> str:
    """Return at most `limit` characters of a text without its styles."""
    styled = make_text(text) if isinstance(text, str) else text
    short = plain(shorten_text(styled, limit)) if styled else ""
    return shorten(short, limit)


def is_lead(text: Text) -> bool:
    """Tell whether a sentence leads to what follows it: it ends with a colon."""
    return bool(_LEAD.search(plain(text)))
