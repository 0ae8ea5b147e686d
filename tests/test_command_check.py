"""`video-gen check`: what a viewer would stumble over is said with file, line and scene, and no film is made for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from model.assets import Asset
from render.cues import build_cues
from render.film_plan import plan_film
from render.layout import Box, Layout, Panel, Words
from render.picture_checks import draw_and_compare, find_cut_words, find_overflow
from render.scene_checks import check_captions, check_lengths
from render.spans import TextStyle
from render.text_layout import set_text
from render.theme import Look
from tests.film_maker import FilmMaker
from tests.silent_film import make_scene, make_script, make_take

DOCUMENT = """\
# Lantern

Lantern shows where a light burns, and for how long it has been burning there.

![A lamp](lamp.png)

## Signs

This is how it is called from the street below the house.

```
lantern {sign}
```

## Names

The longest name that anybody gave to it is Lan{long}tern, and it was never said in one breath.
""".format(long="ter" * 60, sign=chr(0x1FAFF))
PREFECT = "import os\nos._exit(99)\n"


@pytest.fixture
def reader(tmp_path: Path) -> FilmMaker:
    """Give a maker for whom importing Prefect is the end."""
    (tmp_path / "fakes" / "prefect").mkdir(parents=True)
    (tmp_path / "fakes" / "prefect" / "__init__.py").write_text(PREFECT)
    maker = FilmMaker(tmp_path, tmp_path / "state")
    path = maker.world()["PYTHONPATH"]
    maker.environment["PYTHONPATH"] = f"{tmp_path / 'fakes'}:{path}"
    return maker


def test_findings_have_file_line_and_scene(reader: FilmMaker, tmp_path: Path) -> None:
    source = tmp_path / "lantern.md"
    source.write_text(DOCUMENT)
    before = {path.name for path in tmp_path.iterdir()}
    done = reader.run("check", str(source), "--json", module="deployments.command")
    assert done.returncode == 0, done.stderr
    findings = {found["kind"]: found for found in json.loads(done.stdout)["findings"]}
    assert {found["file"] for found in findings.values()} == {str(source)}
    assert findings["image"]["line"] == 5
    assert "lamp.png is not shown: there is no such file" in findings["image"]["message"]
    assert findings["glyph"]["line"] == 12
    assert "Pictures leave out 1 kinds of emoji or symbols that no font draws" in findings["glyph"]["message"]
    assert findings["glyph"]["scene_id"].startswith("signs")
    assert findings["caption"]["line"] == 17
    assert "characters a second, 20 are the most." in findings["caption"]["message"]
    assert {path.name for path in tmp_path.iterdir()} == before  # no film, no cache, no state


def test_what_another_file_has_is_found(reader: FilmMaker, tmp_path: Path) -> None:
    source = tmp_path / "lantern.md"
    source.write_text("# Lantern\n\nLantern shows where a light burns.\n\n```python\n{!> ../lamp.py !}\n```\n")
    done = reader.run("check", str(source), module="deployments.command")
    assert done.stdout.splitlines()[0] == (
        f"{source}:5: include: What stands in another file is not in the film: “{{!> ../lamp.py !}}”. Put its words here."
    )
    assert "warning: lantern.md:5: what stands in other files is not in the film" in done.stderr


def test_one_line_a_finding_and_strict_makes_errors_of_them(reader: FilmMaker, tmp_path: Path) -> None:
    source = tmp_path / "lantern.md"
    source.write_text("# Lantern\n\nLantern shows where a light burns.\n\n![A lamp](lamp.png)\n")
    done = reader.run("check", str(source), "--strict", "--theme", "swiss", module="deployments.command")
    assert done.returncode == 3
    assert done.stdout.splitlines() == [
        f"{source}:5: image: The picture lamp.png is not shown: there is no such file. Put the file beside the document."
    ]
    assert f"error: {source}: 1 finding in" in done.stderr
    assert "leave out --strict" in done.stderr


@pytest.mark.parametrize(("arguments", "code"), [(("god.md",), 3), (("good.md", "--aspect", "2:1"), 2)])
def test_wrong_requests_are_refused_as_create_refuses_them(
    reader: FilmMaker, tmp_path: Path, arguments: tuple[str, ...], code: int
) -> None:
    (tmp_path / "good.md").write_text("# Lantern\n\nLantern shows where a light burns.\n")
    done = reader.run("check", *arguments, cwd=tmp_path, module="deployments.command")
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.count("error: ") == 1


def words(text: str, colour: str, *, step: int = 0, until: int | None = None, width: int = 400) -> Words:
    paragraph = set_text(text, TextStyle(32, colour), 4000)
    return Words(Box(20, 20, width, paragraph.height), paragraph, step=step, until=until)


def nothing(asset: Asset) -> bytes:
    raise AssertionError(asset)


def test_contrast_is_that_of_what_lies_behind_the_words() -> None:
    panel = Panel(Box(0, 0, 460, 100), "#777777")
    faint = draw_and_compare(Layout("#000000", (panel, words("Dim", "#888888")), True), (480, 120), nothing)
    assert [(found.sample, found.colour, found.ground) for found in faint] == [("Dim", "#888888", "#777777")]
    assert faint[0].ratio == pytest.approx(1.26, abs=0.01)
    assert draw_and_compare(Layout("#000000", (words("Dim", "#888888"),), True), (480, 120), nothing) == ()


def test_words_that_are_dimmed_for_a_while_are_judged_when_they_are_strongest() -> None:
    items = (words("Code", "#333333", until=1), words("Code", "#eeeeee", step=1))
    assert draw_and_compare(Layout("#000000", items, True), (480, 120), nothing) == ()
    assert len(draw_and_compare(Layout("#000000", items[:1], True), (480, 120), nothing)) == 1


def test_a_word_that_had_to_be_cut_is_found() -> None:
    style = TextStyle(32, "#ffffff")
    cut, whole = (Words(Box(20, 20, 90, 40), set_text(text, style, 90)) for text in ("Lanternterter", "Light"))
    assert list(find_cut_words(Layout("#000000", (cut, whole), True))) == [cut.paragraph.text]


def test_words_beyond_their_column_or_the_picture_are_found() -> None:
    assert list(find_overflow(Layout("#000000", (words("A line that is wide", "#ffffff"),), True), (480, 120))) == []
    narrow = words("A line that is wide", "#ffffff", width=60)
    assert list(find_overflow(Layout("#000000", (narrow,), True), (480, 120))) == ["A line that is wide"]
    assert (
        len(list(find_overflow(Layout("#000000", (words("A line that is wide", "#ffffff"),), True), (200, 120)))) == 1
    )


def test_scenes_and_captions_that_go_too_fast_or_stand_too_long() -> None:
    scenes = (
        make_scene("long", "word " * 80 + "end."),
        make_scene("short", "Yes."),
        make_scene("fast", "a " * 60 + "b."),
    )
    script = make_script(*scenes)
    takes = (make_take(scenes[0]), make_take(scenes[1]), make_take(scenes[2], per_character=800))
    lengths = [(found.scene_id, found.line) for found in check_lengths(scenes, takes)]
    assert lengths == [("long", 1), ("short", 1), ("fast", 1)]
    timeline = plan_film(script, takes, Look(theme="orbit", appearance="dark", accent="blue", title="A film"))
    found = list(check_captions(scenes, timeline, takes, build_cues(script, timeline, takes)))
    assert {finding.scene_id for finding in found} == {"fast"}
    assert all(finding.scene == 3 and finding.kind == "caption" for finding in found)
