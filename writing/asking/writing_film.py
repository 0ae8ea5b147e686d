"""ParsedContent -> an assignment for a model, and its answers -> VideoScript."""

from __future__ import annotations

from collections.abc import Sequence

from model.asking import Assignment, Question, Written
from model.content import ParsedContent
from model.drafts import PartDraft, WholeDraft
from model.inputs import VideoConfig
from model.scenes import SceneConfig
from model.script import VideoScript
from writing.asking.briefing import ask_parts, ask_whole
from writing.asking.filming import film_parts
from writing.asking.judging import apply_changes, judge_part, judge_whole
from writing.asking.mending import mend_part, mend_whole
from writing.asking.parts import Film, plan_film_parts
from writing.asking.sentences import say_drafts
from writing.asking.telling import cover_film
from writing.script import write_script


def make_assignment(content: ParsedContent, video: VideoConfig) -> Assignment:
    """Say what is to be asked about a document, and what makes an answer right."""
    film = _plan(content, video)

    def ask_last(answers: Sequence[str]) -> Question:
        return ask_whole(film, _read_parts(answers))

    def judge_last(answers: Sequence[str], answer: str) -> tuple[str, ...]:
        return judge_whole(film, _read_parts(answers), answer)

    return Assignment(
        ask_parts(film), lambda at, answer: judge_part(film, at, answer), ask_last, judge_last,
        lambda at, answer: mend_part(film, at, answer), mend_whole,
    )  # fmt: skip


def _plan(content: ParsedContent, video: VideoConfig) -> Film:
    return plan_film_parts(content, video, write_script(content, video))


def _read_parts(answers: Sequence[str]) -> tuple[PartDraft, ...]:
    return tuple(map(PartDraft.model_validate_json, answers))


def write_as_told(content: ParsedContent, video: VideoConfig, written: Written) -> VideoScript:
    """Make the script of answers that hold to the assignment."""
    film = _plan(content, video)
    whole = WholeDraft.model_validate_json(written.whole)
    drafts = apply_changes(_read_parts(written.parts), whole)
    scenes = (_open(film, whole), *film_parts(film, drafts), _close(film, whole))
    return film.rules.model_copy(update={"scenes": scenes, "coverage": cover_film(film, scenes, drafts)})


def _open(film: Film, whole: WholeDraft) -> SceneConfig:
    narration, _ = say_drafts(whole.opening, film.rows, film.speaker)
    subtitle = {"subtitle": whole.subtitle} if whole.subtitle else {}
    return film.rules.scenes[0].model_copy(update={"narration": narration, **subtitle})


def _close(film: Film, whole: WholeDraft) -> SceneConfig:
    narration, _ = say_drafts(whole.closing, film.rows, film.speaker)
    return film.rules.scenes[-1].model_copy(update={"narration": narration})
