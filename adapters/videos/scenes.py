"""A tree -> one scene of a film, by the name of its type, or every mistake in it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pydantic

from adapters.store import Store
from adapters.videos.completing import as_code, complete_scene
from adapters.videos.converting import convert, describe_details
from adapters.videos.field_names import (
    CODE_OF_SOLUTION,
    SCENE_FIELDS,
    SCENE_NAMES,
    TOLD,
    UNUSED,
    extra_names,
    own_names,
)
from adapters.videos.labels import find_labels
from adapters.videos.narration import read_narration, read_voice
from adapters.videos.tree import Tree, list_tree, problem_at, suggest
from model.authored import AuthoredScene
from model.errors import Problem
from model.inputs import SourceSpan
from model.narration import UNNAMED, UNSAID
from model.scenes import Scene, find_scene_type
from model.scenes.registry import known_types

_ID = re.compile(r"[^a-z0-9]+")
_MOST_TYPES = 40


@dataclass
class SceneReader:
    """Reads the scenes of one film."""

    title: str
    """The film's: what stands over a scene that has no header."""
    problems: list[Problem]
    warnings: list[str]
    folder: Path | None = None
    """Where pictures lie."""
    store: Store | None = None
    """Receives the pictures; None where the input is only checked."""
    pictures: list[Path] = field(default_factory=list)
    prefix: str = ""
    """The folder as the user named it: what is delivered names files without it."""
    language: str = "en"
    """What labels of our own are written in."""

    def read(self, tree: Tree) -> AuthoredScene | None:
        """Read one scene; None when it has mistakes, which are noted."""
        before = len(self.problems)
        tree = self._flatten(tree)
        kind = self._find_kind(tree)
        if kind is None:
            return None
        name = kind.model_fields["scene_type"].default
        tree = self._rename(tree, name, kind)
        if name == "solution" and CODE_OF_SOLUTION in tree.entries:
            tree, name = as_code(tree), "code"
            kind = find_scene_type("code") or kind
        worded, said, sayings = read_narration(tree.entries.get("narration"), self.problems)
        told = tuple(_join_told(tree.entries[one]) for one in TOLD.get(name, ()) if one in tree.entries)
        self._note_unused(tree)
        tree = complete_scene(tree, name, self.title, find_labels(self.language), self.problems)
        fields = self._convert(tree, kind)
        fields["voice"] = read_voice(tree, self.problems)
        if len(self.problems) > before:
            return None
        fields |= {"scene_type": name, "narration": said if worded else _unsaid(), "spans": self._span(tree)}
        fields.setdefault("scene_id", UNNAMED)
        scene = self._validate(kind, fields, tree)
        shown = tuple(one for one in told if one)
        return AuthoredScene(scene=scene, worded=worded, sayings=sayings, told=shown) if scene else None

    def _flatten(self, tree: Tree) -> Tree:
        """Give a scene the fields that it has in `visual_content`, and its names by which we know them."""
        if not isinstance(tree.value, Mapping):
            return tree
        entries = {SCENE_NAMES.get(name, name): inner for name, inner in tree.entries.items()}
        keys = {SCENE_NAMES.get(name, name): place for name, place in tree.keys.items()}
        inside = entries.pop("visual_content", None)
        if inside is not None:
            entries = {**inside.entries, **entries}
            keys = {**inside.keys, **keys}
        return Tree(entries, tree.place, keys=keys)

    def _find_kind(self, tree: Tree) -> type[Scene] | None:
        if not isinstance(tree.value, Mapping):
            message = f"A scene is needed here, not {tree.kind}."
            self.problems.append(problem_at(tree.place, message, "Write `scene_type: title` and what it shows."))
            return None
        named = tree.entries.get("scene_type")
        if named is None or not isinstance(named.value, str):
            message = "This scene has no `scene_type`." if named is None else f"{named.kind} is no type of scene."
            place = tree.place if named is None else named.place
            self.problems.append(problem_at(place, message, f"Choose {', '.join(known_types()[:_MOST_TYPES])}."))
            return None
        wanted = named.value.strip().lower().replace("-", "_").replace(" ", "_")
        kind = find_scene_type(wanted)
        if kind is None:
            message = f"There is no type of scene {named.value[:80]!r}."
            self.problems.append(problem_at(named.place, message, suggest(wanted, known_types())))
        return kind

    def _rename(self, tree: Tree, name: str, kind: type[Scene]) -> Tree:
        """Give the fields their own names; note those that the type does not have."""
        own = own_names(name, kind.model_fields)
        known = (*kind.model_fields, *own, *extra_names(name), *SCENE_FIELDS)
        entries: dict[str, Tree] = {}
        keys = {}
        for given, inner in tree.entries.items():
            if given not in known:
                message = f"A scene of type {name} has no {given[:80]!r}."
                self.problems.append(problem_at(tree.key_place(given), message, suggest(given, _own_fields(known))))
                continue
            field_name = own.get(given, given)
            joined = _join_fields(entries[field_name], inner) if field_name in entries else inner
            entries[field_name] = joined
            keys[field_name] = tree.key_place(given)
        return Tree(entries, tree.place, keys=keys)

    def _note_unused(self, tree: Tree) -> None:
        for name in UNUSED:
            if name in tree.entries:
                place = tree.key_place(name)
                named = f"{self._name_file(place.file)}:{place.line}"
                where = f"{named}: " if place.file else f"{place.path}: " if place.path else ""
                self.warnings.append(f"{where}{name} has no effect: {_WHY.get(name, 'the theme decides that')}.")

    def _convert(self, tree: Tree, kind: type[Scene]) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        for name, one in kind.model_fields.items():
            if name in ("scene_type", "narration", "spans", "voice") or name not in tree.entries:
                continue
            if name == "image":
                fields |= self._take_picture(tree.entries[name])
            elif name == "scene_id":
                fields[name] = slug_scene(tree.entries[name].text)
            else:
                fields[name] = convert(tree.entries[name], one.annotation, self.problems, name)
        return fields

    def _take_picture(self, tree: Tree) -> dict[str, Any]:
        from adapters.documents.pictures import load_pictures, locate_pictures, open_picture

        if self.folder is None:
            message, hint = "A picture needs a folder that it lies in.", "Save this as a file beside the picture."
            self.problems.append(problem_at(tree.place, message, hint))
            return {}
        self.pictures += locate_pictures(self.folder, (tree.text,))
        if self.store is not None:
            found, missing = load_pictures(self.folder, (tree.text,), self.store)
            reason = missing[0][1] if missing else ""
            known = found[0] if found else None
            fields = {"image": known.image.model_dump(), "width": known.width, "height": known.height} if known else {}
        else:
            there = locate_pictures(self.folder, (tree.text,))
            opened = open_picture(there[0].read_bytes()) if there else "there is no such file in this folder"
            reason = opened if isinstance(opened, str) else ""
            size = opened[1:] if not isinstance(opened, str) else (1, 1)
            fields = {"image": _NO_PICTURE, "width": size[0], "height": size[1]}
        if reason:
            message = f"The picture {tree.text[:80]!r} cannot be shown: {reason}."
            self.problems.append(problem_at(tree.place, message, "Name a PNG, JPEG, WebP or GIF beside this file."))
        return fields

    def _span(self, tree: Tree) -> list[dict[str, Any]]:
        place = tree.place
        if not place.file or not place.line:
            return []
        file = self._name_file(place.file)
        return [SourceSpan(file=file, first=place.line, last=max(place.line, _last_line(tree))).model_dump()]

    def _name_file(self, file: str) -> str:
        """Name a file as it is from its folder: the same course gives the same bytes, wherever it lies."""
        return file.removeprefix(f"{self.prefix}/") if self.prefix not in ("", ".") else file

    def _validate(self, kind: type[Scene], fields: dict[str, Any], tree: Tree) -> Scene | None:
        try:
            return kind.model_validate_json(json.dumps(fields))
        except pydantic.ValidationError as error:
            self.problems += (describe_details(details, tree) for details in error.errors(include_url=False))
            return None


_NO_PICTURE = {"sha256": "0" * 64, "size": 0, "suffix": ".png"}
_WHY = {
    "min_duration": "a scene lasts as long as its words",
    "max_duration": "a scene lasts as long as its words",
    "show_answer": "the answer is shown when it is said",
}


def _unsaid() -> Any:
    return [sentence.model_dump() for sentence in UNSAID]


def _own_fields(known: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in known if name not in ("spans", "visual_content", *UNUSED)))


def slug_scene(words: str) -> str:
    """Write an author's id as ours are: `scene_01` becomes `scene-01`."""
    return _ID.sub("-", words.lower()).strip("-")[:80] or UNNAMED


def _last_line(tree: Tree) -> int:
    inner = (*tree.items, *tree.entries.values())
    own = tree.place.line + tree.text.rstrip("\n").count("\n")
    return max((own, *(_last_line(one) for one in inner if one.place.file == tree.place.file)))


def _join_fields(one: Tree, other: Tree) -> Tree:
    """Join what two names say of one field: a list's items, or a text and its continuation."""
    items = one.items or (one,)
    return list_tree((*items, *(other.items or (other,))), one.place)


def _join_told(tree: Tree) -> str:
    if tree.items:
        return " ".join(_end(item.text) for item in tree.items if item.is_scalar and item.text.strip())
    return " ".join(tree.text.split()) if tree.is_scalar else ""


def _end(words: str) -> str:
    return words if words.rstrip()[-1:] in ".!?。！？" else f"{words.rstrip()}."
