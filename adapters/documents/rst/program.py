"""A program, run by `reading.py`: reStructuredText on standard input -> its tree on standard output, as JSON.

Arguments: the folders to import from. Output: {"refused", "facts", "tree"}; a node is [tag, first, last, attributes, text,
children].
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from adapters.documents.tree import Node


def main() -> int:
    """Read what standard input holds, and report it."""
    sys.path[:0] = sys.argv[1:]
    from adapters.documents.rst.publishing import LongLineError, read_restructured

    text = sys.stdin.buffer.read().decode("utf-8")
    report: dict[str, Any] = {"refused": "", "facts": {}, "tree": None}
    try:
        root, report["facts"] = read_restructured(text)
        report["tree"] = _pack(root)
    except RecursionError:
        report["refused"] = "is nested too deeply to be read"
    except LongLineError:
        report["refused"] = "has a line that is longer than a page"
    sys.stdout.write(json.dumps(report))
    return 0


def _pack(node: Node) -> list[Any]:
    return [node.tag, node.first, node.last, node.attributes, node.text, [_pack(child) for child in node.children]]


if __name__ == "__main__":
    sys.exit(main())
