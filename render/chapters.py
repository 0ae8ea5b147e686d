"""A script on its timeline -> chapters for the film, and the text that a video site shows under it."""

from __future__ import annotations

from collections.abc import Sequence

from model.frozen import Frozen
from model.script import VideoScript
from model.timeline import Timeline

_TITLE_LENGTH = 100
# YouTube: a list begins at 0:00, has three chapters or more, each of ten seconds or more; 5,000 bytes in all.
_SHORTEST_LISTED = 10
_FEWEST_LISTED = 3
_DESCRIPTION_BYTES = 5000


class Chapter(Frozen):
    """A part of the film with a name."""

    first_frame: int
    """Where it begins."""
    end_frame: int
    """One past its last frame."""
    title: str
    """One line of at most 100 characters."""


def list_chapters(script: VideoScript, timeline: Timeline) -> tuple[Chapter, ...]:
    """Return the film's chapters, which cover it from its first frame to its last; the film's title opens an untitled start."""
    starts = [
        (slot.first_frame, _one_line(scene.chapter))
        for scene, slot in zip(script.scenes, timeline.slots, strict=True)
        if _one_line(scene.chapter)
    ]
    if not starts or starts[0][0]:
        starts.insert(0, (0, _one_line(script.title) or script.video_id))
    ends = (*(frame for frame, _ in starts[1:]), timeline.frames)
    return tuple(
        Chapter(first_frame=frame, end_frame=end, title=title) for (frame, title), end in zip(starts, ends, strict=True)
    )


def list_site_chapters(chapters: Sequence[Chapter], fps: int) -> tuple[tuple[int, str], ...]:
    """Return (second, title) as YouTube takes them, short chapters merged under the longest's title; empty when too few."""
    merged: list[list[Chapter]] = []
    for chapter in chapters:
        if merged and _seconds(merged[-1], fps) < _SHORTEST_LISTED:
            merged[-1].append(chapter)
        else:
            merged.append([chapter])
    if len(merged) > 1 and _seconds(merged[-1], fps) < _SHORTEST_LISTED:
        merged[-2].extend(merged.pop())
    if len(merged) < _FEWEST_LISTED:
        return ()
    named = (max(group, key=lambda chapter: chapter.end_frame - chapter.first_frame).title for group in merged)
    return tuple((group[0].first_frame // fps, title) for group, title in zip(merged, named, strict=True))


def _seconds(group: Sequence[Chapter], fps: int) -> int:
    """Return how long chapters seem to last when times are shown as whole seconds."""
    return group[-1].end_frame // fps - group[0].first_frame // fps


def description_text(script: VideoScript, chapters: Sequence[Chapter], fps: int) -> str:
    """Write a description as YouTube takes it: what the film says of itself, then its chapters; no angle brackets."""
    listed = list_site_chapters(chapters, fps)
    while len("".join(_list_lines(listed)).encode()) > _DESCRIPTION_BYTES // 2:
        listed = listed[:-1]
    listing = "".join(_list_lines(listed))
    about = _plain("\n".join(" ".join(line.split()) for line in (script.description or script.title).splitlines()))
    room = _DESCRIPTION_BYTES - len(listing.encode()) - 2
    about = about.encode()[:room].decode("utf-8", "ignore").strip()
    return f"{about}\n\n{listing}" if listing else f"{about}\n"


def _list_lines(listed: Sequence[tuple[int, str]]) -> list[str]:
    return [f"{_clock(second)} {_plain(title)}\n" for second, title in listed]


def _clock(seconds: int) -> str:
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _one_line(title: str) -> str:
    line = " ".join("".join(character if character.isprintable() else " " for character in title).split())
    return line if len(line) <= _TITLE_LENGTH else line[: _TITLE_LENGTH - 1].rstrip() + "…"


def _plain(text: str) -> str:
    return text.replace("<", "‹").replace(">", "›")
