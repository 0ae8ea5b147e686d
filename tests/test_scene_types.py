"""Scene types as a set that is open: found by name, read and written whole, and each drawn soundly whatever it holds."""

from __future__ import annotations

import importlib
import inspect
import json
import os
import subprocess
import sys
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pydantic
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from adapters.videos.script_reading import read_script
from model.assets import Asset
from model.content import Run
from model.errors import VideoGenerationError
from model.frozen import Frozen
from model.narration import Sentence, Word
from model.scenes import Scene, scene_types
from model.scenes.callout import CalloutScene
from model.scenes.chart import ChartScene, Datum
from model.scenes.code import CodeScene
from model.scenes.code_comparison import CodeComparisonScene
from model.scenes.registry import known_types, own_types
from model.scenes.steps import Step, StepsScene
from model.scenes.table import TableScene
from model.script import VideoScript
from model.timeline import VideoFormat
from render.chart_scale import name_number, scale_axis
from render.designs import find_design, lay_out_scene
from render.diff import align_lines, changed_columns
from render.fitting import fit_scene
from render.layout import Box, Disc, Layout, Panel, Photo, Words
from render.page import open_page
from render.script_file import script_yaml
from render.theme import Look

SAID = tuple(
    Sentence(words=tuple(Word(text=w, spoken=w) for w in said.split())) for said in ("One two.", "Three.", "Four.")
)
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
"""Without shrinking: a large scene takes minutes to be made smaller, and says enough as it is."""
LARGE = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)
SHAPES = [(1920, 1080), (1080, 1920), (1080, 1080), (1080, 1350)]


def script_of(*scenes: Scene) -> VideoScript:
    return VideoScript(
        video_id="film", title="Film", description="", language="en", source_name="README.md", accent_color="blue",
        theme="dark", scenes=scenes, coverage=(),
    )  # fmt: skip


WORDS = st.text(st.sampled_from("abcdefg WXYZ .,-/1\u00e9"), min_size=1, max_size=70).map(str.strip).filter(bool)
LONG = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)


def bound(metadata: tuple[Any, ...], name: str, otherwise: int) -> int:
    return next((getattr(part, name) for part in metadata if hasattr(part, name)), otherwise)


def fields_of(kind: type[Frozen], *without: str) -> dict[str, st.SearchStrategy[Any]]:
    fields = ((name, field) for name, field in kind.model_fields.items() if name not in without)
    return {name: values_of(field.annotation, name, tuple(field.metadata)) for name, field in fields}


@st.composite
def valid(draw: st.DrawFn, kind: type[Frozen], fields: dict[str, st.SearchStrategy[Any]]) -> Any:
    """Make a model of fields; those that do not go together, as the model says, are made again."""
    try:
        return kind.model_validate(draw(st.fixed_dictionaries(fields)))
    except pydantic.ValidationError:
        assume(False)


def values_of(kind: Any, name: str = "", bounds: tuple[Any, ...] = ()) -> st.SearchStrategy[Any]:
    """Make values of a field's type within its bounds, at most a handful of what may be any number."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return values_of(parts[0], name, (*bounds, *parts[1:]))
    if origin in (Union, UnionType):
        return st.one_of([st.none() if part is NoneType else values_of(part, name) for part in parts])
    if origin is Literal:
        return st.sampled_from(parts)
    if origin is tuple and parts[-1] is Ellipsis:
        low, high = bound(bounds, "min_length", 1), min(5, bound(bounds, "max_length", 5))
        return st.lists(values_of(parts[0], name), min_size=low, max_size=high).map(tuple)
    if kind is int:
        return st.integers(max(1, bound(bounds, "ge", 0)), min(2, bound(bounds, "le", 2)))
    if kind is Run:
        return st.builds(Run, text=LONG, code=st.booleans(), strong=st.booleans())
    if isinstance(kind, type) and issubclass(kind, Frozen):
        return valid(kind, fields_of(kind))
    plain = {str: LONG, bool: st.booleans(), float: st.floats(-1e6, 1e6, allow_nan=False) | st.just(0.0)}
    if kind in plain:
        return plain[kind]
    raise AssertionError(f"no values for the field {name} of type {kind}: give its scene a strategy in SPECIAL")


def base_fields() -> dict[str, st.SearchStrategy[Any]]:
    return {"scene_id": st.just("s"), "chapter": st.just(""), "narration": st.just(SAID), "spans": st.just(())}


def table_scenes() -> st.SearchStrategy[Scene]:
    def build(columns: int, rows: list[list[str]], marked: int | None, header: str) -> Scene:
        cells = tuple(tuple((Run(text=row[at % len(row)]),) for at in range(columns)) for row in rows)
        titles = tuple((Run(text=f"Column {at}"),) for at in range(columns))
        mark = None if marked is None else marked % len(cells)
        return TableScene(
            scene_id="s", narration=SAID, header=header, columns=titles, rows=cells, alignments=("left",) * columns,
            marked=mark,
        )  # fmt: skip

    rows = st.lists(st.lists(WORDS, min_size=1, max_size=3), min_size=1, max_size=9)
    return st.builds(build, st.integers(1, 5), rows, st.none() | st.integers(0, 9), LONG)


def code_scenes() -> st.SearchStrategy[Scene]:
    def build(lines: list[str], header: str) -> Scene:
        whole = "\n".join(lines)
        return CodeScene(scene_id="s", narration=SAID, header=header, code=whole, first_line=1, last_line=len(lines))

    return st.builds(build, st.lists(LONG, min_size=1, max_size=12), LONG)


def charts() -> st.SearchStrategy[Scene]:
    def build(data: list[Datum], header: str, form: str, order: str, axis: str, marked: int | None) -> Scene:
        mark = None if marked is None else marked % len(data)
        fields = {"form": form, "order": order, "axis": axis, "marked": mark, "data": tuple(data), "header": header}
        return ChartScene(scene_id="s", narration=SAID, **fields)

    return st.builds(
        build, st.lists(values_of(Datum), min_size=1, max_size=12), LONG, st.sampled_from(["bars", "line"]),
        st.sampled_from(["given", "largest", "smallest"]), LONG, st.none() | st.integers(0, 12),
    )  # fmt: skip


def comparisons() -> st.SearchStrategy[Scene]:
    lines = st.lists(LONG | st.just(""), min_size=1, max_size=9).map("\n".join)
    return st.builds(
        CodeComparisonScene, scene_id=st.just("s"), narration=st.just(SAID), header=LONG, before=lines, after=lines,
        before_label=LONG, after_label=WORDS, language=st.sampled_from(["python", "", "nonsense"]),
    )  # fmt: skip


SPECIAL = {"table": table_scenes, "code": code_scenes, "chart": charts, "code_comparison": comparisons}
"""Types whose fields depend on each other; all others are made from the types of their fields."""


def scenes_of(name: str) -> st.SearchStrategy[Scene]:
    if name in SPECIAL:
        return SPECIAL[name]()
    kind = scene_types()[name]
    if any(field.annotation is Asset for field in kind.model_fields.values()):
        picture = {"image": st.just(Asset(sha256="0" * 64, size=1, suffix=".png"))}
        sides = {"width": st.integers(1, 3000), "height": st.integers(1, 3000)}
    else:
        picture, sides = {}, {}
    own = fields_of(kind, *Scene.model_fields)
    return valid(kind, {**base_fields(), **own, **picture, **sides, "scene_type": st.just(name)})


def boxes_of(layout: Layout) -> list[Box]:
    return [item.box for item in layout.items if isinstance(item, Words | Panel | Photo)]


def check_layout(layout: Layout, look: Look) -> None:
    """Assert that all is inside, nothing over anything else, nothing too small."""
    page = open_page(look)
    safe = page.safe
    for box in boxes_of(layout):
        assert safe.x <= box.x and box.right <= safe.right, box
        assert safe.y <= box.y and box.bottom <= safe.bottom, box
    texts = [item for item in layout.items if isinstance(item, Words)]
    for item in texts:
        for line in item.paragraph.lines:
            assert line.width <= item.box.width + 1, item.paragraph.text
            assert all(segment.shaping.size >= page.px(28) for segment in line.segments)
    for at, one in enumerate(texts):
        for other in texts[at + 1 :]:
            until = min(end for end in (one.until, other.until, 10_000) if end is not None)
            apart = one.box.right <= other.box.x or other.box.right <= one.box.x
            apart = apart or one.box.bottom <= other.box.y or other.box.bottom <= one.box.y
            assert apart or max(one.step, other.step) >= until, (one.paragraph.text, other.paragraph.text)


@pytest.mark.parametrize("language", ["en", "he"])
def test_long_labels_below_a_line_stay_apart(language: str) -> None:
    """Every second one is shown; the last is moved inside, and its neighbour leaves it the room."""
    labels = (
        "b--, f WYed/. Xc", ", e", "Y ,/,Z eZ/X W-b égcédéb.", "ZcbXW1/X1 1 Yé a WZ-f", "Zb.e.-éeW fbd", ", g-,/éc1-  gé",
        ". 1.Y", "--éX d ecf.", "d.ecdf/,Y.acgéW", "ZeW - éfX d1fgf", "Xad- 1 ééé", "éa   bf,adb WYéWéXYZ ,1.e bWefXcX.",
    )  # fmt: skip
    values = (0.0, -607860.0, -0.5, 0.0, 801055.0, 0.0, 0.0, 0.0, 0.0, 0.0, 607779.0, 87529.0)
    data = tuple(Datum(label=label, value=value) for label, value in zip(labels, values, strict=True))
    word = Word(text="Shown.", spoken="Shown.")
    said = (Sentence(words=(word,)),)
    scene = ChartScene(scene_id="a", narration=said, header="Visitors", form="line", data=data)
    look = Look(format=VideoFormat(width=1080, height=1080), language=language)
    for part in fit_scene(scene, look):
        check_layout(lay_out_scene(part, look), look)


@pytest.mark.parametrize("state", ["before", "now", "later"])
def test_one_long_step_is_cut_whoever_says_it(state: Literal["before", "now", "later"]) -> None:
    word = Word(text="Shown.", spoken="Shown.")
    label, text = "éfZ.ggY/ZYéZZ,éY,ac é-1Z1.éYéd/.ZaabWZ c -f Z.dWfe--a/fW", (Run(text="a1 aad, b,/.11XéY YbY ,"),)
    step = Step(label=label, text=text, sentence=1, state=state)
    scene = StepsScene(scene_id="s", narration=(Sentence(words=(word,)),) * 3, header="Steps", steps=(step,))
    look = Look(format=VideoFormat(width=1080, height=1920))
    parts = fit_scene(scene, look)
    assert len(parts) == 2
    assert sum(len(part.narration) for part in parts) == 3
    for part in parts:
        check_layout(lay_out_scene(part, look), look)


@pytest.mark.parametrize("name", own_types())
@settings(max_examples=5, deadline=None, phases=QUICK, suppress_health_check=LARGE)
@given(data=st.data(), shape=st.sampled_from(SHAPES), language=st.sampled_from(["en", "he"]))
def test_any_content_is_drawn_soundly(name: str, data: st.DataObject, shape: tuple[int, int], language: str) -> None:
    scene = data.draw(scenes_of(name))
    look = Look(format=VideoFormat(width=shape[0], height=shape[1]), language=language)
    try:
        parts = fit_scene(scene, look)
    except VideoGenerationError as error:
        assert "too full" in str(error) and len(script_yaml(script_of(scene))) > 20_000, error
        return
    for part in parts:
        layout = lay_out_scene(part, look)
        assert layout.fits
        check_layout(layout, look)


@pytest.mark.parametrize("name", own_types())
@settings(max_examples=3, deadline=None, phases=QUICK, suppress_health_check=LARGE)
@given(data=st.data())
def test_any_scene_reads_back_from_json_and_yaml(name: str, data: st.DataObject) -> None:
    script = script_of(data.draw(scenes_of(name)))
    assert VideoScript.model_validate_json(script.model_dump_json()) == script
    again = read_script(script_yaml(script))
    assert again == script and hash(again) == hash(script)
    assert type(again.scenes[0]) is scene_types()[name]


@pytest.mark.parametrize("name", own_types())
def test_every_type_is_drawn_by_a_module_of_its_name(name: str) -> None:
    module = importlib.import_module(f"render.scenes.{name}")
    assert list(inspect.signature(module.lay_out).parameters) == ["scene", "page"]
    assert list(inspect.signature(module.divide).parameters) == ["scene", "page"]
    assert scene_types()[name].__module__ == f"model.scenes.{name}"


def test_an_unknown_type_names_the_nearest_and_all() -> None:
    whole = json.loads(script_of(CalloutScene(scene_id="a", narration=SAID, text=(Run(text="x"),))).model_dump_json())
    whole["scenes"][0]["scene_type"] = "calloutt"
    with pytest.raises(pydantic.ValidationError, match="did you mean 'callout'") as refused:
        VideoScript.model_validate_json(json.dumps(whole))
    assert all(name in str(refused.value) for name in known_types())
    del whole["scenes"][0]["scene_type"]
    with pytest.raises(pydantic.ValidationError, match="no scene_type"):
        VideoScript.model_validate_json(json.dumps(whole))


def test_the_schema_is_the_union_of_all_types() -> None:
    for mode in ("validation", "serialization"):
        text = json.dumps(VideoScript.model_json_schema(mode=mode))
        assert all(f"#/$defs/{kind.__name__}" in text for kind in scene_types().values())


def test_an_alert_that_an_older_version_wrote_as_a_quote_is_a_callout() -> None:
    old = script_yaml(
        script_of(CalloutScene(scene_id="a", narration=SAID, text=(Run(text="x"),), tone="tip", label="Tip"))
    )
    old = old.replace(b"scene_type: callout", b"scene_type: quote").replace(b"label: Tip", b"attribution: Tip")
    read = read_script(old).scenes[0]
    assert isinstance(read, CalloutScene) and (read.tone, read.label) == ("tip", "Tip")


def test_lines_are_aligned_and_changed_words_found() -> None:
    before, after = "a = 1\nprint(a)\nend", "a = 2\nprint(a)\nmore\nend"
    rows = align_lines(before, after)
    assert [row.lines for row in rows] == [(0, 0), (1, 1), (None, 2), (2, 3)]
    assert [row.changed for row in rows] == [True, False, True, False]
    assert changed_columns(before, after, rows[0]) == (frozenset({4}), frozenset({4}))


@given(
    st.lists(st.sampled_from(["a", "b", "c b", ""]), max_size=8), st.lists(st.sampled_from(["a", "b", "d"]), max_size=8)
)
def test_alignment_keeps_every_line_once_and_in_order(one: list[str], two: list[str]) -> None:
    rows = align_lines("\n".join(one), "\n".join(two))
    for side, lines in enumerate((one, two)):
        assert [row.lines[side] for row in rows if row.lines[side] is not None] == list(range(max(1, len(lines))))


@given(st.lists(st.floats(-1e9, 1e9, allow_nan=False), min_size=1, max_size=12))
def test_ticks_surround_all_values(values: list[float]) -> None:
    ticks = scale_axis(values, 4)
    slack = 1e-6 * max(1e-300, ticks[-1] - ticks[0])
    assert ticks[0] <= min(values) + slack and max(values) - slack <= ticks[-1]
    assert 2 <= len(ticks) <= 8


def test_changed_words_are_marked_on_broken_lines_too() -> None:
    long = "call(" + "argument, " * 9
    scene = CodeComparisonScene(
        scene_id="s", narration=SAID, header="", before=f"{long}last=1)\nx", after=f"{long}last=22)\nx"
    )
    items = lay_out_scene(scene, Look()).items
    marked = [item for item in items if isinstance(item, Panel) and item.box.height < 60 and item.box.width < 100]
    words = [item for item in items if isinstance(item, Words) and "last=" in item.paragraph.text]
    assert len(marked) == len(words) == 2
    for panel, row, digits in zip(marked, words, ("1", "22"), strict=True):
        text = row.paragraph.text
        line = row.paragraph.lines[0]
        end = row.box.x + line.width
        cell = (line.width - line.segments[0].x) / len(text)
        assert abs(panel.box.right - (end - cell * (len(text) - text.index(digits + ")") - len(digits)))) <= 1


def test_numbers_are_written_as_the_language_writes_them() -> None:
    assert [name_number(Datum(label="", value=12800.5), code) for code in ("en", "de")] == ["12,800.5", "12.800,5"]
    assert name_number(Datum(label="", value=-4.2)) == "−4.2"
    assert name_number(Datum(label="", value=1, shown="1.0 s")) == "1.0 s"


def test_bars_grow_from_one_zero_and_one_is_in_the_accent() -> None:
    data = tuple(Datum(label=name, value=value) for name, value in (("a", 10), ("b", -5), ("c", 20)))
    scene = ChartScene(scene_id="c", narration=SAID, header="H", data=data, marked=1)
    look = Look()
    panels = [item for item in lay_out_scene(scene, look).items if isinstance(item, Panel)]
    accent = [item for item in panels if item.fill == open_page(look).theme.accent]
    quiet = [item for item in panels if item not in accent and item.box.height < 100]
    assert len(accent) == 1 and len(quiet) == 2
    assert accent[0].box.right == quiet[0].box.x == quiet[1].box.x
    assert abs(quiet[1].box.width - 2 * quiet[0].box.width) <= 1


def test_sorted_bars_and_the_mark_go_together() -> None:
    data = tuple(Datum(label=name, value=value) for name, value in (("a", 10), ("b", 5), ("c", 20)))
    scene = ChartScene(scene_id="c", narration=SAID, header="", data=data, order="largest", marked=1)
    items = lay_out_scene(scene, Look()).items
    texts = [item.paragraph.text for item in items if isinstance(item, Words)]
    assert [text for text in texts if text.isalpha()] == ["c", "a", "b"]


def test_steps_stand_in_a_row_where_there_is_room() -> None:
    steps = tuple(Step(text=(Run(text=text),)) for text in ("Read", "Write", "Draw"))
    scene = StepsScene(scene_id="s", narration=SAID, header="", steps=steps)
    for size, across in (((1920, 1080), True), ((1080, 1920), False)):
        layout = lay_out_scene(scene, Look(format=VideoFormat(width=size[0], height=size[1])))
        dots = [item for item in layout.items if isinstance(item, Disc) and item.until is None]
        assert len(dots) == 3
        assert (len({dot.y for dot in dots}) == 1) is across


def test_the_example_of_the_architecture_is_a_type_by_entry_point(tmp_path: Path) -> None:
    """Install the package that ARCHITECTURE.md shows, and draw, write and read its scene in another process."""
    text = (Path(__file__).parent.parent / "ARCHITECTURE.md").read_text(encoding="utf-8")
    code = next(part.partition("```")[0] for part in text.split("```python\n")[1:] if "class MeterScene" in part)
    (tmp_path / "meters.py").write_text(code, encoding="utf-8")
    info = tmp_path / "meters-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: meters\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[video_gen.scenes]\nmeter = meters\n")
    check = """
import json
from model.narration import Sentence, Word
from model.scenes import find_scene_type, scene_types
from model.script import VideoScript
from render.designs import drawn_with, find_design, lay_out_scene
from render.fitting import fit_scene
from render.script_file import script_yaml
from adapters.videos.script_reading import read_script
from render.theme import Look
said = [{"words": [{"text": "Half.", "spoken": "Half."}]}]
scene = {"scene_id": "m", "scene_type": "meter", "narration": said, "label": "Done", "percent": 50}
whole = {"video_id": "a", "title": "A", "description": "", "language": "en", "source_name": "a", "accent_color": "blue",
         "theme": "dark", "scenes": [scene], "coverage": []}
script = VideoScript.model_validate_json(json.dumps(whole))
assert type(script.scenes[0]).__name__ == "MeterScene", script
assert json.loads(script.model_dump_json())["scenes"][0]["percent"] == 50
assert read_script(script_yaml(script)) == script
assert all(lay_out_scene(part, Look()).fits for part in fit_scene(script.scenes[0], Look()))
assert [name for name, _ in drawn_with("meter")] == ["meters"] and drawn_with("title") == ()
assert find_scene_type("title").__module__ == "model.scenes.title" and list(scene_types())[-1] == "meter"
assert "MeterScene" in json.dumps(VideoScript.model_json_schema())
print("drawn")
"""
    path = os.pathsep.join([str(tmp_path), str(Path(__file__).parent.parent)])
    done = subprocess.run(
        [sys.executable, "-c", check],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "drawn\n", done.stderr


def test_our_types_are_not_replaced_and_need_no_look_at_what_is_installed() -> None:
    check = """
import sys, importlib.metadata as m
m.entry_points = lambda **k: sys.exit("looked") if k.get("group") == "video_gen.scenes" else []
from model.scenes import find_scene_type
assert find_scene_type("chart").__name__ == "ChartScene"
print("none")
"""
    done = subprocess.run(
        [sys.executable, "-c", check], cwd=Path(__file__).parent.parent, capture_output=True, text=True, check=False
    )
    assert done.stdout == "none\n", done.stderr


def test_find_design_says_what_is_missing() -> None:
    assert (
        find_design(CalloutScene(scene_id="a", narration=SAID, text=(Run(text="x"),))).module.__name__
        == "render.scenes.callout"
    )
