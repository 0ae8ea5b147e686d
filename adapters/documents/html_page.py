"""From a page of HTML to ParsedContent: its head's facts, and the blocks of its main text."""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Mapping

from adapters.documents.decoding import decode_document
from adapters.documents.flow import read_flow
from adapters.documents.html_events import HtmlFeeder, count_end_tags
from adapters.documents.html_main import find_main
from adapters.documents.html_tidying import tidy_nodes
from adapters.documents.page import Page
from adapters.documents.sections import assemble_content
from adapters.documents.tree import Node, TreeBuilder
from model.content import ParsedContent
from model.errors import Problem, ValidationError
from model.inputs import SourceImage

_HEAD = 20_000
"""Characters: where a page says what it is called."""
_MOST_MARKS = 80_000
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"<\?xml[^>]{0,100}encoding\s{0,9}=\s{0,9}[\"']([A-Za-z0-9_.:-]{2,40})")
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
# WHATWG Encoding, 4.2: what pages call Latin-1 and ASCII is Windows-1252.
_SAME = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949"}
_ENCODINGS = re.compile(
    r"cp\d{3,4}|iso8859-\d{1,2}|koi8-[ru]|mac-roman|gb18030|big5(hkscs)?|euc_jp|shift_jis|cp949|tis-620"
)
_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{0,2000})</title", re.IGNORECASE)
_META = re.compile(r"<meta\s[^<>]{0,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-zA-Z:-]{1,30})\s{0,5}=\s{0,5}(?:"([^"]{0,1000})"|'([^']{0,1000})')""")
_LANGUAGE = re.compile(
    r"<html[^<>]{0,1000}?\slang\s{0,5}=\s{0,5}[\"']?([a-zA-Z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3})", re.IGNORECASE
)
_PARTING = re.compile(r"\s+[|–—·•»\\]\s+|\s+-\s+|\s*::\s*")
_NUMBERLESS = re.compile(r"^\s*(?:\d+\.)+\d*\s+")


def decode_page(data: bytes, name: str) -> str:
    """Decode a page: by its byte order mark, by what it declares, else as UTF-8.

    Raises ValidationError as `decode_document` does.
    """
    declared = _XML_ENCODING.match(data) or _CHARSET.search(data, 0, 4096)
    encoding = _name_encoding(declared[1]) if declared and not data.startswith(_MARKS) else ""
    if encoding:
        data = data.decode(encoding, "replace").encode()
    text = decode_document(data, name)
    if text.count("<") > _MOST_MARKS:
        problem = Problem(message=f"The page has more than {_MOST_MARKS} tags.", remedy="Name one of fewer.", file=name)
        raise ValidationError((problem,))
    return text


def _name_encoding(declared: bytes) -> str:
    """Return the codec of a declared charset; empty for UTF-8 and for what is none."""
    try:
        known = codecs.lookup(declared.decode("ascii")).name
    except LookupError:
        return ""
    known = _SAME.get(known, known)
    return known if _ENCODINGS.fullmatch(known) else ""


def parse_page(
    text: str, *, name: str, images: Mapping[str, SourceImage], missing: Mapping[str, str], language: str | None
) -> ParsedContent:
    """Read a page; `images` and `missing` are by the reference as written.

    Raises ValidationError when it is nested beyond reading, or has no words.
    """
    page = Page(name, text.split("\n"), images, missing)
    try:
        read_flow(tidy_nodes(find_main(build_page(text))), page)
    except RecursionError as error:
        problem = Problem(message="The page is nested too deeply to be read.", remedy="Flatten it.", file=name)
        raise ValidationError((problem,)) from error
    head = text[:_HEAD]
    metas = _read_metas(head)
    stated = _LANGUAGE.search(head)
    content = assemble_content(
        page, description=metas.get("description", metas.get("og:description", "")), author=metas.get("author", ""),
        language=language or (stated[1] if stated else None),
    )  # fmt: skip
    return content if content.title else content.model_copy(update={"title": _read_title(head)})


def build_page(text: str) -> Node:
    """Return the tree of a page, or of a piece of one."""
    builder = TreeBuilder(text.count("\n") + 1, count_end_tags([text]))
    HtmlFeeder(builder, whole=True).feed(text, 1)
    return builder.root


def _read_metas(head: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in _META.findall(head)[:200]:
        given = {name.lower(): html.unescape(double or single) for name, double, single in _ATTRIBUTE.findall(tag)}
        key = given.get("name", given.get("property", "")).lower()
        if key and given.get("content"):
            found.setdefault(key, " ".join(given["content"].split())[:500])
    return found


def _read_title(head: str) -> str:
    """Take the page's own part of `Page | Site`."""
    match = _TITLE.search(head)
    whole = " ".join(html.unescape(match[1]).split()) if match else ""
    return _NUMBERLESS.sub("", _PARTING.split(whole)[0])[:200]
