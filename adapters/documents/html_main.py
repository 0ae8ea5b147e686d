"""From the tree of a page to its main text: what it marks as that, else where most of its words stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from adapters.documents.tree import HEADINGS, Node

_CONTENT_NAMES = """markdown-body post-content entry-content article-content article-body post-body story-body content-body
    page-content main-content mw-parser-output rst-content documentwrapper document md-content devsite-article-body body
    content main"""
_CONTENT: frozenset[str] = frozenset(_CONTENT_NAMES.split())
_ROLE_NAMES = "navigation search banner contentinfo menu menubar toolbar dialog alertdialog tablist"
_MARKED: tuple[Callable[[Node], bool], ...] = (
    lambda node: node.tag == "main" or node.attributes.get("role", "").lower() == "main",
    lambda node: node.tag == "article" or node.attributes.get("itemprop", "") == "articleBody",
    lambda node: bool(_names(node) & _CONTENT),
)
_ASIDE_TAGS = frozenset({"nav", "footer", "form", "button", "menu", "dialog"})
_ASIDE_ROLES = frozenset(_ROLE_NAMES.split())
_ASIDE_NAMES = re.compile(
    r"(?:[a-z]{1,4}-|site-?|page-?|global-?|main-?|skip-?|article-?|post-?|prev-next-?)?"
    r"(?:nav|navbar|navigation|menu|breadcrumbs?|sidebar|toc|table-of-contents|footer|cookies?|consent|share|sharing|social|"
    r"pagination|pager|advert|ads?|promo|newsletter|subscribe|comments|disqus|edit-?link|edit-this-page|"
    r"related|related-posts|to-main|search|tags|author-bio|toolbar|noprint|editsection|mw-editsection|"
    r"tabbed-labels|navbox|reflist|feedback|rating|prev|next|pagenav)(?:-?(?:container|wrapper|list|links?|bar|inner|box|"
    r"header|nav|drawer|primary|secondary))?"
)  # fmt: skip
_BLOCKS = frozenset(
    {"div", "section", "aside", "header", "ul", "ol", "p", "span", "a", "table", "details", "dl", "center"}
)
_UNSEEN = re.compile(r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden")
_UNSEEN_CLASSES = "sr-only visually-hidden screen-reader-text screen-reader-only assistive-text hideme"
_UNSEEN_NAMES = frozenset(_UNSEEN_CLASSES.split())
_LINKED_SHARE = 0.7


def find_main(root: Node) -> list[Node]:
    """Return the nodes of the main text; what leads around the page becomes `#omitted`, in its place."""
    body = next((node for node in _walk(root) if node.tag == "body"), root)
    sizes: dict[int, int] = {}
    _count_words(body, sizes)
    chosen = _find_marked(body, sizes) or _find_densest(body, sizes)
    around = _set_aside(_find_path(body, chosen) or [chosen])
    return [*around, *_without_asides(chosen)]


def is_aside(node: Node) -> bool:
    """Tell whether an element leads around the site, or asks something of the reader."""
    if node.tag in _ASIDE_TAGS or node.attributes.get("role", "").lower() in _ASIDE_ROLES:
        return True
    return node.tag in _BLOCKS and any(map(_ASIDE_NAMES.fullmatch, _names(node)))


def is_unseen(node: Node) -> bool:
    """Tell whether a browser does not show an element."""
    attributes = node.attributes
    if "hidden" in attributes or attributes.get("aria-hidden", "").lower() == "true" or _names(node) & _UNSEEN_NAMES:
        return True
    return bool(_UNSEEN.search(attributes.get("style", "")[:500].lower()))


def _names(node: Node) -> set[str]:
    """Return the classes of an element, and its id unless that is made of a heading's words."""
    classes = set(node.attributes.get("class", "")[:2000].lower().split())
    named = "" if node.tag == "section" or "section" in classes else node.attributes.get("id", "")[:200].lower()
    return (classes | {named}) - {""}


def _walk(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _walk(child)


def _find_marked(body: Node, sizes: dict[int, int]) -> Node | None:
    """Return the element that the page marks as its main text, narrowed while one inside has most of its words."""
    chosen = body
    for marked in _MARKED:
        found = [node for node in _walk(chosen) if node is not chosen and marked(node) and not is_unseen(node)]
        best = max(found, key=lambda node: sizes.get(id(node), 0), default=None)
        if best is not None and (len(found) == 1 or sizes.get(id(best), 0) * 2 > sizes[id(chosen)]):
            chosen = best if sizes.get(id(best)) else chosen
    return None if chosen is body else chosen


def _count_words(node: Node, sizes: dict[int, int]) -> int:
    """Count the letters of what is read below each node; those of links and of what leads around the page do not count."""
    if node.tag == "#text":
        size = len(node.text.strip())
    elif node.tag in ("a", "#raw", "#comment") or is_aside(node):
        size = 0
    else:
        size = sum(_count_words(child, sizes) for child in node.children)
    sizes[id(node)] = size
    return size


def _find_densest(body: Node, sizes: dict[int, int]) -> Node:
    """Go down as long as one child has nearly all words, and no heading stands beside it."""
    chosen = body
    while True:
        inner = max(chosen.children, key=lambda node: sizes.get(id(node), 0), default=None)
        if inner is None or inner.tag not in ("div", "section", "article", "center", "table", "tbody", "tr", "td"):
            return chosen
        beside = (child for child in chosen.children if child is not inner)
        titled = any(node.tag in HEADINGS for child in beside for node in _walk(child))
        if titled or sizes.get(id(inner), 0) < _LINKED_SHARE * sizes[id(chosen)]:
            return chosen
        chosen = inner


def _find_path(node: Node, wanted: Node) -> list[Node] | None:
    """Return the elements from one down to another."""
    if node is wanted:
        return [node]
    for child in node.children:
        if path := _find_path(child, wanted):
            return [node, *path]
    return None


def _set_aside(path: list[Node]) -> list[Node]:
    """Return all that stands beside the way to the main text as navigation, one a piece."""
    return [
        _as_navigation(child)
        for node, inner in pairwise(path)
        for child in node.children
        if child is not inner and child.tag not in ("#raw", "#comment") and _has_words(child)
    ]


def _without_asides(node: Node) -> list[Node]:
    kept: list[Node] = []
    for child in node.children:
        if is_unseen(child):
            kept += [_set_apart(child, "hidden text", "the page does not show it")] if _has_words(child) else []
        elif is_aside(child) and not any(inner.tag == "h1" for inner in _walk(child)):
            kept += [_as_navigation(child)] if _has_words(child) else []
        else:
            child.children = _without_asides(child)
            kept.append(child)
    return kept


def _as_navigation(node: Node) -> Node:
    return _set_apart(node, "navigation", "it leads around the site")


def _set_apart(node: Node, what: str, reason: str) -> Node:
    words = " ".join(inner.text for inner in _walk(node) if inner.tag == "#text")
    return Node("#omitted", node.first, node.last, {"what": what, "reason": reason}, text=" ".join(words.split()))


def _has_words(node: Node) -> bool:
    return any(inner.tag == "#text" and inner.text.strip() for inner in _walk(node))
