"""What a film says of itself beside its scenes -> fields of InputConfig, and how its words are said."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pydantic

from adapters.videos.converting import convert, describe_details
from adapters.videos.tree import Tree, problem_at
from model.errors import Problem
from model.inputs import InputConfig

OPTIONS = (
    "language", "accent_color", "theme", "voice", "engine", "resolution", "aspect", "fps", "quality", "motion",
    "captions", "target_duration", "music", "music_volume", "glossary",
    "rate", "pitch",
)  # fmt: skip
"""What a film may say of itself that an option of the command says, too: fields of InputConfig."""


def read_options(tree: Tree, folder: Path | None, problems: list[Problem]) -> dict[str, Any]:
    """Return the fields of InputConfig that a film states; what cannot be meant is noted at its place."""
    options: dict[str, Any] = {}
    for name in OPTIONS:
        found = tree.entries.get(name)
        if found is None or found.value is None:
            continue
        before = len(problems)
        if name == "target_duration" and found.text == "all":
            value: Any = "all"
        else:
            value = convert(found, InputConfig.model_fields[name].annotation, problems, name)
        if len(problems) > before:
            continue
        if _names_file(name, value):
            value = _find_file(found, folder, problems)
            if not value:
                continue
        options |= _check_option(name, value, found, problems)
    return options


def _names_file(name: str, value: object) -> bool:
    return name in ("music", "glossary") or (name == "theme" and str(value).lower().endswith((".yaml", ".yml")))


def _find_file(tree: Tree, folder: Path | None, problems: list[Problem]) -> str:
    """Return the path of a file that the film names, from within its folder."""
    try:
        path = (folder.resolve() / tree.text).resolve() if folder else None
        inside = path is not None and folder is not None and path.is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):
        path, inside = None, False
    if path is None or not inside:
        message = f"The file {tree.text[:80]!r} lies outside the folder of this one."
        problems.append(problem_at(tree.place, message, "Put it beside, or name it as an option."))
        return ""
    if not path.is_file():
        problems.append(problem_at(tree.place, f"There is no file {tree.text[:80]!r} here.", "Check the name."))
        return ""
    assert folder is not None
    return str(folder / tree.text)


def _check_option(name: str, value: Any, tree: Tree, problems: list[Problem]) -> dict[str, Any]:
    try:
        checked = InputConfig.model_validate({"source": "-", name: value})
    except pydantic.ValidationError as error:
        details = dict(error.errors(include_url=False)[0])
        problems.append(describe_details({**details, "loc": (name,)}, Tree({name: tree}, tree.place)))
        return {}
    return {name: getattr(checked, name)}


def read_pronunciation(tree: Tree, problems: list[Problem]) -> tuple[tuple[str, str], ...]:
    """Return pairs of (written, spoken)."""
    found = tree.entries.get("pronunciation")
    if found is None:
        return ()
    if not isinstance(found.value, Mapping):
        message = f"`pronunciation` is {found.kind}."
        problems.append(problem_at(found.place, message, 'Write `written: "spoken"` a line.'))
        return ()
    for word, spoken in found.entries.items():
        if (
            not spoken.is_scalar
            or not spoken.text.strip()
            or not word.strip()
            or max(len(word), len(spoken.text)) > 200
        ):
            message = f"How {word[:80]!r} is spoken is {spoken.kind[:80]}."
            problems.append(problem_at(spoken.place, message, "Write it as a text of at most 200 characters."))
    return tuple((word.strip(), " ".join(spoken.text.split())) for word, spoken in found.entries.items())
