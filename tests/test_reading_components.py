"""Components of documentation sites: callouts, tabs, steps and cards are what their readers see, line for line."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.documents.mdx import rewrite_mdx
from tests.content_lines import read_markdown

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
    ("<TABLE>\n<TR>\n<TD>a</TD><TD>b</TD>\n</TR>\n</TABLE>\n",
     read_markdown("<table>\n<tr>\n<td>a</td><td>b</td>\n</tr>\n</table>\n")),
    ("```jsx\n<Note>\n  Words.\n</Note>\n```\n", ["code jsx: <Note>\n  Words.\n</Note>"]),
    ("<Note>\n\nIt never ends.\n", ["p <Note>", "p It never ends."]),
    # In code nothing is a component: in a fence, at a list's marker, too, by indentation, and in HTML's own.
    ("```jsx\n<Note>Hello</Note>\n```\n", ["code jsx: <Note>Hello</Note>"]),
    ("Words.\n\n    <Tip>Turn it.</Tip>\n", ["p Words.", "code : <Tip>Turn it.</Tip>"]),
    ("Add:\n\n    <Group>\n      <Item>on</Item>\n    </Group>\n", ["p Add:", "code : <Group>\n  <Item>on</Item>\n</Group>"]),
    ("1. ```jsx\n   <App a={b}>\n   </App>\n   ```\n2. b", ["1. b", "code jsx: <App a={b}>\n</App>"]),
    ("- ```jsx\n  <Note>\n  </Note>\n  ```\n\n<Tip>\nYes.\n</Tip>", ["code jsx: <Note>\n</Note>", "tip Yes."]),
    ("<Note>\n  Write:\n\n  ```md\n  :::\n  ```\n\n  Go on.\n</Note>\n\nEnd.\n",
     ["note Write: / Go on.", "code md: :::", "p End."]),
    # Attributes may be programs, and tags several lines.
    ('<Tab label="Apple" attributes={{a: "b"}}>\n\nAn apple.\n\n</Tab>', ["p **Apple**", "p An apple."]),
    ('<Card icon={<Icon />}\n  title="A"\n>\n  Words.\n</Card>', ["p **A\n**Words."]),
    ('<Card\n  title="Get\n  started"\n>\nWords.\n</Card>', ["p **Get started\n**Words."]),
    ('<Tabs>\n\t<TabItem label="Apple">\n\n\tAn apple.\n\n\t</TabItem>\n</Tabs>', ["p **Apple**", "p An apple."]),
    ('<Tab title="The <table> `tag` of *a*">\n\nx\n\n</Tab>', ["p **The <table> `tag` of *a***", "p x"]),
    ('Before.\n<Tab title="The <table> &amp; a \\ b">\n\nx\n\n</Tab>', ["p Before.", "p **The <table> & a \\ b**", "p x"]),
    ('<Tab title=" Install ">\n\nx\n\n</Tab>', ["p **Install**", "p x"]),
    # Those on one line.
    ("<Tabs items={['pnpm', 'npm']}>\n  <Tab>Fast.</Tab>\n  <Tab>\n    Slow.\n  </Tab>\n</Tabs>",
     ["- **pnpm**: Fast.", "- **npm\n**Slow."]),
    ('<Step title="Install">Run this.</Step>\n<Step title="Start">Run that.</Step>',
     ["1. **Install**: Run this.", "1. **Start**: Run that."]),
    ('<Cards>\n  <Cards.Card title="A" href="/a" />\n  <LinkCard title="B" description="More." />\n</Cards>',
     ["- **A**", "- **B**: More."]),
    ('<Callout type="warning" title="Careful">Hot.</Callout>', ["warning **Careful\n**Hot."]),
    ("<Tip>Turn it.</Tip>\nAfter *it*.", ["p **Tip:** Turn it.\nAfter _it_."]),
    ("<Tip>Turn it.</Tip>\n<Warning>Hot.</Warning>", ["p **Tip:** Turn it.", "warning Hot."]),
    ('<ParamField path="id" type="string" required>\n  Whose order.\n</ParamField>', ["p **id\n**Whose order."]),
    ('<ResponseField name="total" type="number">The sum.</ResponseField>', ["- **total**: The sum."]),
    ("<Note>a</Note> <Note>b</Note>", ["p a b"]),
    ("<Warning>Do not\n  delete it.</Warning>\n\nAfter.", ["warning Do not delete it.", "p After."]),
    ("1. One\n\n    <Note>\n      Two.\n    </Note>\n", ["1. One", "note Two."]),
    ('import L from "x"\n\nexport default ({ c }) =>\n  <Layout>\n    <p>secret</p>\n  </Layout>\n\n# T\n\nText.',
     ["# T", "p Text."]),
]  # fmt: skip


@pytest.mark.parametrize(("written", "expected"), COMPONENTS, ids=[written.split("\n")[0] for written, _ in COMPONENTS])
def test_components_are_what_their_readers_see(written: str, expected: list[str]) -> None:
    assert read_markdown(written) == expected
    assert rewrite_mdx(written).count("\n") == written.count("\n")


MARKS = ["<Tabs items={['a']}>", "</Tabs>", "<Note>", "</Note>", "  <Step title='a'>", "  </Step>", "<Tip>x</Tip>",
 "<Aside", ' type="tip"',
         ">", "    deep", "```", "- ```", ":::", "<Card title='a", "b'/>", "<Tip>x", "y</Tip>", "", "words", "<!--",
          "-->", "<pre>", "\t<Tab>",
         "\t</Tab>"]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(MARKS), max_size=30))
def test_whatever_is_written_has_as_many_lines(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert rewrite_mdx(text).count("\n") == text.count("\n")
    read_markdown(text or "x")


HOSTILE = {
    "opened": "<Note>\n" * 50_000, "closed": "<Note>\n" * 50_000 + "</Note>\n" * 50_000,
     "spaces": ("<Tip>x" + " " * 2400 + "</Tip\n") * 165,
    "begun": "<A \n" * 100_000, "quoted": '<A x="\n' * 60_000, "braces": "<A {\n" * 80_000, "words": "<Tip>x\n" * 57_000,
    "expression": "import a from 'b'\n" + " " * 400_000 + "{\n", "lists": "- " * 200_000 + "```",
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_tags_take_little_time(text: str) -> None:
    began = time.process_time()
    rewrite_mdx(text)
    assert time.process_time() - began < 5.0  # 1.5 s at most, on a machine of half the usual speed
