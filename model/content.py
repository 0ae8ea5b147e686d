"""The document as structure: sections of blocks, each with the lines that it came from."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from model.assets import Asset
from model.frozen import Frozen
from model.inputs import SourceSpan


class Run(Frozen):
    """A stretch of text in one style. Marks, entities and shortcodes are resolved: this is what a reader sees."""

    text: str
    """Plain Unicode."""
    strong: bool = False
    """Bold."""
    emphasis: bool = False
    """Italic."""
    code: bool = False
    """Monospaced: an identifier, a command, a file name."""
    strike: bool = False
    """Struck through: said to be no longer true."""
    formula: Annotated[bool, Field(exclude_if=lambda formula: not formula)] = False
    """A formula, in plain Unicode: its letters are names."""
    href: str = ""
    """Target of a link, never spoken; empty when this is no link."""


Text = tuple[Run, ...]
"""One paragraph of styled text. A hard line break is a newline inside a run."""


def plain(text: Text) -> str:
    """Join the runs as a reader sees them."""
    return "".join(run.text for run in text)


class Block(Frozen):
    """What every block has."""

    block_id: str
    """`b0001`, counted in document order: the key of the coverage list."""
    span: SourceSpan
    """Lines in the source."""


class ParagraphBlock(Block):
    """Prose."""

    kind: Literal["paragraph"] = "paragraph"
    text: Text
    """Never empty."""


class Item(Frozen):
    """One entry of a list."""

    text: Text
    """Its own words, without those of nested lists; may be empty when it only holds others."""
    span: SourceSpan
    """Lines in the source."""
    checked: bool | None = None
    """State of a task list's box; None when it has none."""
    items: tuple[Item, ...] = ()
    """Nested entries."""


class ListBlock(Block):
    """A list, bulleted or numbered. Code, tables and pictures inside an item follow as blocks of their own."""

    kind: Literal["list"] = "list"
    ordered: bool = False
    """Numbered."""
    start: int = 1
    """First number, when ordered."""
    items: tuple[Item, ...]
    """Never empty."""


class CodeBlock(Block):
    """Fenced or indented code, or a console session."""

    kind: Literal["code"] = "code"
    language: str = ""
    """The info string's first word, lower case; empty when none is named."""
    code: str
    """The lines, tabs expanded to four columns, without a final newline."""


class MathBlock(Block):
    """A formula that stands by itself."""

    kind: Literal["math"] = "math"
    tex: str
    """As written, without dollars or fences."""
    written: str = ""
    """The same in plain Unicode, for the voice; empty where plain text cannot say it."""


class TableBlock(Block):
    """A table of cells. Every row has as many cells as the header."""

    kind: Literal["table"] = "table"
    header: tuple[Text, ...]
    """Column titles; empty texts where an HTML table has none."""
    rows: tuple[tuple[Text, ...], ...]
    """Cells by row."""
    alignments: tuple[Literal["left", "center", "right"], ...]
    """One a column."""


class ImageBlock(Block):
    """A picture that stands on its own."""

    kind: Literal["image"] = "image"
    reference: str
    """The link as written."""
    alt: str = ""
    """What the author says it shows."""
    title: str = ""
    """The author's caption."""
    image: Asset | None = None
    """The picture; None when it is not to be had."""
    width: int = 0
    """Pixels; 0 without an image."""
    height: int = 0
    """Pixels; 0 without an image."""
    missing: str = ""
    """Why there is no image: remote, not found, not a picture that we open."""


class QuoteBlock(Block):
    """A quotation."""

    kind: Literal["quote"] = "quote"
    paragraphs: tuple[Text, ...]
    """Never empty."""
    attribution: str = ""
    """Who said it, where the last line names them with a dash."""


class CalloutBlock(Block):
    """A GitHub alert."""

    kind: Literal["callout"] = "callout"
    callout: Literal["note", "tip", "important", "warning", "caution"]
    """Which alert."""
    paragraphs: tuple[Text, ...]
    """Never empty."""


TAKEN_IN = "it takes in another file"
"""Why a part is left out that is an order to put a file's text there: one document reads no other."""


class OmittedBlock(Block):
    """Something that a film neither shows nor says; it is here so that nothing is lost in silence."""

    kind: Literal["omitted"] = "omitted"
    what: str
    """badge, comment, table of contents, link definitions, rule, raw HTML, front matter…"""
    text: str = ""
    """What a reader would have seen, at most 200 characters."""
    reason: str
    """Why it is left out, for the coverage list."""


AnyBlock = Annotated[
    ParagraphBlock
    | ListBlock
    | CodeBlock
    | MathBlock
    | TableBlock
    | ImageBlock
    | QuoteBlock
    | CalloutBlock
    | OmittedBlock,
    Field(discriminator="kind"),
]


class Section(Frozen):
    """A heading and what stands under it, up to the next heading of any level."""

    section_id: str
    """`s01`, counted in document order; `s00` is what stands before the first heading."""
    level: Annotated[int, Field(ge=0, le=6)]
    """1 to 6 as written; 0 for what stands before the first heading. Levels may skip."""
    title: Text = ()
    """The heading; empty at level 0."""
    span: SourceSpan
    """Lines of the heading itself."""
    blocks: tuple[AnyBlock, ...] = ()
    """In document order."""


class ParsedContent(Frozen):
    """A whole document."""

    title: str = ""
    """What the document calls itself: front matter's title, else the first heading of level 1, else the heading or the
    picture that opens it; empty when it does not."""
    description: str = ""
    """Front matter's description; else empty."""
    author: str = ""
    """Front matter's author; else empty."""
    language: str = "en"
    """BCP 47 code: asked for, from front matter, or recognised by script and function words."""
    source_name: str
    """The document as the user named it."""
    sections: tuple[Section, ...]
    """In document order; the section that carries the document's title comes with it."""
