"""A chapter's sections, as chosen -> its shots: a card or a step that leads to it, then section by section."""

from __future__ import annotations

from dataclasses import dataclass, replace

from model.content import Text, plain
from model.narration import Narration
from model.scenes import SectionScene
from writing.capacity import CARD_SECONDS, HEADER_CHARS, LINE_CHARS, LONGEST_SPEECH, SECTION_CHARS, SHORTEST_SPEECH
from writing.display import drop_asides, shorten_plain
from writing.headings import name_heading, sort_heading, stands_alone
from writing.outline import Chapter, Place
from writing.packing import pack_section
from writing.pieces import UNNAMED, UNSAID, Piece
from writing.shots import Shot, time_shot
from writing.speaking import Speaker
from writing.styled import letters
from writing.topics import is_plain_topic

_QUESTIONS = ("?", "？")
_TOPIC_WORDS = 3
_MOST_PARTS = 5
_TITLE_WORDS = 6
_BARE = 3
"""So many of the phrases that lead to a chapter suit a noun without its article."""
_LEADING_LIST = """made built designed written based too in on at for by with from as to if under over after before be is
    are does do can will should"""
_LEADING = frozenset(_LEADING_LIST.split())


@dataclass(frozen=True)
class ChapterPlan:
    """A chapter with what does not depend on the choice."""

    chapter: Chapter
    """The sections."""
    number: int
    """0 for the opening, then in order."""
    step: Narration
    """What leads to it."""


def plan_chapter(chapter: Chapter, number: int, speaker: Speaker) -> ChapterPlan:
    """Word the step to a chapter."""
    return ChapterPlan(chapter, number, say_step(chapter.title, chapter.topic, speaker) if chapter.title else ())


def say_step(title: Text, topic: str, speaker: Speaker) -> Narration:
    """Say the step to a chapter: a question as it stands, a known topic in our words, else the heading in a phrase."""
    phrases = speaker.phrases
    whole = plain(title)
    if whole.endswith(_QUESTIONS) or not phrases.chapters:
        return speaker.say(title)
    if phrases.language == "en":
        return _say_english(title, topic, speaker)
    if topic in phrases.topics and len(whole.split()) <= _TOPIC_WORDS:
        return speaker.phrase(speaker.choose(phrases.topics[topic]))
    if len(whole.split()) > _TITLE_WORDS:
        return speaker.phrase(phrases.chapter_plain or phrases.chapters[0], title=title)
    return speaker.phrase(speaker.choose(phrases.chapters), title=title)


def _say_english(title: Text, topic: str, speaker: Speaker) -> Narration:
    """Say an English heading by what it is: a sentence as it stands, a clause or a noun inside a phrase that takes it."""
    phrases, known = speaker.phrases, speaker.ordinary
    told = drop_asides(title)
    kind, words = sort_heading(told, known), plain(told).split()
    if (
        topic in phrases.topics
        and is_plain_topic(told, topic)
        and kind not in ("clause", "how to", "order", "sentence")
    ):
        return speaker.phrase(speaker.choose(phrases.topics[topic]))
    if kind == "sentence":
        return speaker.say(told)
    if kind == "if":
        return speaker.phrase(phrases.chapter_if, title=name_heading(told, known)) or speaker.say(told)
    if kind in ("clause", "how to", "order"):
        return speaker.phrase(speaker.choose(_unlike(phrases.chapter_clauses, words)), title=name_heading(told, known))
    if len(words) > _TITLE_WORDS or words[0].casefold() in _LEADING or ": " in plain(told):
        return speaker.phrase(phrases.chapter_plain or phrases.chapters[0], title=told)
    bare = kind == "name" or not stands_alone(told, known)
    variants = phrases.chapters[len(words) == 1 : _BARE if bare else None]
    return speaker.phrase(speaker.choose(_unlike(variants, words)), title=name_heading(told, known))


def _unlike(templates: tuple[str, ...], words: list[str]) -> tuple[str, ...]:
    """Return those that do not begin with a word of the heading: no `Next, where to go next`."""
    known = {word.casefold().strip(".,:;") for word in words}
    return tuple(one for one in templates if one.split(None, 1)[0].casefold().strip(",") not in known) or templates


def shoot_chapter(
    plan: ChapterPlan, chosen: tuple[Piece, ...], name: str, carded: bool, speaker: Speaker
) -> list[Shot]:
    """Make a chapter's shots from the pieces that were chosen."""
    shots: list[Shot] = []
    places = [place for place in plan.chapter.places if any(piece.place is place for piece in chosen)]
    below = [place for place in places if place.depth]
    sub = [place for place in below if place.depth == 1]
    own = tuple(piece for piece in chosen if piece.place.depth == 0)
    card = _make_card(plan, chosen, own, sub, speaker) if carded else None
    taken = {point.key for point in card.points} if card else frozenset()
    for place in places:
        pieces = tuple(piece for piece in chosen if piece.place is place and piece.key not in taken)
        header = shorten_plain(place.title, HEADER_CHARS) or shorten_plain(name, HEADER_CHARS)
        made = pack_section(pieces, header, plan.number, speaker)
        shots += _lead_section(made, place, below, speaker) if place.depth else made
    if card:
        return [card, *shots]
    return [_add_prefix(shots[0], plan.step, speaker), *shots[1:]] if shots and plan.step else shots


def deserves_card(plan: ChapterPlan, chosen: tuple[Piece, ...], speaker: Speaker) -> bool:
    """Tell whether a chapter lasts long enough for a card of its own."""
    whole = sum(speaker.seconds(piece.said + (piece.facts if piece.visual else ())) for piece in chosen)
    return bool(plan.number) and whole >= CARD_SECONDS


def _make_card(
    plan: ChapterPlan, chosen: tuple[Piece, ...], own: tuple[Piece, ...], below: list[Place], speaker: Speaker
) -> Shot | None:
    """Give a chapter that lasts a while a card, on which its first words are said."""
    points = _take_opening(own, speaker, speaker.seconds(plan.step))
    tail: Narration = ()
    if not points and len(below) > 1:
        english, known = speaker.phrases.language == "en", speaker.ordinary
        titles = [name_heading(drop_asides(place.title), known) if english else place.title for place in below]
        phrases, few = speaker.phrases, len(titles) <= _MOST_PARTS
        template = phrases.parts if few else phrases.some_parts or phrases.parts
        tail = speaker.phrase(template, parts=speaker.join(titles[:_MOST_PARTS]), count=str(len(titles)))
    if speaker.seconds((*plan.step, *(s for point in points for s in point.said), *tail)) < SHORTEST_SPEECH:
        return None
    summary = shorten_plain(points[0].lines[0].text, LINE_CHARS) if points and points[0].lines else ""
    scene = SectionScene(
        scene_id=UNNAMED, narration=UNSAID, title=shorten_plain(plan.chapter.title, SECTION_CHARS),
        number=plan.number, total=plan.number, summary=summary,
    )  # fmt: skip
    path = plan.chapter.places[0].path
    return Shot(
        "card",
        path,
        plan.number,
        plan.chapter.places[0],
        prefix=plan.step,
        points=points,
        tail=tail,
        scene=scene,
        titled=True,
    )


def _take_opening(own: tuple[Piece, ...], speaker: Speaker, step: float) -> tuple[Piece, ...]:
    """Take the chapter's first sentences, as few as make a scene; none that leads to something shown later."""
    taken: list[Piece] = []
    seconds = step
    for at, piece in enumerate(own):
        following = own[at + 1] if at + 1 < len(own) else None
        shown_next = following is not None and following.visual is not None and following.reaches
        if piece.kind != "paragraph" or piece.visual is not None or piece.leads or shown_next:
            break
        more = speaker.seconds(piece.said)
        if seconds >= SHORTEST_SPEECH + 0.7 or seconds + more > LONGEST_SPEECH:
            break
        taken.append(piece)
        seconds += more
    return tuple(taken) if seconds >= SHORTEST_SPEECH else ()


def _lead_section(shots: list[Shot], place: Place, below: list[Place], speaker: Speaker) -> list[Shot]:
    """Say a section's heading where a listener needs it: a question always, else the parts of a chapter in their order."""
    if not shots or not place.title:
        return shots
    title = plain(place.title)
    level = [other for other in below if other.depth == place.depth and other.path[:-1] == place.path[:-1]]
    first, further, last = speaker.phrases.subsections
    if title.endswith(_QUESTIONS) or not further:
        step = speaker.say(place.title)
    elif place.depth > 1 or len(level) == 1 or _mentions(shots[0], title):
        return shots
    else:
        at = next(at for at, other in enumerate(level) if other is place)
        template = first if at == 0 and len(level) > 1 else last if at == len(level) - 1 and at > 1 else further
        step = _say_below(place.title, template, speaker)
        if step and shots[0].narration and _begins_alike(step, shots[0].narration):
            step = _say_below(place.title, speaker.phrases.aside or template, speaker)
    return [_add_prefix(shots[0], step, speaker), *shots[1:]]


def _begins_alike(step: Narration, said: Narration) -> bool:
    """Tell whether both begin with one word: `First, Debian. First, add the key.`"""
    return step[0].words[0].text == said[0].words[0].text


def _say_below(title: Text, template: str, speaker: Speaker) -> Narration:
    """Say the heading of a chapter's part; in English a whole sentence as it stands."""
    if speaker.phrases.language != "en":
        return speaker.phrase(template, title=title)
    told = drop_asides(title)
    if sort_heading(told, speaker.ordinary) == "sentence":
        return speaker.say(told)
    return speaker.phrase(template, title=name_heading(told, speaker.ordinary))


def _mentions(shot: Shot, title: str) -> bool:
    said = "".join(letters(" ".join(word.text for sentence in shot.narration[:2] for word in sentence.words)))
    return "".join(letters(title)) in said


def _add_prefix(shot: Shot, step: Narration, speaker: Speaker) -> Shot:
    """Put a step before a shot, where there is time for it; a visual gives up the end of what is said of it.

    A table whose rows are told gives up none of them: it is divided later.
    """
    led = replace(shot, prefix=(*step, *shot.prefix), titled=True)
    if led.visual is not None and led.visual.kind == "table" and any(said.spans for said in led.tail):
        return led
    while time_shot(led, speaker) > LONGEST_SPEECH and led.kind == "visual" and len(led.tail) > 1:
        led = replace(led, tail=led.tail[:-1])
    return led if time_shot(led, speaker) <= LONGEST_SPEECH else shot
