"""Words -> whether two of them, a heading, a lead or a comment each, set one thing against another: before and after"""

from __future__ import annotations

import re

_SIDES = (
    # Before a change and after it. `Before you run it` and `After that` tell of an order.
    (
        r"before(?! (?:you|we|that|\w+ing)\b)|vorher|bisher|davor|früher|avant(?! de\b)|antes(?! de\b)|prima(?! di\b)"
        r"|voorheen|eerst|以前|変更前|之前|修改前|改动前",
        r"after(?:wards)?(?! (?:you|we|that|this,|\w+ing)\b)|now|nachher|danach|jetzt|nun|après(?! avoir\b)|maintenant"
        r"|después(?! de\b)|ahora|dopo(?! aver)|ora|adesso|depois(?! de\b)|agora|nadien|nu|以後|変更後|今|之后|现在|修改后"
        r"|改动后",
    ),
    (
        r"old|previous(?:ly)?|formerly|legacy|until now|so far|alt(?:e[rsn]?)?|ancien(?:ne)?|vieux|vieille|viej[oa]"
        r"|antigu[oa]|vecchi[oa]|velh[oa]|antig[oa]|oude?|古い|旧",
        r"new|now|neu(?:e[rsn]?)?|jetzt|nouve(?:au|lle)|nuev[oa]|nuov[oa]|nov[oa]|nieuwe?|新しい|新",
    ),
    (
        r"instead of|rather than|(?:an)?statt|anstelle|au lieu de|en (?:vez|lugar) de|invece di|em vez de|ao invés de"
        r"|in plaats van",
        r"(?:you (?:can |should |may )?|now |just |simply |instead,? )*(?:write|use|do|try|prefer|call|say|need)"
        r"|schreib\w*|nimm|verwende\w*|nutze\w*|écri\w+|utilis\w+|escrib\w+|usa\w*|us[ei]|scriv\w+|escrev\w+|schrijf|gebruik",
    ),
    (
        r"bad|wrong|incorrect|don[’']?t|do not|avoid|not (?:recommended|good|this)|schlecht|falsch|nicht(?: so)?|vermeide\w*"
        r"|mauvais|incorrecte?o?|mal|sbagliato|errado|fout|悪い例?|錯誤|错误|❌|✗|✘|🚫|👎",
        r"good|right|correct|do|better|prefer|recommended|this|gut|richtig|besser|sondern|bon|bien|correcto|corretto|giusto"
        r"|certo|goed|良い例?|正确|✅|✓|✔|👍",
    ),
    (r"without|ohne|sans|sin|senza|sem|zonder", r"with|mit|avec|con|com|met"),
    (r"replace(?: this| the following)?\W*$", r"(?:by|with)(?: this| the following)?\W*$"),
)
_BEGINNINGS = "in with using the our your a an and here's this is im mit die der das le la el o de het"
_LEADING = rf"[\W_]*(?:(?:{'|'.join(_BEGINNINGS.split())})\s+){{0,3}}"
_BOUND = r"(?![^\W\d_])"
_PAIRS = tuple(tuple(re.compile(rf"{_LEADING}(?:{words}){_BOUND}", re.IGNORECASE) for words in pair) for pair in _SIDES)
_COMMENT = re.compile(r"\s*(?:#+|//+|--+|;+|%+|/\*+|<!--+|\(\*)\s*(?P<words>\S.{0,38}?)\s*(?:\*+/|--+>|\*\))?\s*")
_FEW = 3
_INSTEAD = 2
"""Of the pairs: `Instead of …` and `write …`, which are said rather than shown."""


def are_versions(one: str, two: str) -> bool:
    """Tell whether two leads or headings say that what follows the first gives way to what follows the second."""
    return any(before.match(one) and after.match(two) for before, after in _PAIRS)


def is_label(words: str) -> bool:
    """Tell whether a lead is only a name for what it leads to, as `Before:`: something to show rather than to say."""
    several = len(words.split()) > 1
    told = several and any(side.match(words) for side in _PAIRS[_INSTEAD])
    return len(words.split()) <= _FEW and not told and not words.rstrip().endswith((".", "!", "?"))


def read_comment(line: str) -> str:
    """Return what a line says that is only a short comment, as `// bad`; empty for others."""
    found = _COMMENT.fullmatch(line)
    words = found["words"].rstrip(" :") if found else ""
    return words if is_label(words) else ""
