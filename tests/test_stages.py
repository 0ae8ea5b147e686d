"""Every stage: what it is made with exists, covers all that it imports, and its results survive or are refused."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import grimp
import pytest
from prefect import Task

import tasks.deliver
import tasks.narrate
import tasks.parse
import tasks.render
import tasks.script
from adapters.documents.parsing import parse_document
from model.assets import Asset, find_assets
from model.audio import Take, WordTime
from model.errors import AudioGenerationError, StateError, ValidationError
from model.inputs import VideoConfig
from tasks.caching import StageCache, find_kept, keep_result
from tasks.results import VerifiedSerializer, digest_inputs
from tasks.stage import may_pass
from tasks.workplace import Workplace

ROOT = Path(__file__).resolve().parent.parent
MODULES = (tasks.parse, tasks.script, tasks.narrate, tasks.render, tasks.deliver)
KEPT = [
    (module.__name__, value)
    for module in MODULES
    for value in vars(module).values()
    if isinstance(value, Task) and isinstance(value.cache_policy, StageCache)
]
TAKE = Take(
    scene_id="a",
    audio=Asset(sha256="0" * 64, size=3, suffix=".wav"),
    samples=3,
    words=(WordTime(start=0, end=2), WordTime(start=2, end=3)),
)


@pytest.mark.parametrize(("module", "task"), KEPT, ids=[task.name for _, task in KEPT])
def test_a_stage_can_name_what_it_is_made_with(module: str, task: Task) -> None:
    assert task.cache_policy.key_of(task.name, {}).startswith(f"{task.name}-")


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("model", "adapters", "writing", "render", "tasks", cache_dir=None)


@pytest.mark.parametrize(("module", "task"), KEPT, ids=[task.name for _, task in KEPT])
def test_the_entry_modules_of_a_stage_are_digested_whole(graph: grimp.ImportGraph, module: str, task: Task) -> None:
    """What a digested module imports is digested too: else a change of it would serve an old result."""
    places = [ROOT / place for place in task.cache_policy.sources]
    plumbing = {"adapters.files", "adapters.processes", "adapters.store", "adapters.versions"}
    plumbing |= {"tasks.stage", "tasks.workplace"}
    if task.name == "parse-content":  # what is read is checked and chosen, not parsed
        plumbing |= {"adapters.music", "adapters.input_choices"}
    if task.name == "narrate-scene":  # a key opens a door, and is no part of what is said
        plumbing |= {"adapters.settings"}

    def digested(name: str) -> bool:
        path = ROOT / name.replace(".", "/")
        return any(path == place or place in path.parents or path.with_suffix(".py") == place for place in places)

    for name in sorted(graph.modules):
        if digested(name):
            imported = graph.find_modules_directly_imported_by(name)
            missing = {other for other in imported if not digested(other) and other not in plumbing}
            assert not missing, f"{name} imports {missing}"


def test_a_result_survives() -> None:
    serializer = VerifiedSerializer()
    assert serializer.loads(serializer.dumps(TAKE)) == TAKE


@pytest.mark.parametrize(
    "change",
    [
        lambda record: record | {"value": record["value"].replace('"samples":3', '"samples":4')},
        lambda record: record | {"type": "os:path"},
        lambda record: record | {"type": "model.audio:WordTime"},
        lambda record: record | {"sha256": "0" * 64},
        lambda record: {"type": record["type"], "value": record["value"]},
    ],
)
def test_an_altered_result_is_refused(change) -> None:
    record = json.loads(VerifiedSerializer().dumps(TAKE))
    with pytest.raises((ValueError, KeyError)):
        VerifiedSerializer().loads(json.dumps(change(record)).encode())


def test_a_record_under_another_key_is_no_hit(tmp_path: Path) -> None:
    """Whole and well formed, and another stage's: as when a disk gives one file's blocks for another's."""
    place = Workplace(cache_dir=str(tmp_path))
    take = TAKE.model_copy(update={"audio": place.store.put(b"abc", ".wav")})
    keep_result(place, "one", take)
    keep_result(place, "other", take.model_copy(update={"samples": 2}))
    assert find_kept(place, "one") == take
    (tmp_path / "results" / "one").write_bytes((tmp_path / "results" / "other").read_bytes())
    assert find_kept(place, "one") is None


def test_assets_are_found_wherever_they_are() -> None:
    assert list(find_assets((TAKE, [TAKE]))) == [TAKE.audio, TAKE.audio]


def test_inputs_are_told_apart_by_content() -> None:
    other = TAKE.model_copy(update={"samples": 4})
    assert digest_inputs({"take": TAKE}) == digest_inputs({"take": TAKE.model_copy()})
    assert digest_inputs({"take": TAKE}) != digest_inputs({"take": other})
    assert digest_inputs({"a": "1", "b": "2"}) == digest_inputs({"b": "2", "a": "1"})
    assert digest_inputs({"a": "1"}) != digest_inputs({"b": "1"})


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (StateError("x", transient=True), True),
        (AudioGenerationError("x", transient=True), False),
        (AudioGenerationError("x"), False),
        (ValidationError(()), False),
        (OSError("x"), False),
    ],
)
def test_only_what_may_pass_is_tried_again(error: Exception, again: bool) -> None:
    from prefect.states import Failed

    assert may_pass(None, None, Failed(data=error)) is again


def test_a_film_without_end_is_refused_and_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "# Rill\n\nRill is a tool for streams of lines, and this tells what it does."
    content = parse_document(text, "markdown", name="a.md", images={}, missing={}, language="en")
    source = Asset(sha256="0" * 64, size=1, suffix=".md")
    video = VideoConfig(video_id="film", source_name="a.md", source_kind="markdown", source=source)
    place = Workplace(cache_dir=str(tmp_path))
    assert asyncio.run(tasks.script.write_script.fn(content, video, None, (), "", place)).scenes
    monkeypatch.setattr(tasks.script, "LONGEST_FILM", 5)
    with pytest.raises(ValidationError, match=r"a\.md would make a film of 0 hours; the longest is 6"):
        asyncio.run(tasks.script.write_script.fn(content, video, None, (), "", place))
