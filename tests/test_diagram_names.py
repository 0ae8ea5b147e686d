"""Diagrams to the names by which a voice introduces them."""

from __future__ import annotations

import pytest

from model.narration import spoken
from tests.test_course_writing import film
from writing.diagram_names import find_kind, find_names, tells_course


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("graph LR\n a[Gateway] --> b(Orders)", ["Gateway", "Orders"]),
        (
            "---\ntitle: A\n---\nclassDiagram\n Animal <|-- Duck\n class Fish {\n +int age\n }",
            ["Animal", "Duck", "Fish"],
        ),
        ('classDiagram\n Student "1" --> "1..*" Course : takes\n note "x"', ["Student", "Course"]),
        (
            'erDiagram\n CUSTOMER ||--o{ LINE-ITEM : has\n "Big shop" {\n int id\n }',
            ["customer", "line item", "Big shop"],
        ),
        ("gantt\n title Plan\n section Design\n a :2d\n section Build\n b :1d", ["Design", "Build"]),
        ("gantt\n dateFormat HH:mm\n Write it :1d\n Read it :1d", ["Write it", "Read it"]),
        ("mindmap\n root((All))\n  Origins\n   Long ago\n  ::icon(fa)\n  id[Tools]", ["Origins", "Tools"]),
        ("timeline\n 2002 : LinkedIn\n 2004 : Facebook : Google", ["2002", "2004"]),
        ("timeline\n section Q1<br>First\n a : b\n section Q2\n c : d", ["Q1 First", "Q2"]),
        ("journey\n Wake up: 2\n Coffee: 5: Me", ["Wake up", "Coffee"]),
        ("gitGraph\n commit\n branch develop", []),
        ("classDiagram\n class Alone", []),
        ("", []),
    ],
)
def test_names_are_those_of_the_kind(source: str, names: list[str]) -> None:
    assert find_names(source) == names


def test_at_most_four_are_named_and_hostile_sources_are_read_at_once() -> None:
    assert len(find_names("mindmap\n r\n" + "\n".join(f"  b{at}" for at in range(99)))) == 4
    for part in ("[", "\n", " ", "class ", "section ", "a:", '"'):
        for kind in ("graph TD", "classDiagram", "erDiagram", "gantt", "timeline", "mindmap"):
            find_names(f"{kind}\n" + part * 400_000)


def test_a_course_is_told_from_parts_that_hang_together() -> None:
    assert find_kind("%% a comment\n---\nx") == "---" and find_kind("gantt;\n a") == "gantt"
    assert tells_course("timeline\n a : b") and not tells_course("classDiagram\n class A")


def test_a_plan_is_announced_as_one_and_its_parts_are_named() -> None:
    plan = "```mermaid\ngantt\n section Design\n Draw :3d\n section Build\n Make :5d\n```"
    scenes, warnings = film(f"# Shop\n\nThe shop opens soon.\n\n## When\n\nIt takes a week.\n\n{plan}\n")
    assert [scene.scene_type for scene in scenes].count("diagram") == 1 and warnings == ()
    said = " ".join(spoken(sentence) for scene in scenes for sentence in scene.narration)
    assert "from beginning to end" in said and "Design and Build" in said and "2024" not in said
