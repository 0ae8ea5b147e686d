"""From reStructuredText to docutils' tree: files and raw markup are out of reach, and nothing is printed or read beside it."""

from __future__ import annotations

import io
import re

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.readers.standalone import Reader
from docutils.utils import new_document

from adapters.documents.rst.blocks import BlockReader
from adapters.documents.tree import Node

_NEVER = 5
"""A level of trouble that nothing has."""
_LONGEST_LINE = 100_000
_SETTINGS = {
    "file_insertion_enabled": False, "raw_enabled": False, "halt_level": _NEVER, "report_level": _NEVER,
    "doctitle_xform": False, "docinfo_xform": False, "sectsubtitle_xform": False, "syntax_highlight": "none",
    "smart_quotes": False, "traceback": True, "line_length_limit": _LONGEST_LINE, "pep_references": False,
    "rfc_references": False, "datestamp": None,
}  # fmt: skip
_TODAY = re.compile(r"^(\s{0,20}\.\.\s+\|[^|\n]{1,100}\|\s+)date::.*$", re.MULTILINE)
_SUBSTITUTION = re.compile(
    r"^\.\.\s+\|[^|\n]{1,100}\|\s+(?:replace|unicode)::[^\n]*(?:\n[ \t]+\S[^\n]*)*", re.MULTILINE
)
_LINE = r"[=\-~^\"'*#+`.:]{3,}"
_LABELLED = re.compile(
    rf"^\.\.\s+_([^:\n]{{1,100}}):\s*\n\s*\n(?:{_LINE}\n)?(\S[^\n]{{0,200}})\n{_LINE}$", re.MULTILINE
)
_FACTS = {"author": "author", "authors": "author", "title": "title", "description": "description", "language": "language",
          "lang": "language"}  # fmt: skip


class LongLineError(Exception):
    """A line is longer than docutils reads."""


def read_restructured(text: str) -> tuple[Node, dict[str, str]]:
    """Return the tree of a document, and what it says of itself.

    Raises RecursionError for one that is nested too deeply, LongLineError.
    """
    # `date` writes the day on which the film is made: it would be another film tomorrow.
    text = _TODAY.sub(r"\1replace:: today", text)
    if any(len(line) > _LONGEST_LINE for line in text.split("\n")):
        raise LongLineError
    definitions = "\n".join(match[0] for match in _SUBSTITUTION.finditer(text))
    labels = {" ".join(match[1].strip("`").lower().split()): match[2].strip() for match in _LABELLED.finditer(text)}
    document = publish(text)
    reader = BlockReader(publish, definitions, labels)
    facts = _take_facts(document)
    last = text.count("\n") + 1
    root = Node("#root", 1, last, children=reader.read(document.children, 1, last))
    return root, facts


def publish(text: str) -> nodes.document:
    """Parse, and resolve references and substitutions."""
    parser, reader = Parser(), Reader()  # type: ignore[var-annotated]
    settings = get_default_settings(parser, reader)
    for name, value in _SETTINGS.items():
        setattr(settings, name, value)
    settings.warning_stream = io.StringIO()
    document = new_document("-", settings)
    parser.parse(text, document)
    document.transformer.populate_from_components((reader, parser))
    try:
        document.transformer.apply_transforms()
    except RecursionError:
        raise
    # docutils 0.22 fails on a substitution that refers to one that is not there, and on a few more such mistakes: what is
    # resolved by then is kept, and the rest is read as it stands.
    except Exception:
        return document
    return document


def _take_facts(document: nodes.document) -> dict[str, str]:
    """Read the field list at the top, above or below the title, and `meta`."""
    facts: dict[str, str] = {}
    for meta in document.findall(nodes.meta):
        if meta.get("name") in ("description", "author"):
            facts.setdefault(meta["name"], " ".join(str(meta.get("content", "")).split())[:500])
    for node in _beginning(document):
        if isinstance(node, nodes.field_list):
            for field in node.findall(nodes.field):
                name, body = field.children[0].astext().lower(), " ".join(field.children[1].astext().split())
                if name in _FACTS and body:
                    facts.setdefault(_FACTS[name], body[:500])
            node["front"] = True
    return facts


def _beginning(document: nodes.document) -> list[nodes.Node]:
    skipped = (
        nodes.comment,
        nodes.target,
        nodes.substitution_definition,
        nodes.system_message,
        nodes.meta,
        nodes.pending,
    )
    first = next((node for node in document.children if not isinstance(node, skipped)), None)
    if isinstance(first, nodes.section):
        first = next((node for node in first.children if not isinstance(node, (*skipped, nodes.title))), None)
    return [first] if first is not None else []
