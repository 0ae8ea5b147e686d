"""Course files of a stranger: bombs, depth, tags, aliases, escapes and cycles are refused at their line, at once."""

from __future__ import annotations

import os
import random
import resource
import time
from pathlib import Path

import pytest

from adapters.input import adapt_input, check_input
from adapters.store import Store
from adapters.videos.includes import MAX_FILES
from adapters.videos.loading import MAX_BYTES, MAX_DEPTH, MAX_NODES, MAX_SCALAR
from model.errors import ValidationError, VideoGenError
from tests.course_reading import find_problems, write_course

SCENE = "scenes:\n- {scene_type: title, title: A}\n"
_LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + at)}: &{chr(98 + at)} [*{chr(97 + at)}, *{chr(97 + at)}]\n" for at in range(9)
)
_MERGES = "a: &a {x: 1}\n" + "".join(f"b{at}: &b{at} {{<<: [*a, *a, *a]}}\n" for at in range(9))
BOMBS = {
    "laughs": (_LAUGHS, 2, "Aliases"),
    "merges": (_MERGES, 2, "Aliases"),
    "merge key": ("title: A\n<<: {b: 1}\n" + SCENE, 2, "Merge keys"),
    "self": ("a: &a\n  b: *a\n", 2, "Aliases"),
    "depth": ("title: A\nx: " + "[" * 20_000, 2, "nested"),
    "depth of mappings": ("{a: " * 5_000, 1, "nested"),
    "indentation": ("\n".join(" " * at + "a:" for at in range(400)), MAX_DEPTH + 1, "nested"),
    "values": ("title: A\nx: [" + "a," * 100_000 + "]", 2, "more than"),
    "lines": ("\n".join(f"k{at}: v" for at in range(MAX_NODES)), MAX_NODES // 2, "more than"),
    "scalar": ("title: A\nx: " + "y" * (MAX_SCALAR + 1), 2, "longer than"),
    "block": ("title: |\n" + "  yyyyyyyyyy\n" * 20_000, 1, "longer than"),
    "tag": ("title: !!python/object/apply:os.system ['true']\n", 1, "tag"),
    "own tag": ("title: A\nx: !boom {a: b}\n", 2, "tag"),
    "binary": ("title: !!binary aGVsbG8=\n", 1, "tag"),
    "twice": ("title: A\nscenes: []\ntitle: B\n", 3, "twice"),
    "list as key": ("title: A\n? [a, b]\n: c\n", 2, "no key"),
    "two documents": (f"{SCENE}---\n{SCENE}", 3, "second document"),
    "tab": ("title: A\n\tx: b\n", 2, "Malformed"),
    "quote": ('title: "A\nscenes: []\n', 3, "Malformed"),
    "colon": ("title: A: B\n", 1, "Malformed"),
    "directive": ("%YAML 9.9\n---\ntitle: A\n", 1, "Malformed"),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_a_second_with_its_line(name: str, tmp_path: Path) -> None:
    text, line, told = BOMBS[name]
    config = write_course(tmp_path, text)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    problems = find_problems(config)
    assert time.process_time() - began < 1.0
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000
    assert told in problems[0].message
    assert abs(problems[0].line - line) <= (3 if name == "lines" else 0)


def test_a_file_of_any_size_is_refused_by_its_size(tmp_path: Path) -> None:
    (problem,) = find_problems(write_course(tmp_path, "# " + "x" * MAX_BYTES + "\n" + SCENE))
    assert "larger than 1 MB" in problem.message


def test_variables_cannot_grow(tmp_path: Path) -> None:
    """Not by each other, for what one brings is not looked into; nor by being used often."""
    nested = "variables:\n  a: 'xx'\n  b: '${a}${a}'\nscenes: [{scene_type: title, title: '${b}', say: hi}]"
    config = write_course(tmp_path, nested)
    (video,) = adapt_input(config, Store(tmp_path / "store")).videos
    assert b'"title":"${a}${a}"' in Store(tmp_path / "store").read(video.source)
    uses = "".join("- {scene_type: title, title: '" + "${a}" * 50 + "'}\n" for _ in range(50))
    (problem,) = [
        problem
        for problem in find_problems(write_course(tmp_path, f"variables:\n  a: {'x' * 90_000}\nscenes:\n{uses}"))
        if "bring more than" in problem.message
    ]
    assert problem.line == 4


def include(named: str) -> str:
    return f"title: A\nscenes:\n- include: {named}\n"


@pytest.mark.parametrize(
    "named",
    ["../secret.yaml", "/etc/passwd.yaml", "a/../../secret.yaml", "'..\\secret.yaml'", "http://example.com/a.yaml",
     "link.yaml", "folder/secret.yaml", "secret.txt", '"a\\0b.yaml"', "'file:///etc/a.yaml'", "."],
)  # fmt: skip
def test_nothing_outside_the_folder_is_included(named: str, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("- {scene_type: title, title: Secret}")
    inside = tmp_path / "course"
    inside.mkdir()
    (inside / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    (inside / "folder").symlink_to(tmp_path)
    problems = find_problems(write_course(inside, include(named)))
    assert problems[0].line == 3
    assert "Secret" not in str(problems)


def test_a_cycle_is_named_where_it_closes(tmp_path: Path) -> None:
    write_course(tmp_path, "- include: b.yaml", "a.yaml")
    write_course(tmp_path, "\n- include: a.yaml", "b.yaml")
    problems = find_problems(write_course(tmp_path, include("a.yaml")))
    assert [(Path(one.file).name, one.line) for one in problems if "includes itself" in one.message] == [("b.yaml", 2)]
    problems = find_problems(write_course(tmp_path, include("course.yaml")))
    assert "includes itself" in problems[0].message


def test_includes_that_multiply_end(tmp_path: Path) -> None:
    """Ten files that each include the next twenty times would make 20^10 scenes."""
    for at in range(10):
        write_course(tmp_path, f"- include: f{at + 1}.yaml\n" * 20, f"f{at}.yaml")
    write_course(tmp_path, "- {scene_type: title, title: A}", "f10.yaml")
    began = time.process_time()
    problems = find_problems(write_course(tmp_path, include("f0.yaml")))
    assert time.process_time() - began < 2.0
    assert any("times deep" in one.message or "includes" in one.message for one in problems)


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    for at in range(MAX_FILES + 1):
        write_course(tmp_path, "- {scene_type: title, title: A}", f"f{at}.yaml")
    text = "title: A\nscenes:\n" + "".join(f"- include: f{at}.yaml\n" for at in range(MAX_FILES + 1))
    assert "more than" in find_problems(write_course(tmp_path, text))[0].message


@pytest.mark.parametrize("option", ["music: ../song.mp3", "music: /etc/passwd", "theme: ../../brand.yaml"])
def test_no_file_outside_the_folder_is_named_by_an_option(option: str, tmp_path: Path) -> None:
    (problem,) = find_problems(write_course(tmp_path, f"{option}\n{SCENE}"))
    assert "outside the folder" in problem.message
    assert problem.line == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_no_file_to_include(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (problem,) = find_problems(write_course(tmp_path, include("pipe.yaml")))
    assert problem.line == 3


WHOLE = """\
video: {id: a, title: "A ${x}", accent_color: blue, voice: male}
variables: {x: b, points: [one, two]}
scenes:
  - {type: title, title: "Hi ${x}", subtitle: there}
  - scene_type: list
    header: Points
    items: ${points}
  - {type: quiz, question: Why?, options: [a, b], answers: [0]}
  - {type: chart, header: C, data: {a: 1, b: 2}}
  - {type: table, header: T, columns: [a, b], rows: [[1, 2], [3, 4]]}
  - type: code
    header: X
    code: |
      a = 1
"""
PARTS = (
    "{", "}", "[", "]", ":", "- ", "\n", "  ", "'", '"', "${", "}", "|", ">", "&a ", "*a", "!!str ", "null", "\x00",
    "\ud7ff", "99999999999999999999", "include: course.yaml", "true", "scenes:", "\t", "#", "~", "\u2028", "é", "=",
    "%", "@",
)  # fmt: skip


def test_mutated_course_files_are_read_or_refused(tmp_path: Path) -> None:
    """Three hundred by seed: none raises anything but our own error, and each of those names its file."""
    chance = random.Random(4)
    read = 0
    for _ in range(300):
        text = list(WHOLE)
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(text))
            text[at : at + chance.choice((0, 1, 1, 5))] = chance.choice(PARTS)
        config = write_course(tmp_path, "".join(text))
        try:
            check_input(config)
            read += 1
        except ValidationError as error:
            assert all(problem.file for problem in error.problems)
        except VideoGenError:
            pass
    assert 5 < read < 290
