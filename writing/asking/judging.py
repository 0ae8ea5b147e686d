"""A model's answer -> what is wrong with it, in words that it can correct; nothing when it may be filmed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

import pydantic

from model.drafts import (
    CardDraft,
    ColumnsDraft,
    DraftScene,
    DraftSentence,
    ListDraft,
    PartDraft,
    PictureDraft,
    StatDraft,
    StepsDraft,
    WholeDraft,
)
from model.scenes import MIN_SPEECH_SECONDS
from writing.asking.briefing import RULES
from writing.asking.parts import Film, Part
from writing.asking.rows import Row, plain_rows
from writing.asking.sentences import say_draft
from writing.capacity import LONGEST_SPEECH
from writing.speech.scripts import SPACELESS
from writing.styled import letters
from writing.support import LEAST_SHARE, find_numbers, find_unsupported, find_words, own_words

_LONGEST_SENTENCE = 30
"""Words; the rules say fewer, for a model counts badly."""
_LONGEST_SPACELESS = 80
"""Signs, where no spaces tell words."""
_ADDRESS = re.compile(
    r"[a-z][a-z0-9+.-]{1,20}://|\bwww\.|\bdata:|\S+@\S+\.\w{2,}|\b[0-9a-fA-F]{24,}\b"
    r"|\b(?=\w*\d)(?=\w*[A-Za-z])[\w-]{32,}\b|\b(?:sk|pk|gh[opsu]|xox[abp]|AKIA)[-_]?[\w-]{12,}"
)
"""Addresses, and what looks like a key or a digest: neither said nor shown."""
_MARKUP = re.compile(r"\]\(|</?[a-zA-Z!]|\*\*|__\w|```|^\s*(?:#{1,6}|>|[-*+])\s|&[a-z]{2,8};")
_CODE = re.compile(r"`[^`]*`")
_TERSE = frozenset({"code", "table", "math", "image"})
"""Rows that say things in signs: who tells of them has few words of theirs."""
_LEAK = 8
"""Words in a row of our rules that nobody says by chance."""
_SHORTEST_SHARE, _LONGEST_SHARE = 0.25, 1.35
"""Of the length that a part is given: what is said in less is not drawn out."""
_SHORT_PART = 30.0
"""Seconds: a part of no more may be as short as its first scene."""


def judge_part(film: Film, at: int, answer: str) -> tuple[str, ...]:
    """Say what is wrong with a part."""
    try:
        draft = PartDraft.model_validate_json(answer)
    except pydantic.ValidationError as error:
        return _describe(error)
    return tuple(_judge_scenes(film, film.parts[at], draft))


def _describe(error: pydantic.ValidationError) -> tuple[str, ...]:
    return tuple(
        f"{'.'.join(map(str, problem['loc'])) or 'the answer'}: {problem['msg']}."
        for problem in error.errors(include_url=False, include_input=False)[:20]
    )


def _judge_scenes(film: Film, part: Part, draft: PartDraft) -> Iterator[str]:
    said = set[str]()
    for number, scene in enumerate(draft.scenes, start=1):
        yield from (f"Scene {number}{problem}" for problem in find_scene_problems(scene, number, film, part))
        for place, sentence in enumerate(scene.sentences):
            key = "".join(letters(sentence.text))
            if key in said:
                yield f"Scene {number}, sentence {place}: it is said before."
            said.add(key)
    shown = [scene.picture for scene in draft.scenes if isinstance(scene, PictureDraft)]
    yield from (f"The picture {name!r} is shown twice." for name in sorted({n for n in shown if shown.count(n) > 1}))
    seconds = _time_scenes(draft.scenes, film)
    short = part.seconds > _SHORT_PART and seconds < _SHORTEST_SHARE * part.seconds
    if short or is_too_long(draft.scenes, film, part):
        yield f"All scenes speak {seconds:.0f} seconds; {part.seconds:.0f} are wanted."


def find_scene_problems(scene: DraftScene, number: int, film: Film, part: Part) -> tuple[str, ...]:
    """Say what is wrong with a scene by itself, as what follows its number."""
    by_number = {row.number: row for row in part.rows}
    problems = [f": {problem}" for problem in _judge_scene(scene, number, film, part)]
    for place, sentence in enumerate(scene.sentences):
        problems += [f", sentence {place}: {problem}" for problem in judge_sentence(sentence, by_number, film)]
    if sum(not sentence.first_row for sentence in scene.sentences) > 1:
        problems.append(": more than one sentence rests on row 0.")
    return (*problems, *(f": {problem}" for problem in judge_length(time_sentences(scene.sentences, film))))


def _time_scenes(scenes: Sequence[DraftScene], film: Film) -> float:
    return sum(time_sentences(scene.sentences, film) for scene in scenes)


def is_too_long(scenes: Sequence[DraftScene], film: Film, part: Part) -> bool:
    """Tell whether scenes speak for longer than their part may."""
    return _time_scenes(scenes, film) > max(_LONGEST_SHARE * part.seconds, 2 * LONGEST_SPEECH)


def judge_length(seconds: float) -> Iterator[str]:
    """Say whether a scene speaks too long, or not long enough."""
    if seconds > LONGEST_SPEECH:
        yield f"it speaks {seconds:.1f} seconds, {LONGEST_SPEECH:.0f} are the most: say less, or make two scenes of it."
    elif seconds < MIN_SPEECH_SECONDS + 0.5:
        yield f"it speaks {seconds:.1f} seconds, 4 are the least: say more, or join it to its neighbour."


def time_sentences(sentences: Sequence[DraftSentence], film: Film) -> float:
    """Estimate how long sentences take."""
    return sum(film.speaker.seconds(say_draft(sentence, (), film.speaker)) for sentence in sentences)


def _judge_scene(scene: DraftScene, number: int, film: Film, part: Part) -> Iterator[str]:
    if isinstance(scene, CardDraft) and (number > 1 or not part.card):
        yield "there is no chapter that it could be a card of."
    if isinstance(scene, PictureDraft) and scene.picture not in part.pictures:
        yield f"there is no picture {scene.picture!r}; there are {', '.join(part.pictures) or 'none'}."
    if isinstance(scene, ListDraft | StepsDraft):
        order = [point.sentence for point in scene.points]
        if max(order) >= len(scene.sentences):
            yield f"a point appears with sentence {max(order)}, but the last is {len(scene.sentences) - 1}."
        if order != sorted(order):
            yield "its points are not in the order of their sentences."
    source = plain_rows(part.rows)
    for text in shown_texts(scene):
        yield from (f"on screen, {text[:40]!r}: {problem}" for problem in find_junk(text))
        strange = sorted(find_numbers(text) - find_numbers(source))
        if strange:
            yield f"on screen, {text[:40]!r}: the number {strange[0]} is not in its rows."
        elif find_words(text) - own_words(film.content.language) and not find_words(text) & find_words(
            source + part.header
        ):
            yield f"on screen, {text[:40]!r}: no word of it is in its rows."


def shown_texts(scene: DraftScene) -> tuple[str, ...]:
    """Return what a scene shows in the model's words."""
    match scene:
        case ListDraft() | StepsDraft():
            points = [text for point in scene.points for text in (point.label, point.text)]
            return tuple(text for text in (scene.header, *points) if text)
        case ColumnsDraft():
            sides = [text for side in (scene.first, scene.second) for text in (side.heading, *side.points)]
            return tuple(text for text in (scene.header, *sides) if text)
        case StatDraft():
            return tuple(text for text in (scene.header, scene.value, scene.text) if text)
        case CardDraft():
            return (scene.summary,) if scene.summary else ()
        case PictureDraft():
            return ()
        case _:
            return (scene.text,)


def judge_sentence(sentence: DraftSentence, rows: dict[int, Row], film: Film) -> Iterator[str]:
    """Say what is wrong with a sentence: what it holds, how long it is, and whether its rows support it."""
    yield from find_junk(sentence.text)
    if not say_draft(sentence, (), film.speaker):
        yield "nothing of it can be said."
    words = len(sentence.text.split())
    if words > _LONGEST_SENTENCE or (SPACELESS.search(sentence.text) and len(sentence.text) > _LONGEST_SPACELESS):
        yield f"it is too long for the ear ({words} words): make two of it."
    low, high = sentence.first_row, sentence.last_row
    if low == high == 0:
        yield from _judge_connecting(sentence.text, film)
    elif not (low in rows and high in rows and low <= high):
        yield f"rows {low} to {high} are not rows of this part."
    else:
        named = tuple(rows[number] for number in sorted(rows) if low <= number <= high)
        least = 0.0 if all(row.kind in _TERSE for row in named) else LEAST_SHARE
        reason = find_unsupported(sentence.text, plain_rows(named), film.content.language, least)
        if reason:
            yield f"{reason}. Say what its rows say, or name the right ones."


def _judge_connecting(text: str, film: Film) -> Iterator[str]:
    if find_numbers(text):
        yield "it has a number and rests on row 0: name the rows."
    elif len(text.split()) > 14 or (SPACELESS.search(text) and len(text) > _LONGEST_SPACELESS // 2):
        yield "it rests on row 0 and is too long to be a mere connection: name the rows."


def find_junk(text: str) -> Iterator[str]:
    """Say what of a text is neither said nor shown in a film."""
    found = _ADDRESS.search(text) or _MARKUP.search(_CODE.sub("", text))
    if found:
        yield f"{found.group()[:30]!r} does not belong there."
    hidden = [
        sign
        for sign in text
        if unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cn", "Cs") and sign not in "\u200c\u200d"
    ]
    if hidden:
        yield f"it has a sign that nobody sees, {hidden[0]!r}."
    if text.count("`") % 2:
        yield "a backtick has no other."
    words = _plain_words(text)
    if any(tuple(words[at : at + _LEAK]) in _rule_runs() for at in range(len(words) - _LEAK + 1)):
        yield "it speaks of your task, not of the document."


@cache
def _rule_runs() -> frozenset[tuple[str, ...]]:
    words = _plain_words(RULES)
    return frozenset(tuple(words[at : at + _LEAK]) for at in range(len(words) - _LEAK + 1))


def _plain_words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def judge_whole(film: Film, parts: Sequence[PartDraft], answer: str) -> tuple[str, ...]:
    """Say what is wrong with the beginning, the end and the changes."""
    try:
        draft = WholeDraft.model_validate_json(answer)
    except pydantic.ValidationError as error:
        return _describe(error)
    problems: list[str] = []
    rows = {row.number: row for row in film.rows}
    for name, sentences in (("The opening", draft.opening), ("The closing", draft.closing)):
        for place, sentence in enumerate(sentences):
            problems += [f"{name}, sentence {place}: {problem}" for problem in judge_sentence(sentence, rows, film)]
        problems += [f"{name}: {problem}" for problem in judge_length(time_sentences(sentences, film))]
    problems += [f"The subtitle: {problem}" for problem in find_junk(draft.subtitle)]
    reason = find_unsupported(draft.subtitle, plain_rows(film.rows), film.content.language)
    problems += [f"The subtitle: {reason}."] if reason else []
    return (*problems, *_judge_changes(film, parts, draft))


def _find_repeated(parts: Sequence[PartDraft], draft: WholeDraft) -> Iterator[str]:
    """Find what is said twice, counting scenes as the model was shown them; parts are looked through by themselves."""
    said: dict[str, str] = {}
    scenes = [scene for part in parts for scene in part.scenes]
    places = [
        (f"scene {number}, sentence {place}", sentence)
        for number, scene in enumerate(scenes, start=1)
        for place, sentence in enumerate(scene.sentences)
    ]
    ends = [("the opening", sentence) for sentence in draft.opening] + [("the closing", one) for one in draft.closing]
    for where, sentence in (*places, *ends):
        before = said.setdefault("".join(letters(sentence.text)), where)
        if before != where:
            yield f"{sentence.text[:60]!r} is said in {before} and again in {where}: put one otherwise."


def _judge_changes(film: Film, parts: Sequence[PartDraft], draft: WholeDraft) -> Iterator[str]:
    scenes = [scene for part in parts for scene in part.scenes]
    for change in draft.changes:
        if change.scene > len(scenes) or change.sentence >= len(scenes[change.scene - 1].sentences):
            yield f"There is no sentence {change.sentence} in a scene {change.scene} to be changed."
            return
    changed = apply_changes(parts, draft)
    yield from _find_repeated(changed, draft)
    for at, part in enumerate(changed):
        if part != parts[at]:
            yield from (
                f"Part {at + 1} with its changes: {problem}" for problem in _judge_scenes(film, film.parts[at], part)
            )


def apply_changes(parts: Sequence[PartDraft], draft: WholeDraft) -> tuple[PartDraft, ...]:
    """Put the changed sentences in their places."""
    new = {(change.scene, change.sentence): change.text for change in draft.changes}
    changed: list[PartDraft] = []
    number = 0
    for part in parts:
        scenes = []
        for scene in part.scenes:
            number += 1
            sentences = tuple(
                sentence.model_copy(update={"text": new.get((number, place), sentence.text)})
                for place, sentence in enumerate(scene.sentences)
            )
            scenes.append(scene.model_copy(update={"sentences": sentences}))
        changed.append(part.model_copy(update={"scenes": tuple(scenes)}))
    return tuple(changed)
