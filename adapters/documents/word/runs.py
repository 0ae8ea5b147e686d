"""From what stands within a paragraph of Word to inline elements: styles, links, pictures, formulas; not what was deleted."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from adapters.documents.dollars import show_formula
from adapters.documents.tree import Node
from adapters.documents.word.archive import Relation
from adapters.documents.word.formulas import M, write_tex
from adapters.documents.word.styles import Styles, W, is_monospaced, is_on, value_of

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_V = "{urn:schemas-microsoft-com:vml}"
_GONE = {f"{W}del", f"{W}moveFrom", f"{W}commentReference", f"{W}footnoteReference", f"{W}endnoteReference", f"{W}instrText",
         f"{W}rPr", f"{W}pPr", f"{_MC}Fallback", f"{W}fldData", f"{W}delText", f"{W}txbxContent"}  # fmt: skip
_SIGNS = {f"{W}tab": "\t", f"{W}noBreakHyphen": "\N{NON-BREAKING HYPHEN}", f"{W}softHyphen": "", f"{W}ptab": "\t"}


class RunReader:
    """Reads paragraphs of one document."""

    def __init__(self, styles: Styles, relations: Mapping[str, Relation]) -> None:
        self._styles = styles
        self._relations = relations

    def read(self, node: Element, line: int, plain: bool = False) -> list[Node]:
        """Return the inline elements of a paragraph; `plain` where bold and italic are the style's own."""
        made: list[Node] = []
        for child in node:
            made += self._read(child, line, plain)
        return made

    def _read(self, node: Element, line: int, plain: bool) -> list[Node]:
        tag = node.tag
        if tag in _GONE:
            return []
        if tag == f"{W}r":
            return self._read_run(node, line, plain)
        if tag == f"{W}hyperlink":
            relation = self._relations.get(node.get(f"{_R}id", ""))
            anchor = node.get(f"{W}anchor", "")
            href = relation.target if relation else f"#{anchor}" if anchor else ""
            return [Node("a", line, line, {"href": href}, children=self.read(node, line, plain))]
        if tag in (f"{M}oMath", f"{M}oMathPara"):
            tex = write_tex(node)
            return [show_formula(tex, line)] if tex.strip() else []
        if tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
            return self._read_picture(node, line)
        if tag == f"{W}br":
            return [] if node.get(f"{W}type", "") in ("page", "column") else [Node("br", line, line)]
        if tag == f"{W}cr":
            return [Node("br", line, line)]
        if tag == f"{W}t":
            return [_text(node.text or "", line)]
        if tag in _SIGNS:
            return [_text(_SIGNS[tag], line)]
        return self.read(node, line, plain)

    def _read_run(self, node: Element, line: int, plain: bool) -> list[Node]:
        properties = node.find(f"{W}rPr")
        if is_on(properties, "vanish"):
            return []
        style = self._styles.find(value_of(properties, "rStyle"))
        children = self.read(node, line, plain)
        if not any(child.tag == "#text" and child.text for child in children):
            return children
        raised = value_of(properties, "vertAlign")
        marks = (
            ("code", style.is_code or is_monospaced(properties, style.monospaced)),
            ("strong", not plain and is_on(properties, "b", style.strong)),
            ("em", not plain and is_on(properties, "i", style.emphasis)),
            ("s", is_on(properties, "strike") or is_on(properties, "dstrike")),
            ("sup", raised == "superscript"), ("sub", raised == "subscript"),
        )  # fmt: skip
        for mark, wanted in marks:
            if wanted:
                children = [Node(mark, line, line, children=children)]
        return children

    def _read_picture(self, node: Element, line: int) -> list[Node]:
        """Read a picture; what stands in text boxes is read with it."""
        described = next(node.iter(f"{_WP}docPr"), None)
        alt = (described.get("descr", "") or described.get("title", "")) if described is not None else ""
        found = [(one.get(f"{_R}embed", ""), one.get(f"{_R}link", "")) for one in node.iter(f"{_A}blip")]
        found += [(one.get(f"{_R}id", ""), "") for one in node.iter(f"{_V}imagedata")]
        made: list[Node] = []
        for embedded, linked in dict.fromkeys(found):
            relation = self._relations.get(embedded) or self._relations.get(linked)
            if relation is not None and relation.target:
                made.append(Node("img", line, line, {"src": relation.target, "alt": " ".join(alt.split())}))
        return made

    def read_boxes(self, node: Element) -> list[Element]:
        """List the paragraphs that stand in a paragraph's text boxes, each once."""
        found: list[Element] = []
        for child in node:
            if child.tag == f"{W}txbxContent":  # boxes in its paragraphs are found with these
                found += [paragraph for paragraph in child if paragraph.tag == f"{W}p"]
            elif child.tag != f"{_MC}Fallback":
                found += self.read_boxes(child)
        return found


def _text(words: str, line: int) -> Node:
    return Node("#text", line, line, text=words)
