"""Two versions of code and what is said over them -> when the second comes, and which changes are spoken of, and when"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple

from model.narration import Narration
from model.scenes.code_comparison import CodeComparisonScene
from model.timeline import Cue
from render.code_focus import find_names
from render.cue_matching import find_mentions, sentence_words
from render.diff import Aligned

_MOST = 0.8
"""Of all rows: more in focus is no focus."""


class Explanation(NamedTuple):
    """What is said of a comparison, step by step."""

    cues: tuple[Cue, ...]
    comes: int
    """The step with which the second version comes, and with it the marks of what differs."""
    focused: tuple[frozenset[Hashable], ...]
    """What is in focus from step k on, at k - 1: indices of rows; nothing while the whole is seen."""
    dimmed: tuple[frozenset[Hashable], ...]
    """The rows that give way, likewise."""


def explain_changes(scene: CodeComparisonScene, rows: Sequence[Aligned]) -> Explanation:
    """Let the second version come when it is told of; then each change that is named, or each in turn, is in focus."""
    turn = -1 if scene.goes_on else _find_turn(scene)
    hunks = _find_hunks(rows)
    found = _name_hunks(scene, rows, hunks, turn) or _share_hunks(hunks, scene.narration, turn)
    if not found or sum(map(len, hunks)) > _MOST * len(rows) * len(hunks):
        found = []
    begin: list[tuple[int, frozenset[Hashable]]] = [] if scene.goes_on else [(turn, frozenset())]
    steps = [*begin, *found]
    every = frozenset[Hashable](range(len(rows)))
    return Explanation(
        tuple(Cue(word, "fade") for word, _ in steps),
        len(begin),
        tuple(part for _, part in steps),
        tuple(every - part if part else frozenset() for _, part in steps),
    )


def _find_turn(scene: CodeComparisonScene) -> int:
    """Return the word that turns to the second version: as the script says, its label, else about the middle."""
    sentences = sentence_words(scene.narration)
    if 0 < scene.turn < len(sentences):
        return sentences[scene.turn].start
    named = find_mentions([[scene.after_label]] if scene.after_label else [], scene.narration)
    if named and named[0].word:
        return named[0].word
    if len(sentences) > 1:
        return sentences[len(sentences) // 2].start
    return sentences[0].start + len(sentences[0]) // 2


def _find_hunks(rows: Sequence[Aligned]) -> list[frozenset[Hashable]]:
    """Group rows that differ and follow each other."""
    hunks: list[list[int]] = []
    for at, row in enumerate(rows):
        if row.changed:
            if not at or not rows[at - 1].changed:
                hunks.append([])
            hunks[-1].append(at)
    return [frozenset(hunk) for hunk in hunks]


def _name_hunks(
    scene: CodeComparisonScene, rows: Sequence[Aligned], hunks: Sequence[frozenset[Hashable]], turn: int
) -> list[tuple[int, frozenset[Hashable]]]:
    """Find the changes that are named after the turn, by a name that no line has that stays."""
    versions = (scene.before.split("\n"), scene.after.split("\n"))
    lines = [[version[at] for version, at in zip(versions, row.lines, strict=True) if at is not None] for row in rows]
    kept = {
        name
        for row, pair in zip(rows, lines, strict=True)
        if not row.changed
        for line in pair
        for name in find_names(line)
    }
    names = [
        {name for at, pair in enumerate(lines) if at in hunk for line in pair for name in find_names(line)} - kept
        for hunk in hunks
    ]
    mentions = [found for found in find_mentions([sorted(own) for own in names], scene.narration) if found.word > turn]
    found = [(mention.word, hunks[mention.part]) for mention in mentions]
    if not found:
        return []
    after = next((words.start for words in sentence_words(scene.narration) if words.start > found[-1][0]), None)
    return [*found, *([(after, frozenset[Hashable]())] if after is not None else [])]


def _share_hunks(
    hunks: Sequence[frozenset[Hashable]], narration: Narration, turn: int
) -> list[tuple[int, frozenset[Hashable]]]:
    """Share the sentences after the turn out to the changes, in order, where there are enough of both."""
    starts = [words.start for words in sentence_words(narration) if words.start > turn]
    if len(hunks) < 2 or len(starts) < len(hunks):
        return []
    return [(starts[at * len(starts) // len(hunks)], hunk) for at, hunk in enumerate(hunks)]
