"""From the ways in which pages mark up code to one: a `#code` node with its language."""

from __future__ import annotations

import re

from adapters.documents.tree import Node

_PREFIXED = re.compile(r"(?:language|lang|highlight-source|highlight|brush:?|sourcecode|prism)-([a-z0-9+#_.-]{1,40})")
_NO_LANGUAGE_NAMES = """highlight highlighter-rouge highlighted hljs notranslate sourcecode code literal-block prettyprint
    doctest source-code pre linenums codehilite chroma shiki default none plaintext text wrapper block codeblock code-block
    nohighlight copybutton line-numbers literalblock listingblock example eg-code programlisting screen verbatim
    theme-code-block"""
_HIGHLIGHTER_NAMES = "highlight codehilite sourcecode code-block codeblock highlighter-rouge syntaxhighlighter"
_LINE_NUMBER_NAMES = """linenos linenodiv gutter line-numbers-rows lineno gl rouge-gutter blob-num linenumber lnt ln headerlink
    copybtn boring"""
_NO_LANGUAGE = frozenset(_NO_LANGUAGE_NAMES.split())
_HIGHLIGHTERS, _LINE_NUMBERS = frozenset(_HIGHLIGHTER_NAMES.split()), frozenset(_LINE_NUMBER_NAMES.split())
_SAID_BARE = frozenset({"sourcecode", "code", "brush:", "hljs", "prettyprint"})
_NAMES = {"default": "", "none": "", "plaintext": "", "text": "", "ipython3": "python", "ipython": "python", "pycon3": "pycon",
          "shell-session": "console", "source-python": "python", "py3": "python", "python3": "python"}  # fmt: skip
_HOLDERS = frozenset({"div", "figure", "section", "table", "p"})


def read_code_block(node: Node) -> Node | None:
    """Read `pre`, and what a highlighter wraps around it, as code; None for all else."""
    if node.tag == "pre":
        return _make_code(node, node)
    if node.tag not in _HOLDERS:
        return None
    classes = node.attributes.get("class", "")[:2000].lower().split()
    if (
        not any(name in _HIGHLIGHTERS or _PREFIXED.fullmatch(name) for name in classes)
        and "highlighttable" not in classes
    ):
        return None
    found = _find_pres(node)
    if len(found) != 1 or _words_outside(node, found[0]):
        return None
    return _make_code(node, found[0])


def _find_pres(node: Node) -> list[Node]:
    if _is_numbers(node):
        return []
    return [node] if node.tag == "pre" else [pre for child in node.children for pre in _find_pres(child)]


def _words_outside(node: Node, pre: Node) -> bool:
    if node is pre or _is_numbers(node) or node.tag == "button":
        return False
    if node.tag == "#text":
        return bool(node.text.strip())
    return any(_words_outside(child, pre) for child in node.children)


def _is_numbers(node: Node) -> bool:
    return bool(_LINE_NUMBERS & set(node.attributes.get("class", "")[:500].lower().split()))


def _make_code(outer: Node, pre: Node) -> Node | None:
    text = _code_text(pre).removeprefix("\n").rstrip()
    if not text.strip():
        return None
    language = find_language(outer, pre)
    return Node("#code", outer.first, outer.last, {"language": language, "info": language}, text=text)


def _code_text(node: Node) -> str:
    if node.tag == "br":
        return "\n"
    if node.tag == "#text":
        return node.text
    if _is_numbers(node) or node.tag == "button":
        return ""
    return "".join(_code_text(child) for child in node.children)


def is_line_numbers(node: Node) -> bool:
    """Tell the column of line numbers beside code."""
    return node.tag in ("td", "div", "span", "pre") and _is_numbers(node)


def find_language(outer: Node, pre: Node) -> str:
    """Return the language that an element, what it holds or its `code` names; empty when none does."""
    chain = [*(_find_path(outer, pre) or [outer]), *(child for child in pre.children if child.tag == "code")]
    for node in reversed(chain):
        attributes = node.attributes
        for key in ("data-lang", "data-language", "data-code-language", "lang"):
            if attributes.get(key):
                return _tidy_name(attributes[key].lower())
        if found := _language_of_classes(attributes.get("class", "")[:2000].lower().split()):
            return _tidy_name(found)
    return ""


def _find_path(node: Node, pre: Node) -> list[Node] | None:
    if node is pre:
        return [node]
    for child in node.children:
        if path := _find_path(child, pre):
            return [node, *path]
    return None


def _language_of_classes(classes: list[str]) -> str:
    for name in classes:
        if match := _PREFIXED.fullmatch(name):
            return match[1]
    bare = [name for name in classes if name not in _NO_LANGUAGE and re.fullmatch(r"[a-z][a-z0-9+#-]{0,20}", name)]
    return bare[0] if bare and _SAID_BARE & set(classes) else ""


def _tidy_name(name: str) -> str:
    return _NAMES.get(name, name)[:40]
