"""Code -> what can be said of it without reading it aloud: imports, definitions, calls, keys, and its own comments."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_LONGEST_LINE = 300
_MOST_LINES = 400
_IMPORT_FORMS = (
    re.compile(r"^\s{0,8}from\s+[\w.]{1,80}\s+import\s+\(?([\w ,]{1,120})"),
    re.compile(r"^\s{0,8}import\s+([\w.]{1,80}(?:\s*,\s*[\w.]{1,60}){0,4})(?:\s+as\s+\w{1,40})?\s*;?\s*$"),
    re.compile(r"^\s{0,8}import\s+(?:type\s+)?(?:\w{1,60}\s*,\s*)?\{([\w ,]{1,120})\}\s+from"),
    re.compile(r"^\s{0,8}import\s+(?:\*\s+as\s+)?(\w{1,60})\s+from"),
    re.compile(r"^\s{0,8}(?:const|let|var)\s+\{?\s?([\w ,]{1,120}?)\s?\}?\s*=\s*(?:await\s+)?(?:require|import)\("),
    re.compile(r"^\s{0,8}(?:pub\s+)?use\s+(?:[\w]{1,40}::){0,6}\{?([\w, ]{1,100})\}?;"),
    re.compile(r"^\s{0,8}require(?:_relative)?\s+['\"]([\w/.-]{1,80})['\"]"),
    re.compile(r"^\s{0,8}(?:import\s+)?(?:\w{1,30}\s+)?\"([\w./-]{1,100})\"\s*$"),
    re.compile(r"^\s{0,4}#include\s+[<\"]([\w./-]{1,80})[>\"]"),
)
_DEFINITIONS = re.compile(
    r"^\s{0,4}(?:export\s+|default\s+|public\s+|private\s+|static\s+|async\s+|pub\s+|abstract\s+|final\s+|data\s+){0,4}"
    r"(?:def|class|function\*?|fn|struct|enum|trait|interface|func|type|module|protocol|record)\s+"
    r"(?:\([^)]{0,60}\)\s*)?([A-Za-z_]\w{1,60})"
)
_CALL = re.compile(r"(?<![\w])(?:new\s+)?((?:[A-Za-z_]\w{0,40}\.){0,2}[A-Za-z_]\w{1,40}!?)\(")
_COMMENT = re.compile(r"^\s{0,40}(?:#|//|--|;;|%)\s?((?:[^\W_]|[`'\"])[^{}=<>|;]{2,70}?)\s*\.?\s*$")
_KEYS = (
    re.compile(r"^\[{1,2}([\w.:\"'-]{1,60})\]{1,2}\s*$"),
    re.compile(r"^([A-Za-z_][\w.-]{0,60})\s?[:=](?:\s|$)"),
    re.compile(r"^\s{1,4}\"([\w.@/$-]{1,60})\"\s?:"),
)
_BRANCH = re.compile(r"^[├└|+`][─-]{1,3}\s?([^\s#(]{1,60})")
_PAIR = re.compile(r"^\s{0,12}([^\W\d_][\w ,'’-]{1,40}?)(?:\s{2,20}|:\s{1,20})([\w][^{}=<>|;]{0,60}?)\s*$")
_FEW_LINES, _MOST_VALUES = 2, 6
_LISTED = re.compile(r"[\[({]?([^\[\](){}<>=|;:/\\]{1,120}?)[\])}]?")
_VALUE = re.compile(r"[\w.%°€$+-][\w .%°€$'’!?-]{0,40}")
"""What can be said of an output: words and numbers."""
_PYTHON_PROMPT = re.compile(r"^\s{0,8}(?:>>>|\.\.\.)\s?")
_DULL_LIST = (
    "if for while switch return print println printf println! len range str int float list dict set super main catch log "
    "console.log print! format format! assert assert_eq! input isinstance open init __init__ require function typeof "
    "fmt.Println fmt.Printf System.out.println echo sizeof vec vec! push append join and or not in lambda self elif "
    "Ok Some Err String.valueOf expect unwrap is_ok items keys values then await import defined"
)
_DULL = frozenset(_DULL_LIST.split())
_DULL_METHODS = _DULL - {"open", "list", "input"} | {
    "items",
    "keys",
    "values",
    "get",
    "append",
    "format",
    "strip",
    "split",
}
_SETTINGS_LIST = "yaml yml toml json json5 jsonc ini cfg conf properties env dotenv editorconfig hcl"
_SETTINGS = frozenset(_SETTINGS_LIST.split())


@dataclass(frozen=True)
class CodeFacts:
    """What stands in a piece of code, each in order of appearance and at most a few."""

    imports: tuple[str, ...] = ()
    defines: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()
    tree: tuple[str, ...] = ()


def find_facts(code: str, language: str) -> CodeFacts:
    """Find what can be said of code; nothing is guessed."""
    lines = [_PYTHON_PROMPT.sub("", line[:_LONGEST_LINE]) for line in code.split("\n")[:_MOST_LINES]]
    tree = _few((found.group(1) for line in lines if (found := _BRANCH.match(line))), 5)
    if tree:
        return CodeFacts(tree=tree)
    if language in _SETTINGS:
        groups = _few((found.group(1) for line in lines if (found := _KEYS[0].match(line))), 4)
        return CodeFacts(groups=groups) if len(groups) > 1 else CodeFacts(keys=_find_keys(lines, language))
    pairs = [found for line in lines if line.strip() and (found := _PAIR.match(line))]
    if (
        language in ("", "text", "txt", "output")
        and len(pairs) > 1
        and len(pairs) == sum(map(bool, map(str.strip, lines)))
    ):
        return CodeFacts(pairs=_few((f"{found.group(1)} {found.group(2)}" for found in pairs), 6))
    if language == "output":
        return CodeFacts(pairs=_find_values(lines))
    if language in ("", "text", "txt", "plain", "diff", "log", "mermaid", "html", "css", "xml"):
        return CodeFacts()
    named_here = (found.group(1) for line in lines if (found := _DEFINITIONS.match(line)))
    imports, defines = _find_imports(lines), _few((name for name in named_here if not name.startswith("_")), 3)
    plain_lines = [line for line in lines if not _COMMENT.match(line) and not _DEFINITIONS.match(line)]
    calls = (found.group(1) for line in plain_lines for found in _CALL.finditer(line))
    named = (
        call
        for call in calls
        if call not in _DULL and call.split(".")[-1] not in _DULL_METHODS and not call.startswith(("self.", "this."))
    )
    return CodeFacts(
        imports,
        defines,
        _few((name for name in named if name not in defines and name not in imports), 2),
        _find_comments(lines),
    )


def _find_values(lines: list[str]) -> tuple[str, ...]:
    """Find what short output says: the entries of a list or the words of its lines, each once."""
    written = list(dict.fromkeys(line.strip() for line in lines if line.strip()))
    if not 0 < len(written) <= _FEW_LINES:
        return ()
    listed = [_LISTED.fullmatch(line) for line in written]
    values = [value.strip(" '\"") for found in listed if found for value in found[1].split(",")]
    return tuple(values) if all(listed) and all(map(_VALUE.fullmatch, values)) and len(values) <= _MOST_VALUES else ()


def _find_imports(lines: list[str]) -> tuple[str, ...]:
    names: list[str] = []
    for line in lines:
        found = next((match for form in _IMPORT_FORMS if (match := form.match(line))), None)
        if found:
            names += [part.split(" as ")[0].strip() for part in found.group(1).split(",")]
    return _few((name for name in names if name), 3)


def _find_keys(lines: list[str], language: str) -> tuple[str, ...]:
    forms = _KEYS[2:] if language.startswith("json") else _KEYS[:2]
    indent = min(
        (len(line) - len(line.lstrip()) for line in lines if line.strip() and line.strip() not in "{}[]"), default=0
    )
    top = [line for line in lines if line.strip() and len(line) - len(line.lstrip()) == indent]
    return _few((found.group(1) for line in top for form in forms if (found := form.match(line))), 4)


def _find_comments(lines: list[str]) -> tuple[str, ...]:
    found = (match.group(1) for line in lines if (match := _COMMENT.match(line)))
    spoken = (words for words in found if 2 <= len(words.split()) <= 9 and _is_prose(words))
    return _few(spoken, 4)


def _is_prose(words: str) -> bool:
    odd = sum(1 for sign in words if not (sign.isalnum() or sign in " ,.'’-:`\"/"))
    return odd == 0 and "://" not in words and not words.startswith(("`", '"', "'")) and not words.endswith((":", ","))


def _few(names: Iterable[str], count: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))[:count]
