"""What a language model writes: scenes in few words, each sentence with the rows of the document that it rests on.

The types are also the JSON Schema that the model is held to. It names no file, no address and no picture but by the ids
that it was given; code, tables and pictures are shown as the document has them.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from model.frozen import Frozen

Header = Annotated[str, Field(max_length=60)]
Shown = Annotated[str, Field(min_length=1, max_length=140)]


class DraftSentence(Frozen):
    """One sentence that is spoken."""

    text: Annotated[str, Field(min_length=1, max_length=400)]
    """One sentence, as one says it. Identifiers and commands in `backticks`. No other markup, no address."""
    first_row: Annotated[int, Field(ge=0)]
    """First row of the document that it rests on; 0 for a connecting sentence that claims nothing."""
    last_row: Annotated[int, Field(ge=0)]
    """Last such row, inclusive; 0 with first_row 0."""


Sentences = Annotated[tuple[DraftSentence, ...], Field(min_length=1, max_length=8)]


class DraftPoint(Frozen):
    """A line on screen."""

    label: Annotated[str, Field(max_length=24)]
    """A step's date or name; else empty."""
    text: Shown
    """A few words: what the listener should keep."""
    sentence: Annotated[int, Field(ge=0, le=7)]
    """Index, from 0, of the scene's sentence that says it: it appears with it."""


Points = Annotated[tuple[DraftPoint, ...], Field(min_length=1, max_length=5)]


class CardDraft(Frozen):
    """The card with which a chapter begins, under its own heading: what is to come, in a sentence or two."""

    kind: Literal["card"]
    summary: Annotated[str, Field(max_length=90)]
    """One line under the heading; may be empty."""
    sentences: Sentences
    """What is said while it is shown, in order."""


class ListDraft(Frozen):
    """Points that appear as they are said: for what stands side by side."""

    kind: Literal["list"]
    header: Header
    """What stands above it, a few words; empty for the section's heading."""
    points: Points
    """In the order of their sentences."""
    sentences: Sentences
    """What is said while it is shown, in order."""


class StepsDraft(Frozen):
    """Numbered steps or dated events: only where their order matters."""

    kind: Literal["steps"]
    header: Header
    """What stands above it, a few words; empty for the section's heading."""
    points: Points
    """In the order of their sentences."""
    sentences: Sentences
    """What is said while it is shown, in order."""


class StatementDraft(Frozen):
    """One sentence that matters, large."""

    kind: Literal["statement"]
    text: Shown
    """The sentence, or its core."""
    sentences: Sentences
    """What is said while it is shown, in order."""


class StatDraft(Frozen):
    """One number of the document, very large."""

    kind: Literal["stat"]
    header: Header
    """What stands above it, a few words; empty for the section's heading."""
    value: Annotated[str, Field(min_length=1, max_length=12)]
    """The number as the document writes it."""
    unit: Annotated[str, Field(max_length=12)]
    """`%`, `ms`; may be empty."""
    text: Shown
    """What the number means."""
    sentences: Sentences
    """What is said while it is shown, in order."""


class DraftColumn(Frozen):
    """One side of a comparison."""

    heading: Annotated[str, Field(max_length=40)]
    """What it is."""
    points: Annotated[tuple[Shown, ...], Field(min_length=1, max_length=4)]
    """Its points."""


class ColumnsDraft(Frozen):
    """Two sides: before and after, for and against."""

    kind: Literal["two_column"]
    header: Header
    """What stands above it, a few words; empty for the section's heading."""
    first: DraftColumn
    """The side on which the language begins."""
    second: DraftColumn
    """The other side."""
    sentences: Sentences
    """What is said while it is shown, in order."""


class PictureDraft(Frozen):
    """Code, a terminal, a table, a picture, a quotation: what the document itself shows, while it is told of."""

    kind: Literal["picture"]
    picture: Annotated[str, Field(max_length=24)]
    """One of the ids listed in the task."""
    sentences: Sentences
    """What is said while it is shown, in order."""


DraftScene = Annotated[
    CardDraft | ListDraft | StepsDraft | StatementDraft | StatDraft | ColumnsDraft | PictureDraft,
    Field(discriminator="kind"),
]


class PartDraft(Frozen):
    """The scenes of one part of the film."""

    scenes: Annotated[tuple[DraftScene, ...], Field(min_length=1, max_length=24)]
    """In order."""


class DraftChange(Frozen):
    """A sentence put otherwise, because of what stands elsewhere in the film."""

    scene: Annotated[int, Field(ge=1)]
    """Number of the scene."""
    sentence: Annotated[int, Field(ge=0)]
    """Index, from 0, of its sentence."""
    text: Annotated[str, Field(min_length=1, max_length=400)]
    """The sentence, new; it rests on the same rows."""


class WholeDraft(Frozen):
    """What only the whole film can tell: how it begins and ends, and what is said twice."""

    opening: Annotated[tuple[DraftSentence, ...], Field(min_length=1, max_length=4)]
    """Said over the title: what this is, for whom, what is to come."""
    subtitle: Annotated[str, Field(max_length=120)]
    """One line under the title; empty to keep the document's own."""
    closing: Annotated[tuple[DraftSentence, ...], Field(min_length=1, max_length=4)]
    """Said at the end: what to keep, what to do first."""
    changes: Annotated[tuple[DraftChange, ...], Field(max_length=24)]
    """Sentences to put otherwise: repetitions, and the steps from one part to the next."""


class FilmDraft(Frozen):
    """All that a model wrote."""

    parts: tuple[PartDraft, ...]
    """In order."""
    whole: WholeDraft
    """How they become one film."""


class DraftTranslation(Frozen):
    """One text in the other language."""

    number: Annotated[int, Field(ge=1)]
    """The text's number in the task."""
    text: Annotated[str, Field(min_length=1, max_length=4000)]
    """Its translation, with all its marks."""


class SceneTranslation(Frozen):
    """All texts of a scene in the other language."""

    texts: Annotated[tuple[DraftTranslation, ...], Field(min_length=1)]
    """Each text of the task once, in its order."""
