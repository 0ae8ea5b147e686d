"""Events of real runs on the real server: heard in the run's own process, followed from another, asked of Prefect's API."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import Any

import pytest

from model.events import EVENT_TYPES
from tests.film_maker import FilmMaker
from tests.prefect_api import ask
from tests.shared_film import write_document

pytestmark = pytest.mark.slow
_MAKING = """
import sys
from flows.make_video import make_video_sync
from model.inputs import InputConfig

def hear(event):
    print(event.run_id, event.model_dump_json(), event.kind, sep="\\t", flush=True)
    if event.sequence in (2, 3):
        raise ValueError("a mistake of the listener's")

make_video_sync(InputConfig(source=sys.argv[1], engine="silent", output="films"), on_event=hear)
"""
_FOLLOWING = """
import asyncio, sys
from flows.following import follow_run

async def hear(event):
    print(event.run_id, event.model_dump_json(), event.kind, sep="\\t", flush=True)

print(asyncio.run(follow_run(sys.argv[1], hear)))
"""


def python(maker: FilmMaker, code: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], cwd=maker.home, env=maker.world(), stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip


def follow(maker: FilmMaker, run_id: str) -> list[str]:
    """Return the lines of a follower that is given two minutes."""
    said, complaints = python(maker, _FOLLOWING, run_id).communicate(timeout=120)
    assert "Traceback" not in complaints, complaints
    return said.splitlines()


def ask_for_events(maker: FilmMaker, run_id: str) -> list[dict[str, Any]]:
    related = {"any_resource": {"id": [f"prefect.flow-run.{run_id}"]}, "event": {"prefix": ["video-gen."]}}
    page = ask(maker.state, "events/filter", {"filter": related | {"order": "ASC"}, "limit": 50})
    return list(page["events"])


def test_a_run_is_heard_and_followed_the_same(maker: FilmMaker) -> None:
    making = python(maker, _MAKING, str(write_document(maker.home / "documents")))
    assert making.stdout
    first = making.stdout.readline()
    run_id = first.split("\t")[0]
    following = python(maker, _FOLLOWING, run_id)
    rest, complaints = making.communicate(timeout=200)
    assert making.returncode == 0, complaints
    heard = [first.rstrip("\n"), *rest.splitlines()]
    *followed, state = following.communicate(timeout=120)[0].splitlines()
    assert state == "Completed"
    assert followed == heard
    assert complaints.count("a mistake of the listener's. This is told once.") == 1
    assert follow(maker, run_id) == [*heard, state]  # from what is kept, when all is over
    kinds = [line.rpartition("\t")[2] for line in heard]
    assert (kinds[0], kinds[-1]) == ("PIPELINE_STARTED", "PIPELINE_COMPLETED")
    absent = {"PIPELINE_FAILED", "STAGE_FAILED", "VALIDATION_WARNING", "VALIDATION_ERROR", "STATE_RESTORED"}
    assert set(kinds) == {event.kind for event in EVENT_TYPES.values()} - absent
    events = [json.loads(line.split("\t")[1]) for line in heard]
    assert [event["sequence"] for event in events] == list(range(1, len(events) + 1))
    assert [event["percent"] for event in events] == sorted(event["percent"] for event in events)
    assert events[-1]["percent"] == 100
    kept = ask_for_events(maker, run_id)[: len(events)]
    assert [event["payload"] for event in kept] == events[:50]
    assert all(event["resource"]["prefect.resource.id"] == f"video-gen.run.{run_id}" for event in kept)


def test_what_is_wrong_is_told_and_a_killed_run_ends_too(maker: FilmMaker) -> None:
    source = write_document(maker.home / "documents")
    killed = python(maker, _MAKING, str(source))
    assert killed.stdout
    lines = [killed.stdout.readline()]
    following = python(maker, _FOLLOWING, lines[0].split("\t")[0])
    while "AUDIO_GENERATED" not in lines[-1]:
        lines.append(killed.stdout.readline())
        assert lines[-1]
    time.sleep(1)  # so that Prefect's thread has sent them
    os.killpg(killed.pid, signal.SIGKILL)
    killed.communicate()
    failing = python(maker, _MAKING, str(maker.home / "gone.md"))  # whose start finds the dead one
    heard, complaints = failing.communicate(timeout=200)
    assert failing.returncode == 1
    assert "gone.md" in complaints
    kinds = [line.rpartition("\t")[2] for line in heard.splitlines()]
    assert kinds == ["PIPELINE_STARTED", "STAGE_STARTED", "STAGE_FAILED", "VALIDATION_ERROR", "PIPELINE_FAILED"]
    failed = json.loads(heard.splitlines()[-1].split("\t")[1])
    assert (failed["error"], failed["stage"], failed["cancelled"]) == ("ValidationError", "adapt", False)
    assert follow(maker, failed["run_id"])[-2:] == [heard.splitlines()[-1], "Failed"]
    *followed, state = following.communicate(timeout=120)[0].splitlines()
    assert state == "Crashed"
    assert followed[: len(lines)] == [line.rstrip("\n") for line in lines]


def test_who_follows_no_run_is_told(maker: FilmMaker) -> None:
    for run_id, said in (
        ("nonsense", "is no id of a run"),
        ("8d32c513-df08-4420-bf3f-b1bb53775dfc", "There is no run"),
    ):
        following = python(maker, _FOLLOWING, run_id)
        complaints = following.communicate(timeout=120)[1]
        assert following.returncode == 1
        assert said in complaints
