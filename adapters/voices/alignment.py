"""Word events, as an engine reports them -> a start and an end for each word of ours. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from model.audio import WordTime

Anchor = tuple[int, int] | None
"""Samples from start to end where an event says when a word is heard; None where none does."""

_FULL = 1_000_000
_BAND = 250
_SPOKEN_ENOUGH = 2_000
"""Samples (42 ms): a gap of at least this much for each word that has no event is taken to hold those words."""


class WordEvent(NamedTuple):
    """What an engine says it speaks when, in samples."""

    start: int
    end: int
    text: str


def align_words(events: Sequence[WordEvent], spoken: Sequence[str], total: int) -> tuple[WordTime, ...]:
    """Give each word its time: events may be merged, split, missing, spelled otherwise. `total` is in samples."""
    return place_words(match_events(events, spoken), [len(_key(word)) or bool(word) for word in spoken], total)


def match_events(events: Sequence[WordEvent], spoken: Sequence[str]) -> list[Anchor]:
    """Find the events of each word, letter by letter and in order, so that differences in cutting do not matter."""
    ours = [(owner, char) for owner, word in enumerate(spoken) for char in _key(word)]
    theirs = [(owner, char) for owner, event in enumerate(events) for char in _key(event.text)]
    times = _letter_times(events)
    anchors: list[Anchor] = [None] * len(spoken)
    for mine, yours in _match_letters(ours, theirs):
        owner, (start, end) = ours[mine][0], times[yours]
        known = anchors[owner]
        anchors[owner] = (start, end) if known is None else (known[0], max(known[1], end))
    return anchors


def _key(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if char.isalnum() or unicodedata.category(char)[0] == "M")


def _letter_times(events: Sequence[WordEvent]) -> list[tuple[int, int]]:
    times = []
    for event in events:
        letters, length = len(_key(event.text)), event.end - event.start
        edges = [event.start + length * at // max(letters, 1) for at in range(letters + 1)]
        times += list(pairwise(edges))
    return times


def _match_letters(ours: list[tuple[int, str]], theirs: list[tuple[int, str]]) -> list[tuple[int, int]]:
    """Return pairs of equal letters, in order, by dynamic programming (Needleman and Wunsch, 1970), in a band when long."""
    if [char for _, char in ours] == [char for _, char in theirs]:
        return [(at, at) for at in range(len(ours))]
    rows, columns = len(ours), len(theirs)
    band = columns if rows * columns <= _FULL else abs(rows - columns) + _BAND
    mine, yours = _edges(ours), _edges(theirs)
    above, moves = [-at for at in range(columns + 1)], [b"\2" * (columns + 1)]
    for row in range(1, rows + 1):
        char, edge = ours[row - 1][1], mine[row - 1]
        centre = row * columns // rows
        first, last = max(1, centre - band), min(columns, centre + band)
        line, move = [-10 * (rows + columns)] * (columns + 1), bytearray(columns + 1)
        line[0] = -row
        move[0] = 1
        for column in range(first, last + 1):
            best, how = above[column] - 1, 1
            if line[column - 1] - 1 > best:
                best, how = line[column - 1] - 1, 2
            if theirs[column - 1][1] == char:
                # Edges that meet weigh more: a letter of a word that has no event shall not match inside its neighbour.
                score = above[column - 1] + 4 + 3 * (edge & yours[column - 1]).bit_count()
                if score >= best:
                    best, how = score, 3
            line[column], move[column] = best, how
        moves.append(bytes(move))
        above = line
    return _trace(moves, rows, columns)


def _edges(letters: list[tuple[int, str]]) -> list[int]:
    """Return for each letter 1 when it begins its word, plus 2 when it ends it."""
    owners = [None, *(owner for owner, _ in letters), None]
    return [
        (before != owner) + 2 * (after != owner)
        for before, owner, after in zip(owners, owners[1:], owners[2:], strict=False)
    ]


def _trace(moves: list[bytes], row: int, column: int) -> list[tuple[int, int]]:
    pairs = []
    while row and column:
        how = moves[row][column]
        if how == 3:
            pairs.append((row - 1, column - 1))
        row, column = row - (how != 2), column - (how != 1)
    return pairs[::-1]


def place_words(anchors: Sequence[Anchor], weights: Sequence[int], total: int) -> tuple[WordTime, ...]:
    """Turn anchors into times that never go back; words without one share what lies between by weight (0: not spoken)."""
    tidy = _tidy(anchors, total)
    times: list[tuple[int, int]] = []
    at = 0
    for missing, group in groupby(range(len(tidy)), key=lambda index: tidy[index] is None):
        indices = list(group)
        if not missing:
            times += [tidy[index] or (0, 0) for index in indices]
            continue
        following = tidy[indices[-1] + 1] if indices[-1] + 1 < len(tidy) else None
        limit = following[0] if following else total
        wanted = [weights[index] for index in indices]
        at = times[-1][1] if times else 0
        if times and limit - at < _SPOKEN_ENOUGH * sum(1 for weight in wanted if weight):
            # The event before must have covered these words too: they share its time.
            begin = times[-1][0]
            shared = _share(begin, max(limit, at), [weights[indices[0] - 1] or 1, *wanted])
            times[-1] = shared[0]
            times += shared[1:]
        else:
            times += _share(at, max(limit, at), wanted)
    return tuple(WordTime(start=start, end=end) for start, end in _bounded(times, total))


def _tidy(anchors: Sequence[Anchor], total: int) -> list[Anchor]:
    latest, tidy = 0, list[Anchor]()
    for anchor in anchors:
        if anchor is None:
            tidy.append(None)
            continue
        latest = min(max(latest, anchor[0]), total)
        tidy.append((latest, min(max(latest, anchor[1]), total)))
    return tidy


def _share(start: int, end: int, weights: Sequence[int]) -> list[tuple[int, int]]:
    whole, done, times = sum(weights), 0, []
    for weight in weights:
        first = start + ((end - start) * done // whole if whole else 0)
        done += weight
        times.append((first, start + ((end - start) * done // whole if whole else 0)))
    return times


def _bounded(times: list[tuple[int, int]], total: int) -> list[tuple[int, int]]:
    """Cut each word off where the next one with a length begins."""
    limit, bounded = total, []
    for start, end in reversed(times):
        bounded.append((min(start, limit), max(min(start, limit), min(end, limit))))
        limit = min(start, limit)
    return bounded[::-1]
