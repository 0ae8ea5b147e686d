"""A name that there is not -> the one that was meant, or none where none is near."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.documents.sources import read_source
from model.errors import ValidationError
from model.inputs import InputConfig
from model.nearness import nearest_file, nearest_names


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("god", "good"), ("REDME", "README"), ("readme", "ReadMe"), ("read-me", "README"), ("lsit", "list"), ("teh", "the"),
        ("calllout", "callout"), ("documents", "document"), ("tilte", "title"), ("max_paralel", "max_parallel"),
        ("max-parallel", "max_parallel"), ("light", "lighthouse"), ("chapter-01", "chapter-1"), ("en-us+m33", "en-us+m3"),
        ("VIDEO_GEN_THEMES", "VIDEO_GEN_THEME"), ("en-US-AraNeural", "en-US-AriaNeural"), ("übersciht", "Übersicht"),
    ],
)  # fmt: skip
def test_what_may_be_mistyped_is_near(name: str, meant: str) -> None:
    assert nearest_names(name, ["zebra", meant, "quite another"]) == (meant,)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("missing", "bin"), ("nothing", "everything"), ("one", "two"), ("notes", "index"), ("install", "configure"),
        ("VIDEO_GEN_FOO", "VIDEO_GEN_FPS"), ("VIDEO_GEN_SPEED", "VIDEO_GEN_SERVER"), ("en-US-FooNeural", "en-US-JoeNeural"),
        ("chapter-1", "chapter-2"), ("chapter1", "chapter2"), ("v1 notes", "v2notes"), ("page", "pale ale"), ("", "a"),
    ],
)  # fmt: skip
def test_what_nobody_mistypes_is_not_near(name: str, other: str) -> None:
    assert nearest_names(name, [other]) == ()
    assert nearest_names(other, [name]) == ()


def test_the_nearest_come_first() -> None:
    assert nearest_names("themes", ["theses", "theme", "schemes"], 2) == ("theme", "theses")
    assert nearest_names("theme", ["theme"]) == ()  # it is there


def test_of_files_the_stem_counts() -> None:
    assert nearest_file("missing.md", ["bin.md", "main.md", "miss.md"]) == "miss.md"
    assert nearest_file("missing.md", ["bin.md", "kissing-gates.md", "x.md"]) == ""
    assert nearest_file("notes.md", ["index.md", "notes.rst"]) == "notes.rst"
    assert nearest_file("Notes.MD", ["note.md", "notes.md"]) == "notes.md"
    assert nearest_file("redme.md", ["readme.html", "readme.md", "readme.rst"]) == "readme.md"
    assert nearest_file("docs", ["dosc", "other"]) == "dosc"
    assert nearest_file(".env", ["bin.env"]) == ""


@pytest.mark.parametrize(
    ("missing", "remedy"),
    [
        ("missing.md", "Check the name and the folder."),
        ("god.md", "Did you mean {folder}/good.md?"),
        ("picture.md", "Check the name and the folder."),  # nothing is made of a picture
        ("curse.yaml", "Did you mean {folder}/course.yaml?"),
    ],
)
def test_a_missing_document_is_told_with_what_is_near(missing: str, remedy: str, tmp_path: Path) -> None:
    for name in ("bin.md", "good.md", "picture.png", "course.yaml"):
        (tmp_path / name).write_text("# Words\n")
    with pytest.raises(ValidationError) as told:
        read_source(InputConfig(source=str(tmp_path / missing)))
    (problem,) = told.value.problems
    assert problem.remedy == remedy.format(folder=tmp_path)
