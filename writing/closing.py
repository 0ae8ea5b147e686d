"""The document's own commands and links -> the film's last scene: what to remember, and the first thing to do next."""

from __future__ import annotations

import re
from dataclasses import dataclass

from model.content import Block, CodeBlock, Item, ListBlock, ParagraphBlock, ParsedContent, Run, Text, plain
from model.narration import Narration
from model.scenes import OutroScene
from model.scenes.end_card import EndCardScene
from writing.capacity import LONGEST_SPEECH, OUTRO_CHARS, SHORTEST_SPEECH, TITLE_CHARS
from writing.commands import name_intent
from writing.display import shorten_plain
from writing.ending import Ending
from writing.headings import name_heading
from writing.intents import find_intent, split_commands
from writing.opening import Subject, sort_title
from writing.outline import Chapter, Outline
from writing.pieces import UNNAMED, UNSAID
from writing.shell import is_shell, list_commands, read_terminal
from writing.shots import Shot
from writing.speaking import Speaker
from writing.styled import letters, make_text, slice_text, strip_text, tidy_text
from writing.wording import lower_first, starts_with_article

_PATH = re.compile(r"/|\.\w{2,4}$")
"""A file's name or an address: nobody is told to read `docs/fleet.md`."""
_WORTH = re.compile(
    r"\b(?:documentation|docs|user guide|guide|manual|tutorial|wiki|website|homepage|handbook|dokumentation|handbuch|"
    r"documentación|documentazione|documentação|documentatie|manuel|manual)\b|ドキュメント|文档",
    re.IGNORECASE,
)
_KINDS_LIST = "the our full official online project user complete detailed latest api reference"
_KINDS = frozenset(_KINDS_LIST.split())
_BEGINNINGS = ("install", "start", "usage", "")
_REMARK = re.compile(r"\s+#\s.*$")
_CARD_LINES = 6
"""Of an end card: so many stand together on a page of any shape."""
_SHORT_NOUN = 70
_EARLY_BLOCKS = 6
"""A command among so many blocks of the opening is the one that the author wants typed first."""
_RELATIVE = re.compile(
    r"\s(?:that|which|who|whose|where|so that|because|designed|built|written)\s|,\s(?:and|with|so|which)\s|[;:]\s|\s[–—-]\s"
)
_BEGIN_INTENTS = frozenset({"install", "install here", "install this", "install file", "clone",
    "clone any", "container run",
                            "container pull", "download run", "add", "run file", "run module",
    "make target", "make"})  # fmt: skip


@dataclass(frozen=True)
class Beginning:
    """The first command to type."""

    command: str
    """As the document writes it."""
    told: Text
    """What it does, as a sentence; empty where we cannot say."""
    topic: str
    """Of the section that it stands in."""


def find_beginning(outline: Outline, speaker: Speaker) -> Beginning | None:
    """Find the first command: the opening's, then those of the sections on installing, starting and using it."""
    for place in outline.opening.places:
        found = next(
            (found for block in place.section.blocks[:_EARLY_BLOCKS] if (found := _first_command(block, speaker))), None
        )
        if found and found[1]:
            return Beginning(found[0], found[1], "")
    places = [*outline.opening.places, *(place for chapter in outline.chapters for place in chapter.places)]
    tops = {id(place): chapter.topic for chapter in outline.chapters for place in chapter.places}
    for topic in _BEGINNINGS:
        for place in places:
            if (place.topic or tops.get(id(place), "")) != topic:
                continue
            found = next((found for block in place.section.blocks if (found := _first_command(block, speaker))), None)
            if found:
                return Beginning(found[0], found[1], topic)
    return None


def _first_command(block: Block, speaker: Speaker) -> tuple[str, Text] | None:
    if not isinstance(block, CodeBlock) or not is_shell(block):
        return None
    commands = [command for _, command in list_commands(read_terminal(block.code)) if len(command) <= OUTRO_CHARS]
    if not commands:
        return None
    command = _REMARK.sub("", commands[0])
    intent = find_intent(split_commands(command)[0])
    return command, name_intent(intent, speaker) if intent.name in _BEGIN_INTENTS else ()


def find_reading(content: ParsedContent) -> Text:
    """Find the first link whose words say that there is more to read."""
    for section in content.sections:
        for block in section.blocks:
            for text in _texts(block):
                found = next(
                    (run for run in text if run.href and not run.href.startswith("#") and _is_worth(run)), None
                )
                if found:
                    words = strip_text(tidy_text((found.model_copy(update={"href": "", "code": False}),)), ".,:;")
                    if words:
                        return words
    return ()


def _is_worth(run: Run) -> bool:
    words = run.text.strip(" .,:").split()
    named = bool(words) and (
        len(words) == 1 or words[0].casefold().strip(".,") in _KINDS or _WORTH.match(run.text) is not None
    )
    return len(words) <= 4 and named and bool(_WORTH.search(run.text)) and not _PATH.search(run.text)


def _texts(block: Block) -> list[Text]:
    if isinstance(block, ParagraphBlock):
        return [block.text]
    if isinstance(block, ListBlock):
        waiting: list[Item] = list(block.items)
        return [item.text for item in waiting]
    return []


def close_film(
    subject: Subject, beginning: Beginning | None, reading: Text, chapters: tuple[Chapter, ...], recap: Narration,
    source: str, ending: Ending | None, speaker: Speaker,
) -> Shot:  # fmt: skip
    """Make the last scene."""
    if ending:
        return _close_with_links(subject, beginning, ending, source, speaker)
    phrases = speaker.phrases
    lines: list[str] = []
    said = _say_name(subject, speaker)
    steps: list[Narration] = []
    if beginning:
        lines.append(shorten_plain(make_text(beginning.command, code=True), OUTRO_CHARS))
        steps.append(_say_beginning(beginning, speaker))
    if reading:
        lines.append(shorten_plain(reading, OUTRO_CHARS))
        steps.append(speaker.phrase(phrases.see, what=_add_article(reading, speaker)))
    if not lines:
        lines = [shorten_plain(chapter.title, OUTRO_CHARS) for chapter in chapters[:3]]
        steps.append(recap)
    for step in (*steps, () if any(steps) else recap, _say_source(source, speaker), _fill(speaker)):
        enough = speaker.seconds(said) >= SHORTEST_SPEECH and step not in steps
        if not enough and speaker.seconds((*said, *step)) <= LONGEST_SPEECH:
            said = (*said, *step)
    title = shorten_plain(subject.name, TITLE_CHARS)
    scene = OutroScene(scene_id=UNNAMED, narration=UNSAID, title=title, lines=tuple(line for line in lines if line))
    return Shot("outro", ("outro",), 1 << 20, prefix=said, scene=scene)


def _close_with_links(
    subject: Subject, beginning: Beginning | None, ending: Ending, source: str, speaker: Speaker
) -> Shot:
    """Make the end card of a document that ends with where to go on; the first command is on it where there is room."""
    lines, said, links = ending.names, ending.said, ending.addresses
    links = links if len(lines) + len(links) <= _CARD_LINES else ()
    begin = _say_beginning(beginning, speaker) if beginning else ()
    room = len(lines) + len(links) < _CARD_LINES and speaker.seconds((*begin, *said)) <= LONGEST_SPEECH
    if beginning and begin and room:
        lines = (shorten_plain(make_text(beginning.command, code=True), OUTRO_CHARS), *lines)
        said = (*begin, *said)
    for step in (_say_name(subject, speaker), speaker.phrase(speaker.phrases.closing, name=subject.name)):
        if speaker.seconds((*step, *said)) <= LONGEST_SPEECH:
            said = (*step, *said)
            break
    for step in (_say_source(source, speaker), _fill(speaker)):
        if speaker.seconds(said) < SHORTEST_SPEECH and speaker.seconds((*said, *step)) <= LONGEST_SPEECH:
            said = (*said, *step)
    scene = EndCardScene(
        scene_id=UNNAMED, narration=UNSAID, title=shorten_plain(subject.name, TITLE_CHARS), lines=lines,
        links=links, spans=tuple(dict.fromkeys(piece.span for piece in ending.pieces)),
    )  # fmt: skip
    return Shot("outro", ("outro",), 1 << 20, ending.place, prefix=said, scene=scene, after=ending.pieces)


def _say_name(subject: Subject, speaker: Speaker) -> Narration:
    """Say the name at the end, and what it is."""
    kind = sort_title(subject.name, speaker)
    template = {"asked": speaker.phrases.closing_question, "clause": speaker.phrases.closing_about,
                "subject": speaker.phrases.closing_about, "several": speaker.phrases.closing_several}.get(kind, "")  # fmt: skip
    if template:
        english = speaker.phrases.language == "en"
        named = lower_first(subject.name) if kind == "asked" else subject.name
        named = name_heading(subject.name, speaker.ordinary) if english and kind in ("clause", "subject") else named
        return speaker.phrase(template, name=named)
    noun = _shorten_noun(subject, speaker)
    said = speaker.phrase(speaker.phrases.closing_is, name=subject.name, what=noun) if noun else ()
    said = said or speaker.phrase(speaker.phrases.closing, name=subject.name)
    return said or _say_again(subject, speaker)


def _say_beginning(beginning: Beginning, speaker: Speaker) -> Narration:
    phrases = speaker.phrases
    if beginning.told and phrases.begin:
        told = lower_first(slice_text(beginning.told, 0, len(plain(beginning.told).rstrip("."))))
        return speaker.phrase(phrases.begin, what=told)
    words = beginning.command.removeprefix("sudo ").split()
    simple = next((at for at, word in enumerate(words) if not re.fullmatch(r"[^\W_][\w-]*", word)), len(words))
    shown = " ".join(words[: min(max(simple, 1), 3)])
    return speaker.phrase(phrases.begin_with, what=make_text(shown, code=True))


def _fill(speaker: Speaker) -> Narration:
    return speaker.say(speaker.phrases.short) if speaker.phrases.short else ()


def _say_source(source: str, speaker: Speaker) -> Narration:
    name = re.split(r"[\\/]", source)[-1]
    return speaker.phrase(speaker.phrases.source, source=make_text(name, code=True)) if name not in ("-", "") else ()


def _say_again(subject: Subject, speaker: Speaker) -> Narration:
    """Say the name, and what it is, in the document's own words."""
    told = speaker.say(subject.tagline)[:1] if subject.tagline else ()
    named = plain(subject.tagline).casefold().startswith(plain(subject.name).casefold())
    return told if told and named else (*speaker.say(subject.name), *told)


def _shorten_noun(subject: Subject, speaker: Speaker) -> Text:
    """Return what it is as a noun, from a tagline like `A tool that …` or `Rill is a library for …`."""
    told = subject.tagline
    if speaker.phrases.language != "en" or not told:
        return ()
    is_a = re.match(r"^(?P<who>.{1,60}?)\s(?:is|are)\s(?=(?:an?|the|one)\s)", plain(told))
    if is_a and "".join(letters(subject.name)) == "".join(letters(is_a.group("who"))):
        told = slice_text(told, is_a.end(), len(plain(told)))
    if not starts_with_article(told):
        return ()
    found = _RELATIVE.search(plain(told), 8)
    short = strip_text(slice_text(told, 0, found.start() if found else len(plain(told))), ",;:.!")
    return lower_first(short) if len(plain(short)) <= _SHORT_NOUN else ()


def _add_article(reading: Text, speaker: Speaker) -> Text:
    first = plain(reading).split()[0].casefold()
    if speaker.phrases.language != "en" or first in ("the", "our", "a", "an", "this", "your"):
        return lower_first(reading)
    return (*make_text("the "), *lower_first(reading, surely=_WORTH.match(plain(reading)) is not None))
