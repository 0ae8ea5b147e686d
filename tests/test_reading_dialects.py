"""Markdown as documentation systems extend it: callouts, tabs and directives are read as what they show, line for line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.documents.markdown import parse_markdown
from adapters.documents.markdown_dialects import rewrite_dialects
from tests.content_lines import outline, read_markdown, spans

CASES = [
    ("!!! note\n\n    Mind it.\n", ["note Mind it."]),
    ('!!! warning "Hot"\n\n    Mind it.\n', ["warning **Hot\n**Mind it."]),
    ('!!! danger "Danger"\n    Mind it.\n', ["caution Mind it."]),
    ("??? tip\n\n    Fold it.\n\n    - a\n    - b\n\nAfter.\n", ["tip Fold it. / a / b", "p After."]),
    ("???+ info\n    Outer.\n\n    ```sh\n    ls\n    ```\n", ["note Outer.", "code sh: ls"]),
    ('=== "Linux"\n\n    ```bash\n    ls\n    ```\n\n=== "macOS"\n\n    Words.\n',
     ["p **Linux**", "code bash: ls", "p **macOS**", "p Words."]),
    (":::tip\n\nTry it.\n\n:::\n", ["tip Try it."]),
    (":::caution[Hot *water*]\nTry it.\n:::\n", ["caution **Hot ****water\n**Try it."]),
    ("::: warning Hot\nTry it.\n:::\nAfter.\n", ["warning **Hot\n**Try it.", "p After."]),
    ("::: {.callout-note}\nTry it.\n:::\n", ["note Try it."]),
    ("::: {.column width=50%}\nTry it.\n:::\n", ["p Try it."]),
    ("```{note}\nMind it.\n```\n", ["note Mind it."]),
    (":::{admonition} Own title\n:class: tip\nMind it.\n:::\n", ["note **Own title\n**Mind it."]),
    ("```{code-block} python\n:linenos:\n:caption: a.py\n\nx = 1\n\ny = 2\n```\n", ["code python: x = 1\n\ny = 2"]),
    ("```{math}\na + b\n```\n", ["math a + b"]),
    ("```{mermaid}\ngraph LR\n```\n", ["code mermaid: graph LR"]),
    ("```{figure} img/a.png\n:alt: A map\n:width: 50%\n\nWhere it is.\n```\n",
     ["image img/a.png [A map] ()", "p Where it is."]),
    ("```{toctree}\n:maxdepth: 1\n\na\nb\n```\n\nAfter.\n", ["p After."]),
    ("````{tab-set}\n```{tab-item} One\nfirst\n```\n```{tab-item} Two\n\nsecond\n```\n````\n",
     ["p **One\n**first", "p **Two**", "p second"]),
    ("See {ref}`the tide <tide>`, {doc}`guide` and {func}`f`.\n", ["p See the tide, guide and `f`."]),
    ("# Top {#top}\n\n{: .lead }\n\nWords {kept}.\n\n## {% raw %}\n", ["# Top", "p Words {kept}.", "## {% raw %}"]),
    ("(top)=\n# Top\n\n```{currentmodule} click\n```\n\n(a) = b\n", ["# Top", "p (a) = b"]),
    ("[TOC]\n\n--8<-- \"a.md\"\n\nWords.\n", ["p Words."]),
    ("```md\n!!! note\n    kept\n:::tip\n```\n", ["code md: !!! note\n    kept\n:::tip"]),
    ("!!! really, no\n\nA word ::: here, !!! there.\n", ["p !!! really, no", "p A word ::: here, !!! there."]),
    ("See [it](a.md#b){.internal-link target=_blank}, `f(x)`{.python} and f(x){.a}, {x}.\n",
     ["p See it<a.md#b>, `f(x)` and f(x){.a}, {x}."]),
    ("- item\n\n    ```py\n    {!> a.py!}\n    ```\n\n- next\n", ["- item", "- next"]),
    ("```jinja\n{% if a %}{! b !} c{% endif %}\n```\n\nKeep {!this!} and {{ that }}.\n",
     ["code jinja: {% if a %}{! b !} c{% endif %}", "p Keep {!this!} and {{ that }}."]),
    ("- item\n\n    !!! note\n        Inside.\n", ["- item", "note Inside."]),
]  # fmt: skip


@pytest.mark.parametrize(("written", "expected"), CASES, ids=[written.split("\n")[0] for written, _ in CASES])
def test_what_systems_add_is_read(written: str, expected: list[str]) -> None:
    assert read_markdown(written) == expected
    assert rewrite_dialects(written).count("\n") == written.count("\n")


@pytest.mark.parametrize(
    "line",
    [
        "{!../docs/a.md!}", "{!> ../a.py !}", "{* ../a.py hl[1] *}", '--8<-- "a.md"', "{{#include ./a.rs}}",
        "{{#rustdoc_include a.rs:here}}", "<<< @/snippets/a.js{2}", "<<< ./a.ts#part", "{!a-->b.md!}",
    ],
)  # fmt: skip
def test_what_another_file_has_is_not_shown_by_its_name(line: str) -> None:
    for text in (f"One.\n\n{line}\n\nTwo.\n", f"One.\n\n```py\n{line}\n```\n\nTwo.\n"):
        content = parse_markdown(text, name="a.md", images={}, missing={}, language="en")
        first, told, last = outline(content, omitted=True)
        assert (first, last) == ("p One.", "p Two.")
        assert told.startswith("omitted include: ")


def test_lines_stay_where_they_are() -> None:
    text = 'A.\n\n!!! tip "T"\n\n    One.\n\n    Two.\n\n```{code-block} sh\n:x: y\n\nls\n```\n\nB.\n'
    content = parse_markdown(text, name="a.md", images={}, missing={}, language="en")
    assert spans(content) == [("paragraph", 1, 1), ("callout", 3, 7), ("code", 12, 13), ("paragraph", 15, 15)]


MARKS = ["!!! note", '??? tip "T"', '=== "A"', "    words", "        deep", "```{note}", "```", ":::", ":::{tip} x", ":::note",
         "",
         "````{tab-set}", "````", "~~~{math}", "~~~", ":x: y", "---", "words {ref}`a`", "# H {#h}", "- a", "> q", "::::{grid}",
         "::::", "```{toctree}", "--> -- <!--", "{: .x}", "{!a!}", "<<< @/a", "```py", "[a](b){.c}"]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(MARKS), max_size=30))
def test_whatever_is_written_has_as_many_lines(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert rewrite_dialects(text).count("\n") == text.count("\n")
    read_markdown(text or "x")


def test_deep_and_long_ones_end() -> None:
    for text in (
        ":::" * 30_000,
        ":::note\n" * 3_000,
        "".join(f"{'    ' * n}!!! note\n" for n in range(200)),
        "```{x}\n" * 3_000,
    ):
        rewrite_dialects(text)


RST = """# Title

```{eval-rst}
.. note::

   Mind the **gap**.

Lamp
   It burns.
```

```{eval-rst}
.. |a| replace:: |b| |b| |b| |b| |b| |b| |b| |b|
.. |b| replace:: |c| |c| |c| |c| |c| |c| |c| |c|
.. |c| replace:: |d| |d| |d| |d| |d| |d| |d| |d|
.. |d| replace:: |e| |e| |e| |e| |e| |e| |e| |e|
.. |e| replace:: |f| |f| |f| |f| |f| |f| |f| |f|
.. |f| replace:: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx

|a|
```

After.
"""


def test_restructured_text_within_markdown_is_read_where_it_stands() -> None:
    content = parse_markdown(RST, name="a.md", images={}, missing={}, language="en")
    blocks = [block for section in content.sections for block in section.blocks]
    found = {block.kind: block for block in blocks}
    assert (found["callout"].span.first, found["list"].span.first, found["paragraph"].span.first) == (4, 8, 23)
    assert "burns" in str(found["list"])
    (bomb,) = [block for block in blocks if block.kind == "omitted" and block.what == "eval-rst"]
    assert "grow beyond all bounds" in bomb.reason
