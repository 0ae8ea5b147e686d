"""The same job from Python, outside the checkout: a coroutine, its synchronous twin, and errors that have types."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

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
