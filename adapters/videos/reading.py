"""A course file, or what a program gave -> the films that it asks for, or everything that is wrong with it, at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pydantic

from adapters.documents.slugs import make_slug
from adapters.store import Store
from adapters.videos.converting import convert, describe_details
from adapters.videos.expanding import SET_NAMES, expand_set
from adapters.videos.includes import Library
from adapters.videos.loading import load_tree
from adapters.videos.scenes import SceneReader
from adapters.videos.tree import Tree, problem_at, suggest
from model.authored import AuthoredVideo
from model.errors import Problem, ValidationError
from model.inputs import InputConfig
from model.scenes.registry import known_types

OPTIONS = ("language", "accent_color", "theme", "voice", "engine", "resolution", "aspect", "fps", "quality", "motion",
           "captions", "target_duration", "music", "music_volume")  # fmt: skip
"""What a film may say of itself that an option of the command says, too: fields of InputConfig."""
OTHER_NAMES = {"accent": "accent_color", "color": "accent_color", "id": "video_id", "name": "title"}
VIDEO_FIELDS = ("video_id", "title", "description", "scenes", "pronunciation", *OPTIONS)
_IGNORED = ("version", "metadata", "tags", "author", "defaults", "variables", "priority")
_WITHOUT_EFFECT = ("naming", "output", "processing")
_MOST_PROBLEMS = 100
_LONGEST_TITLE = 500


@dataclass(frozen=True)
class ReadVideo:
    """One film that is asked for."""

    video_id: str
    authored: AuthoredVideo
    options: Mapping[str, Any]
    """Fields of InputConfig that the film states."""
    pronunciation: tuple[tuple[str, str], ...] = ()


@dataclass
class ReadSet:
    """All that was read."""

    set_id: str = ""
    videos: tuple[ReadVideo, ...] = ()
    files: dict[str, Path] = field(default_factory=dict)
    """Included files, by their names relative to the first one's folder."""
    pictures: tuple[Path, ...] = ()


def read_course(text: str, name: str, folder: Path | None, store: Store | None = None) -> ReadSet:
    """Read a course file; `name` is what the user called it.

    Raises ValidationError with every problem.
    """
    root = load_tree(text, name)
    path = folder.resolve() / Path(name).name if folder is not None else None
    return read_tree(root, name, folder, store, (path,) if path else ())


def read_tree(
    root: Tree, name: str, folder: Path | None, store: Store | None = None, trail: tuple[Path, ...] = ()
) -> ReadSet:
    """Read the films of a tree.

    Raises ValidationError with every problem.
    """
    problems: list[Problem] = []
    library = Library(folder.resolve() if folder else None, problems, prefix=_folder_name(name))
    trees = expand_set(root, library, trail)
    _check_root(root, problems)
    found = ReadSet(set_id=_name_set(root, name), files=library.files)
    videos: list[ReadVideo] = []
    pictures: list[Path] = []
    used: set[str] = set()
    for number, tree in enumerate(trees, start=1):
        video = _read_video(tree, _list_names(tree, name, number, found.set_id, len(trees)), folder, store, problems, pictures, library.prefix)
        if video is None:
            continue
        if video.video_id in used:
            where = tree.entries.get("video_id", tree.entries.get("title", tree)).place
            message = f"Two films have the name {video.video_id!r}, which is their folder's."
            problems.append(problem_at(where, message, "Give this one another `video_id`."))
        used.add(video.video_id)
        videos.append(video)
    if not trees and not problems:
        problems.append(problem_at(root.place, "There is no film here.", "Write `scenes:`, or `videos:`."))
    if problems:
        unique = tuple(dict.fromkeys(problems))
        raise ValidationError(tuple(sorted(unique, key=lambda one: (one.file, one.line, one.column))[:_MOST_PROBLEMS]))
    found.videos, found.pictures = tuple(videos), tuple(dict.fromkeys(pictures))
    return found


def _folder_name(name: str) -> str:
    return Path(name).parent.as_posix() if name != "-" else ""


def _name_set(root: Tree, name: str) -> str:
    inside = root.entries.get("set", root)
    for key in ("set_id", "id", "name", "title"):
        if key in inside.entries and inside.entries[key].text.strip():
            return make_slug(inside.entries[key].text)
    return make_slug(Path(name).stem) if name not in ("", "-") else "videos"


def _list_names(tree: Tree, name: str, number: int, set_id: str, count: int) -> tuple[str, ...]:
    """List what a film may be called after: its own id; a lone film its file; one of a set its title, then its place."""
    given = [tree.entries[key].text for key in ("video_id", "id") if key in tree.entries][:1]
    title = [tree.entries[key].text for key in ("title", "name") if key in tree.entries][:1]
    if count == 1 and name != "-" and "videos" not in tree.entries:
        return (*given, Path(name).stem)
    return (*given, *title, f"{set_id}-{number}")


def _check_root(root: Tree, problems: list[Problem]) -> None:
    """Find names in a set's own mapping that it does not have."""
    inside = root.entries.get("set", root)
    if "videos" not in inside.entries and "videos" not in root.entries:
        return
    known = (*SET_NAMES, *VIDEO_FIELDS, *OTHER_NAMES, "set")
    for tree in (root, inside) if inside is not root else (root,):
        for name in tree.entries:
            if name not in known:
                message = f"A set of films has no {name[:80]!r}."
                problems.append(problem_at(tree.key_place(name), message, suggest(name, known)))


def _read_video(
    tree: Tree, names: tuple[str, ...], folder: Path | None, store: Store | None, problems: list[Problem],
    pictures: list[Path], prefix: str,
) -> ReadVideo | None:
    before = len(problems)
    tree = _name_fields(tree, problems)
    title = _read_words(tree, "title", problems) or next(filter(None, names), "video")
    warnings: list[str] = []
    language = tree.entries["language"].text if "language" in tree.entries else "en"
    reader = SceneReader(title, problems, warnings, folder, store, pictures, prefix, language)
    listed = tree.entries.get("scenes")
    if listed is None or not listed.items:
        place = tree.place if listed is None else listed.place
        message = "This film has no scenes." if listed is None or isinstance(listed.value, tuple) or listed.value is None else f"`scenes` is {listed.kind}, not a list."
        problems.append(problem_at(place, message, f"Write `scenes:` and below it `- scene_type: …`, one of {', '.join(known_types())}."))
        return None
    scenes = [reader.read(scene) for scene in listed.items]
    options = _read_options(tree, folder, problems)
    pronunciation = _read_pronunciation(tree, problems)
    description = _read_words(tree, "description", problems)
    if len(problems) > before:
        return None
    whole = tuple(scene for scene in scenes if scene is not None)
    authored = AuthoredVideo(title=title, description=description, scenes=whole, warnings=tuple(warnings))
    return ReadVideo(make_slug(*names, title), authored, options, pronunciation)


def _name_fields(tree: Tree, problems: list[Problem]) -> Tree:
    entries: dict[str, Tree] = {}
    keys = {}
    for given, inner in tree.entries.items():
        name = OTHER_NAMES.get(given, given)
        if name not in VIDEO_FIELDS:
            if name not in (*_IGNORED, *_WITHOUT_EFFECT):
                known = (*VIDEO_FIELDS, "variables", "template", "include", "defaults", "videos")
                message = f"A film has no {given[:80]!r}."
                problems.append(problem_at(tree.key_place(given), message, suggest(given, known)))
            continue
        entries[name] = inner
        keys[name] = tree.key_place(given)
    return Tree(entries, tree.place, keys=keys)


def _read_words(tree: Tree, name: str, problems: list[Problem]) -> str:
    found = tree.entries.get(name)
    if found is None:
        return ""
    if not found.is_scalar:
        problems.append(problem_at(found.place, f"`{name}` is {found.kind}, not a text.", "Write one text."))
        return ""
    words = " ".join(found.text.split())
    if len(words) > _LONGEST_TITLE:
        message = f"`{name}` is longer than {_LONGEST_TITLE} characters."
        problems.append(problem_at(found.place, message, "Shorten it."))
    return words[:_LONGEST_TITLE]


def _read_options(tree: Tree, folder: Path | None, problems: list[Problem]) -> dict[str, Any]:
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
        options |= _check_option(name, value, found, problems)
    return options


def _names_file(name: str, value: object) -> bool:
    return name == "music" or (name == "theme" and str(value).lower().endswith((".yaml", ".yml")))


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
    if value == "" and _names_file(name, value):
        return {}
    try:
        checked = InputConfig.model_validate({"source": "-", name: value})
    except pydantic.ValidationError as error:
        details = dict(error.errors(include_url=False)[0])
        problems.append(describe_details({**details, "loc": (name,)}, Tree({name: tree}, tree.place)))
        return {}
    return {name: getattr(checked, name)}


def _read_pronunciation(tree: Tree, problems: list[Problem]) -> tuple[tuple[str, str], ...]:
    found = tree.entries.get("pronunciation")
    if found is None:
        return ()
    if not isinstance(found.value, Mapping):
        message = f"`pronunciation` is {found.kind}."
        problems.append(problem_at(found.place, message, 'Write `written: "spoken"` a line.'))
        return ()
    for word, spoken in found.entries.items():
        if not spoken.is_scalar or not spoken.text.strip() or not word.strip() or max(len(word), len(spoken.text)) > 200:
            message = f"How {word[:80]!r} is spoken is {spoken.kind[:80]}."
            problems.append(problem_at(spoken.place, message, "Write it as a text of at most 200 characters."))
    return tuple((word.strip(), " ".join(spoken.text.split())) for word, spoken in found.entries.items())


def collect_texts(videos: Iterable[ReadVideo]) -> str:
    """Return all that films say and show, for the recognition of their language."""
    return "\n".join(video.authored.model_dump_json(exclude={"coverage"}) for video in videos)


def looks_like_script(text: str) -> bool:
    """Tell whether a file is a delivered script rather than a course file."""
    return re.search(r"^video_gen_script:", text[:20_000], re.MULTILINE) is not None
