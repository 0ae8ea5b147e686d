"""Word documents for tests, put together part by part as Word does."""

from __future__ import annotations

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
STYLES = [
    ("Title", "Title", ""), ("Heading1", "heading 1", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'),
    ("Heading2", "heading 2", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'), ("Mine", "My Heading", "BASED Heading1"),
    ("SourceCode", "Source Code", ""), ("Quote", "Quote", ""), ("Caption", "caption", ""), ("TOC1", "toc 1", ""),
    ("ListBullet", "List Bullet", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'),
    ("Verbatim", "Verbatim Char", '<w:rPr><w:rFonts w:ascii="Consolas"/></w:rPr>'),
]  # fmt: skip
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def paragraph(words: str = "", style: str = "", *, runs: str = "", properties: str = "") -> str:
    """Write a paragraph."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{runs or run(words)}</w:p>"


def run(words: str, properties: str = "") -> str:
    """Write a run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def entry(words: str, number: int, level: int = 0) -> str:
    """Write an entry of a list."""
    properties = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(words, properties=properties)


def table(*rows: tuple[str, ...], head: bool = True) -> str:
    """Write a table."""
    written = "".join(
        f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if head and at == 0 else ''}"
        + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row)
        + "</w:tr>"
        for at, row in enumerate(rows)
    )
    return f"<w:tbl>{written}</w:tbl>"


def drawing(relation: str, alt: str = "", attribute: str = "embed") -> str:
    """Write a picture, in a run."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="{alt}"/><a:graphic><a:graphicData>'
        f'<a:blip r:{attribute}="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


def document(*blocks: str, relations: dict[str, tuple[str, str, bool]] | None = None, **parts: bytes | str) -> bytes:
    """Put a document together; `relations` are (kind, target, external) by id, `parts` by name with `__` for slashes."""
    known = {"s": ("styles", "styles.xml", False), "n": ("numbering", "numbering.xml", False), **(relations or {})}
    files: dict[str, bytes | str] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": relate({"d": ("officeDocument", "word/document.xml", False)}),
        "word/document.xml": f"<w:document {SPACES}><w:body>{''.join(blocks)}</w:body></w:document>",
        "word/_rels/document.xml.rels": relate(known),
        "word/styles.xml": f"<w:styles {SPACES}>{''.join(map(_write_style, STYLES))}</w:styles>",
        "word/numbering.xml": _write_numbering(),
    }
    return pack(files | {name.replace("__", "/"): content for name, content in parts.items()})


def pack(files: dict[str, bytes | str]) -> bytes:
    """Put parts into an archive, with no time of day in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def relate(relations: dict[str, tuple[str, str, bool]]) -> str:
    """Write what a part refers to."""
    written = ""
    for name, (kind, target, out) in relations.items():
        mode = ' TargetMode="External"' if out else ""
        written += f'<Relationship Id="{name}" Type="{R}/{kind}" Target="{target}"{mode}/>'
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{written}</Relationships>'
    )


def _write_style(style: tuple[str, str, str]) -> str:
    style_id, name, rest = style
    based = f'<w:basedOn w:val="{rest.removeprefix("BASED ")}"/>' if rest.startswith("BASED") else rest
    return f'<w:style w:styleId="{style_id}"><w:name w:val="{name}"/>{based}</w:style>'


def _write_numbering() -> str:
    kinds = {"1": ("bullet", "bullet"), "2": ("decimal", "lowerLetter")}
    levels = "".join(
        f'<w:abstractNum w:abstractNumId="{number}">'
        + "".join(f'<w:lvl w:ilvl="{at}"><w:numFmt w:val="{kind}"/></w:lvl>' for at, kind in enumerate(forms))
        + "</w:abstractNum>"
        for number, forms in kinds.items()
    )
    numbers = "".join(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>' for number in kinds)
    return f"<w:numbering {SPACES}>{levels}{numbers}</w:numbering>"
