"""English headings -> how they stand inside a sentence of ours, by what they are: questions, clauses, orders, names."""

from __future__ import annotations

import re
from typing import Literal

from model.content import Text, plain
from writing.phrase_book import find_phrases
from writing.styled import make_text
from writing.wording import is_ordinary, lower_title

Kind = Literal["clause", "how to", "order", "action", "if", "sentence", "noun", "name"]

_CLAUSES = frozenset({"what", "why", "how", "when", "where", "who", "which", "what's", "what’s"})
_ORDERS_LIST = """add adjust apply ask avoid bring build call change check choose clean clone close collect combine
    compile complete compute configure connect contribute convert copy create customize customise debug declare define
    delete deploy describe design develop disable discover download draw edit embed enable ensure execute explore export
    extend extract fetch fill find fix follow fork format generate get give go handle implement import include
    initialize initialise inspect install integrate join keep launch learn let list load log look make manage measure
    merge migrate monitor mount move open optimize optimise pack parse pass pick plan prepare press process protect
    publish pull push put query read receive record register release remove rename render replace restart restore
    retrieve reuse review run save scale schedule search secure see select send serve set share ship show sign specify
    split start stay stop store switch sync take teach tell test track train translate try turn understand uninstall
    unpack update upgrade upload use validate verify view visit wait watch wrap write"""
_ORDERS = frozenset(_ORDERS_LIST.split())
_DOINGS_LIST = """say count sell book chop cook cut dry eat mend pay plant sow taste cancel retrieve put shape fold squeeze
    score     double-check have train tie wash water weigh write acknowledge activate allow
    answer append approve assign attach begin boot click commit confirm continue cut deny
    disconnect double-click drag drop enter expand fill finish flash hit hold hover increase insert invite invoke issue
    leave link locate lock lower make mark mix name navigate paste plug point pour power press provide quit raise reboot
    reload remember repeat reply report request reset resolve resume rinse rotate scan scroll sign slide sort specify
    state step stir submit subscribe swap tag tap tick toggle transfer turn type undo unlock unplug unzip use"""
_DOINGS = frozenset(_DOINGS_LIST.split())
"""Further verbs that entries of a list begin with, and headings do not."""
_NOUNS_TOO = frozenset(
    {"build", "design", "format", "list", "log", "look", "plan", "process", "query", "record", "release",
    "review", "schedule", "search", "set", "share", "show", "test", "update", "use", "view", "export", "import",
    "start", "switch", "change", "check", "call", "download", "upgrade", "fix", "track", "measure", "store", "scale",
    "open", "launch", "follow", "run", "read", "clean", "close", "complete", "load", "move", "pass", "pick", "press",
    "sign", "split", "stay", "stop", "train", "turn", "wait", "watch", "wrap", "sync", "save", "draw", "find", "contact",
    "clone", "copy", "fork", "learn", "secure", "select", "lock", "mark", "mix", "power", "request", "report", "reset",
    "tag", "transfer", "point", "plug", "name", "link", "lower", "state", "step", "slide", "sort", "repeat", "issue"}
)  # fmt: skip
_OBJECTS = frozenset(
    ("it", "them", "a", "an", "the", "your", "this", "that", "these", "those", "one", "all", "with", "from", "in", "on", "as",
     "by", "into", "without", "what", "where", "when", "how", "up", "every", "each", "any", "several", "more", "new")
)  # fmt: skip
_MASS = re.compile(
    r"\w{3,}(?:tion|sion|ment|ness|ity|ance|ence|ency|ics|ware|ship|ism|ing|safety|security|privacy|pricing)"
)
"""Words that need no article, most of them: `authentication`, `monitoring`."""
_IFS = frozenset({"if", "when", "unless"})
_VERB = re.compile(
    r"(?:is|are|was|were|has|have|had|does|do|did|can|could|will|would|must|should|may|might|never|cannot|no longer"
    r"|isn['’]t|aren['’]t|doesn['’]t|don['’]t|won['’]t|can['’]t|replaces?|needs?|goes|comes|becomes?|appears?|moved|means)",
    re.IGNORECASE,
)
"""What makes a heading a sentence, behind its first word."""
_COUNTED_LIST = """algorithm api app application approach architecture background basics browser cache checklist cli
    client code codebase command concept config configuration console container context core database decision design
    dashboard diagram difference directory editor engine environment example file flow folder format framework function
    game glossary goal guide idea interface introduction language layout library license licence lifecycle list loop
    manual map method model module motivation name network overview package page parser pipeline plan platform plugin
    principle problem procedure process program project protocol prototype reference release repository result roadmap
    rule runtime schema script sequence server service setup shell shortcut solution stack standard structure summary
    syntax system task team template terminal theme timeline toolchain tutorial user version view website window
    workflow abstract conclusion exercise appendix warm-up deadline agenda budget summary outlook verdict recap policy
    overview statement scope audit date outcome decision event day week deadline
        discussion introduction method result scale timetable escalation protocol menu recipe schedule catalogue"""
_COUNTED = frozenset(_COUNTED_LIST.split())
_DETERMINED_LIST = """a an the this that these those my our your their its his her some any all every each no one two three
    four five six seven eight nine ten many most several other more further common"""
_DETERMINED = frozenset(_DETERMINED_LIST.split())
_PREPOSITIONS = frozenset(
    [
        "for",
        "of",
        "before",
        "after",
        "in",
        "on",
        "at",
        "with",
        "without",
        "from",
        "to",
        "by",
        "between",
        "about",
        "under",
        "over",
        "during",
        "as",
    ]
)
_PREPOSITION = re.compile(
    r"\s(?:for|of|before|after|in|on|at|with|without|from|to|by|between|about|under|over|during)\s"
)


_RELEASE = re.compile(r"\[?v?(\d+(?:\.\d+){1,3}(?:-[\w.]+)?)\]?(?:\s*[-–—,(]*\s*(\d{4}-\d\d-\d\d)\)?)?")
"""`[4.2.0] - 2026-02-17`, as changelogs have it."""


def sort_heading(title: Text, known: frozenset[str] = frozenset()) -> Kind:
    """Tell what a heading is: `What you get`, `How to run`, `Use it`, `Running it`, `If it fails`, `Exit codes`, `Docker`.

    `known` are words that the document writes small.
    """
    words = plain(title).split()
    first = words[0].casefold().rstrip(",:;") if words else ""
    if first == "how" and len(words) > 1 and words[1].casefold() == "to":
        return "how to"
    if _RELEASE.fullmatch(plain(title)) or (first in find_phrases("en").headings and len(words) == 1):
        return "clause"
    if first in _CLAUSES and first not in _IFS and (len(words) > 2 or first.startswith("what")) and len(words) > 1:
        return "clause"
    if _is_order(first, words):
        return "order"
    if first in _IFS and len(words) > 2:
        return "if"
    if len(words) > 2 and any(_VERB.fullmatch(word.strip(",;")) for word in words[1:]):
        return "sentence"
    if re.fullmatch(r"[a-z]{3,20}ing", first) and first not in ("string", "thing", "setting", "ring", "king"):
        return "action"
    return "noun" if words and (lower_title(title, known) != title or first in _DETERMINED) else "name"


def _is_order(first: str, words: list[str]) -> bool:
    if len(words) < 2:
        return False
    followed = words[1].casefold().strip(",:;") in _OBJECTS
    return (first in _ORDERS and (first not in _NOUNS_TOO or followed)) or (first in _DOINGS and followed)


def is_order(sentence: str) -> bool:
    """Tell whether a sentence tells somebody to do something: it begins with a verb that is given as an order."""
    words = sentence.split()
    first = words[0].casefold().rstrip(",:;") if words else ""
    if first in ("then", "next", "finally", "first", "now", "just", "simply", "optionally") and len(words) > 1:
        first = words[1].casefold()
    return first in _ORDERS or first in _DOINGS


def name_heading(title: Text, known: frozenset[str] = frozenset()) -> Text:
    """Write a heading as what can be looked at: `how to use it`, `the checklist before production`, `exit codes`."""
    kind = sort_heading(title, known)
    if found := _RELEASE.fullmatch(plain(title)):
        return make_text(f"version {found[1]}")
    if told := find_phrases("en").headings.get(plain(title).casefold()):
        return make_text(told)
    lowered = lower_title(title, known) if kind in ("noun", "name") else _lower_word(title)
    if kind == "order":
        return (*make_text("how to "), *lowered)
    several = len(plain(title).split()) > 1 and plain(title).split()[-1].islower()
    articled = _is_counted(lowered) and (kind == "noun" or (kind == "name" and several))
    return (*make_text("the "), *lowered) if articled else lowered


def stands_alone(title: Text, known: frozenset[str] = frozenset()) -> bool:
    """Tell whether a noun needs no article before it: a plural, an action, what has one, or ours to give."""
    kind = sort_heading(title, known)
    if kind != "noun":
        return kind != "name"
    lowered = lower_title(title, known)
    head = _head(lowered)
    named = plain(lowered).split()[0].casefold() in _DETERMINED
    return named or _is_plural(head) or _is_counted(lowered) or _MASS.fullmatch(head) is not None


def _is_counted(title: Text) -> bool:
    first = plain(title).split()[0].casefold()
    return first not in _DETERMINED and first not in _PREPOSITIONS and _head(title) in _COUNTED


def _head(title: Text) -> str:
    """Return the word that the rest describes: `checklist` in `checklist before production`."""
    found = _PREPOSITION.search(plain(title))
    words = (plain(title)[: found.start()] if found else plain(title)).split()
    return words[-1].casefold().strip(",.:;()") if words else ""


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "us", "is"))


def _lower_word(title: Text) -> Text:
    whole = plain(title)
    first = whole.split()[0]
    if title[0].code or not is_ordinary(first.rstrip(",:;"), surely=first.casefold() != "i"):
        return title
    return (title[0].model_copy(update={"text": title[0].text[:1].lower() + title[0].text[1:]}), *title[1:])
