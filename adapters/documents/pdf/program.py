"""A program, run by `reading.py`: a PDF on standard input -> what it says and shows on standard output.

PDFium is C++ that reads hostile bytes: its faults stay in this process, which can neither write a file nor open another.

Arguments: the folders to import from. Input: one line of JSON, {"task": "look" or "read", "seconds": of processor time}, then
the PDF. Output: one line of
JSON, {"refused": word} or {"pages", …, "pictures": [[name, bytes], …]}, then the pictures, one after the other.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any


def main() -> int:
    """Read what standard input holds, and report it."""
    sys.path[:0] = sys.argv[1:]
    from PIL import Image

    from adapters.documents.pdf.library import Refusal, start_library
    from adapters.documents.pdf.pages import look_at, read_all

    header, _, data = sys.stdin.buffer.read().partition(b"\n")
    order = json.loads(header)
    start_library()
    # What would be imported when it is first needed could not be, then.
    Image.preinit()
    "".encode("utf-16-le")
    confine(order["seconds"])
    try:
        report, pictures = (look_at(data), {}) if order["task"] == "look" else read_all(data)
    except Refusal as reason:
        report, pictures = {"refused": str(reason)}, {}
    report["pictures"] = [[name, len(picture)] for name, picture in pictures.items()]
    sys.stdout.buffer.write(json.dumps(report).encode() + b"\n" + b"".join(pictures.values()))
    sys.stdout.buffer.flush()
    return 0


def confine(seconds: int) -> None:
    """Give up what reading a PDF does not need: to write files, to open any, to start processes."""
    limits: tuple[tuple[Any, int], ...] = (
        (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_NOFILE, 3),
        (resource.RLIMIT_NPROC, 0),
    )  # fmt: skip
    for limit, most in limits:
        resource.setrlimit(limit, (most, most + 1))


if __name__ == "__main__":
    sys.exit(main())
