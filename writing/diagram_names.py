"""A diagram's source -> the few names by which a voice can introduce it, and whether it tells of a course of things."""

from __future__ import annotations

import re

MOST_NAMED = 4
_MOST_READ = 20_000
"""Characters: no diagram that is drawn is longer."""
_LABEL = re.compile(r'[\[({>]{1,3}\s{0,4}"?([^\W\d_][^\[\](){}<>|"\n]{1,38}?)"?\s*[\])}]+')
_WHO = re.compile(r"^[ \t]*(?:participant|actor)\s+(?:\S+\s+as\s+)?(.{2,40}?)[ \t]*$", re.MULTILINE)
_CLASS = re.compile(
    r'^[ \t]*(?:class\s+([A-Za-z]\w{1,38})|([A-Za-z]\w{1,38})\s*(?:"[^"\n]*"\s*)?(?:<\||[*o<])?(?:--|\.\.)(?:\|>|[*o>])?'
    r'\s*(?:"[^"\n]*"\s*)?([A-Za-z]\w{1,38}))',
    re.MULTILINE,
)
_ENTITY = re.compile(
    r'^[ \t]*(?:"([^"\n]{2,40})"|([A-Za-z][\w-]{1,38}))(?:\[[^\]\n]*\])?\s*(?:\{\s*$|[|}]?[|o}]\S{2,5}[{|o]\s*'
    r'(?:"([^"\n]{2,40})"|([A-Za-z][\w-]{1,38})))',
    re.MULTILINE,
)
_SECTION = re.compile(r"^[ \t]*section\s+(.{2,60}?)[ \t]*$", re.MULTILINE)
_TASK = re.compile(r"^[ \t]*([^\W\d_][^:\n]{1,38}?)\s*:(?!:)", re.MULTILINE)
_PERIOD = re.compile(r"^[ \t]*(\w[^:\n]{1,38}?)\s*:(?!:)", re.MULTILINE)
_SETTING = re.compile(r"^[ \t]*(?:title|dateFormat|axisFormat|excludes|includes|acc\w+|%%).*$", re.MULTILINE)
_BREAK = re.compile(r"\s*<br\s*/?>\s*")
_FRONT = re.compile(r"\A\s*---[ \t]*\n.*?\n---\n", re.DOTALL)
_COURSES = ("gantt", "timeline", "journey", "gitGraph")


def find_kind(source: str) -> str:
    """Return the word with which a diagram says what it is; empty for none."""
    for line in _FRONT.sub("", source).split("\n"):
        if line.strip() and not line.strip().startswith("%%"):
            return line.split()[0].rstrip(":;")
    return ""


def tells_course(source: str) -> bool:
    """Tell whether a diagram shows how something goes in time, not how parts hang together."""
    return find_kind(source) in _COURSES


def find_names(source: str) -> list[str]:
    """List the first few names of a diagram, when there are at least two."""
    source = source[:_MOST_READ]
    kind, body = find_kind(source), _SETTING.sub("", _FRONT.sub("", source).lstrip().split("\n", 1)[-1])
    if kind == "sequenceDiagram":
        found = _WHO.findall(body)
    elif kind.startswith("classDiagram"):
        found = _join(_CLASS.findall(body))
    elif kind == "erDiagram":
        found = [_say_entity(name) for name in _join(_ENTITY.findall(body))]
    elif kind == "mindmap":
        found = _find_branches(body)
    elif kind == "gitGraph":
        found = []
    elif kind in _COURSES:
        sections = _SECTION.findall(body)
        found = sections if len(sections) > 1 else (_PERIOD if kind == "timeline" else _TASK).findall(body)
    else:
        found = _LABEL.findall(body)
    names = list(dict.fromkeys(_BREAK.sub(" ", name).strip() for name in found))
    return names[:MOST_NAMED] if len(names) > 1 else []


def _join(found: list[tuple[str, ...]]) -> list[str]:
    return [name for groups in found for name in groups if name]


def _say_entity(name: str) -> str:
    """Write LINE-ITEM as a reader says it: `line item`."""
    words = re.sub(r"[-_]+", " ", name)
    return words.lower() if words.isupper() else words


def _find_branches(body: str) -> list[str]:
    """Return the thoughts of a mind map that follow from its root."""
    lines = [line.expandtabs(4) for line in body.split("\n") if line.strip() and not line.strip().startswith("::")]
    depths = [len(line) - len(line.lstrip()) for line in lines]
    inner = min((depth for depth in depths[1:]), default=0)
    bare = [line.strip() for line, depth in zip(lines[1:], depths[1:], strict=True) if depth == inner]
    return [_bare(name) for name in bare]


def _bare(written: str) -> str:
    """Take a thought's id and brackets away."""
    shaped = re.fullmatch(r"[^\[\](){}]*[\[({)]+([^\[\](){}]+)[\])}(]+", written)
    return (shaped[1] if shaped else written).strip(' "`')
