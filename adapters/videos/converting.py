"""A tree -> the plain value that a field of a scene takes: shorthands written out, every mistake at its place."""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from adapters.videos.styled import read_styled
from adapters.videos.tree import Place, Tree, find_tree, list_tree, problem_at, scalar_tree, suggest
from model.content import Text
from model.errors import Problem
from model.scenes.chart import Datum
from model.scenes.command import CommandLine
from model.scenes.list import Line
from model.scenes.steps import Step
from model.scenes.two_column import Column

_PROMPT = re.compile(r"^\s{0,8}(?:\$|>|%|❯|➜)\s(.*)", re.DOTALL)
_ANSWER = re.compile(r"^\s{0,8}(?:→|=>|⇒)\s?(.*)", re.DOTALL)
_BLOCKS = ("code", "before", "after", "source", "formula")
"""Fields whose lines may be given as a list."""


def convert(tree: Tree, annotation: Any, problems: list[Problem], name: str = "") -> Any:
    """Return the value as JSON would hold it; what is none stays as it was, for the type's own check to refuse."""
    if annotation == Text:
        return _convert_text(tree, problems)
    origin = get_origin(annotation)
    if origin is Annotated:
        return convert(tree, get_args(annotation)[0], problems, name)
    if origin in (Union, types.UnionType):
        inner = [one for one in get_args(annotation) if one is not type(None)]
        return None if tree.value is None else convert(tree, inner[0], problems, name)
    if origin is Literal:
        return _convert_choice(tree, get_args(annotation), problems)
    if origin is tuple:
        return _convert_list(tree, get_args(annotation)[0], problems, name)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return convert_model(tree, annotation, problems)
    return _convert_scalar(tree, annotation, problems, name)


def _convert_scalar(tree: Tree, kind: Any, problems: list[Problem], name: str) -> Any:
    if kind is str:
        if tree.items and name in _BLOCKS and all(item.is_scalar for item in tree.items):
            return "\n".join(item.text for item in tree.items)
        if not tree.is_scalar:
            problems.append(problem_at(tree.place, f"A text is needed here, not {tree.kind}.", "Write one text."))
            return ""
        return tree.text.rstrip("\n") if name in _BLOCKS else " ".join(tree.text.split())
    if kind is float and isinstance(tree.value, str | int):
        try:
            return float(tree.value)
        except ValueError:
            pass
    if kind in (int, float, bool) and (type(tree.value) is not kind and not (kind is float and tree.is_scalar)):
        needed = {int: "A whole number", float: "A number", bool: "true or false"}[kind]
        problems.append(problem_at(tree.place, f"{needed} is needed here, not {tree.kind}.", "Correct it."))
    return tree.value


def _convert_text(tree: Tree, problems: list[Problem]) -> Any:
    """Read a string as styled, and a list as the runs that `script.yaml` has."""
    if tree.is_scalar:
        return [run.model_dump() for run in read_styled(" ".join(tree.text.split()))]
    if tree.entries:
        problems.append(problem_at(tree.place, "A text is needed here, not a mapping.", _QUOTE))
        return []
    runs: list[Any] = []
    for item in tree.items:
        known = {"text", "strong", "emphasis", "code", "strike", "formula", "href"}
        if item.is_scalar:
            runs.append({"text": item.text})
        else:
            check_names(item, known, problems, "A run of text")
            runs.append(
                {key: inner.text if key in ("text", "href") else inner.value for key, inner in item.entries.items()}
            )
    return runs


_QUOTE = "Put a text with a colon in it in quotes."


def _convert_choice(tree: Tree, choices: tuple[Any, ...], problems: list[Problem]) -> Any:
    if tree.value in choices or tree.text in choices:
        return tree.value if tree.value in choices else tree.text
    message = f"{tree.kind[:80]} is none of the choices."
    hint = suggest(tree.text, [str(choice) for choice in choices])
    named = ", ".join(str(choice) for choice in choices)
    remedy = hint if hint.startswith("Known") else f"{hint} Choose {named}."
    problems.append(problem_at(tree.place, message, remedy.replace("Known are", "Choose")))
    return choices[0]


def _convert_list(tree: Tree, kind: Any, problems: list[Problem], name: str) -> Any:
    if isinstance(tree.value, Mapping) and kind is Datum:
        return [
            {"label": label, "value": _number(inner), "shown": _shown(inner)} for label, inner in tree.entries.items()
        ]
    if not isinstance(tree.value, tuple):
        if tree.is_scalar and tree.value is not None and kind in (str, Text):
            return [convert(tree, kind, problems, name)]
        if kind in (CommandLine, Line, Step) and isinstance(tree.value, str):
            lines = [line for line in tree.value.split("\n") if line.strip()]
            tree = list_tree([Tree(line, tree.place, text=line) for line in lines], tree.place)
        else:
            problems.append(
                problem_at(tree.place, f"A list is needed here, not {tree.kind}.", "Begin each line with -.")
            )
            return []
    return [convert(item, kind, problems) for item in tree.items]


def _number(tree: Tree) -> Any:
    found = re.search(r"-?\d+(?:\.\d+)?", tree.text.replace(",", ""))
    return float(found[0]) if found else tree.value


def _shown(tree: Tree) -> str:
    return "" if isinstance(tree.value, int) or re.fullmatch(r"-?\d+(?:\.\d+)?", tree.text) else tree.text


def convert_model(tree: Tree, kind: type[BaseModel], problems: list[Problem]) -> Any:
    """Convert a mapping, or the shorthand that stands for one."""
    shorthand = _SHORTHANDS.get(kind)
    tree = shorthand(tree) if shorthand else tree
    if not isinstance(tree.value, Mapping):
        message = f"A mapping of {', '.join(kind.model_fields)} is needed here, not {tree.kind}."
        problems.append(problem_at(tree.place, message, "Write `name: value` a line."))
        return {}
    check_names(tree, kind.model_fields, problems, kind.__name__)
    return {
        name: convert(tree.entries[name], field.annotation, problems, name)
        for name, field in kind.model_fields.items()
        if name in tree.entries
    }


def check_names(tree: Tree, known: Any, problems: list[Problem], what: str) -> None:
    """Find the names of a mapping that it does not have, each with the nearest that it has."""
    for name in tree.entries:
        if name not in known:
            message = f"{what} has no {name[:80]!r}."
            problems.append(problem_at(tree.key_place(name), message, suggest(name, known)))


def _split_command(tree: Tree) -> Tree:
    if not tree.is_scalar:
        return tree
    prompt, answer = _PROMPT.match(tree.text), _ANSWER.match(tree.text)
    kind = "input" if prompt else "output" if answer else "comment" if tree.text.lstrip().startswith("#") else "input"
    words = prompt[1] if prompt else answer[1] if answer else tree.text
    return _mapping(tree.place, text=words.rstrip("\n"), kind=kind)


def _split_line(tree: Tree) -> Tree:
    """Read `text`, or the pair of a title and what it says."""
    if tree.is_scalar:
        return _mapping(tree.place, text=tree.text)
    if tree.items and len(tree.items) == 2 and all(item.is_scalar for item in tree.items):
        return _mapping(tree.place, text=_join_pair(tree.items[0].text, tree.items[1].text))
    if "title" not in tree.entries:
        return tree
    told = tree.entries.get("description", tree.entries["title"])
    both = _join_pair(tree.entries["title"].text, told.text if "description" in tree.entries else "")
    rest = {name: inner for name, inner in tree.entries.items() if name not in ("title", "description")}
    return tree.replaced({"text": scalar_tree(both, tree.place), **rest})


def _join_pair(title: str, told: str) -> str:
    return f"**{title}**: {told}" if told else title


def _split_step(tree: Tree) -> Tree:
    if tree.is_scalar:
        return _mapping(tree.place, text=tree.text)
    if "title" in tree.entries and "label" not in tree.entries:
        names = {"title": "label", "description": "text"} if "description" in tree.entries else {"title": "text"}
        return tree.replaced({names.get(name, name): inner for name, inner in tree.entries.items()})
    if len(tree.entries) == 1 and not {"text", "label"} & tree.entries.keys():
        ((label, told),) = tree.entries.items()
        return tree.replaced({"label": scalar_tree(label, tree.key_place(label)), "text": told})
    return tree


def _split_column(tree: Tree) -> Tree:
    if isinstance(tree.value, tuple):
        return Tree({"text": tree}, tree.place, keys={"text": tree.place})
    names = {"title": "heading", "header": "heading", "points": "text", "items": "text"}
    if isinstance(tree.value, Mapping):
        return tree.replaced({names.get(name, name): inner for name, inner in tree.entries.items()})
    return tree


def _mapping(place: Place, **fields: str) -> Tree:
    entries = {name: scalar_tree(value, place) for name, value in fields.items()}
    return Tree(entries, place, keys=dict.fromkeys(entries, place))


_SHORTHANDS: Mapping[type[BaseModel], Callable[[Tree], Tree]] = {
    CommandLine: _split_command, Line: _split_line, Step: _split_step, Column: _split_column,
}  # fmt: skip


def describe_details(details: Any, tree: Tree) -> Problem:
    """Say what a type's own check found, at the place that it was written at."""
    where = [part for part in details["loc"] if isinstance(part, int | str)]
    name = next((part for part in reversed(where) if isinstance(part, str)), "")
    place = find_tree(tree, where).place
    if details["type"] == "missing":
        return problem_at(place, f"`{name}` is missing.", f"Add `{name}:`.")
    message = str(details["msg"]).removeprefix("Value error, ")
    value = details["input"] if isinstance(details["input"], str | int | float) else ""
    said = f", not {str(value)[:80]!r}" if value != "" else ""
    return problem_at(
        place, f"`{name}`: {message[:1].lower()}{message[1:]}{said}." if name else f"{message}.", "Correct it."
    )
