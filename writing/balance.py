"""Shots -> shots that each speak neither too briefly nor too long: joined, lent a sentence, or cut at one."""

from __future__ import annotations

from dataclasses import replace

from model.narration import written
from writing.capacity import LIST_LINES, LONGEST_SPEECH, SHORTEST_SPEECH, STRETCHED_SPEECH
from writing.packing import looks_back, make_list
from writing.shots import Shot, time_shot
from writing.speaking import Speaker

_STEPS = 8
_NEARLY = 2.5
"""A title scene shorter than this takes words even from the first chapter."""


def balance_shots(shots: list[Shot], speaker: Speaker) -> list[Shot]:
    """Mend every shot that is too long, then every one that is too short."""
    whole = [part for shot in vary_shots(shots, speaker) for part in split_long(shot, speaker)]
    at, steps = 0, 0
    while at < len(whole) and steps < _STEPS * (len(whole) + 1):
        steps += 1
        short = time_shot(whole[at], speaker) < SHORTEST_SPEECH
        mended = _mend_short(whole, at, speaker) if short else None
        whole, at = (whole, at + 1) if mended is None else (mended, max(0, at - 1))
    return whole


def vary_shots(shots: list[Shot], speaker: Speaker) -> list[Shot]:
    """Leave out what was said of an earlier picture in the same words, where enough remains to be said."""
    heard: set[str] = set()
    varied: list[Shot] = []
    for shot in shots:
        kept = shot
        fresh = tuple(said for said in shot.tail if written(said) not in heard)
        if shot.kind == "visual" and len(fresh) < len(shot.tail):
            spare = shot.visual.spare if shot.visual else ()
            other = replace(shot, tail=fresh)
            more = replace(
                shot, tail=(*fresh, *(said for said in spare if written(said) not in heard and said not in fresh))
            )
            kept = next((new for new in (other, more) if time_shot(new, speaker) >= SHORTEST_SPEECH), shot)
        heard.update(written(said) for said in kept.narration)
        varied.append(kept)
    return varied


def split_long(shot: Shot, speaker: Speaker) -> list[Shot]:
    """Cut a shot at its sentences: points go to further slides, a picture stays while the rest is said."""
    if time_shot(shot, speaker) <= LONGEST_SPEECH:
        return [shot]
    if shot.kind == "list" and len(shot.points) > 1:
        middle = _find_middle(shot, speaker)
        first = replace(shot, points=shot.points[:middle], tail=())
        second = replace(shot, points=shot.points[middle:], prefix=())
        return [*split_long(first, speaker), *split_long(second, speaker)]
    return _split_words(shot, speaker) if shot.kind != "list" else [shot]


def _find_middle(shot: Shot, speaker: Speaker) -> int:
    total, at = time_shot(shot, speaker), speaker.seconds(shot.prefix)
    for number, point in enumerate(shot.points[:-1], start=1):
        at += speaker.seconds(point.said)
        if at >= total / 2:
            return number
    return len(shot.points) - 1


def _split_words(shot: Shot, speaker: Speaker) -> list[Shot]:
    words = shot.narration
    count = min(len(words), int(time_shot(shot, speaker) // LONGEST_SPEECH) + 1)
    groups = [list(words[len(words) * at // count : len(words) * (at + 1) // count]) for at in range(count)]
    if any(speaker.seconds(tuple(group)) > LONGEST_SPEECH for group in groups):
        groups = [[word] for word in words]
    parts = [replace(shot, prefix=tuple(group), points=(), tail=(), after=shot.points) for group in groups]
    return [replace(part, titled=shot.titled and not at) for at, part in enumerate(parts)]


def _mend_short(shots: list[Shot], at: int, speaker: Speaker) -> list[Shot] | None:
    """Mend the shot at `at` by the first remedy that works."""
    for remedy in (
        _join_slides,
        _take_words,
        _borrow_point,
        _borrow_next,
        _take_slide,
        _keep_picture,
        _list_number,
        _add_filler,
        _keep_unsaid,
        _give_words,
        _stretch_neighbour,
        _add_fillers,
        _borrow_across,
    ):
        mended = remedy(shots, at, speaker)
        if mended is not None:
            return mended
    return None


def _join_slides(shots: list[Shot], at: int, speaker: Speaker) -> list[Shot] | None:
    """Join a slide with its neighbour in the chapter."""
    for low in (at - 1, at):
        if low < 0 or low + 1 >= len(shots):
            continue
        one, two = shots[low], shots[low + 1]
        if one.kind != "list" or two.kind != "list" or one.chapter != two.chapter or two.prefix:
            continue
        joined = replace(make_list((*one.points, *two.points), one.header, one.chapter), prefix=one.prefix,
                         tail=(*one.tail, *two.tail), header=one.header, titled=one.titled)  # fmt: skip
        if joined.line_count <= LIST_LINES and time_shot(joined, speaker) <= LONGEST_SPEECH:
            return [*shots[:low], joined, *shots[low + 2 :]]
    return None


def _borrow_across(shots: list[Shot], at: int, speaker: Speaker) -> list[Shot] | None:
    """Let the slide before give up its last point, of another section, where nothing else helps."""
    return _borrow_point(shots, at, speaker, across=True)


def _borrow_point(shots: list[Shot], at: int, speaker: Speaker, *, across: bool = False) -> list[Shot] | None:
    """Let the slide before give up its last point, when it has enough left."""
    if at == 0:
        return None
    lender, short = shots[at - 1], shots[at]
    if _is_introduced(short) or (
        lender.kind != "list"
        or len(lender.points) < 2
        or (short.kind != "list" or lender.chapter != short.chapter if across else lender.place is not short.place)
        or short.prefix
        or lender.tail
    ):
        return None
    left = replace(lender, points=lender.points[:-1])
    given = replace(short, points=(lender.points[-1], *short.points))
    if time_shot(left, speaker) < SHORTEST_SPEECH or time_shot(given, speaker) > LONGEST_SPEECH:
        return None
    if given.kind == "list" and given.line_count > LIST_LINES:
        return None
    return [*shots[: at - 1], left, given, *shots[at + 1 :]]


def _is_introduced(shot: Shot) -> bool:
    """Tell whether a sentence of the document's own leads to the picture: what stands before it tells of something else."""
    return shot.kind == "visual" and any(point.leads for point in shot.points)


def _borrow_next(shots: list[Shot], at: int, speaker: Speaker) -> list[Shot] | None:
    """Let the slide after give up its first point, when it has enough left."""
    if at + 1 >= len(shots):
        return None
    short, lender = shots[at], shots[at + 1]
    both = short.kind == lender.kind == "list" and short.place is lender.place
    if not both or len(lender.points) < 2 or lender.prefix or short.tail or lender.points[0].leads:
        return None
    given = replace(short, points=(*short.points, lender.points[0]))
    left = replace(lender, points=lender.points[1:])
    if time_shot(left, speaker) < SHORTEST_SPEECH or time_shot(given, speaker) > LONGEST_SPEECH:
        return None
    return [*shots[:at], given, left, *shots[at + 2 :]] if given.line_count <= LIST_LINES else None


def _take_slide(shots: list[Shot], at: int, speaker: Speaker) -> list[Shot] | None:
    """Say the neighbouring slide over a picture that has too little said of it."""
    short = shots[at]
    if short.kind != "visual":
        return None
    for other in (at - 1, at + 1):
        if not 0 <= other < len(shots) or shots[other].kind != "list" or shots[other].chapter != short.chapter:
            continue
        slide = shots[other]
        before = other < at
        if before and other and shots[other - 1].kind == "visual" and looks_back(list(slide.points), speaker):
            continue
        if (before and (short.prefix or _is_introduced(short))) or (not before and slide.prefix):
            continue
        words = slide.narration
        taken = replace(short, prefix=(*slide.prefix, *short.prefix), points=(*slide.points, *short.points)) if before else (
            replace(short, tail=(*short.tail, *words), after=slide.points)
        )  # fmt: skip
        if time_shot(taken, speaker) <= LONGEST_SPEECH:
            return [*shots[: min(at, other)], taken, *shots[max(at, other) + 1 :]]
    return None


def _keep_picture(shots: list[Shot], at: int, speaker: Speaker) -> list[Shot] | None:
    """Say a short slide, and the end of what is said before it, while the picture before it stays."""
    short, before = shots[at], shots[at - 1]
    if at == 0 or short.kind != "list" or before.kind != "visual" or short.chapter != before.chapter or short.prefix:
        return None
    words = (*before.narration, *short.narration)
    for cut in range(len(before.narration) - 1, 0, -1):
        if SHORTEST_SPEECH <= speaker.seconds(words[cut:]) <= LONGEST_SPEECH:
            if speaker.seconds(words[:cut]) < SHORTEST_SPEECH:
                return None
            first = replace(before, prefix=words[:cut], points=(), tail=(), after=(*before.points, *before.after))
            second = replace(first, prefix=words[cut:], after=(*short.points, *short.after), titled=False)
            return [*shots[: at - 1], first, second, *shots[at + 1 :]]
    return None


def _list_number(shots: list[Shot], at: int, speaker: Speaker) -> list[Shot] | None:
    """Make a point of a number of which too little is said for a picture, so that it stands among others."""
    short = shots[at]
    if short.kind != "visual" or short.visual is None or not (short.visual.lines and short.visual.tells):
        return None
    point = replace(short.visual, visual=None)
    listed = make_list((*short.points, point), short.header, short.chapter)
    return [
        *shots[:at],
        replace(
            listed, prefix=short.prefix, tail=short.tail[len(point.said) :], after=short.after, titled=short.titled
        ),
        *shots[at + 1 :],
    ]


def _take_words(shots: list[Shot], at: int, speaker: Speaker) -> list[Shot] | None:
    """Let a title or a card say the words of the next shot, when these are all that it has."""
    if shots[at].kind not in ("title", "card") or at + 1 >= len(shots):
        return None
    short, host = shots[at + 1], shots[at]
    boxed = short.visual is not None and short.visual.tells
    if short.chapter and host.kind == "title" and time_shot(host, speaker) > _NEARLY:
        return None
    if (short.kind != "list" and not boxed) or (host.kind == "card" and short.chapter != host.chapter):
        return None
    gone = (*short.points, *((short.visual,) if short.visual else ()), *short.after)
    told = replace(host, tail=(*host.tail, *short.narration), after=(*host.after, *gone))
    return [*shots[:at], told, *shots[at + 2 :]] if time_shot(told, speaker) <= LONGEST_SPEECH else None


def _keep_unsaid(shots: list[Shot], at: int, speaker: Speaker) -> list[Shot] | None:
    """Keep a picture of which the document says nothing by two such phrases: its neighbours could not tell of it."""
    return _add_fillers(shots, at, speaker) if not shots[at].points else None


def _add_fillers(shots: list[Shot], at: int, speaker: Speaker) -> list[Shot] | None:
    """Say two such phrases, where there is no other way to have a scene."""
    return _add_filler(shots, at, speaker, 2)


def _add_filler(shots: list[Shot], at: int, speaker: Speaker, most: int = 1) -> list[Shot] | None:
    """Say of a picture that this is what it looks like, where nothing else can be said of it."""
    short = shots[at]
    phrases = speaker.phrases
    if short.kind != "visual" or short.visual is None or short.visual.tells:
        return None
    said = {written(sentence) for shot in shots for sentence in shot.narration}
    of_image = short.visual.kind == "image" and bool(phrases.looks_at)
    looks = phrases.looks_at if of_image else phrases.looks
    for template in (*sorted(looks, key=said.__contains__), "" if of_image else phrases.begin_look):
        if time_shot(short, speaker) >= SHORTEST_SPEECH or most <= 0:
            break
        more = speaker.say(template)
        heard = [written(sentence) for sentence in short.narration]
        if more and written(more[0]) not in heard:
            short, most = replace(short, tail=(*short.tail, *more)), most - 1
    return [*shots[:at], short, *shots[at + 1 :]] if time_shot(short, speaker) >= SHORTEST_SPEECH else None


def _stretch_neighbour(shots: list[Shot], at: int, speaker: Speaker) -> list[Shot] | None:
    """Say a short shot's words on a neighbour that becomes longer than we like, though not than was promised."""
    return _give_words(shots, at, speaker, STRETCHED_SPEECH)


def _give_words(shots: list[Shot], at: int, speaker: Speaker, limit: float = LONGEST_SPEECH) -> list[Shot] | None:
    """Say a short shot's words on its neighbour, where no scene can be made of them."""
    short = shots[at]
    if short.kind in ("title", "outro"):
        return None
    for other in (at - 1, at + 1):
        if not 0 <= other < len(shots) or shots[other].kind == "outro":
            continue
        host = shots[other]
        boxed = (short.visual,) if short.visual and short.visual.tells else ()
        words = (
            short.narration
            if short.kind == "list" or boxed
            else tuple(said for point in short.points for said in point.said)
        )
        told = replace(host, after=(*host.after, *short.points, *boxed, *short.after))
        before = other < at
        told = replace(told, tail=(*host.tail, *words)) if before else replace(told, prefix=(*words, *host.prefix))
        if time_shot(told, speaker) <= limit:
            return [*shots[: min(at, other)], told, *shots[max(at, other) + 1 :]]
    return None
