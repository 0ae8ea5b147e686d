"""pronunciation.yaml: pairs of texts, and an error at its line for all else; no bomb is built."""

from __future__ import annotations

import pytest

from adapters.documents.guarded_yaml import load_guarded
from adapters.documents.pronunciations import merge_pronunciations, parse_pronunciations
from model.errors import Problem, ValidationError


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(ValidationError) as caught:
        parse_pronunciations(text, "pronunciation.yaml")
    return caught.value.problems


def test_pairs_are_read_in_order() -> None:
    text = "# words\nnginx: engine x\nkubectl:   cube  control\n'C++': see plus plus\n\"yes\": yes it is\n"
    pairs = (("nginx", "engine x"), ("kubectl", "cube control"), ("C++", "see plus plus"), ("yes", "yes it is"))
    assert parse_pronunciations(text, "p") == pairs
    assert parse_pronunciations("# nothing\n", "p") == ()


def test_the_document_wins() -> None:
    assert merge_pronunciations((("a", "1"), ("b", "2")), (("b", "3"), ("c", "4"))) == (
        ("a", "1"),
        ("b", "3"),
        ("c", "4"),
    )


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("a: b\n c: d\n", 2, 3, "Malformed YAML"),
        ("a: 'b\n", 2, 1, "Malformed YAML"),
        ("a: b\na: c\n", 2, 1, "twice"),
        ("ok: fine\nyes: no\n", 2, 1, "not as text"),
        ("version: 1.10\n", 1, 1, "read as a float"),
        ("word: [a, b]\n", 1, 1, "read as a list"),
        ("word:\n", 1, 1, "NoneType"),
        ("word: ' '\n", 1, 1, "empty"),
        ("- a\n- b\n", 1, 0, "no mapping"),
        ("word: " + "x" * 300 + "\n", 1, 1, "longer than 200"),
        ("a: &x {k: v}\nb:\n  <<: *x\n", 3, 3, "Merge keys"),
        ("a: !!python/object/apply:os.system [ls]\n", 1, 4, "could not determine a constructor"),
        ("a: b\n---\nc: d\n", 2, 1, "Malformed YAML"),
        ("a: \tb\x01\n", 1, 0, "Malformed YAML"),
    ],
)  # fmt: skip
def test_an_error_has_its_line(text: str, line: int, column: int, said: str) -> None:
    (problem,) = problems(text)
    assert said in problem.message
    assert (problem.line, problem.column) == (line, column)
    assert problem.file == "pronunciation.yaml"
    assert problem.remedy


def test_every_bad_entry_is_reported() -> None:
    assert [problem.line for problem in problems("one: 1\ntwo: two\nthree: 3\n")] == [1, 3]


def test_bombs_are_refused_before_they_are_built() -> None:
    laugh = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9))
    merge = "a0: &a0 {k: v}\n" + "".join(f"a{n}: &a{n}\n  <<: [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 8))
    for bomb in (laugh, merge, "[" * 20_000, "- a\n" * 30_000, "{a: " * 100 + "}" * 100, "a" * 1_100_000):
        with pytest.raises(ValidationError) as caught:
            load_guarded(bomb, "bomb.yaml")
        assert len(caught.value.problems) >= 1


def test_lines_count_from_where_the_yaml_stands() -> None:
    with pytest.raises(ValidationError) as caught:
        load_guarded("a: b\na: c", "doc.md", first_line=2)
    assert caught.value.problems[0].line == 3
