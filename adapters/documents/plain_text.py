"""From plain text to ParsedContent: the headings, lists, code and quotations that its layout makes plain."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from adapters.documents.inline_text import Piece, has_words, resolve_text
from adapters.documents.page import UNNUMBERED, Heading, Page
from adapters.documents.sections import assemble_content
from adapters.documents.text_lists import find_last_number, find_marker, read_text_list
from model.content import CodeBlock, ParagraphBlock, ParsedContent, QuoteBlock, Run, Text
from model.inputs import SourceImage

_UNDERLINE = re.compile(r"([=\-~*_^#])\1{2,200}\s{0,20}")
_RULE = re.compile(r"(?:[=\-~*_#+.] ?){3,200}\s{0,20}")
_NUMBERED = re.compile(
    r"(?:(?:chapter|part|section|appendix)\s{1,5})?(?:\d{1,3}(?:\.\d{1,3}){0,4}[.):]?|[IVX]{1,6}\.)\s{1,8}\S",
    re.IGNORECASE,
)
_HASHED = re.compile(r"(#{1,6})\s{1,8}(\S.*?)\s{0,8}#{0,6}$")
_LONGEST_HEADING = 80
_CODE_INDENT = 4
_COLUMNS = re.compile(r"\S {3,}\S|\t")


class Chunk(NamedTuple):
    """Lines between blank ones; `first` is 1-based."""

    first: int
    lines: tuple[str, ...]

    @property
    def last(self) -> int:
        """Return the number of the last line."""
        return self.first + len(self.lines) - 1


def parse_text(
    text: str, *, name: str, images: Mapping[str, SourceImage], missing: Mapping[str, str], language: str | None
) -> ParsedContent:
    """Read a plain text; it shows no pictures."""
    lines = text.split("\n")
    page = Page(name, lines, images, missing)
    chunks = _split_chunks([line.expandtabs(4).rstrip() for line in lines])
    at = 0
    while at < len(chunks):
        at = _read_chunk(chunks, at, page)
    return assemble_content(page, language=language)


def _split_chunks(lines: Sequence[str]) -> list[Chunk]:
    """Cut at blank lines, and where a list begins right after a line that announces it."""
    filled = [len(line) - len(line.lstrip()) for line in lines if line]
    margin = min(filled, default=0)
    chunks: list[Chunk] = []
    current: list[str] = []
    for number, line in enumerate([*(line[margin:] for line in lines), ""], start=1):
        announced = current and current[-1].endswith(":") and find_marker(line) and not find_marker(current[0])
        if current and (not line or announced):
            chunks.append(Chunk(number - len(current), tuple(current)))
            current = []
        if line:
            current.append(line)
    return chunks


def _read_chunk(chunks: list[Chunk], at: int, page: Page) -> int:
    """Read one chunk, or several that belong together; return the next one's index."""
    chunk = chunks[at]
    if heading := _find_heading(chunks, at):
        level, words, height = heading
        page.found.append(Heading(level, _plain(words), page.span(chunk.first, chunk.first + height - 1)))
        if height < len(chunk.lines):
            chunks[at] = Chunk(chunk.first + height, chunk.lines[height:])
            return at
        return at + 1
    if len(chunk.lines) == 1 and _RULE.fullmatch(chunk.lines[0].strip()):
        page.omit("rule", chunk.lines[0], "a line across the page has no words", page.span(chunk.first, chunk.last))
        return at + 1
    if find_marker(chunk.lines[0]):
        return _read_list(chunks, at, page)
    if _is_code(chunk):
        return _read_code(chunks, at, page)
    _read_prose(chunk, page)
    return at + 1


def _find_heading(chunks: Sequence[Chunk], at: int) -> tuple[int, str, int] | None:
    """Return level, words and height in lines, if the chunk begins with a heading."""
    lines = chunks[at].lines
    words = lines[0].strip()
    if not 1 < len(words) <= _LONGEST_HEADING or not has_words(_plain(words)):
        return None
    if match := _HASHED.match(lines[0]):
        return len(match[1]), match[2], 1
    if len(lines) > 1 and _UNDERLINE.fullmatch(lines[1].strip()) and len(lines[1].strip()) * 2 >= len(words):
        return (1 if lines[1].strip()[0] in "=#" else 2), words, 2
    if len(lines) > 1 or words.endswith((".", ",", ";", ":", "!", "?", "…")):
        return None
    if at == 0:
        return 1, words, 1
    if _is_capital(words) and not lines[0].startswith(" " * _CODE_INDENT):
        return 2, words, 1
    if _NUMBERED.match(lines[0]) and _is_alone(chunks, at):
        return min(2 + words.split()[0].strip(".").count("."), 6), words, 1
    return None


def _is_capital(words: str) -> bool:
    letters = [character for character in words if character.isalpha()]
    return len(letters) >= 3 and all(not letter.islower() for letter in letters) and any(map(str.isupper, letters))


def _is_alone(chunks: Sequence[Chunk], at: int) -> bool:
    """Tell a numbered heading from an entry of a list spread over blank lines: prose follows, not the next number."""
    following = chunks[at + 1].lines if at + 1 < len(chunks) else ()
    before = chunks[at - 1].lines if at else ()
    lonely = not following or len(following) > 1 or not _NUMBERED.match(following[0])
    entry = len(before) == 1 and _NUMBERED.match(before[0]) and not following
    return lonely and bool(following) and not entry


def _read_list(chunks: list[Chunk], at: int, page: Page) -> int:
    """Take the following chunks too while they go on with the same kind of list, or hang under its last entry."""
    end = at + 1
    first = find_marker(chunks[at].lines[0])
    assert first is not None
    previous = find_last_number(chunks[at].lines)
    while end < len(chunks):
        marker = find_marker(chunks[end].lines[0])
        hanging = not marker and all(line.startswith(" " * first.width) for line in chunks[end].lines)
        if not hanging and (not marker or (marker.ordered != first.ordered and marker.indent <= first.indent)):
            break
        follows = marker and previous and marker.ordered and marker.number == previous.number + 1
        if marker and not follows and _find_heading(chunks, end):
            break
        previous = find_last_number(chunks[end].lines) or previous
        end += 1
    page.found.append(read_text_list([(chunk.first, chunk.lines) for chunk in chunks[at:end]], page))
    return end


def _is_code(chunk: Chunk) -> bool:
    """Tell code and tables drawn with spaces: everything is indented, deeply or in columns."""
    indent = min(len(line) - len(line.lstrip()) for line in chunk.lines)
    columns = sum(bool(_COLUMNS.search(line)) for line in chunk.lines)
    return indent >= _CODE_INDENT or (indent >= 2 and len(chunk.lines) > 1 and columns * 2 > len(chunk.lines))


def _read_code(chunks: list[Chunk], at: int, page: Page) -> int:
    end = at + 1
    while end < len(chunks) and _is_code(chunks[end]):
        end += 1
    first, last = chunks[at].first, chunks[end - 1].last
    rows = [""] * (last - first + 1)
    for chunk in chunks[at:end]:
        rows[chunk.first - first : chunk.last - first + 1] = chunk.lines
    margin = min(len(row) - len(row.lstrip()) for row in rows if row)
    code = "\n".join(row[margin:] for row in rows)
    page.found.append(CodeBlock(block_id=UNNUMBERED, span=page.span(first, last), code=code))
    return end


def _read_prose(chunk: Chunk, page: Page) -> None:
    span = page.span(chunk.first, chunk.last)
    quoted = all(line.lstrip().startswith(">") for line in chunk.lines)
    words = "\n".join(line.lstrip().lstrip("> ") if quoted else line.strip() for line in chunk.lines)
    text = _plain(words)
    if not has_words(text):
        page.omit("marks", words, "it holds no words", span)
    elif quoted:
        page.found.append(QuoteBlock(block_id=UNNUMBERED, span=span, paragraphs=(text,)))
    else:
        page.found.append(ParagraphBlock(block_id=UNNUMBERED, span=span, text=text))


def _plain(words: str) -> Text:
    return resolve_text([Piece(Run(text=words.replace("\v", " ")), 1, 1)])
