"""From the parts of all pages to a document: headings with levels, captions, contents and footnotes told, paragraphs joined."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from adapters.documents.pdf.library import Bookmark
from adapters.documents.pdf.paragraphs import Part
from adapters.documents.pdf.shapes import BOLD, MONO, RAISED, Line, common_size

_CAPTION = re.compile(r"(?:fig(?:ure|\.)?|abb(?:ildung|\.)|figura|рис(?:унок|\.)|図|图|圖)\s*[A-Z]?\d+", re.IGNORECASE)
_LABEL = re.compile(r"(?:table|tab\.|tabelle|tableau|tabla|tabella|таблица|表|listing)\s*[A-Z]?\d+", re.IGNORECASE)
_CONTENTS_LINE = re.compile(r"(?:.*(?:\. ?){4,}|\S.*\S\s+)\s*(?:\d{1,4}|[ivxlc]{1,7})\s*$")
_LEADERS = re.compile(r"(?:\. ?){4,}\s*(?:\d{1,4}|[ivxlc]{1,7})\s*$")
_FOOTNOTE = re.compile(r"(\d{1,3}|[*†‡§¶]{1,3})\s*\S")
_OPENING = re.compile(
    r"abstract|summary|preface|foreword|zusammenfassung|vorwort|résumé|resumen|riassunto|resumo|аннотация|摘要|概要",
    re.IGNORECASE,
)
_LARGER = 1.12
_STRAY = 12
_LONGEST_HEADING, _MOST_HEADING_LINES = 200, 4
_TERMINAL = (".", "!", "?", "…", "。", "！", "？", ":", "：", "؟", "।", ";")
_CLOSING = "\"'”’)]»」』"
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+\S")


def build_document(parts: list[Part], outline: Sequence[Bookmark]) -> list[Part]:
    """Tell what each part is, and join what pages and columns tore apart."""
    body = common_size(line for part in parts if part.kind in ("text", "item") for line in part.lines)
    parts = _omit_contents(parts)
    parts = _take_captions(parts)
    _find_headings(parts, outline, body)
    _find_footnotes(parts, body)
    return _nest_items(_join_torn(_join_headings(parts), body))


def _omit_contents(parts: list[Part]) -> list[Part]:
    """Take out a table of contents: lines that lead by dots, or as links, to a page's number."""
    pages: dict[int, int] = {}
    for part in parts:
        for line in part.lines:
            pages[part.first] = pages.get(part.first, 0) + _leads_to_page(line.text, [run.href for run in line.runs])
    found: list[Part] = []
    for part in parts:
        leading = [line for line in part.lines if _leads_to_page(line.text, [run.href for run in line.runs])]
        loose = [line for line in part.lines if _CONTENTS_LINE.match(line.text)]
        if part.kind in ("text", "item", "code") and pages[part.first] >= 3 and (2 * len(leading) > len(part.lines) or
                (leading and 2 * len(loose) > len(part.lines))):  # fmt: skip
            found.append(
                Part("note", part.first, part.last, words="table of contents", reason="a film has chapters of its own",
                     lines=part.lines)
            )  # fmt: skip
        else:
            found.append(part)
    return found


def _leads_to_page(text: str, targets: list[str]) -> bool:
    if _LEADERS.search(text):
        return True
    inner = any(target.startswith("#page=") for target in targets)
    return inner and bool(_CONTENTS_LINE.match(text))


def _take_captions(parts: list[Part]) -> list[Part]:
    """Give each figure the caption that stands under it, or else over it."""
    taken: set[int] = set()
    for step in (1, -1):
        for at, part in enumerate(parts):
            beside = at + step
            if part.kind != "figure" or part.figure is None or part.figure.caption or not 0 <= beside < len(parts):
                continue
            other = parts[beside]
            if (
                other.kind == "text"
                and other.first == part.first
                and beside not in taken
                and _CAPTION.match(other.text)
            ):
                part.figure = part.figure._replace(caption=other.text)
                part.lines = other.lines
                taken.add(beside)
    return [part for at, part in enumerate(parts) if at not in taken]


def _find_headings(parts: list[Part], outline: Sequence[Bookmark], body: float) -> None:
    """Mark headings, by the outline where it names them, else by size and weight; give each its level."""
    marks: dict[str, list[Bookmark]] = {}
    for mark in outline:
        marks.setdefault(_key(mark.title), []).append(mark)
    found: list[tuple[Part, int]] = []
    rows = Counter((part.first, round(line.base)) for part in parts for line in part.lines)
    for part in parts:
        if part.kind not in ("text", "item") or not _may_be_heading(part):
            continue
        named = _take_mark(part, marks)
        alone = all(rows[part.first, round(line.base)] == 1 for line in part.lines) or part.size >= _LARGER * body
        if named or (alone and _looks_like_heading(part, body)):
            found.append((part, named))
    found = _drop_doubtful(found)
    ranks = _rank(found)
    for part, _ in found:
        part.kind, part.mark, part.number = "heading", 0, None
        part.level = ranks[id(part)]


def _drop_doubtful(found: list[tuple[Part, int]]) -> list[tuple[Part, int]]:
    """Leave out what is only a little larger, on the first page: an author, a date; nothing else looks like it.

    Where there is an outline, what it does not name before the first that it does is the title page's.
    """
    looks = Counter(_look(part) for part, _ in found)
    named = {_look(part) for part, level in found if level}
    largest = max(looks, default=(0, False))
    opening = next((at for at, (_, level) in enumerate(found) if level), 0)
    kept: list[tuple[Part, int]] = []
    for at, (part, level) in enumerate(found):
        look = _look(part)
        alike = look in named or look[1] if named else look[1] or part.first > 1 or looks[look] > 1
        if level or look == largest or (alike and (at >= opening or _OPENING.fullmatch(part.text))):
            kept.append((part, level))
    return kept


def _look(part: Part) -> tuple[int, bool]:
    """Return what ranks a heading: its size in half points, and whether it is bold."""
    return round(part.size * 2), part.share(BOLD) > 0.9


def _may_be_heading(part: Part) -> bool:
    text = part.text
    letters = sum(character.isalpha() for character in text)
    return len(text) <= _LONGEST_HEADING and len(part.lines) <= _MOST_HEADING_LINES and letters > 1


def _looks_like_heading(part: Part, body: float) -> bool:
    text = part.text
    if part.share(MONO) > 0.9 or text.endswith((",", ";", "-")):
        return False
    if part.size >= _LARGER * body:
        return not (part.kind == "item" and part.number is None)
    bold = part.share(BOLD) > 0.9 and part.size >= 0.97 * body
    listed = part.kind == "item" and not _NUMBERED.match(text)
    return bold and not listed and len(part.lines) <= 2 and len(text) <= 100 and not text.endswith((".", ":", "!"))


def _key(text: str) -> str:
    """Reduce a title to its letters and digits: outline and page write spaces and dots differently."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())


def _take_mark(part: Part, marks: dict[str, list[Bookmark]]) -> int:
    """Return the level that the outline gives a part; 0 when it does not name it."""
    key = _key(part.text)
    bare = re.sub(r"^(?:chapter|part|appendix)?(?:\d+|[a-z](?=[A-Z]))", "", key)
    for candidate in (key, bare):
        for mark in marks.get(candidate, []):
            if not mark.page or abs(mark.page - part.first) <= 1:
                marks[candidate].remove(mark)
                return mark.level
    for candidate, found in marks.items():
        if (
            found
            and len(key) > 3
            and candidate.endswith(key)
            and candidate[: -len(key)].isdigit()
            and found[0].page == part.first
        ):
            return found.pop(0).level
    return 0


def _rank(found: list[tuple[Part, int]]) -> dict[int, int]:
    """Return levels by the identity of a part: the outline's, one deeper under a title that it leaves out; else by look."""
    looks = {id(part): _look(part) for part, _ in found}
    named = [(looks[id(part)], level) for part, level in found if level]
    if not named:
        order = sorted(set(looks.values()), reverse=True)
        return {key: min(order.index(look) + 1, 6) for key, look in looks.items()}
    above = [look for part, level in found if not level and (look := looks[id(part)]) > max(look for look, _ in named)]
    shift = 1 if above else 0
    levels: dict[int, int] = {}
    for part, level in found:
        levels[id(part)] = min(max((level or _guess_level(looks[id(part)], named, 1 - shift)) + shift, 1), 6)
    return levels


def _guess_level(look: tuple[int, bool], named: Sequence[tuple[tuple[int, bool], int]], otherwise: int) -> int:
    """Return the level of what the outline leaves out: of what looks the same, or below what looks higher."""
    same = [level for named_look, level in named if named_look == look]
    higher = [level for named_look, level in named if named_look > look]
    return same[0] if same else max(higher) + 1 if higher else otherwise


def _find_footnotes(parts: list[Part], body: float) -> None:
    """Leave out notes at the foot of a page: smaller, with a raised number or a mark before them; and what refers to them."""
    referred: set[tuple[int, str]] = set()
    for part in parts:
        if part.kind not in ("text", "item") or part.size > 0.92 * body or not part.lines:
            continue
        opening = part.lines[0].runs[0]
        marked = opening.style & RAISED or opening.text.strip()[:1] in "*†‡§¶" or part.lines[0].text[:1].isdigit()
        if marked and (match := _FOOTNOTE.match(part.text)):
            part.kind, part.words, part.reason = "note", "footnote", "a footnote is an aside that a talk leaves out"
            referred.add((part.first, match[1]))
    for part in parts:
        if part.kind in ("text", "item", "heading"):
            part.lines = [_drop_references(line, part.first, referred) for line in part.lines]


def _drop_references(line: Line, page: int, referred: set[tuple[int, str]]) -> Line:
    runs = tuple(run for run in line.runs if not (run.style & RAISED and (page, run.text.strip()) in referred))
    return line._replace(runs=runs) if runs else line


def _join_headings(parts: list[Part]) -> list[Part]:
    """Join a heading whose number, or second line, was read as one of its own."""
    joined: list[Part] = []
    for part in parts:
        above = joined[-1] if joined else None
        if above and above.kind == part.kind == "heading" and above.level == part.level and above.first == part.first:
            lone = not any(character.isalpha() for character in above.text)
            close = part.lines[0].base - above.lines[-1].base < 1.5 * part.size
            open_end = above.text.rstrip().endswith((":", "–", "—", "-", "of", "and", "the", "for", "to", "in", "with"))
            if lone or (close and part.lines[0].base > above.lines[-1].base and (open_end or part.text[:1].islower())):
                above.lines += part.lines
                continue
        joined.append(part)
    return joined


def _join_torn(parts: list[Part], body: float) -> list[Part]:
    """Join a paragraph that goes on in the next column, on the next page, or behind a figure."""
    joined: list[Part] = []
    for part in parts:
        above = _find_torn(joined, part) if part.kind == "text" and part.lines else None
        if above is None:
            joined.append(part)
        else:
            above.lines += part.lines
            above.last = part.last
    return joined


def _find_torn(joined: Sequence[Part], part: Part) -> Part | None:
    for above in reversed(joined[-6:]):
        if above.kind in ("figure", "note", "table") or _LABEL.match(above.text) or _CAPTION.match(above.text):
            continue
        if above.kind == "text" and len(above.text) <= _STRAY and above.first == part.first:
            continue  # a word of a drawing that is none to us
        if above.kind not in ("text", "item") or abs(above.size - part.size) > 0.06 * part.size:
            return None
        end, start = above.text.rstrip().rstrip(_CLOSING), part.text.lstrip()
        moved = part.first != above.last or part.lines[0].base <= above.lines[-1].base or above is not joined[-1]
        if not moved or not end or end.endswith(_TERMINAL) or above.text.rstrip().endswith(_TERMINAL):
            return None
        full = len(above.lines) > 1 or len(above.text) > 40
        hyphen = end.endswith(("-", "\u00ad", "‐", ","))
        return (
            above
            if start[:1].islower() or hyphen or (full and not start[:1].isupper() and start[:1].isalpha())
            else None
        )
    return None


def _nest_items(parts: list[Part]) -> list[Part]:
    """Give the entries of each list their depth, by how far in they stand."""
    edges: list[float] = []
    for part in parts:
        if part.kind != "item":
            edges = []
            continue
        line = part.lines[0]
        start = -line.x1 if line.leftward else line.x0
        while edges and start < edges[-1] - 4:
            edges.pop()
        if not edges or start > edges[-1] + 4:
            edges.append(start)
        part.level = len(edges) - 1
    return parts
