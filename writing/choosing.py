"""Pieces and a length -> the pieces that a film of that length is made of, by what matters most."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from model.content import plain
from model.narration import Narration, written
from writing.capacity import LONGEST_SPEECH, SHORTEST_SPEECH
from writing.pieces import DULL, Piece
from writing.speaking import Speaker
from writing.styled import letters, make_text
from writing.support import find_words

Key = tuple[str, int]
_UNDER, _OVER = 0.88, 1.04
"""The film's length, as a share of what was asked for."""
_EARLY = 1.2
"""What the first chapter is worth above the last."""
_FIRST = 0.6
"""What a chapter's first words are worth above the rest: a topic is summarised rather than left out."""
_LATER = 0.9
"""What each doubling of the place within a section costs."""
_RANK = 0.35
"""What each doubling of the place within a block costs."""
_WHOLE_LIST = 9
"""A list of so many points is taken or left as a whole, nearly."""
MOST_STATS = 2
"""Large numbers in one film: a third is no surprise."""
MOST_COUNTS = 2
"""How often a film says how many entries it leaves out."""
_TERMS = 30
"""Words that a document says most, headings counted thrice: what it is about."""
_CENTRAL = 1.2
"""What it is worth to say the most frequent of them, once."""
_TRIES = 24
_ENOUGH = 2.0
_ENTRY = 0.08
_LONG_WORDS = 32


def score_pieces(sections: list[tuple[Piece, ...]]) -> dict[Key, float]:
    """Give each piece, by its key, what it is worth: what it is about, where it stands, what it is."""
    plain_scores = _score(sections, {})
    return _score(sections, _reward_words(sections, plain_scores))


def _reward_words(sections: list[tuple[Piece, ...]], scores: dict[Key, float]) -> dict[Key, float]:
    """Give each central word's worth to the best piece that says it: what a document is about is said once, at least."""
    weights: Counter[str] = Counter()
    best: dict[str, Piece] = {}
    titles: set[str] = set()
    for pieces in sections:
        for piece in pieces:
            if piece.place.section.section_id not in titles:
                titles.add(piece.place.section.section_id)
                weights.update(dict.fromkeys(find_words(plain(piece.place.title)), 3))
            words = find_words(" ".join(written(sentence) for sentence in (*piece.said, *piece.facts)))
            weights.update(words)
            for word in words:
                if word not in best or scores[piece.key] > scores[best[word].key]:
                    best[word] = piece
    ranked = sorted(weights.items(), key=lambda entry: (-entry[1], entry[0]))[:_TERMS]
    central = [(word, weight) for word, weight in ranked if weight > 1 and word in best]
    rewards: dict[Key, float] = {}
    for word, weight in central:
        key = best[word].key
        rewards[key] = rewards.get(key, 0.0) + _CENTRAL * weight / central[0][1]
    return rewards


def _score(sections: list[tuple[Piece, ...]], rewards: dict[Key, float]) -> dict[Key, float]:
    scores: dict[Key, float] = {}
    for number, pieces in enumerate(sections):
        early = _EARLY * (1 - number / max(1, len(sections)))
        for at, piece in reversed(list(enumerate(pieces))):
            worth = piece.place.weight + early + piece.weight
            worth += _FIRST if at == 0 and piece.place.depth == 0 else 0.0
            worth += rewards.get(piece.key, 0.0)
            worth -= _place_cost(pieces, at)
            worth -= 0.4 if len(plain(piece.text).split()) > _LONG_WORDS else 0.0
            following = pieces[at + 1] if at + 1 < len(pieces) else None
            if following is not None and _bound(piece, following):
                worth = max(worth, scores[following.key])
            scores[piece.key] = worth
    return scores


def _place_cost(pieces: tuple[Piece, ...], at: int) -> float:
    """Return what it costs to stand late: the entries of a short list cost about the same, or it falls apart."""
    piece = pieces[at]
    if piece.kind == "list" and piece.parts <= _WHOLE_LIST:
        return _LATER * math.log2(1 + max(0, at - piece.rank)) + _ENTRY * piece.rank
    return _LATER * math.log2(1 + at) + _RANK * math.log2(1 + piece.rank)


def _bound(piece: Piece, following: Piece) -> bool:
    """Tell whether a piece leads to the next: a colon, or a step whose code follows."""
    inside = following.visual is not None and piece.kind == "list" and piece.span.reaches(following.span)
    return piece.leads or inside


def choose_pieces(
    sections: list[tuple[Piece, ...]],
    target: float | str,
    measure: Callable[[frozenset[Key]], float],
    speaker: Speaker,
) -> frozenset[Key]:
    """Choose pieces, by key, so that the film that `measure` makes of them is as long as the target.

    Where several choices are as long as they should be, the one that cuts where worth falls most is taken: a small
    edit then seldom moves the cut.
    """
    scores = score_pieces(sections)
    flat = [piece for pieces in sections for piece in pieces]
    order = sorted(range(len(flat)), key=lambda at: (-scores[flat[at].key], at))
    lively = [at for at in order if flat[at].weight > DULL]
    ranked = [flat[at].key for at in order]
    if not isinstance(target, float | int):
        return frozenset(ranked)
    order = lively or order
    ranked = [flat[at].key for at in order]
    enough = _count_enough([flat[at] for at in order], target, speaker)
    if enough == len(ranked) and measure(frozenset(ranked)) <= target * _OVER:
        return frozenset(ranked)
    most = _find_count(ranked[:enough], target * _OVER, measure)
    least = min(most, _find_count(ranked[:most], target * _UNDER, measure) + 1)
    counts = range(max(least, 1), most + 1)
    worths = [scores[piece] for piece in ranked] + [-1e9]
    best = max(counts, key=lambda count: (worths[count - 1] - worths[count], count), default=most)
    taken = frozenset(ranked[: best if measure(frozenset(ranked[:best])) <= target * _OVER else most])
    return _top_up(taken, ranked, target, measure)


def _top_up(
    taken: frozenset[Key], ranked: list[Key], target: float, measure: Callable[[frozenset[Key]], float]
) -> frozenset[Key]:
    """Add the next best pieces that fit to a film that is too short, because the next of all was too long for it."""
    after = [piece for piece in ranked if piece not in taken]
    for piece in after[:_TRIES]:
        if measure(taken) >= target * _UNDER:
            break
        if measure(taken | {piece}) <= target * _OVER:
            taken |= {piece}
    return taken


def _count_enough(ranked: list[Piece], target: float, speaker: Speaker) -> int:
    """Count the best pieces that are surely enough for the target: more need not be measured."""
    seconds = 0.0
    for count, piece in enumerate(ranked):
        seconds += speaker.seconds((*piece.said, *piece.facts))
        if seconds > target * _ENOUGH:
            return count + 1
    return len(ranked)


def _find_count(ranked: list[Key], limit: float, measure: Callable[[frozenset[Key]], float]) -> int:
    """Find how many of the best pieces make a film no longer than the limit."""
    low, high = 0, len(ranked)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(frozenset(ranked[:middle])) <= limit:
            low = middle
        else:
            high = middle - 1
    return low


def settle_choice(pieces: tuple[Piece, ...], chosen: frozenset[Key], speaker: Speaker) -> tuple[Piece, ...]:
    """Return the chosen pieces of one section: no lead without what it leads to, and a word on what a list leaves out."""
    kept = [
        piece
        for at, piece in enumerate(pieces)
        if piece.key in chosen and not (piece.leads and at + 1 < len(pieces) and pieces[at + 1].key not in chosen)
    ]
    return tuple(_tell_left(piece, pieces, kept, speaker) for piece in kept)


def limit_counts(sections: list[tuple[Piece, ...]], original: list[tuple[Piece, ...]]) -> list[tuple[Piece, ...]]:
    """Keep what is said of entries that are left out where it was said seldom so far; a third time tells nothing new."""
    known = {piece.key: piece for pieces in original for piece in pieces}
    left = MOST_COUNTS
    limited: list[tuple[Piece, ...]] = []
    for pieces in sections:
        kept: list[Piece] = []
        for at, piece in enumerate(pieces):
            told = len(piece.said) > len(known[piece.key].said)
            shown = (
                at + 1 < len(pieces) and pieces[at + 1].visual is not None and piece.span.reaches(pieces[at + 1].span)
            )
            kept.append(replace(piece, said=known[piece.key].said) if told and (left <= 0 or shown) else piece)
            left -= told and not shown
        limited.append(tuple(kept))
    return limited


def limit_stats(sections: list[tuple[Piece, ...]]) -> list[tuple[Piece, ...]]:
    """Keep a film's first large numbers; further ones are points like others."""
    left = MOST_STATS
    limited: list[tuple[Piece, ...]] = []
    for pieces in sections:
        kept: list[Piece] = []
        for piece in pieces:
            large = piece.visual is not None and piece.visual.scene_type == "stat"
            kept.append(replace(piece, visual=None) if large and piece.lines and left <= 0 else piece)
            left -= large
        limited.append(tuple(kept))
    return limited


def fill_chapter(
    held: tuple[Piece, ...], sections: list[tuple[Piece, ...]], step: Narration, speaker: Speaker
) -> tuple[Piece, ...]:
    """Add what follows to a chapter of which too little was chosen for one scene."""
    seconds = speaker.seconds((*step, *(sentence for piece in held for sentence in (*piece.said, *piece.facts))))
    if seconds >= SHORTEST_SPEECH + 0.2:
        return held
    keys = {piece.key for piece in held}
    flat = [piece for pieces in sections for piece in pieces]
    start = max(at for at, piece in enumerate(flat) if piece.key in keys)
    for piece in flat[start + 1 :]:
        held, seconds = (*held, piece), seconds + speaker.seconds((*piece.said, *piece.facts))
        if seconds >= SHORTEST_SPEECH + 0.2 and not piece.leads:
            break
    return held


def _tell_left(piece: Piece, pieces: tuple[Piece, ...], kept: list[Piece], speaker: Speaker) -> Piece:
    if piece.level != "item" or any(other.block == piece.block and other.rank > piece.rank for other in kept):
        return piece
    left = [other for other in pieces if other.block == piece.block and other.level == "item" and other not in kept]
    count = sum(len(other.lines) for other in left)
    phrases = speaker.phrases
    more = speaker.phrase(phrases.one_more if count == 1 else phrases.more, count=make_text(str(count))) if count > 1 else (
        speaker.phrase(phrases.one_more) if count == 1 else ()
    )  # fmt: skip
    if not more or speaker.seconds((*piece.said, *more)) > LONGEST_SPEECH:
        return piece
    return replace(piece, said=(*piece.said, *more))


def drop_repeated(pieces: tuple[Piece, ...], said: set[str]) -> tuple[Piece, ...]:
    """Drop points whose words were said before."""
    kept: list[Piece] = []
    for piece in pieces:
        words = "".join(letters(" ".join(word.text for sentence in piece.said for word in sentence.words)))
        if piece.visual is None and words in said:
            continue
        said.add(words)
        kept.append(piece)
    return tuple(kept)
