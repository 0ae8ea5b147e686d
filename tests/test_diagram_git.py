"""Histories of git: what is read, that dots, lanes and words are apart, and what git itself would refuse."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from render.diagrams.drawing import draw_diagram
from render.diagrams.gitgraph import Commit, parse_git_graph
from render.diagrams.source import DiagramError, read_statements
from render.layout import Words
from render.page import open_page
from render.theme import Look
from tests.diagram_checks import SHAPES, check_items, page_of_shape

PAGE = open_page(Look())
HISTORY = """gitGraph
   commit id: "Alpha"
   commit id: "Beta" type: HIGHLIGHT tag: "v1.0.0"
   branch develop
   commit id: "Fix" type: REVERSE
   branch "feature/login"
   commit "Form"
   checkout main
   cherry-pick id: "Fix"
   switch develop
   merge feature/login
   checkout main
   merge develop tag: "v1.1.0"
   commit"""

LONG_NAMES = """gitGraph
  commit id: "ZERO"
  branch develop
  branch release
  commit id:"A"
  checkout main
  commit id:"ONE"
  checkout develop
  commit id:"B"
  checkout main
  merge develop id:"A MERGE"
  commit id:"TWO"
  checkout develop
  commit id:"C" """


def test_commits_know_their_branch_and_what_they_follow() -> None:
    history = parse_git_graph(read_statements(HISTORY))
    assert history.branches == ("main", "develop", "feature/login")
    assert history.commits == (
        Commit("Alpha", "", 0, (), "normal"),
        Commit("Beta", "v1.0.0", 0, (0,), "highlight"),
        Commit("Fix", "", 1, (1,), "reverse"),
        Commit("Form", "", 2, (2,), "normal"),
        Commit("", "cherry-pick: Fix", 0, (1,), "picked"),
        Commit("", "", 1, (2, 3), "merge"),
        Commit("", "v1.1.0", 0, (4, 5), "merge"),
        Commit("", "", 0, (6,), "normal"),
    )


def test_a_branch_without_commits_is_not_drawn() -> None:
    history = parse_git_graph(read_statements("gitGraph LR:\n branch idle\n branch busy\n commit"))
    assert history.branches == ("busy",) and history.commits[0].branch == 0


@pytest.mark.parametrize(
    ("source", "line", "reason"),
    [("gitGraph\n commit\n checkout ghost", 3, "no branch 'ghost'"), ("gitGraph\n branch main", 2, "there already"),
     ("gitGraph\n commit\n merge main", 3, "no other branch"), ("gitGraph\n branch a\n merge main", 3, "no other branch"),
     ("gitGraph\n commit type: ODD", 2, "type 'ODD'"), ("gitGraph\n cherry-pick id: \"x\"", 2, "no commit 'x'"),
     ("gitGraph\n push", 2, "not understood"), ("gitGraph\n commit please", 2, "not understood"),
     ("gitGraph", 0, "no commits"), ("gitGraph sideways", 1, "not understood"),
     ("gitGraph\n" + "commit\n" * 41, 42, "more than 40 commits"),
     ("gitGraph\n" + "\n".join(f"branch b{at}" for at in range(300)), 9, "more than 8 branches")],
)  # fmt: skip
def test_what_is_not_known_is_refused_with_its_line(source: str, line: int, reason: str) -> None:
    with pytest.raises(DiagramError) as caught:
        draw_diagram(source, PAGE, PAGE.safe)
    assert caught.value.line == line and reason in caught.value.reason


@pytest.mark.parametrize("shape", SHAPES)
def test_lanes_turn_where_no_words_stand(shape: tuple[int, int]) -> None:
    page = page_of_shape(*shape)
    check_items(draw_diagram(LONG_NAMES, page, page.safe), page.safe)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_real_one_stands_whole_in_every_shape(shape: tuple[int, int]) -> None:
    page = page_of_shape(*shape)
    items = draw_diagram(HISTORY, page, page.safe)
    check_items(items, page.safe)
    written = {item.paragraph.text for item in items if isinstance(item, Words)}
    assert {"main", "develop", "feature/login", "Alpha", "v1.1.0", "cherry-pick: Fix"} <= written


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(0, 5), st.text("abcé 漢", max_size=12)), max_size=24), st.sampled_from(SHAPES))
def test_any_history(moves: list[tuple[int, str]], shape: tuple[int, int]) -> None:
    lines, branches, here, filled = ["gitGraph", "commit"], ["main"], "main", {"main"}
    for at, (move, word) in enumerate(moves):
        if move == 0 and len(branches) < 5:
            here = f"branch{at}"
            branches.append(here)
            filled.add(here)
            lines.append(f"branch {here}")
        elif move == 1:
            here = branches[at % len(branches)]
            lines.append(f"checkout {here}")
        elif move == 2 and branches[at % len(branches)] != here:
            lines.append(f'merge {branches[at % len(branches)]} tag: "{word}"')
        else:
            lines.append(f'commit id: "{word}" tag: "{word if move == 3 else ""}"')
    page = page_of_shape(*shape)
    try:
        items = draw_diagram("\n".join(lines), page, page.safe)
    except DiagramError as error:
        assert "too large" in error.reason
        return
    check_items(items, page.safe)
