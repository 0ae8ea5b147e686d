"""From the sheets of a document to the same without what stands on every one: headers, footers, page numbers, logos."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from adapters.documents.pdf.shapes import Box, Figure, Line, Sheet, common_size

_MARGIN = 0.14
"""Of a page's height, at its head and at its foot."""
_NUMBER = re.compile(
    r"[\W_]*(?:(?:page|seite|p\.|página|pagina|страница|стр\.|第)\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|of|von|sur|de|из|页|頁|ページ)\s*\d{0,4})?[\W_]*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+|\b[ivxlc]{1,7}\b")
_REPEATED = "it stands on every page"


def drop_furniture(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Take out what repeats in the margins, and lone page numbers."""
    if not sheets:
        return []
    body = common_size(line for sheet in sheets for line in sheet.lines)
    repeated = _find_repeated(sheets)
    logos = Counter(figure.name for sheet in sheets for figure in sheet.figures)
    return [_clean(sheet, sheets, repeated, logos, body) for sheet in sheets]


def _find_repeated(sheets: Sequence[Sheet]) -> set[str]:
    """Return what is written, numbers aside, in the margins of many pages."""
    counted = Counter(key for sheet in sheets for key in {_key(line) for line in _margin_lines(sheet)})
    # A header of the left pages alone, or of one chapter, stands on fewer than half of them.
    enough = max(2 if len(sheets) <= 3 else 3, len(sheets) // 5)
    return {key for key, count in counted.items() if count >= enough}


def _margin_lines(sheet: Sheet) -> list[Line]:
    return [line for line in sheet.lines if _in_margin(line.box, sheet)]


def _in_margin(box: Box, sheet: Sheet) -> bool:
    return box.y1 <= _MARGIN * sheet.height or box.y0 >= (1 - _MARGIN) * sheet.height


def _key(line: Line) -> str:
    """Reduce a line to what repeats: its words and its size; a title that headers repeat is larger than they are."""
    return f"{round(line.size)} {_DIGITS.sub('#', ' '.join(line.text.lower().split()))}"


def _clean(sheet: Sheet, sheets: Sequence[Sheet], repeated: set[str], logos: Counter[str], body: float) -> Sheet:
    tops = [line.base for line in sheet.lines]
    kept: list[Line] = []
    gone: list[str] = []
    for line in sheet.lines:
        edge = _in_margin(line.box, sheet)
        outermost = bool(tops) and line.base in (min(tops), max(tops))
        number = edge and bool(_NUMBER.fullmatch(line.text)) and line.size < 1.4 * body
        if edge and (
            (_key(line) in repeated and not _leads_on(line, sheet, repeated))
            or (number and (outermost or _alone(line, sheet)))
        ):
            gone.append(line.text)
        else:
            kept.append(line)
    kept, running = _drop_running(kept, sheet, sheets, bool(gone))
    gone += running
    notes = (("header or footer", " ".join(gone), _REPEATED),) if gone else ()
    figures = tuple(figure for figure in sheet.figures if not _is_logo(figure, logos, len(sheets)))
    return sheet._replace(lines=tuple(kept), figures=figures, notes=(*sheet.notes, *notes))


def _leads_on(line: Line, sheet: Sheet, repeated: set[str]) -> bool:
    """Tell whether the page's own text stands as close to a line as if it were a part of it."""
    return any(
        0.5 * line.size < abs(other.base - line.base) < 1.5 * line.size
        and min(other.x1, line.x1) > max(other.x0, line.x0)
        and _key(other) not in repeated
        for other in sheet.lines
    )


def _alone(line: Line, sheet: Sheet) -> bool:
    """Tell whether nothing stands near a line on its base line."""
    return all(
        other is line
        or abs(other.base - line.base) > 0.9 * line.size
        or other.x1 < line.x0 - 40
        or other.x0 > line.x1 + 40
        for other in sheet.lines
    )


def _drop_running(
    lines: list[Line], sheet: Sheet, sheets: Sequence[Sheet], furnished: bool
) -> tuple[list[Line], list[str]]:
    """Take out a chapter's name beside a page number that was taken out: at the same height on most pages, above all else."""
    if not furnished or len(sheets) < 3 or not lines:
        return lines, []
    top = min(line.base for line in lines)
    rest = [line for line in lines if line.base > top + 1]
    head = [line for line in lines if line.base <= top + 1]
    level = sum(any(abs(line.base - top) < 1 for line in other.lines) for other in sheets)
    size = max(line.size for line in head)
    apart = bool(rest) and min(line.base for line in rest) - top > 1.6 * max(size, 8)
    small = size <= common_size(rest) * 1.02 if rest else False
    short = sum(len(line.text) for line in head) < 90
    beside = any(abs(line.base - top) < 2 and line not in lines for line in sheet.lines)
    if level * 2 > len(sheets) and apart and small and short and beside and _in_margin(head[0].box, sheet):
        return rest, [line.text for line in head]
    return lines, []


def _is_logo(figure: Figure, counted: Counter[str], pages: int) -> bool:
    return pages > 2 and counted[figure.name] * 2 > pages
