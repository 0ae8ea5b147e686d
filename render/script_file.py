"""A script -> `script.yaml`, as a person edits it; `adapters/videos/script_reading.py` reads it back to the letter.

What is as usual is not written: fields with their default, a word spoken as it is shown, a run without a style.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from model.script import RUN_LISTS, SCRIPT_VERSION, VideoScript

_HEADER = """\
# The script of a film: every decision about it, to read and to change.
# `say` is a sentence that is spoken as it is shown. Where a word is said otherwise, `words` takes its place: each word
# as it is shown, or {text: …, spoken: …}; `joined: true` puts no space before it. `spans` are source lines, or pages.
# Beside a sentence, `pause_after: 3000` leaves three seconds of silence after it, `voice: female` says who speaks it.
"""


class _Row(list[Any]):
    """A list written on one line."""


class _ScriptDumper(yaml.SafeDumper):
    """Writes no anchors, and text of several lines as a block."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write what occurs twice twice: an alias is no way to edit a text."""
        return True


class _WrittenOtherwiseError(Exception):
    """The fast dumper would not write this as the other does."""


class _FastDumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Writes the same to the byte in a third of the time, where PyYAML has libyaml; raises where it would not."""

    ignore_aliases = _ScriptDumper.ignore_aliases
    rows = 0
    """How deep in lists on one line it is."""


_BEYOND_LIBYAML = re.compile("[^\n -~\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]|[\u2028\u2029]|^\n|\n$")
"""What it escapes, or escapes in another way: emoji among others, which are beyond the first plane."""


def _represent_row(dumper: yaml.SafeDumper, row: _Row) -> yaml.SequenceNode:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", row, flow_style=True)


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    # YAML takes these three for line ends too, and would read them as such unless they are escaped.
    style = '"' if any(mark in text for mark in "\x85\u2028\u2029") else "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _represent_row_fast(dumper: _FastDumper, row: _Row) -> yaml.SequenceNode:
    dumper.rows += 1
    node = _represent_row(dumper, row)
    dumper.rows -= 1
    return node


def _represent_text_fast(dumper: _FastDumper, text: str) -> yaml.ScalarNode:
    if _BEYOND_LIBYAML.search(text) or (dumper.rows and "\n" in text):
        raise _WrittenOtherwiseError
    return _represent_text(dumper, text)


_ScriptDumper.add_representer(_Row, _represent_row)
_ScriptDumper.add_representer(str, _represent_text)
_FastDumper.add_representer(_Row, _represent_row_fast)
_FastDumper.add_representer(str, _represent_text_fast)


def script_yaml(script: VideoScript, options: Mapping[str, Any] | None = None) -> bytes:
    """Write a script and the options that it was made with; options are plain JSON values."""
    plain = script.model_dump(mode="json", exclude_defaults=True)
    plain["scenes"] = [
        {"scene_id": scene.scene_id, "scene_type": scene.scene_type, **_shorten(fields)}
        for scene, fields in zip(script.scenes, plain["scenes"], strict=True)
    ]
    plain["coverage"] = [_shorten(entry) for entry in plain["coverage"]]
    whole = {"video_gen_script": SCRIPT_VERSION, "options": dict(options or {}), "script": plain}
    return (_HEADER + _dump(whole)).encode()


def _dump(whole: dict[str, Any]) -> str:
    try:
        return _dump_with(_FastDumper, whole)
    except _WrittenOtherwiseError:
        return _dump_with(_ScriptDumper, whole)


def _dump_with(dumper: type[yaml.SafeDumper], whole: dict[str, Any]) -> str:
    text: str = yaml.dump(whole, Dumper=dumper, sort_keys=False, allow_unicode=True, width=110)
    return text


def _shorten(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        if key == "words" and value == {"text": value["text"], "spoken": value["text"]}:
            return value["text"]
        if key in RUN_LISTS and value.keys() == {"text"}:
            return value["text"]
        if key in ("span", "spans"):
            unit = "" if value.get("unit", "line") == "line" else f"{value['unit']} "
            return f"{value['file']}:{unit}{value['first']}-{value['last']}"
        shorter = {name: _shorten(inner, name) for name, inner in value.items()}
        words = shorter.get("words", ())
        if words and all(isinstance(word, str) and word.split() == [word] for word in words):
            return {"say": " ".join(shorter.pop("words")), **shorter}
        return shorter
    if isinstance(value, list):
        parts = [_shorten(inner, key) for inner in value]
        return _Row(parts) if key in (*RUN_LISTS, "words", "spans") else parts
    return value
