"""A course as plain values -> its YAML, as a person would write it, with the editor's modeline."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

SCHEMA_FILE = "video-gen.schema.json"
"""Where the modeline looks for the schema: beside the course file."""
MODELINE = f"# yaml-language-server: $schema={SCHEMA_FILE}\n"


class _CourseDumper(yaml.SafeDumper):
    """Writes no anchors, and text of several lines as a block."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write what occurs twice twice: aliases are not read."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent lists below their names."""
        super().increase_indent(flow, False)


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    odd = any(mark in text for mark in "\x85\u2028\u2029")
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if odd else "|" if "\n" in text else None)


_CourseDumper.add_representer(str, _represent_text)


def write_course(course: Mapping[str, Any]) -> str:
    """Write a course file."""
    text = yaml.dump(dict(course), Dumper=_CourseDumper, sort_keys=False, allow_unicode=True, width=100)
    return MODELINE + text


def fill_template(text: str, given: Mapping[str, str]) -> str:
    """Return a template's text with other values for variables that it has; its comments stay."""
    for name, value in given.items():
        written = yaml.dump({name: _read(value)}, Dumper=_CourseDumper, allow_unicode=True, width=100)
        indented = "".join(f"  {line}\n" for line in written.rstrip("\n").split("\n"))
        found = re.search(
            rf"^  {re.escape(name)}:.*\n(?:(?:    .*)?\n(?=    |\n    ))*(?:    .*\n)?", text, re.MULTILINE
        )
        if found:
            text = text[: found.start()] + indented + text[found.end() :]
    return MODELINE + text


def _read(value: str) -> Any:
    """Read a value given on a command line: `a; b; c` is a list."""
    return [part.strip() for part in value.split(";")] if ";" in value else value
