"""From a span of code within prose to what is said for each of its tokens; a long or tangled one is not spelled."""

from __future__ import annotations

import functools
import re

from writing.speech.reading import read_token
from writing.speech.tokens import recognise
from writing.speech.tongues import Tongue

MOST_TOKENS = 6
"""Tokens beyond which code is named and not read."""
_LONGEST = 60
_MOST_SIGNS = 6
_MOST_COMMAND_WORDS = 3
_COMMAND_WORD = re.compile(r"[a-z][a-z0-9._]*(?:-[a-z0-9]+)*")
_LEADING_NAME = re.compile(r"(?:</?|[@$#%!]{1,2})?([A-Za-z_][\w-]*(?:\.[A-Za-z_]\w*)*)")
_PLACES = {".": "dot", "..": "dot", "/": "slash", "~": ""}
_EDGES = "'\"`,;"


@functools.lru_cache(maxsize=4096)
def read_code(code: str, tongue: Tongue) -> tuple[str, ...]:
    """Say a code span: one entry for each token between its spaces, empty for those that are not said.

    A span of more than six tokens, or of signs that nobody reads aloud, is said by the command or the name that it
    begins with (`docker run`, `connect`), or else as the code on screen.
    """
    tokens = code.split()
    if is_tangled(code):
        said = _name_code(tokens, tongue)
        return (said, *("" for _ in tokens[1:])) if tokens else ()
    return tuple(_read_part(token, tongue) for token in tokens)


def is_tangled(code: str) -> bool:
    """Tell whether code is too long, or has too many signs, to be read aloud."""
    tokens = code.split()
    if len(tokens) > MOST_TOKENS or len(code) > _LONGEST:
        return not (len(tokens) == 1 and any(True for _ in recognise(tokens[0])))
    strange = [token for token in tokens if not any(True for _ in recognise(token.strip(_EDGES)))]
    return any(_count_signs(token) > 2 for token in strange) or sum(map(_count_signs, strange)) > _MOST_SIGNS


def _count_signs(token: str) -> int:
    return sum(not (character.isalnum() or character in "_-./:") for character in token)


def _read_part(token: str, tongue: Tongue) -> str:
    bare = token if token in tongue.operators else token.strip(_EDGES)
    if bare.startswith("<") and ">" in bare:
        bare = bare.strip("</>_`")
    if bare in _PLACES:
        return tongue.word(_PLACES[bare])
    return read_token(bare, tongue) if bare != "-" else ""


def _name_code(tokens: list[str], tongue: Tongue) -> str:
    words: list[str] = []
    for token in tokens[:_MOST_COMMAND_WORDS]:
        if not _COMMAND_WORD.fullmatch(token) or len(token) > _LONGEST // 2:
            break
        words.append(read_token(token, tongue))
    if words:
        return " ".join(words)
    lead = _LEADING_NAME.match(tokens[0]) if tokens else None
    said = read_token(lead[1], tongue) if lead and len(lead[1]) <= _LONGEST // 2 else ""
    return said or tongue.word("code")
