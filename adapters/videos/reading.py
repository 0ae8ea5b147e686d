"""A course file, or what a program gave -> the films that it asks for, or everything that is wrong with it, at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from adapters.documents.slugs import make_slug
from adapters.store import Store
from adapters.videos.expanding import SET_NAMES, expand_set
from adapters.videos.film_options import OPTIONS, read_options, read_pronunciation
from adapters.videos.includes import Library
from adapters.videos.loading import load_tree
from adapters.videos.scenes import SceneReader
from adapters.videos.speakers import read_speakers
from adapters.videos.tree import Tree, problem_at, suggest
from model.authored import AuthoredVideo
from model.errors import Problem, ValidationError
from model.scenes.registry import known_types

OTHER_NAMES = {"accent": "accent_color", "color": "accent_color", "id": "video_id", "name": "title"}
VIDEO_FIELDS = ("video_id", "title", "description", "scenes", "pronunciation", "speakers", *OPTIONS)
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
        video = _read_video(
            tree,
            _list_names(tree, name, number, found.set_id, len(trees)),
            folder,
            store,
            problems,
            pictures,
            library.prefix,
        )
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
    tree: Tree,
    names: tuple[str, ...],
    folder: Path | None,
    store: Store | None,
    problems: list[Problem],
    pictures: list[Path],
    prefix: str,
) -> ReadVideo | None:
    before = len(problems)
    tree = _name_fields(tree, problems)
    title = _read_words(tree, "title", problems) or next(filter(None, names), "video")
    warnings: list[str] = []
    language = tree.entries["language"].text if "language" in tree.entries else "en"
    reader = SceneReader(title, problems, warnings, folder, store, pictures, prefix, language)
    listed = tree.entries.get("scenes")
    if listed is None or not listed.items:
        _note_sceneless(tree, listed, problems)
        return None
    scenes = [reader.read(scene) for scene in listed.items]
    options = read_options(tree, folder, problems)
    pronunciation = read_pronunciation(tree, problems)
    speakers, tunings = read_speakers(tree, problems)
    description = _read_words(tree, "description", problems)
    if len(problems) > before:
        return None
    whole = tuple(scene for scene in scenes if scene is not None)
    authored = AuthoredVideo(
        title=title, description=description, scenes=whole, warnings=tuple(warnings), speakers=speakers, tunings=tunings
    )
    return ReadVideo(make_slug(*names, title), authored, options, pronunciation)


def _note_sceneless(tree: Tree, listed: Tree | None, problems: list[Problem]) -> None:
    if listed is not None and isinstance(listed.value, tuple) and problems:
        return  # an include that failed is why there are none
    wrong = listed is not None and listed.value is not None and not isinstance(listed.value, tuple)
    message = f"`scenes` is {listed.kind}, not a list." if listed is not None and wrong else "This film has no scenes."
    types = ", ".join(known_types())
    remedy = f"Write `scenes:` and below it `- scene_type: …`, one of {types}."
    problems.append(problem_at(tree.place if listed is None else listed.place, message, remedy))


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


def looks_like_script(text: str) -> bool:
    """Tell whether a file is a delivered script rather than a course file."""
    return re.search(r"^video_gen_script:", text[:20_000], re.MULTILINE) is not None
