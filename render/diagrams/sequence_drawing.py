"""A conversation -> items on a page: lifelines side by side, what they say from top to bottom."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise, product

from render.colour import mix, tint
from render.diagrams.graph import Tip
from render.diagrams.nodes import set_label, style_of
from render.diagrams.outlines import round_box
from render.diagrams.sequence import Conversation, FrameMark, Message, Remark
from render.diagrams.tips import draw_tip, shorten
from render.layout import Box, Drawing, Item, Words
from render.page import Page
from render.paths import Path, Point
from render.text_layout import Paragraph

_SCALES = (50, 45, 40, 36, 32, 28)
_SPACES = ((1.0, 11.0), (0.7, 8.0), (0.45, 5.5))
"""Free space as a part of the usual, and the widest line of a message in sizes."""
_LOOP = 1.5
"""How far a message to oneself swings out, in sizes."""


@dataclass(slots=True)
class _Picture:
    """What has been drawn so far, from the upper left corner."""

    page: Page
    em: int
    space: float
    widest: float
    """Line of a message, in sizes."""
    lines: dict[str, float]
    """Of each participant: where its lifeline stands."""
    width: float
    y: float = 0.0
    paths: list[Path] = field(default_factory=list)
    behind: list[Path] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    open: list[tuple[str, float, int]] = field(default_factory=list)
    """Frames: their word, where they begin, how deep."""

    @property
    def line(self) -> float:
        return max(2.0, self.em * 0.085)

    @property
    def ink(self) -> str:
        return mix(self.page.theme.ground, self.page.theme.ink, 0.62)

    def write(self, paragraph: Paragraph, middle: float, top: float) -> None:
        width = round(paragraph.width) + 2
        self.words.append(
            Words(Box(round(middle - width / 2), round(top), width, paragraph.height), paragraph, "center", fixed=True)
        )


def lay_out_sequence(talk: Conversation, page: Page, area: Box) -> tuple[Item, ...]:
    """Draw a conversation in the middle of an area, as large as it fits; nothing when it would be too small to read."""
    airy, tight = _SPACES[:-1], _SPACES[-1:]
    for size, (space, widest) in (*product(_SCALES, airy), *product(_SCALES, tight)):
        picture = _compose(talk, page, page.px(size), space, widest)
        if picture.width <= area.width and picture.y <= area.height:
            return _place(picture, area)
    return ()


def _place(picture: _Picture, area: Box) -> tuple[Item, ...]:
    x, y = round(area.x + (area.width - picture.width) / 2), round(area.y + (area.height - picture.y) / 2)
    box = Box(x, y, round(picture.width) + 1, round(picture.y) + 1)
    moved = (replace(item, box=item.box._replace(x=item.box.x + x, y=item.box.y + y)) for item in picture.words)
    return (Drawing(box, (*picture.behind, *picture.paths)), *moved)


def _compose(talk: Conversation, page: Page, em: int, space: float, widest: float) -> _Picture:
    heads = {
        name: set_label(one.label, style_of(page, em), 0.72 * widest * em) for name, one in talk.participants.items()
    }
    widths = {name: (head.width if head else 0.0) + 1.4 * em for name, head in heads.items()}
    lines, width = _place_lines(talk, page, em, space, widest, widths)
    picture = _Picture(page, em, space, widest, lines, width)
    height = max((head.height for head in heads.values() if head), default=em) + 0.9 * em
    corner = 0.28 * em if page.theme.corners.card else 0.0
    fill = tint(page.theme.ground, page.theme.accent, 0.13)
    for name, head in heads.items():
        left = lines[name] - widths[name] / 2
        radius = height / 2 if talk.participants[name].person else corner
        body = round_box(left, 0, widths[name], height, radius)
        picture.paths += [Path((body,), fill), Path(((*body, *body[:2]),), page.theme.accent, picture.line)]
        if head:
            picture.write(head, lines[name], (height - head.height) / 2)
    picture.y = height + 0.9 * em * space
    for event in talk.events:
        if isinstance(event, Message):
            _draw_message(picture, event)
        elif isinstance(event, Remark):
            _draw_remark(picture, event)
        else:
            _draw_frame(picture, event)
    picture.y += 0.3 * em
    lifelines = tuple(((x, height), (x, picture.y)) for x in lines.values())
    picture.behind.append(
        Path(lifelines, mix(page.theme.ground, page.theme.ink, 0.34), picture.line * 0.8, (em * 0.22, em * 0.2))
    )
    return picture


def _place_lines(
    talk: Conversation, page: Page, em: int, space: float, widest: float, widths: dict[str, float]
) -> tuple[dict[str, float], float]:
    """Put lifelines so far apart that what is said between two neighbours stands on one or two lines."""
    names = list(widths)
    depth = 0.7 * em * _deepest(talk)
    apart = [(widths[one] + widths[other]) / 2 + 1.2 * em * space for one, other in pairwise(names)]
    left, right = widths[names[0]] / 2, widths[names[-1]] / 2
    for event in talk.events:
        if isinstance(event, Message):
            label = _set_message(page, em, event.label, widest)
            needed = (label.width if label else 0.0) + 1.6 * em
            low, high = sorted((names.index(event.source), names.index(event.target)))
            if low == high and low == len(names) - 1:
                right = max(right, needed + 0.3 * em)
            elif low == high:
                apart[low] = max(apart[low], needed + 0.4 * em)
            else:
                for at in range(low, high):
                    apart[at] = max(apart[at], needed / (high - low))
        elif isinstance(event, Remark) and event.side != "over":
            at = names.index(event.names[0])
            needed = _remark_width(page, em, event) + 0.8 * em
            if event.side == "right of" and at < len(names) - 1:
                apart[at] = max(apart[at], needed)
            elif event.side == "left of" and at:
                apart[at - 1] = max(apart[at - 1], needed)
            else:
                left, right = (max(left, needed), right) if event.side == "left of" else (left, max(right, needed))
        elif isinstance(event, Remark):
            reach = _remark_width(page, em, event) / 2
            left = max(left, reach) if names[0] in event.names else left
            right = max(right, reach) if names[-1] in event.names else right
    places, x = {names[0]: depth + left}, depth + left
    for name, gap in zip(names[1:], apart, strict=True):
        x += gap
        places[name] = x
    return places, x + right + depth


def _deepest(talk: Conversation) -> int:
    depth = most = 0
    for event in talk.events:
        if isinstance(event, FrameMark):
            depth += {"open": 1, "branch": 0, "close": -1}[event.kind]
            most = max(most, depth)
    return most


def _set_message(page: Page, em: int, label: str, widest: float) -> Paragraph | None:
    return set_label(label, style_of(page, em), widest * em)


def _remark_width(page: Page, em: int, remark: Remark) -> float:
    label = set_label(remark.label, style_of(page, em), 9 * em)
    return (label.width if label else 0.0) + 1.0 * em


def _draw_message(picture: _Picture, message: Message) -> None:
    em, line = picture.em, picture.line
    start, end = picture.lines[message.source], picture.lines[message.target]
    label = _set_message(picture.page, em, message.label, picture.widest)
    own = start == end
    if label:
        middle = start + 0.8 * em + label.width / 2 if own else (start + end) / 2
        picture.write(label, middle, picture.y)
        picture.y += label.height + 0.18 * em
    points: tuple[Point, ...] = ((start, picture.y), (end, picture.y))
    if own:
        out, low = start + _LOOP * em, picture.y + 0.8 * em
        points = ((start, picture.y), (out, picture.y), (out, low), (start, low))
        picture.y = low
    ink = picture.ink
    kind: Tip = "arrow" if message.tip == "open" else message.tip
    tip, taken = draw_tip(kind, points[-1], points[-2], em, line, ink, ink)
    drawn = shorten(points, taken)
    if message.both:
        other, taken = draw_tip("arrow", points[0], points[1], em, line, picture.ink, picture.ink)
        tip += other
        drawn = shorten(drawn[::-1], taken)[::-1]
    dash = (em * 0.22, em * 0.2) if message.dotted else ()
    picture.paths += [Path((drawn,), picture.ink, line, dash), *tip]  # type: ignore[arg-type]
    picture.y += (0.35 + 0.45 * picture.space) * em


def _draw_remark(picture: _Picture, remark: Remark) -> None:
    em, theme = picture.em, picture.page.theme
    label = set_label(remark.label, style_of(picture.page, em), 9 * em)
    if label is None:
        return
    width, height = label.width + 1.0 * em, label.height + 0.5 * em
    places = [picture.lines[name] for name in remark.names]
    if remark.side == "over":
        middle = (min(places) + max(places)) / 2
        width = max(width, max(places) - min(places) + 1.6 * em) if len(places) > 1 else width
    else:
        middle = places[0] + (width / 2 + 0.4 * em) * (1 if remark.side == "right of" else -1)
    body = round_box(middle - width / 2, picture.y, width, height, 0.15 * em)
    fill = mix(theme.ground, theme.ink, 0.1)
    picture.paths += [Path((body,), fill), Path(((*body, *body[:2]),), theme.muted, picture.line * 0.7)]
    picture.write(label, middle, picture.y + 0.25 * em)
    picture.y += height + (0.35 + 0.45 * picture.space) * em


def _draw_frame(picture: _Picture, mark: FrameMark) -> None:
    """Open a frame with its word and condition, part it, or close it round all that was drawn since."""
    em, theme = picture.em, picture.page.theme
    if mark.kind == "close":
        _, top, depth = picture.open.pop()
        inset = 0.35 * em * depth
        frame = round_box(inset, top, picture.width - 2 * inset, picture.y - top, 0.3 * em)
        picture.behind.append(Path(((*frame, *frame[:2]),), theme.muted, picture.line * 0.7))
        picture.y += 0.5 * em * picture.space + 0.2 * em
        return
    if mark.kind == "open":
        picture.open.append((mark.word, picture.y, len(picture.open)))
    inset = 0.35 * em * (len(picture.open) - 1)
    if mark.kind == "branch":
        rule = ((inset, picture.y), (picture.width - inset, picture.y))
        picture.behind.append(Path((rule,), theme.muted, picture.line * 0.7, (em * 0.22, em * 0.2)))
    told = " · ".join(part for part in (mark.word if mark.word != "rect" else "", mark.label) if part)
    label = set_label(told, style_of(picture.page, em, theme.accent, strong=True), picture.width - 2 * inset - em)
    if label:
        box = Box(round(inset + 0.5 * em), round(picture.y + 0.2 * em), round(label.width) + 2, label.height)
        picture.words.append(Words(box, label, fixed=True))
        picture.y += label.height + 0.35 * em
    picture.y += 0.25 * em
