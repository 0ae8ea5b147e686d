"""The real command in a real process, in a world of its own: nothing of the user's is read or written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from model.inputs import InputConfig
from model.result import PipelineResult

ROOT = Path(__file__).resolve().parent.parent
KEPT = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT")


@dataclass
class FilmMaker:
    """Runs `python -m flows.make_video`; all runs of one maker share a server, a cache and an output folder."""

    home: Path
    state: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def cache(self) -> Path:
        return self.home / "cache"

    @property
    def output(self) -> Path:
        return self.home / "videos"

    def world(self, **more: str) -> dict[str, str]:
        """Return the environment of a user who has nothing of ours."""
        own = {
            "HOME": str(self.home), "XDG_CONFIG_HOME": str(self.home / "config"), "PREFECT_HOME": str(self.home / "prefect"),
            "VIDEO_GEN_STATE_DIR": str(self.state), "VIDEO_GEN_CACHE_DIR": str(self.cache),
            "VIDEO_GEN_OUTPUT": str(self.output), "VIDEO_GEN_ENGINE": "silent", "PYTHONPATH": str(ROOT),
        }  # fmt: skip
        return {name: os.environ[name] for name in KEPT if name in os.environ} | own | self.environment | more

    def start(
        self, *arguments: str, cwd: Path = ROOT, module: str = "flows.make_video", **more: str
    ) -> subprocess.Popen[str]:
        """Start the command, in a session of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=cwd, env=self.world(**more), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, start_new_session=True,
        )  # fmt: skip

    def run(
        self, *arguments: str, stdin: str | None = None, cwd: Path = ROOT, module: str = "flows.make_video", **more: str
    ) -> subprocess.CompletedProcess[str]:
        """Run the command to its end."""
        return subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=cwd, env=self.world(**more), input=stdin, capture_output=True, text=True, check=False, timeout=200,
            **({} if stdin is not None else {"stdin": subprocess.DEVNULL}),
        )  # fmt: skip

    def make(self, source: Path | str, *arguments: str, **more: str) -> PipelineResult:
        """Make a film that must succeed, and return its result."""
        done = self.run("--source", str(source), "--json", *arguments, **more)
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
        return PipelineResult.model_validate_json(done.stdout)

    def folder(self, result: PipelineResult) -> Path:
        """Return where a film was delivered."""
        assert result.run is not None
        return Path(result.run.folder)


def kill_group(process: subprocess.Popen[str], number: int = signal.SIGKILL) -> None:
    """Send a signal to the process and all that it started in its session."""
    os.killpg(process.pid, number)


_DRIVER = """
import sys
from flows.make_video import make_video_sync
from model.inputs import InputConfig
for line in sys.stdin:
    print(make_video_sync(InputConfig.model_validate_json(line)).model_dump_json(), flush=True)
"""


class FilmSession:
    """One Python process that makes film after film through the library's own function, as a caller of ours would."""

    def __init__(self, maker: FilmMaker) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", _DRIVER],
            cwd=ROOT, env=maker.world(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip

    def make(self, config: InputConfig) -> PipelineResult:
        """Run the flow and return its result."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(config.model_dump_json() + "\n")
        self.process.stdin.flush()
        return PipelineResult.model_validate_json(self.process.stdout.readline())

    def close(self) -> None:
        """Let the process end, and wait for it."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        assert self.process.wait(60) == 0
        assert self.process.stdout is not None
        self.process.stdout.close()
