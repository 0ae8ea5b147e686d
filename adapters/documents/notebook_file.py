"""From a notebook's JSON to what a film is made of: checked, cleaned, in one form, as JSON again."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal

import pydantic
from pydantic import Field

from adapters.documents.decoding import clean_text
from model.errors import Problem, ValidationError
from model.frozen import Frozen

_MOST_CELLS = 5_000
_PICTURES = ("image/png", "image/jpeg", "image/webp", "image/gif")
_TEXTS = {"text/html": "html", "text/latex": "latex", "text/markdown": "markdown", "text/plain": "text"}
_HIDDEN_TAGS = {
    "input": {"hide-input", "remove-input", "hide_input", "remove_input", "hide-cell", "remove-cell", "remove_cell"},
    "output": {
        "hide-output",
        "remove-output",
        "hide_output",
        "remove_output",
        "hide-cell",
        "remove-cell",
        "remove_cell",
    },
}


class Output(Frozen):
    """One thing that a cell gave."""

    form: Literal["text", "html", "latex", "markdown", "picture", "error"]
    """What it is."""
    data: str
    """Its text; of a picture its bytes in base 64."""


class Cell(Frozen):
    """One cell."""

    kind: Literal["markdown", "code", "raw"]
    source: str
    attachments: dict[str, str] = Field(default_factory=dict)
    """Pictures of a Markdown cell by name, in base 64."""
    outputs: tuple[Output, ...] = ()
    hides_input: bool = False
    hides_output: bool = False


class Notebook(Frozen):
    """A notebook."""

    title: str = ""
    language: str = "python"
    """Of its code."""
    cells: tuple[Cell, ...]


def read_notebook(data: bytes, name: str) -> bytes:
    """Check a notebook and bring it into one form.

    Raises ValidationError when it is none, of another version, too large or empty.
    """
    whole = _load(data, name)
    cells = whole.get("cells")
    if whole.get("nbformat") != 4 or not isinstance(cells, list):
        version = str(whole.get("nbformat", "unknown"))[:20]
        raise _refuse(
            name, f"This notebook is of format {version}, not 4.", "Convert it: jupyter nbconvert --to notebook."
        )
    if len(cells) > _MOST_CELLS:
        raise _refuse(name, f"The notebook has more than {_MOST_CELLS} cells.", "Split it.")
    metadata = _table(whole.get("metadata"))
    info, kernel = _table(metadata.get("language_info")), _table(metadata.get("kernelspec"))
    language = info.get("name") or kernel.get("language") or "python"
    notebook = Notebook(
        title=_text(metadata.get("title", ""))[:500], language=_text(language)[:40].lower(),
        cells=tuple(_read_cell(_table(cell)) for cell in cells),
    )  # fmt: skip
    if not any(cell.source.strip() for cell in notebook.cells):
        raise _refuse(name, "The notebook is empty.", "Write something into it, or name another file.")
    return notebook.model_dump_json().encode()


def _load(data: bytes, name: str) -> dict[str, Any]:
    try:
        whole = json.loads(data)
    except RecursionError as error:
        raise _refuse(name, "The notebook is nested too deeply to be read.", "Save it again with Jupyter.") from error
    except json.JSONDecodeError as error:
        raise _refuse(
            name, f"This is no notebook: {error.msg}.", "Save it again with Jupyter.", error.lineno
        ) from error
    except ValueError as error:  # no UTF-8, or a number of more digits than Python reads
        raise _refuse(name, "This is no notebook: it is no JSON in UTF-8.", "Save it again with Jupyter.") from error
    if not isinstance(whole, dict):
        raise _refuse(name, "This is no notebook: it is no JSON object.", "Name a file that Jupyter wrote.")
    return whole


def load_notebook(source: bytes) -> Notebook:
    """Load what `read_notebook` made."""
    try:
        return Notebook.model_validate_json(source)
    except pydantic.ValidationError as error:  # the store verifies digests: this is a defect
        raise AssertionError("a notebook was stored in another form") from error


def notebook_pictures(source: bytes) -> Mapping[str, bytes]:
    """Return the pictures of a notebook by reference."""
    return {
        reference: data
        for number, cell in enumerate(load_notebook(source).cells, start=1)
        for reference, encoded in list_pictures(cell, number)
        if (data := _decode_picture(encoded))
    }


def list_pictures(cell: Cell, number: int) -> Iterator[tuple[str, str]]:
    """Yield the pictures of a cell as (reference, base 64)."""
    for name, encoded in cell.attachments.items():
        yield f"attachment:{number}/{name}", encoded
    for place, output in enumerate(cell.outputs, start=1):
        if output.form == "picture":
            yield f"output:{number}/{place}", output.data


def _decode_picture(encoded: str) -> bytes:
    try:
        return base64.b64decode("".join(encoded.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _read_cell(cell: dict[str, Any]) -> Cell:
    kind = cell.get("cell_type")
    metadata = _table(cell.get("metadata"))
    tags = {tag for tag in metadata.get("tags") or () if isinstance(tag, str)}
    jupyter = _table(metadata.get("jupyter"))
    attachments = {
        _text(name)[:500]: data
        for name, bundle in _table(cell.get("attachments")).items()
        if (data := next((_encoded(found) for form in _PICTURES if (found := _table(bundle).get(form))), ""))
    }
    given = cell.get("outputs")
    return Cell(
        kind=kind if kind in ("markdown", "code") else "raw", source=_text(cell.get("source")), attachments=attachments,
        outputs=tuple(_read_outputs(given)) if kind == "code" and isinstance(given, list) else (),
        hides_input=bool(tags & _HIDDEN_TAGS["input"]) or jupyter.get("source_hidden") is True,
        hides_output=bool(tags & _HIDDEN_TAGS["output"]) or jupyter.get("outputs_hidden") is True,
    )  # fmt: skip


def _read_outputs(outputs: list[Any]) -> Iterator[Output]:
    """Yield what a cell gave, what was printed piece by piece in one."""
    printed = ""
    for output in map(_table, outputs):
        if output.get("output_type") == "stream":
            printed += _text(output.get("text")) if output.get("name") != "stderr" else ""
            continue
        if printed.strip():
            yield Output(form="text", data=printed)
        printed = ""
        if output.get("output_type") == "error":
            yield Output(form="error", data=f"{_text(output.get('ename'))}: {_text(output.get('evalue'))}")
        elif found := _choose_form(_table(output.get("data"))):
            yield found
    if printed.strip():
        yield Output(form="text", data=printed)


def _choose_form(bundle: dict[str, Any]) -> Output | None:
    """Choose the form that a film shows best: a picture, a table, else words."""
    for form in _PICTURES:
        if bundle.get(form):
            return Output(form="picture", data=_encoded(bundle[form]))
    for form, name in _TEXTS.items():
        text = _text(bundle.get(form))
        if text.strip() and (form != "text/html" or "<table" in text.lower()):
            return Output.model_validate({"form": name, "data": text})
    return None


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _join(value: Any) -> str:
    """Join what nbformat lets be a string or a list of strings."""
    if isinstance(value, list):
        return "".join(part for part in value if isinstance(part, str))
    return value if isinstance(value, str) else ""


def _encoded(value: Any) -> str:
    return _join(value).encode("ascii", "replace").decode()


def _text(value: Any) -> str:
    return clean_text(_join(value).encode("utf-8", "replace").decode())


def _refuse(name: str, message: str, remedy: str, line: int = 0) -> ValidationError:
    return ValidationError((Problem(message=message, remedy=remedy, file=name, line=line),))
