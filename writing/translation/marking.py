"""Styled text <-> the Markdown that a translator sees: code, strong, emphasis, struck out, formulas and links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from model.content import Run, Text

_ESCAPED = re.compile(r"[\\`*~$\[\]]")
TOKEN = re.compile(
    r"\\(?P<escaped>[\\`*~$\[\]])"
    r"|(?P<fence>`++)(?P<code>.+?)(?<!`)(?P=fence)(?!`)"
    r"|\$(?P<formula>[^$\n]+)\$"
    r"|\[(?P<link>(?:[^\[\]\\]|\\.)*)\]\((?P<href>[^()\s]*)\)"
    r"|(?P<stars>\*{1,3})|(?P<strike>~~)"
    r"|(?P<plain>`++|[^\\`*~$\[]+|.)",
    re.DOTALL,
)
"""What Markdown is read as here, piece by piece."""
_NO_STYLE = (False, False, False)


def mark_text(text: Text) -> str:
    """Write a text as Markdown; `read_marked` gives it back, runs of one style joined."""
    written, style, link = "", _NO_STYLE, ""
    for run in text:
        own = (run.strong, run.emphasis, run.strike)
        if link and (link != run.href or style != own):
            written, link = f"{written}]({link})", ""
        written += _switch(style, own)
        style = own
        if run.href and not link:
            written, link = written + "[", run.href
        written += _mark_run(run)
    return written + (f"]({link})" if link else "") + _switch(style, _NO_STYLE)


def _switch(before: tuple[bool, bool, bool], after: tuple[bool, bool, bool]) -> str:
    """Write what turns one style to another: one star changes emphasis, two change strength, three both."""
    stars = 2 * (before[0] != after[0]) + (before[1] != after[1])
    return "*" * stars + "~~" * (before[2] != after[2])


def _mark_run(run: Run) -> str:
    if run.code:
        longest = max((len(found) for found in re.findall("`+", run.text)), default=0)
        fence = "`" * (longest + 1)
        room = " " if run.text[:1] in "` " or run.text[-1:] in "` " else ""
        return f"{fence}{room}{run.text}{room}{fence}"
    if run.formula and run.text and "$" not in run.text and "\n" not in run.text:
        return f"${run.text}$"
    return _ESCAPED.sub(lambda found: "\\" + found[0], run.text)


def read_marked(marked: str) -> Text:
    """Read what a translator wrote; a mark that is never closed styles what follows it."""
    return _join_runs(_read_runs(marked, Run(text="")))


def _read_runs(marked: str, base: Run) -> Iterator[Run]:
    style = base
    for found in TOKEN.finditer(marked):
        if found["code"] is not None:
            yield style.model_copy(update={"text": _unpad(found["code"]), "code": True})
        elif found["formula"] is not None:
            yield style.model_copy(update={"text": found["formula"], "formula": True})
        elif found["link"] is not None:
            yield from _read_runs(found["link"], style.model_copy(update={"href": found["href"]}))
        elif found["stars"]:
            count = len(found["stars"])
            changed = {"strong": style.strong != (count > 1), "emphasis": style.emphasis != (count != 2)}
            style = style.model_copy(update=changed)
        elif found["strike"]:
            style = style.model_copy(update={"strike": not style.strike})
        else:
            yield style.model_copy(update={"text": found["escaped"] or found["plain"]})


def _unpad(code: str) -> str:
    padded = len(code) > 2 and code[0] == " " == code[-1] and (code[1] in "` " or code[-2] in "` ")
    return code[1:-1] if padded else code


def _join_runs(runs: Iterator[Run]) -> Text:
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and not run.code and not last.code and last == run.model_copy(update={"text": last.text}):
            joined[-1] = run.model_copy(update={"text": last.text + run.text})
        elif run.text:
            joined.append(run)
    return tuple(joined)


def list_code(marked: str) -> tuple[str, ...]:
    """Return what stands in backticks."""
    return tuple(run.text for run in read_marked(marked) if run.code)


def strip_marks(marked: str) -> str:
    """Return the text alone, for where no style is shown."""
    return "".join(run.text for run in read_marked(marked))


def is_translatable(marked: str) -> bool:
    """Tell whether a text has a word that is not code, a formula or a number."""
    runs = (run.text for run in read_marked(marked) if not (run.code or run.formula))
    return any(character.isalpha() for text in runs for character in text)
