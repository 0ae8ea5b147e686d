"""Two results of a film -> what is different in what they were made of."""

from __future__ import annotations

from collections.abc import Iterator

from model.changes import Cause, CauseKind
from model.making import Named
from model.result import PipelineResult


def find_causes(before: PipelineResult, after: PipelineResult) -> tuple[Cause, ...]:
    """Name everything that is not as it was: the document first, then what was chosen, then what we are."""
    old, new = before.made_with, after.made_with
    causes = [
        *_compare("source", _digests(before), _digests(after), shown=False),
        *_compare("setting", old.settings, new.settings),
        *_compare("voice", _voices(before), _voices(after)),
        *_compare("video-gen", old.code, new.code, shown=False),
        *_compare("tool", old.tools, new.tools),
        *_compare("fonts", _fonts(before), _fonts(after), shown=False),
    ]
    return tuple(causes)


def _compare(kind: CauseKind, before: Named, after: Named, *, shown: bool = True) -> Iterator[Cause]:
    old, new = dict(before), dict(after)
    if kind in ("video-gen", "tool") and not (old and new):
        return  # made before results told of it: nothing can be said
    for name in dict.fromkeys((*new, *old)):
        if old.get(name) != new.get(name):
            was, now = (old.get(name, ""), new.get(name, "")) if shown else _say_presence(name, old, new)
            yield Cause(kind=kind, name=name, before=was, after=now)


def _say_presence(name: str, old: dict[str, str], new: dict[str, str]) -> tuple[str, str]:
    """Say of what has only a digest whether it came or went; nothing when it is another."""
    return "", "new" if name not in old else "gone" if name not in new else ""


def _digests(result: PipelineResult) -> Named:
    return tuple((file.name, file.sha256) for file in result.inputs)


def _voices(result: PipelineResult) -> Named:
    roles = ((role.name, f"{role.voice.engine}:{role.voice.voice}") for role in result.roles)
    return (("narrator", f"{result.voice.engine}:{result.voice.voice}"), *roles)


def _fonts(result: PipelineResult) -> Named:
    return (("of the machine", result.fonts),) if result.fonts else ()
