"""From a page's elements, as its generator writes them, to those that Markdown has too: code, callouts, captions, formulas."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from adapters.documents.callouts import CALLOUTS
from adapters.documents.dollars import show_formula
from adapters.documents.html_code import is_line_numbers, read_code_block
from adapters.documents.tree import HEADINGS, INLINE, Node

_CALLOUT_MARKS = ("admonition", "alert", "callout", "theme-admonition", "markdown-alert", "notice", "infobox")
_CALLOUT_PREFIX = re.compile(
    r"^(?:markdown-alert-|theme-admonition-|admonition-|alert--|alert-|callout-|notice-|custom-block-)"
)
_TITLES = ("admonition-title", "markdown-alert-title", "callout-title", "admonition-heading", "custom-block-title")
_PERMALINKS = frozenset({"headerlink", "anchor", "anchor-link", "hash-link", "header-anchor", "heading-link", "permalink",
                         "anchorjs-link", "direct-link"})  # fmt: skip
_MARKS = frozenset("¶#§🔗")
_FOOTNOTE_CALLS = frozenset({"footnote-reference", "footnote-ref", "reference", "footnote", "fn", "brackets"})
_CALL = re.compile(r"\[?\s?(?:\d{1,3}|[a-z*†‡]|note \d{1,3})\s?\]?")
_TEX = re.compile(r"<annotation[^<>]{0,200}application/x-tex[^<>]{0,50}>([^<]{1,5000})</annotation", re.IGNORECASE)
_CAPTIONS = frozenset({"caption", "wp-caption-text"})
_DELIMITERS = (("\\(", "\\)"), ("\\[", "\\]"), ("$$", "$$"), ("$", "$"))


def tidy_nodes(nodes: Sequence[Node]) -> list[Node]:
    """Rewrite elements and all that is inside them."""
    return [made for node in nodes for made in _tidy(node)]


def _tidy(node: Node) -> list[Node]:
    if node.tag in ("#text", "#comment", "#omitted") or not (node.children or node.attributes):
        return [node]
    if node.tag == "#raw":
        return [_read_mathml(node)]
    if is_line_numbers(node):
        return []
    code = read_code_block(node)
    if code is not None:
        return [code]
    for rewrite in (_read_caption, _read_callout, _read_math, _read_figure, _read_footnote, _read_definitions):
        if (made := rewrite(node)) is not None:
            return made
    node.children = [made for child in node.children if not _is_permalink(child, node) for made in _tidy(child)]
    if node.tag == "img":
        _find_lazy_source(node)
    return [node]


def classes_of(node: Node) -> list[str]:
    """Return an element's classes, lower case."""
    return node.attributes.get("class", "")[:2000].lower().split()


def words_of(node: Node) -> str:
    """Return all text inside an element."""
    return node.text if node.tag == "#text" else "".join(words_of(child) for child in node.children)


def _is_permalink(node: Node, parent: Node) -> bool:
    """Tell a heading's link to itself, and the call of a footnote."""
    if node.tag not in ("a", "sup", "span"):
        return False
    words, classes = words_of(node).strip(), set(classes_of(node))
    if node.tag == "a" and (classes & _PERMALINKS or parent.tag in HEADINGS) and (not words or set(words) <= _MARKS):
        return not any(child.tag == "img" for child in node.children)
    calls = node.tag == "sup" and any(child.tag == "a" for child in node.children)
    return bool(_CALL.fullmatch(words)) and bool(calls or (node.tag == "a" and classes & _FOOTNOTE_CALLS))


def _read_caption(node: Node) -> list[Node] | None:
    """Let what stands over a table or code lead to it."""
    if node.tag != "caption" and not {"code-block-caption", "filename"} & set(classes_of(node)):
        return None
    inside = tidy_nodes([child for child in node.children if not _is_permalink(child, node)])
    led = words_of(node).replace("¶", "").rstrip().endswith((":", ".", "!", "?"))
    colon = [] if led else [Node("#text", node.last, node.last, text=":")]
    return [Node("p", node.first, node.last, children=[*inside, *colon])]


def _read_callout(node: Node) -> list[Node] | None:
    if node.tag not in ("div", "aside", "section", "details", "blockquote", "p"):
        return None
    classes = classes_of(node)
    folded = node.tag == "details" and bool(set(classes) & set(CALLOUTS))
    if not folded and not any(name in _CALLOUT_MARKS or name.startswith("custom-block") for name in classes):
        return None
    names = [_CALLOUT_PREFIX.sub("", name) for name in classes]
    kind = next((CALLOUTS[name] for name in names if name in CALLOUTS and name != "admonition"), "note")
    children: list[Node] = []
    for child in node.children:
        if not children and _is_callout_title(child):
            if words_of(child).strip(" :!\n").lower() not in CALLOUTS:
                children.append(Node("p", child.first, child.last, children=[_strong(child)]))
        elif child.tag != "#text" or child.text.strip():
            children.append(child)
    return [Node("#alert", node.first, node.last, {"kind": kind}, children=tidy_nodes(children))]


def _is_callout_title(node: Node) -> bool:
    return node.tag == "summary" or bool(set(classes_of(node)) & set(_TITLES)) or (
        any("heading" in name or name.endswith("title") for name in classes_of(node))
    )  # fmt: skip


def _strong(node: Node) -> Node:
    return Node("strong", node.first, node.last, children=tidy_nodes(node.children))


def _read_math(node: Node) -> list[Node] | None:
    """Read what MathJax and KaTeX would draw."""
    classes = classes_of(node)
    if "katex" in classes or "katex-display" in classes:
        tex = next(filter(None, map(_annotated_tex, _descend(node))), "")
        return [_formula(tex, node, "katex-display" in classes)] if tex else None
    if not {"math", "arithmatex"} & set(classes) or node.tag not in ("span", "div", "p"):
        return None
    tex, shown = words_of(node).strip(), node.tag != "span"
    for opening, closing in _DELIMITERS:
        if tex.startswith(opening) and tex.endswith(closing) and len(tex) > len(opening) + len(closing):
            tex, shown = tex[len(opening) : -len(closing)].strip(), shown or opening in ("\\[", "$$")
            break
    return [_formula(tex, node, shown)] if tex else None


def _annotated_tex(node: Node) -> str:
    """Return the TeX that a MathML element is annotated with."""
    match = _TEX.search(node.text) if node.tag == "#raw" and node.attributes.get("tag") == "math" else None
    return html.unescape(match[1]).strip() if match else ""


def _read_mathml(node: Node) -> Node:
    tex = _annotated_tex(node)
    return _formula(tex, node, 'display="block"' in node.text[:300]) if tex else node


def _formula(tex: str, node: Node, shown: bool) -> Node:
    if shown:
        return Node("#code", node.first, node.last, {"language": "math", "info": "math"}, text=tex)
    return show_formula(tex, node.first)


def _descend(node: Node) -> list[Node]:
    return [node, *(inner for child in node.children for inner in _descend(child))]


def _read_figure(node: Node) -> list[Node] | None:
    """Give a picture its caption as its title; of what else a figure holds, the caption follows it."""
    if node.tag != "figure" and "figure" not in classes_of(node):
        return None
    captions = [
        child
        for child in node.children
        if child.tag == "figcaption" or set(classes_of(child)) & {"caption", "wp-caption-text"}
    ]
    rest = tidy_nodes([child for child in node.children if child not in captions])
    pictures = [inner for child in rest for inner in _descend(child) if inner.tag == "img"]
    if len(pictures) != 1 or not captions:
        return [Node("div", node.first, node.last, children=[*rest, *tidy_nodes(captions)])]
    _find_lazy_source(pictures[0])
    caption = " ".join(words_of(captions[0]).replace("¶", "").split())
    pictures[0].attributes["title"] = caption
    return [Node("div", node.first, node.last, children=rest)]


def _find_lazy_source(node: Node) -> None:
    """Take the picture that a script would put in the place of a stand-in."""
    attributes = node.attributes
    if not attributes.get("src") or attributes["src"].startswith("data:"):
        attributes["src"] = attributes.get("data-src") or attributes.get("data-original") or attributes.get("src", "")


def _read_footnote(node: Node) -> list[Node] | None:
    """Keep footnotes apart: they are asides."""
    classes, role = set(classes_of(node)), node.attributes.get("role", "")
    if (
        role in ("doc-footnote", "doc-endnotes")
        or classes & {"footnotes", "footnote-list", "footdef"}
        or (node.tag == "div" and "footnote" in classes)
    ):
        return [Node("#footnote", node.first, node.last, children=node.children)]
    if node.tag in ("aside", "table", "dl") and classes & {"footnote", "citation", "brackets"}:
        return [Node("#footnote", node.first, node.last, children=node.children)]
    return None


def _read_definitions(node: Node) -> list[Node] | None:
    """Make a list of terms and what they mean; of an API's signatures, code with what is said of them."""
    if node.tag != "dl":
        return None
    if any("sig" in classes_of(child) for child in node.children):
        return [made for child in node.children for made in _read_signature(child)]
    pairs: list[tuple[list[Node], list[Node]]] = []
    for child in _unwrap(node.children):
        if child.tag == "dt":
            if not pairs or pairs[-1][1]:
                pairs.append(([], []))
            pairs[-1][0].append(child)
        elif child.tag == "dd" and pairs:
            pairs[-1][1].append(child)
        elif child.tag != "#text" or child.text.strip():
            pairs.append(([], [child]))
    items = [define(terms, tidy_nodes(meanings)) for terms, meanings in pairs]
    return [Node("ul", node.first, node.last, children=items)] if items else []


def _without_colon(nodes: list[Node]) -> list[Node]:
    """Drop the colons after a term, where generators write them into a `span` of their own."""
    kept = [node for node in nodes if node.tag != "span" or words_of(node).strip() != ":"]
    if kept and kept[-1].tag == "#text":
        kept[-1].text = kept[-1].text.rstrip(" \n:")
    return kept


def _unwrap(nodes: Sequence[Node]) -> list[Node]:
    return [inner for node in nodes for inner in (node.children if node.tag == "div" else [node])]


def _read_signature(node: Node) -> list[Node]:
    if node.tag != "dt":
        return tidy_nodes([node])
    node.children = [child for child in node.children if not _is_permalink(child, node) and child.tag != "a"]
    text = " ".join(words_of(node).split())
    return [Node("#code", node.first, node.last, {"language": "python", "info": ""}, text=text)] if text else []


def define(terms: Sequence[Node], meanings: Sequence[Node]) -> Node:
    """Make an entry of a list of a term and its meaning: `**term**: meaning`."""
    first = min(node.first for node in (*terms, *meanings))
    last = max(node.last for node in (*terms, *meanings))
    head: list[Node] = []
    for term in terms:
        head += [Node("#text", term.first, term.first, text=", ")] if head else []
        head.append(Node("strong", term.first, term.last, children=_without_colon(tidy_nodes(term.children))))
    below = [child for meaning in meanings for child in (meaning.children if meaning.tag == "dd" else [meaning])]
    below = [child for child in below if child.tag != "#text" or child.text.strip()]
    inline: list[Node] = []
    while below and (below[0].tag in INLINE or (below[0].tag == "p" and not inline)):
        taken = below.pop(0)
        inline += taken.children if taken.tag == "p" else [taken]
        if taken.tag == "p":
            break
    if head and inline:
        head.append(Node("#text", head[-1].last, head[-1].last, text=": "))
    return Node("li", first, last, children=[Node("p", first, last, children=[*head, *inline]), *below])
