"""The base of every type that crosses a border: frozen, strict, closed."""

from __future__ import annotations

import ast
import inspect
import textwrap
from functools import cache
from itertools import pairwise
from typing import Any

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler
from pydantic_core import CoreSchema


class Frozen(BaseModel):
    """A value: it never changes, it takes no unknown field and converts nothing in silence."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Describe each field by the text that stands below it."""
        schema = handler(core_schema)
        fields = handler.resolve_ref_schema(schema).get("properties", {})
        for name, text in describe_fields(cls).items():
            if name in fields:
                fields[name].setdefault("description", text)
        return schema


@cache
def describe_fields(kind: type[BaseModel]) -> dict[str, str]:
    """Return what stands below a type's fields, by name; what its source does not tell is left out.

    Pydantic can do so for each type when it is made, which takes a fifth of the time that importing all of them takes.
    """
    found = {name: field.description for name, field in kind.model_fields.items() if field.description}
    for base in reversed(kind.__mro__):
        if issubclass(base, BaseModel) and base not in (BaseModel, Frozen):
            found |= _read_texts(base)
    return {name: text for name, text in found.items() if name in kind.model_fields}


@cache
def _read_texts(kind: type[BaseModel]) -> dict[str, str]:
    try:
        parsed = ast.parse(textwrap.dedent(inspect.getsource(kind))).body[0]
    except (OSError, TypeError, SyntaxError):  # the type has no source that could be read
        return {}
    lines = parsed.body if isinstance(parsed, ast.ClassDef) else []
    return {
        field.target.id: inspect.cleandoc(text.value.value)
        for field, text in pairwise(lines)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }
