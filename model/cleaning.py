"""What is cleaned away by itself (CleaningConfig), and what it came to (CleaningReport)."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from model.frozen import Frozen

Days = Annotated[float, Field(ge=0, le=36_500)]


class CleaningConfig(Frozen):
    """What may stay. Every field is plain JSON, so that a deployment shows it as a form."""

    cache_dir: str | None = None
    """Folder of the store and the results; None for the user's cache directory."""
    output: str | None = None
    """Folder of the films, where killed deliveries may have left something; None for the usual one."""
    max_bytes: Annotated[int, Field(ge=0)] | None = None
    """Bytes that the cache may keep; None for VIDEO_GEN_CACHE_LIMIT, 0 for no limit."""
    unused_days: Days | None = 90.0
    """What no run has used for so long goes; None to keep it."""
    history_days: Days | None = 90.0
    """Runs that ended so long ago are forgotten by the server; None to keep them."""
    partial_hours: Annotated[float, Field(ge=1, le=8760)] = 24.0
    """Unfinished files that nobody has touched for so long go."""


class CleaningReport(Frozen):
    """What went."""

    records: int = 0
    """Kept results."""
    files: int = 0
    """Stored files."""
    cache_bytes: int = 0
    """Bytes of both."""
    partials: int = 0
    """Unfinished files and folders of commands that were killed."""
    partial_bytes: int = 0
    """Their bytes."""
    runs: int = 0
    """Runs that the server has forgotten."""
    notices: tuple[str, ...] = ()
    """What was not done, and why."""

    def add(self, **figures: Any) -> CleaningReport:
        """Return the report with figures filled in."""
        return self.model_copy(update=figures)
