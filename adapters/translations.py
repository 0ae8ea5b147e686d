"""`script.<language>.yaml` <-> the texts of a film beside their translations, and `glossary.yaml` -> names and terms."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

import yaml

from adapters.documents.decoding import decode_document
from adapters.documents.guarded_yaml import load_guarded
from adapters.files import read_bounded
from model.errors import Problem, ValidationError
from model.language import find_language, primary_subtag
from model.translation import Glossary, SourceText, Target

GLOSSARY_FILE = "glossary.yaml"
VERSION = "1"
MOST_BYTES = 10_000_000
_MOST_NODES = 400_000
_LONGEST = 4000
"""Characters of one text."""
_HEADER = """\
# {source} in {name}: write each translation between the quotes behind `target`.
# What stands in `backticks` is code, and stays as it is; so do names under `keep`. **Strong** and *emphasis* stay marked.
# Each text stands here once. `digest` finds it again: leave it, and `source`, as they are. When the document has changed,
# `video-gen translate` adds what is new and moves what is gone to the end.
"""
_SIDES = {"said": "say", "shown": "show", "film": "film"}


def translation_path(source: str, language: str) -> Path:
    """Return where the translation of a document is looked for: beside it, `script.<language>.yaml`."""
    path = Path(source)
    folder = path.parent if source != "-" and "://" not in source else Path()
    return folder / f"script.{language}.yaml"


def glossary_path(source: str) -> Path:
    """Return where the glossary is looked for: beside the document."""
    return translation_path(source, "").with_name(GLOSSARY_FILE)


def write_translation(
    texts: Sequence[SourceText], targets: Sequence[Target], source: str, languages: tuple[str, str]
) -> bytes:
    """Write the file: every text with what it was translated to so far, and at its end what no text needs any more."""
    done = {target.digest: target.target for target in targets}
    asked = {text.digest for text in texts}
    gone = [target for target in targets if target.target.strip() and target.digest not in asked]
    before, after = languages
    head = _HEADER.format(source=_one_line(Path(source).name), name=find_language(after).name)
    lines = [head, f"video_gen_translation: {VERSION}\nfrom: {before}\nto: {after}\nscenes:\n"]
    for scene, group in groupby(texts, lambda text: text.scene):
        lines.append(f"- scene: {_quote(scene)}\n")
        for kind, own in groupby(group, lambda text: text.kind):
            lines.append(f"  {_SIDES[kind]}:\n")
            lines += [_write_text(text, done.get(text.digest) or _untouched(text)) for text in own]
    if gone:
        lines.append("unused:\n")
        lines += [_write_text(SourceText(scene="", kind="film", source=one.source), one.target) for one in gone]
    return "".join(lines).encode("utf-8", "replace")


def _untouched(text: SourceText) -> str:
    """Return what no translator has to write: a name alone stays as it is."""
    return text.source if text.source in text.keep else ""


def _write_text(text: SourceText, target: str) -> str:
    more = f"    keep: [{', '.join(map(_quote, text.keep))}]\n" if text.keep else ""
    if text.terms:
        more += f"    terms: {{{', '.join(f'{_quote(term)}: {_quote(ours)}' for term, ours in text.terms)}}}\n"
    return f"  - source: {_quote(text.source)}\n{more}    digest: {_quote(text.digest)}\n    target: {_quote(target)}\n"


def _quote(text: str) -> str:
    """Write a double-quoted scalar: JSON's is YAML's, but for three line ends that JSON leaves as they are."""
    quoted = json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
    for mark in "\x85\u2028\u2029\ufeff":
        quoted = quoted.replace(mark, f"\\u{ord(mark):04x}")
    return quoted


def _one_line(text: str) -> str:
    return " ".join(text.split())[:200]


def find_glossary(source: str, named: str | None) -> Path:
    """Return where the glossary is looked for: where the user says, or beside the document."""
    return Path(named) if named else glossary_path(source)


def load_translation(path: Path, language: str) -> tuple[Target, ...]:
    """Read a translation to a language.

    Raises ValidationError when the file is missing, malformed, or of another language.
    """
    if not path.is_file():
        remedy = f"Make it with `video-gen translate SOURCE --to {language} --template`, and fill it in."
        raise ValidationError((Problem(message="There is no such translation.", remedy=remedy, file=str(path)),))
    return parse_translation(read_bounded(path, MOST_BYTES, "translation"), str(path), language)


def parse_translation(data: bytes, name: str, language: str) -> tuple[Target, ...]:
    """Read the file's content; `name` stands in errors."""
    text = decode_document(data, name)
    load_guarded(text, name, most_bytes=MOST_BYTES, most_nodes=_MOST_NODES)
    root = yaml.compose(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    fields = _fields(root) if root else {}
    if _text(fields.get("video_gen_translation")) != VERSION:
        message = f"This is no translation of version {VERSION}: `video_gen_translation: {VERSION}` is missing."
        raise _refuse(name, 1, message, "Start from what `video-gen translate --template` writes.")
    to = _text(fields.get("to"))
    if primary_subtag(to) != primary_subtag(language):
        message = f"This is a translation to {to[:40]!r}, not to {language!r}."
        raise _refuse(name, fields["to"].start_mark.line + 1 if "to" in fields else 1, message, "Name the right file.")
    return tuple(_read_targets(fields, name))


def _read_targets(fields: Mapping[str, yaml.Node], name: str) -> Iterator[Target]:
    for scene in _members(fields.get("scenes")):
        for side, value in _fields(scene).items():
            if side in _SIDES.values():
                yield from (_read_target(one, name) for one in _members(value))
    yield from (_read_target(one, name) for one in _members(fields.get("unused")))


def _read_target(node: yaml.Node, name: str) -> Target:
    fields = _fields(node)
    line = node.start_mark.line + 1
    if "digest" not in fields:
        raise _refuse(name, line, "This text has no digest.", "Take it from a fresh template.")
    target = _text(fields.get("target"))
    if len(target) > _LONGEST:
        raise _refuse(name, line, f"This translation is longer than {_LONGEST} characters.", "Shorten it.")
    return Target(
        digest=_text(fields["digest"])[:64], source=_text(fields.get("source")), target=target,
        line=fields["target"].start_mark.line + 1 if "target" in fields else line,
    )  # fmt: skip


def load_glossary(path: Path, language: str) -> Glossary:
    """Read `keep`, a list of names, and under the language's code a mapping of terms; without a file, nothing.

    Raises ValidationError when the file is something else.
    """
    if not path.is_file():
        return Glossary()
    text = decode_document(read_bounded(path, MOST_BYTES, "glossary"), str(path))
    load_guarded(text, str(path))
    root = yaml.compose(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    if root is None:
        return Glossary()
    if not isinstance(root, yaml.MappingNode):
        message = "A glossary is a mapping: `keep` with a list of names, and for each language a mapping of terms."
        raise _refuse(str(path), 1, message, "Write `es: {flow: flujo}`.")
    fields = _fields(root)
    terms = fields.get(language) or fields.get(primary_subtag(language))
    return Glossary(
        keep=tuple(filter(None, map(_text, _members(fields.get("keep"))))),
        terms=tuple((term, _text(ours)) for term, ours in (_fields(terms).items() if terms else ()) if _text(ours)),
    )


def _fields(node: yaml.Node) -> dict[str, yaml.Node]:
    return {key.value: value for key, value in node.value} if isinstance(node, yaml.MappingNode) else {}


def _members(node: yaml.Node | None) -> Iterable[yaml.Node]:
    return node.value if isinstance(node, yaml.SequenceNode) else ()


def _text(node: yaml.Node | None) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


def _refuse(name: str, line: int, message: str, remedy: str) -> ValidationError:
    return ValidationError((Problem(message=message, remedy=remedy, file=name, line=line),))
