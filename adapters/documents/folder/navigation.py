"""The documents of a folder -> their order: of MkDocs' `nav`, Sphinx's toctrees or mdBook's summary; else as they lie."""

from __future__ import annotations

import fnmatch
import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import yaml

from adapters.documents.folder.scanning import is_inside
from adapters.documents.guarded_yaml import MAX_BYTES, compose_guarded
from adapters.files import read_bounded

_MKDOCS = ("mkdocs.yml", "mkdocs.yaml")
_ROOTS = ("index.rst", "index.md", "contents.rst", "index.ipynb")
_TOCTREE = re.compile(
    r"^(?P<indent>[ \t]{0,40})(?:\.\. toctree::|`{3,}\{toctree\}|:{3,}\{toctree\})[^\n]*\n", re.MULTILINE
)
_TITLED = re.compile(r"^(.{1,300}?)\s*<([^<>]{1,500})>$")
_SUMMARY_LINK = re.compile(r"\[([^\]\n]{0,300})\]\(<?([^)\s>]{1,500})>?\)")
_PROJECT = re.compile(r"^project\s{0,9}=\s{0,9}(?:u|r)?[\"']([^\"'\n]{1,200})[\"']", re.MULTILINE)
_BOOK_TITLE = re.compile(r"^title\s{0,9}=\s{0,9}\"([^\"\n]{1,200})\"", re.MULTILINE)
_MOST_STEPS = 5_000


class Entry(NamedTuple):
    """A document, at its place."""

    name: str
    title: str
    """What the navigation calls it; empty where it does not say."""


class Navigation(NamedTuple):
    """The order of a folder's documents."""

    entries: tuple[Entry, ...]
    title: str
    """What the documents together are called; empty where nothing says."""
    files: tuple[tuple[str, Path], ...]
    """What the order was read from, by name."""
    left_out: tuple[str, ...]
    """Documents that the navigation does not name."""


def find_navigation(root: Path, found: Mapping[str, Path]) -> Navigation:
    """Find the order of the documents below a folder.

    Raises ValidationError when there is a `mkdocs.yml` that cannot be read.
    """
    for read in (_read_mkdocs, _read_sphinx, _read_summary):
        navigation = read(root, found)
        if navigation is not None:
            return navigation
    return Navigation(tuple(Entry(name, "") for name in found), "", (), ())


def _order(
    entries: Iterator[Entry], title: str, files: tuple[tuple[str, Path], ...], found: Mapping[str, Path]
) -> Navigation:
    """Keep the entries that are there, each once."""
    kept: dict[str, Entry] = {}
    for entry in entries:
        if entry.name in found:
            kept.setdefault(entry.name, entry)
    if not kept:
        return Navigation(tuple(Entry(name, "") for name in found), title, files, ())
    return Navigation(tuple(kept.values()), title, files, tuple(name for name in found if name not in kept))


def _read_mkdocs(root: Path, found: Mapping[str, Path]) -> Navigation | None:
    """Read `mkdocs.yml` in the folder, or beside it where it names this as its folder of documents."""
    for folder, name in ((folder, name) for folder in (root, root.parent) for name in _MKDOCS):
        path = folder / name
        if not is_inside(path, folder.resolve()):
            continue
        tree = compose_guarded(read_bounded(path, MAX_BYTES, "navigation").decode("utf-8", "replace"), path.as_posix())
        keys = _mapping(tree)
        documents = (folder / _scalar(keys.get("docs_dir"), "docs")).resolve()
        if documents != root and not (folder == root and documents.is_relative_to(root)):
            continue
        prefix = "" if documents == root else documents.relative_to(root).as_posix() + "/"
        entries = _read_nav(keys.get("nav"), found, prefix)
        return _order(entries, _scalar(keys.get("site_name"), ""), ((name, path),), found)
    return None


def _mapping(node: yaml.Node | None) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {key.value: value for key, value in node.value if isinstance(key, yaml.ScalarNode)}


def _scalar(node: yaml.Node | None, default: str) -> str:
    return str(node.value).strip() if isinstance(node, yaml.ScalarNode) and str(node.value).strip() else default


def _read_nav(node: yaml.Node | None, found: Mapping[str, Path], prefix: str) -> Iterator[Entry]:
    """Yield the entries of a `nav`: paths, titled paths, and groups of these."""
    waiting: list[tuple[yaml.Node | None, str]] = [(node, "")]
    for _ in range(_MOST_STEPS):
        if not waiting:
            return
        node, title = waiting.pop()
        if isinstance(node, yaml.ScalarNode):
            path = posixpath.normpath(prefix + str(node.value).strip())
            inside = [name for name in found if name.startswith(path + "/")] if path not in found else [path]
            inside = [name for name in inside if name.startswith(prefix)]
            yield from (Entry(name, title if name == path else "") for name in inside)
        elif isinstance(node, yaml.SequenceNode):
            waiting += [(child, "") for child in reversed(node.value)]
        elif isinstance(node, yaml.MappingNode):
            waiting += [(value, str(key.value)) for key, value in reversed(node.value)]


def _read_sphinx(root: Path, found: Mapping[str, Path]) -> Navigation | None:
    """Follow the toctrees from the root document; `conf.py` is looked into, and never run."""
    start = next((name for name in _ROOTS if name in found and _TOCTREE.search(_text(found[name]))), None)
    if start is None:
        return None
    conf = root / "conf.py"
    named = _PROJECT.search(_text(conf)) if is_inside(conf, root) else None
    files = (("conf.py", conf),) if is_inside(conf, root) else ()
    return _order(_walk_toctrees(start, found), named[1] if named else "", files, found)


def _walk_toctrees(start: str, found: Mapping[str, Path]) -> Iterator[Entry]:
    waiting, seen = [Entry(start, "")], set()
    for _ in range(_MOST_STEPS):
        if not waiting:
            return
        entry = waiting.pop()
        if entry.name in seen:
            continue
        seen.add(entry.name)
        yield entry
        waiting += reversed(list(_read_toctrees(entry.name, found)))


def _read_toctrees(name: str, found: Mapping[str, Path]) -> Iterator[Entry]:
    text = _text(found[name])
    for match in _TOCTREE.finditer(text):
        indent, fenced = len(match["indent"].expandtabs(8)), "{" in match[0]
        for line in text[match.end() :].split("\n"):
            words = line.strip()
            if fenced and words.startswith(("```", ":::")):
                break
            if words and not fenced and len(line.expandtabs(8)) - len(line.expandtabs(8).lstrip()) <= indent:
                break
            if words and not words.startswith(":") and words not in ("self", "---"):
                yield from _find_entries(words, name, found)


def _find_entries(words: str, name: str, found: Mapping[str, Path]) -> Iterator[Entry]:
    """Yield the documents that a line of a toctree stands for: its suffix is left out, and it may be a pattern."""
    titled = _TITLED.match(words)
    title, target = (titled[1], titled[2]) if titled else ("", words)
    path = posixpath.normpath(
        target.lstrip("/") if target.startswith("/") else posixpath.join(posixpath.dirname(name), target)
    )
    for known in found:
        stem = known.rpartition(".")[0]
        if path in (known, stem):
            yield Entry(known, title)
        elif "*" in path and len(path) < 200 and fnmatch.fnmatchcase(stem, path):
            yield Entry(known, "")


def _read_summary(root: Path, found: Mapping[str, Path]) -> Navigation | None:
    """Read mdBook's and GitBook's list of chapters."""
    summary = next((name for name in found if name.lower() == "summary.md"), None)
    if summary is None:
        return None
    links = _SUMMARY_LINK.findall(_text(found[summary]))[:_MOST_STEPS]
    entries = (Entry(posixpath.normpath(target.partition("#")[0]), title) for title, target in links)
    book = root.parent / "book.toml"
    has_book = is_inside(book, root.parent.resolve())
    named = _BOOK_TITLE.search(_text(book)) if has_book else None
    files = (("book.toml", book),) if has_book else ()
    rest = {name: path for name, path in found.items() if name != summary}
    return _order(entries, named[1] if named else "", (*files, (summary, found[summary])), rest)


def _text(path: Path) -> str:
    return (
        read_bounded(path, MAX_BYTES * 32, "document")[: 4 * MAX_BYTES].decode("utf-8", "replace").replace("\r\n", "\n")
    )
