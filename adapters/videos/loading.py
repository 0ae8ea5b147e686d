"""From a stranger's YAML to a tree: bounded, without aliases, tags and merge keys; every problem at its line and column."""

from __future__ import annotations

import re
from typing import Any

import yaml

from adapters.videos.tree import Place, Tree, problem_at
from model.errors import Problem, ValidationError

MAX_BYTES = 1_000_000
MAX_NODES = 20_000
MAX_DEPTH = 50
MAX_SCALAR = 100_000
"""Characters."""
_MOST_PROBLEMS = 50
# The C parser gives the same values in a tenth of the time, where the package was built with it.
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG = "tag:yaml.org,2002:"
_KINDS = {f"{_TAG}{name}" for name in ("str", "int", "bool", "null", "seq", "map")}


class PlainLoader(_Loader):  # type: ignore[misc, valid-type]
    """Reads true, false, null and whole numbers as such, all else as text: `no` is a word, and so is 2026-01-01."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's own way to say which resolvers a class has


for _name, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("null", r"null|~|", ["n", "~", ""]),
    ("int", r"-?(0|[1-9][0-9]{0,17})", "-0123456789"),
):
    PlainLoader.add_implicit_resolver(f"{_TAG}{_name}", re.compile(f"^(?:{_pattern})$"), list(_first))


def load_tree(text: str, name: str) -> Tree:
    """Load one YAML document; `name` stands in errors.

    Raises ValidationError with all that is wrong with it as YAML, and at once with what makes it a bomb.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        message = f"The YAML is larger than {MAX_BYTES // 1_000_000} MB."
        raise ValidationError((Problem(message=message, remedy="Split it, and include the parts.", file=name),))
    lines = text.split("\n")
    try:
        _check_events(text, name, lines)
        root = yaml.compose(text, Loader=PlainLoader)
    except yaml.YAMLError as error:
        raise ValidationError((_describe(error, text, name, lines),)) from error
    except (ValueError, OverflowError, RecursionError) as error:
        message = f"Malformed YAML: {(str(error).splitlines() or ['unreadable'])[0]}."
        raise ValidationError((Problem(message=message, remedy="Correct it.", file=name, line=1),)) from error
    if root is None:
        return Tree(None, Place(name, 1, 1, lines[0]))
    problems: list[Problem] = []
    tree = _grow(root, name, lines, problems)
    if problems:
        raise ValidationError(tuple(problems[:_MOST_PROBLEMS]))
    return tree


def _check_events(text: str, name: str, lines: list[str]) -> None:
    """Look at the events before anything is built: a bomb is small as events."""
    nodes = depth = documents = 0
    for event in yaml.parse(text, Loader=PlainLoader):
        nodes += isinstance(event, yaml.NodeEvent)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if trouble := _judge_event(event, nodes, depth, documents):
            raise ValidationError((problem_at(_place(event.start_mark, name, lines), *trouble),))


def _judge_event(event: Any, nodes: int, depth: int, documents: int) -> tuple[str, str] | None:
    if isinstance(event, yaml.AliasEvent):
        return "Aliases (*) are not read.", "Write it out, or use defaults, variables or an include."
    if nodes > MAX_NODES:
        return f"The YAML holds more than {MAX_NODES} values.", "Split it, and include the parts."
    if depth > MAX_DEPTH:
        return f"The YAML is nested more than {MAX_DEPTH} levels deep.", "Simplify it."
    if documents > 1:
        return "A second document begins here.", "Keep one: for several films there is `videos`."
    if isinstance(event, yaml.ScalarEvent) and len(event.value) > MAX_SCALAR:
        return f"This text is longer than {MAX_SCALAR} characters.", "Shorten it."
    tag = getattr(event, "tag", None)
    if tag is not None and tag != "!" and tag not in _KINDS:
        return f"The tag {str(tag)[:80]!r} is not read.", "Leave it out."
    return None


def _grow(node: yaml.Node, name: str, lines: list[str], problems: list[Problem]) -> Tree:
    """Build the tree; the depth is bounded already."""
    place = _place(node.start_mark, name, lines)
    if isinstance(node, yaml.SequenceNode):
        return Tree(tuple(_grow(inner, name, lines, problems) for inner in node.value), place)
    if isinstance(node, yaml.MappingNode):
        return _grow_mapping(node, place, name, lines, problems)
    kind = node.tag.rpartition(":")[2]
    value = node.value
    if kind == "int" and _is_whole(value):
        return Tree(int(value), place, text=value)
    if kind == "bool" and value in ("true", "false"):
        return Tree(value == "true", place, text=value)
    return Tree(None if kind == "null" else value, place, text=value)


def _is_whole(value: str) -> bool:
    return re.fullmatch(r"-?[0-9]{1,18}", value) is not None


def _grow_mapping(node: yaml.MappingNode, place: Place, name: str, lines: list[str], problems: list[Problem]) -> Tree:
    entries: dict[str, Tree] = {}
    keys: dict[str, Place] = {}
    for key, value in node.value:
        where = _place(key.start_mark, name, lines)
        if not isinstance(key, yaml.ScalarNode):
            problems.append(problem_at(where, "A list or a mapping is no key.", "Write a word before the colon."))
        elif key.value == "<<":
            problems.append(problem_at(where, "Merge keys (<<) are not read.", "Write the keys out, or use defaults."))
        elif key.value in entries:
            again = f"The key {key.value[:80]!r} stands here twice; the first is in line {keys[key.value].line}."
            problems.append(problem_at(where, again, "Keep one of them."))
        else:
            keys[key.value] = where
            entries[key.value] = _grow(value, name, lines, problems)
    return Tree(entries, place, keys=keys)


def _place(mark: Any, name: str, lines: list[str]) -> Place:
    if mark is None:
        return Place(name, 1, 1, lines[0])
    excerpt = lines[mark.line].rstrip("\r") if mark.line < len(lines) else ""
    return Place(name, mark.line + 1, mark.column + 1, excerpt)


def _describe(error: yaml.YAMLError, text: str, name: str, lines: list[str]) -> Problem:
    """Say what PyYAML found, at the place that it names; of a forbidden character it names only how far into the text."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None and isinstance(position := getattr(error, "position", None), int):
        before = text[:position]
        line = before.count("\n")
        place = Place(name, line + 1, position - (before.rfind("\n") + 1) + 1, "")
        return problem_at(place, "A character that YAML does not allow stands here.", "Remove it.")
    reason = getattr(error, "problem", None) or (str(error).splitlines() or ["unreadable"])[0]
    hint = _HINTS.get(str(reason), "Correct it.")
    return problem_at(_place(mark, name, lines), f"Malformed YAML: {reason}.", hint)


_HINTS = {
    "mapping values are not allowed in this context": "Put a text with a colon in it in quotes.",
    "mapping values are not allowed here": "Put a text with a colon in it in quotes.",
    "found character that cannot start any token": "Indent with spaces; put a text that begins so in quotes.",
    "did not find expected key": "Check the quotes and the indentation above.",
    "did not find expected '-' indicator": "Check the indentation.",
}
