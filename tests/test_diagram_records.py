"""Class and entity diagrams: what is read, and that records, tips and the words at the ends of lines are apart."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from render.diagrams.classes import parse_classes, read_generics, read_member
from render.diagrams.drawing import draw_diagram
from render.diagrams.entities import parse_entities
from render.diagrams.graph import Edge, Graph
from render.diagrams.graph_drawing import arrange_graph
from render.diagrams.source import DiagramError, read_statements
from render.layout import Box, Words
from render.page import open_page
from render.theme import Look
from tests.diagram_checks import SHAPES, check_items, crosses, page_of_shape

PAGE = open_page(Look())
ANIMALS = """---
title: Animals
---
classDiagram
    note "From Duck till Zebra"
    Animal <|-- Duck
    note for Duck "can fly\\ncan swim"
    Animal <|-- Fish
    Animal <|-- Zebra
    Animal : +int age
    Animal: +isMammal() bool
    class Duck{
        +String beakColor
        +quack()
    }
    class Zebra{ +bool is_wild
    }"""
SHAPES_OF_CODE = """classDiagram
    direction LR
    class Shape {
        <<interface>>
        noOfVertices
        draw()
    }
    class Square~Shape~{
        -List~int~ position
        +getPoints() List~List~int~~
    }
    class Big["A large class"]:::wide
    <<enumeration>> Color
    namespace Colours {
        class Color
    }
    Shape <|.. Square
    Square "1" *--> "0..*" Color : uses
    Big o-- Big : holds
    Shape -- Big"""
ORDERS = """erDiagram
    CUSTOMER ||--o{ ORDER : places
    ORDER ||--|{ LINE-ITEM : "is made of"
    CUSTOMER }|..|o "DELIVERY ADDRESS" : uses
    CUSTOMER {
        string name PK, UK "as on the card"
        int age
    }
    p[Person] {
        string(99) firstName FK
        uuid[] *ids
    }
    p one or more optionally to only one CUSTOMER : is
    LONELY"""


def classes(source: str) -> Graph:
    return parse_classes(read_statements(source))


def entities(source: str) -> Graph:
    return parse_entities(read_statements(source))


def test_classes_have_members_in_two_compartments() -> None:
    graph = classes(ANIMALS)
    known = {node.name: node for node in graph.nodes}
    assert [name for name in known if known[name].outline == "record"] == ["Animal", "Duck", "Fish", "Zebra"]
    assert known["Animal"].rows == ((("+ int age",),), (("+ isMammal(): bool",),))
    assert known["Duck"].rows == ((("+ String beakColor",),), (("+ quack()",),))
    assert known["Zebra"].rows == ((("+ bool is_wild",),),) and known["Fish"].rows == ()
    assert [node.label for node in graph.nodes if node.outline == "note"] == [
        "From Duck till Zebra",
        "can fly\ncan swim",
    ]
    assert [(e.source, e.target, e.tail, e.head) for e in graph.edges if e.stroke == "solid"] == [
        ("Animal", "Duck", "triangle", ""), ("Animal", "Fish", "triangle", ""), ("Animal", "Zebra", "triangle", ""),
    ]  # fmt: skip


def test_classes_have_kinds_types_names_and_namespaces() -> None:
    graph = classes(SHAPES_OF_CODE)
    known = {node.name: node for node in graph.nodes}
    assert graph.direction == "LR"
    assert (known["Shape"].tag, known["Color"].tag) == ("interface", "enumeration")
    assert known["Square"].label == "Square<Shape>" and known["Big"].label == "A large class"
    assert known["Square"].rows[1] == (("+ getPoints(): List<List<int>>",),)
    assert [(group.label, dict(graph.homes)["Color"]) for group in graph.groups] == [("Colours", "namespace Colours")]
    uses = next(edge for edge in graph.edges if edge.label == "uses")
    assert (uses.tail, uses.head, uses.near_tail, uses.near_head) == ("filled", "arrow", "1", "0..*")


@pytest.mark.parametrize(
    ("sign", "tail", "head", "stroke"),
    [("<|--", "triangle", "", "solid"), ("--|>", "", "triangle", "solid"), ("*--", "filled", "", "solid"),
     ("--*", "", "filled", "solid"), ("o--", "diamond", "", "solid"), ("--o", "", "diamond", "solid"),
     ("<--", "arrow", "", "solid"), ("-->", "", "arrow", "solid"), ("--", "", "", "solid"),
     ("..>", "", "arrow", "dotted"), ("<..", "arrow", "", "dotted"), ("..|>", "", "triangle", "dotted"),
     ("<|..", "triangle", "", "dotted"), ("..", "", "", "dotted"), ("()--", "circle", "", "solid"),
     ("<|--|>", "triangle", "triangle", "solid"), ("*--o", "filled", "diamond", "solid")],
)  # fmt: skip
def test_relations(sign: str, tail: str, head: str, stroke: str) -> None:
    for written in (f"One {sign} Two", f'One "1" {sign} "many" Two : does'):
        (edge,) = classes(f"classDiagram\n {written}").edges
        assert (edge.source, edge.target, edge.tail, edge.head, edge.stroke) == ("One", "Two", tail, head, stroke)
    assert (edge.near_tail, edge.near_head, edge.label) == ("1", "many", "does")


@pytest.mark.parametrize(
    ("written", "shown"),
    [("+deposit(amount) bool", "+ deposit(amount): bool"), ("-int id", "- int id"), ("~run()*", "~ run()"),
     ("#stop()$ void", "# stop(): void"), ("id : int", "id : int"), ("List~int~ all", "List<int> all"),
     ("+map(Map~K~ m) List~V~", "+ map(Map<K> m): List<V>")],
)  # fmt: skip
def test_members_are_written_as_mermaid_shows_them(written: str, shown: str) -> None:
    assert read_member(written) == shown


def test_generics_close_where_they_end() -> None:
    assert read_generics("Map~String~") == "Map<String>"
    assert read_generics("List~List~int~~") == "List<List<int>>"
    assert read_generics("~ not one") == "~ not one"


@pytest.mark.parametrize(
    ("left", "tail"), [("|o", "maybe"), ("||", "one"), ("}o", "any"), ("}|", "some")],
)  # fmt: skip
@pytest.mark.parametrize(
    ("right", "head"), [("o|", "maybe"), ("||", "one"), ("o{", "any"), ("|{", "some")],
)  # fmt: skip
@pytest.mark.parametrize(("line", "stroke"), [("--", "solid"), ("..", "dotted")])
def test_crow_s_feet(left: str, tail: str, right: str, head: str, line: str, stroke: str) -> None:
    (edge,) = entities(f"erDiagram\n A-B {left}{line}{right} C : has").edges
    assert edge == Edge("A-B", "C", "has", stroke, head, tail)  # type: ignore[arg-type]


def test_entities_have_attributes_in_columns() -> None:
    graph = entities(ORDERS)
    known = {node.name: node for node in graph.nodes}
    assert known["CUSTOMER"].rows == ((("string", "name", "PK, UK", "as on the card"), ("int", "age", "", "")),)
    assert known["p"].label == "Person"
    assert known["p"].rows == ((("string(99)", "firstName", "FK"), ("uuid[]", "ids", "PK")),)
    assert known["LONELY"].rows == ()
    spoken = next(edge for edge in graph.edges if edge.source == "p")
    assert (spoken.tail, spoken.head, spoken.stroke, spoken.label) == ("some", "one", "dotted", "is")


def test_attributes_may_share_a_line_with_each_other_and_with_braces() -> None:
    apart = 'erDiagram\n    ORDER {\n        int id PK\n        string note "as written"\n    }\n    LINE'
    joined = 'erDiagram\n    ORDER { int id PK string note "as written" }\n    LINE {}'
    mixed = 'erDiagram\n    ORDER { int id PK\n        string note "as written" }\n    LINE {\n    }'
    read = [parse_entities(read_statements(source)) for source in (apart, joined, mixed)]
    assert read[0] == read[1] == read[2]
    assert len(read[0].nodes) == 2


@pytest.mark.parametrize(
    ("source", "line", "reason"),
    [("classDiagram\n class A {\n +x", 0, "no end"), ("classDiagram\n A ?? B", 2, "not understood"),
     ("classDiagram\n }", 2, "no group"), ("classDiagram", 0, "no nodes"),
     ("classDiagram\n class A {\n" + "+x\n" * 41 + "}", 43, "40 members"),
     ("erDiagram\n A {\n int", 3, "not understood"), ("erDiagram\n A {\n int x", 0, "no end"),
     ("erDiagram\n A ||--?? B : x", 2, "not understood")],
)  # fmt: skip
def test_what_is_not_known_is_refused_with_its_line(source: str, line: int, reason: str) -> None:
    with pytest.raises(DiagramError) as caught:
        draw_diagram(source, PAGE, PAGE.safe)
    assert caught.value.line == line and reason in caught.value.reason


@pytest.mark.parametrize("source", [
    "classDiagram\n" + "\n".join(f"A{at} <|-- A{at + 1}" for at in range(390)),
    "classDiagram\n" + "\n".join(f"A{one} -- A{two}" for one in range(18) for two in range(one)),
    "classDiagram\n" + "namespace a {\n" * 300,
    "classDiagram\n" + "~" * 15_000,
    "classDiagram\n A" + "~a" * 7_000,
    "erDiagram\n" + "\n".join(f"A{at} ||--o{{ A{at * 7 % 79} : x" for at in range(159)),
    "erDiagram\n" + "|o--" * 4_000,
])  # fmt: skip
def test_hostile_input_is_refused_at_once(source: str) -> None:
    with pytest.raises(DiagramError):
        draw_diagram(source, PAGE, PAGE.safe)


@pytest.mark.parametrize("source", [ANIMALS, SHAPES_OF_CODE, ORDERS])
@pytest.mark.parametrize("shape", SHAPES)
def test_real_ones_stand_whole_and_no_line_runs_through_words(source: str, shape: tuple[int, int]) -> None:
    page = page_of_shape(*shape)
    try:
        items = draw_diagram(source, page, page.safe)
    except DiagramError as error:  # a square may be too small
        assert "too large" in error.reason and shape[0] == shape[1]
        return
    check_items(items, page.safe)
    written = {item.paragraph.text for item in items if isinstance(item, Words)}
    assert ("Animals" in written) == (source == ANIMALS)


counts = st.sampled_from(["", "", "1", "0..*", "many"])
tips = st.sampled_from(["", "arrow", "triangle", "filled", "diamond", "one", "maybe", "some", "any"])
names = st.sampled_from([f"n{at}" for at in range(6)])
edges = st.builds(
    Edge, names, names, st.sampled_from(["", "is part of"]), st.sampled_from(["solid", "dotted"]), tips, tips,
    near_head=counts, near_tail=counts,
)  # fmt: skip


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(edges, max_size=9), st.sampled_from(["TD", "LR", "BT", "RL"]), st.integers(0, 3))
def test_words_at_the_ends_of_lines_are_apart_from_all_others(own: list[Edge], direction: str, rows: int) -> None:
    members = ((("+ int a",),) * rows,) if rows else ()
    graph = classes("classDiagram\n" + "\n".join(f"class n{at}" for at in range(6)))
    graph = replace(graph, direction=direction, edges=tuple(own))  # type: ignore[arg-type]
    graph = replace(graph, nodes=tuple(replace(node, rows=members) for node in graph.nodes))
    picture = arrange_graph(graph, PAGE, 28)
    boxes = []
    for name, node in picture.nodes.items():
        x, y = picture.centres[name]
        boxes.append((x - node.width / 2, y - node.height / 2, x + node.width / 2, y + node.height / 2))
        assert all(cell.x >= 0 and cell.x + cell.words.width <= node.width + 1 for cell in node.cells)
        assert all(cell.y >= 0 and cell.y + cell.words.height <= node.height + 1 for cell in node.cells)
    solid = {name: Box(round(b[0]) + 1, round(b[1]) + 1, int(b[2] - b[0]) - 2, int(b[3] - b[1]) - 2)
             for name, b in zip(picture.nodes, boxes, strict=True)}  # fmt: skip
    for way in picture.ways:
        edge = picture.graph.edges[way.edge]
        for name, box in solid.items():
            pieces = [piece for line in way.lines for piece in pairwise(line)]
            assert not any(crosses(one, other, box) for one, other in pieces), (edge, name)
        if edge.source != edge.target:
            for middle, text in zip(way.ends, (edge.near_tail, edge.near_head), strict=True):
                if text:
                    half = 4.0  # their middle is enough: how wide they are was given as room
                    boxes.append((middle[0] - half, middle[1] - half, middle[0] + half, middle[1] + half))
    for one, other in combinations(boxes, 2):
        assert (
            one[2] <= other[0] + 0.5 or other[2] <= one[0] + 0.5 or one[3] <= other[1] + 0.5 or other[3] <= one[1] + 0.5
        )
