"""The same job from Python, outside the checkout: a coroutine, its synchronous twin, and errors that have types."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from adapters.server import server_status
from tests.film_maker import FilmMaker
from tests.shared_film import SharedFilm

pytestmark = pytest.mark.slow
DOCUMENT = "# Short\n\nThis says as little as may be said, and it is a film all the same.\n"
_SCRIPT = """\
import asyncio
from flows.make_video import make_video, make_video_sync
from model.errors import ValidationError
from model.inputs import InputConfig

async def main():
    result = await make_video(InputConfig(source="short.md", engine="silent", output="films"))
    print(result.video, len(result.files), result.run.spoken)
    try:
        await make_video(InputConfig(source="gone.md", engine="silent"))
    except ValidationError as error:
        print(error.problems[0].file, error.exit_code)

asyncio.run(main())
again = make_video_sync(InputConfig(source="short.md", engine="silent", output="films"))
print(again.video, again.run.spoken, again.run.drawn)
other = make_video_sync(InputConfig(source="other/short.md", engine="silent", output="films"))
print(other.video)
"""


def test_from_a_script_elsewhere(tmp_path: Path, shared_film: SharedFilm) -> None:
    maker = FilmMaker(tmp_path, shared_film.maker.state)
    (tmp_path / "other").mkdir()
    (tmp_path / "short.md").write_text(DOCUMENT)
    (tmp_path / "other" / "short.md").write_text(DOCUMENT + "\nIt says a little more.\n")
    (tmp_path / "script.py").write_text(_SCRIPT)
    done = subprocess.run(
        [sys.executable, "script.py"],
        cwd=tmp_path, env=maker.world(), capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "short.mp4 8 2",
        "gone.md 3",
        "short.mp4 0 0",
        "short-other.mp4",
    ]
    assert (tmp_path / "films" / "short" / "short.mp4").is_file()


_ONCE = """\
from adapters.server import server_status
from flows.make_video import make_video_sync
from model.inputs import InputConfig
from pathlib import Path
import os, sys

for _ in range(2):
    make_video_sync(InputConfig(source="short.md", engine="silent", output="films"))
status = server_status(Path(sys.argv[1]))
print(status.once, sum(os.readlink(f"/proc/self/fd/{fd}").endswith("once.lock") for fd in os.listdir("/proc/self/fd")
                       if os.path.exists(f"/proc/self/fd/{fd}")))
"""


def test_a_program_may_have_a_server_of_its_own_for_once(tmp_path: Path) -> None:
    maker = FilmMaker(tmp_path, tmp_path / "state")
    (tmp_path / "short.md").write_text(DOCUMENT)
    world = maker.world() | {"VIDEO_GEN_SERVER": "once"}
    argv = [sys.executable, "-c", _ONCE, str(maker.state)]
    done = subprocess.run(argv, cwd=tmp_path, env=world, capture_output=True, text=True, timeout=200, check=False)
    assert (done.returncode, done.stdout) == (0, "True 1\n"), done.stderr
    end = time.monotonic() + 20
    while server_status(maker.state) is not None:
        assert time.monotonic() < end
        time.sleep(0.1)


_WRONG = """\
import asyncio, sys
from flows.local_flow import local_flow
from flows.make_set import make_set_sync
from flows.make_video import make_video_sync
from model.inputs import InputConfig
from model.sets import SetConfig

@local_flow(name="broken")
async def break_down(config: InputConfig) -> None:
    raise KeyError("a defect")

jobs = {
    "missing": lambda: make_video_sync(InputConfig(source="gone.md", engine="silent")),
    "option": lambda: make_video_sync(InputConfig(source="short.md", engine="silent", voice="nobody", output="films")),
    "set": lambda: make_set_sync(SetConfig(source="gone", engine="silent", output="films")),
    "defect": lambda: asyncio.run(break_down(InputConfig(source="short.md"))),
}
try:
    jobs[sys.argv[1]]()
except Exception as error:
    print(type(error).__name__, error)
"""
_GONE = "gone.md: There is no such file. Check the name and the folder."


@pytest.mark.parametrize(
    ("job", "said", "traced"),
    [
        ("missing", f"ValidationError {_GONE}", False),
        ("option", "ValidationError short.md: The engine silent has no voice 'nobody'.", False),
        ("set", "IncompleteSetError 1 of 1 films are missing.", False),
        ("defect", "KeyError 'a defect'", True),
    ],
)
def test_what_the_user_can_mend_is_logged_without_a_traceback(
    job: str, said: str, traced: bool, tmp_path: Path, shared_film: SharedFilm
) -> None:
    done = log_of(job, tmp_path, shared_film)
    assert done.stdout.startswith(said)
    assert "Encountered exception during execution" in done.stderr
    assert ("Traceback" in done.stderr) == traced, done.stderr


def test_whoever_asks_for_debug_messages_gets_the_traceback(tmp_path: Path, shared_film: SharedFilm) -> None:
    done = log_of("missing", tmp_path, shared_film, PREFECT_LOGGING_LEVEL="DEBUG")
    assert done.stdout == f"ValidationError {_GONE}\n"
    assert "Traceback" in done.stderr


def log_of(job: str, folder: Path, film: SharedFilm, **more: str) -> subprocess.CompletedProcess[str]:
    (folder / "short.md").write_text(DOCUMENT)
    maker = FilmMaker(folder, film.maker.state)
    return subprocess.run(
        [sys.executable, "-c", _WRONG, job],
        cwd=folder, env=maker.world(**more), capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip
