"""From the bytes of a document to its text: UTF-8, line feeds as line ends, no byte order mark, no control characters."""

from __future__ import annotations

import codecs
import re

from model.errors import Problem, ValidationError

DOCUMENT_LIMIT = 8_000_000
"""Bytes: the largest document that is read."""

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_LINE_ENDS = re.compile(r"\r\n?")
_ESCAPES = re.compile(r"\x1b\[[0-9;?]{0,30}[A-Za-z]")
# Vertical tab and form feed stand between words; the other controls have no look and no sound.
_CONTROLS = dict.fromkeys([*range(0x00, 0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0), 0xFEFF]) | {0x0B: " ", 0x0C: " "}


def decode_document(data: bytes, name: str) -> str:
    """Decode a document; `name` is what the user called it.

    Raises ValidationError when it is too large, empty, binary or not in UTF-8.
    """
    if len(data) > DOCUMENT_LIMIT:
        raise _refuse(name, f"The document is larger than {DOCUMENT_LIMIT / 1e6:.0f} MB.", "Split it.")
    text = clean_text(_decode(data, name))
    if not text.strip():
        raise _refuse(name, "The document is empty.", "Write something into it, or name another file.")
    return text


def _decode(data: bytes, name: str) -> str:
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "utf-8")
    if encoding.startswith("utf-8") and b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        raise _refuse(name, "This is no text: it holds a NUL byte.", "Name a Markdown or text file in UTF-8.", line)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _misencoded(data, name, encoding, error) from error
    if "\0" in text:
        raise _refuse(name, "This is no text: it holds a NUL character.", "Name a Markdown or text file in UTF-8.")
    return text


def _misencoded(data: bytes, name: str, encoding: str, error: UnicodeDecodeError) -> ValidationError:
    if not encoding.startswith("utf-8"):
        return _refuse(name, f"The document begins like {encoding.upper()} but is not.", "Save it as UTF-8.")
    before = data[: error.start]
    line = len(re.findall(rb"\r\n?|\n", before)) + 1
    start = max(before.rfind(b"\n"), before.rfind(b"\r")) + 1
    column = len(before[start:].decode("utf-8", "replace")) + 1
    excerpt = re.split(rb"[\r\n]", data[start : start + 200])[0].decode("utf-8", "replace")
    message = f"The byte 0x{data[error.start]:02x} is not UTF-8."
    remedy = "Save the document as UTF-8; from Latin-1: iconv -f latin1 -t utf-8 OLD > NEW."
    problem = Problem(message=message, remedy=remedy, file=name, line=line, column=column, excerpt=excerpt)
    return ValidationError((problem,))


def clean_text(text: str) -> str:
    """Make line feeds of all line ends, and drop terminal escapes and control characters."""
    return _LINE_ENDS.sub("\n", _ESCAPES.sub("", text)).translate(_CONTROLS)


def _refuse(name: str, message: str, remedy: str, line: int = 0) -> ValidationError:
    return ValidationError((Problem(message=message, remedy=remedy, file=name, line=line),))
