"""English words -> how they stand inside a sentence of ours: a first letter made small, a verb recognised."""

from __future__ import annotations

import re
from itertools import takewhile

from model.content import Text, plain
from writing.styled import slice_text

_SMALL_LIST = """a an the
    this that these those it its they there here in on at by for from with without to of as if when while where
    how what why who which before after each every all some any most many no nothing not only also
    both either one two three
    your our their his her my you we i he she use uses used using run runs running create creates
    add adds set sets get gets
    make makes install installs clone open opens close write read start stop build check copy move
    delete remove download
    upload configure define call import export find search show list save load restore take give
    ask tell go come see look
    let keep put click press select choose enter type edit change update upgrade send receive test
    verify commit push pull
    pass wait connect log sign visit follow register review replace rename paste fork navigate activate enable disable
    launch execute deploy generate specify provide make ensure prepare initialize initialise setup apply fill compile
    extract unpack turn switch decide think plan mark offer bring do don't be is are was were can may must should will
    first second third then next finally once now again just easy simple fast small large full
    complete automatic modern
    lightweight powerful free open-source works supports support provides allows lets includes
    handles built written based
    fully basic advanced command line getting working building testing developing handling writing
    reading making adding
    creating setting customizing understanding managing deploying learning contributing upgrading
    installing configuring
    quick common other more less new old good better best high low real time data file files folder project code api's
    frequently asked questions features usage installation configuration examples commands options
    settings requirements
    prerequisites dependencies architecture overview introduction background motivation
    documentation tests performance
    security development deployment troubleshooting roadmap changelog license licence contributing support credits
    or and so but example custom event basics overview guide stages system management reference structure
    exit error errors output outputs input inputs keyboard shortcuts environment variables return values status syntax
    package packages feature functions methods classes types layout logging plugins modules templates styles themes colors
    colours tables text tools users roles permissions known issues limitations notes tips hints best practices principles
    rules goals concepts steps results details key main important
    table column columns row rows text number numbers format formats header headers alignment formatting line lines image
    images picture pictures link links list lists opinion opinions release releases information alternative alternatives
    report reports library libraries language languages server servers client clients request requests response responses
    user name names string strings object objects value type query queries page pages section sections chapter chapters
    test task job jobs queue cache storage memory network message messages notification notifications logging debugging
    accessibility internationalization localization authentication authorization authors additional alternatively
    streams windows things checklist further water plots dates
    conclusion conclusions
    abstract acceptable action afterwards agenda any anything area attendees breaches bug building by-laws carts
    charges classification comparison cons consequences consideration considerations considered constraints
    context conventions cost costs currencies data decision decisions definitions deployment-model discussion
    drivers effective escalation everybody everything exchanges exercise exercises external facts findings fixes
    follow-up general glossary goals gotchas grammar hardware household improvements incidents ingredient
    ingredients internal issue items labels learning liability likely limit limits load maintenance map maps
    materials meaning measure measurements meeting method metrics migration mistakes money most motivation much
    negative next-steps nobody non-goals notice objectives observations operation opportunity orders outcome
    outcomes outlook payments people permits permitted place plan plans policies policy positive power
    preparation pricing problem problems process products prohibited proposal pros purpose questions rate
    ratings rationale recommendations results retention retries returns risks rollout rounding runbook safety
    scale schedule scope scoring service services shipment shipments slots software solution solutions somebody
    statement statistics status strategy study summary symptoms terminology terms theory too tooling training
    trips trouble types uninstall unreleased updates users warm-up webhooks weights whatever whenever wherever
    whoever work workflow workflows"""
_SMALL = frozenset(_SMALL_LIST.split())
_FIRST = re.compile(r"[^\W\d_][\w'’-]{0,40}")
_ARTICLE = re.compile(r"(?:an?|the)\s", re.IGNORECASE)
_ACTS_LIST = """
    turns makes lets gives takes helps allows provides converts creates generates finds keeps runs builds brings checks
    watches downloads adds shows lists removes reads writes tracks manages parses renders lints
    formats adds wraps brings
    transforms translates compiles automates simplifies detects extracts syncs validates implements
    enables supports offers
    extends replaces connects serves sends stores tests handles combines computes measures plays records searches"""
_ACTS = frozenset(_ACTS_LIST.split())


_LINKS = frozenset({
    "for", "that", "which", "who", "to", "with", "without", "of", "from", "in", "on", "by", "between", "using", "written",
    "built", "designed", "made", "meant", "based", "and", "or",
})  # fmt: skip
_MAYBE_VERB = re.compile(
    r"\w*[^su]s|is|was|are|were|has|had|have|can|could|will|would|may|might|must|should|do|did|\w+n't"
)
_LONGEST_NOUN = 8


def lower_first(text: Text, *, surely: bool = False, known: frozenset[str] = frozenset()) -> Text:
    """Make the first letter small where the word is an ordinary one; any capitalised word when it surely is ordinary.

    `known` are ordinary words beside those of our list: what the document itself writes small.
    """
    whole = plain(text)
    found = _FIRST.match(whole)
    if not found or text[0].code or not is_ordinary(found.group(), surely=surely, known=known):
        return text
    article = _ARTICLE.match(whole) is not None
    if not surely and not article and not re.match(r"[,;:.!?]?(?:\s[^A-Z]|$)", whole[found.end() :]):
        return text
    first = text[0].model_copy(update={"text": whole[0].lower() + text[0].text[1:]})
    return (first, *text[1:])


def _lower_word(text: Text, known: frozenset[str]) -> Text:
    whole = plain(text)
    found = _FIRST.match(whole)
    if not found or text[0].code or not is_ordinary(found.group(), known=known):
        return text
    return (text[0].model_copy(update={"text": whole[0].lower() + text[0].text[1:]}), *text[1:])


def is_ordinary(word: str, *, surely: bool = False, known: frozenset[str] = frozenset()) -> bool:
    """Tell whether a capitalised word may be written small inside a sentence."""
    if word == "I" or not word[:1].isupper() or (len(word) > 1 and not word[1:].islower()):
        return False
    return surely or word.casefold() in _SMALL or word.casefold() in known


def lower_title(title: Text, known: frozenset[str] = frozenset()) -> Text:
    """Write a heading as a part of a sentence: all its ordinary words small when it starts with one."""
    lowered = _lower_word(title, known)
    words = plain(title).split()[1:]
    if lowered == title or any(len(word) > 3 and word[0].islower() for word in words):
        return lowered
    if not known and any(word[0].isupper() and not is_ordinary(word.strip(",:;")) for word in words):
        return title
    runs = [
        run
        if run.code
        else run.model_copy(update={"text": _FIRST.sub(lambda found: _lower_one(found, known), run.text)})
        for run in lowered
    ]
    return tuple(runs)


def _lower_one(found: re.Match[str], known: frozenset[str]) -> str:
    word = found.group()
    return word.lower() if is_ordinary(word, known=known) else word


def upper_first(text: Text) -> Text:
    """Make the first letter large, outside code and links to names."""
    whole = plain(text)
    if (
        not whole
        or text[0].code
        or text[0].href
        or not whole[0].islower()
        or (not whole[:2].isalpha() and len(whole.split()[0]) > 1)
    ):
        return text
    word = _FIRST.match(whole)
    if word and not word.group().islower():
        return text
    return (text[0].model_copy(update={"text": whole[0].upper() + text[0].text[1:]}), *text[1:])


def starts_with_article(text: Text) -> bool:
    """Tell whether a tagline is a noun with its article, `A tool that …`, and no sentence, `A customer pays …`.

    What may be a verb before the noun's first preposition or comma makes it a sentence: English tells no more.
    """
    article = _ARTICLE.match(plain(text))
    if not article:
        return False
    words = plain(text)[article.end() :].split()
    noun = list(takewhile(lambda word: word.casefold().strip("(\"'") not in _LINKS, words))
    before = takewhile(lambda word: word.casefold() not in ("that", "which", "who", "where"), words)
    verbs = [word for word in noun if _MAYBE_VERB.fullmatch(word.casefold())]
    verbs += [word for word in before if word.casefold() in ("is", "are", "was", "were")]
    ended = len(noun) < len(words) or any(word[-1:] in ".,:;" for word in words[-1:]) or len(words) <= _LONGEST_NOUN
    return bool(noun) and not verbs and ended and len(noun) <= _LONGEST_NOUN


def starts_with_act(text: Text) -> bool:
    """Tell whether a tagline starts with what the thing does: `Turns … into …`."""
    return plain(text).split(" ", 1)[0].casefold() in _ACTS


def cut_words(text: Text, count: int) -> Text:
    """Keep the first words of a text."""
    found = list(re.finditer(r"\S+", plain(text)))
    return text if len(found) <= count else slice_text(text, 0, found[count - 1].end())


def calm_title(title: str) -> str:
    """Write a title that shouts as one that speaks; a name of one word stays."""
    words = title.split()
    if len(words) < 2 or not title.isupper() or not title.isascii():
        return title
    small = {"a", "an", "the", "of", "at", "in", "on", "to", "for", "and", "or", "by", "with"}
    return " ".join(
        word.lower() if at and word.lower() in small else word.capitalize() for at, word in enumerate(words)
    )
