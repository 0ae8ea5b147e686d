"""What Prefect shows of a run that a plain command made: readable names, progress, a page at the end."""

from __future__ import annotations

import time
from typing import Any

from tests.prefect_api import ask
from tests.shared_film import SharedFilm


def ask_of_run(film: SharedFilm, kind: str) -> list[dict[str, Any]]:
    run = film.result.run
    assert run is not None
    only = {"flow_runs": {"id": {"any_": [run.flow_run_id]}}, "limit": 200}
    return list(ask(film.maker.state, f"{kind}/filter", only))


def test_the_run_is_named_after_its_document(shared_film: SharedFilm) -> None:
    (run,) = ask_of_run(shared_film, "flow_runs")
    assert (run["name"], run["state_type"]) == ("lighthouse.md", "COMPLETED")
    assert ask(shared_film.maker.state, f"flows/{run['flow_id']}")["name"] == "make-video"


def test_each_task_is_named_after_its_scene(shared_film: SharedFilm) -> None:
    scenes = [scene.scene_id for scene in shared_film.result.scenes]
    expected = {"adapt-input", "parse-content", "write-script", "join-sound", "compose-film", "deliver-output"}
    expected |= {f"{part} {scene}" for part in ("narrate", "render", "code") for scene in scenes}
    end = time.monotonic() + 30  # the server takes them from its queue
    while not expected <= (names := {run["name"] for run in ask_of_run(shared_film, "task_runs")}):
        assert time.monotonic() < end, (expected - names, names)
        time.sleep(0.2)


def test_progress_ended_at_the_whole(shared_film: SharedFilm) -> None:
    pages = [artifact for artifact in ask_of_run(shared_film, "artifacts") if artifact["type"] == "progress"]
    shown = {page["key"]: page["data"] for page in pages}
    assert shown == dict.fromkeys(("progress", "progress-narrate", "progress-render", "progress-sound"), 100)


def test_a_page_tells_what_was_made(shared_film: SharedFilm) -> None:
    (page,) = (artifact["data"] for artifact in ask_of_run(shared_film, "artifacts") if artifact["type"] == "markdown")
    for scene in shared_film.result.scenes:
        assert f"{scene.duration:.1f} s | {scene.scene_type} | `{scene.scene_id}` | spoken and drawn |" in page
    for file in shared_film.result.files:
        assert f"[{file.name}]({(shared_film.folder / file.name).as_uri()})" in page
