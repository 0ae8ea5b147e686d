"""Code and its language to lines of tokens, each of one colour class (Pygments)."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.lexers.special import TextLexer
from pygments.token import Token, _TokenType
from pygments.util import ClassNotFound

_LONGEST = 20_000
"""Characters; some lexers take quadratic time, so a longer text is shown in one colour."""
_CLASSES: tuple[tuple[_TokenType, str], ...] = (
    (Token.Comment.Preproc, "keyword"),
    (Token.Comment, "comment"),
    (Token.Keyword.Constant, "number"),
    (Token.Keyword.Type, "kind"),
    (Token.Keyword, "keyword"),
    (Token.Operator.Word, "keyword"),
    (Token.Name.Function, "function"),
    (Token.Name.Class, "kind"),
    (Token.Name.Builtin, "kind"),
    (Token.Name.Decorator, "kind"),
    (Token.Name.Exception, "kind"),
    (Token.Name.Tag, "tag"),
    (Token.Name.Attribute, "function"),
    (Token.Name.Constant, "number"),
    (Token.Name.Label, "tag"),
    (Token.Literal.String, "string"),
    (Token.Literal.Number, "number"),
    (Token.Literal.Date, "number"),
    (Token.Operator, "operator"),
    (Token.Punctuation, "operator"),
    (Token.Generic.Inserted, "inserted"),
    (Token.Generic.Deleted, "deleted"),
    (Token.Generic.Heading, "function"),
    (Token.Generic.Subheading, "keyword"),
    (Token.Generic.Output, "comment"),
    (Token.Generic.Prompt, "tag"),
)


class CodeToken(NamedTuple):
    """A stretch of code in one colour."""

    text: str
    """Without a newline."""
    colour: str
    """A field of `SyntaxColours`."""


@lru_cache(maxsize=64)
def highlight_code(code: str, language: str) -> tuple[tuple[CodeToken, ...], ...]:
    """Colour every line; a language that Pygments does not know is plain."""
    lines: list[list[CodeToken]] = [[]]
    for kind, text in _open_lexer(language, len(code)).get_tokens(code):
        for at, part in enumerate(text.split("\n")):
            if at:
                lines.append([])
            if part:
                _append_token(lines[-1], CodeToken(part, _class_of(kind)))
    return tuple(tuple(line) for line in lines)


def _append_token(line: list[CodeToken], token: CodeToken) -> None:
    """Join tokens of one colour: a word and the space after it are then shaped together."""
    if line and line[-1].colour == token.colour:
        line[-1] = CodeToken(line[-1].text + token.text, token.colour)
    else:
        line.append(token)


def _open_lexer(language: str, length: int) -> Lexer:
    if language and length <= _LONGEST:
        try:
            return get_lexer_by_name(language, stripnl=False, ensurenl=False)
        except ClassNotFound:
            pass
    return TextLexer(stripnl=False, ensurenl=False)


@lru_cache(maxsize=512)
def _class_of(kind: _TokenType) -> str:
    return next((name for parent, name in _CLASSES if kind[: len(parent)] == parent), "plain")
