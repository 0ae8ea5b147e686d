"""The names by which a course file may call the fields of a scene, beside those of the scene's own type.

They are those of the design documents, which say what a scene shows in `visual_content`, and call a list's lines its items.
"""

from __future__ import annotations

from collections.abc import Mapping

SCENE_NAMES = {"type": "scene_type", "id": "scene_id", "say": "narration"}
"""For every type."""
SCENE_FIELDS = (
    "scene_type", "scene_id", "narration", "chapter", "voice", "speaker", "rate", "pitch", "spans", "visual_content",
)  # fmt: skip
"""What a scene of every type may have."""
UNUSED = ("min_duration", "max_duration", "background", "style", "show_answer")
"""Known from other systems, and without effect here: a scene lasts as long as its words."""
NAMES: Mapping[str, Mapping[str, str]] = {
    "callout": {"kind": "tone", "message": "text"},
    "chart": {"title": "header", "values": "data"},
    "checkpoint": {"title": "header", "completed_topics": "points", "summary": "points", "items": "points"},
    "code": {"title": "header", "source": "code"},
    "code_comparison": {"title": "header", "before_code": "before", "after_code": "after"},
    "command": {"title": "header", "commands": "lines"},
    "diagram": {"title": "header", "mermaid": "source"},
    "end_card": {"main_text": "title", "sub_text": "lines"},
    "exercise": {"title": "label", "instructions": "points", "steps": "points", "description": "text", "task": "text"},
    "image": {"title": "header", "path": "image", "file": "image", "alt": "caption"},
    "learning_objectives": {"title": "header", "lesson_title": "header", "objectives": "points"},
    "list": {"title": "header", "items": "lines", "points": "lines"},
    "math": {"title": "header"},
    "outro": {"main_text": "title", "sub_text": "lines", "message": "lines", "next_steps": "lines"},
    "problem": {"title": "label", "problem_text": "text", "description": "text"},
    "quiz": {"title": "header", "correct_answer": "answers", "answer": "answers"},
    "quote": {"quote_text": "text", "quote": "text", "author": "attribution"},
    "section": {"subtitle": "summary"},
    "solution": {"title": "label", "explanation": "text", "description": "text", "steps": "points"},
    "stat": {"title": "header", "description": "text"},
    "steps": {"title": "header", "items": "steps"},
    "table": {"title": "header"},
    "title": {},
    "two_column": {"title": "header", "left": "first", "right": "second"},
}
TOLD: Mapping[str, tuple[str, ...]] = {
    "checkpoint": ("review_questions", "next_topics"),
    "code": ("explanation", "key_points"),
    "code_comparison": ("improvement", "key_points"),
    "command": ("description", "topic", "key_points"),
    "learning_objectives": ("prerequisites",),
    "list": ("description", "topic"),
    "outro": ("key_message",),
    "quiz": ("hint",),
    "quote": ("context",),
    "title": ("key_message",),
}
"""What is not shown, and said where a scene has no narration of its own."""
LABELLED: Mapping[str, tuple[str, ...]] = {
    "exercise": ("estimated_time", "difficulty"),
    "problem": ("problem_number", "difficulty"),
}
"""What is shown behind a scene's label."""
NUMBERED = ("checkpoint_number",)
CODE_OF_SOLUTION = "solution_code"
"""A solution that is code is shown as code."""


def own_names(kind: str, fields: Mapping[str, object]) -> Mapping[str, str]:
    """Return the other names that a type's fields have, without those that are fields of it themselves."""
    return {name: field for name, field in NAMES.get(kind, {}).items() if name not in fields}


def extra_names(kind: str) -> tuple[str, ...]:
    """Return what a type takes beside its fields and their other names."""
    code = (CODE_OF_SOLUTION, "language") if kind == "solution" else ()
    number = NUMBERED if kind == "checkpoint" else ()
    return (*TOLD.get(kind, ()), *LABELLED.get(kind, ()), *UNUSED, *number, *code)
