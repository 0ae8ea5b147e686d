"""Diagrams and formulas -> pieces of a talk: shown, introduced by what stands in them, never read aloud as source."""

from __future__ import annotations

import re

from model.content import CodeBlock, MathBlock, Run, Text
from model.scenes.diagram import DiagramScene
from model.scenes.math import MathScene
from writing.drafting import Draft
from writing.pieces import UNNAMED, UNSAID, Piece
from writing.speech.formulas import READABLE
from writing.styled import make_text

_LABEL = re.compile(r'[\[({>]+\s*"?([^\W\d_][^\[\](){}<>|"\n]{1,38}?)"?\s*[\])}]+')
_WHO = re.compile(r"^\s*(?:participant|actor)\s+(?:\S+\s+as\s+)?(.{2,40}?)\s*$", re.MULTILINE)
_MOST_NAMED = 4
_MOST_HEARD = 12
"""Tokens of a formula that is read."""


def draft_diagram(block: CodeBlock, draft: Draft) -> tuple[Piece, ...]:
    """Show a diagram, and name what stands in it."""
    phrases, speaker = draft.speaker.phrases, draft.speaker
    scene = DiagramScene(
        scene_id=UNNAMED, narration=UNSAID, header=draft.header, source=block.code, spans=(block.span,)
    )  # fmt: skip
    names = _find_names(block.code)
    facts = (
        speaker.phrase(phrases.diagram_parts, names=speaker.join([make_text(name) for name in names])) if names else ()
    )
    said = speaker.phrase(speaker.choose(phrases.diagrams))
    return draft.number([draft.make_piece(block, said=said, visual=scene, facts=facts, weight=0.5)])


def _name_formula(written: str) -> Text:
    return (Run(text=written, formula=True),)


def _is_heard(written: str) -> bool:
    """Tell whether a voice says a formula as a teacher would: `E = mc²`, `x² + y = 3`."""
    return bool(READABLE.fullmatch(written)) and "=" in written and len(written.split()) <= _MOST_HEARD


def _find_names(source: str) -> list[str]:
    """List the first few names of a diagram, when there are at least two."""
    body = source.split("\n", 1)[-1]
    found = _WHO.findall(body) if source.lstrip().startswith("sequenceDiagram") else _LABEL.findall(body)
    names = list(dict.fromkeys(re.sub(r"<br\s*/?>", " ", name).strip() for name in found))
    return names[:_MOST_NAMED] if len(names) > 1 else []


def draft_formula(block: MathBlock, draft: Draft) -> tuple[Piece, ...]:
    """Show a formula, and read it where it is short and plain."""
    phrases, speaker = draft.speaker.phrases, draft.speaker
    scene = MathScene(scene_id=UNNAMED, narration=UNSAID, header=draft.header, formula=block.tex, spans=(block.span,))
    facts = speaker.phrase(phrases.formula_says, what=_name_formula(block.written)) if _is_heard(block.written) else ()
    said = speaker.phrase(phrases.formula)
    return draft.number([draft.make_piece(block, said=said, visual=scene, facts=facts, weight=0.4)])
