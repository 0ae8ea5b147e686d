"""From MDX, Markdown with the parts of a site's program in it, to Markdown, line for line: words stay, the program goes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from adapters.documents.components import open_components
from adapters.documents.markdown_dialects import FENCE, find_end, leave_out

_QUICK = re.compile(r"^(?:import|export)\s|\{/\*|^ *</?[A-Z]|\bhighlight-", re.MULTILINE)
_IMPORT = re.compile(
    r"import\s+(?:(?P<names>[\w*{][^;'\"`]{0,2000}?)\sfrom\s+)?(?P<mark>['\"])(?P<path>[^'\"\n]{1,300})(?P=mark);?\s*"
)
_NAME = re.compile(r"\b[A-Z]\w{0,60}\b(?!\s+as\b)")
_USED = re.compile(r"\s*<([A-Z]\w{0,60})(?:\s[^<>]{0,500})?/>\s*")
"""A component that is imported, and is alone on its line."""
_EXPORT = re.compile(r"export\s+(?:const|let|var|function|async|class|default)\b.{0,2000}|export\s+\{.{0,2000}")
_LONGEST = 200
"""Lines of one statement."""
_EXPRESSION = r"\{[A-Za-z_$][\w$]*(?:\.[\w$]+|\[[\w'\"]{1,40}\])*(?:\(\))?\}"
_ALONE = re.compile(rf"(?:<[A-Z][\w.]*(?:\s[^<>]*)?>)?\s*{_EXPRESSION}\s*(?:</[A-Z][\w.]*>)?")
_INLINE = re.compile(rf"\s?{_EXPRESSION}")
_MARKS = re.compile(r"^[ \t]*(?://|#|--|;|%|/\*|\{/\*|<!--) *highlight-(?:next-line|start|end)\b.*\n?", re.MULTILINE)


def rewrite_mdx(text: str) -> str:
    """Return the same document in as many lines without imports, exports and expressions; components as Markdown."""
    if not _QUICK.search(text):
        return text
    return "\n".join(open_components(list(_rewrite(text.split("\n")))))


def drop_marks(code: str) -> str:
    """Leave out the comments by which Docusaurus highlights lines: readers do not see them."""
    return _MARKS.sub("", code) if "highlight-" in code else code


def _rewrite(lines: Sequence[str]) -> Iterator[str]:
    at, programmed = 0, False
    imported: dict[str, str] = {}
    while at < len(lines):
        line = lines[at]
        if fence := FENCE.match(line):
            end = find_end(lines, at, fence[2])
            yield from lines[at : end + 1]
        elif (end := _find_statement_end(lines, at)) >= at:
            programmed = True
            imported |= _read_import("\n".join(lines[at : end + 1]))
            yield from leave_out(f"raw {line}", end + 1 - at)
        elif (used := _USED.fullmatch(line)) and used[1] in imported:
            path = imported[used[1]]
            yield from leave_out(f"include {path}" if path.endswith((".md", ".mdx")) else f"raw {line}", 1)
            end = at
        else:
            end = at
            yield _tidy(line, programmed=programmed)
        at = end + 1


def _read_import(statement: str) -> dict[str, str]:
    """Return where each name comes from that a statement imports."""
    found = _IMPORT.fullmatch(statement)
    return dict.fromkeys(_NAME.findall(found["names"] or ""), found["path"]) if found else {}


def _find_statement_end(lines: Sequence[str], at: int) -> int:
    """Return the last line of the import or export that begins here, or -1."""
    if _IMPORT.fullmatch(lines[at]):
        return at
    opened = lines[at].startswith("import") and lines[at].rstrip().endswith(("{", ","))
    exported = bool(_EXPORT.fullmatch(lines[at]))
    depth = 0
    for end in range(at, min(at + _LONGEST, len(lines)) if opened or exported else at):
        line, following = lines[end], lines[end + 1].strip() if end + 1 < len(lines) else ""
        depth += sum(map(line.count, "{([")) - sum(map(line.count, "})]"))
        if opened and depth == 0 and line.rstrip(" \t;").endswith(("'", '"')):
            return end if _IMPORT.fullmatch("\n".join(lines[at : end + 1])) else -1
        if exported and depth <= 0 and not following:
            return end
        if following.startswith(("import ", "export ")) or (opened and not following):
            break
    return -1


def _drop_remarks(line: str) -> str:
    while (start := line.find("{/*")) >= 0 and (end := line.find("*/}", start)) >= 0:
        line = line[:start] + line[end + 3 :]
    return line


def _tidy(line: str, *, programmed: bool) -> str:
    line = _drop_remarks(line)
    if not programmed or "{" not in line:
        return line
    if _ALONE.fullmatch(line.strip()):
        return ""
    parts = line.split("`")
    return "`".join(part if at % 2 else _INLINE.sub("", part) for at, part in enumerate(parts))
