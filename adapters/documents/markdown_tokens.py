"""From Markdown in the GitHub dialect to the tree of its elements, HTML included, by markdown-it-py."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, backtick, image, link
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from adapters.documents.dollars import read_dollars, show_formula
from adapters.documents.html_events import HtmlFeeder, count_end_tags
from adapters.documents.tree import Node, TreeBuilder

_MAX_NESTING = 60
_MAX_STYLES = 20
_CHUNK, _DENSE_CHUNK = 4_000, 1_000
_CONTAINERS = {"bullet_list_open", "ordered_list_open", "list_item_open", "blockquote_open", "alert_open",
               "footnote_reference_open"}  # fmt: skip
_STYLES = {"strong_open": "strong", "em_open": "em", "s_open": "s", "link_open": "a"}
_BLOCKS = {"paragraph_open", "heading_open", "bullet_list_open", "ordered_list_open", "list_item_open", "blockquote_open",
           "table_open", "thead_open", "tbody_open", "tr_open", "th_open", "td_open", "alert_open",
           "footnote_reference_open"}  # fmt: skip


def build_tree(text: str) -> Node:
    """Parse a document whose lines end in line feeds."""
    env: dict[str, object] = {}
    lines = text.split("\n")
    tokens = _make_parser().parse(text, env)
    builder = TreeBuilder(len(lines), count_end_tags(_html_of(tokens)))
    _TokenFeeder(builder, lines).feed(tokens, _definitions(env))
    return builder.root


def _make_parser() -> MarkdownIt:
    """Configure the dialect; linkify and typographer stay off (both are known to be quadratic)."""
    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING, "linkify": False, "typographer": False})
    parser.enable(["table", "strikethrough"])
    parser.options["tasklists"] = True
    parser.options["alerts"] = True
    parser.options["strikethrough_single_tilde"] = True
    parser.use(footnote_plugin, inline=False, move_to_end=False)
    parser.inline.ruler.at("footnote_ref", _read_footnote_mark)
    parser.use(dollarmath_plugin, allow_labels=False)
    parser.inline.ruler.at("math_inline", read_dollars)
    parser.core.ruler.at("inline", _parse_inlines)
    for name, rule in (("backticks", backtick), ("link", link), ("image", image)):
        parser.inline.ruler.at(name, _counting_lines(rule))
    return parser


def _read_footnote_mark(state: StateInline, silent: bool) -> bool:
    """Read `[^label]`, of a footnote that exists or with a number; the plugin's own rule is quadratic in `[^`."""
    if not state.src.startswith("[^", state.pos):
        return False
    end = state.src.find("]", state.pos + 2, min(state.posMax, state.pos + 100))
    label = state.src[state.pos + 2 : end]
    if end < 0 or not label or any(character.isspace() or character == "[" for character in label):
        return False
    known = state.env.get("footnotes", {}).get("refs", {})
    if f":{label}" not in known and not (label.isdecimal() and len(label) <= 3):
        return False
    if not silent:
        state.push("footnote_ref", "", 0)
    state.pos = end + 1
    return True


def _counting_lines(rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    """Note on a rule's last token how many line ends it took in: the parser turns those into spaces."""

    def read(state: StateInline, silent: bool) -> bool:
        start, before = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        if len(state.tokens) > before:
            state.tokens[-1].meta["lines"] = state.src.count("\n", start, state.pos)
        return True

    return read


def _parse_inlines(state: StateCore) -> None:
    """Parse each paragraph; one longer than any prose in pieces, because inline rules are quadratic in hostile input."""
    state.md.options["maxNesting"] = _MAX_STYLES
    for token in state.tokens:
        if token.type == "inline":
            token.children = token.children or []
            for chunk in _chunks(token.content):
                state.md.inline.parse(chunk, state.md, state.env, token.children)


def _chunks(content: str) -> Iterator[str]:
    """Cut what is longer than a paragraph can be, at the end of a sentence, a line or a word if there is one."""
    size = _CHUNK if content.count("[") * 10 < len(content) else _DENSE_CHUNK
    while len(content) > size:
        ends = (content.rfind(end, size // 2, size) + len(end) for end in (".\n", ". ", "\n", " "))
        cut = next((end for end in ends if end > size // 2), size)
        yield content[:cut]
        content = content[cut:]
    yield content


def _html_of(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "html_block":
            yield token.content
        for child in token.children or ():
            if child.type == "html_inline":
                yield child.content


def _definitions(env: dict[str, object]) -> list[tuple[int, int]]:
    """List the line ranges (0-based, end exclusive) of link definitions, neighbours joined."""
    found: list[list[int]] = []
    references = env.get("references", {})
    duplicates = env.get("duplicate_refs", [])
    assert isinstance(references, dict) and isinstance(duplicates, list)
    for first, end in sorted(entry["map"] for entry in [*references.values(), *duplicates]):
        if found and first <= found[-1][1]:
            found[-1][1] = max(end, found[-1][1])
        else:
            found.append([first, end])
    return [(first, end) for first, end in found]


class _TokenFeeder:
    """Feed Markdown's tokens to a builder; what the parser let fall is added as `#lost`."""

    def __init__(self, builder: TreeBuilder, lines: Sequence[str]) -> None:
        self._builder = builder
        self._html = HtmlFeeder(builder)
        self._lines = lines
        self._columns = 0

    def feed(self, tokens: Sequence[Token], definitions: list[tuple[int, int]]) -> None:
        """Feed a whole document; definitions come where they stand, between blocks of the top level."""
        skipping = waiting = 0
        for token in tokens:
            while token.level == 0 and token.map and waiting < len(definitions):
                if definitions[waiting][0] >= token.map[0]:
                    break
                self._add_source("#definitions", *definitions[waiting])
                waiting += 1
            if skipping:
                skipping += token.nesting
            elif token.type == "alert_title_open":
                skipping = 1
            else:
                self._feed_block(token)
        for first, end in definitions[waiting:]:
            self._add_source("#definitions", first, end)

    def _add_source(self, tag: str, first: int, end: int) -> None:
        bare = (line.lstrip("> \t-*+") if tag == "#lost" else line for line in self._lines[first:end])
        self._builder.add(Node(tag, first + 1, end, text="\n".join(bare)))

    def _feed_block(self, token: Token) -> None:
        first, end = token.map or (0, 0)
        if token.type in _BLOCKS:
            node = Node(_tag_of(token), first + 1, max(end, first + 1), _attributes_of(token))
            self._builder.open_markdown(node)
            if token.level == _MAX_NESTING - 1 and token.type in _CONTAINERS:
                self._add_source("#lost", first, end)
            self._count_cells(token, node)
        elif token.nesting < 0:
            self._builder.close_markdown()
        elif token.type == "inline":
            self._feed_inline(token.children or [], first + 1, max(end, first + 1))
        elif token.type in ("fence", "code_block"):
            words = unescapeAll(token.info).split(maxsplit=1)
            attributes = {"language": words[0] if words else "", "info": token.info.strip()}
            self._builder.add(Node("#code", first + 1, end, attributes, text=token.content))
        elif token.type == "math_block":
            self._builder.add(
                Node("#code", first + 1, end, {"language": "math", "info": "math"}, text=token.content.strip())
            )
        elif token.type == "html_block":
            self._html.feed(token.content, first + 1)
        elif token.type == "hr":
            self._builder.add(Node("hr", first + 1, end))

    def _count_cells(self, token: Token, node: Node) -> None:
        """Keep the cells that GitHub drops because the header has no column for them."""
        if token.type == "table_open":
            self._columns = 0
        elif token.type == "th_open":
            self._columns += 1
        elif token.type == "tr_open" and self._columns:
            cells = escapedSplit(self._lines[node.first - 1].lstrip("> \t").rstrip())
            cells = cells[1:] if cells[0] == "" else cells
            excess = [cell.strip() for cell in cells[self._columns :] if cell.strip()]
            node.attributes["excess"] = " | ".join(excess)

    def _feed_inline(self, tokens: Sequence[Token], line: int, last: int) -> None:
        styles: list[tuple[bool, int]] = []
        for token in tokens:
            if token.type in _STYLES:
                styles.append((len(styles) < _MAX_STYLES, line))
                if styles[-1][0]:
                    attributes = {key: str(value) for key, value in token.attrs.items()}
                    self._builder.open_markdown(Node(_STYLES[token.type], line, last, attributes))
            elif token.nesting < 0:
                shown, opened = styles.pop()
                line = min(last, max(line, opened + token.meta.get("lines", 0)))
                if shown:
                    self._builder.close_markdown()
            elif token.type == "html_inline":
                self._html.feed(token.content, line, inline=True)
                line = min(last, line + token.content.count("\n"))
            elif token.type in ("softbreak", "hardbreak"):
                tag = "br" if token.type == "hardbreak" else "#text"
                self._builder.add(Node(tag, line, line, text="\n"))
                line = min(last, line + 1)
            elif token.type in ("code_inline", "image"):
                end = min(last, line + token.meta.get("lines", 0))
                self._builder.add(_leaf_of(token, line, end))
                line = end
            elif token.type == "math_inline":
                self._builder.add(show_formula(token.content, line))
            elif token.type != "footnote_ref":
                self._builder.add(Node("#text", line, line, text=token.content.replace("\v", " ")))


def _tag_of(token: Token) -> str:
    if token.type == "alert_open":
        return "#alert"
    return "#footnote" if token.type == "footnote_reference_open" else token.tag


def _attributes_of(token: Token) -> dict[str, str]:
    attributes = {key: str(value) for key, value in token.attrs.items()}
    if token.type == "alert_open":
        attributes["kind"] = str(token.meta["kind"]).lower()
    if token.type == "list_item_open" and "checked" in token.meta:
        attributes["checked"] = "yes" if token.meta["checked"] else "no"
    if token.type == "footnote_reference_open":
        attributes["label"] = str(token.meta["label"])
    return attributes


def _leaf_of(token: Token, first: int, last: int) -> Node:
    if token.type == "image":
        return Node("img", first, last, _image_attributes(token))
    return Node("code", first, last, children=[Node("#text", first, last, text=token.content)])


def _image_attributes(token: Token) -> dict[str, str]:
    alt = "".join(_visible(child) for child in token.children or ())
    return {"src": str(token.attrs.get("src", "")), "alt": alt, "title": str(token.attrs.get("title", ""))}


def _visible(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return " "
    if token.type == "image":
        return "".join(_visible(child) for child in token.children or ())
    return token.content if token.type in ("text", "text_special", "code_inline") else ""
