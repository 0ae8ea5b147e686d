"""Lines of code and what is said over them -> which lines are spoken of, and when"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from model.narration import Narration
from model.timeline import Cue
from render.cue_matching import find_mentions, sentence_words

_NAME = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_DEFINES = re.compile(
    r"\s*(?:(?:export|public|private|protected|static|async|pub|final|abstract)\s+)*"
    r"(?:def|class|fn|func|function|interface|struct|enum|trait|type|const|let|var|val)\s+([^\W\d]\w*)"
    r"|\s*([^\W\d][\w.]*)\s*(?::[^=]+)?=(?!=)"
)
_SHORTEST = 4
"""Letters of a name that is a plain word: shorter ones are found in any sentence."""
_PLAIN = frozenset({
    "this", "that", "with", "from", "import", "return", "print", "else", "then", "true", "false", "none",
    "null", "self", "class", "while", "name", "file", "type", "when", "where", "what", "have", "will", "case",
    "break", "continue", "pass", "yield", "await", "async", "function", "const", "public", "static", "void",
})  # fmt: skip
_FEWEST = 4
"""Lines: fewer are seen at once."""
_MOST = 0.7
"""Of all lines: more in focus is no focus."""


class Focus(NamedTuple):
    """Lines that are spoken of."""

    cue: Cue
    lines: frozenset[int]
    """Indices among the lines shown; empty when the whole is seen again."""


def find_focus(lines: Sequence[str], first_number: int, narration: Narration) -> tuple[Focus, ...]:
    """Return in order which lines are in focus from which word on: those that are named, else block after block."""
    if sum(bool(line.strip()) for line in lines) < _FEWEST:
        return ()
    named = _focus_named(lines, first_number, narration)
    return named or _focus_blocks(lines, narration)


def _focus_named(lines: Sequence[str], first_number: int, narration: Narration) -> tuple[Focus, ...]:
    names: list[list[str]] = [[f"line {first_number + at}"] for at in range(len(lines))]
    for name, owner in _owners(lines).items():
        names[owner].append(name)
    found: list[Focus] = []
    for mention in find_mentions(names, narration):
        block = _block_of(lines, mention.part)
        if not found or found[-1].lines != block:
            found.append(Focus(Cue(mention.word, "fade"), block))
    return _see_whole(found, narration)


def _owners(lines: Sequence[str]) -> dict[str, int]:
    """Return for each name the line that defines it, or the first that has it."""
    owners: dict[str, int] = {}
    for at, line in enumerate(lines):
        for name in find_names(line):
            owners.setdefault(name, at)
    for at, line in reversed(list(enumerate(lines))):
        defined = _DEFINES.match(line)
        name = (defined[1] or defined[2]) if defined else ""
        if name in owners:
            owners[name] = at
    return owners


def find_names(line: str) -> frozenset[str]:
    """Return the names in a line that can be heard for certain, those with an owner also without it."""
    found = {part for name in _NAME.findall(line) for part in (name, name.rsplit(".", 1)[-1])}
    return frozenset(name for name in found if _is_telling(name))


def _is_telling(name: str) -> bool:
    marked = "_" in name or "." in name or any(letter.isupper() for letter in name[1:])
    return marked or (len(name) >= _SHORTEST and name.lower() not in _PLAIN)


def _block_of(lines: Sequence[str], at: int) -> frozenset[int]:
    """Return a line with what is indented below it, unless that is nearly everything."""
    depth, end = _indent(lines[at]), at + 1
    while end < len(lines) and (not lines[end].strip() or _indent(lines[end]) > depth):
        end += 1
    block = frozenset(number for number in range(at, end) if lines[number].strip())
    return block if len(block) <= _MOST * len(lines) else frozenset((at,))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _focus_blocks(lines: Sequence[str], narration: Narration) -> tuple[Focus, ...]:
    """Share the sentences out to the blocks between empty lines, in order."""
    blocks: list[list[int]] = [[]]
    for at, line in enumerate(lines):
        if line.strip():
            blocks[-1].append(at)
        elif blocks[-1]:
            blocks.append([])
    blocks = [block for block in blocks if block]
    sentences = sentence_words(narration)
    if len(blocks) < 2 or len(sentences) < len(blocks):
        return ()
    starts = [sentences[at * len(sentences) // len(blocks)].start for at in range(len(blocks))]
    return tuple(Focus(Cue(start, "fade"), frozenset(block)) for start, block in zip(starts, blocks, strict=True))


def _see_whole(found: Sequence[Focus], narration: Narration) -> tuple[Focus, ...]:
    """Show all lines alike again with the first sentence that names none after one that did."""
    if not found:
        return ()
    after = next((words.start for words in sentence_words(narration) if words.start > found[-1].cue.word), None)
    return (*found, *((Focus(Cue(after, "fade"), frozenset()),) if after is not None else ()))
