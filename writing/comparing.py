"""A comparison of two blocks of code -> its piece of a talk: both versions in one picture, what leads to each said over it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from model.scenes.code_comparison import CodeComparisonScene
from writing.code_facts import find_facts
from writing.codes import say_facts
from writing.comparisons import Comparison
from writing.drafting import Draft
from writing.pieces import UNNAMED, UNSAID, Piece
from writing.styled import make_text
from writing.wording import lower_first


def draft_comparison(found: Comparison, draft: Draft) -> Piece:
    """Show both versions, and say that this is a change where the text has nothing else to say of it."""
    speaker, phrases = draft.speaker, draft.speaker.phrases
    one, two = (own or known for own, known in zip(found.labels, phrases.versions, strict=True))
    second = make_text(two)
    names = speaker.join([make_text(one), lower_first(second, surely=True) if draft.english else second])
    scene = CodeComparisonScene(
        scene_id=UNNAMED, narration=UNSAID, header=draft.header, spans=(found.before.span, found.after.span),
        language=found.before.language, before=found.before.code, after=found.after.code,
        before_label=one, after_label=two,
    )  # fmt: skip
    piece = draft.make_piece(
        found.after,
        said=speaker.phrase(phrases.changes, names=names),
        spare=say_facts(find_facts(found.after.code, found.before.language), speaker),
        visual=scene,
        weight=0.6,
        also=(found.before.block_id, *(lead.block_id for lead in found.named)),
        turn=found.turn,
    )
    return draft.number([piece])[0]


def lead_comparisons(pieces: list[Piece], found: Iterable[Comparison]) -> None:
    """Bind the sentences that lead to each version to the picture of both."""
    leads = {lead.block_id for one in found for lead in one.told}
    for at, piece in enumerate(pieces):
        if piece.block in leads and piece.rank == piece.parts - 1:
            pieces[at] = replace(piece, leads=True)
