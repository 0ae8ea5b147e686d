"""From a notebook to ParsedContent: Markdown as it stands, code as code, and what it gave; spans count cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from adapters.documents.flow import read_flow
from adapters.documents.front_matter import FrontMatter, read_front_matter
from adapters.documents.markdown_tokens import build_tree
from adapters.documents.notebook_file import Cell, Notebook, Output, load_notebook
from adapters.documents.page import UNNUMBERED, Heading, Page
from adapters.documents.relocating import move_item
from adapters.documents.sections import account_for_lines, assemble_content
from adapters.documents.tree import Node
from model.content import AnyBlock, CodeBlock, ImageBlock, ParsedContent
from model.errors import Problem, ValidationError
from model.inputs import SourceImage, SourceSpan

_MOST_LINES = 16
"""Of an output: what is printed beyond is left out."""
_SHORT_ANSWER = 60
_REMARKS = dict.fromkeys(("python", "r", "julia", "ruby", "perl"), "#") | dict.fromkeys(
    ("javascript", "typescript", "java", "scala", "kotlin", "rust", "go", "c++", "c#", "f#"), "//"
)
_TITLED = re.compile(r"\btitle(?:\(|\s?=)\s?[\"']([^\"'{}\n]{3,80})[\"']")
_CELL_MAGIC = re.compile(r"%%(\w{1,30})([^\n]{0,300})\n?")
_MAGIC_LANGUAGES = {
    "bash": "bash", "sh": "bash", "script": "bash", "html": "html", "javascript": "javascript", "js": "javascript",
    "latex": "latex", "markdown": "markdown", "sql": "sql", "R": "r", "ruby": "ruby", "perl": "perl", "cython": "cython",
}  # fmt: skip
_SILENT = re.compile(
    r"^(?:%(?:matplotlib|load_ext|reload_ext|autoreload|config|pylab|precision)\b[^\n]*|%time(?:it)?|#\|[^\n]*)\s*$",
    re.MULTILINE,
)
_HIDING = re.compile(r"^#\|\s{0,9}(echo|include|output):\s{0,9}false\s*$", re.MULTILINE)
_COMMAND = re.compile(r"^(?:!|%(?=pip\b|conda\b))")
_NO_VALUE = re.compile(r"^(?:CPU times|Wall time):|^<[^\n]{0,300}>$|^\(?Text\(|^\[?<matplotlib|\bat 0x[0-9a-f]{6,}")


def parse_notebook(
    source: bytes, *, name: str, images: Mapping[str, SourceImage], missing: Mapping[str, str], language: str | None
) -> ParsedContent:
    """Read a notebook that was prepared.

    Raises ValidationError when a cell is nested beyond reading.
    """
    notebook = load_notebook(source)
    reader = _Reader(notebook, Page(name, [""] * max(len(notebook.cells), 1), images, missing, "cell"))
    try:
        for number, cell in enumerate(notebook.cells, start=1):
            reader.read(cell, number)
    except RecursionError as error:
        problem = Problem(message="The notebook is nested too deeply to be read.", remedy="Flatten it.", file=name)
        raise ValidationError((problem,)) from error
    matter = reader.matter
    return assemble_content(
        reader.page, title=matter.title or notebook.title, description=matter.description, author=matter.author,
        language=language or matter.language or None,
    )  # fmt: skip


class _Reader:
    """Reads cell after cell."""

    def __init__(self, notebook: Notebook, page: Page) -> None:
        self._notebook = notebook
        self.page = page
        self.matter = FrontMatter()

    def read(self, cell: Cell, number: int) -> None:
        """Read one cell."""
        if not cell.source.strip():
            return
        if cell.kind == "raw":
            self._read_raw(cell, number)
        elif cell.kind == "markdown":
            self._read_markdown(cell.source, number)
        else:
            hidden = {match[1] for match in _HIDING.finditer(cell.source)}
            answered = self._read_code(cell, number, hidden)
            for place, output in enumerate(cell.outputs[answered:], start=1 + answered):
                if cell.hides_output or hidden & {"include", "output"}:
                    self._omit("hidden output", output.data, "its author hid it", number)
                else:
                    self._read_output(output, cell, number, place)

    def _read_raw(self, cell: Cell, number: int) -> None:
        matter = read_front_matter(cell.source, self.page.name) if number == 1 else FrontMatter()
        self.matter = matter if matter.lines else self.matter
        what, reason = "raw cell", "it is meant for other programs"
        if matter.lines:
            what, reason = "front matter", "its title, description, author and language are used"
        self._omit(what, cell.source, reason, number)

    def _read_markdown(self, text: str, number: int) -> None:
        tree = build_tree(text)
        for node in _walk(tree):
            if node.attributes.get("src", "").startswith("attachment:"):
                node.attributes["src"] = f"attachment:{number}/{node.attributes['src'].removeprefix('attachment:')}"
        self._take(tree.children, text, number)

    def _take(self, nodes: list[Node], text: str, number: int) -> None:
        """Read elements of a piece of text that stands in a cell."""
        page = Page(self.page.name, text.split("\n"), self.page.images, self.page.missing)
        read_flow(nodes, page)
        self.page.found += [self._place(item, number) for item in account_for_lines(page)]

    def _place(self, item: AnyBlock | Heading, number: int) -> AnyBlock | Heading:
        return move_item(item, lambda _: self._span(number))

    def _span(self, number: int) -> SourceSpan:
        return SourceSpan(file=self.page.name, first=number, last=number, unit="cell")

    def _omit(self, what: str, text: str, reason: str, number: int) -> None:
        self.page.omit(what, text, reason, self._span(number))

    def _read_code(self, cell: Cell, number: int, hidden: set[str]) -> int:
        """Read a cell's code; return how many of its outputs are part of that: a terminal shows what comes back."""
        language, code = _read_magic(cell.source, self._notebook.language)
        if cell.hides_input or hidden & {"echo", "include"}:
            self._omit("hidden code", code, "its author hid it", number)
        elif language == "bash" and not cell.hides_output and [output.form for output in cell.outputs[:1]] == ["text"]:
            session = "\n".join(f"$ {line}" for line in code.split("\n") if line.strip())
            self._add_code("console", f"{session}\n{_shorten(cell.outputs[0].data)}", number)
            return 1
        elif code.strip():
            answer = "" if cell.hides_output or "output" in hidden else _answer_in_a_word(cell, language)
            self._add_code(language, code + answer, number)
            return int(bool(answer))
        else:
            self._omit("settings", cell.source, "they only set up the notebook", number)
        return 0

    def _add_code(self, language: str, code: str, number: int) -> None:
        self.page.found.append(
            CodeBlock(
                block_id=UNNUMBERED, span=self._span(number), language=language, code=code.strip("\n").expandtabs(4)
            )
        )

    def _read_output(self, output: Output, cell: Cell, number: int, place: int) -> None:
        match output.form:
            case "picture":
                self._add_picture(f"output:{number}/{place}", _titled(cell.source), number)
            case "html":
                from adapters.documents.html_page import build_page
                from adapters.documents.html_tidying import tidy_nodes

                tables = [node for node in _walk(build_page(output.data)) if node.tag == "table"]
                for table in tables:
                    _drop_index(table)
                self._take(tidy_nodes(tables), output.data, number)
            case "markdown":
                self._read_markdown(output.data, number)
            case "latex":
                tex = output.data.strip().strip("$").strip().removeprefix("\\displaystyle").strip()
                self._take([Node("#code", 1, 1, {"language": "math", "info": "math"}, text=tex)], tex, number)
            case "error":
                self._omit("error", output.data, "the code failed when it was run", number)
            case "text":
                self._add_text(output.data, number)

    def _add_picture(self, reference: str, alt: str, number: int) -> None:
        found = self.page.images.get(reference)
        asset = found.image if found else None
        missing = "" if found else self.page.missing.get(reference, "the picture was not looked for")
        self.page.found.append(
            ImageBlock(
                block_id=UNNUMBERED, span=self._span(number), reference=reference, alt=alt, image=asset,
                width=found.width if found else 0, height=found.height if found else 0, missing=missing,
            )
        )  # fmt: skip

    def _add_text(self, text: str, number: int) -> None:
        if _NO_VALUE.search(text.strip()):
            self._omit("output", text, "it only names an object", number)
            return
        self._add_code("output", _shorten(text), number)
        lines = text.strip("\n").split("\n")
        if len(lines) > _MOST_LINES:
            self._omit("output", "\n".join(lines[_MOST_LINES:]), "only the beginning of a long output is shown", number)


def _read_magic(source: str, language: str) -> tuple[str, str]:
    """Return the language of a code cell, and its code without the words that only steer the notebook."""
    if magic := _CELL_MAGIC.match(source):
        named = _MAGIC_LANGUAGES.get(magic[1])
        if magic[1] == "writefile":
            suffix = magic[2].strip().rpartition(".")[2]
            named = {"py": "python", "md": "markdown", "sh": "bash", "yml": "yaml"}.get(suffix, suffix)
        language, source = language if named is None else named, source[magic.end() :]
    code = _SILENT.sub("", source).strip("\n")
    lines = [line for line in code.split("\n") if line.strip()]
    if lines and all(map(_COMMAND.match, lines)):
        return "bash", "\n".join(_COMMAND.sub("", line) for line in lines)
    return language, re.sub(r"\n{3,}", "\n\n", code)


def _titled(code: str) -> str:
    """Return the title that code gives to what it draws."""
    titles = set(_TITLED.findall(code))
    return titles.pop() if len(titles) == 1 else ""


def _answer_in_a_word(cell: Cell, language: str) -> str:
    """Return a single line of output as a remark below the code, as textbooks have it; empty for all else."""
    sign = _REMARKS.get(language)
    output = cell.outputs[0] if cell.outputs else None
    if sign is None or output is None or output.form != "text" or _NO_VALUE.search(output.data.strip()):
        return ""
    line = output.data.strip()
    return f"\n\n{sign} → {line}" if "\n" not in line and len(line) <= _SHORT_ANSWER else ""


def _shorten(text: str) -> str:
    lines = text.strip("\n").split("\n")
    return "\n".join(lines[:_MOST_LINES] + ["…"] * (len(lines) > _MOST_LINES))


def _drop_index(table: Node) -> None:
    """Drop the column in which pandas counts rows."""
    rows = [[cell for cell in row.children if cell.tag in ("td", "th")] for row in _walk(table) if row.tag == "tr"]
    counted = [row[0] for row in rows[1:] if len(row) > 1]
    words = ["".join(node.text for node in _walk(cell)).strip() for cell in counted]
    if "dataframe" in table.attributes.get("class", "") and words and all(word.isdecimal() for word in words):
        for row in _walk(table):
            row.children = [
                child for child in row.children if not any(child is cell for cell in (rows[0][0], *counted))
            ]


def _walk(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _walk(child)
