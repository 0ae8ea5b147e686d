"""From sections to what the document calls itself."""

from __future__ import annotations

import re

from model.content import Section, plain

_CONTENTS = re.compile(
    r"(?:table of )?contents|toc|index|sommaire|inhalt(?:sverzeichnis)?|índice|目次|目录", re.IGNORECASE
)
_LOGO = re.compile(r"\s{0,5}\b(?:logo|banner|header|icon)\b\s{0,5}$", re.IGNORECASE)
_LONGEST_ALT = 60


def find_title(sections: tuple[Section, ...]) -> str:
    """Return the first heading of level 1; without one, a heading that opens the document, or its opening picture's name.

    Where all sections are of level 1, or the only one asks a question, the picture above them names the document.
    """
    headings = [section for section in sections if section.level]
    highest = [plain(section.title) for section in headings if section.level == 1 and not _is_contents(section)]
    if (len(highest) > 1 or (highest[:1] and highest[0].endswith("?"))) and (logo := _find_logo(sections)):
        return logo
    return highest[0] if highest else _find_opening(sections, headings) or _find_logo(sections)


def _is_contents(section: Section) -> bool:
    return bool(_CONTENTS.fullmatch(plain(section.title).strip(" :")))


def _find_opening(sections: tuple[Section, ...], headings: list[Section]) -> str:
    """Take a lower heading at the very top when no other stands as high."""
    if not headings or sections[0] is not headings[0] or _is_contents(headings[0]):
        return ""
    alone = all(section.level > headings[0].level for section in headings[1:])
    return plain(headings[0].title) if alone else ""


def _find_logo(sections: tuple[Section, ...]) -> str:
    """Take the description of the first picture, where it stands before all prose, as in a centred header."""
    for block in sections[0].blocks if sections else ():
        if block.kind == "image":
            name = _LOGO.sub("", block.alt).strip()
            return name if len(name) <= _LONGEST_ALT else ""
        if block.kind != "omitted":
            return ""
    return ""
