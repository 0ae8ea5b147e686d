"""From the source of a directive that docutils does not know, or not with these options, to elements: no text is lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from adapters.documents.rst.names import CALLOUTS, CODE, ELSEWHERE, SAID_FIRST, SETTINGS, SIGNED, UNSAID
from adapters.documents.tree import Node

if TYPE_CHECKING:
    from adapters.documents.rst.blocks import BlockReader

_HEAD = re.compile(r"^\s{0,200}\.\.\s+(?:\|[^|\n]{1,100}\|\s+)?([A-Za-z][\w:.+-]{0,80}?)\s?::(?:[ \t]+(.*))?$")
_FILE_NAME = re.compile(r"[\w./-]{0,200}\.\w{1,10}|[\w.-]{0,100}/[\w./-]{0,200}")
_OPTION = re.compile(r"^\s+:([\w-]{1,60}):(?:[ \t]+(.*))?$")


class Directive(NamedTuple):
    """A directive as it is written."""

    name: str
    argument: str
    options: dict[str, str]
    content: tuple[str, ...]
    """Lines, without their common indent."""
    first: int
    """Line of its name."""
    content_first: int
    """Line of its content."""

    @classmethod
    def find(cls, source: str, first: int) -> Directive | None:
        """Take a directive apart; None where this is none."""
        lines = source.expandtabs(8).split("\n")
        head = _HEAD.match(lines[0])
        if head is None:
            return None
        arguments, options, at = [head[2] or ""], {}, 1
        while at < len(lines) and lines[at].strip() and not _OPTION.match(lines[at]):
            arguments.append(lines[at].strip())
            at += 1
        while at < len(lines) and lines[at].strip():
            if option := _OPTION.match(lines[at]):
                options[option[1]] = (option[2] or "").strip()
            at += 1
        while at < len(lines) and not lines[at].strip():
            at += 1
        content = lines[at:]
        indent = min((len(line) - len(line.lstrip()) for line in content if line.strip()), default=0)
        bare = tuple(line[indent:].rstrip() for line in content)
        return cls(head[1].lower(), " ".join(filter(None, arguments)).strip(), options, bare, first, first + at)


def read_directive(found: Directive, reader: BlockReader, last: int) -> list[Node]:
    """Return what a reader would see of a directive that ends on some line."""
    short = found.name.rpartition(":")[2]
    if found.name in ("highlight", "highlightlang", "code-block-default"):
        reader.language = found.argument if found.argument not in ("default", "none", "text") else ""
    if found.name in SETTINGS:
        return [_omit("settings", found, "it steers the program that makes the pages", last)]
    if found.name in ELSEWHERE and not (found.name == "csv-table" and found.content):
        what = "table of contents" if found.name == "toctree" else found.name
        return [_omit(what, found, ELSEWHERE[found.name], last)]
    if short in CALLOUTS:
        return [_read_callout(found, short, reader, last)]
    if found.name in CODE:
        return _read_code(found, reader, last)
    if short in ("image", "figure") and found.argument:
        return _read_picture(found, reader, last)
    if short in ("list-table", "flat-table"):
        return _read_list_table(found, reader, last)
    if short in SIGNED and found.argument:
        return [_signature(found, last), *_below(found, reader, last)]
    if found.name == "rubric" or (found.argument and short not in UNSAID):
        return [_titled(found.argument, found, reader), *_below(found, reader, last)]
    return _below(found, reader, last)


def _omit(what: str, found: Directive, reason: str, last: int) -> Node:
    words = " ".join((found.name, found.argument, *found.content)).strip()
    return Node("#omitted", found.first, last, {"what": what, "reason": reason}, text=words)


def _below(found: Directive, reader: BlockReader, last: int) -> list[Node]:
    return (
        reader.read_source(found.content, found.content_first, max(last, found.content_first)) if found.content else []
    )


def _words(text: str, found: Directive, reader: BlockReader) -> list[Node]:
    read = reader.read_source([text], found.first, found.first)
    return read[0].children if read and read[0].tag == "p" else [Node("#text", found.first, found.first, text=text)]


def _paragraph(words: str, found: Directive) -> Node:
    return Node("p", found.first, found.first, children=[Node("#text", found.first, found.first, text=words)])


def _titled(title: str, found: Directive, reader: BlockReader) -> Node:
    strong = Node("strong", found.first, found.first, children=_words(title, found, reader))
    return Node("p", found.first, found.first, children=[strong])


def _read_callout(found: Directive, short: str, reader: BlockReader, last: int) -> Node:
    children: list[Node] = []
    if said := SAID_FIRST.get(short):
        version, _, rest = found.argument.partition(" ")
        lead = said.format(version) if "{}" in said else said
        children.append(
            Node("p", found.first, found.first, children=[Node("#text", found.first, found.first, text=f"{lead}.")])
        )
        words = rest if "{}" in said else found.argument
    else:
        words = found.argument
    if words and short == "admonition":
        children.append(_titled(words, found, reader))
    elif words:
        children.append(Node("p", found.first, found.first, children=_words(words, found, reader)))
    return Node(
        "#alert", found.first, last, {"kind": CALLOUTS[short]}, children=[*children, *_below(found, reader, last)]
    )


def _read_code(found: Directive, reader: BlockReader, last: int) -> list[Node]:
    if not any(line.strip() for line in found.content):
        if found.name == "math" and found.argument:
            return [Node("#code", found.first, last, {"language": "math", "info": "math"}, text=found.argument)]
        return [_omit(found.name, found, "it holds no code", last)]
    language = CODE[found.name] or (
        "" if found.name in ("parsed-literal", "productionlist") else found.argument.split(" ")[0]
    )
    code = "\n".join(found.content).strip("\n")
    made = Node("#code", found.first, last, {"language": language, "info": language}, text=code)
    caption = found.options.get("caption", "")
    if not caption:
        return [made]
    words = _words(caption.rstrip(" :."), found, reader)
    if _FILE_NAME.fullmatch(caption):
        words = [Node("code", found.first, found.first, children=words)]
    words = [*words, Node("#text", found.first, found.first, text=":")]
    return [Node("p", found.first, found.first, children=words), made]


def _read_picture(found: Directive, reader: BlockReader, last: int) -> list[Node]:
    below = _below(found, reader, last)
    caption = below.pop(0) if below and below[0].tag == "p" else None
    title = _plain(caption) if caption else ""
    attributes = {
        "src": found.argument.split()[0],
        "alt": found.options.get("alt", ""),
        "title": " ".join(title.split()),
    }
    return [Node("p", found.first, last, children=[Node("img", found.first, last, attributes)]), *below]


def _plain(node: Node) -> str:
    return node.text or "".join(map(_plain, node.children))


def _read_list_table(found: Directive, reader: BlockReader, last: int) -> list[Node]:
    """Read a table that is written as a list of lists."""
    below = _below(found, reader, last)
    if len(below) != 1 or below[0].tag != "ul" or any(len(row.children) != 1 for row in below[0].children):
        return below
    heads = found.options.get("header-rows", "0")
    titled = int(heads) if heads.isdecimal() and len(heads) < 4 else 0
    rows = [
        Node("tr", row.first, row.last, children=[
            Node("th" if at < titled else "td", cell.first, cell.last, children=cell.children)
            for cell in row.children[0].children
        ])
        for at, row in enumerate(below[0].children)
    ]  # fmt: skip
    title = [_titled(found.argument, found, reader)] if found.argument else []
    return [*title, Node("table", found.first, last, children=rows)]


def _signature(found: Directive, last: int) -> Node:
    language = "python" if not found.name.startswith(("c:", "cpp:", "js:")) else found.name.partition(":")[0]
    end = max(found.first, min(last, found.content_first - 1))
    return Node("#code", found.first, end, {"language": language, "info": language}, text=found.argument)
