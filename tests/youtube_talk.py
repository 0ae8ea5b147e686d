"""A talk as its author wrote it -> the same as generated transcripts have it: small letters, no stops, short lines."""

from __future__ import annotations

import re
from pathlib import Path

from adapters.transcripts.transcript import Line, Transcript

TALK = (Path(__file__).parent / "documents" / "talk_fast_api.txt").read_text(encoding="utf-8")
WORDS_A_LINE = 7
SECONDS_A_WORD = 0.36
PAUSES = (0.45, 0.2, 0.7, 0.1)
"""Seconds after sentences, in turn; 1.2 after a paragraph."""


def sentences_of(text: str) -> list[str]:
    return re.findall(r"[^.?!]+[.?!]", " ".join(text.split()))


def generate_lines(text: str, *, noisy: bool = True) -> tuple[Line, ...]:
    """Cut a text as speech recognition does: at silences that are long, else after some words."""
    spoken, at = list[tuple[str, float, bool]](), 0.0
    count = 0
    for paragraph in text.strip().split("\n\n"):
        for sentence in sentences_of(paragraph):
            words = re.sub(r"[.,?!]", "", sentence).lower().split()
            for number, word in enumerate(words):
                spoken.append((word, at, False))
                at += SECONDS_A_WORD * (0.5 + len(word) / 10)
                if noisy and number == 2 and count % 5 == 3:
                    spoken.append(("um", at, False))
                    at += 0.3
            count += 1
            pause = PAUSES[count % len(PAUSES)]
            at += pause
            spoken[-1] = (*spoken[-1][:2], pause >= 0.4)
        at += 1.2
        spoken[-1] = (*spoken[-1][:2], True)
    return _cut(spoken, at, noisy)


def _cut(spoken: list[tuple[str, float, bool]], end: float, noisy: bool) -> tuple[Line, ...]:
    groups: list[list[tuple[str, float, bool]]] = [[]]
    for word in spoken:
        groups[-1].append(word)
        if word[2] or len(groups[-1]) == WORDS_A_LINE:
            groups.append([])
    groups = [group for group in groups if group]
    lines = [Line(text="[Music]", start=0.0, duration=1.0)] if noisy else []
    for number, group in enumerate(groups):
        # A generated line stays until the one after the next begins.
        until = groups[number + 2][0][1] if number + 2 < len(groups) else end
        lines.append(Line(text=" ".join(word for word, _, _ in group), start=group[0][1], duration=until - group[0][1]))
    return tuple(lines)


def write_lines(text: str) -> tuple[Line, ...]:
    """Cut a text as people do who write captions: with stops and capitals, at most 42 letters a line."""
    lines, at = list[Line](), 0.0
    for sentence in sentences_of(text):
        line = ""
        for word in sentence.split():
            if line and len(line) + len(word) >= 42:
                lines.append(Line(text=line, start=at, duration=len(line) * 0.065))
                at += len(line) * 0.065
                line = ""
            line = f"{line} {word}".strip()
        lines.append(Line(text=line, start=at, duration=len(line) * 0.065))
        at += len(line) * 0.065 + 0.3
    return tuple(lines)


def make_transcript(lines: tuple[Line, ...], **more: object) -> Transcript:
    facts = {
        "video_id": "abcdefghijk", "title": "How to make a slow web service fast", "channel": "Fast Services", "language": "en",
        "origin": "generated", "seconds": lines[-1].start + lines[-1].duration, "lines": lines,
    }  # fmt: skip
    return Transcript.model_validate({**facts, **more})
