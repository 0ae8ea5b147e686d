"""What a film says of its speakers -> whose voice each has, and how much faster and higher they speak."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adapters.videos.converting import check_names
from adapters.videos.tree import Tree, problem_at
from model.audio import HIGHEST_RATE, LONGEST_SHIFT, LOWEST_RATE, Tuning
from model.errors import Problem
from model.narration import LONGEST_NAME

_FIELDS = ("voice", "rate", "pitch")
_MOST = 40
_BOUNDS = {"rate": (LOWEST_RATE, HIGHEST_RATE, "per cent"), "pitch": (-LONGEST_SHIFT, LONGEST_SHIFT, "semitones")}


def read_speakers(tree: Tree, problems: list[Problem]) -> tuple[tuple[tuple[str, str], ...], tuple[Tuning, ...]]:
    """Return pairs of (speaker, voice), and those who speak otherwise than the rest."""
    found = tree.entries.get("speakers")
    if found is None or found.value is None:
        return (), ()
    if not isinstance(found.value, Mapping) or len(found.entries) > _MOST:
        message = f"`speakers` is {found.kind}, or has more than {_MOST} entries."
        problems.append(
            problem_at(found.place, message, "Write `Anna: female` a line, or `Anna: {voice: female, rate: 10}`.")
        )
        return (), ()
    speakers: list[tuple[str, str]] = []
    tunings: list[Tuning] = []
    for name, one in found.entries.items():
        if not name.strip() or len(name) > LONGEST_NAME:
            message = f"A speaker's name has 1 to {LONGEST_NAME} characters."
            problems.append(problem_at(found.key_place(name), message, "Shorten it."))
            continue
        voice, manner = _read_one(one, problems)
        speakers.append((name.strip(), voice))
        tunings += [Tuning(name=name.strip(), **manner)] if any(manner.values()) else []
    return tuple(speakers), tuple(tunings)


def _read_one(tree: Tree, problems: list[Problem]) -> tuple[str, dict[str, Any]]:
    if not tree.entries:
        return _read_voice(tree, problems), {}
    check_names(tree, _FIELDS, problems, "A speaker")
    voice = _read_voice(tree.entries["voice"], problems) if "voice" in tree.entries else ""
    return voice, {name: _read_change(tree.entries[name], name, problems) for name in _BOUNDS if name in tree.entries}


def _read_voice(tree: Tree, problems: list[Problem]) -> str:
    voice = " ".join(tree.text.split()) if tree.is_scalar and tree.value is not None else ""
    if tree.value is not None and (not tree.is_scalar or len(voice) > LONGEST_NAME):
        problems.append(problem_at(tree.place, f"A voice is named here by {tree.kind[:80]}.", "Write `voice: female`."))
    return voice[:LONGEST_NAME]


def _read_change(tree: Tree, name: str, problems: list[Problem]) -> int:
    low, high, unit = _BOUNDS[name]
    value = tree.value
    if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
        return value
    message = f"A {name} is a whole number of {unit} from {low} to {high}, not {tree.text[:40] or tree.kind}."
    problems.append(problem_at(tree.place, message, f"Write `{name}: {2 if name == 'pitch' else 10}`."))
    return 0
