"""What a run tells: every event of the design documents, in order and without a gap, percents that never fall."""

from __future__ import annotations

import asyncio
import logging
import re
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from model.events import EVENT_TYPES, AudioGenerated, PipelineStarted, RunEvent, StageProgress, ValidationWarning
from model.progress import STAGES, Progress
from tasks.telling.feed import EventFeed
from tasks.telling.headway import WEIGHTS, Headway
from tasks.telling.in_order import InOrder
from tasks.telling.stages import begin_part, end_part, lap, set_feed, told
from tasks.telling.subscribers import Subscriber

DESIGNED = """
    PIPELINE_STARTED PIPELINE_COMPLETED PIPELINE_FAILED STAGE_STARTED STAGE_PROGRESS STAGE_COMPLETED STAGE_FAILED
    VALIDATION_WARNING VALIDATION_ERROR AUDIO_GENERATING AUDIO_GENERATED VIDEO_RENDERING VIDEO_RENDERED STATE_SAVED
    STATE_RESTORED
"""
SAID: dict[str, Any] = {
    "source": "a.md", "title": "A", "seconds": 1.5, "film_seconds": 2.0, "scenes": 1, "spoken": 1, "drawn": 1,
    "reused": 0, "error": "StageError", "message": "no", "stage": "narrate", "stage_percent": 50, "done": 1, "total": 2,
    "made": 1, "records": 3,
}  # fmt: skip


def make_event(kind: type[RunEvent], sequence: int = 1, **more: Any) -> RunEvent:
    said = {name: value for name, value in SAID.items() if name in kind.model_fields}
    if kind.kind in ("AUDIO_GENERATING", "VIDEO_RENDERING"):
        said["scenes"] = ("title", "outro")
    elif kind.kind in ("AUDIO_GENERATED", "VIDEO_RENDERED"):
        said["scenes"] = ({"scene_id": "title", "reused": True},)
    return kind(run_id="r", sequence=sequence, occurred=datetime.now(UTC), **said | more)


def test_every_event_of_the_design_documents_is_there() -> None:
    assert [event.kind for event in EVENT_TYPES.values()] == DESIGNED.split()
    assert EVENT_TYPES["video-gen.stage.completed"].kind == "STAGE_COMPLETED"
    assert EVENT_TYPES["video-gen.validation.error"].kind == "VALIDATION_ERROR"


@pytest.mark.parametrize("kind", EVENT_TYPES.values(), ids=EVENT_TYPES)
def test_a_payload_survives_the_way_through_json(kind: type[RunEvent]) -> None:
    event = make_event(kind)
    assert kind.model_validate_json(event.model_dump_json()) == event
    with pytest.raises(ValidationError):
        kind.model_validate_json(event.model_dump_json().replace('"sequence":1', '"sequence":0'))
    with pytest.raises(ValidationError):
        event.percent = 3  # type: ignore[misc]


@st.composite
def steps(draw: st.DrawFn) -> Progress:
    """Any step at all: stages out of turn, begun anew, of other totals, more done than there is."""
    laps = draw(st.integers(1, 3))
    return Progress(
        stage=draw(st.sampled_from(STAGES)), done=draw(st.integers(0, 12)), total=draw(st.integers(0, 9)),
        scene_id=draw(st.sampled_from(("", "a", "b"))), reused=draw(st.booleans()), lap=draw(st.integers(0, laps - 1)),
        laps=laps,
    )  # fmt: skip


@settings(max_examples=40)
@given(st.lists(steps(), max_size=30))
def test_percents_never_fall(told: list[Progress]) -> None:
    headway, seen = Headway(), []
    for step in told:
        headway.count(step)
        seen.append((headway.whole, *map(headway.percent_of, STAGES)))
    assert all(before <= after for one, next_one in pairwise(seen) for before, after in zip(one, next_one, strict=True))
    assert all(0 <= percent <= 100 for one in seen for percent in one)


def test_the_end_is_at_a_hundred_whatever_was_told() -> None:
    assert sum(WEIGHTS.values()) == 100
    assert set(WEIGHTS) == set(STAGES)
    headway = Headway()
    headway.finish("render")
    assert headway.whole == 35 + 50  # what comes before was done; the sound, made meanwhile, is not
    headway.finish("deliver")
    assert headway.whole == 100


def test_languages_share_a_stage() -> None:
    headway = Headway()
    headway.count(Progress(stage="narrate", done=4, total=4, lap=0, laps=2))
    assert headway.percent_of("narrate") == 50
    headway.count(Progress(stage="narrate", done=1, total=4, lap=1, laps=2))
    assert headway.percent_of("narrate") == 62


@settings(max_examples=50)
@given(st.lists(st.one_of(steps(), st.sampled_from(("flush", "warn", "begin"))), max_size=40))
def test_a_feed_has_no_gap_and_forgets_no_scene(doings: list[Progress | str]) -> None:
    heard: list[RunEvent] = []

    async def run() -> None:
        feed = EventFeed("r", 1, [heard.append])
        for doing in doings:
            if isinstance(doing, Progress):
                feed.step(doing)
            elif doing == "begin":
                feed.begin_scene("narrate", "a")
            else:
                feed.flush() if doing == "flush" else feed.warn("the same")
        feed.flush()
        feed.close()
        feed.step(Progress(stage="render", done=1, total=1))
        feed.tell(PipelineStarted, source="late")

    asyncio.run(run())
    assert [event.sequence for event in heard] == list(range(1, len(heard) + 1))
    assert [event.percent for event in heard] == sorted(event.percent for event in heard)
    for stage, kind in (("narrate", "AUDIO_GENERATED"), ("render", "VIDEO_RENDERED")):
        told = [(one.scene_id, one.reused) for event in heard if event.kind == kind for one in event.scenes]
        done = [step for step in doings if isinstance(step, Progress) and step.stage == stage and step.scene_id]
        assert told == [(step.scene_id, step.reused) for step in done]
    assert sum(isinstance(event, ValidationWarning) for event in heard) == ("warn" in doings)
    assert "late" not in [getattr(event, "source", "") for event in heard]


def test_scenes_are_gathered_for_a_moment_only() -> None:
    heard: list[RunEvent] = []

    async def run() -> None:
        first = asyncio.Event()
        feed = EventFeed("r", 1, [heard.append, lambda _: first.set()])
        for number in range(300):
            feed.step(Progress(stage="narrate", done=number + 1, total=300, scene_id=f"s{number}"))
        await asyncio.wait_for(first.wait(), 60)
        feed.step(Progress(stage="render", done=1, total=2, scene_id="s0"))
        feed.tell(PipelineStarted, source="a.md")

    asyncio.run(run())
    assert [event.kind for event in heard] == [
        "AUDIO_GENERATED", "STAGE_PROGRESS", "VIDEO_RENDERED", "STAGE_PROGRESS", "PIPELINE_STARTED",
    ]  # fmt: skip
    assert isinstance(heard[0], AudioGenerated)
    assert len(heard[0].scenes) == 300


def test_a_stage_is_told_from_its_start_to_its_end() -> None:
    heard: list[RunEvent] = []

    @told("narrate")
    async def work(fail: bool) -> str:
        begin_part("title")
        end_part(reused=False)
        end_part(reused=True)
        with lap(1, 2):
            pass
        if fail:
            raise RuntimeError("no")
        return "done"

    async def run() -> None:
        assert await work(False) == "done"  # outside of a run it is what it was
        set_feed(EventFeed("r", 1, [heard.append]))
        assert await work(False) == "done"
        with pytest.raises(RuntimeError):
            await work(True)

    asyncio.run(run())
    assert [event.kind for event in heard] == [
        "STAGE_STARTED", "AUDIO_GENERATING", "STATE_RESTORED", "STATE_SAVED", "STAGE_COMPLETED",
        "STAGE_STARTED", "AUDIO_GENERATING", "STAGE_FAILED",
    ]  # fmt: skip
    completed, failed = heard[4], heard[-1]
    assert (completed.made, completed.reused, completed.percent) == (1, 1, 35)
    assert (failed.error, failed.message) == ("RuntimeError", "no")


@settings(max_examples=40)
@given(st.data())
def test_events_are_put_in_order_each_once(data: st.DataObject) -> None:
    events = [make_event(StageProgress, number) for number in range(1, data.draw(st.integers(1, 12)) + 1)]
    arriving = data.draw(st.permutations(events + data.draw(st.lists(st.sampled_from(events)))))
    order, given_out = InOrder(), []
    for event in arriving:
        order.add((1, event.sequence), event)
        given_out += order.take_due()
    assert given_out == events
    assert not order.has_gap


def test_a_gap_is_waited_for_and_can_be_given_up() -> None:
    order = InOrder()
    later, next_attempt = make_event(StageProgress, 3), make_event(StageProgress, 1, attempt=2)
    order.add((1, 3), later)
    order.add((1, 4), None)  # of a kind that a newer version tells
    order.add((2, 1), next_attempt)
    assert order.has_gap
    assert list(order.take_due()) == []
    order.skip_gap()
    assert list(order.take_due()) == [later]
    order.skip_gap()
    assert list(order.take_due()) == [next_attempt]
    assert not order.has_gap


@pytest.mark.parametrize("asynchronous", [True, False])
def test_a_subscriber_that_fails_is_told_once_and_hears_the_rest(
    asynchronous: bool, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[int] = []

    def hear(event: RunEvent) -> None:
        heard.append(event.sequence)
        if event.sequence < 3:
            raise ValueError("mine")

    async def hear_later(event: RunEvent) -> None:
        await asyncio.sleep(0)
        hear(event)

    async def run() -> None:
        subscriber = Subscriber(hear_later if asynchronous else hear)
        for number in range(1, 5):
            subscriber.hear(make_event(PipelineStarted, number))
        await subscriber.close(60)

    with caplog.at_level(logging.WARNING, "prefect.video-gen.events"):
        asyncio.run(run())
    assert heard == [1, 2, 3, 4]
    (told_once,) = caplog.records
    assert "failed at PIPELINE_STARTED with ValueError: mine" in told_once.getMessage()


def test_a_subscriber_that_never_ends_is_left_behind(caplog: pytest.LogCaptureFixture) -> None:
    async def hang(_: RunEvent) -> None:
        await asyncio.Event().wait()

    async def run() -> None:
        subscriber = Subscriber(hang)
        subscriber.hear(make_event(PipelineStarted))
        subscriber.hear(make_event(PipelineStarted, 2))
        await asyncio.sleep(0)
        await subscriber.close(0.01)

    with caplog.at_level(logging.WARNING, "prefect.video-gen.events"):
        asyncio.run(run())
    assert "were not given to it: 1." in caplog.text


def test_the_documentation_lists_every_event_with_what_it_says() -> None:
    text = (Path(__file__).resolve().parent.parent / "docs" / "events.md").read_text(encoding="utf-8")
    rows = {row[0]: row[2] for row in re.findall(r"^\| `([A-Z_]+)` \| ([^|]+) \| ([^|]+) \|$", text, re.MULTILINE)}
    common = set(RunEvent.model_fields)
    assert list(rows) == DESIGNED.split()
    for kind in EVENT_TYPES.values():
        assert set(kind.model_fields) - common <= set(re.findall(r"`(\w+)`", rows[kind.kind])), kind.kind
    assert common == set(re.findall(r"`(\w+)`", text.partition("All have")[2].partition("|")[0]))
