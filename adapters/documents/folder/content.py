"""A bundle of documents -> ParsedContent: a chapter each, headings lowered so that they nest, pictures by their path."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import TypeVar

from adapters.documents.folder.bundle import Part, read_cover, read_parts
from adapters.documents.format import embedded_pictures, find_format, find_references
from model.content import AnyBlock, OmittedBlock, ParsedContent, Run, Section, plain
from model.inputs import SourceImage, SourceSpan

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}:|//")
_INDEX = ("index", "readme")
T = TypeVar("T")


def parse_folder(
    bundle: bytes, *, name: str, images: Mapping[str, SourceImage], missing: Mapping[str, str], language: str | None
) -> ParsedContent:
    """Parse the documents of a folder as one.

    Raises ValidationError when one of them cannot be read.
    """
    title, sections, contents = read_cover(bundle).title, list[Section](), list[ParsedContent]()
    left_out: list[Part] = []
    _read_ahead(bundle)
    for part, data in read_parts(bundle):
        if not part.kind:
            left_out.append(part)
            continue
        pictures = _Pictures(part.name, frozenset(embedded_pictures(part.kind, data)))
        content = find_format(part.kind).parse(
            data,
            name=part.name,
            images=_Placed(images, pictures),
            missing=_Placed(missing, pictures),
            language=language,
        )
        sections += _make_chapter(part, content, pictures, opens=not contents)
        contents.append(content)
    sections = _number(_add_left_out(sections, left_out))
    first = contents[0]
    return ParsedContent(
        title=title or first.title, description=first.description, author=first.author,
        language=language or _common_language(contents), source_name=name, sections=tuple(sections),
    )  # fmt: skip


def _read_ahead(bundle: bytes) -> None:
    """Let one process read all that is in reStructuredText, instead of one each."""
    texts = [data.decode() for part, data in read_parts(bundle) if part.kind == "restructured"]
    if texts:
        from adapters.documents.rst.reading import read_ahead

        read_ahead(texts)


def read_bundled_pictures(bundle: bytes) -> Mapping[str, bytes]:
    """Return the pictures that lie in the documents of a bundle."""
    return {
        f"{part.name}#{reference}": data
        for part, source in read_parts(bundle)
        if part.kind
        for reference, data in embedded_pictures(part.kind, source).items()
    }


def find_bundled_references(bundle: bytes) -> tuple[str, ...]:
    """Return the pictures that the documents of a bundle name."""
    found: dict[str, None] = {}
    for part, source in read_parts(bundle):
        if part.kind:
            pictures = _Pictures(part.name, frozenset())
            found |= dict.fromkeys(map(pictures.place, find_references(part.kind, source)))
    return tuple(found)


class _Pictures:
    """Names the pictures of one document as the folder does."""

    def __init__(self, name: str, embedded: frozenset[str]) -> None:
        self._name = name
        self._embedded = embedded

    def place(self, reference: str) -> str:
        """Return a reference as seen from the folder."""
        if reference in self._embedded:
            return f"{self._name}#{reference}"
        if _ADDRESS.match(reference) or not reference:
            return reference
        if reference.startswith("/"):
            return reference.lstrip("/")
        return posixpath.normpath(posixpath.join(posixpath.dirname(self._name), reference.replace("\\", "/")))


class _Placed(Mapping[str, T]):
    """A mapping by the folder's references, asked by those of one document."""

    def __init__(self, whole: Mapping[str, T], pictures: _Pictures) -> None:
        self._whole = whole
        self._pictures = pictures

    def __getitem__(self, reference: str) -> T:
        return self._whole[self._pictures.place(reference)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole)

    def __len__(self) -> int:
        return len(self._whole)


def _make_chapter(part: Part, content: ParsedContent, pictures: _Pictures, *, opens: bool) -> list[Section]:
    """Lower a document's headings so that one of them is its chapter's; the folder's index opens the film."""
    sections = [_place_pictures(section, pictures) for section in content.sections]
    before, headed = _split_beginning(sections)
    index = opens and PurePath(part.name).stem.lower() in _INDEX
    highest = min((section.level for section in headed), default=0)
    tops = [section for section in headed if section.level == highest]
    top = 1 if index else 2
    alone = len(tops) == 1 and headed[0] is tops[0]
    if not alone:
        own = "" if any(plain(section.title) == content.title for section in headed) else content.title
        title = part.title or own or _title_of(part.name)
        span = SourceSpan(file=part.name, first=1, last=1)
        chapter = Section(section_id="s00", level=top, title=(Run(text=title),), span=span, blocks=before)
        return [chapter, *(_lower(section, top + 1 - highest) for section in headed)]
    first = headed[0].model_copy(update={"level": top, "blocks": (*before, *headed[0].blocks)})
    return [first, *(_lower(section, max(top - highest, 2 - _second(headed, highest))) for section in headed[1:])]


def _second(headed: list[Section], highest: int) -> int:
    return min((section.level for section in headed if section.level > highest), default=highest + 1)


def _split_beginning(sections: list[Section]) -> tuple[tuple[AnyBlock, ...], list[Section]]:
    before = tuple(block for section in sections if not section.level for block in section.blocks)
    return before, [section for section in sections if section.level]


def _lower(section: Section, by: int) -> Section:
    return section.model_copy(update={"level": min(max(section.level + by, 2), 6)})


def _title_of(name: str) -> str:
    path = PurePath(name)
    stem = path.parent.name if path.stem.lower() in _INDEX and path.parent.name else path.stem
    words = re.sub(r"^\d{1,4}[-_. ]+", "", stem).replace("-", " ").replace("_", " ").strip() or stem
    return words[:1].upper() + words[1:]


def _place_pictures(section: Section, pictures: _Pictures) -> Section:
    blocks = tuple(
        block.model_copy(update={"reference": pictures.place(block.reference)}) if block.kind == "image" else block
        for block in section.blocks
    )
    return section.model_copy(update={"blocks": blocks})


def _add_left_out(sections: list[Section], left_out: list[Part]) -> list[Section]:
    """Tell at the end of the last section of the documents that are not read."""
    if not left_out or not sections:
        return sections
    omitted = tuple(
        OmittedBlock(
            block_id="b0000", span=SourceSpan(file=part.name, first=1, last=1), what="document", text=part.name,
            reason=part.reason,
        )
        for part in left_out
    )  # fmt: skip
    last = sections[-1].model_copy(update={"blocks": (*sections[-1].blocks, *omitted)})
    return [*sections[:-1], last]


def _number(sections: list[Section]) -> list[Section]:
    """Count sections and blocks over all documents."""
    numbered, count = [], 0
    for at, section in enumerate(sections, start=1):
        blocks = []
        for block in section.blocks:
            count += 1
            blocks.append(block.model_copy(update={"block_id": f"b{count:04d}"}))
        numbered.append(section.model_copy(update={"section_id": f"s{at:02d}", "blocks": tuple(blocks)}))
    return numbered


def _common_language(contents: list[ParsedContent]) -> str:
    """Return the language that most of the words are in."""
    letters: dict[str, int] = {}
    for content in contents:
        size = sum(len(plain(section.title)) + 200 * len(section.blocks) for section in content.sections)
        letters[content.language] = letters.get(content.language, 0) + size
    return max(letters, key=lambda language: (letters[language], language))
