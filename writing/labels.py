"""A label in bold that stands before what it names, as a tab's -> its words, and how it is said: `On Linux`, `With npm`."""

from __future__ import annotations

import re
from typing import Literal

from model.content import Text, plain
from writing.code_names import LANGUAGES
from writing.styled import slice_text, strip_text

LabelKind = Literal["system", "tool", "language"]

_SYSTEM_NAMES = """windows|macos|mac|mac os|os x|linux|ubuntu|debian|fedora|arch linux|arch|alpine|alpine linux|centos|rhel
|red hat|opensuse|nixos|freebsd|openbsd|unix|wsl|android|ios|ipados|raspberry pi|aws|azure|google cloud|kubernetes|github
|gitlab|vercel|netlify|heroku"""
_TOOL_NAMES = """npm|yarn|pnpm|bun|deno|pip|pipx|uv|poetry|conda|mamba|brew|homebrew|apt|apt-get|dnf|yum|pacman|apk|snap|flatpak
|chocolatey|scoop|winget|docker|docker compose|podman|helm|cargo|maven|gradle|sbt|nix|composer|nuget|gem|bundler|curl|wget|git
|make|vite|webpack|rollup"""
_SYSTEMS = frozenset(_SYSTEM_NAMES.replace("\n", "").split("|"))
_TOOLS = frozenset(_TOOL_NAMES.replace("\n", "").split("|"))
_LANGUAGES = frozenset(name.casefold() for name in LANGUAGES) - {"http", "mermaid", "less"} | {
    "node.js",
    "powershell",
    "bash",
    "shell",
}
_AND_OR = "and|or|und|oder|et|ou|y|o|e|en|of"
_BETWEEN = re.compile(rf"\s*(?:/|,|\+(?=\s)|&)\s*(?:(?:{_AND_OR})\s)?|\s(?:{_AND_OR})\s")
_VERSION = re.compile(r"\s*(?:\s\([^()]{1,40}\)|(?:^|\s)v?\d[\w.]*\+?)$")
_LONGEST = 80


def find_label_kind(label: str) -> LabelKind | None:
    """Tell what all of a label's names are; None where they are not all known, or not of one kind."""
    parts = (_VERSION.sub("", _VERSION.sub("", part)).casefold() for part in _BETWEEN.split(label))
    names = [part for part in parts if part]
    kinds: tuple[tuple[LabelKind, frozenset[str]], ...] = (
        ("system", _SYSTEMS), ("tool", _TOOLS), ("language", _LANGUAGES),
    )  # fmt: skip
    return next((kind for kind, known in kinds if names and all(name in known for name in names)), None)


def part_label(text: Text) -> tuple[Text, Text] | None:
    """Part a line in bold from the words below it in the same paragraph."""
    whole = plain(text)
    end = whole.find("\n")
    if not 0 < end <= _LONGEST:
        return None
    label, rest = strip_text(slice_text(text, 0, end)), strip_text(slice_text(text, end, len(whole)))
    bold = label and all(run.strong for run in label if run.text.strip())
    return (label, rest) if bold and rest else None
