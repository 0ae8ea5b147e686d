"""libyaml writes a script as PyYAML's own code does, to the byte, or is not asked."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from render.script_file import _dump_with, _FastDumper, _Row, _ScriptDumper, _WrittenOtherwiseError

TEXTS = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="ab -:#'\"\\\n\t&*!|>%@`,[]{}?=~0yesNO.é中\xa0\u200b–", max_size=200),
    st.sampled_from(["yes", "null", "~", "1.5", "2026-11-30", "- a", "? b", ": c", "=", "a " * 80, "é" * 150, "", " a", "a ",
                     "\n", "a\n\n b\n", "--- x", "...", "1:20", "中" * 120]),
)  # fmt: skip
NAMES = st.from_regex(r"[a-z_][a-z0-9_]{0,20}", fullmatch=True)
PLAIN = st.one_of(TEXTS, st.integers(), st.booleans(), st.none(), st.floats(allow_nan=False, allow_infinity=False))
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.lists(inner, max_size=5), st.lists(TEXTS, max_size=30).map(_Row), st.dictionaries(NAMES, inner, max_size=5)
    ),
    max_leaves=25,
)


@settings(max_examples=100)
@given(st.dictionaries(NAMES, VALUES, max_size=4))
def test_both_write_the_same(whole: dict[str, Any]) -> None:
    try:
        fast = _dump_with(_FastDumper, whole)
    except _WrittenOtherwiseError:
        return
    assert fast == _dump_with(_ScriptDumper, whole)


@pytest.mark.skipif(not yaml.__with_libyaml__, reason="PyYAML was built without libyaml")
@pytest.mark.parametrize("text", ["A sentence — with a dash.", "def f():\n    return 1", "中文", 'it\'s: "so"'])
def test_usual_texts_go_the_fast_way(text: str) -> None:
    assert _dump_with(_FastDumper, {"text": text})


@pytest.mark.parametrize("text", ["😀", "a\n", "\nb", "a\x85b", "\ufeffa"])
def test_what_libyaml_writes_otherwise_is_known(text: str) -> None:
    with pytest.raises(_WrittenOtherwiseError):
        _dump_with(_FastDumper, {"text": text})
