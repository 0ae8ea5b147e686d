"""Progress -> one JSON object a line on stderr."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.json_lines import write_line
from adapters.log_place import at_place
from deployments.display import EventDisplay

if TYPE_CHECKING:
    from model.progress import Progress


class JsonDisplay(EventDisplay):
    """A line an event, for those who collect logs."""

    def __init__(self, *, quiet: bool = False) -> None:
        from tasks.telling.headway import Headway

        self._headway = Headway()
        self._quiet = quiet

    def show(self, step: Progress) -> None:
        """Write the step."""
        percent = int(self._headway.count(step))
        scene = {"scene": step.scene_id} if step.scene_id else {}
        with at_place(stage=step.stage, **scene):
            if step.notice and not (step.calm and self._quiet):
                write_line("info" if step.calm else "warning", "video-gen", step.notice)
            if self._quiet or step.calm:
                return
            figures = {"done": step.done, "total": step.total, "percent": percent, "reused": step.reused}
            write_line("info", "video-gen", f"{step.stage} {step.done}/{step.total}", **figures)
