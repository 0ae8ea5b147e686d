"""What every scene has, and how a type of scene is known: by its name, never from a list.

A type of ours is the module `model.scenes.<name>`. A type of somebody else's is a module that an entry point of the group
`video_gen.scenes` names; it holds the class and the functions that draw it. Entry points are read only when a name is
none of ours.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, SerializeAsAny

from model.audio import Pitch, Rate
from model.frozen import Frozen
from model.inputs import SourceSpan
from model.narration import LONGEST_NAME, Sentence
from model.scenes.registry import OpenUnion

MIN_SPEECH_SECONDS = 3.0
"""A scene says at least this much: a shorter one cannot be read."""
MAX_SPEECH_SECONDS = 15.0
"""A scene says at most this much: a longer one is split at a sentence."""


def _read_number(value: object) -> object:
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        return value


Number = Annotated[float, BeforeValidator(_read_number)]
"""A field for numbers with a point: `script.yaml` reads `0.5` as text, for most that look so are."""


class Scene(Frozen):
    """What every scene has. A type of scene gives `scene_type` a `Literal` with its name, which is also the default."""

    mono: ClassVar[bool] = False
    """Its picture is set in the monospaced face: code, a terminal."""
    opens: ClassVar[bool] = False
    """Something begins with it: a longer pause follows what it says."""

    untranslated: ClassVar[frozenset[str]] = frozenset()
    """Fields whose text is no language: code, commands, addresses."""

    scene_id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]
    """Unique in the film, and stable when other scenes change: `install-2`."""
    chapter: str = ""
    """Set on the scene that begins a chapter: the chapter's title. Empty on the others."""
    narration: Annotated[tuple[Sentence, ...], Field(min_length=1)]
    """What is said while this is shown."""
    voice: Annotated[str, Field(max_length=LONGEST_NAME)] = ""
    """Who says it, where a sentence names nobody: as `Sentence.voice`; empty for the narrator."""
    rate: Annotated[Rate, Field(exclude_if=lambda rate: rate == 0)] = 0
    """Per cent that this scene is spoken faster than the film."""
    pitch: Annotated[Pitch, Field(exclude_if=lambda pitch: pitch == 0)] = 0
    """Semitones that it is spoken higher."""
    spans: tuple[SourceSpan, ...] = ()
    """The source lines that are shown."""
    scene_type: str
    """The name of the type."""

    @classmethod
    def renew(cls, fields: dict[str, Any]) -> dict[str, Any]:
        """Return the fields of a scene that an older version wrote as this version has them."""
        return fields

    def shown(self) -> dict[str, Any]:
        """Return the fields of its own, those whose texts its picture shows."""
        return {name: getattr(self, name) for name in type(self).model_fields if name not in Scene.model_fields}


SceneConfig = Annotated[SerializeAsAny[Scene], OpenUnion()]
"""A scene of any known type: validated as what its `scene_type` says, and written whole."""
