"""The vocabulary: every field says what it means, values are closed and frozen, and survive JSON unchanged."""

import importlib
import pkgutil

import pytest
from pydantic import ValidationError as PydanticError

import model
from model.assets import Asset
from model.errors import (
    AudioGenerationError,
    ConfigError,
    Problem,
    ResourceError,
    StateError,
    ToolError,
    ValidationError,
    VideoGenerationError,
    VideoGenError,
)
from model.frozen import Frozen, describe_fields
from model.inputs import InputConfig, SourceSpan
from model.narration import Sentence, Word, spoken, written
from model.scenes import TitleScene
from model.script import VideoScript

for module in pkgutil.walk_packages(model.__path__, "model."):
    importlib.import_module(module.name)


def all_models() -> list[type[Frozen]]:
    found, queue = [], [Frozen]
    while queue:
        for kind in queue.pop().__subclasses__():
            queue.append(kind)
            if kind.__module__.startswith("model."):
                found.append(kind)
    return sorted(found, key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", all_models(), ids=lambda kind: kind.__name__)
def test_every_field_is_documented(kind: type[Frozen]) -> None:
    undocumented = [
        name for name in kind.model_fields if not describe_fields(kind).get(name) and name not in ("kind", "scene_type")
    ]
    assert not undocumented
    assert kind.__doc__


def test_values_are_frozen_closed_and_strict() -> None:
    span = SourceSpan(file="a.md", first=1, last=2)
    with pytest.raises(PydanticError):
        span.first = 3  # type: ignore[misc]
    with pytest.raises(PydanticError):
        SourceSpan(file="a.md", first=1, last=2, other=3)  # type: ignore[call-arg]
    with pytest.raises(PydanticError):
        SourceSpan(file="a.md", first="1", last=2)  # type: ignore[arg-type]


@pytest.mark.parametrize("seconds", [14.9, 30000, "most", -1])
def test_target_duration_has_bounds(seconds: object) -> None:
    with pytest.raises(PydanticError):
        InputConfig(source="a.md", target_duration=seconds)  # type: ignore[arg-type]


def test_a_sentence_reads_as_shown_and_as_spoken() -> None:
    words = (
        Word(text="Run", spoken="Run"),
        Word(text="foo==1.2", spoken="foo version one point two"),
        Word(text="→", spoken=""),
        Word(text="now.", spoken="now."),
    )
    sentence = Sentence(words=words)
    assert written(sentence) == "Run foo==1.2 → now."
    assert spoken(sentence) == "Run foo version one point two now."


def test_a_script_survives_json() -> None:
    scene = TitleScene(scene_id="opening", narration=(Sentence(words=(Word(text="Hi.", spoken="Hi."),)),), title="Hi")
    script = VideoScript(
        video_id="hi", title="Hi", description="", language="en", source_name="hi.md", accent_color="blue",
        theme="dark", scenes=(scene,), coverage=(),
    )  # fmt: skip
    assert VideoScript.model_validate_json(script.model_dump_json()) == script
    assert isinstance(VideoScript.model_validate_json(script.model_dump_json()).scenes[0], TitleScene)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (VideoGenError("x"), 1),
        (ConfigError("x"), 2),
        (ValidationError((Problem(message="x"),)), 3),
        (ToolError("x"), 4),
        (VideoGenerationError("x"), 4),
        (AudioGenerationError("x"), 5),
        (ResourceError("x"), 6),
        (StateError("x"), 6),
    ],
)
def test_exit_codes(error: VideoGenError, code: int) -> None:
    assert error.exit_code == code


def test_a_problem_names_its_place() -> None:
    problem = Problem(message="No title.", remedy="Add one.", file="a.md", line=3, column=7)
    assert str(problem) == "a.md:3:7: No title. Add one."


def test_an_asset_is_named_by_a_digest() -> None:
    with pytest.raises(PydanticError):
        Asset(sha256="no", size=1, suffix=".wav")
    with pytest.raises(PydanticError):
        Asset(sha256="0" * 64, size=1, suffix="../x")
