"""From a document's styles and numberings to what a paragraph is: a heading, an entry of a list, code, a quotation."""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.etree.ElementTree import Element

from adapters.documents.word.archive import Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST_BASES = 20
_HEADING = re.compile(r"(?:heading|überschrift|titre|título|titolo|kop|rubrik|overskrift)\s?(\d)")
_CODE_NAMES = re.compile(
    r"\b(?:code|source|html preformatted|preformatted|macro text|listing|verbatim|console|terminal)\b"
)
_QUOTE_NAMES = re.compile(r"\b(?:quote|quotations?|block text|zitat|citation)\b")
_MONOSPACED = re.compile(
    r"mono|courier|consolas|menlo|inconsolata|lucida console|source code|fira code|cascadia|andale|typewriter",
    re.IGNORECASE,
)
_ORDERED_NAMES = """decimal lowerLetter upperLetter lowerRoman upperRoman decimalZero ordinal cardinalText ordinalText
    chineseCounting japaneseCounting decimalEnclosedCircle"""
_ORDERED = frozenset(_ORDERED_NAMES.split())


class Style(NamedTuple):
    """What a style says, those that it is based on included."""

    name: str = ""
    """Lower case."""
    level: int = 0
    """Of a heading; 0 for none."""
    numbering: tuple[str, int] = ("", 0)
    """The list and its level."""
    strong: bool = False
    emphasis: bool = False
    monospaced: bool = False

    @property
    def is_code(self) -> bool:
        """Tell whether it is a style for code."""
        return bool(_CODE_NAMES.search(self.name))

    @property
    def is_quote(self) -> bool:
        """Tell whether it is a style for quotations."""
        return bool(_QUOTE_NAMES.search(self.name))


class Styles:
    """The styles and numberings of one document."""

    def __init__(self, package: Package) -> None:
        relations = package.relations(package.main)
        parts = {relation.kind: relation.target for relation in relations.values() if not relation.external}
        self._styles = _index(package.read_xml(parts.get("styles", "")), "style", "styleId")
        self._known: dict[str, Style] = {}
        numbering = package.read_xml(parts.get("numbering", ""))
        self._abstract = _index(numbering, "abstractNum", "abstractNumId")
        self._numbers = _index(numbering, "num", "numId")

    def find(self, style_id: str) -> Style:
        """Return a style by its id; an empty one where there is none."""
        if style_id not in self._known:
            self._known[style_id] = self._resolve(style_id)
        return self._known[style_id]

    def _resolve(self, style_id: str) -> Style:
        chain: list[Element] = []
        while (node := self._styles.get(style_id)) is not None and len(chain) < _MOST_BASES and node not in chain:
            chain.append(node)
            style_id = value_of(node, "basedOn")
        style = Style()
        for node in reversed(chain):
            style = _extend(style, node)
        return style

    def is_ordered(self, number: str, level: int) -> bool:
        """Tell whether a list counts its entries."""
        num = self._numbers.get(number)
        abstract = self._abstract.get(value_of(num, "abstractNumId")) if num is not None else None
        levels = {one.get(f"{W}ilvl"): one for one in abstract.findall(f"{W}lvl")} if abstract is not None else {}
        own = levels.get(str(level))
        return own is not None and value_of(own, "numFmt") in _ORDERED


def _index(root: Element | None, tag: str, key: str) -> dict[str, Element]:
    nodes = root.findall(f"{W}{tag}") if root is not None else []
    return {node.get(f"{W}{key}", ""): node for node in nodes}


def value_of(node: Element | None, tag: str) -> str:
    """Return the value of a child; empty where there is none."""
    child = node.find(f"{W}{tag}") if node is not None else None
    return child.get(f"{W}val", "") if child is not None else ""


def is_on(node: Element | None, tag: str, default: bool = False) -> bool:
    """Tell whether a property is set: it is where it stands without a value, too."""
    child = node.find(f"{W}{tag}") if node is not None else None
    return default if child is None else child.get(f"{W}val", "true") not in ("false", "0", "off", "none")


def read_numbering(properties: Element | None, inherited: tuple[str, int] = ("", 0)) -> tuple[str, int]:
    """Return the list that a paragraph is an entry of, and the level."""
    node = properties.find(f"{W}numPr") if properties is not None else None
    if node is None:
        return inherited
    number = value_of(node, "numId") or inherited[0]
    level = value_of(node, "ilvl")
    deep = int(level) if level.isdecimal() and len(level) < 3 else inherited[1]
    return ("" if number == "0" else number), deep


def is_monospaced(run: Element | None, default: bool = False) -> bool:
    """Tell whether letters are set in a font for code."""
    fonts = run.find(f"{W}rFonts") if run is not None else None
    named = fonts.get(f"{W}ascii", "") if fonts is not None else ""
    return bool(_MONOSPACED.search(named)) if named else default


def _extend(style: Style, node: Element) -> Style:
    name = value_of(node, "name").lower()
    paragraph, run = node.find(f"{W}pPr"), node.find(f"{W}rPr")
    level, heading = value_of(paragraph, "outlineLvl"), _HEADING.fullmatch(name)
    deep = int(level) + 1 if level.isdecimal() and int(level) < 9 else int(heading[1]) if heading else style.level
    return Style(
        name=name or style.name, level=0 if level == "9" else deep,
        numbering=read_numbering(paragraph, style.numbering), strong=is_on(run, "b", style.strong),
        emphasis=is_on(run, "i", style.emphasis), monospaced=is_monospaced(run, style.monospaced),
    )  # fmt: skip
