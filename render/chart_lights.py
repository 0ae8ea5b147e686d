"""A chart and what is said over it -> when its bars or its line come, and which entry is lit from which step on"""

from __future__ import annotations

from collections.abc import Hashable

from model.scenes.chart import ChartScene
from model.timeline import Cue
from render.chart_scale import name_number
from render.cue_matching import Mention, find_mentions, words_of
from render.focus import Span, find_spans

_TELLING = 3
"""Letters of a number that can be heard for certain: `9` is said for many things."""
_BEGIN = 260
"""Milliseconds for which the empty axes stand, so that the eye is there when the bars grow."""


class ChartLights:
    """Lets bars grow one by one where the voice goes through them in order; else all grow, then each is lit as it is named.

    `drawn` has the entries' places in `data`, from the first that is drawn to the last.
    """

    def __init__(self, scene: ChartScene, drawn: tuple[int, ...], language: str) -> None:
        mentions = find_mentions(_name_entries(scene, language), scene.narration)
        firsts = _first_mentions(mentions)
        told = scene.form == "bars" and len(drawn) > 1 and tuple(found.part for found in firsts) == drawn
        told = told and not scene.goes_on
        begin = () if scene.goes_on else (_begin(scene),)
        self._stands = scene.goes_on
        if told:
            self._comes = {found.part: step for step, found in enumerate(firsts, start=1)}
            self.cues = tuple(Cue(found.word, "wipe") for found in firsts)
        else:
            self._comes = {}
            self.cues = (*begin, *(Cue(found.word, "fade") for found in mentions))
        lit: list[frozenset[Hashable]] = [frozenset((found.part,)) for found in mentions]
        self._lit = [] if told else [*(frozenset[Hashable]() for _ in begin), *lit]
        self.marked = scene.marked if told or not mentions else None
        """The entry that stands out from the rest, where nothing that is said takes the light from one to another."""

    def comes(self, at: int) -> int:
        """Return the step with which an entry's bar or dot comes."""
        return 0 if self._stands else self._comes.get(at, 1)

    def spans(self, at: int) -> tuple[Span, ...]:
        """Return when an entry is lit."""
        return find_spans(self._lit, at)

    @property
    def first_lit(self) -> int | None:
        """Return the first step at which an entry is lit; None where none ever is."""
        return next((step for step, parts in enumerate(self._lit, start=1) if parts), None)


def _begin(scene: ChartScene) -> Cue:
    """Let all grow a moment after the picture stands; one word lasts too short for that."""
    return Cue(0, "wipe", _BEGIN if len(words_of(scene.narration)) > 1 else 0)


def _first_mentions(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    firsts: dict[int, Mention] = {}
    for found in mentions:
        firsts.setdefault(found.part, found)
    return tuple(firsts.values())


def _name_entries(scene: ChartScene, language: str) -> list[list[str]]:
    """Name each entry by its label, and by its number where that is long enough to be its own."""
    names: list[list[str]] = []
    for datum in scene.data:
        number = name_number(datum, language)
        names.append([datum.label, *([number] if len(number) >= _TELLING else [])])
    return names
