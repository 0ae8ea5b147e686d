"""ParsedContent -> the outline of a talk: an opening, and chapters of sections, by how the headings nest."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from model.content import ParsedContent, Section, Text, plain
from writing.comparisons import is_pair
from writing.phrase_book import find_phrases
from writing.styled import make_text, slice_text, tidy_text
from writing.topics import ORDINARY, find_topic, weigh_topic
from writing.wording import calm_title

_ABOVE = 0.5
"""How much more a section may weigh than its chapter."""
_DEPTH = 0.4
"""What each level below a chapter costs."""
_NUMBER = re.compile(
    r"(?:(?:step|part|chapter)\s{1,3})?(?:\d{1,3}(?:\.\d{1,3}){0,3}[.):]?|[A-Za-z][.)])\s+(?=\S)", re.IGNORECASE
)
_COUNT = re.compile(r"(\d{1,2})\s+(?=[^\W\d_])")
_APPENDIX = re.compile(r"appendix(?:\s[a-z0-9]{1,2})?\s?[:.–—-]\s+(?=\S)", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """A section, and where it stands in the talk."""

    section: Section
    """The heading and its blocks."""
    title: Text
    """The heading, tidy and without its number."""
    path: tuple[str, ...]
    """Headings above it and its own, without the document's title: what names it for ever."""
    depth: int
    """0 for a chapter's own section, 1 for one below it."""
    topic: str
    """What it is about; its chapter's topic, where it has none of its own."""
    weight: float
    """How much a short film needs it."""
    joined: str = ""
    """Id of the section that is one with it: before and after a change."""
    versions: tuple[str, str] | None = None
    """The headings of the two."""


@dataclass(frozen=True)
class Chapter:
    """One main heading with everything below it; the opening is the chapter without a heading."""

    title: Text
    """The heading; empty for the opening."""
    topic: str
    """What it is about."""
    places: tuple[Place, ...]
    """Its sections in order."""


@dataclass(frozen=True)
class Outline:
    """The order of a talk."""

    opening: Chapter
    """What stands under the document's title and before the first heading."""
    chapters: tuple[Chapter, ...]
    """The main headings, in order."""
    title_section: str
    """Id of the section whose heading is the document's title; empty when there is none."""


def outline_content(content: ParsedContent) -> Outline:
    """Find the document's title and its chapters."""
    title_section = _find_title_section(content)
    content = _drop_counts(content)
    nested, pairs = _join_pairs(_nest_sections(content, title_section), find_phrases(content.language).last)
    tops = [at for at, (_, path) in enumerate(nested) if len(path) == 1]
    if len(tops) == 1 and sum(len(path) == 2 for _, path in nested) >= 2:
        nested = [(section, path[1:]) for section, path in nested]
    opening: list[Place] = []
    chapters: list[list[Place]] = []
    for section, path in nested:
        place = replace(_place_section(section, path), **pairs.get(section.section_id, {}))
        if len(path) == 1:
            chapters.append([place])
        elif path and chapters:
            chapters[-1].append(_inherit(place, chapters[-1][0]))
        else:
            opening.append(place)
    made = tuple(Chapter(title=group[0].title, topic=group[0].topic, places=tuple(group)) for group in chapters)
    return Outline(Chapter((), "", tuple(opening)), made, title_section)


def _drop_counts(content: ParsedContent) -> ParsedContent:
    """Leave out the numbers of headings that are counted, `1 Introduction`, `2 Methods`, and the word before an appendix."""
    counts = [int(found[1]) for section in content.sections if (found := _COUNT.match(plain(section.title)))]
    counted = len(counts) > 1 and counts == list(range(counts[0], counts[0] + len(counts)))
    sections = []
    for section in content.sections:
        found = _APPENDIX.match(plain(section.title)) or (_COUNT.match(plain(section.title)) if counted else None)
        title = slice_text(section.title, found.end(), len(plain(section.title))) if found else section.title
        sections.append(section.model_copy(update={"title": title}) if found else section)
    return content.model_copy(update={"sections": tuple(sections)})


def _find_title_section(content: ParsedContent) -> str:
    headed = [section for section in content.sections if section.level]
    tops = [section for section in headed if section.level == 1]
    named = [section for section in headed if plain(section.title).strip() == content.title.strip()]
    if named and content.title.strip():
        return named[0].section_id
    return tops[0].section_id if len(tops) == 1 and tops[0] is headed[0] else ""


def _nest_sections(content: ParsedContent, title_section: str) -> list[tuple[Section, tuple[str, ...]]]:
    nested: list[tuple[Section, tuple[str, ...]]] = []
    above: list[tuple[int, str]] = []
    for section in content.sections:
        if section.level == 0 or section.section_id == title_section:
            nested.append((section, ()))
            continue
        while above and above[-1][0] >= section.level:
            above.pop()
        above.append((section.level, plain(trim_number(tidy_text(section.title)))))
        nested.append((section, tuple(title for _, title in above)))
    return nested


def _join_pairs(
    nested: list[tuple[Section, tuple[str, ...]]], last: str
) -> tuple[list[tuple[Section, tuple[str, ...]]], dict[str, dict[str, Any]]]:
    """Make one section of two neighbours that hold the two versions of one piece of code; name what was joined."""
    joined: list[tuple[Section, tuple[str, ...]]] = []
    pairs: dict[str, dict[str, Any]] = {}
    for section, path in nested:
        before = joined[-1][0] if joined else None
        if before and path and before.section_id not in pairs and is_pair(before, section):
            one, two = (plain(tidy_text(part.title)).strip(" :：") for part in (before, section))
            title = make_text(f"{one}{last}{two}")
            whole = before.model_copy(update={"title": title, "blocks": (*before.blocks, *section.blocks)})
            joined[-1] = whole, (*joined[-1][1][:-1], plain(title))
            pairs[before.section_id] = {"joined": section.section_id, "versions": (one, two)}
        else:
            joined.append((section, path))
    return joined, pairs


def _place_section(section: Section, path: tuple[str, ...]) -> Place:
    title = _calm(trim_number(tidy_text(section.title)))
    topic = find_topic(title) if path else ""
    weight = weigh_topic(topic) if path else 3.2
    return Place(section, title if path else (), path, max(0, len(path) - 1), topic, weight)


def _calm(title: Text) -> Text:
    """Write a heading that shouts as one that speaks; names in capitals stay."""
    calm = calm_title(plain(title))
    if calm == plain(title) and calm.isupper() and len(calm) > 4 and find_topic(title):
        calm = calm.capitalize()
    return title if calm == plain(title) else make_text(calm)


def _inherit(place: Place, top: Place) -> Place:
    own = place.weight if place.topic else (top.weight + ORDINARY) / 2
    return replace(place, weight=min(own, top.weight + _ABOVE) - _DEPTH * place.depth)


def trim_number(title: Text) -> Text:
    """Drop the number that a heading starts with: `2.1 Water` is about water."""
    found = _NUMBER.match(plain(title))
    if found and not re.match(r"[\w\"'“`(¿¡]", plain(title)[found.end() :]):
        return title
    if found and (found.group().rstrip()[-1] in ".):" or found.group().count(".")):
        title = slice_text(title, found.end(), len(plain(title)))
    return slice_text(title, 0, len(plain(title).rstrip(" :.：")))
