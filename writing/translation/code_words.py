"""A plain text -> where words stand that are code or names of things by their form, though nobody has marked them so"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from writing.speech.punctuation import part_token
from writing.speech.scripts import SPACELESS
from writing.speech.tokens import LONGEST, recognise

Span = tuple[int, int]
"""Where a word begins and ends."""

_SURE = frozenset({
    "url", "email", "option", "index", "file", "hidden", "scope", "pinned", "port", "variable", "assignment", "address",
})  # fmt: skip
"""Kinds of tokens that are code whatever they hold."""
_WORD = re.compile(r"\S+")
_CHUNK = re.compile(r"[!-~]+")
"""Where a name may stand in a script without spaces; a longer one is no name, and costs its square."""
_PLURAL = re.compile(r"[^\W\d_]{3,}\((?:s|es|e|n|en|in|innen|er|r|a|as|os|x)\)")
"""`file(s)`, which is no call."""
_BOUND = re.compile(r"===?|[<>!~]=|~>|\^")
_RELEASE = re.compile(r"(?:[-.+]?(?:a|b|c|rc|alpha|beta|dev|post|pre)[.-]?\d*|[-+]\w*\d[\w.]*)?")
_NO_VERSION = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}|\d{1,3}(?:\.\d{3})+")
"""A day, and a number with its thousands grouped, as many languages write them."""
_SEGMENT = re.compile(r"[_*{}<>@]|\.[A-Za-z_]|\$[A-Za-z{]")
"""What stands in a path, and in no pair of words such as `and/or`."""
_ROOTED = re.compile(r"(?:~|\.{1,2}|[A-Za-z]:)?[/\\](?=.*[A-Za-z])")
_MANY = 3
_INSIDE = re.compile(
    r"(?<![A-Za-z0-9_])(?=[0-9_]*[A-Za-z])(?:[A-Za-z0-9]+_[A-Za-z0-9_]*|_[A-Za-z0-9_]+)(?![A-Za-z0-9_])"
    r"|(?<![A-Za-z0-9_.])[A-Za-z_][A-Za-z0-9_]*(?:(?:\.|::|->)[A-Za-z_][A-Za-z0-9_]*)+(?![A-Za-z0-9_])"
    r"|(?<![A-Za-z0-9_-])--[a-z][a-z0-9-]*(?![A-Za-z0-9_])"
)
_NAME = re.compile(
    r"(?<![A-Za-z0-9_])"
    r"(?:[a-z][a-z0-9]*[A-Z][A-Za-z0-9]*|[A-Z][a-z0-9]+[A-Z][A-Za-z0-9]*|[A-Z]{2,}[a-z]{2}[A-Za-z0-9]*)"
    r"(?![A-Za-z0-9_])"
)
"""`makeVideo`, `InputConfig`, `HTTPServer`; not `APIs`."""
_SHORTEST_NAME = 4
_BOTH_SEXES = re.compile(r"[a-z]In(?:nen)?")
_DECIMAL = re.compile(r"\d{1,4}\.\d{1,4}")
_TELLING = re.compile(r"\d+\.(?:0|\d\d+)")
"""A number that is rather a version than a measure: `3.11`, `2.0`."""
_THING = re.compile(r"[A-Z][A-Za-z0-9+#-]*")
_VERSION = re.compile(
    r"v|ver\.?|versi\w*|versão|version\w*|versie|verzi\w*|wersj\w*|верси\w*|версі\w*|έκδοση\w*|release\w*|sürüm\w*|"
    r"バージョン|버전|版本|phiên|संस्करण|الإصدار|إصدار|גרסה|เวอร์ชัน",
    re.IGNORECASE,
)
_ENDS = ".!?…:"


def find_code_words(text: str) -> list[Span]:
    """Return where words stand that are code by their form: `setup.py`, `--all`, `main()`, `make_video`, `os.path`."""
    return list(_find(text, _is_code, _INSIDE))


def find_names(text: str) -> list[Span]:
    """Return where names of classes and products stand, and versions: `HTTPServer`, `v2.1`, the number of `Python 3.11`."""
    spans = [*_find(text, _is_version, _NAME), *_find_numbers(text)]
    return sorted(span for span in spans if not _BOTH_SEXES.search(text[slice(*span)]))


def _find(text: str, is_one: Callable[[str], bool], inside: re.Pattern[str]) -> Iterator[Span]:
    """Find tokens that are it as a whole, and in the others what is `inside`."""
    for found in _WORD.finditer(text):
        part = part_token(found[0])
        start = found.start() + len(part.lead)
        if is_one(part.core):
            yield start, start + len(part.core)
            continue
        for chunk in _CHUNK.finditer(found[0]):
            for piece in inside.finditer(chunk[0]) if len(chunk[0]) <= LONGEST else ():
                at = found.start() + chunk.start() + piece.start()
                own = (at, at + len(piece[0]))
                if _stands_alone(text, own) and (_is_dotted(piece[0]) if "." in piece[0] else _is_long(piece[0])):
                    yield own


def _is_long(piece: str) -> bool:
    return "_" in piece or len(piece) >= _SHORTEST_NAME


def _stands_alone(text: str, span: Span) -> bool:
    """Tell whether no word goes on around it; scripts without spaces may stand right beside."""
    beside = (text[span[0] - 1 : span[0]], text[span[1] : span[1] + 1])
    return not any(sign.isalnum() and not SPACELESS.search(sign) for sign in beside)


def _is_code(core: str) -> bool:
    return any(_is_kind_of_code(kind, found) for kind, found in recognise(core)) and not core.isalnum()


def _is_kind_of_code(kind: str, found: re.Match[str]) -> bool:
    core = found[0]
    if kind == "requirement":
        return bool(found["extras"] or found["bounds"])
    if kind == "name":
        return "_" in core
    judges: dict[str, Callable[[str], object]] = {
        "call": lambda core: not _PLURAL.fullmatch(core),
        "bounds": _BOUND.match,
        "dotted": _is_dotted,
        "path": _is_path,
    }
    return kind in _SURE or (kind in judges and bool(judges[kind](core)))


def _is_dotted(core: str) -> bool:
    """Tell `os.path` from short forms such as `e.g`, `z.B` and `Ph.D`."""
    return max(map(len, re.split(r"\.|::|->|#", core))) > len("Ph")


def _is_path(core: str) -> bool:
    slashes = core.count("/") + core.count("\\")
    parts = re.split(r"[/\\]", core)
    return bool(
        _ROOTED.match(core)
        or (
            (slashes >= _MANY or core[-1] in "/\\" or any(map(_SEGMENT.search, parts)))
            and re.search("[A-Za-z]{2}", core)
        )
    )


def _is_version(core: str) -> bool:
    kinds = list(recognise(core))
    if any(kind in ("literal", "mention") for kind, _ in kinds):
        return True
    found = next((found for kind, found in kinds if kind == "version"), None)
    if found is None or kinds[0][0] not in ("version", "number") or _NO_VERSION.fullmatch(core):
        return False
    known = _RELEASE.fullmatch(found["rest"]) is not None
    return known and (core[0] in "vV" or found["number"].count(".") > 1 or bool(found["rest"]))


def _find_numbers(text: str) -> Iterator[Span]:
    """Find decimals behind the word version or the name of a thing: they are no measures, and have no decimal comma."""
    tokens = [(found.start(), part_token(found[0])) for found in _WORD.finditer(text)]
    for at, (start, part) in enumerate(tokens[1:], start=1):
        if not _DECIMAL.fullmatch(part.core):
            continue
        name, behind = tokens[at - 1][1], tokens[at - 2][1].tail if at > 1 else "."
        named = not name.tail and _THING.fullmatch(name.core)
        initial = behind[-1:] in _ENDS if behind else False
        if _VERSION.fullmatch(name.core) or (named and (not initial or _TELLING.fullmatch(part.core))):
            yield start + len(part.lead), start + len(part.lead) + len(part.core)


def without(spans: Sequence[Span], text: str, exempt: Sequence[str]) -> list[Span]:
    """Return the spans whose words nobody has named otherwise, in any case of letters."""
    named = {word.casefold() for word in exempt}
    return [span for span in spans if text[slice(*span)].casefold() not in named]
