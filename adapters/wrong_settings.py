"""What pydantic found wrong -> a message and a remedy in the user's words: where it is set, the value, the choices."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from adapters.voice_engine import own_engines
from model.errors import ConfigError
from model.nearness import nearest_names
from model.theme_choice import describe_choices

Origins = Mapping[str, str]
"""Where each setting was given, by its name: `--accent`, `VIDEO_GEN_ACCENT`, `accent in …/video-gen.toml`."""

_CHOICES = {
    "source": "a document, a folder of documents, or - for standard input",
    "output": "a folder",
    "engine": f"auto, {', '.join(own_engines())}",
    "accent": "blue, purple, orange, green, pink or cyan",
    "theme": f"{describe_choices()}; or a brand's YAML file",
    "target_duration": "seconds from 15 to 21600, or all",
    "language": "a code such as en, de or pt-BR",
    "ai": "auto, off or on",
    "model": "a model's name, such as claude-sonnet-5-5",
    "ai_url": "an address such as http://localhost:11434/v1",
    "ai_key": "text",
    "notify_url": "an address as apprise writes it, such as mailto://user:password@example.org",
    "max_cost": "US dollars, such as 0.50, or none",
    "languages": "codes with commas between them, as en,es,pt-BR",
    "quality": "draft, standard or high",
    "fps": "24, 25, 30, 50 or 60",
    "resolution": "720p, 1080p, 1440p or 2160p",
    "aspect": "16:9, 9:16, 1:1 or 4:5",
    "motion": "full, reduced or none",
    "captions": "off, burned or karaoke",
    "music": "a music file",
    "glossary": "a YAML file of names and terms",
    "music_volume": "LU from -60 to 0",
    "hardware": "auto or off",
    "server": "keep or once",
    "metrics_port": "a port of this machine such as 9464, or host:port",
    "log_format": "text or json",
    "jobs": "a number from 0 to 256",
    "voice": "male, male_warm, female, female_friendly, or an engine's own id",
    "rate": "per cent from -50 to 100, as +10",
    "pitch": "semitones from -6 to 6, as -2",
    "speakers": 'a table of name = "voice"',
    "voices_lock": "use, write, prune, require or off",
    "pronunciation": 'a table of written = "spoken"',
}


def describe_problems(error: ValidationError, origins: Origins, known: Sequence[str]) -> tuple[str, str]:
    """Say which settings cannot be meant, and what can."""
    wrong: dict[str, str] = {}
    for problem in error.errors(include_url=False):
        name = str(problem["loc"][0])
        wrong.setdefault(name, _describe(name, problem, origins.get(name, name.replace("_", "-"))))
    remedies = [_remedy(name, known, alone=len(wrong) == 1) for name in wrong]
    return " ".join(wrong.values()), " ".join(remedies)


def _describe(name: str, problem: Mapping[str, Any], origin: str) -> str:
    if problem["type"] == "extra_forbidden":
        return f"There is no setting {origin}."
    within = ".".join(str(part) for part in problem["loc"][1:]) if name in ("pronunciation", "speakers") else ""
    value = repr(problem.get("input"))
    shown = "what it is set to" if name in ("ai_key", "notify_url") else value if len(value) <= 60 else f"{value[:57]}…"
    return f"{origin}{f' ({within})' if within else ''} cannot be {shown}."


def _remedy(name: str, known: Sequence[str], *, alone: bool) -> str:
    if name in _CHOICES:
        return f"Choose {_CHOICES[name]}." if alone else f"For {name.replace('_', '-')} choose {_CHOICES[name]}."
    return suggest(name, known) or "Correct its name, or remove it."


def suggest(name: str, known: Sequence[str]) -> str:
    """Name the setting that was probably meant."""
    near = nearest_names(name, known)
    return f"Did you mean {near[0]}?" if near else ""


def refuse_unknown_variables(prefix: str, known: Sequence[str]) -> None:
    """Report variables that look like ours and are not: a misspelled one would be ignored in silence.

    Raises ConfigError.
    """
    names = [f"{prefix}{name.upper()}" for name in known]
    unknown = sorted(name for name in os.environ if name.startswith(prefix) and name not in names)
    if unknown:
        hints = [suggest(name, names) for name in unknown]
        remedy = " ".join(hint for hint in hints if hint) or "Correct its name, or remove it."
        raise ConfigError(f"There is no setting {', '.join(unknown)}.", remedy)
