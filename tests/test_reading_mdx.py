"""MDX: what a site's program needs is left out, what a reader sees stays, line for line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.documents.markdown import parse_markdown
from adapters.documents.mdx import drop_marks, rewrite_mdx
from tests.content_lines import outline, read_markdown

IMPORT = "import Tabs from '@theme/Tabs';\n\n"
CASES = [
    (f"{IMPORT}Words.\n", ["p Words."]),
    ("import './a.css'\nimport * as all from \"b\";\nimport {one, two} from 'c';\n\nWords.\n", ["p Words."]),
    ("import {\n  one,\n  two,\n} from 'c';\n\nWords.\n", ["p Words."]),
    ("export const Lamp = ({on}) => (\n  <b>{on}</b>\n);\n\nWords.\n", ["p Words."]),
    ("export default function Page({children}) {\n\n  return children;\n}\n\nWords.\n", ["p Words."]),
    (f"{IMPORT}It is {{props.value}} and `{{kept}}`.\n\n{{snippet}}\n", ["p It is and `{kept}`."]),
    (f"{IMPORT}<Code title=\"a\">{{snippet}}</Code>\n\nWords.\n", ["p Words."]),
    ("import A, {B as C} from './a'\n\n<A />\n\n<C x={1} />\n\n<D />\n", ["p <D />"]),
    ("One {/* a remark */}two.\n", ["p One two."]),
    ('<Tabs>\n<TabItem value="npm" label="npm & co">\n\n```sh\nnpm i\n```\n\n</TabItem>\n</Tabs>\n',
     ["p **npm & co**", "code sh: npm i"]),
    ("<Tab title='One'>\n\nWords.\n\n</Tab>\n", ["p **One**", "p Words."]),
    ("import the data, then go on.\n\nexport it again.\n", ["p import the data, then go on.", "p export it again."]),
    ("```js\nimport a from 'b';\nexport const c = {d};\n```\n", ["code js: import a from 'b';\nexport const c = {d};"]),
    ("Plain {words} stay.\n", ["p Plain {words} stay."]),
    ("```js\n// highlight-next-line\na();\n# highlight-start\nb();\n/* highlight-end */\n```\n", ["code js: a();\nb();"]),
]  # fmt: skip


@pytest.mark.parametrize(("written", "expected"), CASES, ids=[written.split("\n")[0] for written, _ in CASES])
def test_words_stay_and_the_program_goes(written: str, expected: list[str]) -> None:
    assert read_markdown(written) == expected
    assert rewrite_mdx(written).count("\n") == written.count("\n")


def test_what_goes_is_recorded() -> None:
    content = parse_markdown(f"{IMPORT}Words.\n", name="a.mdx", images={}, missing={}, language="en")
    assert outline(content, omitted=True)[0].startswith("omitted raw: import Tabs from")


def test_a_page_that_is_taken_in_is_told() -> None:
    text = "import Go from '../parts/go.mdx'\n\nWords.\n\n<Go />\n"
    content = parse_markdown(text, name="a.mdx", images={}, missing={}, language="en")
    assert [one for one in outline(content, omitted=True) if one.startswith("omitted include")] == [
        "omitted include: ../parts/go.mdx"
    ]


MARKS = ["import a from 'b'", "import {", "} from 'c';", "export const a = {", "}", "", "words {a.b}", "```", "{/* x */}",
         '<TabItem label="x">', "<!-- -->", "--> --", "export default function (", "<Tabs>", "{x}", "<Note>",
         "</Note>", "  <Step title='a'>", "  </Step>", "</Tabs>", "<Tip>x</Tip>", "<Aside",
         ' type="tip"', ">", "    deep"]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(MARKS), max_size=30))
def test_whatever_is_written_has_as_many_lines(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert rewrite_mdx(text).count("\n") == text.count("\n")
    read_markdown(text or "x")


LONG = ["import " * 30_000, "import {\n" * 30_000, "export const {\n" * 30_000, "export const {" + "\n{" * 30_000,
        "{/*" * 30_000,
        "*/}" + "{/*" * 30_000, "{a" * 30_000, "<TabItem " * 10_000, "import a from " + "'" * 30_000,
        "{/**/}" * 10_000]  # fmt: skip


@pytest.mark.parametrize("text", LONG, ids=[text[:16] for text in LONG])
def test_long_ones_end(text: str) -> None:
    assert rewrite_mdx(f"export const a = 1\n\n{text}").count("\n") == text.count("\n") + 2


def test_code_without_marks_is_the_same() -> None:
    assert drop_marks("a\n// highlighting\n") == "a\n// highlighting\n"
