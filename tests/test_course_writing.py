"""Markdown to scenes of a course, of diagrams and of formulas: what is shown, and what is said over it."""

from __future__ import annotations

from adapters.documents.markdown import parse_markdown
from model.assets import Asset
from model.inputs import VideoConfig
from model.narration import spoken, written
from model.scenes import SceneConfig
from model.scenes.quiz import QuizScene
from render.fitting import fit_script
from render.theme import Look
from writing.course import find_kind
from writing.script import write_script
from writing.speech.saying import estimate_seconds

COURSE = """# Containers

A course on containers for people who write programs.

## What you will learn

- Explain what a container is
- Build an image from a Dockerfile

## Problem

Programs that run on one machine fail on another, because their libraries differ.

## Solution

A container brings everything that a program needs, and runs the same everywhere.

## Exercise

Put your own program into an image.

1. Write a Dockerfile with four lines
2. Start it on port 8080

## Quiz

Which command builds an image?

- [ ] docker run
- [x] docker build

## Checkpoint

- The container is listed
- The page opens in the browser
"""
FIGURES = """# Orders

Orders takes what a shop sells and brings it to the warehouse.

## Architecture

The request passes two services.

```mermaid
graph LR
  a[Gateway] --> b[Orders]
```

## Energy

Energy is simple.

$$ E = mc^2 $$
"""
UNKNOWN = "```mermaid\nsankey-beta\n  a,b,1\n```"


def film(text: str) -> tuple[tuple[SceneConfig, ...], tuple[str, ...]]:
    content = parse_markdown(text, name="a.md", images={}, missing={}, language="en")
    source = Asset(sha256="0" * 64, size=1, suffix=".md")
    config = VideoConfig(
        video_id="film", source_name="a.md", source_kind="markdown", source=source, target_duration=180.0
    )
    script = fit_script(write_script(content, config), Look(), lambda asset: b"")
    return script.scenes, script.warnings


def test_headings_of_a_course_are_known() -> None:
    assert [find_kind(title) for title in ("What you'll learn", "Lernziele", "Exercise 2: Build", "Quiz", "The problem")] == [
        "learning_objectives", "learning_objectives", "exercise", "quiz", "problem",
    ]  # fmt: skip
    assert [find_kind(title) for title in ("Known problems", "Solutions compared", "Practice makes perfect")] == [
        "",
        "",
        "",
    ]


def test_a_course_is_shown_as_what_it_is() -> None:
    scenes, _ = film(COURSE)
    assert [scene.scene_type for scene in scenes[1:-1]] == [
        "learning_objectives", "problem", "solution", "exercise", "quiz", "checkpoint",
    ]  # fmt: skip


def test_a_quiz_asks_waits_and_tells() -> None:
    scenes, _ = film(COURSE)
    (quiz,) = (scene for scene in scenes if isinstance(scene, QuizScene))
    assert quiz.answers == (1,)
    assert [written(sentence) for sentence in quiz.narration[-3:]] == [
        "Which command builds an image?", "Take a moment to think about it.", "The answer is: docker build.",
    ]  # fmt: skip
    assert [sentence.pause_after for sentence in quiz.narration[-3:]] == [0, 3000, 0]


def test_a_long_quiz_keeps_its_answer_and_pauses_as_long_as_there_is_time() -> None:
    rest = "that takes the files of this folder and makes an image of all that it finds in them"
    paused = []
    for words in ("that takes the files of this folder", rest):
        scenes, _ = film(COURSE.replace("docker build\n", f"docker build, {words}\n"))
        (quiz,) = (scene for scene in scenes if isinstance(scene, QuizScene))
        assert written(quiz.narration[-1]).endswith(words + ".")
        assert estimate_seconds(quiz.narration, "en") <= 12.5
        paused.append([sentence.pause_after for sentence in quiz.narration if sentence.pause_after])
    assert len(paused[0]) == 1 and 1000 <= paused[0][0] < 3000 and paused[1] == []
    asked = "Which of all the commands that you have seen so far in this course, and those that you know from before,"
    scenes, _ = film(COURSE.replace("docker build\n", f"docker build, {rest}\n").replace("Which command", asked))
    assert not any(isinstance(scene, QuizScene) for scene in scenes)


def test_diagrams_and_formulas_are_shown_and_said_in_words() -> None:
    scenes, warnings = film(FIGURES)
    assert [scene.scene_type for scene in scenes if scene.scene_type in ("diagram", "math", "code")] == [
        "diagram",
        "math",
    ]
    said = " ".join(spoken(sentence) for scene in scenes for sentence in scene.narration)
    assert "Gateway and Orders" in said and "E equals M C squared" in said
    assert not set("\\${}") & set(said) and warnings == ()


def test_a_diagram_that_is_not_known_is_shown_as_code_and_said_so() -> None:
    scenes, warnings = film(FIGURES + "\n## Plan\n\n" + UNKNOWN + "\n")
    assert [scene.scene_type for scene in scenes].count("code") == 1
    assert len(warnings) == 1 and warnings[0].startswith("a.md:23: This diagram is shown as code")
