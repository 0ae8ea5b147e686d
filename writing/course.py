"""Parts of a course -> pieces: what a heading announces is shown as what it is, where its shape allows."""

from __future__ import annotations

import re

from model.content import AnyBlock, ListBlock, ParagraphBlock, Text, plain
from model.narration import Narration
from model.scenes import SceneConfig
from model.scenes.checkpoint import CheckpointScene
from model.scenes.exercise import ExerciseScene
from model.scenes.learning_objectives import LearningObjectivesScene
from model.scenes.problem import ProblemScene
from model.scenes.quiz import QuizScene
from model.scenes.solution import SolutionScene
from writing.capacity import LONGEST_SPEECH
from writing.drafting import Draft
from writing.pieces import UNNAMED, UNSAID, Piece
from writing.speaking import Speaker
from writing.styled import make_text, tidy_text
from writing.wording import upper_first

_HEADINGS = {
    "learning_objectives": r"(?:learning )?(?:objectives|goals|outcomes)|what you(?:'|’)?(?: wi)?ll learn|lernziele|"
    r"was (?:du|sie) lern\w+|objectifs(?: d'apprentissage)?|objetivos(?: de aprendizaje)?|学習目標|学习目标",
    "checkpoint": r"checkpoint|check (?:your (?:progress|work)|that it works)|zwischenstand|point de contrôle|punto de control",
    "exercise": r"exercises?|hands[- ]on|try it yourself|your turn|practice|übung(?:en)?|aufgabe|exercices?|"
    r"ejercicios?|練習|练习",
    "quiz": r"(?:pop )?quiz|test yourself|test your knowledge|check your (?:understanding|knowledge)|quizfrage|クイズ|测验",
    "problem": r"(?:the |our )?problem(?: statement)?|das problem|le problème|el problema|問題|问题",
    "solution": r"(?:the |our )?solution|(?:die )?lösung|la solution|la solución|解決策|解决方案",
}
_KNOWN = {kind: re.compile(rf"(?:{words})(?:\s*[:：].*|\s+\d+.*)?", re.IGNORECASE) for kind, words in _HEADINGS.items()}
_MOST_POINTS = 6
_MOST_OPTIONS = 8
_POINT_CHARS, _STATEMENT_CHARS = 110, 220
_THINKING, _LEAST_THINKING = 3000, 1000
"""Milliseconds."""
_STEP = 1.8
"""Seconds that the packing keeps free for the step that leads to a picture."""
_ROOM = 1.0
"""Seconds left for the step that leads to a scene."""


def find_kind(title: str) -> str:
    """Return which part of a course a heading announces; empty for none."""
    return next((kind for kind, known in _KNOWN.items() if known.fullmatch(title.strip())), "")


def draft_course(block: AnyBlock, draft: Draft) -> tuple[Piece, ...]:
    """Draft a block of such a section as a scene of its kind; nothing where it has another shape."""
    title = plain(draft.place.section.title)
    kind = find_kind(title)
    if kind in ("learning_objectives", "checkpoint", "quiz", "exercise") and isinstance(block, ListBlock):
        points = _read_points(block, _MOST_OPTIONS if kind == "quiz" else _MOST_POINTS)
        scene = _make_listed(kind, block, points, draft) if points else None
        said = _say_points(kind, block, points, draft) if scene else ()
        return _show(block, scene, said, draft) if scene and said else ()
    if kind in ("problem", "solution") and isinstance(block, ParagraphBlock) and draft.ordinals["paragraph"] == 1:
        text = tidy_text(block.text)
        said = draft.speaker.say(text)
        if len(plain(text)) > _STATEMENT_CHARS or draft.speaker.seconds(said) > LONGEST_SPEECH - _ROOM:
            return ()
        make = ProblemScene if kind == "problem" else SolutionScene
        stated = make(scene_id=UNNAMED, narration=UNSAID, label=draft.header, text=text, spans=(block.span,))
        return draft.number([draft.make_piece(block, said=said, visual=stated, reaches=False, weight=0.6)])
    return ()


def _read_points(block: ListBlock, most: int) -> tuple[Text, ...]:
    """Return the entries of a short, flat list; nothing for another."""
    texts = tuple(tidy_text(item.text) for item in block.items)
    flat = all(not item.items for item in block.items) and all(texts)
    return texts if flat and len(texts) <= most and all(len(plain(text)) <= _POINT_CHARS for text in texts) else ()


def _make_listed(kind: str, block: ListBlock, points: tuple[Text, ...], draft: Draft) -> SceneConfig | None:
    known = {"scene_id": UNNAMED, "narration": UNSAID, "spans": (block.span,)}
    if kind == "learning_objectives":
        return LearningObjectivesScene.model_validate(known | {"header": draft.header, "points": points})
    if kind == "checkpoint":
        return CheckpointScene.model_validate(known | {"header": draft.header, "points": points})
    before = _find_paragraph(block, draft)
    if not before:
        return None
    if kind == "exercise":
        return ExerciseScene.model_validate(known | {"label": draft.header, "text": before, "points": points})
    answers = tuple(at for at, item in enumerate(block.items) if item.checked)
    if len(points) < 2 or not answers or any(item.checked is None for item in block.items):
        return None
    return QuizScene.model_validate(
        known | {"header": draft.header, "question": before, "options": points, "answers": answers}
    )


def _find_paragraph(block: ListBlock, draft: Draft) -> Text:
    """Return the short paragraph right before a list: the task or the question."""
    blocks = draft.place.section.blocks
    at = next((at for at, other in enumerate(blocks) if other.block_id == block.block_id), 0)
    before = blocks[at - 1] if at else None
    if not isinstance(before, ParagraphBlock) or len(plain(before.text)) > _STATEMENT_CHARS:
        return ()
    return tidy_text(before.text)


def _say_points(kind: str, block: ListBlock, points: tuple[Text, ...], draft: Draft) -> Narration:
    """Say the points, as many as a scene has room for; of a quiz, that there is time to think, then the answer.

    Nothing, where there is no time for a quiz's answer after its question.
    """
    speaker, phrases = draft.speaker, draft.speaker.phrases
    if kind == "quiz":
        right = [text for text, item in zip(points, block.items, strict=True) if item.checked]
        answer = speaker.phrase(phrases.answer, what=speaker.join(right)) or speaker.say(speaker.join(right))
        whole = speaker.seconds((*speaker.say(_find_paragraph(block, draft)), *answer))
        if whole > LONGEST_SPEECH - _STEP:
            return ()
        return _leave_time(speaker.phrase(phrases.think), whole, speaker) + answer
    said: Narration = ()
    for point in points:
        more = said + speaker.say(upper_first(point))
        if speaker.seconds(more) > LONGEST_SPEECH - _ROOM:
            break
        said = more
    return said


def _leave_time(think: Narration, rest: float, speaker: Speaker) -> Narration:
    """Let a pause follow the call to think, as long as the scene has time for; without time for the call, neither."""
    free = LONGEST_SPEECH - _STEP - rest - speaker.seconds(think)
    pause = min(_THINKING, int(free * 1000) // 100 * 100)
    if not think or free < 0:
        return ()
    if pause < _LEAST_THINKING:
        return think
    return (*think[:-1], think[-1].model_copy(update={"pause_after": pause}))


def _show(block: ListBlock, scene: SceneConfig, facts: Narration, draft: Draft) -> tuple[Piece, ...]:
    question = getattr(scene, "question", getattr(scene, "text", make_text("")))
    said = draft.speaker.say(question) if question else ()
    return draft.number([draft.make_piece(block, said=said, visual=scene, facts=facts, weight=0.6)])
