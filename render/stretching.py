"""Takes of one film in several languages -> takes by which its pictures are timed, each scene as long as the longest take"""

from __future__ import annotations

from collections.abc import Sequence

from model.audio import Take
from model.errors import VideoGenerationError


def stretch_takes(takes: tuple[Take, ...], others: Sequence[tuple[Take, ...]]) -> tuple[Take, ...]:
    """Return the first language's takes, each as long as the scene's longest: a shorter one is followed by silence.

    Raises VideoGenerationError when the languages do not have the same scenes.
    """
    for further in others:
        if [take.scene_id for take in further] != [take.scene_id for take in takes]:
            raise VideoGenerationError("The film's languages do not have the same scenes.", "Report this.")
    return (
        tuple(
            take.model_copy(update={"samples": max(take.samples, *(further[at].samples for further in others))})
            for at, take in enumerate(takes)
            if others
        )
        or takes
    )
