"""Steps of stages -> percents of each stage and of the whole, which never fall."""

from __future__ import annotations

from model.progress import STAGES, Progress, Stage

WEIGHTS: dict[Stage, float] = {
    "adapt": 1,
    "parse": 1,
    "script": 3,
    "narrate": 30,
    "render": 50,
    "sound": 8,
    "deliver": 7,
}
"""Share of the whole that each stage takes, in percent: measured cold, with the embedded voice."""
_TOGETHER: tuple[Stage, ...] = ("render", "sound")
"""These go on at the same time; every other stage begins when those before it are done."""


class Headway:
    """How much is behind us. Stages may overlap and begin anew: each counts for itself, and none goes back."""

    def __init__(self) -> None:
        self._laps: dict[Stage, dict[int, float]] = {}
        self._shares: dict[Stage, float] = {}

    def count(self, step: Progress) -> float:
        """Add one step; return percents of the whole."""
        laps = self._laps.setdefault(step.stage, {})
        laps[step.lap] = max(laps.get(step.lap, 0.0), min(step.done / max(step.total, 1), 1.0))
        self._begin(step.stage)
        self._raise(step.stage, sum(laps.values()) / max(step.laps, 1))
        return self.whole

    def finish(self, stage: Stage) -> None:
        """Count a stage as done, whatever it has told."""
        self._begin(stage)
        self._raise(stage, 1.0)

    @property
    def whole(self) -> float:
        """Return percents of the whole."""
        return min(sum(WEIGHTS[stage] * share for stage, share in self._shares.items()), 100.0)

    def percent_of(self, stage: Stage) -> int:
        """Return whole percents of one stage."""
        return int(100 * self._shares.get(stage, 0.0))

    def _begin(self, stage: Stage) -> None:
        """Count what comes before a stage as done: a stage whose result was kept may tell nothing of itself."""
        for before in STAGES[: STAGES.index(stage)]:
            if not (stage in _TOGETHER and before in _TOGETHER):
                self._raise(before, 1.0)

    def _raise(self, stage: Stage, share: float) -> None:
        self._shares[stage] = max(self._shares.get(stage, 0.0), min(share, 1.0))
