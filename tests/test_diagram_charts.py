"""Quadrants and charts of numbers: what is read, that points are named where it is free, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from render.diagrams.drawing import draw_diagram
from render.diagrams.quadrant import Point, parse_quadrant
from render.diagrams.source import DiagramError, read_statements
from render.diagrams.xychart import Series, parse_xychart
from render.layout import Words
from render.page import open_page
from render.theme import Look
from tests.diagram_checks import SHAPES, check_items, page_of_shape

PAGE = open_page(Look())
QUADRANT = """quadrantChart
    title Reach and engagement
    x-axis Low Reach --> High Reach
    y-axis Low --> "High"
    quadrant-1 We should expand
    quadrant-3 Re-evaluate
    Campaign A: [0.3, 0.6]
    Campaign B:::first: [0.45, .23] radius: 12, color: #ff3300
    Campaign C: [1, 0]"""
CHART = """xychart-beta
    title "Sales Revenue"
    x-axis "Month" [jan, "feb, early", mar]
    y-axis "Revenue (in $)" 4000 --> 11000
    bar [5000, 6000, 7500.5]
    line "average" [5000, 6100, +7000]"""


def test_a_quadrant_has_axes_fields_and_points() -> None:
    chart = parse_quadrant(read_statements(QUADRANT))
    assert (chart.title, chart.across, chart.up) == (
        "Reach and engagement",
        ("Low Reach", "High Reach"),
        ("Low", "High"),
    )
    assert chart.fields == ("We should expand", "", "Re-evaluate", "")
    assert chart.points == (
        Point("Campaign A", 0.3, 0.6), Point("Campaign B", 0.45, 0.23), Point("Campaign C", 1, 0),
    )  # fmt: skip


def test_a_chart_has_names_numbers_and_a_span() -> None:
    chart = parse_xychart(read_statements(CHART))
    assert (chart.names, chart.x_title, chart.y_title) == (("jan", "feb, early", "mar"), "Month", "Revenue (in $)")
    assert (chart.span, chart.horizontal) == ((4000, 11000), False)
    assert chart.series == (Series("bar", (5000, 6000, 7500.5)), Series("line", (5000, 6100, 7000)))
    bare = parse_xychart(read_statements("xychart horizontal\n x-axis 10 --> 30\n line [-1, 0, .5]"))
    assert bare.horizontal and bare.names == ("10", "20", "30") and bare.series[0].values == (-1, 0, 0.5)


@pytest.mark.parametrize(
    ("source", "line", "reason"),
    [("quadrantChart\n A: [1.2, 0]", 2, "outside"), ("quadrantChart\n what", 2, "not understood"),
     ("quadrantChart", 0, "no fields"), ("xychart-beta\n bar [1, x]", 2, "'x' is no number"),
     ("xychart-beta\n bar [1e99]", 2, "no number"), ("xychart-beta", 0, "0 series"),
     ("xychart-beta\n x-axis [a, b]\n bar [1]", 0, "different numbers"),
     ("xychart-beta\n bar [1]\n line [1, 2]", 0, "different numbers"), ("xychart-beta sideways\n bar [1]", 1, "not understood"),
     ("quadrantChart\n" + "\n".join(f"p{at}: [0.5, 0.5]" for at in range(300)), 26, "more than 24"),
     ("quadrantChart\n" + "\n".join(f"a point {at}: [0.5, 0.5]" for at in range(24)), 0, "too large"),
     ("xychart-beta\n bar [" + "1," * 7000 + "1]", 0, "more than 24"), ("xychart-beta\n" + "bar [1]\n" * 300, 0, "300 series"),
     ("quadrantChart\n" + "[" * 15_000, 2, "not understood"), ("xychart-beta\n bar" + " a" * 7_000, 2, "not understood")],
)  # fmt: skip
def test_what_is_not_known_or_too_much_is_refused(source: str, line: int, reason: str) -> None:
    with pytest.raises(DiagramError) as caught:
        draw_diagram(source, PAGE, PAGE.safe)
    assert caught.value.line == line and reason in caught.value.reason


@pytest.mark.parametrize("source", [QUADRANT, CHART, CHART.replace("xychart-beta", "xychart-beta horizontal")])
@pytest.mark.parametrize("shape", SHAPES)
def test_real_ones_stand_whole_in_every_shape(source: str, shape: tuple[int, int]) -> None:
    page = page_of_shape(*shape)
    items = draw_diagram(source, page, page.safe)
    check_items(items, page.safe)
    written = {item.paragraph.text for item in items if isinstance(item, Words)}
    assert {"Campaign C", "High Reach"} <= written or {"feb, early", "Revenue (in $)", "10,000"} <= written


label = st.text(alphabet="abcé W漢", min_size=1, max_size=14).map(lambda text: "x" + text.strip())
share = st.integers(0, 100).map(lambda part: part / 100)


def check_or_too_large(source: str, shape: tuple[int, int]) -> None:
    page = page_of_shape(*shape)
    try:
        items = draw_diagram(source, page, page.safe)
    except DiagramError as error:
        assert "too large" in error.reason
        return
    check_items(items, page.safe)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(st.tuples(label, share, share), min_size=1, max_size=9), st.sampled_from(SHAPES))
def test_any_quadrant(points: list[tuple[str, float, float]], shape: tuple[int, int]) -> None:
    rows = "\n".join(f"{name}: [{x}, {y}]" for name, x, y in points)
    check_or_too_large("quadrantChart\nquadrant-1 Upper right\nx-axis little --> much\n" + rows, shape)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    st.lists(st.tuples(label, st.integers(-9_000_000, 9_000_000), st.integers(-9, 9)), min_size=1, max_size=12),
    st.sampled_from(SHAPES), st.sampled_from(["", " horizontal"]),
)  # fmt: skip
def test_any_chart(rows: list[tuple[str, int, int]], shape: tuple[int, int], lying: str) -> None:
    names, ones, others = ", ".join(f'"{row[0]}"' for row in rows), [row[1] for row in rows], [row[2] for row in rows]
    check_or_too_large(f"xychart-beta{lying}\nx-axis [{names}]\ny-axis Much\nbar {ones}\nbar {others}\n", shape)
