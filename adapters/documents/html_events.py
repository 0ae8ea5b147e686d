"""From a piece of HTML, as a document holds it, to events for the tree; untrusted, unfinished and misnested as it may be."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable
from html.parser import HTMLParser

from adapters.documents.tree import HIDDEN, KNOWN, Node, TreeBuilder

# html.parser is quadratic where a tag never ends (Python 3.11: 60 kB of `<a ` take 19 s), so it is only ever given
# one whole tag, which this atomic pattern has found.
_TAG = re.compile(r"""</?([A-Za-z][A-Za-z0-9:-]{0,60})(?>[^<>"']|"[^"]{0,8000}"|'[^']{0,8000}'){0,8000}+/?>""")
_LOOSE_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9:-]{0,60})(?=[\s/>])[^<>]{0,8000}>")
_NOT_READ = frozenset({"dialog", "select", "template"})
_END_TAG = re.compile(r"</([A-Za-z][A-Za-z0-9:-]{0,60})\s{0,100}>")


class _TagReader(HTMLParser):
    """Reads the name and attributes of one tag."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.attributes: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            self.attributes.setdefault(name, value or "")


def count_end_tags(pieces: Iterable[str]) -> Counter[str]:
    """Count the end tags of a document by name: an element without one is not believed."""
    return Counter(match[1].lower() for piece in pieces for match in _END_TAG.finditer(piece))


class HtmlFeeder:
    """Feed pieces of HTML to a builder, keeping the line."""

    def __init__(self, builder: TreeBuilder, *, whole: bool = False) -> None:
        """`whole` for a page of HTML: all that looks like a tag is one, and a few more elements are not for readers."""
        self._builder = builder
        self._whole = whole
        self._line = 1
        self._inline = False

    def feed(self, source: str, first_line: int, *, inline: bool = False) -> None:
        """Turn one piece into events; it begins on that line of the document, and is a single tag when `inline`."""
        self._line, self._inline, at = first_line, inline, 0
        while at < len(source):
            found = source.find("<", at)
            if found < 0:
                self._take_text(source[at:])
                return
            end = self._feed_markup(source, found, at)
            at = end

    def _feed_markup(self, source: str, found: int, at: int) -> int:
        """Handle what begins at `<`, with the text before it; return where it ends."""
        end = _find_end(source, found)
        if end is None:
            self._take_text(source[at : found + 1])
            return found + 1
        if found > at:
            self._take_text(source[at:found])
        markup = source[found:end]
        if markup.startswith(("<!", "<?")):
            self._add_comment(markup)
        else:
            end = self._feed_tag(source, markup, end)
        self._line += markup.count("\n")
        return end

    def _feed_tag(self, source: str, markup: str, end: int) -> int:
        match = _LOOSE_TAG.match(markup) or _TAG.match(markup)
        assert match is not None
        tag = match[1].lower()
        if markup.startswith("</"):
            self._builder.close_html(tag if tag in KNOWN else "span", self._line + markup.count("\n"))
        elif (tag in HIDDEN and not self._inline) or (self._whole and tag in _NOT_READ):
            return self._add_raw(source, markup, tag, end)
        elif not self._whole and tag not in KNOWN and not self._builder.can_close(tag) and "=" not in markup:
            # `<file>` and `<your name>` are what the author wants typed, though CommonMark takes them for tags.
            self._add_text(markup)
        else:
            self._builder.open_html(tag if tag in KNOWN else "span", _read_attributes(markup), self._line)
        return end

    def _add_raw(self, source: str, markup: str, tag: str, end: int) -> int:
        """Keep what no reader sees, up to its end tag, or to the end when it has none."""
        close = re.compile(rf"</{tag}\s{{0,100}}>", re.IGNORECASE).search(source, end)
        stop = len(source) if close is None else close.end()
        if close is None and markup.endswith("/>"):
            stop = end
        inner = source[end:stop]
        last = self._line + markup.count("\n") + inner.count("\n")
        self._builder.add(Node("#raw", self._line, last, {"tag": tag}, text=markup + inner))
        self._line += inner.count("\n")
        return stop

    def _add_comment(self, markup: str) -> None:
        body = markup[4:].removesuffix("-->") if markup.startswith("<!--") else markup
        if markup.startswith("<![CDATA["):
            body = markup[9:].removesuffix("]]>")
        self._builder.add(Node("#comment", self._line, self._line + markup.count("\n"), text=body.strip()))

    def _take_text(self, raw: str) -> None:
        self._add_text(raw)
        self._line += raw.count("\n")

    def _add_text(self, raw: str) -> None:
        text = raw if "&" not in raw else html.unescape(raw)
        bare = raw.strip()
        before = raw[: raw.find(bare[0])].count("\n") if bare else 0
        first = self._line + before
        if raw:
            self._builder.add(Node("#text", first, first + bare.count("\n"), text=text.replace("\v", " ")))


def _read_attributes(markup: str) -> dict[str, str]:
    if "=" not in markup and not any(character.isspace() for character in markup):
        return {}
    reader = _TagReader()
    reader.feed(markup)
    return reader.attributes


def _find_end(source: str, found: int) -> int | None:
    """Return where the comment, declaration or tag at `found` ends; None when `<` is only a character."""
    if source.startswith("<!--", found):
        end = source.find("-->", found + 2)
        return len(source) if end < 0 else end + 3
    if source.startswith("<![CDATA[", found):
        end = source.find("]]>", found)
        return len(source) if end < 0 else end + 3
    if source.startswith(("<!", "<?"), found):
        if not source[found + 2 : found + 3].isalpha():
            return None
        end = source.find(">", found, found + 8000)
        return None if end < 0 else end + 1
    match = _TAG.match(source, found) or _LOOSE_TAG.match(source, found)
    return match.end() if match else None
