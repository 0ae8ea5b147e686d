"""What a language model is asked, and what it answers: text in, JSON out. It has no tool but its answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, NamedTuple

from pydantic import Field

from model.ai import Spending, Usage
from model.frozen import Frozen


class Question(Frozen):
    """One thing that is asked. Its digest names the answer that is kept."""

    name: Annotated[str, Field(pattern=r"^[a-z_]{1,64}$")]
    """Of the one tool that the model may call with its answer."""
    system: str
    """Our rules: the same for every question about every document."""
    document: str
    """The user's document as data, delimited: the same for every question about it, so that services keep it."""
    task: str
    """What is to be written now."""
    answer_schema: str
    """JSON Schema of the answer, as canonical JSON."""
    most_tokens: Annotated[int, Field(ge=1)]
    """What it may write at most, thinking included."""
    expected_tokens: Annotated[int, Field(ge=1)]
    """What it will write, as far as can be told."""


class Answer(Frozen):
    """What came back."""

    text: str
    """JSON, unchecked."""
    usage: Usage
    """What it cost."""
    truncated: bool = False
    """It ended because it was too long."""


class Assignment(NamedTuple):
    """A film to be written: questions about its parts, then one about the whole. Whoever asks knows no more of films."""

    parts: tuple[Question, ...]
    """Independent of each other."""
    judge_part: Callable[[int, str], tuple[str, ...]]
    """Part and answer -> what is wrong with it, for the model to correct; nothing when it is right."""
    ask_whole: Callable[[Sequence[str]], Question]
    """All parts' answers -> the last question."""
    judge_whole: Callable[[Sequence[str], str], tuple[str, ...]]
    """All parts' answers and the last one -> what is wrong with it."""
    mend_part: Callable[[int, str], str]
    """Part and answer -> what of it holds, without what does not; empty when nothing does."""
    mend_whole: Callable[[str], str]
    """The same of the last answer."""


class Written(Frozen):
    """Answers that hold to an assignment."""

    parts: tuple[str, ...]
    """JSON by part."""
    whole: str
    """JSON of the last question."""
    spending: Spending = Spending()
    """What was paid for them in this run: nothing for those that were kept."""

    def words(self) -> Written:
        """Return it without what it cost: two runs that say the same are the same."""
        return self.model_copy(update={"spending": Spending()})
