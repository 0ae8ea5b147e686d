"""From paths, versions, options, names and other things of the trade to words. A reader returns None to decline."""

from __future__ import annotations

import re

from writing.speech.numbers import say_digits, say_integer
from writing.speech.quantities import Found, join, say_digit_groups, say_port, say_version
from writing.speech.tongues import Tongue
from writing.speech.words import say_name, say_word, spell

_LONG_PATH = 24
"""Characters beyond which a path is said by its file name alone."""
_MANY_STEPS = 3
_BOUND = re.compile(r"(===|==|>=|<=|!=|~=|~>|[<>~^])\s?v?(\d+(?:\.(?:\d+|\*|x))*)")
_KEYS = {
    "⌘": "command", "⌥": "option", "⇧": "shift", "⌃": "control", "cmd": "command", "ctrl": "control", "opt": "option",
    "win": "windows", "fn": "F N", "esc": "escape", "c": "control", "m": "meta", "←": "left", "→": "right", "↑": "up",
    "↓": "down", "+": "plus", "-": "minus", ",": "comma", ".": "period", "/": "slash", "`": "backtick", "=": "equals",
    ";": "semicolon", "\\": "backslash", "[": "left bracket", "]": "right bracket", "⏎": "enter", "⇥": "tab",
    "⎋": "escape",
}  # fmt: skip
_MODIFIER = re.compile(r"[⌘⌥⇧⌃]|[A-Za-z]+\d*|\d|[^\s]")


def read_url(found: Found, tongue: Tongue) -> str | None:
    """Say nothing for what is left of a URL: its host was put in its place before."""
    return ""


def say_host(shown: str, tongue: Tongue) -> str:
    """Say `example.com/docs` as example dot com slash docs; a longer path is left out."""
    host, _, path = shown.partition("/")
    host, _, port = host.partition(":")
    said = f" {tongue.word('dot')} ".join(say_name(part, tongue) for part in host.split(".") if part)
    tail = join(tongue.word("slash"), say_name(path, tongue)) if path.isalpha() and tongue.word("slash") else ""
    return join(said, say_port(port, tongue) if port.isdecimal() else "", tail)


def read_host(found: Found, tongue: Tongue) -> str | None:
    """Say `python-httpx.org`, and any other name of dots and hyphens."""
    return say_host(found["host"], tongue)


def read_email(found: Found, tongue: Tongue) -> str | None:
    """Say `me@example.org` as me at example dot org."""
    return join(say_name(found["user"], tongue), tongue.word("at"), say_host(found["host"], tongue))


def read_address(found: Found, tongue: Tongue) -> str | None:
    """Say an IPv4 address and its port."""
    port = say_port(found["port"], tongue) if found["port"] else ""
    mask = join(tongue.word("slash"), say_integer(found["mask"], tongue)) if found["mask"] else ""
    return join(say_digit_groups(found["host"], tongue), port, mask)


def read_port(found: Found, tongue: Tongue) -> str | None:
    """Say `localhost:8080`; other names before a colon are an image and its tag."""
    if found["host"] and found["host"] != "localhost" and "." not in found["host"]:
        return None
    return join(say_host(found["host"] or "", tongue), say_port(found["port"], tongue))


def read_version(found: Found, tongue: Tongue) -> str | None:
    """Say `v1.2.0-rc1` as version one point two point zero R C one; without its v, the numbers alone."""
    lead = tongue.word("version") if found[0][0] in "vV" else ""
    return join(lead, say_version(found["number"], tongue), say_name(found["rest"], tongue))


def read_bounds(found: Found, tongue: Tongue) -> str | None:
    """Say `>=3.11,<4` as at least version three point eleven, below version four."""
    return say_bounds(found["all"], tongue)


def say_bounds(bounds: str, tongue: Tongue) -> str:
    """Say every bound of a requirement."""
    parts = [join(tongue.bounds.get(sign, ""), say_version(number, tongue)) for sign, number in _BOUND.findall(bounds)]
    return ", ".join(parts)


def read_requirement(found: Found, tongue: Tongue) -> str | None:
    """Say `foo[bar]>=1.2` as foo with bar, at least version one point two."""
    if not found["bounds"]:
        return None
    extras = re.findall(r"[\w.-]+", found["extras"] or "")
    lead = say_dotted(found["name"].lstrip("@"), tongue)
    if extras:
        lead = join(lead, tongue.word("with"), *(say_name(extra, tongue) for extra in extras)) + ","
    return join(lead, say_bounds(found["bounds"], tongue))


def read_scope(found: Found, tongue: Tongue) -> str | None:
    """Say `@scope/package@1.2` as scope slash package version one point two."""
    said = join(say_name(found["scope"], tongue), tongue.word("slash"), say_dotted(found["name"], tongue))
    return join(said, _say_tag(found["version"] or "", tongue))


def read_pinned(found: Found, tongue: Tongue) -> str | None:
    """Say `python:3.11` and `actions/checkout@v4` with their versions."""
    return join(say_path(found["name"], tongue), _say_tag(found["version"], tongue))


def _say_tag(version: str, tongue: Tongue) -> str:
    number, rest = re.match(r"[\^~]?v?([\d.]*)(.*)", version, re.DOTALL).groups()  # type: ignore[union-attr]
    return join(tongue.word("version") if number else "", say_version(number, tongue), say_name(rest, tongue))


def read_mention(found: Found, tongue: Tongue) -> str | None:
    """Say `@user` and `@decorator` by their names."""
    return say_dotted(found["name"], tongue)


def read_issue(found: Found, tongue: Tongue) -> str | None:
    """Say `#123` as number one hundred twenty-three."""
    return join(tongue.word("number"), say_integer(found["number"], tongue))


def read_colour(found: Found, tongue: Tongue) -> str | None:
    """Say `#ff8800` digit by digit."""
    if found["hex"].isalpha() and len(found["hex"]) < 6:
        return None
    said = (spell(mark) if mark.isalpha() else say_digits(mark, tongue) for mark in found["hex"])
    return join(tongue.word("hex"), *said).replace("A", "A-").replace("- ", "-").rstrip("-")


def read_hashtag(found: Found, tongue: Tongue) -> str | None:
    """Say `#opensource` without its mark."""
    return say_name(found["name"], tongue)


def read_chord(found: Found, tongue: Tongue) -> str | None:
    """Say `Ctrl+C` as control C."""
    keys = _MODIFIER.findall(re.sub(r"(?<=.)[+-](?=.)", " ", found["keys"]))
    named = (_KEYS.get(key.lower() if len(key) > 1 else key, "") or (key if key != "C" else "C") for key in keys)
    if found["keys"][:2] in {"C-", "M-"}:
        return join(_KEYS[keys[0].lower()], *(key.upper() for key in keys[1:]))
    return join(*(name.upper() if len(name) == 1 else say_word(name, tongue) for name in named))


def read_variable(found: Found, tongue: Tongue) -> str | None:
    """Say `$HOME` by its name."""
    return say_name(found["name"], tongue)


def read_assignment(found: Found, tongue: Tongue) -> str | None:
    """Say `DEBUG=1` as debug equals one."""
    value = found["value"].strip("'\"")
    said = say_version(value, tongue) if re.fullmatch(r"\d+(\.\d+)*", value) else say_dotted(value, tongue)
    return join(say_dotted(found["name"], tongue), tongue.operators.get("=", "") if said else "", said)


def read_option(found: Found, tongue: Tongue) -> str | None:
    """Say `--no-audit` as no audit, and `-m` as dash M."""
    name = found["name"]
    short = found["dashes"] == "-" and len(name) <= 2 and name.isalpha()
    said = join(tongue.word("dash"), spell(name)) if short else say_dotted(name, tongue)
    value = found["value"] or ""
    return join(said, say_dotted(value, tongue) if re.fullmatch(r"[\w.-]{1,24}", value) else "")


def read_call(found: Found, tongue: Tongue) -> str | None:
    """Say `connect(host, port)` by the function's name, with one plain argument if it has one."""
    if len(found["name"]) == 1:
        return None
    arguments = found["arguments"].strip()
    simple = re.fullmatch(r"['\"]?([A-Za-z][\w-]{0,20})['\"]?", arguments)
    return join(say_dotted(found["name"], tongue), say_name(simple[1], tongue) if simple else "")


def read_index(found: Found, tongue: Tongue) -> str | None:
    """Say `foo[bar]` as foo bar."""
    inner = re.findall(r"\w[\w.-]*", found["index"])[:3]
    return join(say_dotted(found["name"], tongue), *(say_dotted(part, tongue) for part in inner))


def read_file(found: Found, tongue: Tongue) -> str | None:
    """Say `main.py` as main dot pie, by its extension's name."""
    line = say_integer(found["line"], tongue) if found["line"] else ""
    return join(say_dotted(found["name"], tongue), tongue.word("dot"), say_word(found["extension"], tongue), line)


def read_hidden(found: Found, tongue: Tongue) -> str | None:
    """Say `.gitignore` as dot git ignore."""
    return join(tongue.word("dot"), say_dotted(found["name"], tongue))


def read_path(found: Found, tongue: Tongue) -> str | None:
    """Say `docs/api.md` whole, a long path by its last part."""
    return say_path(found[0], tongue)


def say_path(path: str, tongue: Tongue) -> str:
    """Say a path; words that stand beside each other, as in `client/server`, without the slash."""
    steps = [step for step in re.split(r"[/\\]", path) if step not in {"", "~", ".", ".."}]
    if path[:1].isalpha() and path[-1:].isalpha() and all(map(str.isalpha, steps)) and not path.islower():
        return join(*(say_word(step, tongue) for step in steps))
    if len(steps) > _MANY_STEPS or len(path) > _LONG_PATH:
        steps = steps[-1:]
    return f" {tongue.word('slash')} ".join(say_dotted(step, tongue) for step in steps).replace("  ", " ")


def read_dotted(found: Found, tongue: Tongue) -> str | None:
    """Say `os.path` as O S dot path."""
    return join(*(say_dotted(part, tongue) for part in re.split(r"::|->|#", found["names"])))


def say_dotted(name: str, tongue: Tongue) -> str:
    """Say names between dots, and numbers between dots as a version."""
    whole = tongue.find(name)
    if whole is not None:
        return whole
    said: list[str] = []
    parts = [part for part in name.split(".") if part]
    for at, part in enumerate(parts):
        figures = at > 0 and part.isdecimal() and parts[at - 1][-1:].isdecimal()
        said += [tongue.word("point" if figures else "dot")] * bool(at or name.startswith(".")) + [
            say_name(part, tongue)
        ]
    return join(*said)


def read_word(found: Found, tongue: Tongue) -> str | None:
    """Say letters and digits that stand together: `mp3`, `a1b2c3d4`."""
    return say_word(found[0], tongue)


def read_name(found: Found, tongue: Tongue) -> str | None:
    """Say `max_workers` as max workers; a hyphened word of plain words stays as it is."""
    word = found[0]
    if all(part.isalpha() and say_word(part, tongue) == part for part in word.split("-")):
        return word
    return say_name(word, tongue)
