"""The chosen pieces of one section -> shots: points grouped as slides, pictures with the words that lead to them."""

from __future__ import annotations

import re
from dataclasses import replace

from model.content import plain
from model.narration import Narration, Sentence
from writing.capacity import HEADER_CHARS, LIST_LINES, LONGEST_SPEECH, SHORTEST_SPEECH
from writing.pieces import Piece
from writing.shots import Shot, name_shot
from writing.speaking import Speaker

_BACK = re.compile(r"(?:this|that|these|it|they)\s(?:will|would|is|are|has|have|\w+s)\b", re.IGNORECASE)
_JOINTS = frozenset({"with", "using", "via", "from", "by", "through", "the", "first", "then", "now", "just", "simply"})
_LEAD_SECONDS = 8.5
"""A paragraph before code is said over the code when it lasts no longer than this."""
_LEAD_POINTS = 3
_FULL = 10.0
"""Seconds that a slide of points aims at."""
_ROOM = 1.8
"""Seconds kept free on a section's first scene for the step that leads to it."""
_TOLD = 6.0
"""Seconds of the document's own words after which a command needs none of ours."""
_TOLD_CODE = 5.5
"""Seconds of the document's own words after which code needs no names of ours."""
_THIN = 5.0
"""A slide shorter than this joins its neighbour."""


def pack_section(pieces: tuple[Piece, ...], header: str, chapter: int, speaker: Speaker) -> list[Shot]:
    """Pack a section's pieces, in order."""
    shots: list[Shot] = []
    waiting: list[Piece] = []
    for piece in pieces:
        if piece.visual is None:
            waiting.append(piece)
            continue
        told = bool(shots) and shots[-1].kind == "visual" and looks_back(waiting, speaker)
        led = [] if told else _take_heading(waiting, _take_lead(waiting, piece, speaker), speaker)
        waiting = waiting[: len(waiting) - len(led)]
        shots += _pack_points(waiting, header, chapter, speaker)
        waiting = []
        shots += _show(piece, tuple(led), header, chapter, speaker)
    return shots + _pack_points(waiting, header, chapter, speaker)


def looks_back(waiting: list[Piece], speaker: Speaker) -> bool:
    """Tell whether the only words between two pictures tell of the first: `This installs …`."""
    if not waiting or speaker.phrases.language != "en" or any(point.leads for point in waiting):
        return False
    return len({point.block for point in waiting}) == 1 and bool(_BACK.match(plain(waiting[0].text)))


def _take_lead(waiting: list[Piece], piece: Piece, speaker: Speaker) -> list[Piece]:
    """Take the words that lead to a picture: a short paragraph before it, a step around it, or a sentence with a colon."""
    if not waiting or not piece.reaches:
        return []
    last = waiting[-1]
    group = [point for point in waiting if point.block == last.block]
    room = LONGEST_SPEECH - (speaker.seconds(piece.said + piece.facts) if piece.kind == "table" else 0)
    if last.kind == "list":
        inside = last.level != "" and (last.leads or last.span.reaches(piece.span))
        return [last] if inside and speaker.seconds(last.said) <= room else []
    if piece.kind in ("image", "table") and not last.leads:
        if speaker.seconds(piece.said + piece.facts + piece.spare) >= SHORTEST_SPEECH:
            return []
        whole = speaker.seconds(tuple(sentence for point in group for sentence in point.said))
        return group if whole <= _FULL else [last] if speaker.seconds(last.said) <= room else []
    seconds = speaker.seconds(tuple(sentence for point in group for sentence in point.said))
    if len(group) <= _LEAD_POINTS and seconds <= min(_LEAD_SECONDS, room):
        return group
    return [last] if last.leads and speaker.seconds(last.said) <= room else []


def _take_heading(waiting: list[Piece], led: list[Piece], speaker: Speaker) -> list[Piece]:
    """Take the line that heads the words which lead to a picture with them."""
    at = len(waiting) - len(led) - 1
    if at < 0 or not waiting[at].leads or (led and waiting[at].block == led[0].block):
        return led
    whole = [waiting[at], *led]
    seconds = speaker.seconds(tuple(sentence for point in whole for sentence in point.said))
    return whole if seconds <= LONGEST_SPEECH - _ROOM else led


def _show(piece: Piece, led: tuple[Piece, ...], header: str, chapter: int, speaker: Speaker) -> list[Shot]:
    before = tuple(sentence for point in led for sentence in point.said)
    tail = _choose_tail(piece, before, speaker)
    headed = "" if piece.also else next((point.header for point in led if point.header), "")
    shown = headed or _head_step(led) or header
    shot = Shot("visual", name_shot(piece), chapter, piece.place, shown, points=led, visual=piece, tail=tail)
    rest = tuple(sentence for sentence in piece.facts if sentence not in tail)
    while piece.kind == "table" and rest and len(tail) > 1 and speaker.seconds(rest) < SHORTEST_SPEECH:
        tail, rest = tail[:-1], (tail[-1], *rest)
    shot = replace(shot, tail=tail)
    if piece.kind != "table" or speaker.seconds(rest) < SHORTEST_SPEECH or speaker.seconds(rest) > LONGEST_SPEECH:
        return [shot]
    return [replace(shot, plain=True), replace(shot, points=(), tail=rest)]


def _head_step(led: tuple[Piece, ...]) -> str:
    step = plain(led[0].lines[0].text) if led and led[0].kind == "list" and led[0].lines else ""
    return step if len(step) <= HEADER_CHARS else ""


def _choose_tail(piece: Piece, before: Narration, speaker: Speaker) -> Narration:
    """Say of a picture what there is time for; its own introduction only where nothing else leads to it."""
    said = () if _echoes(piece.said, before) else piece.said
    ours = before and piece.kind not in ("command", "table") and not piece.tells
    wanted: tuple[Narration, ...] = (piece.facts,) if ours else (said, piece.facts)
    if piece.kind == "code" and before and speaker.seconds(before) >= _TOLD_CODE:
        wanted = ()
    if piece.visual is not None and piece.visual.scene_type == "command":
        said = tuple(one for one in said if not (before and _name_words(one) <= _name_words(before[-1])))
        told = speaker.seconds(before) >= _TOLD or _repeats(said, before)
        wanted = (piece.facts,) if told else (said, piece.facts)
    tail: Narration = ()
    besides = (piece.facts,) if piece.kind == "code" and piece.facts not in wanted else ()
    for part in (*wanted, *besides, () if said in wanted else said, piece.spare):
        enough = speaker.seconds(before + tail) >= SHORTEST_SPEECH
        if part not in wanted and enough:
            break
        for sentence in part:
            if speaker.seconds((*before, *tail, sentence)) > LONGEST_SPEECH - (_ROOM if before + tail else 0):
                break
            tail = (*tail, sentence)
    return tail


def _echoes(said: Narration, before: Narration) -> bool:
    """Tell whether our words only say again what the document's own have just said: `Install with pip.`"""
    if not said or not before:
        return False
    heard, ours = (_name_words(sentence) for sentence in (before[-1], said[0]))
    return len(said) == 1 and len(heard) > 1 and heard <= ours


def _name_words(sentence: Sentence) -> frozenset[str]:
    return frozenset(word.text.strip(",.:'\"").casefold() for word in sentence.words) - _JOINTS


def _repeats(said: Narration, before: Narration) -> bool:
    """Tell whether our words begin with a verb that the document's own words have just used."""
    first = {word.text.strip(",.:").casefold() for sentence in before for word in sentence.words}
    return bool(said) and said[0].words[0].text.casefold() in first


def _pack_points(points: list[Piece], header: str, chapter: int, speaker: Speaker) -> list[Shot]:
    """Group points into slides: each block by itself where it is long enough, with its neighbour where it is not."""
    slides: list[list[Piece]] = []
    heads: list[str] = []
    for group in _group_points(points):
        head = next((point.header for point in group if point.header), "") or header
        for slide in _split_block(group, speaker):
            if slides and _belong(slides[-1], slide, speaker):
                slides[-1] = [*slides[-1], *slide]
                heads[-1] = heads[-1] if heads[-1] != header else head
            else:
                slides.append(slide)
                heads.append(head)
    return [make_list(tuple(slide), head, chapter) for slide, head in zip(slides, heads, strict=True)]


def _group_points(points: list[Piece]) -> list[list[Piece]]:
    """Group points by block; a sentence that leads to the next block goes with it."""
    groups: list[list[Piece]] = []
    for at, point in enumerate(points):
        before = points[at - 1] if at else None
        follows = before is not None and (before.block == point.block or before.leads)
        if follows and not (point.leads and point.kind == "paragraph"):
            groups[-1].append(point)
        else:
            groups.append([point])
    return groups


def make_list(points: tuple[Piece, ...], header: str, chapter: int) -> Shot:
    """Make a slide of points; a short sentence that leads to them becomes its header."""
    shown = next((point.header for point in points if point.header), "") or header
    return Shot("list", name_shot(points[0]), chapter, points[0].place, shown, points=points)


def _split_block(points: list[Piece], speaker: Speaker) -> list[list[Piece]]:
    """Cut a block's points into slides of about the same length."""
    seconds = [speaker.seconds(point.said) for point in points]
    lines = sum(len(point.lines) for point in points)
    count = max(1, -(-lines // LIST_LINES), round(sum(seconds) / _FULL))
    while count < len(points):
        slides = _deal(points, seconds, count)
        if all(_fits(slide, speaker) for slide in slides):
            return slides
        count += 1
    return [[point] for point in points] if count > 1 else [points]


def _deal(points: list[Piece], seconds: list[float], count: int) -> list[list[Piece]]:
    """Deal points to `count` slides by the middle of each point's time."""
    total, at = sum(seconds) or 1.0, 0.0
    slides: list[list[Piece]] = [[] for _ in range(count)]
    for point, length in zip(points, seconds, strict=True):
        slides[min(count - 1, int((at + length / 2) / total * count))].append(point)
        at += length
    return [slide for slide in slides if slide]


def _fits(slide: list[Piece], speaker: Speaker) -> bool:
    seconds = speaker.seconds(tuple(sentence for point in slide for sentence in point.said))
    return seconds <= LONGEST_SPEECH and sum(len(point.lines) for point in slide) <= LIST_LINES


def _belong(before: list[Piece], after: list[Piece], speaker: Speaker) -> bool:
    """Tell whether two slides are better as one: one leads to the other, or one is thin; but steps stand by themselves."""
    if not _fits([*before, *after], speaker):
        return False
    if bool(before[-1].steps) != bool(after[0].steps) and not before[-1].leads:
        return False
    if before[-1].leads or after[0].leads:
        return before[-1].leads
    return min(_seconds(before, speaker), _seconds(after, speaker)) < _THIN


def _seconds(slide: list[Piece], speaker: Speaker) -> float:
    return speaker.seconds(tuple(sentence for point in slide for sentence in point.said))
