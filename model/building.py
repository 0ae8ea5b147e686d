"""Objects, dicts and calls -> InputConfig: films that a program describes, scene by scene.

course = FilmSet("python-course", accent_color="green")
film = course.film("Variables", subtitle="A name for a value")
film.scene("title", title="Variables", say="A variable is a name for a value.")
make_video_sync(course.job(output="videos"))
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from model.inputs import InputConfig
from model.narration import UNSAID

SceneLike = Mapping[str, Any] | BaseModel


@dataclass
class Film:
    """One film in the making; `options` are what a course file says of a film: video_id, description, accent_color, voice…"""

    title: str
    options: dict[str, Any] = field(default_factory=dict)
    scenes: list[SceneLike] = field(default_factory=list)

    def scene(self, scene_type: str, /, **fields: Any) -> Film:
        """Add a scene by the name of its type, and return the film; `say` is what is said, else it is written."""
        self.scenes.append({"scene_type": scene_type, **fields})
        return self

    def add(self, *scenes: SceneLike) -> Film:
        """Add scenes as objects of `model.scenes` or as dicts, and return the film."""
        self.scenes += scenes
        return self

    def described(self) -> dict[str, Any]:
        """Return the film as a course file would hold it."""
        return {"title": self.title, **self.options, "scenes": list(self.scenes)}

    def job(self, source: str = "", **options: Any) -> InputConfig:
        """Return the job that makes this film; `options` are fields of InputConfig."""
        return describe_films((self,), source=source or self.title, **options)


class FilmSet:
    """Several films with what they have in common."""

    def __init__(self, name: str, **defaults: Any) -> None:
        """Begin a set; `defaults` hold for each film that does not say otherwise."""
        self.name = name
        self.defaults = defaults
        self.films: list[Film] = []

    def film(self, title: str, **options: Any) -> Film:
        """Add a film, and return it."""
        self.films.append(Film(title, options))
        return self.films[-1]

    def job(self, **options: Any) -> InputConfig:
        """Return the job that makes the films; `options` are fields of InputConfig."""
        return describe_films(self.films, source=self.name, defaults=self.defaults, **options)


def describe_films(
    films: Iterable[Mapping[str, Any] | Film], *, source: str = "program", defaults: Mapping[str, Any] | None = None,
    **options: Any,
) -> InputConfig:  # fmt: skip
    """Return the job that makes films given as dicts or as `Film`.

    `source` names the set, and pictures are looked for in its folder: `lessons/course` for those in `lessons`.
    Raises TypeError for a value that is no plain one, with its path.
    """
    listed = [
        _plain(film.described() if isinstance(film, Film) else film, f"films[{at}]") for at, film in enumerate(films)
    ]
    whole = {"name": source, "defaults": _plain(dict(defaults or {}), "defaults"), "videos": listed}
    text = json.dumps(whole, ensure_ascii=False)
    return InputConfig(source=source, input_type="programmatic", text=text, **options)


def _plain(value: Any, path: str) -> Any:
    """Return a value as JSON has it; scenes as course files have them."""
    if isinstance(value, BaseModel):
        fields = value.model_dump(mode="json", exclude_defaults=True)
        fields |= {"scene_type": value.scene_type} if hasattr(value, "scene_type") else {}
        if getattr(value, "narration", None) == UNSAID:
            del fields["narration"]
        return fields
    if isinstance(value, Mapping):
        return {str(name): _plain(inner, f"{path}.{name}") for name, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [_plain(inner, f"{path}[{at}]") for at, inner in enumerate(value)]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise TypeError(f"{path} is of type {type(value).__name__}: give text, numbers, lists, dicts or scenes")
