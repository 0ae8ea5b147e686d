"""Scenes of a course: what stands where, what comes when, and how too much is divided."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from model.content import Run, Text, plain
from model.format import VideoFormat
from model.narration import Narration, Sentence, Word
from model.scenes import SceneConfig
from model.scenes.checkpoint import CheckpointScene
from model.scenes.exercise import ExerciseScene
from model.scenes.learning_objectives import LearningObjectivesScene
from model.scenes.problem import ProblemScene
from model.scenes.quiz import QuizScene
from model.scenes.solution import SolutionScene
from render.designs import lay_out_scene
from render.fitting import fit_scene
from render.layout import Mark, Panel, Words, is_shown
from render.theme import Look

SIZES = ((1920, 1080), (1080, 1920), (1080, 1080), (1080, 1350))


def say(*sentences: str) -> Narration:
    return tuple(Sentence(words=tuple(Word(text=word, spoken=word) for word in text.split())) for text in sentences)


def texts(*written: str) -> tuple[Text, ...]:
    return tuple((Run(text=text),) for text in written)


def look_at(width: int = 1920, height: int = 1080) -> Look:
    return Look(format=VideoFormat(width=width, height=height, fps=30))


QUIZ = QuizScene(
    scene_id="q", narration=say("Which one builds it?", "Think about it.", "It is B."), header="Quiz",
    question=texts("Which one builds it?")[0], options=texts("run", "build", "pull"), answers=(1,),
    explanation=texts("It reads the file.")[0],
)  # fmt: skip


def make_scenes(points: tuple[str, ...], text: str) -> list[SceneConfig]:
    said = say(*points)
    own, (statement,) = texts(*points), texts(text)
    return [
        LearningObjectivesScene(scene_id="a", narration=said, header="What you learn", points=own),
        CheckpointScene(scene_id="b", narration=said, header="Checkpoint", points=own),
        ProblemScene(scene_id="c", narration=said, label="Problem", text=statement, points=own),
        SolutionScene(scene_id="d", narration=said, label="Solution", text=statement, points=own[:1]),
        ExerciseScene(scene_id="e", narration=said, label="Exercise", text=statement, points=own),
    ]


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("at", range(5))
def test_all_stands_in_the_safe_area_and_apart(at: int, width: int, height: int) -> None:
    scene = make_scenes(("Explain it", "Build it from a file", "Find out why it does not start"), "It is slow.")[at]
    layout = lay_out_scene(scene, look_at(width, height))
    assert layout.fits
    written = [item for item in layout.items if isinstance(item, Words)]
    for item in written:
        assert item.box.x > 0 and item.box.right < width and item.box.y > 0 and item.box.bottom < height
        assert item.paragraph.style.size >= 28
    for one, other in combinations([item.box for item in written], 2):
        assert one.right <= other.x or other.right <= one.x or one.bottom <= other.y or other.bottom <= one.y


@pytest.mark.parametrize("at", range(5))
def test_points_come_in_order_each_with_its_words(at: int) -> None:
    points = ("Explain containers", "Build images", "Start programs")
    scene = make_scenes(points, "It is slow.")[at]
    layout = lay_out_scene(scene, look_at())
    count = len(scene.points)  # type: ignore[attr-defined]
    assert len(layout.cues) == layout.steps == count
    assert [cue.word for cue in layout.cues] == [0, 2, 4][:count]


def test_a_quiz_keeps_its_answer_until_it_is_told() -> None:
    layout = lay_out_scene(QUIZ, look_at())
    ticks = [cue.word for cue in layout.cues]
    assert ticks == [4, 5, 6, 7]
    for step in range(layout.steps):
        shown = [item for item in layout.items if is_shown(item, step)]
        assert not any(isinstance(item, Mark) for item in shown)
        assert not any(isinstance(item, Words) and "reads" in item.paragraph.text for item in shown)
    last = [item for item in layout.items if is_shown(item, layout.steps)]
    (mark,) = (item for item in last if isinstance(item, Mark))
    chosen = next(item for item in last if isinstance(item, Words) and item.paragraph.text == "build")
    assert chosen.box.y <= mark.box.y + mark.box.height // 2 <= chosen.box.bottom


def test_the_bar_of_a_quiz_grows_with_each_word() -> None:
    layout = lay_out_scene(QUIZ, look_at())
    widths = []
    for step in range(layout.steps):
        panels = [item for item in layout.items if isinstance(item, Panel) and is_shown(item, step)]
        widths.append(panels[-1].box.width if step else 0)
    assert all(low < high for low, high in pairwise(widths))
    assert not any(
        isinstance(item, Panel) and item.box.height < 10 and is_shown(item, layout.steps) for item in layout.items
    )


def test_an_answer_must_be_one_of_the_options() -> None:
    with pytest.raises(ValidationError, match="answer 3 is none of the 3 options"):
        QuizScene.model_validate(QUIZ.model_dump() | {"answers": (3,)})


sentences = st.lists(st.text(alphabet="abcde fghij ", min_size=1, max_size=300), min_size=1, max_size=14).map(
    lambda found: tuple(" ".join(text.split()) or "x" for text in found)
)


@settings(max_examples=12, deadline=None, derandomize=True)
@given(sentences, st.sampled_from(SIZES), st.integers(0, 4))
def test_whatever_is_too_full_is_divided(points: tuple[str, ...], size: tuple[int, int], at: int) -> None:
    scene = make_scenes(points, " ".join(points)[:700])[at]
    look = look_at(*size)
    parts = fit_scene(scene, look)
    assert all(lay_out_scene(part, look).fits for part in parts)
    shown = [plain(text) for part in parts for text in getattr(part, "points", ())]
    assert " ".join(shown).split() == " ".join(plain(text) for text in scene.points).split()  # type: ignore[attr-defined]


@settings(max_examples=8, deadline=None, derandomize=True)
@given(sentences.filter(lambda found: 2 <= len(found) <= 8), st.sampled_from(SIZES))
def test_a_quiz_of_any_length_fits(options: tuple[str, ...], size: tuple[int, int]) -> None:
    scene = QUIZ.model_copy(update={"options": texts(*options), "answers": (0,), "question": texts("why " * 60)[0]})
    look = look_at(*size)
    assert all(lay_out_scene(part, look).fits for part in fit_scene(scene, look))
