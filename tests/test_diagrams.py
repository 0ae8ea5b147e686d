"""Mermaid's text to pictures: what is read, where things stand, and that nothing overlaps."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.format import VideoFormat
from render.diagrams.drawing import draw_diagram
from render.diagrams.flowchart import parse_flowchart
from render.diagrams.graph import Edge, Graph, Group, Node, Outline
from render.diagrams.graph_drawing import GraphPicture, arrange_graph, fit_graph
from render.diagrams.pie import parse_pie
from render.diagrams.ranking import rank_nodes
from render.diagrams.sequence import FrameMark, Message, Remark, parse_sequence
from render.diagrams.source import DiagramError, clean_label, read_statements
from render.diagrams.spreading import Gap, Pull, spread
from render.diagrams.states import parse_states
from render.layout import Box, Drawing, Words
from render.page import open_page
from render.theme import Look

PAGE = open_page(Look())


def flow(source: str) -> Graph:
    return parse_flowchart(read_statements(source, semicolons=True))


def test_chains_branch_and_carry_labels() -> None:
    graph = flow("graph LR\n A[One] -->|yes| B & C{Two?}; C -. no .-> D((End))\n B == all ==> D\n A --- D")
    assert graph.direction == "LR"
    assert [(n.name, n.label, n.outline) for n in graph.nodes] == [
        ("A", "One", "box"), ("B", "B", "box"), ("C", "Two?", "rhombus"), ("D", "End", "circle"),
    ]  # fmt: skip
    assert [(e.source, e.target, e.label, e.stroke, e.head) for e in graph.edges] == [
        ("A", "B", "yes", "solid", "arrow"), ("A", "C", "yes", "solid", "arrow"), ("C", "D", "no", "dotted", "arrow"),
        ("B", "D", "all", "thick", "arrow"), ("A", "D", "", "solid", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "outline"),
    [("[x]", "box"), ("(x)", "round"), ("([x])", "stadium"), ("[[x]]", "subroutine"), ("[(x)]", "cylinder"),
     ("((x))", "circle"), ("(((x)))", "double"), ("{x}", "rhombus"), ("{{x}}", "hexagon"), ("[/x/]", "slant"),
     ("[\\x\\]", "backslant"), ("[/x\\]", "narrowing"), ("[\\x/]", "widening"), (">x]", "flag"),
     ('["x"]', "box"), ("@{ shape: diamond, label: x }", "rhombus")],
)  # fmt: skip
def test_shapes(written: str, outline: str) -> None:
    (node,) = flow(f"graph TD\n a{written}").nodes
    assert (node.label, node.outline) == ("x", outline)


def test_subgraphs_hold_what_is_named_in_them() -> None:
    graph = flow(
        "flowchart TB\n subgraph one [First part]\n a --> b\n subgraph two\n c\n end\n end\n a --> d\n style a fill:#f00"
    )
    assert [(g.name, g.label, g.parent) for g in graph.groups] == [("one", "First part", ""), ("two", "two", "one")]
    assert dict(graph.homes) == {"a": "one", "b": "one", "c": "two"}


def test_labels_lose_their_marks_and_tags() -> None:
    assert clean_label('"`**Bold** text`"') == "Bold text"
    assert clean_label("a<br/>b<b>c</b> #quot;d#quot; &amp; #35;") == 'a\nbc "d" & #'
    assert clean_label("fa:fa-car Drive") == "Drive"


def test_directives_and_descriptions_may_span_lines() -> None:
    source = "%%{\n init: {\n 'theme': 'base'\n }\n}%%\ngraph TD\n accDescr {\n of a\n b }\n %%{init: {}}%%\n a --> b"
    assert [(statement.text, statement.line) for statement in read_statements(source)] == [
        ("graph TD", 6),
        ("a --> b", 11),
    ]


@pytest.mark.parametrize(
    ("source", "line", "reason"),
    [
        ("sankey-beta\n a,b,1", 1, "kind 'sankey-beta'"),
        ("graph TD\n A --> B\n A ?? B", 3, "not understood: '?? B'"),
        ("graph TD\n A[open", 2, "not understood"),
        ("graph TD\n subgraph x\n A", 0, "has no end"),
        ("graph TD\n end", 2, "no group to end"),
        ("stateDiagram-v2\n A --> B\n --\n C --> D", 3, "side by side"),
        ("sequenceDiagram\n loop x\n A->>B: y", 0, "no `end`"),
        ("sequenceDiagram\n A ~~ B", 2, "not understood"),
        ('pie\n "a" : 0', 0, "nothing"),
        ("%% only a comment", 0, "empty"),
    ],
)
def test_what_is_not_known_is_refused_with_its_line(source: str, line: int, reason: str) -> None:
    with pytest.raises(DiagramError) as caught:
        draw_diagram(source, PAGE, PAGE.safe)
    assert caught.value.line == line
    assert reason in caught.value.reason


@pytest.mark.parametrize(
    "source",
    [
        "graph TD\n" + "\n".join(f"n{at} --> n{at + 1}" for at in range(10_000)),
        "graph TD\n" + " & ".join(f"a{at}" for at in range(60)) + " --> " + " & ".join(f"b{at}" for at in range(60)),
        "graph TD\n" + "subgraph a\n" * 300,
        "graph TD\n" + "\n".join(f"subgraph g{at}\nx{at}\nend" for at in range(90)),
        "graph TD\n a" + "[" * 15_000,
        "graph TD\n a --" + "-" * 15_000,
        "graph TD\n" + "\n".join(f"n{at} --> n{at + 1}\nn0 --> n{at + 1}" for at in range(78)),
        "graph TD\n" + "\n".join(f"n{one} --> n{two}" for one in range(17) for two in range(one)),
        "graph TD\n" + "\n".join(f"n{at % 80} --> n{(at * 37 + 11) % 80}" for at in range(160)),
        "sequenceDiagram\n" + "\n".join(f"A{at}->>B{at}: x" for at in range(200)),
        "stateDiagram-v2\n" + "state a {\n" * 300,
    ],
)
def test_hostile_input_is_refused_at_once(source: str) -> None:
    with pytest.raises(DiagramError):
        draw_diagram(source, PAGE, PAGE.safe)


def test_cycles_are_ranked() -> None:
    ranks, turned = rank_nodes(flow("graph TD\n a --> b --> c --> a\n b --> b"))
    assert ranks == {"a": 0, "b": 1, "c": 2}
    assert len(turned - {3}) == 1


def test_spreading_keeps_gaps_and_centres_parents() -> None:
    places = spread(3, [Gap(0, 1, 100.0)], [Pull(2, 0, 1.0), Pull(2, 1, 1.0)])
    assert places[1] - places[0] == pytest.approx(100, abs=0.5)
    assert places[2] == pytest.approx((places[0] + places[1]) / 2, abs=1.0)


def boxes_of(picture: GraphPicture) -> dict[str, tuple[float, float, float, float]]:
    return {
        name: (x - n.width / 2, y - n.height / 2, x + n.width / 2, y + n.height / 2)
        for name, n in picture.nodes.items()
        for x, y in [picture.centres[name]]
    }


def check_picture(picture: GraphPicture) -> None:
    """Nodes are apart and inside the picture, words inside their nodes, edges end at borders, groups hold their own."""
    boxes = boxes_of(picture)
    for one, other in combinations(boxes.values(), 2):
        assert (
            one[2] <= other[0] + 0.5 or other[2] <= one[0] + 0.5 or one[3] <= other[1] + 0.5 or other[3] <= one[1] + 0.5
        )
    for left, top, right, bottom in boxes.values():
        assert left >= -0.5 and top >= -0.5 and right <= picture.width + 0.5 and bottom <= picture.height + 0.5
    for node in picture.nodes.values():
        if node.words:
            assert node.words.width <= node.width and node.words.height <= node.height
    for way in picture.ways:
        edge = picture.graph.edges[way.edge]
        for name, (x, y) in ((edge.source, way.lines[0][0]), (edge.target, way.lines[-1][-1])):
            left, top, right, bottom = boxes.get(name) or picture.frames[name]
            assert left - 1 <= x <= right + 1 and top - 1 <= y <= bottom + 1
    homes = dict(picture.graph.homes)
    parents = {group.name: group.parent for group in picture.graph.groups}
    for name, box in boxes.items():
        inside, home = set(), homes.get(name, "")
        while home:
            inside.add(home)
            home = parents[home]
        for group, frame in picture.frames.items():
            held = box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]
            apart = box[2] <= frame[0] or box[0] >= frame[2] or box[3] <= frame[1] or box[1] >= frame[3]
            assert held if group in inside else apart


@pytest.mark.parametrize("direction", ["TD", "LR", "BT", "RL"])
def test_a_diagram_with_everything(direction: str) -> None:
    graph = flow(
        f"graph {direction}\n a[Push] --> b{{Tests pass?}}\n b -->|Yes| c([Build])\n b -->|No| d[Tell]\n d -.-> a\n"
        "subgraph s [Servers]\n c --> e[(Registry)] ==> f((Deploy))\n f -- again --> f\n end\n a --> s"
    )
    check_picture(arrange_graph(graph, PAGE, 30))


names = st.sampled_from([f"n{at}" for at in range(9)])


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    labels = st.text(alphabet="abc déЖ W\n", max_size=14)
    outlines: st.SearchStrategy[Outline] = st.sampled_from(["box", "round", "rhombus", "circle", "cylinder", "hexagon"])
    nodes = tuple(Node(f"n{at}", draw(labels).strip(), draw(outlines)) for at in range(9))
    edges = draw(
        st.lists(st.builds(Edge, names, names, st.sampled_from(["", "", "yes", "a longer label"])), max_size=14)
    )
    groups = (Group("g", "Group"), Group("h", "Inner group", "g"))
    homes = tuple(draw(st.dictionaries(names, st.sampled_from(["g", "h"]), max_size=5)).items())
    return Graph(draw(st.sampled_from(["TD", "LR", "BT", "RL"])), nodes, tuple(edges), groups if homes else (), homes)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(graphs())
def test_nothing_overlaps_whatever_the_graph(graph: Graph) -> None:
    used = {home for _, home in graph.homes}
    if graph.groups and "h" not in used:
        graph = Graph(graph.direction, graph.nodes, graph.edges, graph.groups[:1], graph.homes)
    check_picture(arrange_graph(graph, PAGE, 28))


def test_a_long_row_is_turned_on_a_tall_page() -> None:
    graph = flow("graph LR\n" + " --> ".join(f"n{at}[Step number {at}]" for at in range(7)))
    tall = open_page(Look(format=VideoFormat(width=1080, height=1920, fps=30)))
    picture = fit_graph(graph, tall, tall.safe)
    assert picture is not None and picture.graph.direction == "TD"
    assert picture.size >= 28


def test_too_much_for_one_picture_is_refused() -> None:
    many = "\n".join(f"n{at}[A rather long label of node {at}] --> n{at + 1}" for at in range(40))
    with pytest.raises(DiagramError, match="too large"):
        draw_diagram("graph TD\n" + many, PAGE, PAGE.safe)


def test_states_begin_end_and_have_notes() -> None:
    graph = parse_states(read_statements(
        'stateDiagram-v2\n[*] --> Idle\nIdle --> Busy : work\nstate "Very busy" as Busy\nBusy --> [*]\n'
        "note right of Idle\n waits\n end note\nstate fork <<fork>>\nIdle --> fork"
    ))  # fmt: skip
    assert {n.outline for n in graph.nodes} == {"start", "round", "end", "note", "bar"}
    assert [n.label for n in graph.nodes if n.name == "Busy"] == ["Very busy"]
    assert [e.label for e in graph.edges][:2] == ["", "work"]
    check_picture(arrange_graph(graph, PAGE, 28))


TALK = """sequenceDiagram
  autonumber
  actor U as User
  U->>+W: Ask
  alt found
    W-->>-U: Answer
  else lost
    W--xU: Sorry
  end
  Note over U,W: kept
  W->>W: Clean up"""


def test_a_conversation_is_read_in_order() -> None:
    talk = parse_sequence(read_statements(TALK))
    assert [(p.label, p.person) for p in talk.participants.values()] == [("User", True), ("W", False)]
    kinds = [type(event) for event in talk.events]
    assert kinds == [Message, FrameMark, Message, FrameMark, Message, FrameMark, Remark, Message]
    first, reply = talk.events[0], talk.events[2]
    assert isinstance(first, Message) and isinstance(reply, Message)
    assert (first.label, first.dotted, reply.label, reply.dotted) == ("1. Ask", False, "2. Answer", True)


@pytest.mark.parametrize(
    "source", [TALK, 'pie title Parts\n "One" : 3\n "Two" : 1', "graph LR\n a[Web] --> b[(Store)]"]
)
@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1080, 1920), (1080, 1080), (1080, 1350)])
def test_all_stands_inside_and_is_large_enough(source: str, width: int, height: int) -> None:
    page = open_page(Look(format=VideoFormat(width=width, height=height, fps=30)))
    items = draw_diagram(source, page, page.safe)
    safe = page.safe
    for item in items:
        assert isinstance(item, Drawing | Words)
        assert item.box.x >= safe.x - 1 and item.box.right <= safe.right + 2
        assert item.box.y >= safe.y - 1 and item.box.bottom <= safe.bottom + 2
        if isinstance(item, Words):
            assert item.paragraph.style.size >= 28 and not item.paragraph.broken
    written = [item.box for item in items if isinstance(item, Words)]
    for one, other in combinations(written, 2):
        assert one.right <= other.x or other.right <= one.x or one.bottom <= other.y or other.bottom <= one.y


def test_a_pie_adds_up() -> None:
    pie = parse_pie(read_statements('pie showData title Time\n "A" : 1\n "B" : 3.5'))
    assert pie == ((("A", 1.0), ("B", 3.5)), "Time", True)
    assert isinstance(draw_diagram('pie\n "A" : 1\n "B" : 3', PAGE, Box(0, 0, 1600, 800))[0], Drawing)
