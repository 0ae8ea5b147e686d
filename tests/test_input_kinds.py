"""Kinds of input as a set that is open: named, recognised by their source, ours before others, and brought by packages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from adapters.input import (
    adapt_input,
    check_input,
    find_kind,
    join_source,
    known_kinds,
    list_inputs,
    name_video,
    open_kind,
    own_kinds,
    split_source,
)
from adapters.store import Store
from adapters.videos.script_reading import read_script
from model.content import Run
from model.errors import ConfigError, StateError
from model.inputs import InputConfig, SourceSpan, Unit
from model.narration import Sentence, Word
from model.scenes import QuoteScene
from model.script import VideoScript
from render.script_file import script_yaml

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ROOT / "tests" / "documents"


def in_another_process(program: str, *path: Path) -> str:
    found = os.pathsep.join(map(str, (*path, ROOT)))
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": found},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def install(folder: Path, name: str, module: str, kind: str = "outline", group: str = "video_gen.inputs") -> None:
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[{group}]\n{kind} = {module}\n")


def test_each_kind_of_ours_is_whole() -> None:
    assert "document" in own_kinds()
    assert known_kinds()[: len(own_kinds())] == own_kinds()
    for name in own_kinds():
        kind = find_kind(name)
        for function in ("recognises", "check_input", "list_inputs", "name_video", "adapt"):
            assert callable(getattr(kind, function)), (name, function)


@pytest.mark.parametrize(
    ("named", "kind", "source"),
    [
        ("README.md", "auto", "README.md"), ("document:README.md", "document", "README.md"), ("document:-", "document", "-"),
        ("-", "auto", "-"), ("nothing:README.md", "auto", "nothing:README.md"), ("C:\\talk.md", "auto", "C:\\talk.md"),
        ("./document:a.md", "auto", "./document:a.md"), ("document:a:b.md", "document", "a:b.md"),
        ("https://example.org/a.md", "auto", "https://example.org/a.md"),
    ],
)  # fmt: skip
def test_a_kind_is_named_before_the_source(named: str, kind: str, source: str) -> None:
    assert split_source(named) == (kind, source)
    assert join_source(InputConfig(source=source, input_type=kind)) == named


def test_what_nobody_recognises_is_a_document_that_is_not_there() -> None:
    assert open_kind(InputConfig(source="README.md")) is find_kind("document")
    assert open_kind(InputConfig(source="nothing.at.all")) is find_kind("document")


def test_an_unknown_kind_is_told_with_the_nearest() -> None:
    with pytest.raises(ConfigError, match=r"no kind of input 'documents'; did you mean 'document'\?"):
        check_input(InputConfig(source="README.md", input_type="documents"))


def test_a_named_kind_gives_what_the_bare_source_gives(tmp_path: Path) -> None:
    bare = InputConfig(source=str(DOCUMENTS / "readme_cli.md"))
    named = bare.model_copy(update={"input_type": "document"})
    check_input(named)
    assert (list_inputs(named), name_video(named)) == (list_inputs(bare), name_video(bare))
    assert adapt_input(named, Store(tmp_path)) == adapt_input(bare, Store(tmp_path))


def test_an_input_that_changes_while_it_is_read_is_read_again(tmp_path: Path) -> None:
    """The store is where reading ends: one that writes to the document stands for an editor that saves meanwhile."""
    (tmp_path / "a.md").write_text("# One\n")

    class Saving(Store):
        def put(self, data: bytes, suffix: str) -> object:  # type: ignore[override]
            (tmp_path / "a.md").write_text("# Two\n")
            return super().put(data, suffix)

    with pytest.raises(StateError, match="changes while it is read") as caught:
        adapt_input(InputConfig(source=str(tmp_path / "a.md")), Saving(tmp_path / "store"))
    assert caught.value.transient


def test_the_example_of_the_architecture_is_a_kind_by_entry_point(tmp_path: Path) -> None:
    """Install the package that ARCHITECTURE.md shows, and write the script of its film in another process."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    code = next(part.partition("```")[0] for part in text.split("```python\n")[1:] if "def recognises" in part)
    (tmp_path / "outlines.py").write_text(code, encoding="utf-8")
    install(tmp_path, "outlines", "outlines")
    (tmp_path / "harbour.outline").write_text("Ships arrive at dawn.\n\nCranes unload them before noon.\n")
    program = f"""
from adapters.input import known_kinds, open_kind, split_source
from deployments.draft import open_draft
from model.inputs import InputConfig
assert known_kinds()[-1] == "outline"
named = {str(tmp_path / "harbour.outline")!r}
assert split_source("outline:" + named) == ("outline", named)
assert open_kind(InputConfig(source=named)).__name__ == "outlines"
with open_draft("outline:" + named, {{"engine": "silent"}}) as draft:
    said = [sentence for scene in draft.script.scenes for sentence in scene.narration]
    print(draft.script.video_id, [word.text for sentence in said for word in sentence.words])
"""
    said = in_another_process(program, tmp_path)
    assert said.startswith("harbour [")
    assert "'dawn.'" in said and "'noon.'" in said


def test_a_kind_of_ours_is_not_replaced_and_needs_no_look_at_what_is_installed() -> None:
    program = """
import sys, importlib.metadata as m
m.entry_points = lambda **k: sys.exit("looked") if k.get("group") == "video_gen.inputs" else []
from adapters.input import find_kind, open_kind
from model.inputs import InputConfig
assert find_kind("document").__name__ == open_kind(InputConfig(source="a.md")).__name__ == "adapters.inputs.document"
print("none")
"""
    assert in_another_process(program) == "none\n"


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("raise OSError('no disk')", "The kind of input 'outline' of outlines cannot be imported: no disk."),
        ("recognises = check_input = adapt = print", "it has no list_inputs and no name_video."),
    ],
)
def test_a_broken_package_is_named(tmp_path: Path, code: str, says: str) -> None:
    (tmp_path / "outlines.py").write_text(code)
    install(tmp_path, "outlines", "outlines")
    program = """
from adapters.input import find_kind
from model.errors import ConfigError
try:
    find_kind("outline")
except ConfigError as error:
    print(error)
"""
    assert says in in_another_process(program, tmp_path)


def test_two_packages_with_one_kind_are_named(tmp_path: Path) -> None:
    install(tmp_path / "one", "one", "ones")
    install(tmp_path / "two", "two", "twos")
    program = """
from adapters.input import known_kinds
from model.errors import ConfigError
try:
    known_kinds()
except ConfigError as error:
    print(error)
"""
    said = in_another_process(program, tmp_path / "one", tmp_path / "two")
    assert said == "Two packages bring inputs of kind 'outline': ones and twos. Uninstall one of them.\n"


def test_a_package_cannot_take_documents(tmp_path: Path) -> None:
    (tmp_path / "theirs.py").write_text("raise SystemExit('imported')")
    install(tmp_path, "theirs", "theirs", kind="document")
    program = """
from adapters.input import find_kind, known_kinds, open_kind
from model.inputs import InputConfig
print(find_kind("document").__name__, known_kinds().count("document"), open_kind(InputConfig(source="a.md")).__name__)
"""
    assert in_another_process(program, tmp_path) == "adapters.inputs.document 1 adapters.inputs.document\n"


@pytest.mark.parametrize("unit", get_args(Unit))
def test_places_of_every_unit_are_written_and_read_back(unit: str) -> None:
    span = SourceSpan.model_validate({"file": "a b:1.x", "first": 3, "last": 9, "unit": unit})
    said = (Sentence(words=(Word(text="Said.", spoken="Said."),), spans=(span,)),)
    scene = QuoteScene(scene_id="q", narration=said, text=(Run(text="Said."),), spans=(span,))
    script = VideoScript(
        video_id="film", title="Film", description="", language="en", source_name="a", accent_color="blue", theme="dark",
        scenes=(scene,), coverage=(),
    )  # fmt: skip
    assert read_script(script_yaml(script)) == script
    assert span.place == ("a b:1.x:3" if unit == "line" else f"a b:1.x, {unit} 3")
