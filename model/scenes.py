"""The scenes of a film: what stands on screen while something is said. A union, told apart by `scene_type`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from model.assets import Asset
from model.content import Text
from model.frozen import Frozen
from model.inputs import SourceSpan
from model.narration import Sentence

MIN_SPEECH_SECONDS = 3.0
"""A scene says at least this much: a shorter one cannot be read."""
MAX_SPEECH_SECONDS = 15.0
"""A scene says at most this much: a longer one is split at a sentence."""


class Scene(Frozen):
    """What every scene has."""

    scene_id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]
    """Unique in the film, and stable when other scenes change: `install-2`."""
    chapter: str = ""
    """Set on the scene that begins a chapter: the chapter's title. Empty on the others."""
    narration: Annotated[tuple[Sentence, ...], Field(min_length=1)]
    """What is said while this is shown."""
    spans: tuple[SourceSpan, ...] = ()
    """The source lines that are shown."""


class TitleScene(Scene):
    """The opening: what this is."""

    scene_type: Literal["title"] = "title"
    title: str
    """The name, large."""
    subtitle: str = ""
    """One line that says what it is."""


class SectionScene(Scene):
    """A chapter begins."""

    scene_type: Literal["section"] = "section"
    title: str
    """The heading."""
    number: int
    """1-based place among the film's chapter cards; 0 for a card that is the only one, which shows no number."""
    total: int
    """How many chapter cards the film has."""
    summary: str = ""
    """One line on what comes; may be empty."""


class Line(Frozen):
    """One entry on a list scene."""

    text: Text
    """What is shown."""
    marker: Literal["bullet", "number", "checked", "unchecked"] = "bullet"
    """What stands before it."""
    number: int = 0
    """With marker `number`: which."""
    depth: Annotated[int, Field(ge=0, le=2)] = 0
    """Indentation."""
    sentence: Annotated[int, Field(ge=0)] = 0
    """Index in the scene's narration of the sentence that says it: it appears when that begins. Without meaning where
    `state` is not `now`."""
    state: Literal["now", "before", "later"] = "now"
    """When its page says it. `now`: in this scene. `before`: in an earlier one, so it stands from the first picture.
    `later`: in a scene to come, so it keeps its room and is not drawn."""


class ListScene(Scene):
    """Points, appearing as they are said. Scenes that follow each other with the same header and points are one page."""

    scene_type: Literal["list"] = "list"
    header: str
    """What the points are about."""
    lines: Annotated[tuple[Line, ...], Field(min_length=1)]
    """All points of the page: those said before, those said now in order of their sentences, those said later."""


class CommandScene(Scene):
    """A terminal: what to type, and what comes back."""

    scene_type: Literal["command"] = "command"
    header: str
    """What it does."""
    lines: Annotated[tuple[CommandLine, ...], Field(min_length=1)]
    """In order."""


class CommandLine(Frozen):
    """One line of a terminal."""

    text: str
    """Without its prompt."""
    kind: Literal["input", "continuation", "output", "comment"] = "input"
    """`input` is drawn with a prompt."""


class CodeScene(Scene):
    """Code, highlighted."""

    scene_type: Literal["code"] = "code"
    header: str
    """What it shows."""
    language: str = ""
    """A Pygments alias; empty for plain text."""
    code: str
    """The whole block, so that highlighting knows its context."""
    first_line: Annotated[int, Field(ge=1)]
    """First line of the block that this scene shows, 1-based."""
    last_line: Annotated[int, Field(ge=1)]
    """Last line of the block that this scene shows, inclusive."""


class TableScene(Scene):
    """A table, or the part of one that matters."""

    scene_type: Literal["table"] = "table"
    header: str
    """What the table is about."""
    columns: Annotated[tuple[Text, ...], Field(min_length=1)]
    """Column titles."""
    rows: Annotated[tuple[tuple[Text, ...], ...], Field(min_length=1)]
    """Cells by row; each row as long as `columns`."""
    alignments: tuple[Literal["left", "center", "right"], ...]
    """One a column."""
    marked: int | None = None
    """Row that stands out and is spoken of; None when none does."""
    note: str = ""
    """What of the table is shown when it is not all: `8 of 240 rows`."""


class ImageScene(Scene):
    """A picture of the author's."""

    scene_type: Literal["image"] = "image"
    header: str = ""
    """What it belongs to."""
    image: Asset
    """The picture."""
    width: Annotated[int, Field(ge=1)]
    """Pixels."""
    height: Annotated[int, Field(ge=1)]
    """Pixels."""
    caption: str = ""
    """What it shows."""


class QuoteScene(Scene):
    """Somebody's words, or an alert, or one sentence that matters."""

    scene_type: Literal["quote"] = "quote"
    text: Text
    """The words."""
    attribution: str = ""
    """Whose they are; or what the alert is called."""
    tone: Literal["quote", "statement", "note", "tip", "important", "warning", "caution"] = "quote"
    """How it is drawn."""


class OutroScene(Scene):
    """The closing."""

    scene_type: Literal["outro"] = "outro"
    title: str
    """What to remember, or the name again."""
    lines: tuple[str, ...] = ()
    """At most three: what to do next."""


SceneConfig = Annotated[
    TitleScene
    | SectionScene
    | ListScene
    | CommandScene
    | CodeScene
    | TableScene
    | ImageScene
    | QuoteScene
    | OutroScene,
    Field(discriminator="scene_type"),
]

CommandScene.model_rebuild()
