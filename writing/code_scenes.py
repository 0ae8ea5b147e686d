"""A screen of code -> the scene that says most: a comparison where it is a diff, or the code."""

from __future__ import annotations

from model.scenes import CodeScene, SceneConfig
from model.scenes.code_comparison import CodeComparisonScene

_HEADS = (
    "diff ",
    "index ",
    "--- ",
    "+++ ",
    "@@",
    "new file",
    "deleted file",
    "similarity ",
    "rename ",
    "\\ No newline",
)
_LANGUAGES = ("diff", "udiff", "patch")


def show_code(scene: CodeScene) -> SceneConfig:
    """Show a diff that is on one screen as what it was and what it is; what is said over it does not change."""
    lines = scene.code.split("\n")
    if scene.language not in _LANGUAGES or (scene.first_line, scene.last_line) != (1, len(lines)):
        return scene
    body = [line for line in lines if not line.startswith(_HEADS)]
    before = [line[1:] for line in body if line[:1] in ("-", " ", "")]
    after = [line[1:] for line in body if line[:1] in ("+", " ", "")]
    if not any(line.startswith("-") for line in body) or not any(line.startswith("+") for line in body):
        return scene
    if any(line[:1] not in ("-", "+", " ", "") for line in body):
        return scene
    return CodeComparisonScene(
        scene_id=scene.scene_id, narration=scene.narration, spans=scene.spans, header=scene.header,
        before="\n".join(before), after="\n".join(after),
    )  # fmt: skip
