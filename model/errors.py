"""Everything that can go wrong, as one tree; each leaf knows its exit code and whether trying again can help.

VideoGenError                 1
├── ConfigError               2   an option or a setting that cannot be meant
├── ValidationError           3   the input: every problem found, raised once
├── StageError                1   a stage failed
│   ├── AudioGenerationError  5   a voice did not answer, or answered wrongly
│   ├── ScriptGenerationError 5   a language model did not answer, or answered wrongly
│   └── VideoGenerationError  4   a picture or a film could not be made
├── IncompleteSetError        1   films of a set are missing: some failed, or the run was ended
├── NetworkError              5   a server on the network did not answer, or answered wrongly
├── ToolError                 4   a program or a library that we stand on failed or is missing
├── RunWaitsError             7   nothing is wrong: a script waits for its approval, and the run with it
├── RunCancelledError         8   somebody cancelled the run from elsewhere
├── ResourceError             6   disk, memory, file handles, a font that the machine lacks
└── StateError                6   the store, the server or a lock is not as it should be
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from model.frozen import Frozen

if TYPE_CHECKING:
    from model.changes import NightReport
    from model.sets import SetReport


class Problem(Frozen):
    """One thing that is wrong with the input, as its owner needs to read it."""

    message: str
    """What is wrong, and with which value."""
    remedy: str = ""
    """What to do about it, as an imperative sentence."""
    file: str = ""
    """The file that it is in, as the user named it; empty when it is in an option."""
    line: int = 0
    """1-based; 0 when no line is known."""
    column: int = 0
    """1-based; 0 when no column is known."""
    excerpt: str = ""
    """The user's own line, to show a caret under."""

    def __str__(self) -> str:
        where = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        head = f"{where}: {self.message}" if where else self.message
        return f"{head} {self.remedy}".rstrip()


class VideoGenError(Exception):
    """Something failed: what, with which value, and what to do."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, remedy: str = "", *, transient: bool = False) -> None:
        super().__init__(f"{message} {remedy}".rstrip())
        self.message = message
        self.remedy = remedy
        self.transient = transient
        """True when the same call may succeed a moment later: retries look at this alone."""

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.message, self.remedy, self.transient))


def _rebuild(kind: type[VideoGenError], message: str, remedy: str, transient: bool) -> VideoGenError:
    return kind(message, remedy, transient=transient)


class ConfigError(VideoGenError):
    """An option or setting that cannot be meant."""

    exit_code = 2


class ValidationError(VideoGenError):
    """The input is wrong; carries every problem that was found."""

    exit_code = 3

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems

    def __reduce__(self) -> tuple[object, ...]:
        return (ValidationError, (self.problems,))


class StageError(VideoGenError):
    """A stage failed."""


class AudioGenerationError(StageError):
    """A voice did not answer, or answered wrongly."""

    exit_code = 5


class ScriptGenerationError(StageError):
    """A language model did not answer, or answered wrongly."""

    exit_code = 5


class VideoGenerationError(StageError):
    """A picture or a film could not be made."""

    exit_code = 4


class IncompleteSetError(VideoGenError):
    """Films of a set are missing; carries the whole report."""

    def __init__(self, report: SetReport) -> None:
        missing = report.failed + report.stopped
        super().__init__(f"{missing} of {len(report.films)} films are missing.", "The same command makes only these.")
        self.report = report

    def __reduce__(self) -> tuple[object, ...]:
        return (IncompleteSetError, (self.report,))


class IncompleteNightError(VideoGenError):
    """Films of a night are missing; carries the whole report."""

    def __init__(self, report: NightReport) -> None:
        missing = [film.source for film in report.films if film.state not in ("made", "reused")]
        named = ", ".join(missing[:3]) + (f" and {len(missing) - 3} more" if len(missing) > 3 else "")
        super().__init__(
            f"{len(missing)} of {len(report.films)} films could not be made: {named}.",
            "Their reports say why; the films of before still stand.",
        )
        self.report = report

    def __reduce__(self) -> tuple[object, ...]:
        return (IncompleteNightError, (self.report,))


class NetworkError(VideoGenError):
    """A server on the network did not answer, or answered wrongly."""

    exit_code = 5


class ToolError(VideoGenError):
    """A program or library that we stand on failed or is missing."""

    exit_code = 4


class ResourceError(VideoGenError):
    """The machine lacks something: disk, memory, file handles, a font."""

    exit_code = 6


class RunWaitsError(VideoGenError):
    """A script waits for its approval; carries where, and the run that waits with it."""

    exit_code = 7

    def __init__(self, flow_run_id: str, script: str) -> None:
        super().__init__(f"The script waits in {script}.", f"Approve it: video-gen approve {flow_run_id}")
        self.flow_run_id = flow_run_id
        self.script = script

    def __reduce__(self) -> tuple[object, ...]:
        return (RunWaitsError, (self.flow_run_id, self.script))


class RunCancelledError(VideoGenError):
    """The run was cancelled, or ended, from elsewhere."""

    exit_code = 8


class StateError(VideoGenError):
    """The store, the server or a lock is not as it should be."""

    exit_code = 6
