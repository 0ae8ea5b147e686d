"""A model's answer that still does not hold -> what of it does: scenes and changes are left out, never altered."""

from __future__ import annotations

import pydantic

from model.drafts import CardDraft, PartDraft, WholeDraft
from writing.asking.judging import find_scene_problems, is_too_long
from writing.asking.parts import Film


def mend_part(film: Film, at: int, answer: str) -> str:
    """Leave out the scenes that do not hold, then the last ones while the part is too long; empty when none is left."""
    try:
        draft = PartDraft.model_validate_json(answer)
    except pydantic.ValidationError:
        return ""
    part = film.parts[at]
    kept = [
        scene
        for number, scene in enumerate(draft.scenes, start=1)
        if not find_scene_problems(scene, number, film, part)
    ]
    while kept and is_too_long(kept, film, part):
        kept.pop()
    if not kept or all(isinstance(scene, CardDraft) for scene in kept):
        return ""
    return draft.model_copy(update={"scenes": tuple(kept)}).model_dump_json()


def mend_whole(answer: str) -> str:
    """Leave out the changes: what was to be changed holds as it is."""
    try:
        draft = WholeDraft.model_validate_json(answer)
    except pydantic.ValidationError:
        return ""
    return draft.model_copy(update={"changes": ()}).model_dump_json()
