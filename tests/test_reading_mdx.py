"""MDX: what a site's program needs is left out, what a reader sees stays, line for line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.documents.markdown import parse_markdown
from adapters.documents.mdx import drop_marks, rewrite_mdx
from tests.content_lines import outline


def read(text: str) -> list[str]:
    return outline(parse_markdown(text, name="a.mdx", images={}, missing={}, language="en"))


IMPORT = "import Tabs from '@theme/Tabs';\n\n"
CASES = [
    (f"{IMPORT}Words.\n", ["p Words."]),
    ("import './a.css'\nimport * as all from \"b\";\nimport {one, two} from 'c';\n\nWords.\n", ["p Words."]),
    ("import {\n  one,\n  two,\n} from 'c';\n\nWords.\n", ["p Words."]),
    ("export const Lamp = ({on}) => (\n  <b>{on}</b>\n);\n\nWords.\n", ["p Words."]),
    ("export default function Page({children}) {\n\n  return children;\n}\n\nWords.\n", ["p Words."]),
    (f"{IMPORT}It is {{props.value}} and `{{kept}}`.\n\n{{snippet}}\n", ["p It is and `{kept}`."]),
    (f"{IMPORT}<Code title=\"a\">{{snippet}}</Code>\n\nWords.\n", ["p Words."]),
    ("One {/* a remark */}two.\n", ["p One two."]),
    ('<Tabs>\n<TabItem value="npm" label="npm & co">\n\n```sh\nnpm i\n```\n\n</TabItem>\n</Tabs>\n',
     ["p **npm & co**", "code sh: npm i"]),
    ("<Tab title='One'>\n\nWords.\n\n</Tab>\n", ["p **One**", "p Words."]),
    ("import the data, then go on.\n\nexport it again.\n", ["p import the data, then go on.", "p export it again."]),
    ("```js\nimport a from 'b';\nexport const c = {d};\n```\n", ["code js: import a from 'b';\nexport const c = {d};"]),
    ("Plain {words} stay.\n", ["p Plain {words} stay."]),
    ("```js\n// highlight-next-line\na();\n# highlight-start\nb();\n/* highlight-end */\n```\n", ["code js: a();\nb();"]),
]  # fmt: skip


COMPONENTS = [
    ("<Note>\n  One *two*.\n</Note>\n\nWords.\n", ["note One _two_.", "p Words."]),
    ("Before.\n<Warning>\nHot.\n</Warning>\nAfter.\n", ["p Before.", "warning Hot.", "p After."]),
    ("<Tip>Turn it.</Tip>\n", ["tip Turn it."]),
    ('<Aside type="caution" title="Careful">\nHot.\n</Aside>\n', ["caution **Careful\n**Hot."]),
    ('<Callout type="error" emoji="x">\n  Hot.\n</Callout>\n', ["caution Hot."]),
    ("<Callout>\n  Hot.\n</Callout>\n", ["note Hot."]),
    ("<Info>\n    - One\n    - Two\n\n    ```sh\n    ls\n    ```\n</Info>\n", ["note One / Two", "code sh: ls"]),
    ('<Steps>\n  <Step title="Install">\n    Run this.\n\n    ```bash\n    npm i\n    ```\n  </Step>\n'
     '  <Step title="Start">\n    Run that.\n  </Step>\n</Steps>\n',
     ["p **Install\n**Run this.", "code bash: npm i", "p **Start\n**Run that."]),
    ("<Tabs items={['npm', \"yarn\"]}>\n  <Tabs.Tab>\n    ```sh\n    npm i\n    ```\n  </Tabs.Tab>\n  <Tabs.Tab>\n"
     "    ```sh\n    yarn\n    ```\n  </Tabs.Tab>\n</Tabs>\n",
     ["p **npm**", "code sh: npm i", "p **yarn**", "code sh: yarn"]),
    ('<TabItem\n  value="a"\n  label="A &amp; B"\n>\n\nWords.\n\n</TabItem>\n', ["p **A & B**", "p Words."]),
    ('<CardGroup cols={2}>\n  <Card title="Start" icon="rocket" href="/start">\n    Begin here.\n  </Card>\n</CardGroup>\n',
     ["p **Start\n**Begin here."]),
    ("1. One\n\n   <Note>\n     Two.\n   </Note>\n\n2. Three\n", ["1. One", "1. Three", "note Two."]),
    ("<TABLE>\n<TR>\n<TD>a</TD><TD>b</TD>\n</TR>\n</TABLE>\n", read("<table>\n<tr>\n<td>a</td><td>b</td>\n</tr>\n</table>\n")),
    ("```jsx\n<Note>\n  Words.\n</Note>\n```\n", ["code jsx: <Note>\n  Words.\n</Note>"]),
    ("<Note>\n\nIt never ends.\n", ["p <Note>", "p It never ends."]),
]  # fmt: skip


@pytest.mark.parametrize(("written", "expected"), COMPONENTS, ids=[written.split("\n")[0] for written, _ in COMPONENTS])
def test_components_are_what_their_readers_see(written: str, expected: list[str]) -> None:
    assert read(written) == expected
    assert rewrite_mdx(written).count("\n") == written.count("\n")


@pytest.mark.parametrize(("written", "expected"), CASES, ids=[written.split("\n")[0] for written, _ in CASES])
def test_words_stay_and_the_program_goes(written: str, expected: list[str]) -> None:
    assert read(written) == expected
    assert rewrite_mdx(written).count("\n") == written.count("\n")


def test_what_goes_is_recorded() -> None:
    content = parse_markdown(f"{IMPORT}Words.\n", name="a.mdx", images={}, missing={}, language="en")
    assert outline(content, omitted=True)[0].startswith("omitted raw: import Tabs from")


MARKS = ["import a from 'b'", "import {", "} from 'c';", "export const a = {", "}", "", "words {a.b}", "```", "{/* x */}",
         '<TabItem label="x">', "<!-- -->", "--> --", "export default function (", "<Tabs>", "{x}", "<Note>",
         "</Note>", "  <Step title='a'>", "  </Step>", "</Tabs>", "<Tip>x</Tip>", "<Aside",
         ' type="tip"', ">", "    deep"]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(MARKS), max_size=30))
def test_whatever_is_written_has_as_many_lines(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert rewrite_mdx(text).count("\n") == text.count("\n")
    read(text or "x")


LONG = ["import " * 30_000, "import {\n" * 30_000, "export const {\n" * 30_000, "export const {" + "\n{" * 30_000,
        "{/*" * 30_000,
        "*/}" + "{/*" * 30_000, "{a" * 30_000, "<TabItem " * 10_000, "import a from " + "'" * 30_000,
        "{/**/}" * 10_000]  # fmt: skip


@pytest.mark.parametrize("text", LONG, ids=[text[:16] for text in LONG])
def test_long_ones_end(text: str) -> None:
    assert rewrite_mdx(f"export const a = 1\n\n{text}").count("\n") == text.count("\n") + 2


def test_code_without_marks_is_the_same() -> None:
    assert drop_marks("a\n// highlighting\n") == "a\n// highlighting\n"
