"""From untrusted YAML to plain Python values: bounded in bytes, nodes, depth and aliases; no merge, no duplicate keys."""

from __future__ import annotations

import yaml

from model.errors import Problem, ValidationError

MAX_BYTES = 1_000_000
MAX_NODES = 20_000
MAX_DEPTH = 50
MAX_ALIASES = 50

# The C loader is the same grammar, twenty times faster; PyYAML may be built without it.
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_guarded(
    text: str, name: str, first_line: int = 1, *, most_bytes: int = MAX_BYTES, most_nodes: int = MAX_NODES
) -> object:
    """Load one YAML document whose first line is line `first_line` of the file `name`.

    Raises ValidationError, with line and column, when it is malformed or larger than any sane one.
    """
    if len(text.encode("utf-8", "surrogatepass")) > most_bytes:
        message = f"The YAML is larger than {most_bytes // 1_000_000} MB."
        raise ValidationError((Problem(message=message, remedy="Shorten it.", file=name),))
    try:
        _check_events(text, name, first_line, most_nodes)
        root = yaml.compose(text, Loader=_Loader)
        if root is None:
            return None
        _check_keys(root, name, first_line)
        return _construct(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _refuse(
            f"Malformed YAML: {error.problem or error}.", "Correct it.", name, mark, first_line, text
        ) from error
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        reason = str(error).splitlines()[0] if str(error) else "unreadable"
        problem = Problem(message=f"Malformed YAML: {reason}.", remedy="Correct it.", file=name, line=first_line)
        raise ValidationError((problem,)) from error


def compose_guarded(text: str, name: str) -> yaml.Node | None:
    """Return the nodes of a YAML document without making values of them: its tags mean nothing.

    Raises ValidationError, with line and column, when it is malformed or larger than any sane one.
    """
    try:
        _check_events(text, name, 1, MAX_NODES)
        return yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _refuse(f"Malformed YAML: {error.problem or error}.", "Correct it.", name, mark, 1, text) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        problem = Problem(message="Malformed YAML: unreadable.", remedy="Correct it.", file=name, line=1)
        raise ValidationError((problem,)) from error


def locate_keys(text: str) -> tuple[tuple[int, int], ...]:
    """Return line and column, 1-based, of each key of a mapping that was loaded without error."""
    root = yaml.compose(text, Loader=_Loader)
    assert isinstance(root, yaml.MappingNode)
    return tuple((key.start_mark.line + 1, key.start_mark.column + 1) for key, _ in root.value)


def _construct(text: str) -> object:
    loader = _Loader(text)
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()


def _check_events(text: str, name: str, first_line: int, most_nodes: int) -> None:
    """Count before anything is built: a bomb is small as events, and large only as values."""
    nodes = aliases = depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        nodes += isinstance(event, yaml.NodeEvent)
        aliases += isinstance(event, yaml.AliasEvent)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if nodes > most_nodes or aliases > MAX_ALIASES or depth > MAX_DEPTH:
            what = f"more than {most_nodes} values, {MAX_ALIASES} aliases or {MAX_DEPTH} levels"
            raise _refuse(f"The YAML holds {what}.", "Simplify it.", name, event.start_mark, first_line, text)


def _check_keys(root: yaml.Node, name: str, first_line: int) -> None:
    problems: list[Problem] = []
    waiting, seen = [root], {id(root)}
    while waiting:
        node = waiting.pop()
        keys: set[object] = set()
        children: list[yaml.Node] = list(node.value) if isinstance(node, yaml.SequenceNode) else []
        for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
            children += [key, value]
            if key.tag == "tag:yaml.org,2002:merge":
                problems.append(
                    _problem("Merge keys (<<) are not read.", "Write the keys out.", name, key.start_mark, first_line)
                )
            elif isinstance(key, yaml.ScalarNode):
                if (key.tag, key.value) in keys:
                    what = f"The key {key.value[:80]!r} stands here twice."
                    problems.append(_problem(what, "Keep one of them.", name, key.start_mark, first_line))
                keys.add((key.tag, key.value))
        for child in children:
            if id(child) not in seen:
                seen.add(id(child))
                waiting.append(child)
    if problems:
        raise ValidationError(tuple(sorted(problems, key=lambda problem: (problem.line, problem.column))))


def _problem(message: str, remedy: str, name: str, mark: object, first_line: int, text: str = "") -> Problem:
    line, column = getattr(mark, "line", 0), getattr(mark, "column", 0)
    lines = text.split("\n")
    excerpt = lines[line][:200] if text and line < len(lines) else ""
    return Problem(
        message=message, remedy=remedy, file=name, line=line + first_line, column=column + 1, excerpt=excerpt
    )


def _refuse(message: str, remedy: str, name: str, mark: object, first_line: int, text: str) -> ValidationError:
    return ValidationError((_problem(message, remedy, name, mark, first_line, text),))
