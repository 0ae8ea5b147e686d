"""From one written token to the kinds of thing that it may be, likeliest first."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 80
"""Characters beyond which a token is a blob (a key, a data URL): every pattern below runs on less."""

_N = r"\d+(?:[.,]\d+)*"
_VERSION = r"\d+(?:\.(?:\d+|\*|x))*(?:[-.+]?[A-Za-z]+[\w.+-]*)?"
_BOUND = rf"(?:===|==|>=|<=|!=|~=|~>|[<>~^])\s?v?{_VERSION}"
_PIN = rf"(?:===|==|>=|<=|!=|~=|[<>])\s?v?{_VERSION}"
_NAME = r"[A-Za-z][\w.-]*"
_KEY = r"(?:[A-Z][A-Za-z]{0,9}|[A-Za-z0-9]|F\d{1,2}|[⌘⌥⇧⌃⏎⇥⎋←→↑↓`,./;\[\]\\=-])"
_EXTENSIONS = (
    "py|pyi|pyx|ipynb|js|mjs|cjs|jsx|ts|tsx|json|jsonl|json5|yaml|yml|toml|ini|cfg|conf|md|mdx|rst|txt|csv|tsv|xml|"
    "html|htm|css|scss|less|sh|bash|zsh|fish|ps1|bat|c|h|cc|cpp|hpp|cs|go|rs|rb|java|kt|swift|php|pl|lua|r|jl|ex|exs|"
    "sql|db|sqlite|log|lock|env|pdf|png|jpg|jpeg|gif|svg|webp|avif|ico|mp3|mp4|mkv|mov|webm|wav|ogg|flac|m4a|srt|vtt|"
    "zip|tar|gz|tgz|xz|bz2|7z|whl|deb|rpm|exe|dll|so|dmg|iso|bin|dat|docx|pptx|xlsx|epub|tex|vue|svelte|proto|tf|gradle"
)

_DATE = (
    r"(?P<year>\d{4})[-/](?P<month>0?[1-9]|1[0-2])[-/](?P<day>0?[1-9]|[12]\d|3[01])"
    r"(?:T(?P<time>\d\d:\d\d)\S*)?"
)
_MEASURE = (
    rf"(?P<about>[~≈<>≤≥])?(?P<minus>[-−])?(?P<number>{_N})(?:[-–](?P<end>{_N}))?"
    r"\s?(?P<unit>[^\W\d_°%]{1,6}(?:/s)?|°[CF]?)"
)
_MODIFIERS = (
    "(?:Ctrl|Control|Alt|AltGr|Shift|Cmd|Command|Option|Opt|Meta|Super|Win|Fn|Esc|"
    "CTRL|ALT|SHIFT|CMD|ctrl|alt|shift|cmd|[CM])"
)

# The order matters: the first kind whose reader accepts the token reads it.
_KINDS: tuple[tuple[str, str], ...] = (
    ("url", r"(?:[a-zA-Z][a-zA-Z0-9+.-]{1,15}://|www\.|mailto:)(?P<rest>\S*)"),
    ("email", r"(?P<user>[\w.+-]{1,64})@(?P<host>[\w-]+(?:\.[\w-]+)+)"),
    ("date", _DATE),
    ("time", r"(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?P<half>[aApP]\.?[mM]\.?)?"),
    ("hour", r"(?P<hour>1[0-2]|[1-9])(?P<half>[aApP]\.?[mM]\.?)"),
    ("address", r"(?P<host>\d{1,3}(?:\.\d{1,3}){3})(?::(?P<port>\d{1,5}))?(?:/(?P<mask>\d{1,2}))?"),
    ("port", r"(?P<host>localhost|[A-Za-z][\w.-]*)?:(?P<port>\d{2,5})"),
    ("money", rf"(?P<sign>[$€£¥₹₽₩₿₪₴₺₫฿])(?P<number>{_N})\s?(?P<size>[kKMBT]|bn|[mb]illion)?(?P<more>\+)?"),
    ("money", rf"(?P<number>{_N})(?P<sign>[€£¥₹₽$₩₪₴₺₫฿])"),
    ("percent", rf"(?P<minus>[-+−~≈<>])?(?P<number>{_N})(?:[-–](?P<end>{_N}))?%"),
    ("percent", rf"(?P<minus>[-+−~≈<>])?%(?P<number>{_N})(?:[-–](?P<end>{_N}))?"),
    ("suffixed", r"\d{1,6}-[\u0430-\u044f\u0454-\u0457\u0491]{1,3}"),
    ("size", r"(?P<width>\d{1,5})[x×](?P<height>\d{1,5})(?:[x×](?P<depth>\d{1,5}))?"),
    ("resolution", r"(?P<lines>\d{3,4})(?P<scan>[pi])(?P<rate>\d{2,3})?"),
    ("multiple", rf"(?P<about>[~≈])?(?P<number>{_N})(?:[-–](?P<end>{_N}))?[x×]"),
    ("ordinal", r"(?P<number>\d{1,12})(?P<ending>st|nd|rd|th|er|re|e|ème|º|ª|°)"),
    ("decade", r"(?P<number>(?:1[0-9]|20)\d0)s"),
    ("measure", _MEASURE),
    ("count", rf"(?P<about>[~≈])?(?P<number>{_N})(?P<size>k|K|M|B|bn)(?P<more>\+)?"),
    ("fraction", r"(?P<top>\d{1,3})/(?P<bottom>\d{1,3})"),
    ("range", rf"(?P<start>{_N})(?:[-–—]|\.{{2,3}})(?P<end>{_N})"),
    ("number", rf"(?P<sign>[-+−~≈])?(?P<number>{_N})(?P<more>\+)?"),
    ("version", r"[vV](?P<number>\d+(?:\.(?:\d+|\*|x))*)(?P<rest>[-.+]?[A-Za-z]*[\w.+-]*)"),
    ("version", r"(?P<number>\d+(?:\.(?:\d+|\*|x))+)(?P<rest>[-.+]?[A-Za-z]*[\w.+-]*)"),
    ("bounds", rf"(?P<all>{_BOUND}(?:\s?(?:,|\|\|)\s?{_BOUND})*)"),
    ("requirement", rf"(?P<name>@?{_NAME}(?:/{_NAME})?)(?P<extras>\[[\w,.\s-]+\])?(?P<bounds>{_PIN}(?:,\s?{_PIN})*)?"),
    ("scope", rf"@(?P<scope>{_NAME})/(?P<name>{_NAME})(?:@(?P<version>[\^~]?{_VERSION}|latest|next))?"),
    ("pinned", rf"(?P<name>{_NAME}(?:/{_NAME})?)[@:](?P<version>[\^~]?v?\d[\w.-]*|latest|next|stable|main)"),
    ("mention", r"@(?P<name>[A-Za-z][\w.-]*)(?P<call>\([^()]*\))?"),
    ("issue", r"#(?P<number>\d{1,6})"),
    ("colour", r"#(?P<hex>[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})"),
    ("literal", r"0[xX](?P<hex>[0-9a-fA-F]{1,16})"),
    ("hashtag", r"#(?P<name>[^\W\d_]\w*)"),
    ("chord", rf"(?P<keys>(?:{_MODIFIERS}[+-])+{_KEY})"),
    ("chord", r"(?P<keys>[⌘⌥⇧⌃]+[A-Za-z0-9]?)"),
    ("variable", r"(?:\$\{?|%|\$env:)(?P<name>[A-Za-z_]\w*)\}?%?"),
    ("assignment", r"(?P<name>[A-Za-z_][\w.]*)=(?P<value>[\w.'\"/-]+)"),
    ("option", r"(?P<dashes>--?)(?P<name>[A-Za-z0-9?][\w.-]*)(?:=(?P<value>\S+))?"),
    ("call", r"(?P<name>[A-Za-z_$][\w.$:]*)\((?P<arguments>[^()]*)\)"),
    ("index", r"(?P<name>[A-Za-z_][\w.]*)\[(?P<index>[^\[\]]*)\]"),
    ("file", rf"(?P<name>\.?[\w*-][\w.*-]*)\.(?P<extension>{_EXTENSIONS})(?::(?P<line>\d{{1,6}}))?"),
    ("hidden", r"\.(?P<name>[A-Za-z][\w-]*(?:\.[\w-]+)*)"),
    ("path", r"(?:~|\.{1,2}|[A-Za-z]:)?[/\\]?[\w.@+*{}:<>$-]*(?:[/\\][\w.@+*{}:<>$-]*)+"),
    ("dotted", r"(?P<names>[^\W\d]\w*(?:(?:\.|::|->|#)[^\W\d]\w*)+)"),
    ("host", r"(?P<host>[A-Za-z\d](?:[\w-]*\w)?(?:\.\w(?:[\w-]*\w)?)*\.[A-Za-z]{2,24})"),
    ("name", r"[^\W\d]\w*(?:[-_]\w+)+|_+\w+"),
    ("word", r"[A-Za-z\d]+"),
)  # fmt: skip
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _KINDS)
KINDS = frozenset(kind for kind, _ in _KINDS)
"""Every kind's name: each has a reader."""


def recognise(token: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield each kind that the whole token fits, in the order in which they are to be tried."""
    if len(token) > LONGEST:
        return
    for kind, pattern in _PATTERNS:
        found = pattern.fullmatch(token)
        if found:
            yield kind, found
