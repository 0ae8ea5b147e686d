"""From the blocks of a page to its parts: paragraphs, entries of lists, code, tables and figures, lines joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from adapters.documents.pdf.letters import SOFT_HYPHEN
from adapters.documents.pdf.ordering import Block, usual_pitch
from adapters.documents.pdf.shapes import BOLD, MONO, RAISED, Figure, Line, Run, Table, common_size, merge_runs

_BULLET = re.compile(r"(?:[•◦▪‣∙]\s*|[·*–—\-]\s+)(?=\S)")
_NUMBER = re.compile(r"(?:\(?(\d{1,3})[.)]|\(?([a-z]|[ivx]{1,4})\)|\[(\d{1,3})\])\s+(?=\S)")
_ENDS = (".", "!", "?", ":", ";", "…", "。", "！", "？", ".”", '."', ".)", "؟", "।")
_MONO_SHARE = 0.9
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST_WORD = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)[-\u00ad\u2010]$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")


@dataclass(slots=True)
class Part:
    """One thing to say or to show."""

    kind: str
    """text, item, code, table, figure, note, contents; heading when that is known"""
    first: int
    """Page on which it begins."""
    last: int
    """Page on which it ends."""
    lines: list[Line] = field(default_factory=list)
    table: Table | None = None
    figure: Figure | None = None
    level: int = 0
    """Of a heading from 1; of an entry from 0."""
    number: int | None = None
    """Of a numbered entry."""
    mark: int = 0
    """Characters of an entry's marker."""
    words: str = ""
    """Of what is left out; of a heading, from the outline."""
    reason: str = ""
    """Why it is left out."""

    @property
    def size(self) -> float:
        """Return the size of most of its letters."""
        return common_size(self.lines)

    @property
    def text(self) -> str:
        """Return its words, a space between lines."""
        return " ".join(line.text.strip() for line in self.lines)

    def share(self, style: int) -> float:
        """Return which part of its letters is set in a style."""
        total = sum(len(line.text) for line in self.lines)
        return sum(line.share(style) * len(line.text) for line in self.lines) / total if total else 0.0


def split_blocks(blocks: Iterable[Block], page: int) -> list[Part]:
    """Make parts of the blocks of a page, in order."""
    parts: list[Part] = []
    for block in blocks:
        if block.table:
            parts.append(Part("table", page, page, table=block.table))
        elif block.figure:
            parts.append(Part("figure", page, page, figure=block.figure))
        else:
            parts += _split_lines(block.lines, page)
    return parts


def _split_lines(lines: Sequence[Line], page: int) -> list[Part]:
    """Cut a block of lines into paragraphs, entries and code."""
    flipped = sum(line.leftward for line in lines) * 2 > len(lines)
    seen = [_flip(line) if flipped else line for line in lines]
    left, right, pitch = min(line.x0 for line in seen), max(line.x1 for line in seen), usual_pitch(seen)
    parts: list[Part] = []
    for at, line in enumerate(lines):
        part = parts[-1] if parts else None
        above = seen[at - 1] if at else None
        mono = line.share(MONO) > _MONO_SHARE and not (
            part and above and part.kind != "code" and _runs_on(above, seen[at], right, pitch)
        )
        if part is None or above is None or mono != (part.kind == "code"):
            parts.append(_start(line, page, mono))
            continue
        opening = seen[at - len(part.lines) : at]
        near = seen[at].base - above.base < 2.6 * pitch
        if near if mono else _goes_on(part, opening, seen[at], (left, right), pitch):
            part.lines.append(line)
        else:
            parts.append(_start(line, page, mono))
    return [_settle(part) for part in parts]


def _flip(line: Line) -> Line:
    return line._replace(x0=-line.x1, x1=-line.x0)


def _start(line: Line, page: int, mono: bool) -> Part:
    text = line.text
    if mono and len(text.strip()) > 1:
        return Part("code", page, page, [line])
    if match := _BULLET.match(text):
        return Part("item", page, page, [line], mark=match.end())
    if match := _NUMBER.match(text):
        digits = match[1] or match[3] or ""
        letter = match[2] or ""
        number = int(digits) if digits else ord(letter) - 96 if len(letter) == 1 else 1
        return Part("item", page, page, [line], mark=match.end(), number=number)
    return Part("text", page, page, [line])


def _runs_on(above: Line, line: Line, right: float, pitch: float) -> bool:
    """Tell whether a line of code is the middle of a sentence: prose fills the line above, up to its edge."""
    level = abs(line.x0 - above.x0) < 0.3 * above.size and line.base - above.base < 1.2 * pitch
    return level and above.share(MONO) < 0.5 and right - above.x1 < 4 * above.size and not _ends(above)


def _goes_on(part: Part, opening: Sequence[Line], line: Line, edges: tuple[float, float], pitch: float) -> bool:
    """Tell whether a line belongs to the paragraph whose lines so far are `opening`."""
    left, right = edges
    above = opening[-1]
    size = max(line.size, above.size)
    if line.base - above.base > 1.3 * max(pitch, size) or abs(line.size - above.size) > 0.12 * size:
        return False
    if (line.share(BOLD) > 0.9) != (above.share(BOLD) > 0.9) and (_ends(above) or above.share(BOLD) > 0.9):
        return False
    indent = line.x0 - above.x0
    short = right - above.x1 > 0.14 * (right - left) + size
    marked = _BULLET.match(line.text) or _NUMBER.match(line.text)
    if marked and (part.kind == "item" or short or abs(indent) > 0.5 * size or above.text.rstrip().endswith(":")):
        return False
    if part.kind == "item":
        hung = len(opening) > 1 and opening[1].x0 > opening[0].x0 + 0.5 * size
        back = line.x0 < opening[0].x0 + 0.3 * size
        return not (back and (short or hung))
    if indent > 0.8 * size and (short or (len(opening) > 1 and above.x0 - left < 0.4 * size)):
        return False
    return not (short and _ends(above) and not line.text.lstrip()[:1].islower())


def _ends(line: Line) -> bool:
    return line.text.rstrip().endswith(_ENDS)


def _settle(part: Part) -> Part:
    """See a lone monospaced word as text: it is no listing."""
    if part.kind == "code" and len(part.lines) == 1 and len(part.text.split()) < 2 and len(part.text) < 12:
        part.kind = "text"
    return part


def set_code(part: Part) -> str:
    """Set the lines of code as they stand: by columns as wide as their letters."""
    widths = [(line.x1 - line.x0) / len(line.text) for line in part.lines if len(line.text) > 3]
    width = sorted(widths)[len(widths) // 2] if widths else 0.6 * part.size
    left, pitch = min(line.x0 for line in part.lines), max(usual_pitch(part.lines), 1.0)
    rows: list[str] = []
    above: Line | None = None
    for line in part.lines:
        if above is not None and line.base > above.base:
            rows += [""] * min(max(round((line.base - above.base) / pitch) - 1, 0), 2)
        rows.append(" " * min(round((line.x0 - left) / width), 80) + line.text.replace(SOFT_HYPHEN, "-").rstrip())
        above = line
    return "\n".join(_drop_numbers(rows))


_LISTED = re.compile(r"\s*(\d{1,4})(?:\s|$)")


def _drop_numbers(rows: list[str]) -> list[str]:
    """Take off the line numbers that a listing shows."""
    matches = [_LISTED.match(row) for row in rows if row.strip()]
    numbers = [int(match[1]) for match in matches if match]
    if (
        len(numbers) < 3
        or len(numbers) != len(matches)
        or numbers != list(range(numbers[0], numbers[0] + len(numbers)))
    ):
        return rows
    cut = [_LISTED.sub("", row, count=1) for row in rows]
    margin = min((len(row) - len(row.lstrip()) for row in cut if row.strip()), default=0)
    return [row[margin:] for row in cut]


def count_words(lines: Iterable[Line]) -> Counter[str]:
    """Count the words that stand whole within lines: they tell which hyphens are part of a word."""
    counted: Counter[str] = Counter()
    for line in lines:
        counted.update(word.lower() for word in _WORD.findall(line.text.replace(SOFT_HYPHEN, " "))[1:-1])
    return counted


def join_text(lines: Sequence[Line], known: Counter[str], skip: int = 0) -> tuple[Run, ...]:
    """Join lines to one text: with a space, or with nothing where a word was hyphenated; `skip` leaves out a marker."""
    runs: list[Run] = []
    for line in lines:
        own = [run for run in line.runs if run.text]
        if runs:
            _join_ends(runs, own, known)
        runs += own
    return _strip(merge_runs(_cut(runs, skip)))


def _join_ends(runs: list[Run], following: list[Run], known: Counter[str]) -> None:
    before = "".join(run.text for run in runs[-4:]).rstrip()
    after = "".join(run.text for run in following[:4]).lstrip()
    last, first = _LAST_WORD.search(before), _FIRST_WORD.match(after)
    soft = before.endswith((SOFT_HYPHEN, "-", "‐"))
    if soft and last and first:
        runs[-1] = runs[-1]._replace(text=runs[-1].text.rstrip())
        joined, hyphened = (last[1] + first[0]).lower(), f"{last[1]}-{first[0]}".lower()
        keep = (known[hyphened] > known[joined]) or not first[0][0].islower() or (
            "-" in last[1] and not known[joined]
        )  # fmt: skip
        runs[-1] = runs[-1]._replace(text=runs[-1].text[:-1] + ("-" if keep else ""))
    elif soft:
        runs[-1] = runs[-1]._replace(
            text=runs[-1].text.rstrip().rstrip(SOFT_HYPHEN) + ("-" if before.endswith(SOFT_HYPHEN) else "")
        )
    elif _wants_space(before, after):
        same = runs[-1][1:] == (following[0][1:] if following else runs[-1][1:])
        runs.append(Run(" ", runs[-1].style & ~RAISED if same else 0, runs[-1].href if same else ""))


def _wants_space(before: str, after: str) -> bool:
    """Tell whether lines are joined with a space: Chinese and Japanese are not."""
    return not (_is_ideographic(before[-1:]) and _is_ideographic(after[:1]))


def _is_ideographic(character: str) -> bool:
    return bool(character) and (
        "\u2e80" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff" or "\uff00" <= character <= "\uff60"
    )


def _cut(runs: list[Run], skip: int) -> list[Run]:
    left = skip
    kept: list[Run] = []
    for run in runs:
        kept.append(run._replace(text=run.text[left:]))
        left = max(left - len(run.text), 0)
    return kept


def _strip(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    found = [run._replace(text=run.text.replace(SOFT_HYPHEN, "")) for run in runs]
    while found and not found[0].text.strip():
        found.pop(0)
    while found and not found[-1].text.strip():
        found.pop()
    if found:
        found[0] = found[0]._replace(text=found[0].text.lstrip())
        found[-1] = found[-1]._replace(text=found[-1].text.rstrip())
    return tuple(found)
