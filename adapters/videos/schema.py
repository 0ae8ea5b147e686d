"""The JSON Schema of course files, made of the types themselves: what an editor completes and checks by."""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from adapters.videos.expanding import SET_NAMES
from adapters.videos.field_names import SCENE_FIELDS, TOLD, UNUSED, extra_names, own_names
from adapters.videos.film_options import OPTIONS
from adapters.videos.reading import OTHER_NAMES
from adapters.videos.templating import template_names
from model.audio import HIGHEST_RATE, LONGEST_SHIFT, LOWEST_RATE
from model.content import Text
from model.frozen import describe_fields
from model.inputs import InputConfig
from model.narration import LONGEST_PAUSE
from model.scenes import find_scene_type
from model.scenes.command import CommandLine
from model.scenes.list import Line
from model.scenes.steps import Step
from model.theme_choice import theme_names

Schema = dict[str, Any]
DRAFT = "http://json-schema.org/draft-07/schema#"
"""The newest that YAML's language server reads whole."""
_WORD: Schema = {"type": ["string", "number", "boolean"]}
"""A text; YAML takes an unquoted 2024 for a number, and we do not mind."""
_GIVEN = {"header", "label", "text", "first_line", "last_line", "alignments", "number", "total", "width", "height"}
"""Required fields that we fill in where an author leaves them out."""
_TEXT_REQUIRED = {"callout", "quote", "stat"}


def course_schema(scene_types: Iterable[str]) -> Schema:
    """Return the schema of course files with scenes of these types."""
    scenes = {f"scene_{name}": _scene(name) for name in scene_types}
    film = _film_fields()
    any_scene: Schema = {"anyOf": [{"$ref": f"#/definitions/{name}"} for name in scenes]}
    return {
        "$schema": DRAFT,
        "title": "A film, or a set of films, for video-gen",
        "type": "object",
        "properties": {
            **film,
            "video": {"type": "object", "properties": film, "description": "What the film says of itself."},
            "set": {"type": "object", "description": "The same as its entries at the top."},
            "videos": {"type": "array", "items": {"$ref": "#/definitions/film"}, "description": "A set of films."},
            "defaults": {"type": "object", "properties": film, "description": "What holds for each film of the set."},
            "name": {**_WORD, "description": "The name of the set."},
            **{name: {} for name in SET_NAMES if name in ("set_id", "version", "metadata")},
        },
        "additionalProperties": False,
        "definitions": {
            "text": _text(),
            "narration": _narration(),
            "variables": {"type": "object", "description": "Values for ${name} in this file."},
            "include": _include(),
            "variable": {"type": "string", "pattern": r"^\$\{[^}]*\}$", "description": "A variable that holds it."},
            "film": {
                "type": "object",
                "properties": {**film, **_entry_fields(), "name": _WORD},
                "additionalProperties": False,
            },
            "scene": any_scene,
            **scenes,
        },
    }


def _film_fields() -> Schema:
    options = {name: _option(name) for name in OPTIONS}
    scenes = {"anyOf": [{"$ref": "#/definitions/scene"}, {"$ref": "#/definitions/include"}]}
    others = {name: options[field] for name, field in OTHER_NAMES.items() if field in options}
    return {
        "video_id": {**_WORD, "description": "The name of the film's folder; else that of this file."},
        "id": {**_WORD, "description": "The same as video_id."},
        "title": {**_WORD, "description": "The film's title."},
        "description": {**_WORD, "description": "One or two sentences on it."},
        "scenes": {"type": "array", "items": scenes, "description": "What is shown and said, in order."},
        "variables": {"$ref": "#/definitions/variables"},
        "template": {"enum": list(template_names()), "description": "Lends its scenes, filled with `variables`."},
        "speakers": _speakers(),
        "pronunciation": {"type": "object", "additionalProperties": _WORD, "description": "Words as they are said."},
        "version": {},
        **options,
        **others,
    }


def _entry_fields() -> Schema:
    return {
        "include": {"type": "string", "description": "A file of this folder that holds the film."},
        "file": {"type": "string", "description": "The same as include."},
        "overrides": {"type": "object", "description": "What replaces entries of the file."},
        "priority": {},
    }


def _option(name: str) -> Schema:
    field = InputConfig.model_fields[name]
    described: Schema = {"description": describe_fields(InputConfig).get(name, "")}
    if name == "theme":
        grounds = [f"{theme}{ground}" for theme in theme_names() for ground in ("", "-light", "-dark")]
        return {
            "anyOf": [{"enum": ["dark", "light", *grounds]}, {"type": "string", "pattern": r"\.ya?ml$"}],
            **described,
        }
    if name == "target_duration":
        return {"anyOf": [{"type": "number", "minimum": 15}, {"const": "all"}], **described}
    choices = get_args(field.annotation) if get_origin(field.annotation) is Literal else ()
    kind: Schema = {"type": "number"} if name in ("music_volume", "rate", "pitch") else {"type": "string"}
    return {"enum": list(choices), **described} if choices else {**kind, **described}


def _scene(name: str) -> Schema:
    kind = find_scene_type(name)
    assert kind is not None
    own = {field: one for field, one in kind.model_fields.items() if field not in SCENE_FIELDS}
    described = describe_fields(kind)
    fields: Schema = {
        field: _described(one.annotation, field, described.get(field))
        for field, one in own.items()
        if field not in ("width", "height")
    }
    if "image" in fields:
        fields["image"] = {"type": "string", "description": "A picture beside this file."}
    fields |= {
        other: {**fields[field], "description": f"The same as {field}."}
        for other, field in own_names(name, own).items()
    }
    fields |= {extra: {} for extra in extra_names(name) if extra not in UNUSED}
    fields |= {told: {"description": "Said where the scene has no narration."} for told in TOLD.get(name, ())}
    required = [field for field, one in own.items() if one.is_required() and not _may_be_left(name, field)]
    needs = [{"anyOf": [{"required": [one]} for one in (field, *_others(name, field, own))]} for field in required]
    whole: Schema = {
        "type": "object",
        "description": (kind.__doc__ or "").strip().split("\n")[0],
        "properties": {
            "scene_type": {"const": name},
            "type": {"const": name, "description": "The same as scene_type."},
            "scene_id": {**_WORD, "description": "A name of its own, which stays when other scenes change."},
            "id": {**_WORD, "description": "The same as scene_id."},
            "narration": {"$ref": "#/definitions/narration"},
            "say": {"$ref": "#/definitions/narration"},
            **_manner(),
            "chapter": {**_WORD, "description": "Where a chapter begins with this scene: its title."},
            "visual_content": {"type": "object", "description": "What is shown, as other systems write it."},
            **{unused: {} for unused in UNUSED},
            **fields,
        },
        "anyOf": [{"required": ["scene_type"]}, {"required": ["type"]}],
        "additionalProperties": False,
    }
    if needs:
        whole["allOf"] = [{"anyOf": [{"required": ["visual_content"]}, *need["anyOf"]]} for need in needs]
    return whole


def _may_be_left(name: str, field: str) -> bool:
    return field in _GIVEN and not (field == "text" and name in _TEXT_REQUIRED)


def _others(name: str, field: str, own: Mapping[str, object]) -> list[str]:
    return [other for other, meant in own_names(name, own).items() if meant == field]


def _described(annotation: Any, name: str, description: str | None) -> Schema:
    return {**_type(annotation, name), **({"description": description} if description else {})}


def _type(annotation: Any, name: str = "") -> Schema:
    if annotation == Text:
        return {"allOf": [{"$ref": "#/definitions/text"}]}
    origin = get_origin(annotation)
    if origin is Annotated:
        return _type(get_args(annotation)[0], name)
    if origin in (Union, types.UnionType):
        return _type(next(one for one in get_args(annotation) if one is not type(None)), name)
    if origin is Literal:
        return {"enum": list(get_args(annotation))}
    if origin is tuple:
        return _list(get_args(annotation)[0], name)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _model(annotation)
    scalars: dict[Any, Schema] = {
        str: _WORD,
        int: {"type": "integer"},
        float: {"type": ["number", "string"]},
        bool: {"type": "boolean"},
    }
    return dict(scalars.get(annotation, {}))


def _list(item: Any, name: str) -> Schema:
    listed: Schema = {"type": "array", "items": _type(item)}
    variable: Schema = {"$ref": "#/definitions/variable"}
    if name == "answers":
        return {"anyOf": [_WORD, {"type": "array", "items": _WORD}]}
    if name == "data":
        return {"anyOf": [{"type": "object", "additionalProperties": _WORD}, listed, variable]}
    plain = item in (str, Text, CommandLine, Line, Step)
    return {"anyOf": [listed, {"type": "string"} if plain else variable]}


def _model(kind: type[BaseModel]) -> Schema:
    described = describe_fields(kind)
    fields = {name: _described(one.annotation, name, described.get(name)) for name, one in kind.model_fields.items()}
    short = {"title": _WORD, "description": _WORD} if kind in (Line, Step) else {}
    mapping: Schema = {"type": "object", "properties": {**fields, **short}}
    if kind in (CommandLine, Line, Step):
        pair = [{"type": "array", "items": _WORD, "minItems": 2, "maxItems": 2}] if kind is Line else []
        return {"anyOf": [_WORD, mapping, *pair]}
    if kind.__name__ == "Column":
        mapping["properties"] |= dict.fromkeys(("points", "items"), fields["text"])
        mapping["properties"] |= dict.fromkeys(("title", "header"), fields["heading"])
        return {"anyOf": [mapping, {"type": "array", "items": {"$ref": "#/definitions/text"}}]}
    return mapping


def _text() -> Schema:
    run = {"type": "object", "properties": {"text": _WORD, "href": _WORD}, "required": ["text"]}
    return {
        "anyOf": [_WORD, {"type": "array", "items": {"anyOf": [_WORD, run]}}],
        "description": "A text, in which `code`, **bold** and *italic* are read as in Markdown.",
    }


def _narration() -> Schema:
    pause = {
        "type": "integer",
        "minimum": 0,
        "maximum": LONGEST_PAUSE,
        "description": "Milliseconds of silence after it.",
    }
    words = {"type": "array", "items": {"anyOf": [_WORD, {"type": "object", "required": ["text"]}]}}
    sentence = {
        "type": "object",
        "properties": {
            "say": _WORD,
            "words": words,
            "voice": _manner()["voice"],
            "speaker": _manner()["speaker"],
            "pause_after": pause,
            "spans": {},
        },
        "additionalProperties": False,
    }
    return {
        "anyOf": [_WORD, sentence, {"type": "array", "items": {"anyOf": [_WORD, sentence]}}],
        "description": "What is said; left out, it is written from what the scene shows.",
    }


def _manner() -> Schema:
    voice = {**_WORD, "description": "Who says it: male, male_warm, female, female_friendly, or one of `speakers`."}
    return {
        "voice": voice,
        "speaker": {**voice, "description": "The same as voice."},
        "rate": {
            "type": "integer",
            "minimum": LOWEST_RATE,
            "maximum": HIGHEST_RATE,
            "description": "Per cent that it is spoken faster.",
        },
        "pitch": {
            "type": "integer",
            "minimum": -LONGEST_SHIFT,
            "maximum": LONGEST_SHIFT,
            "description": "Semitones that it is spoken higher.",
        },
    }


def _speakers() -> Schema:
    fields = {name: one for name, one in _manner().items() if name != "speaker"}
    one = {"type": "object", "properties": fields, "additionalProperties": False}
    return {
        "type": "object",
        "additionalProperties": {"anyOf": [_WORD, one, {"type": "null"}]},
        "description": "Those who speak beside the narrator: a voice for each name.",
    }


def _include() -> Schema:
    return {
        "type": "object",
        "properties": {"include": {"type": "string"}, "variables": {"$ref": "#/definitions/variables"}},
        "required": ["include"],
        "additionalProperties": False,
        "description": "Scenes from a file of this folder.",
    }
