"""Diagrams and formulas -> pieces of a talk: shown, introduced by what stands in them, never read aloud as source."""

from __future__ import annotations

from model.content import CodeBlock, MathBlock, Run, Text
from model.scenes.diagram import DiagramScene
from model.scenes.math import MathScene
from writing.diagram_names import find_names, tells_course
from writing.drafting import Draft
from writing.pieces import UNNAMED, UNSAID, Piece
from writing.speech.formulas import READABLE
from writing.styled import make_text

_MOST_HEARD = 12
"""Tokens of a formula that is read."""


def draft_diagram(block: CodeBlock, draft: Draft) -> tuple[Piece, ...]:
    """Show a diagram, and name what stands in it."""
    phrases, speaker = draft.speaker.phrases, draft.speaker
    scene = DiagramScene(
        scene_id=UNNAMED, narration=UNSAID, header=draft.header, source=block.code, spans=(block.span,)
    )  # fmt: skip
    names, course = find_names(block.code), tells_course(block.code)
    parts = phrases.course_parts if course else phrases.diagram_parts
    facts = speaker.phrase(parts, names=speaker.join([make_text(name) for name in names])) if names else ()
    said = speaker.phrase(speaker.choose(phrases.courses if course else phrases.diagrams))
    return draft.number([draft.make_piece(block, said=said, visual=scene, facts=facts, weight=0.5)])


def _name_formula(written: str) -> Text:
    return (Run(text=written, formula=True),)


def _is_heard(written: str) -> bool:
    """Tell whether a voice says a formula as a teacher would: `E = mc²`, `x² + y = 3`."""
    return bool(READABLE.fullmatch(written)) and "=" in written and len(written.split()) <= _MOST_HEARD


def draft_formula(block: MathBlock, draft: Draft) -> tuple[Piece, ...]:
    """Show a formula, and read it where it is short and plain."""
    phrases, speaker = draft.speaker.phrases, draft.speaker
    scene = MathScene(scene_id=UNNAMED, narration=UNSAID, header=draft.header, formula=block.tex, spans=(block.span,))
    facts = speaker.phrase(phrases.formula_says, what=_name_formula(block.written)) if _is_heard(block.written) else ()
    said = speaker.phrase(phrases.formula)
    return draft.number([draft.make_piece(block, said=said, visual=scene, facts=facts, weight=0.4)])
