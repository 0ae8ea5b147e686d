"""A program, run by `reading.py`: reStructuredText on standard input -> its trees on standard output, as JSON.

Arguments: the most seconds of processor time, and the folders to import from. Input: a list of documents. Output: for each
{"refused", "facts", "tree"}; a node is [tag, first, last, attributes, text, children].
"""

from __future__ import annotations

import json
import resource
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from adapters.documents.tree import Node


def main() -> int:
    """Read what standard input holds, and report it."""
    seconds = int(sys.argv[1])
    sys.path[:0] = sys.argv[2:]
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    texts = json.load(sys.stdin.buffer)
    sys.stdout.write(json.dumps([_report(text) for text in texts]))
    return 0


def _report(text: str) -> dict[str, Any]:
    from adapters.documents.rst.publishing import LongLineError, read_restructured

    try:
        root, facts = read_restructured(text)
        return {"refused": "", "facts": facts, "tree": _pack(root)}
    except RecursionError:
        refused = "is nested too deeply to be read"
    except LongLineError:
        refused = "has a line that is longer than a page"
    return {"refused": refused, "facts": {}, "tree": None}


def _pack(node: Node) -> list[Any]:
    return [node.tag, node.first, node.last, node.attributes, node.text, [_pack(child) for child in node.children]]


if __name__ == "__main__":
    sys.exit(main())
