"""The document's title and first sentence -> the film's first scene: its name, and what it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from model.content import ParsedContent, Text, plain
from model.narration import Narration
from model.scenes import TitleScene
from writing.capacity import LONGEST_SPEECH, SHORTEST_SPEECH, SUBTITLE_CHARS, TITLE_CHARS
from writing.display import drop_asides, shorten_plain
from writing.headings import name_heading, sort_heading, stands_alone
from writing.outline import Chapter
from writing.pieces import UNNAMED, UNSAID, Piece
from writing.shots import Shot
from writing.speaking import Speaker
from writing.styled import fill_template, make_text, slice_text, split_sentences, strip_text, tidy_text
from writing.topics import is_plain_topic
from writing.wording import calm_title, lower_first, starts_with_act, starts_with_article, upper_first

_TAGLINE = 200
_SPLIT = re.compile(r"\s?(?::|\s[–—-]{1,3}|\|)\s+")
NO_NOUNS = frozenset(("made", "built", "designed", "written", "based", "too", "before", "after", "if", "when"))
_LABEL = re.compile(
    r"(?:lesson|lecture|chapter|part|module|unit|week|session|day|adr|rfc|pep|runbook|playbook|meeting notes|minutes|proposal"
    r"|tutorial|guide|how-?to|case study|report|notes|lektion|kapitel|teil|vorlesung|lección|capítulo|tema|leçon|chapitre"
    r"|lezione|capitolo|aula|les|hoofdstuk)(?:[\s#-]*\d[\w.-]*)?",
    re.IGNORECASE,
)
"""Before a colon it says what kind of document this is, and is no name."""
_ASIDE_WEIGHT = -2.0
"""What weighs less tells of the document, and not of its subject."""
_NAME_WORDS = 3
_SEVERAL = frozenset({"notes", "instructions", "guidelines", "examples", "questions", "rules", "basics"})
_LEAST_TITLE, _LONG_TITLE = 2, 3
"""Words: a title of one is a name."""
_AGENDA = 4
_AGENDA_LEAST = 3
"""A film of fewer chapters than this needs no agenda, unless its title scene has too little to say."""
_QUESTION_WORDS_LIST = "why how what when where who which should can is are does do will"
_QUESTION_WORDS = frozenset(_QUESTION_WORDS_LIST.split())


@dataclass(frozen=True)
class Subject:
    """What the film is about."""

    name: Text
    """The title, or the part of it that is a name."""
    tagline: Text
    """One sentence that says what it is; empty when the document has none."""
    piece: Piece | None
    """The piece that the tagline is; None when it comes from the title or the front matter."""
    rest: tuple[Piece, ...]
    """Pieces that follow in the same paragraph."""


def name_document(content: ParsedContent) -> Text:
    """Return what the document is called: its title, or the name in it."""
    return _split_title(_find_title(content))[0]


def _find_title(content: ParsedContent) -> Text:
    found = tidy_text(make_text(calm_title(content.title)))
    return found or make_text(_name_source(content.source_name))


def find_subject(content: ParsedContent, pieces: tuple[Piece, ...], early: tuple[Piece, ...] = ()) -> Subject:
    """Find the document's name and tagline; `pieces` are those of the opening, `early` those of the first section.

    Where the opening says nothing, a sentence that begins the first section with the name says what it is.
    """
    name, told = _split_title(_find_title(content))
    described = tidy_text(make_text(content.description))
    first = _find_first(pieces)
    if described:
        same = first if first and _says(first.text, described) else None
        return Subject(name, split_sentences(described)[0], same, _follow(same, pieces))
    if first and (not told or len(plain(first.text)) <= _TAGLINE):
        return Subject(name, first.text, first, _follow(first, pieces))
    words = plain(name).casefold()
    named = early[:1] and not told and plain(early[0].text).casefold().startswith((f"{words} is ", f"the {words} is "))
    if named and _find_first(early):
        return Subject(name, early[0].text, early[0], ())
    return Subject(name, told, None, ())


def _find_first(pieces: tuple[Piece, ...]) -> Piece | None:
    for piece in pieces:
        if piece.weight <= _ASIDE_WEIGHT:
            continue
        if piece.text and not piece.leads:
            return piece if len(plain(piece.text)) <= _TAGLINE else None
        if piece.kind not in ("image", "quote", "callout"):
            return None
    return None


def _follow(first: Piece | None, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    if first is None:
        return ()
    after = (piece for piece in pieces if piece.block == first.block and piece.rank > first.rank)
    return tuple(takewhile(lambda piece: not piece.leads, after))


def _says(one: Text, other: Text) -> bool:
    return plain(one).casefold().rstrip(". ") == plain(other).casefold().rstrip(". ")


def _name_source(source: str) -> str:
    stem = re.split(r"[\\/]", source)[-1].rsplit(".", 1)[0] if source != "-" else ""
    return stem.replace("_", " ").replace("-", " ").strip() or "Notes"


def _split_title(title: Text) -> tuple[Text, Text]:
    asked = re.match(r"[^?]{8,}\?(?=\s)", plain(title))
    if asked:
        return slice_text(title, 0, asked.end()), strip_text(slice_text(title, asked.end(), len(plain(title))))
    found = _SPLIT.search(plain(title))
    if found and _LABEL.fullmatch(plain(title)[: found.start()]):
        return title, ()
    if found and found.start() > 0 and len(plain(title)[: found.start()].split()) <= _NAME_WORDS:
        return slice_text(title, 0, found.start()), slice_text(title, found.end(), len(plain(title)))
    if found and len(plain(title)[found.end() :].split()) == 1 and found.group().strip() == ":":
        return slice_text(title, found.end(), len(plain(title))), slice_text(title, 0, found.start())
    return title, ()


def open_film(subject: Subject, agenda: Narration, chapters: int, more: tuple[Piece, ...], speaker: Speaker) -> Shot:
    """Make the first scene: who this is, what it is, and what is to come, as far as there is time."""
    said = introduce(subject, speaker)
    points: list[Piece] = []
    for piece in subject.rest:
        if speaker.seconds((*said, *_all(points))) >= SHORTEST_SPEECH + 1 or not _has_room(
            said, [*points, piece], speaker
        ):
            break
        points.append(piece)
    for piece in more if speaker.seconds((*said, *_all(points), *agenda)) < SHORTEST_SPEECH else ():
        if piece not in points and piece is not subject.piece and _has_room(said, [*points, piece], speaker):
            points.append(piece)
        if speaker.seconds((*said, *_all(points), *agenda)) >= SHORTEST_SPEECH:
            break
    if agenda and chapters < _AGENDA_LEAST and speaker.seconds((*said, *_all(points))) >= SHORTEST_SPEECH:
        agenda = ()
    tail = agenda if speaker.seconds((*said, *_all(points), *agenda)) <= LONGEST_SPEECH else ()
    for filler in (speaker.phrases.begin_look, speaker.phrases.short if not chapters else ""):
        if speaker.seconds((*said, *_all(points), *tail)) < SHORTEST_SPEECH:
            tail = (*tail, *speaker.say(filler))
    told = shorten_plain(subject.tagline, SUBTITLE_CHARS) if subject.tagline else ""
    scene = TitleScene(
        scene_id=UNNAMED, narration=UNSAID, title=shorten_plain(subject.name, TITLE_CHARS), subtitle=told,
        spans=(subject.piece.span,) if subject.piece else (),
    )  # fmt: skip
    return Shot("title", ("title",), 0, prefix=said, points=tuple(points), tail=tail, scene=scene)


def _all(points: list[Piece]) -> Narration:
    return tuple(sentence for point in points for sentence in point.said)


def _has_room(said: Narration, points: list[Piece], speaker: Speaker) -> bool:
    return speaker.seconds((*said, *_all(points))) <= LONGEST_SPEECH


def introduce(subject: Subject, speaker: Speaker) -> Narration:
    """Say what the document is: in its own sentence where that names it, else joined to its name."""
    phrases, name, told = speaker.phrases, plain(subject.name), subject.tagline
    spans = (subject.piece.span,) if subject.piece else ()
    told = _drop_name(subject)
    if not told:
        return say_title(subject.name, speaker)
    head = plain(told)[: len(name) + 24].casefold()
    said: Narration
    if name.casefold() in head and (
        head.startswith((name.casefold(), f"the {name.casefold()}")) or " is " in plain(told)
    ):
        said = speaker.say(told, *spans)
    elif phrases.language == "en" and phrases.name_is and starts_with_article(told):
        said = speaker.phrase(phrases.name_is.rstrip("."), *spans, name=subject.name, what=lower_first(told))
    elif phrases.language == "en" and starts_with_act(told):
        said = speaker.say(
            fill_template("{name} {what}", name=subject.name, what=lower_first(told, surely=True)), *spans
        )
    else:
        this = say_title(subject.name, speaker) if phrases.this_is else ()
        own = told != subject.tagline and not this
        this = this or (() if own else speaker.say(subject.name))
        said = (*this, *speaker.say(subject.tagline if own else upper_first(told), *spans))
    while len(said) > 1 and speaker.seconds(said) > LONGEST_SPEECH:
        said = said[:-1]
    return said


def say_title(name: Text, speaker: Speaker) -> Narration:
    """Say what the film is of: a name, what an order or a clause is about, or the question that the title asks."""
    phrases = speaker.phrases
    kind = sort_title(name, speaker)
    if kind == "asked":
        return speaker.say(name)
    if kind == "subject":
        named = name_heading(name, speaker.ordinary) if phrases.language == "en" else name
        return speaker.phrase(phrases.this_is_about, name=named)
    if kind == "several":
        return speaker.phrase(phrases.these_are, name=name)
    if kind == "clause":
        return speaker.phrase(phrases.this_is, name=name_heading(name, speaker.ordinary))
    return speaker.phrase(phrases.this_is, name=name) or speaker.say(name)


def sort_title(name: Text, speaker: Speaker) -> Literal["asked", "clause", "subject", "several", "name"]:
    """Tell how an English title is said: a question or a sentence, how to do something, something to tell about, a name."""
    words = len(plain(name).split())
    if speaker.phrases.language != "en":
        return "subject" if words >= _LONG_TITLE and speaker.phrases.this_is_about else "name"
    if words < _LEAST_TITLE or ": " in plain(name):
        return "name"
    kind = sort_heading(name, speaker.ordinary)
    if plain(name).endswith("?") or kind == "sentence":
        return "asked"
    if kind in ("how to", "clause", "order") or plain(name_heading(name, speaker.ordinary)).startswith("the "):
        return "clause"
    if kind == "name" and plain(name).split()[-1] in _SEVERAL:
        return "several"
    plural = kind == "noun" and stands_alone(name, speaker.ordinary)
    return "subject" if kind == "action" or plural else "name"


def _drop_name(subject: Subject) -> Text:
    """Take the name off a tagline like `Rill - a library for streams`."""
    name, told = plain(subject.name), plain(subject.tagline)
    found = _SPLIT.match(told, len(name)) if told.casefold().startswith(name.casefold()) else None
    rest = slice_text(subject.tagline, found.end(), len(told)) if found else ()
    return lower_first(rest) if starts_with_article(rest) else rest or subject.tagline


def say_agenda(chapters: tuple[Chapter, ...], template: str, speaker: Speaker) -> Narration:
    """Say which chapters come, or came: at most four, the ones that matter."""
    named = [part for chapter in chapters if (part := _name_part(chapter, speaker))]
    best = sorted(range(len(named)), key=lambda at: -named[at][0])[:_AGENDA]
    parts = [named[at][1] for at in sorted(best)]
    unique = [part for at, part in enumerate(parts) if part not in parts[:at]]
    return speaker.phrase(template, parts=speaker.join(unique)) if len(unique) > 1 else ()


def _name_part(chapter: Chapter, speaker: Speaker) -> tuple[float, Text] | None:
    phrases, title = speaker.phrases, drop_asides(chapter.title)
    words = plain(title).split()
    weight = chapter.places[0].weight
    if not words or weight < 0:
        return None
    english, known = phrases.language == "en", speaker.ordinary
    kind = sort_heading(title, known) if english else ""
    if kind in ("sentence", "if") or (english and words[0].casefold() in NO_NOUNS):
        return None
    if chapter.topic in phrases.agenda_topics and (not english or is_plain_topic(title, chapter.topic)):
        return weight, make_text(phrases.agenda_topics[chapter.topic])
    asks = words[0].casefold() in _QUESTION_WORDS and len(words) < _NAME_WORDS
    if len(plain(title)) > 40 or plain(title)[-1] in "?!？" or asks:
        return None
    return weight, name_heading(title, known) if english else title
