"""Plans, mind maps, timelines and journeys: what is read, where it stands, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from render.diagrams.dates import DAY, add_months, read_date, read_duration, to_datetime, write_date
from render.diagrams.drawing import draw_diagram
from render.diagrams.gantt import Gantt, parse_gantt
from render.diagrams.journey import parse_journey
from render.diagrams.mindmap import Branch, parse_mindmap
from render.diagrams.source import DiagramError, read_statements
from render.diagrams.time_axis import Axis, choose_marks
from render.diagrams.timeline import Era, Period, parse_timeline
from render.layout import Words
from render.page import open_page
from render.theme import Look
from tests.diagram_checks import SHAPES, check_items, page_of_shape

PAGE = open_page(Look())
GANTT = """gantt
    title Adding diagrams
    dateFormat YYYY-MM-DD
    excludes weekends
    section A section
    Completed task :done, des1, 2014-01-06,2014-01-08
    Active task :active, des2, 2014-01-09, 3d
    section Critical tasks
    Parser :crit, done, after des1, 2d
    Tests for the parser :crit, 3d
    Add it :until ready
    Ready :milestone, ready, 2014-01-25, 0d"""
MINDMAP = """mindmap
  root((mindmap))
    Origins
      Long history
      ::icon(fa fa-book)
      Popularisation
        British popular psychology author Tony Buzan
    Research
      On effectiveness<br/>and features
      On Automatic creation
        Uses
            Creative techniques
            Argument mapping
    id[Tools]
      Pen and paper"""
TIMELINE = """timeline
    title History of social media
    section Early
      2002 : LinkedIn
      2004 : Facebook
           : Google
    section Later
      2005 : YouTube : videos for everybody
      2006 : Twitter"""
JOURNEY = """journey
    title My working day
    section Go to work
      Make tea: 5: Me
      Do work: 1: Me, Cat
    section Go home
      Sit down: 3: Me"""


def gantt(source: str) -> Gantt:
    return parse_gantt(read_statements(source))


def times(plan: Gantt) -> list[tuple[str, str]]:
    return [(write_date(task.start, "%m-%d"), write_date(task.end, "%m-%d")) for task in plan.tasks]


def test_a_plan_has_sections_and_tasks_that_wait_for_each_other() -> None:
    plan = gantt(GANTT)
    assert plan.title == "Adding diagrams" and plan.dated
    assert [(section.name, len(section.tasks)) for section in plan.sections] == [
        ("A section", 2),
        ("Critical tasks", 4),
    ]
    assert times(plan) == [
        ("01-06", "01-08"), ("01-09", "01-14"),  # three days over a weekend
        ("01-08", "01-10"), ("01-10", "01-15"), ("01-15", "01-25"), ("01-25", "01-25"),
    ]  # fmt: skip
    assert [sorted(task.tags) for task in plan.tasks] == [
        ["done"],
        ["active"],
        ["crit", "done"],
        ["crit"],
        [],
        ["milestone"],
    ]


def test_a_plan_without_dates_counts_days_and_asks_no_clock() -> None:
    plan = gantt(
        "gantt\n Write :a, after b, 3d\n Plan :b, after c, 1d\n Think :c, after d, 2d\n First :d, 1970-01-05, 1d"
    )
    assert times(plan) == [("01-09", "01-12"), ("01-08", "01-09"), ("01-06", "01-08"), ("01-05", "01-06")]
    bare = gantt("gantt\n Write : 3d\n Read : 1w")
    assert not bare.dated and times(bare) == [("01-05", "01-08"), ("01-08", "01-15")]
    words = [item.paragraph.text for item in draw_diagram("gantt\n Write : 3d\n Read : 1w", PAGE, PAGE.safe)[1:]]  # type: ignore[union-attr]
    assert "0 d" in words and "10 d" in words


@pytest.mark.parametrize(
    ("setting", "task", "end"),
    [("inclusiveEndDates", "2024-01-01, 2024-01-03", "01-04"), ("", "2024-01-01, 2024-01-03", "01-03"),
     ("excludes 2024-01-02", "2024-01-01, 2d", "01-04"), ("excludes monday", "2024-01-01, 1d", "01-03"),
     ("excludes weekends\n includes 2024-01-06", "2024-01-05, 2d", "01-07"),
     ("excludes weekends\n weekend friday", "2024-01-04, 2d", "01-08"), ("", "2024-01-31, 1M", "02-29"),
     ("", "2024-02-29, 1y", "02-28"), ("", "2024-01-01, 1.5d", "01-02"), ("", "2024-01-01, 36h", "01-02")],
)  # fmt: skip
def test_settings_of_a_plan(setting: str, task: str, end: str) -> None:
    assert times(gantt(f"gantt\n {setting}\n Task :{task}"))[0][1] == end


@pytest.mark.parametrize(
    ("written", "form", "shown"),
    [("2014-01-06", "YYYY-MM-DD", "2014-01-06 00:00"), ("06.01.2014", "DD.MM.YYYY", "2014-01-06 00:00"),
     ("17:49", "HH:mm", "2000-01-01 17:49"), ("Jan 6 14", "MMM D YY", "2014-01-06 00:00"),
     ("1/6/2014 5:30 PM", "M/D/YYYY h:mm A", "2014-01-06 17:30"), ("24:00", "HH:mm", "2000-01-02 00:00"),
     ("1388966400", "X", "2014-01-06 00:00"), ("2014-01-06", "DD.MM.YYYY", "2014-01-06 00:00")],
)  # fmt: skip
def test_dates_are_read_by_their_format(written: str, form: str, shown: str) -> None:
    moment = read_date(written, form)
    assert moment is not None and write_date(moment, "%Y-%m-%d %H:%M") == shown


@pytest.mark.parametrize("written", ["2014-02-30", "tomorrow", "", "0000-01-01", "9999-01-01"])
def test_what_is_no_date_is_none(written: str) -> None:
    assert read_date(written, "YYYY-MM-DD") is None and read_date(written, "X") is None


@given(st.integers(-10_000_000_000, 100_000_000_000))
def test_dates_survive_writing(moment: int) -> None:
    day = moment // DAY * DAY
    assert read_date(write_date(day, "%Y-%m-%d"), "YYYY-MM-DD") == day
    assert to_datetime(add_months(day, 12)).year == to_datetime(day).year + 1
    assert read_duration("2d", day) == day + 2 * DAY and read_duration("two days", day) is None


@given(st.integers(0, 2_000_000_000), st.integers(1, 4_000_000_000), st.booleans(), st.integers(2, 12))
def test_marks_stand_in_order_inside_the_axis(start: int, length: int, dated: bool, most: int) -> None:
    axis = Axis("", "", dated, "monday", "en")
    marks = choose_marks(start, start + length, axis, lambda marks: len(marks) <= most)
    assert [mark.moment for mark in marks] == sorted({mark.moment for mark in marks})
    assert all(start <= mark.moment <= start + length for mark in marks) and len(marks) <= most


def test_a_mind_map_follows_its_indentation() -> None:
    root = parse_mindmap(read_statements(MINDMAP))

    def shape(branch: Branch) -> object:
        return branch.label, [shape(child) for child in branch.children]

    assert root.outline == "circle" and root.children[2].outline == "box"
    assert shape(root) == ("mindmap", [
        ("Origins", [("Long history", []), ("Popularisation", [("British popular psychology author Tony Buzan", [])])]),
        ("Research", [
            ("On effectiveness\nand features", []),
            ("On Automatic creation", [("Uses", [("Creative techniques", []), ("Argument mapping", [])])]),
        ]),
        ("Tools", [("Pen and paper", [])]),
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("written", "outline"),
    [("a[x]", "box"), ("a(x)", "round"), ("a((x))", "circle"), ("a))x((", "hexagon"), ("a)x(", "stadium"),
     ("a{{x}}", "hexagon"), ("x", None), ("(x)", "round")],
)  # fmt: skip
def test_shapes_of_thoughts(written: str, outline: str | None) -> None:
    root = parse_mindmap(read_statements(f"mindmap\n {written}"))
    assert (root.label, root.outline) == ("x", outline)


def test_a_timeline_has_eras_periods_and_events() -> None:
    timeline = parse_timeline(read_statements(TIMELINE))
    assert timeline.title == "History of social media"
    assert timeline.eras == (
        Era("Early", (Period("2002", ("LinkedIn",)), Period("2004", ("Facebook", "Google")))),
        Era("Later", (Period("2005", ("YouTube", "videos for everybody")), Period("2006", ("Twitter",)))),
    )
    (era,) = parse_timeline(read_statements("timeline\n 12:30 : Lunch")).eras
    assert era.periods == (Period("12:30", ("Lunch",)),)


def test_a_journey_has_scores_and_actors() -> None:
    journey = parse_journey(read_statements(JOURNEY))
    assert [(part.name, [(task.label, task.score, task.actors) for task in part.tasks]) for part in journey.parts] == [
        ("Go to work", [("Make tea", 5, ("Me",)), ("Do work", 1, ("Me", "Cat"))]),
        ("Go home", [("Sit down", 3, ("Me",))]),
    ]


@pytest.mark.parametrize(
    ("source", "line", "reason"),
    [("gantt\n A :2024-01-01, soon", 2, "neither a date"), ("gantt\n A :soon, 3d", 2, "no date"),
     ("gantt\n A :a, after b, 1d\n B :b, after a, 1d", 2, "waits for itself"), ("gantt", 0, "no tasks"),
     ("gantt\n A :after ghost, 1d", 2, "no task is named 'ghost'"), ("gantt\n A :2024-01-01, 900y", 2, "two hundred years"),
     ("gantt\n A :2024-01-01, 1d\n what", 3, "not understood"), ("mindmap\n a\n b", 3, "a second root"),
     ("mindmap", 0, "empty"), ("timeline\n : x", 2, "before the first"), ("timeline", 0, "no periods"),
     ("journey\n A: 9: Me", 2, "score of 9"), ("journey\n A", 2, "not understood"), ("journey", 0, "no steps")],
)  # fmt: skip
def test_what_is_not_known_is_refused_with_its_line(source: str, line: int, reason: str) -> None:
    with pytest.raises(DiagramError) as caught:
        draw_diagram(source, PAGE, PAGE.safe)
    assert caught.value.line == line and reason in caught.value.reason


@pytest.mark.parametrize("source", [
    "gantt\n" + "\n".join(f"t{at} : 1d" for at in range(390)),
    "gantt\n" + "\n".join(f"t{at} :a{at}, after a{(at + 1) % 50}, 1d" for at in range(50)),
    "gantt\nexcludes weekends\n" + "\n".join(f"t{at} :2000-01-01, 90y" for at in range(50)),
    "gantt\nexcludes monday tuesday wednesday thursday friday weekends\na :2000-01-01, 1d",
    "gantt\naxisFormat " + "%Y" * 5000 + "\na :" + "x" * 5000,
    "gantt\n" + "\n".join(f"section s{at}\na{at} : 1d" for at in range(59)),
    "mindmap\n" + "\n".join(" " * at + "a" for at in range(150)),
    "mindmap\n a\n" + "\n".join("  b" for _ in range(390)),
    "mindmap\n a\n" + "\n".join(f"  a long label {at} of many words" for at in range(79)),
    "timeline\n a" + " : b" * 4000,
    "timeline\n" + "\n".join(f"{at} : {'long ' * 20}" for at in range(24)),
    "journey\n a : 3 : " + "x," * 8000,
    "journey\n" + "\n".join("a : 3" for _ in range(390)),
])  # fmt: skip
def test_hostile_input_is_refused_at_once(source: str) -> None:
    with pytest.raises(DiagramError):
        draw_diagram(source, PAGE, PAGE.safe)


@pytest.mark.parametrize("source", [GANTT, MINDMAP, TIMELINE, JOURNEY])
@pytest.mark.parametrize("shape", SHAPES)
def test_real_ones_stand_whole_in_every_shape(source: str, shape: tuple[int, int]) -> None:
    page = page_of_shape(*shape)
    check_items(draw_diagram(source, page, page.safe), page.safe)


def test_a_title_that_the_header_says_is_not_said_twice() -> None:
    def written(header: str) -> set[str]:
        items = draw_diagram(JOURNEY, PAGE, PAGE.safe, header)
        return {item.paragraph.text for item in items if isinstance(item, Words)}

    assert "My working day" in written("At work") and "My working day" not in written("My Working Day")


label = st.text(alphabet="abc déЖ W漢", min_size=1, max_size=26).map(lambda text: "x" + text.strip())


def check_or_too_large(source: str, shape: tuple[int, int]) -> None:
    page = page_of_shape(*shape)
    try:
        items = draw_diagram(source, page, page.safe)
    except DiagramError as error:
        assert "too large" in error.reason
        return
    check_items(items, page.safe)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(
    st.lists(
        st.tuples(
            label,
            st.integers(0, 40),
            st.integers(0, 60),
            st.sampled_from(["", "done, ", "crit, active, ", "milestone, "]),
        ),
        min_size=1,
        max_size=9,
    ),
    st.sampled_from(SHAPES),
)
def test_any_plan(tasks: list[tuple[str, int, int, str]], shape: tuple[int, int]) -> None:
    rows = "\n".join(
        f"{f'section {name}{chr(10)}' if at % 3 == 0 else ''}{name} :{tags}2024-01-{start % 28 + 1:02}, {days}d"
        for at, (name, start, days, tags) in enumerate(tasks)
    )
    check_or_too_large("gantt\ntitle Any plan\n" + rows, shape)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(st.tuples(label, st.integers(1, 4)), min_size=1, max_size=14), st.sampled_from(SHAPES))
def test_any_mind_map(thoughts: list[tuple[str, int]], shape: tuple[int, int]) -> None:
    check_or_too_large("mindmap\nroot\n" + "\n".join(" " * depth + name for name, depth in thoughts), shape)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(st.tuples(label, st.lists(label, max_size=3)), min_size=1, max_size=8), st.sampled_from(SHAPES))
def test_any_timeline(periods: list[tuple[str, list[str]]], shape: tuple[int, int]) -> None:
    rows = "\n".join(
        f"{f'section {name}{chr(10)}' if at % 3 == 1 else ''}{name} : {' : '.join(events)}"
        for at, (name, events) in enumerate(periods)
    )
    check_or_too_large("timeline\n" + rows, shape)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(
    st.lists(st.tuples(label, st.integers(0, 5), st.lists(label, max_size=3)), min_size=1, max_size=9),
    st.sampled_from(SHAPES),
)
def test_any_journey(tasks: list[tuple[str, int, list[str]]], shape: tuple[int, int]) -> None:
    rows = "\n".join(
        f"{f'section {name}{chr(10)}' if at % 3 == 1 else ''}{name} : {score} : {', '.join(actors)}"
        for at, (name, score, actors) in enumerate(tasks)
    )
    check_or_too_large("journey\n" + rows, shape)
