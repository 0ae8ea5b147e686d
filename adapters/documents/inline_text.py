"""From the inline elements of a paragraph to styled runs, and the pictures that stand between them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from rich.emoji import Emoji

from adapters.documents.tree import FORMULA, HIDDEN, Node
from model.content import Run, Text

LINK = "#link"
"""Attribute that a picture is given for the target of the link around it."""

_BREAK = "\v"
_SPACES = re.compile(r"[ \t\n\r\u00a0]{2,}|[\t\n\r]")
_SHORTCODE = re.compile(r"(?<!\w):[a-z0-9_+-]{1,60}:(?!\w)")
_URL = re.compile(r"(?<![\w/.@-])(?:https?://|www\.)[^\s<>\"'`|\\^{}]{2,2000}")
_MONOSPACED = {"code", "kbd", "samp", "tt"}
_STRONG, _EMPHASIS, _STRUCK = {"b", "strong"}, {"i", "em", "cite", "dfn", "var"}, {"del", "s", "strike"}
_NAME = re.compile(r"[—–―]|--\s")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_TRAILING = ".,:;!?*_~'\"…"
_INVISIBLE = HIDDEN | {"source", "input", "wbr", "rp", "#comment", "#definitions"}


class Piece(NamedTuple):
    """A stretch of text as it stands in the source, or a picture."""

    run: Run
    first: int
    last: int
    picture: Node | None = None


def read_inline(nodes: Iterable[Node], style: Run | None = None) -> list[Piece]:
    """Flatten inline elements to pieces in order; white space is still the source's."""
    style = style or Run(text="")
    pieces: list[Piece] = []
    for node in nodes:
        if node.tag == "#text":
            pieces.append(Piece(style.model_copy(update={"text": node.text}), node.first, node.last))
        elif node.tag == "br":
            pieces.append(Piece(style.model_copy(update={"text": _BREAK}), node.first, node.last))
        elif node.tag == "img":
            attributes = node.attributes | {LINK: style.href}
            picture = Node("img", node.first, node.last, attributes)
            pieces.append(Piece(style, node.first, node.last, picture))
        elif node.tag not in _INVISIBLE:
            pieces += _decorate(node, read_inline(node.children, _restyle(node, style)))
    return pieces


def _restyle(node: Node, style: Run) -> Run:
    if node.tag in _STRONG:
        return style.model_copy(update={"strong": True})
    if node.tag in _EMPHASIS:
        return style.model_copy(update={"emphasis": True})
    if node.tag in _STRUCK:
        return style.model_copy(update={"strike": True})
    if node.tag == FORMULA:
        return style.model_copy(update={"formula": True})
    if node.tag in _MONOSPACED:
        return style.model_copy(update={"code": True})
    if node.tag == "a" and node.attributes.get("href"):
        return style.model_copy(update={"href": node.attributes["href"]})
    return style


def _decorate(node: Node, pieces: list[Piece]) -> list[Piece]:
    if node.tag == "q" and pieces:
        mark = pieces[0].run.model_copy(update={"text": "“"})
        closing = mark.model_copy(update={"text": "”"})
        return [Piece(mark, node.first, node.first), *pieces, Piece(closing, node.last, node.last)]
    if node.tag == "sup" and all(piece.run.text.isdecimal() for piece in pieces):
        raised = [piece.run.model_copy(update={"text": piece.run.text.translate(_RAISED)}) for piece in pieces]
        return [piece._replace(run=run) for piece, run in zip(pieces, raised, strict=True)]
    return pieces


def break_before_name(pieces: Sequence[Piece]) -> list[Piece]:
    """Keep the end of the line before the last one, where that begins with a dash: who said it."""
    ends = [at for at, piece in enumerate(pieces[:-1]) if piece.run.text == "\n" and piece.picture is None]
    if ends and _NAME.match(pieces[ends[-1] + 1].run.text):
        end = pieces[ends[-1]]
        broken = end._replace(run=_with_text(end.run, _BREAK))
        return [*pieces[: ends[-1]], broken, *pieces[ends[-1] + 1 :]]
    return list(pieces)


def resolve_text(pieces: Sequence[Piece]) -> Text:
    """Make what a reader sees: white space collapsed, shortcodes resolved, bare addresses linked, equal styles joined."""
    parts: list[tuple[Run, str]] = []
    for at, piece in enumerate(pieces):
        if piece.picture is None:
            following = pieces[at + 1].run.text[:1] if at + 1 < len(pieces) else ""
            _append(parts, piece.run, following)
    while parts and not parts[-1][1].strip():
        parts.pop()
    if parts:
        parts[-1] = (parts[-1][0], parts[-1][1].rstrip())
    runs = [_with_text(same[0][0], "".join(text for _, text in same)) for same in _group_styles(parts)]
    return tuple(linked for run in runs for linked in _link_addresses(run))


def _append(parts: list[tuple[Run, str]], run: Run, following: str) -> None:
    before = parts[-1][1][-1:] if parts else "\n"
    if run.text == _BREAK:
        if before != "\n":
            parts[-1] = (parts[-1][0], parts[-1][1].rstrip(" ") + "\n")
        return
    text = run.text.replace("\n", " ") if run.code else _collapse(run.text, before, following)
    text = text.lstrip(" \u00a0") if before in (" ", "\n") else text
    if text:
        parts.append((run, text))


def _group_styles(parts: list[tuple[Run, str]]) -> list[list[tuple[Run, str]]]:
    return [list(same) for _, same in groupby(parts, key=lambda part: _style_of(part[0]))]


def _collapse(text: str, before: str, after: str) -> str:
    """Join lines: with a space, but without one between two characters of Chinese or Japanese."""
    if text == "\n":
        return "" if _is_ideographic(before) and _is_ideographic(after) else " "
    if "\n" in text and any(map(_is_ideographic, text)):
        lines = text.split("\n")
        text = lines[0]
        for line in map(str.lstrip, lines[1:]):
            text += line if _is_ideographic(text[-1:]) and _is_ideographic(line[:1]) else "\n" + line
    text = _SPACES.sub(" ", text)
    return _SHORTCODE.sub(lambda match: Emoji.replace(match[0]), text) if ":" in text else text


def _is_ideographic(character: str) -> bool:
    if not character or unicodedata.east_asian_width(character) not in "WF":
        return False
    return not unicodedata.name(character, "").startswith("HANGUL") and unicodedata.category(character)[0] in "LP"


def _style_of(run: Run) -> tuple[bool, bool, bool, bool, bool, str]:
    return run.strong, run.emphasis, run.code, run.strike, run.formula, run.href


def _with_text(run: Run, text: str) -> Run:
    return run.model_copy(update={"text": text})


def _link_addresses(run: Run) -> list[Run]:
    if run.code or run.href or not ("://" in run.text or "www." in run.text):
        return [run]
    runs, at = [], 0
    for match in _URL.finditer(run.text):
        address = match[0].rstrip(_TRAILING)
        while address.endswith(")") and address.count(")") > address.count("("):
            address = address[:-1].rstrip(_TRAILING)
        if match.start() > at:
            runs.append(_with_text(run, run.text[at : match.start()]))
        href = address if "://" in address else f"https://{address}"
        runs.append(run.model_copy(update={"text": address, "href": href}))
        at = match.start() + len(address)
    if at < len(run.text):
        runs.append(_with_text(run, run.text[at:]))
    return runs


def has_words(text: Text) -> bool:
    """Tell whether anything in a text can be read aloud: a letter or a digit of any script."""
    return any(character.isalnum() for run in text for character in run.text)
