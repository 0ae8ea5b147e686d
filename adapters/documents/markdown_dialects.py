"""From what documentation systems add to Markdown to the GitHub dialect, line for line: callouts, tabs, directives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from adapters.documents.callouts import CALLOUTS
from adapters.documents.definition_lists import MEANING, read_definition
from adapters.documents.embedded_rst import EMBEDDED_RST
from adapters.documents.rst.names import ELSEWHERE, SETTINGS

OMITTED = "omitted: "
"""How a comment begins that stands where something else was; the name of a directive follows."""

_DEEPEST = 6
_QUICK = re.compile(
    r'^ {0,12}(?:!!!|\?\?\?|=== "|:::|(?:```+|~~~+)\{)|\{[#.:!]|\{\* |\{\{ ?#|\{[a-z:]{1,30}\}`|8<-|^<<< |[)\]`*]\{[a-z]'
    rf"|^\[TOC\]|^\([^()\n]{{1,100}}\)=|{MEANING}",
    re.MULTILINE,
)
FENCE = re.compile(r"^([ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(`{3,}|~{3,})([^`]*)$")
"""What opens a block of code, at the beginning of a list's entry, too."""
_INDENTED = re.compile(r'^( *)(?:(?:!!!|\?\?\?\+?) *([\w -]{0,80}?)(?: *"([^"]{0,300})")?|=== "([^"]{1,300})") *$')
_DIRECTIVE = re.compile(r"^( *)(`{3,}|~{3,}|:{3,}) *\{([A-Za-z][\w:.+-]{0,60})\} *(.{0,500})$")
_COLONS = re.compile(r"^( *)(:{3,}) *(?:([A-Za-z][\w-]{0,40})|\{([^{}]{0,200})\})(?:\[([^\]]{0,300})\]| +(.{0,300}))?$")
_CLASS = re.compile(r"\.(?:callout-)?([a-z-]{1,40})")
_OPTION = re.compile(r"^:[\w-]{1,60}:(?: |$)")
_ATTRIBUTES = re.compile(r"\s*\{:?\s*[#.][^{}\n]{0,200}\}\s*$")
_ATTRIBUTE = r"(?:[.#][\w-]{1,60}|[a-z][\w-]{0,40}=(?:\"[^\"\n]{0,200}\"|'[^'\n]{0,200}'|[^\s{}\"']{1,200}))"
_INLINE_ATTRIBUTES = re.compile(
    r"(\]\([^()\n]{0,400}\)|\]\[[^\]\n]{0,100}\]|[`*])"
    rf"\{{:?\s?{_ATTRIBUTE}(?:\s{{1,3}}{_ATTRIBUTE}){{0,10}}\s?\}}"
)
"""`[the guide](guide.md){.internal-link target=_blank}`, of Python-Markdown and of Pandoc."""
_INCLUDED = re.compile(
    r"\s*(?:\{!>?.{1,300}!\}|\{\* .{1,300} \*\}|-{1,2}8<-{1,2} .{1,300}"
    r"|\{\{ ?#(?:rustdoc_include|include|playground|tabs) .{1,300}\}\}|<<< ?[@./].{1,300})\s*"
)
"""A line in whose place a documentation system puts another file."""
_ALONE = re.compile(r"^\s*(?:\{:?\s*[#.][^{}]{0,200}\}|--8<--.{0,300}|\[TOC\]|\([^()\n]{1,100}\)=)\s*$")
_PLACE_ROLE = re.compile(
    r"\{(?:ref|doc|term|any|numref|std:ref|std:doc)\}`([^`<>\n]{1,300}?)\s*(?:<[^`<>\n]{1,300}>)?`"
)
_ROLE = re.compile(r"\{[a-z][\w:+-]{0,30}\}(?=`[^`\n]{1,300}`)")
_CODE = frozenset(
    {"code-block", "code", "sourcecode", "code-cell", "prompt", "parsed-literal", "literalinclude-inline"}
)
_KEPT_CODE = {
    "math": "math", "mermaid": "mermaid", "ipython": "python", "graphviz": "dot", EMBEDDED_RST: f"{{{EMBEDDED_RST}}}",
}  # fmt: skip
_LEFT_OUT = frozenset({"contents", "tableofcontents"})
_UNSAID = frozenset({"grid", "tab-set", "container", "hlist", "only", "div", "tabs", "toggle", "panels", "epigraph"})
_PICTURES = frozenset({"figure", "image"})


class _Block(NamedTuple):
    """Lines that belong together: a head, what is in it, and perhaps an end."""

    head: str
    body: list[str]
    closed: bool
    size: int
    """Lines of all of it."""


def rewrite_dialects(text: str) -> str:
    """Return the same document in as many lines, in the GitHub dialect; most are returned as they are."""
    if not _QUICK.search(text):
        return text
    return "\n".join(_rewrite(text.split("\n"), 0))


def _rewrite(lines: Sequence[str], depth: int) -> list[str]:
    made: list[str] = []
    at = 0
    while at < len(lines):
        block = _read_special(lines, at) if depth < _DEEPEST else None
        if block is not None:
            made += _write_special(block, depth)
            at += block.size
        elif fence := FENCE.match(lines[at]):
            end = find_end(lines, at, fence[2])
            made += _write_fence(lines[at : end + 1])
            at = end + 1
        elif definition := read_definition(lines, at, made[-1] if made else ""):
            made += [_tidy_line(line) for line in definition]
            at += len(definition)
        elif _INCLUDED.fullmatch(lines[at]) and (not made or not made[-1].strip()):
            made += _indent(leave_out(f"include {lines[at]}", 1), _read_indent(lines[at]))
            at += 1
        else:
            made.append(_tidy_line(lines[at]))
            at += 1
    return made


def _write_fence(lines: Sequence[str]) -> list[str]:
    """Return a block of code; where it is another file's, which is not read, say so in its place."""
    inside = [line for line in lines[1:] if line.strip() and not FENCE.match(line)]
    if not inside or not all(map(_INCLUDED.fullmatch, inside)):
        return list(lines)
    return _indent(leave_out(f"include {' '.join(inside)}", len(lines)), _read_indent(lines[0]))


def leave_out(words: str, lines: int) -> list[str]:
    """Return so many lines in which a comment says what stood there: a directive's name, and more."""
    named = " ".join(words.split()).replace("-->", "- ->")
    first = f"<!-- {OMITTED}{named}"
    return [f"{first} -->"] if lines == 1 else [first, *[""] * (lines - 2), "-->"]


def _read_indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _tidy_line(line: str) -> str:
    if "{" not in line and not line.startswith(("--8<--", "[TOC]", "(")):
        return line
    if _ALONE.match(line):
        return ""
    if line.lstrip().startswith("#"):
        line = _ATTRIBUTES.sub("", line)
    line = _INLINE_ATTRIBUTES.sub(r"\1", line)
    return _ROLE.sub("", _PLACE_ROLE.sub(r"\1", line))


def find_end(lines: Sequence[str], at: int, fence: str) -> int:
    """Return the line that closes a fence, or the last line."""
    nested = 0
    for end in range(at + 1, len(lines)):
        line = lines[end].strip()
        if fence[0] == ":" and line.startswith(fence) and line.strip(":"):
            nested += len(line) - len(line.lstrip(":")) == len(fence)
        elif line.startswith(fence) and not line.strip(fence[0]):
            if not nested:
                return end
            nested -= 1
    return len(lines) - 1


def _read_special(lines: Sequence[str], at: int) -> _Block | None:
    """Return the block that begins on a line, if it is one that only some systems know."""
    line = lines[at]
    if match := _DIRECTIVE.match(line) or (_COLONS.match(line) if line.lstrip().startswith(":::") else None):
        end = find_end(lines, at, match[2])
        closed = end > at and lines[end].strip().startswith(match[2]) and not lines[end].strip(match[2][0] + " ")
        body = list(lines[at + 1 : end if closed else end + 1])
        return _Block(line, [_dedent(one, len(match[1])) for one in body], closed, end + 1 - at)
    if (match := _INDENTED.match(line)) and line.strip() not in ("!!!", "???"):
        indent, end = len(match[1]) + 4, at + 1
        while end < len(lines) and (not lines[end].strip() or lines[end].startswith(" " * indent)):
            end += 1
        while end > at + 1 and not lines[end - 1].strip():
            end -= 1
        if end > at + 1:
            return _Block(line, [_dedent(one, indent) for one in lines[at + 1 : end]], False, end - at)
    return None


def _dedent(line: str, indent: int) -> str:
    return line[indent:] if line[:indent].strip() == "" else line.lstrip()


def _write_special(block: _Block, depth: int) -> list[str]:
    if match := _DIRECTIVE.match(block.head):
        return _indent(_write_directive(match[3].lower(), match[4].strip(), block, depth), match[1])
    body = _rewrite(block.body, depth + 1)
    if match := _INDENTED.match(block.head):
        if match[4]:
            return _indent(_lead(match[4], body), match[1])
        return _indent(_write_callout((match[2] or "note").split()[0], _strong(match[3]), body), match[1])
    match = _COLONS.match(block.head)
    assert match is not None
    name = match[3] or next(iter(_CLASS.findall(match[4])), "")
    title, end = _strong(match[5] or match[6]), [""] * block.closed
    if name.lower() in CALLOUTS:
        return _indent([*_write_callout(name, title, body), *end], match[1])
    return _indent([*_lead((match[5] or match[6] or "") if match[3] else "", body), *end], match[1])


def _indent(lines: list[str], indent: str) -> list[str]:
    return [indent + line if line else "" for line in lines]


def _strong(words: str | None) -> str:
    return f"**{words.strip()}**" if words and words.strip() else ""


def _lead(title: str, body: list[str]) -> list[str]:
    """Put a title over some lines, and keep it apart from words that follow at once."""
    head = _strong(title)
    return [f"{head}<br>" if head and body and body[0].strip() else head, *body]


def _write_callout(name: str, lead: str, body: list[str]) -> list[str]:
    """Write an alert; what leads it takes the empty line that follows, or stands before the first words."""
    kind = CALLOUTS.get(name.lower(), "note")
    quoted = [f"> {line}".rstrip() for line in body]
    if not lead.strip("*") or lead.strip("*").lower() in CALLOUTS:
        return [f"> [!{kind.upper()}]", *quoted]
    if not quoted:
        return [f"> **{kind.capitalize()}** {lead}"]
    quoted[0] = f"> {lead}<br>" if quoted[0] == ">" else f"> {lead}<br> {quoted[0][2:]}"
    return [f"> [!{kind.upper()}]", *quoted]


def _split_options(body: list[str]) -> int:
    """Count the lines that steer a directive, before what is in it."""
    at = 0
    if body and body[0].strip() == "---":
        at = next((end for end, line in enumerate(body[1:], start=1) if line.strip() == "---"), -1) + 1
    while at < len(body) and _OPTION.match(body[at].strip()):
        at += 1
    return at


def _write_directive(name: str, argument: str, block: _Block, depth: int) -> list[str]:
    """Write a directive of MyST as what a reader would see of it, line for line."""
    steering, short = _split_options(block.body), name.rpartition(":")[2]
    options, inside = block.body[:steering], block.body[steering:]
    blank, end = [""] * steering, [""] * block.closed
    if name in _CODE or name in _KEPT_CODE:
        language = _KEPT_CODE.get(name) or argument.split(" ")[0]
        while inside and not inside[0].strip():
            blank, inside = ["", *blank], inside[1:]
        return [*blank, f"~~~~~~~~{language}", *inside, *["~~~~~~~~"] * block.closed]
    if name in ELSEWHERE or name in SETTINGS or name in _LEFT_OUT:
        return _comment_out(f"{name} {argument}".strip(), block)
    if short in CALLOUTS:
        lead = _strong(argument) if short == "admonition" else argument
        return [*_write_callout(short, lead, [*blank, *_rewrite(inside, depth + 1)]), *end]
    if short in _PICTURES and argument:
        alt = next((line.partition(":alt:")[2].strip() for line in options if ":alt:" in line), "")
        return [f"![{alt}](<{argument}>)", *blank, *_rewrite(inside, depth + 1), *end]
    return [*_lead("" if short in _UNSAID else argument, [*blank, *_rewrite(inside, depth + 1)]), *end]


def _comment_out(words: str, block: _Block) -> list[str]:
    lines = [f"<!-- {OMITTED}{words}", *block.body]
    lines = [line.replace("-->", "- ->") for line in lines]
    if block.closed:
        return [*lines, "-->"]
    return [*lines[:-1], f"{lines[-1]} -->"]
