"""Sentences that point to a place on a page -> the same without the pointing; a film has no page, and nothing stands below."""

from __future__ import annotations

import re
from typing import NamedTuple

from model.content import Text, plain
from writing.replacing import drop_found, replace_found
from writing.styled import split_sentences, strip_text, tidy_text

_WRITING = (
    r"(?:section|chapter|guide|tutorial|article|document|page|post|lesson|paper|part|module|handbook|manual|readme|how-to"
    r"|note|appendix|reference|walkthrough|overview)"
)
_SHOWN = (
    r"(?:table|figure|list|example|diagram|code|snippet|section|command|chart|image|picture|screenshot|steps?|options?"
    r"|graph)"
)
_CITED = re.compile(r"\s?\[\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){0,9}\]")
_FIGURE = re.compile(r"\b(?:figure|fig\.|abbildung|abb\.|figura|schéma|bild)\s?\d+(?:\.\d+)?[a-z]?\b", re.IGNORECASE)
_TABLE = re.compile(r"\b(?:table|tab\.|tabelle|tabla|tableau|tabella|tabela)\s?\d+(?:\.\d+)?\b", re.IGNORECASE)
_SEES = (
    r"(?:please\s)?(?:also\s)?(?:see|refer to|consult|check out|have a look at|take a look at|click|tap|visit"
    r"|head (?:over )?to)\b"
)
_ONLY = {
    "en": re.compile(rf"(?:for\s[^.]{{3,90}},\s)?(?:{_SEES}|(?:please\s)?read\b)[^.]*\.?", re.IGNORECASE),
    "de": re.compile(
        r"(?:siehe|vgl\.)\s[^.]*\.?"
        r"|(?:details|mehr|näheres|einzelheiten)\s[^.]{0,40}(?:finde[nt] sich|stehe?n?t?)\s(?:unten|oben)\.?",
        re.IGNORECASE,
    ),
    "es": re.compile(r"(?:v[eé]ase|ver|consulta|consulte)\s[^.]*\.?", re.IGNORECASE),
    "fr": re.compile(r"(?:voir|consultez|cf\.)\s[^.]*\.?", re.IGNORECASE),
}
"""A sentence that does nothing but send its reader away."""
_POINTS = re.compile(
    rf"\b(?:above|below|next|previous|following|this)\b|\bat the end\b|\bappendix\b|\b{_SHOWN}\s\d|\bpage\s\d|\bhere\b"
    r"|\b(?:unten|oben|anhang|abschnitt|abbildung|kapitel)\b|\b(?:abajo|arriba|anexo|sección|capítulo)\b"
    r"|\b(?:ci-dessous|ci-dessus|annexe|section|chapitre)\b",
    re.IGNORECASE,
)
"""What tells that it is sent elsewhere in the document; a link tells it as well."""
_LONGEST_POINTER = 24
"""Words: a longer sentence says something besides."""
_AS_SHOWN = (
    rf"as\s(?:the|our|this)\s{_SHOWN}s?(?:\s\d+)?(?:\s(?:above|below))?\s(?:shows?|illustrates?|makes clear)"
    r"(?:\sthat)?,?\s"
)
_AS_SAID = (
    r"as\s(?:is\s|we\s|you\s)?(?:can\s)?(?:be\s)?(?:shown|described|mentioned|explained|discussed|seen|see|noted|said)"
    rf"(?:\s(?:above|below|earlier|before|in\s(?:the\s)?(?:previous\s|next\s|last\s)?{_SHOWN}(?:\s\d[\w.]*)?))+,\s"
)
_BEGINNINGS = {
    "en": re.compile(
        rf"^(?:{_AS_SHOWN}|{_AS_SAID}|in\sthis\s{_WRITING},?\s(?=(?:we|you|i|it|they|the|there)\b))", re.IGNORECASE
    ),
    "es": re.compile(
        r"^en\s(?:esta|este)\s(?:sección|capítulo|guía|tutorial|artículo|documento|página|lección),\s", re.IGNORECASE
    ),
    "fr": re.compile(
        r"^dans\s(?:cette|ce)\s(?:section|chapitre|guide|tutoriel|article|document|page|leçon),\s", re.IGNORECASE
    ),
}
_SELF = re.compile(
    rf"^this\s{_WRITING}\s(?:shows?|describes|explains|tells|covers|teaches|walks you through)(?:\syou)?"
    r"(?:,\s[\w ]{3,20},)?\s(?=(?:how|what|why|when|where|which)\b)",
    re.IGNORECASE,
)
_PLACES = {
    "en": (
        (rf"\b({_SHOWN})\s(?:above|below)\b", r"\1"),
        (rf"\b(the)\s(?:above|below)\s(?={_SHOWN})", r"\1 "),
        (r",?\sas\s(?:shown|described|mentioned|explained|listed|seen|given)\s(?:above|below)(?=[.,;:]|$)", ""),
        (
            r"[;,]\s(?:please\s)?(?:see|refer to|cf\.)\s(?:also\s)?(?:the|our|page|section|appendix)\s[^.;]{2,90}(?=[.;]|$)",
            "",
        ),
        (r",\ssee\s(?:above|below)(?=[.;]|$)", ""),
    ),
    "de": ((r",?\s(?:siehe|s\.)\s(?:oben|unten|Abschnitt\s[\w.]+|Abbildung\s\d+|Tabelle\s\d+)(?=[.;,]|$)", ""),),
    "es": ((r",?\s(?:v[eé]ase|ver)\s(?:más\s)?(?:abajo|arriba|la\s(?:figura|tabla)\s\d+)(?=[.;,]|$)", ""),),
    "fr": ((r",?\s(?:voir|cf\.)\s(?:ci-dessous|ci-dessus|plus\s(?:bas|haut))(?=[.;,]|$)", ""),),
}
_PLACED = {
    language: tuple((re.compile(pattern, re.IGNORECASE), kept) for pattern, kept in forms)
    for language, forms in _PLACES.items()
}
"""By language: what points within a sentence, and what stays of it."""


class Around(NamedTuple):
    """What stands in the same section, and can be pointed to in a film as well."""

    figure: bool
    table: bool


_BOILERPLATE = re.compile(
    r"all notable changes to this project (?:will be|are) documented in this file\.?"
    r"|the format is based on keep a changelog\b.*|this project adheres to semantic versioning\.?",
    re.IGNORECASE,
)
"""What changelogs say of themselves, in the words of the site that most of them copy it from."""


def points_only(sentence: Text, around: Around, language: str) -> bool:
    """Tell whether a sentence says nothing but where to look: in another place, or at a figure that there is not."""
    words = plain(sentence)
    if language == "en" and _BOILERPLATE.fullmatch(words):
        return True
    if (not around.figure and _FIGURE.match(words)) or (not around.table and _TABLE.match(words)):
        return True
    only = _ONLY.get(language)
    if only is None or not only.fullmatch(words) or len(words.split()) > _LONGEST_POINTER:
        return False
    return any(run.href for run in sentence) or bool(_POINTS.search(words)) or bool(_FIGURE.search(words))


def points_away(text: Text, language: str) -> bool:
    """Tell whether every sentence of a paragraph only says where to look."""
    sentences = split_sentences(tidy_text(text))
    return bool(sentences) and all(points_only(one, Around(False, False), language) for one in sentences)


def drop_pointers(sentence: Text, language: str) -> Text:
    """Leave out citations, `as shown above`, `in this guide`; a numbered table is the table."""
    told = drop_found(sentence, _CITED)
    if language in _BEGINNINGS:
        told = drop_found(told, _BEGINNINGS[language])
    if language == "en":
        told = replace_found(told, _SELF, lambda found: "Here is ")
        told = replace_found(told, _TABLE, lambda found: "The table" if found.start() == 0 else "the table")
        told = replace_found(told, _FIGURE, lambda found: "The figure" if found.start() == 0 else "the figure")
    for pattern, kept in _PLACED.get(language, ()):
        told = replace_found(told, pattern, lambda found, kept=kept: found.expand(kept))  # type: ignore[misc]
    return strip_text(told) if plain(told).strip(" .") else sentence
