"""`script.yaml`, as a person edited it -> the script, checked; every error with the line that it is on."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

import pydantic
import yaml

from adapters.videos.loading import PlainLoader
from model.errors import Problem, ValidationError
from model.script import RUN_LISTS, SCRIPT_VERSION, VideoScript

MOST_BYTES = 50_000_000
_MOST_NODES = 5_000_000
_DEEPEST = 60
_SPAN = re.compile(r"(.{0,4096}):(page |second |cell |paragraph )?(\d{1,9})-(\d{1,9})", re.DOTALL)


def read_script(data: bytes, name: str = "script.yaml") -> VideoScript:
    """Read what `script_yaml` wrote, changed or not; `name` stands in errors. Raises as `read_delivered` does."""
    return read_delivered(data, name)[0]


def read_delivered(data: bytes, name: str = "script.yaml") -> tuple[VideoScript, dict[str, Any]]:
    """Read a script, and the options that it was made with.

    Raises ValidationError with every problem: malformed YAML, aliases, keys that occur twice, fields that do not fit.
    """
    try:
        root = _compose(data, name)
        whole = _construct(root, name)
    except yaml.YAMLError as error:
        raise ValidationError((_problem_at(error, name),)) from error
    if not isinstance(whole, dict) or whole.get("video_gen_script") != SCRIPT_VERSION:
        message = f"This is no script of version {SCRIPT_VERSION}: `video_gen_script: {SCRIPT_VERSION}` is missing."
        raise ValidationError((Problem(message=message, remedy="Start from a delivered script.yaml.", file=name),))
    script = whole.get("script")
    try:
        options = whole.get("options")
        read = VideoScript.model_validate_json(json.dumps(_lengthen(script)))
        return read, options if isinstance(options, dict) else {}
    except pydantic.ValidationError as error:
        found = (_problem_of(details, root, name) for details in error.errors(include_url=False))
        raise ValidationError(tuple(found)) from error


def _compose(data: bytes, name: str) -> yaml.Node:
    """Parse to nodes, after a look at the events: a bomb is small as events, and has aliases, which scripts have not."""
    if len(data) > MOST_BYTES:
        raise ValidationError((Problem(message=f"The script is larger than {MOST_BYTES // 1_000_000} MB.", file=name),))
    depth = 0
    for count, event in enumerate(yaml.parse(data, Loader=PlainLoader)):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or depth > _DEEPEST or count > _MOST_NODES:
            line = event.start_mark.line + 1 if event.start_mark else 0
            message = f"A script has no aliases, no more than {_DEEPEST} levels and {_MOST_NODES} values."
            raise ValidationError((Problem(message=message, remedy="Write it out.", file=name, line=line),))
    return yaml.compose(data, Loader=PlainLoader) or yaml.ScalarNode("tag:yaml.org,2002:null", "")


def _construct(node: yaml.Node, name: str) -> Any:
    """Build plain values; the depth is bounded already."""
    if isinstance(node, yaml.SequenceNode):
        return [_construct(inner, name) for inner in node.value]
    if isinstance(node, yaml.MappingNode):
        built: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.value in built:
                message = f"The key {str(key.value)[:80]!r} stands here twice, or is no key."
                problem = Problem(message=message, remedy="Keep one.", file=name, line=key.start_mark.line + 1)
                raise ValidationError((problem,))
            built[key.value] = _construct(value, name)
        return built
    kind = node.tag.rpartition(":")[2]
    if kind == "int":
        return int(node.value)
    return {"true": True, "false": False}[node.value] if kind == "bool" else None if kind == "null" else node.value


def _lengthen(value: Any, key: str = "", inside: bool = False) -> Any:
    """Undo `_shorten`; `inside` a list of words or runs, a bare string stands for one of them."""
    if isinstance(value, dict):
        longer = {name: _lengthen(inner, name) for name, inner in value.items()}
        if isinstance(value.get("say"), str) and "words" not in value:
            longer["words"] = _lengthen(longer.pop("say").split(), "words")
        return longer
    if isinstance(value, list):
        return [_lengthen(inner, key, inside=True) for inner in value]
    if isinstance(value, str) and inside and key == "words":
        return {"text": value, "spoken": value}
    if isinstance(value, str) and inside and key in RUN_LISTS:
        return {"text": value}
    found = _SPAN.fullmatch(value) if isinstance(value, str) and key in ("span", "spans") else None
    if found is None:
        return value
    return {"file": found[1], "first": int(found[3]), "last": int(found[4]), "unit": (found[2] or "line").strip()}


def _problem_of(details: Any, root: yaml.Node, name: str) -> Problem:
    where = [part for part in details["loc"] if isinstance(part, int | str)]
    node = _find_node(root, ["script", *where])
    given = details["input"]
    told = "" if isinstance(given, dict | list) else f", not {str(given)[:80]!r}"
    message = f"{'.'.join(map(str, where))}: {details['msg'][:1].lower()}{details['msg'][1:]}{told}."
    line, column = (node.start_mark.line + 1, node.start_mark.column + 1) if node.start_mark else (0, 0)
    return Problem(message=message, remedy="Correct it.", file=name, line=line, column=column)


def _find_node(node: yaml.Node, where: Sequence[int | str]) -> yaml.Node:
    """Follow a path as far as the file has it; what is not in the file, as a union's tag, is passed over."""
    for part in where:
        if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
        elif isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == part), node)
    return node


def _problem_at(error: yaml.YAMLError, name: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    reason = getattr(error, "problem", None) or str(error).splitlines()[0]
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    return Problem(message=f"Malformed YAML: {reason}.", remedy="Correct it.", file=name, line=line, column=column)
