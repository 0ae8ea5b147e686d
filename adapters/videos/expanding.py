"""A course file's tree -> one tree a film: sets laid out, includes and templates in their places, variables filled in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from adapters.videos.includes import Library
from adapters.videos.templating import load_template, normalise_name, template_names
from adapters.videos.tree import Tree, list_tree, problem_at, suggest
from adapters.videos.variables import read_variables

MAX_VIDEOS = 500
MAX_SCENES = 2000
"""Of one film."""
SET_NAMES = ("set_id", "id", "name", "title", "description", "version", "defaults", "videos", "metadata", "naming",
             "output", "processing", "variables")  # fmt: skip
_ENTRY_NAMES = ("include", "file", "template", "variables", "overrides", "priority")
Scope = Mapping[str, Tree]


def expand_set(root: Tree, library: Library, trail: tuple[Path, ...]) -> tuple[Tree, ...]:
    """Return the films of a set, or the one film, each as a mapping with everything that it says of itself."""
    if not isinstance(root.value, Mapping):
        message = f"This is no course file but {root.kind}."
        library.problems.append(
            problem_at(root.place, message, "Begin with `title:` and `scenes:`, or with `videos:`.")
        )
        return ()
    root = _lift(root, "set", library)
    if "videos" not in root.entries:
        video = _expand_video(root, library, trail, {})
        return (video,) if video else ()
    scope = _read_scope(root, {}, library)
    library_defaults = root.entries.get("defaults", Tree({}, root.place))
    defaults = library.fill(library_defaults, scope)
    common = {name: tree for name, tree in root.entries.items() if name not in SET_NAMES}
    defaults = defaults.replaced({**common, **defaults.entries})
    listed = root.entries["videos"]
    if not isinstance(listed.value, tuple):
        message = f"`videos` is {listed.kind}, not a list."
        library.problems.append(problem_at(listed.place, message, "Begin each film with -."))
        return ()
    if len(listed.items) > MAX_VIDEOS:
        library.problems.append(problem_at(listed.place, f"There are more than {MAX_VIDEOS} films.", "Make two sets."))
        return ()
    videos = [_expand_video(entry, library, trail, scope) for entry in listed.items]
    return tuple(_overlay(defaults, video) for video in videos if video)


def _lift(tree: Tree, name: str, library: Library) -> Tree:
    """Give a mapping what stands one level deeper, under `set` or `video`."""
    inside = tree.entries.get(name)
    if inside is None:
        return tree
    if not isinstance(inside.value, Mapping):
        message = f"`{name}` is {inside.kind}, not a mapping."
        library.problems.append(problem_at(inside.place, message, "Indent what belongs to it."))
        inside = Tree({}, inside.place)
    rest = tree.replaced({key: inner for key, inner in tree.entries.items() if key != name})
    return _overlay(inside, rest)


def _overlay(below: Tree, above: Tree) -> Tree:
    """Lay one mapping over another; its place is the upper one's."""
    entries = {**below.entries, **above.entries}
    return Tree(entries, above.place, keys={**below.keys, **above.keys})


def _read_scope(tree: Tree, scope: Scope, library: Library) -> dict[str, Tree]:
    own = tree.entries.get("variables")
    return {**scope, **(read_variables(own, library.problems) if own else {})}


def _expand_video(entry: Tree, library: Library, trail: tuple[Path, ...], scope: Scope) -> Tree | None:
    if not isinstance(entry.value, Mapping):
        message = f"A film is needed here, not {entry.kind}."
        library.problems.append(
            problem_at(entry.place, message, "Write `title:` and `scenes:`, or `include: file.yaml`.")
        )
        return None
    scope = _read_scope(entry, scope, library)
    rest = {name: tree for name, tree in entry.entries.items() if name not in _ENTRY_NAMES}
    own = library.fill(entry.replaced(rest), scope)
    own = _lift(own, "video", library)
    overrides = entry.entries.get("overrides")
    if overrides is not None and isinstance(overrides.value, Mapping):
        own = _overlay(own, library.fill(overrides, scope))
    below = _find_below(entry, library, trail, scope)
    video = own if below is None else _overlay(below, own)
    scenes = video.entries.get("scenes")
    if scenes is None or not isinstance(scenes.value, tuple):
        return video
    whole = _expand_scenes(scenes, library, trail, scope)
    return video.replaced({**video.entries, "scenes": list_tree(whole[:MAX_SCENES], scenes.place)})


def _find_below(entry: Tree, library: Library, trail: tuple[Path, ...], scope: Scope) -> Tree | None:
    """Return the film that an entry includes, or its template, already expanded."""
    template = entry.entries.get("template")
    if template is not None:
        return _expand_template(template, library, scope)
    if "include" not in entry.entries and "file" not in entry.entries:
        return None
    found = library.include(library.fill(_only_named(entry), scope), trail, scope)
    if found is None:
        return None
    tree, path = found
    if isinstance(tree.value, tuple):
        tree = Tree({"scenes": tree}, tree.place, keys={"scenes": tree.place})
    return _expand_video(tree, library, (*trail, path), scope)


def _only_named(entry: Tree) -> Tree:
    return entry.replaced({name: tree for name, tree in entry.entries.items() if name in ("include", "file")})


def _expand_template(named: Tree, library: Library, scope: Scope) -> Tree | None:
    name = normalise_name(named.text)
    if name not in template_names():
        message = f"There is no template {named.text[:80]!r}."
        library.problems.append(problem_at(named.place, message, suggest(name, template_names())))
        return None
    tree = load_template(name)
    known = read_variables(tree.entries["variables"], library.problems)
    own = Library(None, [])
    filled = own.fill(tree, {name: value for name, value in scope.items() if name in known})
    for problem in own.problems:  # the template is ours: what is wrong is what it was given
        library.problems.append(problem_at(named.place, problem.message, problem.remedy))
    return filled


def _expand_scenes(scenes: Tree, library: Library, trail: tuple[Path, ...], scope: Scope) -> list[Tree]:
    whole: list[Tree] = []
    for entry in scenes.items:
        if "include" not in entry.entries:
            whole.append(entry)
            continue
        for name in entry.entries:
            if name not in ("include", "variables"):
                message = f"Beside an include there is no {name[:80]!r}."
                library.problems.append(problem_at(entry.key_place(name), message, suggest(name, ("variables",))))
        inner = _read_scope(entry, scope, library)
        found = library.include(entry, trail, inner)
        if found is None:
            continue
        tree, path = found
        inside = tree.entries.get("scenes", tree)
        if not isinstance(inside.value, tuple):
            message = f"{entry.entries['include'].text[:80]!r} holds no list of scenes."
            library.problems.append(
                problem_at(entry.entries["include"].place, message, "Begin each scene in it with -.")
            )
            continue
        whole += _expand_scenes(inside, library, (*trail, path), inner)
        if len(whole) > MAX_SCENES:
            message = f"There are more than {MAX_SCENES} scenes."
            library.problems.append(problem_at(entry.place, message, "Make several films of them."))
            break
    return whole
