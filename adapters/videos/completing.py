"""What an author left out of a scene, and its type needs: labels, lines of code, the place of an answer."""

from __future__ import annotations

import re
from collections.abc import Mapping

from adapters.videos.field_names import CODE_OF_SOLUTION, LABELLED
from adapters.videos.tree import Place, Tree, list_tree, problem_at, scalar_tree
from model.errors import Problem
from model.scenes import find_scene_type

_LETTERED = re.compile(r"\s*\(?([A-Ha-h])[:.)]\s+(.+)", re.DOTALL)


def as_code(tree: Tree) -> Tree:
    """Show a solution that is code as code; what explains it is said."""
    names = {CODE_OF_SOLUTION: "code", "label": "header", "text": "explanation"}
    kept = ("code", "header", "explanation", "language", "narration", "chapter", "scene_id")
    renamed = {names.get(name, name): inner for name, inner in tree.entries.items()}
    return tree.replaced({name: inner for name, inner in renamed.items() if name in kept})


def complete_scene(tree: Tree, name: str, title: str, labels: Mapping[str, str], problems: list[Problem]) -> Tree:
    """Add what a type needs and its author may leave out."""
    entries = dict(tree.entries)
    place = tree.place
    kind = find_scene_type(name)
    required = kind is not None and "header" in kind.model_fields and kind.model_fields["header"].is_required()
    if required and "header" not in entries:
        entries["header"] = scalar_tree(labels.get(name, title), place)
    if name in ("problem", "solution", "exercise"):
        entries |= _write_label(name, entries, place, labels[name])
    if name == "code":
        code = entries.get("code", tree)
        lines = len(code.items) if code.items else code.text.rstrip("\n").count("\n") + 1
        entries.setdefault("first_line", scalar_tree(1, place))
        entries.setdefault("last_line", scalar_tree(lines, place))
    if name == "section":
        entries.setdefault("number", scalar_tree(0, place))
        entries.setdefault("total", scalar_tree(0, place))
    if name == "table" and "columns" in entries:
        left = [scalar_tree("left", place) for _ in entries["columns"].items]
        entries.setdefault("alignments", list_tree(left, place))
    if name == "quiz":
        entries |= _read_quiz(entries, problems)
    return tree.replaced(entries)


def _write_label(name: str, entries: Mapping[str, Tree], place: Place, usual: str) -> dict[str, Tree]:
    """Label a task `Problem 1 · Add two numbers · Easy`; a title that has no text below it is the text."""
    title, text = entries.get("label"), entries.get("text")
    number = entries["problem_number"].text if "problem_number" in entries else ""
    rest = [entries[one].text for one in LABELLED.get(name, ()) if one in entries and one != "problem_number"]
    head = f"{usual} {number}".strip() if text is None or number or title is None else ""
    parts = [head, title.text if title is not None and text is not None else "", *rest]
    label = " · ".join(part[:1].upper() + part[1:] for part in parts if part)
    shown = {"text": title} if text is None and title is not None else {}
    return {"label": scalar_tree(label, title.place if title else place), **shown}


def _read_quiz(entries: Mapping[str, Tree], problems: list[Problem]) -> dict[str, Tree]:
    """Take the letters off the options, and find those that the answers name: by letter, by number or by their words."""
    options = entries.get("options")
    answers = entries.get("answers")
    if options is None or not options.items:
        return {}
    bare = [_LETTERED.fullmatch(item.text) for item in options.items]
    lettered = all(found and ord(found[1].upper()) - 65 == at for at, found in enumerate(bare))
    texts = [
        found[2].strip() if lettered and found else item.text for found, item in zip(bare, options.items, strict=True)
    ]
    read = {
        "options": list_tree(
            [_retext(item, text) for item, text in zip(options.items, texts, strict=True)], options.place
        )
    }
    if answers is not None:
        named = answers.items or (answers,)
        found = [_find_answer(one, texts, options) for one in named]
        read["answers"] = list_tree([one for one in found if one is not None], answers.place)
        for one, answer in zip(named, found, strict=True):
            if answer is None:
                message = f"{one.kind} is none of the {len(texts)} options."
                problems.append(
                    problem_at(one.place, message, "Name it by its letter, its words, or its place from 0.")
                )
    return read


def _retext(tree: Tree, text: str) -> Tree:
    return Tree(text, tree.place, text=text) if tree.is_scalar else tree


def _find_answer(tree: Tree, texts: list[str], options: Tree) -> Tree | None:
    if isinstance(tree.value, int):
        return tree if 0 <= tree.value < len(texts) else None
    words = tree.text.strip()
    wholes = [item.text.strip() for item in options.items]
    for known in (wholes, texts):
        if words in known:
            return scalar_tree(known.index(words), tree.place)
    letter = re.fullmatch(r"\(?([A-Ha-h])[:.)]?(?:\s.*)?", words, re.DOTALL)
    at = ord(letter[1].upper()) - 65 if letter else len(texts)
    return scalar_tree(at, tree.place) if at < len(texts) else None
