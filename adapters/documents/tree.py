"""From a stream of opens, texts and closes, Markdown's and HTML's alike, to one tree of elements with their lines."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

MAX_DEPTH = 90
"""Elements inside each other; what is deeper stands in the deepest one that is kept."""

_VOID_NAMES = "area base br col embed hr img input link meta param source track wbr"
_INLINE_NAMES = """#text a abbr b bdi bdo big br cite code data del dfn em font g-emoji i img input ins kbd label map mark
    picture q rp rt ruby s samp small source span strike strong sub sup time tt u var wbr"""
_TRANSPARENT_NAMES = """address article aside body button caption center colgroup col dd details div dl dt fieldset figcaption
    figure footer form header hgroup html legend main nav section summary tbody td tfoot th thead tr"""
_HIDDEN_NAMES = "audio canvas iframe math noembed noframes object script style svg textarea title video xmp"

VOID = frozenset(_VOID_NAMES.split())
HIDDEN = frozenset(_HIDDEN_NAMES.split())
"""Elements whose text is not the document's."""
FORMULA = "#formula"
"""An inline formula of Markdown's: its one child is the formula in plain Unicode."""
INLINE = frozenset(_INLINE_NAMES.split()) | HIDDEN | {FORMULA}
TRANSPARENT = frozenset(_TRANSPARENT_NAMES.split())
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
LITERAL = frozenset({"pre", "table", "ul", "ol", "blockquote", "li", "p", "hr", "head", "area", "base", "embed", "link", "meta",
                     "param", "track", "menu", "dir", "optgroup", "option", "select", *HEADINGS})  # fmt: skip
KNOWN = VOID | INLINE | TRANSPARENT | LITERAL
"""Every HTML element that a README may hold; other names are text in angle brackets."""

# An element that changes the meaning of all that follows is believed only when its end tag exists.
_MUST_CLOSE = frozenset({"pre", "table", "ul", "ol", "blockquote", *HEADINGS})
_TABLE = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"})
_CELLS, _ROWS = frozenset({"td", "th"}), frozenset({"td", "th", "tr", "thead", "tbody", "tfoot", "caption"})
# HTML, 13.1.2.4 "Optional tags": what an opening tag closes, and how far up it looks.
_IMPLIED: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "tr": (_CELLS | {"tr", "caption"}, frozenset({"table"})),
    "td": (_CELLS, frozenset({"tr", "table"})),
    "th": (_CELLS, frozenset({"tr", "table"})),
    "thead": (_ROWS, frozenset({"table"})),
    "tbody": (_ROWS, frozenset({"table"})),
    "tfoot": (_ROWS, frozenset({"table"})),
}


@dataclass(slots=True, eq=False)
class Node:
    """An element, or a text (tag `#text`). Lines are 1-based and inclusive."""

    tag: str
    first: int
    last: int
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: list[Node] = field(default_factory=list)
    markdown: bool = False
    """True when Markdown made it: HTML inside can't close it."""


class TreeBuilder:
    """Keep the stack of open elements, and close what an opening one ends."""

    def __init__(self, last_line: int, closers: Counter[str]) -> None:
        self.root = Node("#root", 1, last_line, markdown=True)
        self._stack = [self.root]
        self._closers = closers

    @property
    def inside_preformatted(self) -> bool:
        """Tell whether white space is kept here."""
        return any(node.tag == "pre" for node in self._stack)

    def can_close(self, tag: str) -> bool:
        """Tell whether an end tag of this name is still to come."""
        return self._closers[tag] > 0

    def add(self, node: Node) -> None:
        """Put a finished element where we stand."""
        if node.tag not in INLINE and node.tag not in ("#comment", "#raw"):
            self._end_inline(node.tag)
        self._stack[-1].children.append(node)

    def open_markdown(self, node: Node) -> None:
        """Enter an element of Markdown's; always paired with `close_markdown`."""
        node.markdown = True
        self.add(node)
        self._stack.append(node)

    def close_markdown(self) -> None:
        """Leave the innermost element of Markdown's, and all HTML that was left open in it."""
        while not self._stack[-1].markdown:
            self._stack.pop()
        if len(self._stack) > 1:
            self._stack.pop()

    def open_html(self, tag: str, attributes: dict[str, str], line: int) -> None:
        """Enter an element that is written as a tag."""
        if tag in _MUST_CLOSE:
            if not self.can_close(tag):
                tag = "div"
            self._closers[tag] -= 1
        if tag in _IMPLIED:
            self._end_implied(*_IMPLIED[tag], line)
        node = Node(tag, line, line, attributes)
        self.add(node)
        if tag not in VOID and len(self._stack) < MAX_DEPTH:
            self._stack.append(node)

    def close_html(self, tag: str, line: int) -> None:
        """Leave the nearest element of that name which HTML opened; without one the tag means nothing."""
        at = len(self._stack) - 1
        while not self._stack[at].markdown and self._stack[at].tag != tag:
            if self._stack[at].tag in _TABLE and tag not in _TABLE:
                return
            at -= 1
        if not self._stack[at].markdown:
            self._pop_to(at, line)

    def _end_implied(self, ended: frozenset[str], bounds: frozenset[str], line: int) -> None:
        at, found = len(self._stack) - 1, 0
        while not self._stack[at].markdown and self._stack[at].tag not in bounds:
            found = at if self._stack[at].tag in ended else found
            at -= 1
        if found:
            self._pop_to(found, line - 1)

    def _pop_to(self, at: int, line: int) -> None:
        for node in self._stack[at:]:
            node.last = max(node.last, line)
        del self._stack[at:]

    def _end_inline(self, tag: str) -> None:
        """End what a block ends in a browser: a paragraph, a heading (unless a paragraph stands in it), all that is inline."""
        flowing = tag in ("p", "div", "center")
        while not (top := self._stack[-1]).markdown:
            if not (top.tag in INLINE or top.tag == "p" or (top.tag in HEADINGS and not flowing)):
                break
            self._stack.pop()
