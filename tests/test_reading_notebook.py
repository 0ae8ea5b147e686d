"""Notebooks of Jupyter: text, code and what it gave, each with its cell; nothing hidden is shown, nothing is lost."""

from __future__ import annotations

import base64
import io
import json
from typing import Any

import pytest
from PIL import Image

from adapters.documents.format import embedded_pictures, find_format, find_references
from model.content import ParsedContent
from model.errors import ValidationError
from tests.content_lines import outline, spans

NOTEBOOK = find_format("notebook")


def picture() -> str:
    file = io.BytesIO()
    Image.new("RGB", (8, 6), "teal").save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def markdown(text: str, **more: Any) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": text.splitlines(keepends=True), **more}


def code(text: str, *outputs: dict[str, Any], **metadata: Any) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": metadata, "source": text, "outputs": list(outputs), "execution_count": 1}


def gives(**data: Any) -> dict[str, Any]:
    named = {form.replace("_", "/"): value for form, value in data.items()}
    return {"output_type": "execute_result", "data": named, "metadata": {}}


def prints(text: str, name: str = "stdout") -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": text.splitlines(keepends=True)}


def write(*cells: dict[str, Any], language: str = "python", **more: Any) -> bytes:
    metadata = {"language_info": {"name": language}, **more.pop("metadata", {})}
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": list(cells), **more}).encode()


def read(*cells: dict[str, Any], **more: Any) -> ParsedContent:
    source = NOTEBOOK.prepare(write(*cells, **more), "a.ipynb")
    return NOTEBOOK.parse(source, name="a.ipynb", images={}, missing={}, language="en")


def test_text_code_and_output_in_order_with_their_cells() -> None:
    content = read(
        markdown("# Tides\n\nThey rise *twice*.\n\n- high\n- low"),
        code("import math\nmath.pi", gives(text_plain="3.14159")),
        code("for n in range(3):\n    print(n)", prints("0\n1\n"), prints("2\n"), prints("warning: slow", "stderr")),
        markdown("## End"),
    )
    assert outline(content) == [
        "# Tides", "p They rise _twice_.", "- high", "- low", "code python: import math\nmath.pi\n\n# → 3.14159",
        "code python: for n in range(3):\n    print(n)", "code output: 0\n1\n2", "## End",
    ]  # fmt: skip
    assert spans(content) == [
        ("paragraph", 1, 1), ("list", 1, 1), ("code", 2, 2), ("code", 3, 3), ("code", 3, 3),
    ]  # fmt: skip
    assert [section.span.first for section in content.sections] == [1, 4]


def test_what_code_gave_is_shown_in_the_form_that_says_most() -> None:
    table = (
        '<style>.a{}</style><table class="dataframe"><thead><tr><th></th><th>city</th><th>sales</th></tr></thead><tbody>'
        "<tr><th>0</th><td>Oslo</td><td>120</td></tr><tr><th>1</th><td>Bergen</td><td>95</td></tr></tbody></table>"
    )
    lines = outline(
        read(
            code("frame", gives(text_html=table, text_plain="city sales")),
            code("plt.title('Sales')", gives(image_png=picture(), text_plain="<Figure size 640x480>")),
            code("x**2", gives(text_latex="$\\displaystyle x^{2}$", text_plain="x**2")),
            code("show()", gives(text_markdown="**Done**, all of it")),
            code("f", gives(text_plain="<function f at 0x7f3a2c1b4d30>")),
            code("f()", {"output_type": "error", "ename": "ValueError", "evalue": "no", "traceback": ["a", "b"]}),
        )
    )
    assert lines == [
        "code python: frame", "table city | sales / Oslo | 120 / Bergen | 95", "code python: plt.title('Sales')",
        "image output:2/1 [Sales] ()", "code python: x**2", "math x^{2}", "code python: show()", "p **Done**, all of it",
        "code python: f", "code python: f()",
    ]  # fmt: skip


def test_commands_and_their_answer_are_a_terminal() -> None:
    lines = outline(
        read(
            code("!pip install tide\n!tide --version", prints("Collecting tide\n1.2\n")),
            code("%%bash\nls -1 | head", prints("a\nb\n")),
            code("%%writefile settings.toml\nx = 1"),
            code("%matplotlib inline\nimport tide"),
            code("%load_ext tide"),
        )
    )
    assert lines == [
        "code console: $ pip install tide\n$ tide --version\nCollecting tide\n1.2", "code console: $ ls -1 | head\na\nb",
        "code toml: x = 1", "code python: import tide",
    ]  # fmt: skip


def test_a_long_output_is_shown_as_far_as_it_is_read() -> None:
    content = read(code("train()", prints("\n".join(f"epoch {n}" for n in range(100)))))
    (output,) = (line for line in outline(content) if line.startswith("code output"))
    assert output.endswith("epoch 15\n…")
    assert any(line.startswith("omitted output: epoch 16 epoch 17") for line in outline(content, omitted=True))


@pytest.mark.parametrize(
    ("cell", "hidden"),
    [
        (code("a", prints("b\nc\n"), tags=["remove-cell"]), ["hidden code: a", "hidden output: b c"]),
        (code("a", prints("b\nc\n"), tags=["hide-input"]), ["hidden code: a"]),
        (code("a", prints("b\nc\n"), tags=["hide-output"]), ["hidden output: b c"]),
        (code("a", prints("b\nc\n"), jupyter={"source_hidden": True}), ["hidden code: a"]),
        (code("#| echo: false\na", prints("b\nc\n")), ["hidden code: a"]),
        ({"cell_type": "raw", "metadata": {}, "source": "\\newpage"}, ["raw cell: \\newpage"]),
    ],
)
def test_what_its_author_hides_is_not_shown_but_told(cell: dict[str, Any], hidden: list[str]) -> None:
    content = read(markdown("# T"), cell)
    told = [line.removeprefix("omitted ") for line in outline(content, omitted=True) if line.startswith("omitted")]
    assert told == hidden


def test_pictures_are_attached_drawn_or_lie_beside() -> None:
    attached = markdown(
        "![A map](attachment:a%20map.png) ![x](b.png)", attachments={"a%20map.png": {"image/png": picture()}}
    )
    source = NOTEBOOK.prepare(write(attached, code("draw()", gives(image_jpeg=picture()))), "a.ipynb")
    assert list(embedded_pictures("notebook", source)) == ["attachment:1/a%20map.png", "output:2/1"]
    content = NOTEBOOK.parse(source, name="a.ipynb", images={}, missing={}, language="en")
    references = ["attachment:1/a%20map.png", "b.png", "output:2/1"]
    assert [line.split()[1] for line in outline(content) if line.startswith("image")] == references
    assert find_references("notebook", source) == tuple(references)


def test_front_matter_and_metadata_name_it() -> None:
    raw = {"cell_type": "raw", "metadata": {}, "source": "---\ntitle: Tides\nauthor: Ida\n---"}
    content = read(raw, markdown("They rise."))
    assert (content.title, content.author) == ("Tides", "Ida")
    assert read(markdown("They rise."), metadata={"title": "Tides"}).title == "Tides"


def test_it_is_stored_in_one_form() -> None:
    once = NOTEBOOK.prepare(write(markdown("# Caf\u00e9 \x1b[31mred\x1b[0m")), "a.ipynb")
    again = json.dumps(json.loads(write(markdown("# Caf\u00e9 red"))), indent=4, ensure_ascii=False).encode()
    assert NOTEBOOK.prepare(again, "a.ipynb") == once
    assert "Café".encode() in once


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no notebook"), (b"{", "no notebook"), (b"[]", "no JSON object"), (b"\xff\xfe\x00", "no notebook"),
        (b'{"nbformat": 3, "worksheets": []}', "of format 3, not 4"), (b'{"cells": []}', "of format unknown"),
        (b'{"nbformat": 4, "cells": []}', "empty"), (b'{"nbformat": 4, "cells": {}}', "not 4"),
        (b"[" * 100_000, "nested too deeply"), (b'{"nbformat": ' + b"9" * 5_000 + b"}", "no notebook"),
        (b'{"nbformat": 4, "cells": [' + b"{}," * 5_001 + b"{}]}", "more than 5000 cells"),
    ],
)  # fmt: skip
def test_what_is_no_notebook_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        NOTEBOOK.prepare(data, "a.ipynb")
