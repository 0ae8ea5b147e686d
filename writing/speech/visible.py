"""From runs of styled text to the characters that a reader sees: no emoji, no invisible marks, and where code stands."""

from __future__ import annotations

import re
from dataclasses import dataclass

from model.content import Run, Text

_PICTURES = (
    "\u231a\u231b\u2328\u23cf\u23e9-\u23f3\u23f8-\u23fa\u25aa\u25ab\u25b6\u25c0\u25fb-\u25fe\u2600-\u2712\u2715\u2716\u2719-\u2793"
    "\u2795-\u2797\u27a1\u27b0\u27bf\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55\U0001f000-\U0001faff"
)
_EMOJI = re.compile(
    rf"\s{{0,3}}(?:[#*0-9]\ufe0f?\u20e3|[\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2714\u24c2\u3030\u303d\u3297\u3299]\ufe0f"
    rf"|[{_PICTURES}](?:[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]|\u200d[{_PICTURES}\u2640\u2642])*)"
)
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff0-\ufffd\ue000-\uf8ff\ud800-\udfff\U000e0000-\U0010ffff]"
)
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]{0,20}(?:\s[^<>]{0,200})?/?>|<!--[^<>]{0,200}-->")
_URL = re.compile(
    r"(?<![A-Za-z0-9])(?:[a-zA-Z][a-zA-Z0-9+.-]{1,15}://(?:www\.)?|www\.|mailto:)([^\s<>\"'`\[\]{}|\\^]{1,2000})"
)
_URL_PATH = 24
"""Characters of a URL's path that are shown; a longer one is left out."""
_BREAK = re.compile(r"(?<![ \t])[ \t]*\n\s*")
# Marks that a plain string may bring along: pictures, links, code, bold, struck out.
_MARKDOWN = re.compile(
    r"(?P<picture>!\[[^\[\]\n]{0,300}\]\([^()\s]{0,1000}\))"
    r"|\[(?P<link>[^\[\]\n]{1,300})\]\([^()\s]{0,1000}\)"
    r"|`(?P<code>[^`\n]{1,500})`"
    r"|(?P<mark>(?<![\w*])(?:\*\*|__|~~)(?=\S)|(?<=\S)(?:\*\*|__|~~)(?![\w*]))"
)


@dataclass(frozen=True)
class Visible:
    """Text as it is seen."""

    text: str
    """Plain Unicode; a newline is a break that the author made."""
    codes: tuple[tuple[int, int], ...]
    """Stretches of code and of formulas, as (start, end) in `text`, in order and apart."""
    formulas: frozenset[int] = frozenset()
    """Where those begin that are formulas."""


def make_visible(text: Text | str) -> Visible:
    """Join runs, leave out what is not seen or not text, and mark what is code."""
    runs = _read_string(text) if isinstance(text, str) else text
    parts: list[str] = []
    codes: list[tuple[int, int]] = []
    formulas: list[int] = []
    at = 0
    for run in runs:
        shown = clean(run.text)
        stretches = [(0, len(shown))] if run.code or run.formula else [found.span() for found in _TAG.finditer(shown)]
        codes += [(at + start, at + end) for start, end in stretches if end > start]
        formulas += [at] if run.formula else []
        parts.append(shown)
        at += len(shown)
    return Visible("".join(parts), tuple(codes), frozenset(formulas))


def drop_unseen(text: str) -> str:
    """Leave out control characters, bidirectional overrides and private glyphs."""
    return text if text.isascii() and text.isprintable() else _INVISIBLE.sub("", text)


def clean(text: str) -> str:
    """Leave out emoji, control characters, bidirectional overrides, private glyphs, and all of a URL but its host."""
    if not (text.isascii() and text.isprintable()):
        text = _INVISIBLE.sub("", _EMOJI.sub(" ", text))
    return _URL.sub(_show_url, text) if ":" in text or "www." in text else text


def _show_url(found: re.Match[str]) -> str:
    """Show a URL as its host, with the path where that is short: `example.com/docs`."""
    url = found[1] if "(" in found[1] else found[1].partition(")")[0]
    bare = url.rstrip(".,;:!?)")
    rest = found[1][len(bare) :]
    host, _, path = re.split(r"[?#]", bare, maxsplit=1)[0].rstrip("/").partition("/")
    host = host.rpartition("@")[2] if path or found[0][:7] != "mailto:" else host
    return (f"{host}/{path}" if path and len(path) <= _URL_PATH and path.count("/") <= 1 else host) + rest


def _read_string(text: str) -> Text:
    """Read a plain string: its line breaks are only wrapping, and stray Markdown is resolved."""
    text = _BREAK.sub(lambda found: "\n" if found[0].count("\n") > 1 else " ", text)
    runs: list[Run] = []
    at = 0
    for found in _MARKDOWN.finditer(text):
        runs.append(Run(text=text[at : found.start()]))
        if found["link"]:
            runs.append(Run(text=found["link"].strip("`")))
        elif found["code"]:
            runs.append(Run(text=found["code"], code=True))
        at = found.end()
    return (*runs, Run(text=text[at:]))
