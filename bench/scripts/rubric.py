"""A talk -> a mark for each criterion. Every criterion is a function of a talk alone, and reads no other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping

from bench.scripts.marks import Mark, mark_share, mark_slope, own_sentences
from bench.scripts.talk import Said, Talk
from bench.scripts.wording import (
    judge_asides,
    judge_ease,
    judge_fragments,
    judge_junk,
    judge_length,
    judge_pointers,
    judge_whole,
)
from model.content import OmittedBlock, plain
from writing.grounding import find_ungrounded
from writing.support import find_words

_TERMS = 30
_RARE = 1
_WITHIN, _AWAY = 0.10, 0.40
"""A film within a tenth of its length is as long as was asked for; one that is two fifths off is not at all."""
_FILLED, _EMPTY = 0.06, 0.30
"""A share of the talk in phrases that tell nothing: so much is well, so much is nothing but phrases."""
_OPENINGS = 2
"""An opening of ours may be heard so often in a film."""
_SAME_STARTS = 3
_PHRASE = 5
_BEFORE = re.compile(r"\b([A-Z][A-Z0-9]{1,6}s?)\s\(([^()]{4,60})\)")
_AFTER = re.compile(r"((?:[A-Za-z][\w-]*\s){1,7}[A-Za-z][\w-]*)\s\(([A-Z][A-Z0-9]{1,6})s?[);,]")


def judge_sections(talk: Talk) -> Mark:
    """Mark down sections of which nothing is said and for which the script has no reason."""
    spans = [span for said in talk.sentences for span in said.spans]
    reasons = {entry.block_id: entry.reason for entry in talk.script.coverage}
    held = [
        (section, [block for block in section.blocks if not isinstance(block, OmittedBlock)])
        for section in talk.content.sections
    ]
    flaws = []
    for section, blocks in held:
        touched = any(
            one.first <= block.span.last and block.span.first <= one.last for block in blocks for one in spans
        )
        if blocks and not touched and not any(reasons.get(block.block_id) for block in blocks):
            flaws.append(plain(section.title))
    return mark_share(flaws, sum(bool(blocks) for _, blocks in held), 1)


def judge_grounding(talk: Talk) -> Mark:
    """Mark down sentences that the lines which they name do not support."""
    flaws = [found.text for found in find_ungrounded(talk.content, talk.script, talk.script.scenes)]
    return mark_share(flaws, len(talk.sentences), 10)


def judge_repetition(talk: Talk) -> Mark:
    """Mark down what is heard twice: sentences, our own openings, rows of equal beginnings, and phrases of five words."""
    flaws = [*_find_twice(talk), *_find_openings(talk), *_find_rows(talk), *_find_phrases(talk)]
    return mark_share(flaws, len(talk.sentences), 4)


def _find_twice(talk: Talk) -> list[str]:
    seen: set[str] = set()
    twice = []
    for said in talk.sentences:
        key = " ".join(word.casefold() for word in said.words)
        if len(said.words) > 1 and key in seen:
            twice.append(f"twice: {said.text}")
        seen.add(key)
    return twice


def _find_openings(talk: Talk) -> list[str]:
    heads = Counter(_head(said) for said in own_sentences(talk))
    return [f"opening {times} times: {head}" for head, times in heads.items() for _ in range(max(0, times - _OPENINGS))]


def _head(said: Said) -> str:
    return " ".join(said.words[:2]).casefold()


def _find_rows(talk: Talk) -> list[str]:
    """Find sentences that begin like the two before them; what the document itself begins so is no flaw of ours."""
    source = _words_of(talk.source)
    found = []
    for at in range(_SAME_STARTS - 1, len(talk.sentences)):
        heads = {_head(said) for said in talk.sentences[at - _SAME_STARTS + 1 : at + 1]}
        same = len(heads) == 1 and len(talk.sentences[at].words) > 2
        if same and source.count(next(iter(heads))) < _SAME_STARTS:
            found.append(f"in a row: {talk.sentences[at].text}")
    return found


def _find_phrases(talk: Talk) -> list[str]:
    """Find runs of five words that are said more often than the document has them; its title is said again at the end."""
    source, seen, found = _words_of(talk.source), Counter[str](), []
    title = set(_words_of(f"{talk.content.title} {talk.script.title}").split())
    for said in talk.sentences:
        words = [word.casefold() for word in said.words]
        grams = {" ".join(words[at : at + _PHRASE]) for at in range(len(words) - _PHRASE + 1)}
        heard = [gram for gram in sorted(grams) if len(title & set(gram.split())) < _PHRASE - 1]
        fresh = [gram for gram in heard if seen[gram] and seen[gram] >= source.count(gram)]
        if fresh:
            found.append(f"again: {fresh[0]}")
        seen.update(grams)
    return found


def _words_of(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+(?:[-'’.][^\W_]+)*", text.casefold()))


def judge_terms(talk: Talk) -> Mark:
    """Mark down acronyms that the document explains, and that are not explained where they are first heard, or right after."""
    flaws, total = [], 0
    for short, long in find_expansions(talk.source).items():
        first = next((at for at, said in enumerate(talk.sentences) if re.search(rf"\b{short}s?\b", said.text)), None)
        if first is None:
            continue
        total += 1
        heard = " ".join(said.text for said in talk.sentences[: first + 2]).casefold()
        if long.casefold() not in heard:
            flaws.append(f"{short}: {talk.sentences[first].text}")
    return mark_share(flaws, total, 1)


def find_expansions(source: str) -> dict[str, str]:
    """Find what a document writes as `Long Form (LF)` or `LF (long form)`: the short form, and what it stands for."""
    found: dict[str, str] = {}
    for match in _BEFORE.finditer(source):
        if _stands_for(match[1].rstrip("s"), match[2].split()):
            found.setdefault(match[1].rstrip("s"), match[2])
    for match in _AFTER.finditer(source):
        words = re.split(r"[\s]+", match[1])
        for count in range(1, len(words) + 1):
            if _stands_for(match[2], words[-count:]):
                found.setdefault(match[2], " ".join(words[-count:]))
                break
    return found


def _stands_for(short: str, words: list[str]) -> bool:
    """Tell whether the letters of a short form begin the words, in order; small words may have none."""
    parts = [part for word in words for part in re.split(r"[-\s]", word) if part]
    heads = "".join(
        part[0] for part in parts if part[0].isupper() or part not in ("of", "and", "the", "for", "to")
    ).upper()
    return heads == short.upper() or "".join(part[0] for part in parts).upper() == short.upper()


def judge_filler(talk: Talk) -> Mark:
    """Mark down the time of phrases that hold no word of the document."""
    known = find_words(talk.source) | find_words(f"{talk.script.title} {talk.content.source_name}")
    idle = [said for said in own_sentences(talk) if not find_words(said.text) & known]
    share = sum(said.seconds for said in idle) / max(1.0, sum(said.seconds for said in talk.sentences))
    return mark_slope(share, _FILLED, _EMPTY, [said.text for said in idle])


def judge_centre(talk: Talk) -> Mark:
    """Give the share of the document's most frequent words, headings counted three times, that the talk says."""
    weights: Counter[str] = Counter()
    for line in talk.source.split("\n"):
        for word in re.findall(r"[^\W\d_]{4,}", line):
            weights.update(find_words(word))
    for section in talk.content.sections:
        for word in find_words(plain(section.title)):
            weights[word] += 2
    terms = [word for word, times in weights.most_common(_TERMS) if times > _RARE]
    said = find_words(" ".join(one.text for one in talk.sentences))
    missing = [word for word in terms if word not in said]
    total = sum(weights[word] for word in terms)
    return mark_share(missing, total or 1, 1, sum(weights[word] for word in missing))


def judge_duration(talk: Talk) -> Mark:
    """Mark down films that are not as long as was asked for, or as everything lasts where that is less."""
    scores, flaws = [], []
    for wanted, seconds in talk.lengths:
        aim = min(wanted, talk.whole) if talk.whole else wanted
        away = abs(seconds - aim) / aim
        scores.append(mark_slope(away, _WITHIN, _AWAY).score)
        flaws += [f"{seconds:.0f} s for {aim:.0f} s"] if away > _WITHIN else []
    return Mark(sum(scores) / len(scores) if scores else 100.0, tuple(flaws))


CRITERIA: Mapping[str, Callable[[Talk], Mark]] = {
    "junk": judge_junk,
    "sections": judge_sections,
    "grounding": judge_grounding,
    "length": judge_length,
    "ease": judge_ease,
    "whole": judge_whole,
    "fragments": judge_fragments,
    "asides": judge_asides,
    "pointers": judge_pointers,
    "repetition": judge_repetition,
    "filler": judge_filler,
    "terms": judge_terms,
    "centre": judge_centre,
    "duration": judge_duration,
}


def judge_talk(talk: Talk) -> dict[str, Mark]:
    """Judge a talk by every criterion."""
    return {name: judge(talk) for name, judge in CRITERIA.items()}
