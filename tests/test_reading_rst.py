"""reStructuredText, docutils' and Sphinx's: blocks with their lines, and no text lost in what docutils does not know."""

from __future__ import annotations

import pytest

from adapters.documents.format import find_format, find_references
from adapters.documents.rst.bombs import find_bomb
from adapters.documents.rst.reading import read_ahead, read_tree
from model.content import ParsedContent
from model.errors import ValidationError
from tests.content_lines import outline, spans

RST = find_format("restructured")


def read(text: str) -> ParsedContent:
    return RST.parse(RST.prepare(text.encode(), "a.rst"), name="a.rst", images={}, missing={}, language="en")


WHOLE = """\
.. _top:

========
 Harbor
========

:Author: Ida
:orphan:

Harbor keeps *backups* of **servers**, by ``harbor.toml``,
and says so in `its log <https://example.org>`_. [#f]_

.. [#f] From a ferry.

Install
-------

.. note::

   It needs Python.

1. Get it::

      pip install harbor

2. Run it.

   - by day
   - by night

copy
  One backup.

vault : place
  Where copies are.

.. code-block:: toml

   every = "6h"

Formulas
^^^^^^^^

It costs :math:`x^2`.

.. math::

   a + b

.. image:: flow.png
   :alt: A flow

.. figure:: map.png

   Where it is.

+-------+-------+
| Plan  | Price |
+=======+=======+
| Small | 5     |
+-------+-------+

.. a comment

|name| is done.

.. |name| replace:: Harbor

-----

  Water is patient.

  -- A captain

>>> 1 + 1
2
"""


def test_a_whole_document_with_its_lines() -> None:
    content = read(WHOLE)
    assert (content.title, content.author) == ("Harbor", "Ida")
    assert outline(content) == [
        "# Harbor",
        "p Harbor keeps _backups_ of **servers**, by `harbor.toml`, and says so in its log<https://example.org>.",
        "## Install", "note It needs Python.", "1. Get it:", "1. Run it.", "  - by day", "  - by night",
        "code : pip install harbor", "- **copy**: One backup.", "- **vault**, **place**: Where copies are.",
        'code toml: every = "6h"', "### Formulas", "p It costs x².", "math a + b", "image flow.png [A flow] ()",
        "image map.png [] (Where it is.)", "table Plan | Price / Small | 5", "p Harbor is done.",
        "quote Water is patient.", "code pycon: >>> 1 + 1\n2",
    ]  # fmt: skip
    lines = WHOLE.split("\n")
    where = {(kind, lines[first - 1].strip()) for kind, first, _ in spans(content)}
    assert ("paragraph", "Harbor keeps *backups* of **servers**, by ``harbor.toml``,") in where
    assert ("code", ".. code-block:: toml") in where
    assert ("image", ".. image:: flow.png") in where
    assert ("table", "+-------+-------+") in where
    assert ("paragraph", 10, 11) in spans(content)
    assert [lines[section.span.first - 1].strip() for section in content.sections if section.level] == [
        "Harbor", "Install", "Formulas",
    ]  # fmt: skip


def test_every_line_is_accounted_for() -> None:
    content = read(WHOLE)
    covered = {
        line
        for section in content.sections
        for span in (section.span, *(block.span for block in section.blocks))
        for line in range(span.first, span.last + 1)
    }
    left = [line for number, line in enumerate(WHOLE.split("\n"), start=1) if line.strip() and number not in covered]
    assert left == []


SPHINX = [
    (".. seealso::\n\n   The guide.", ["note See also. / The guide."]),
    (".. versionadded:: 2.0\n   The flag.", ["note Added in version 2.0. / The flag."]),
    (".. deprecated:: 3.1 Use that.", ["warning Deprecated since version 3.1. / Use that."]),
    (".. code-block:: python\n   :caption: a.py\n   :linenos:\n\n   x = 1", ["p `a.py`:", "code python: x = 1"]),
    (".. highlight:: console\n\n::\n\n   $ ls", ["code console: $ ls"]),
    (".. list-table:: Plans\n   :header-rows: 1\n   :strange: y\n\n   * - Plan\n     - Price\n   * - Small\n     - 5",
     ["p **Plans**", "table Plan | Price / Small | 5"]),
    (".. tabs::\n\n   .. tab:: Linux\n\n      Use *this*.\n\n   .. tab:: macOS\n\n      Use that.",
     ["p **Linux**", "p Use _this_.", "p **macOS**", "p Use that."]),
    (".. py:function:: f(x)\n\n   Do it.\n\n   :param x: What.\n   :returns: Nothing.",
     ["code python: f(x)", "p Do it.", "- `x`: What.", "- **Returns**: Nothing."]),
    (".. mermaid::\n\n   graph LR\n   A --> B", ["code mermaid: graph LR\nA --> B"]),
    (".. glossary::\n\n   copy\n      One backup.", ["- **copy**: One backup."]),
    (".. only:: html\n\n   Shown.", ["p Shown."]),
    (".. nobody:knows:: This thing\n   :option: 1\n\n   Has *text*, and |name|.\n\n.. |name| replace:: more",
     ["p **This thing**", "p Has _text_, and more."]),
    (".. figure:: a.png\n   :alt: A\n   :strange: yes\n\n   The caption.", ["image a.png [A] (The caption.)"]),
    (".. note::\n   :strange: yes\n\n   Mind it.", ["note Mind it."]),
    ("- item\n\n  .. nobody::\n\n     inside", ["- item\ninside"]),
    ("See :ref:`top`, :doc:`guide/first-steps`, :func:`~a.b.f`, :class:`C <x.C>`, :file:`x.toml`, :kbd:`Ctrl+C`.",
     ["p See top, first steps, `f()`, `C`, `x.toml`, `Ctrl+C`."]),
    ("Use :menuselection:`File --> Open`, `nobody`_, other_ and |nothing|.", ["p Use **File → Open**, nobody, other and ."]),
    ("Fixed a leak :issue:`12` :pr:`13`, `see there <api>`.", ["p Fixed a leak , see there."]),
    (".. date example\n\n.. |today| date:: %Y\n\nIt is |today|.", ["p It is today."]),
]  # fmt: skip


@pytest.mark.parametrize(("written", "expected"), SPHINX, ids=[written.split("\n")[0][:40] for written, _ in SPHINX])
def test_what_sphinx_adds_is_read(written: str, expected: list[str]) -> None:
    assert outline(read(f"{written}\n")) == expected


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (".. include:: /etc/passwd", "omitted include: include /etc/passwd"),
        (".. literalinclude:: /etc/passwd\n   :language: text", "omitted literalinclude: literalinclude /etc/passwd"),
        (".. raw:: html\n   :file: /etc/passwd", "omitted raw: raw html"),
        (".. raw:: html\n\n   <script>alert(1)</script>", "omitted raw: raw html <script>alert(1)</script>"),
        (".. csv-table:: x\n   :file: /etc/passwd", "omitted csv-table: csv-table x"),
        (".. csv-table:: x\n   :url: http://127.0.0.1/", "omitted csv-table: csv-table x"),
        (".. autoclass:: os.path", "omitted autoclass: autoclass os.path"),
        (".. toctree::\n\n   a\n   b", "omitted table of contents: toctree a b"),
        (".. contents::\n", ""),
    ],
)
def test_no_other_file_is_read_and_no_markup_passed_on(written: str, told: str) -> None:
    lines = outline(read(f"Before.\n\n{written}\n\nAfter.\n"), omitted=True)
    assert lines[0] == "p Before." and lines[-1] == "p After."
    assert "root:" not in "".join(lines)
    assert told in lines or not told


def test_one_document_leaves_nothing_for_the_next() -> None:
    setting = ".. role:: shout\n.. default-role:: shout\n\n:shout:`a` `b`\n"
    plain = "`b` and :shout:`a`\n"
    read_ahead([setting, plain + "\n"])
    assert outline(read(plain + "\n")) == outline(read(plain)) == ["p _b_ and a"]


def test_pictures_are_named_without_parsing() -> None:
    assert find_references("restructured", WHOLE.encode()) == ("flow.png", "map.png")
    assert find_references("restructured", b"Words about image:: nothing\n") == ()


def test_a_document_that_never_ends_is_refused() -> None:
    bomb = "\n".join(f".. |a{n}| replace:: {f'|a{n + 1}| ' * 10}" for n in range(9)) + "\n.. |a9| replace:: x\n\n|a0|\n"
    with pytest.raises(ValidationError, match="grow beyond all bounds"):
        read_tree(bomb, "a.rst")
    once = ".. |name| replace:: Lighthouse\n.. |all| replace:: |name| and |name|\n\n|all|, |all| and |name|.\n"
    assert find_bomb(once * 50) == ""


@pytest.mark.parametrize(
    ("text", "says"),
    [("\n".join("  " * n + "- x" for n in range(400)), "nested too deeply"), ("x" * 100_001, "longer than a page")],
)
def test_what_is_out_of_all_measure_is_refused(text: str, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        read(text)
