"""What a film was made with, so that a later run can say why it made it anew."""

from __future__ import annotations

from model.frozen import Frozen

Named = tuple[tuple[str, str], ...]


class MadeWith(Frozen):
    """All that decides a film beside its input, by name."""

    settings: Named = ()
    """What was chosen: the value, or a digest of what is long or a place."""
    code: Named = ()
    """Digests of our own code, by package."""
    tools: Named = ()
    """Versions of the libraries and programs, and of the platform."""
