"""PDFs for tests, written object by object: no library stands between a test and the bytes."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

_FONTS = {
    "F1": "Helvetica", "F2": "Helvetica-Bold", "F3": "Courier", "F4": "Times-Italic", "F5": "ZapfDingbats",
}  # fmt: skip
Size = tuple[float, float]
LETTER: Size = (612, 792)


def escape(text: str) -> str:
    """Write a string of Latin-1 letters as PDF does."""
    return "".join(f"\\{ord(c):03o}" if not 32 <= ord(c) < 127 or c in "\\()" else c for c in text)


def put(x: float, y: float, text: str, size: float = 10, font: str = "F1", matrix: str = "1 0 0 1") -> str:
    """Write a line of text; y counts downwards from the upper edge of a letter page."""
    return f"BT /{font} {size} Tf {matrix} {x} {792 - y} Tm ({escape(text)}) Tj ET\n"


def put_unicode(x: float, y: float, text: str, size: float = 10) -> str:
    """Write text of any script: a font without glyphs, whose codes are UTF-16 units, all one em wide."""
    return f"BT /FU {size} Tf 1 0 0 1 {x} {792 - y} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"


def lines(x: float, y: float, texts: Sequence[str], size: float = 10, font: str = "F1", pitch: float = 12) -> str:
    """Write lines under each other."""
    return "".join(put(x, y + at * pitch, text, size, font) for at, text in enumerate(texts))


def rule(x0: float, y0: float, x1: float, y1: float) -> str:
    """Draw a line."""
    return f"0.6 w {x0} {792 - y0} m {x1} {792 - y1} l S\n"


def _identity_map() -> bytes:
    """Write the map from codes to letters that says: they are the same."""
    ranges = [f"<{high:02x}00> <{high:02x}ff> <{high:02x}00>" for high in range(256)]
    blocks = [ranges[at : at + 100] for at in range(0, 256, 100)]
    body = "\n".join(f"{len(block)} beginbfrange\n" + "\n".join(block) + "\nendbfrange" for block in blocks)
    head = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
    head += "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
    return f"{head}{body}\nendcmap end end".encode()


class PdfMaker:
    """Collects pages, and writes them."""

    def __init__(self, title: str = "", language: str = "") -> None:
        self._objects: list[bytes] = []
        self._pages: list[int] = []
        self._marks: list[tuple[int, str, int]] = []
        self._title, self._language = title, language
        self.catalogue = self._tree = self._resources = 0
        self.catalogue, self._tree, self._resources = self.add(b""), self.add(b""), self.add(b"")
        self._images: list[int] = []

    def add(self, body: bytes | str) -> int:
        """Add an object; return its number."""
        self._objects.append(body.encode("latin-1") if isinstance(body, str) else body)
        return len(self._objects)

    def stream(self, data: bytes, entries: str = "", *, packed: bool = True) -> int:
        """Add a stream."""
        packed_data = zlib.compress(data) if packed else data
        filters = "/Filter /FlateDecode " if packed else ""
        head = f"<< {entries} {filters}/Length {len(packed_data)} >>\nstream\n".encode("latin-1")
        return self.add(head + packed_data + b"\nendstream")

    def image(self, width: int, height: int, pixels: bytes) -> str:
        """Add a picture of RGB pixels; return its name."""
        entries = (
            f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceRGB /BitsPerComponent 8"
        )
        self._images.append(self.stream(pixels, entries))
        return f"I{len(self._images)}"

    def page(
        self, content: str, size: Size = LETTER, turn: int = 0, links: Sequence[tuple[Sequence[float], str]] = ()
    ) -> int:
        """Add a page; links are ((x0, y0, x1, y1), address) from its upper left corner. Return its number, from 1."""
        body = self.stream(content.encode("latin-1"))
        annotations = " ".join(
            f"<< /Type /Annot /Subtype /Link /Rect [{x0} {size[1] - y1} {x1} {size[1] - y0}]"
            f" /A << /S /URI /URI ({escape(address)}) >> >>"
            for (x0, y0, x1, y1), address in links
        )
        self._pages.append(
            self.add(
                f"<< /Type /Page /Parent {self._tree} 0 R /MediaBox [0 0 {size[0]} {size[1]}] /Rotate {turn}"
                f" /Resources {self._resources} 0 R /Contents {body} 0 R /Annots [{annotations}] >>"
            )
        )
        return len(self._pages)

    def mark(self, title: str, page: int, level: int = 1) -> None:
        """Add an entry to the outline."""
        self._marks.append((level, title, page))

    def write(self, *, catalogue: str = "", trailer: str = "") -> bytes:
        """Return the file."""
        self._objects[self._tree - 1] = (
            f"<< /Type /Pages /Count {len(self._pages)} /Kids [{' '.join(f'{page} 0 R' for page in self._pages)}] >>"
        ).encode()
        self._objects[self._resources - 1] = self._write_resources().encode()
        outline = f"/Outlines {self._write_outline()} 0 R" if self._marks else ""
        language = f"/Lang ({self._language})" if self._language else ""
        self._objects[self.catalogue - 1] = (
            f"<< /Type /Catalog /Pages {self._tree} 0 R {outline} {language} {catalogue} >>"
        ).encode("latin-1")
        if self._title:
            info = self.add(f"<< /Title ({escape(self._title)}) /Author (A. Writer) >>")
            trailer += f" /Info {info} 0 R"
        return self._join(trailer)

    def _write_resources(self) -> str:
        to_unicode = self.stream(_identity_map())
        system = "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
        wide = self.add(f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Wide /CIDSystemInfo {system} /DW 1000 >>")
        fonts = " ".join(f"/{name} << /Type /Font /Subtype /Type1 /BaseFont /{base} {self._encoding(base)} >>"
                         for name, base in _FONTS.items())  # fmt: skip
        fonts += (
            f" /FU << /Type /Font /Subtype /Type0 /BaseFont /Wide /Encoding /Identity-H /DescendantFonts [{wide} 0 R]"
            f" /ToUnicode {to_unicode} 0 R >>"
        )
        images = " ".join(f"/I{at} {number} 0 R" for at, number in enumerate(self._images, start=1))
        return f"<< /Font << {fonts} >> /XObject << {images} >> >>"

    @staticmethod
    def _encoding(base: str) -> str:
        return "" if base == "ZapfDingbats" else "/Encoding /WinAnsiEncoding"

    def _write_outline(self) -> int:
        root = self.add(b"")
        first = len(self._objects) + 1
        for at, (level, title, page) in enumerate(self._marks):
            own = first + at
            parent = max((i for i in range(at) if self._marks[i][0] < level), default=-1)
            following = next((i for i in range(at + 1, len(self._marks)) if self._marks[i][0] <= level), -1)
            same = following >= 0 and self._marks[following][0] == level
            child = at + 1 < len(self._marks) and self._marks[at + 1][0] > level
            self.add(
                f"<< /Title ({escape(title)}) /Parent {first + parent if parent >= 0 else root} 0 R"
                f" /Dest [{self._pages[page - 1]} 0 R /Fit] {f'/Next {first + following} 0 R' if same else ''}"
                f" {f'/First {own + 1} 0 R' if child else ''} >>"
            )
        self._objects[root - 1] = f"<< /Type /Outlines /First {first} 0 R /Last {first} 0 R /Count 1 >>".encode()
        return root

    def _join(self, trailer: str) -> bytes:
        data = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        offsets: list[int] = []
        for number, body in enumerate(self._objects, start=1):
            offsets.append(len(data))
            data += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
        start = len(data)
        data += f"xref\n0 {len(offsets) + 1}\n0000000000 65535 f \n".encode()
        data += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
        entries = f"/Size {len(offsets) + 1} /Root {self.catalogue} 0 R {trailer}"
        data += f"trailer\n<< {entries} >>\nstartxref\n{start}\n%%EOF\n".encode()
        return bytes(data)


PROSE = (
    "Harbor keeps every database of a company in one store, and it checks each night that all",
    "of them can be restored; what cannot is reported in the morning, with the reason and the",
    "remedy, to whoever looks after it.",
)


def make_handbook() -> bytes:
    """Make a small document with a bit of everything."""
    maker = PdfMaker(title="Harbor handbook", language="en-GB")
    pixels = bytes(x * 3 % 256 if band else y * 5 % 256 for y in range(60) for x in range(80) for band in range(3))
    name = maker.image(80, 60, pixels)
    maker.page(
        put(72, 100, "Harbor handbook", 24, "F2") + put(72, 150, "Installation", 16, "F2") + lines(72, 180, PROSE)
        + lines(72, 240, ["pip install harbor", "harbor init"], font="F3")
        + put(80, 290, "\x95 Works offline") + put(80, 306, "\x95 Needs no account")
        + f"q 160 0 0 120 72 330 cm /{name} Do Q\n" + put(72, 478, "Figure 1: The harbor at night.")
        + put(300, 770, "1")
    )  # fmt: skip
    rows = (("Option", "Default", "Meaning"), ("keep", "7", "days"), ("all", "no", "everything"))
    table = "".join(rule(72, y, 372, y) for y in (130, 150, 170, 190))
    table += "".join(rule(x, 130, x, 190) for x in (72, 172, 272, 372))
    for at, row in enumerate(rows):
        table += "".join(put(76 + 100 * column, 144 + 20 * at, text) for column, text in enumerate(row))
    maker.page(put(72, 100, "Options", 16, "F2") + table + put(300, 770, "2"))
    maker.mark("Harbor handbook", 1)
    maker.mark("Installation", 1, 2)
    maker.mark("Options", 2, 2)
    return maker.write()
