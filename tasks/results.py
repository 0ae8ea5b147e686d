"""Results of stages as JSON with a digest, so that an altered record is a miss and never a wrong answer."""

from __future__ import annotations

import hashlib
import importlib
import json
from typing import Any, Literal

from prefect.serializers import Serializer
from pydantic import TypeAdapter
from pydantic_core import to_json

from model.frozen import Frozen


class VerifiedSerializer(Serializer):  # a subscripted base cannot be registered
    """Write a value of ours with its type and SHA-256; refuse to read it when they disagree."""

    type: Literal["video-gen"] = "video-gen"

    def dumps(self, obj: Any) -> bytes:
        """Serialise one of our models; None stands for a result that is no longer one."""
        if obj is None:
            return b"null"
        if not isinstance(obj, Frozen):
            raise TypeError(f"a stage returns a model of ours, not {type(obj).__name__}")
        kind = f"{type(obj).__module__}:{type(obj).__qualname__}"
        value = obj.model_dump_json()
        return json.dumps({"type": kind, "sha256": _digest(kind, value), "value": value}).encode()

    def loads(self, blob: bytes) -> Any:
        """Read it back, strictly.

        Raises ValueError when the record was altered or is not ours.
        """
        record = json.loads(blob)
        if record is None:
            return None
        kind, value = record["type"], record["value"]
        if record["sha256"] != _digest(kind, value):
            raise ValueError("the record was altered")
        module, _, name = kind.partition(":")
        if module.partition(".")[0] != "model":
            raise ValueError(f"not a type of ours: {kind}")
        return TypeAdapter(getattr(importlib.import_module(module), name)).validate_json(value)


def _digest(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind}\0{value}".encode()).hexdigest()


def digest_inputs(inputs: dict[str, Any]) -> str:
    """Digest the inputs of a stage: models by their JSON, in the order of their names."""
    return hashlib.sha256(to_json({name: inputs[name] for name in sorted(inputs)})).hexdigest()
