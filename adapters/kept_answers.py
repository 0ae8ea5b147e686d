"""A question's digest -> its answer, kept on disk: the same question is paid for once, and answered the same for ever."""

from __future__ import annotations

import json
from pathlib import Path

from adapters.files import digest_bytes, write_atomically
from adapters.stores.shared import SharedStore
from model.ai import WriterChoice
from model.asking import Question

_LIMIT = 8_000_000


class KeptAnswers:
    """Answers that were found right, as files of one folder in the cache. An altered one is a miss."""

    def __init__(self, cache: Path, shared: SharedStore | None = None, *, anew: bool = False) -> None:
        """Open those of a cache, and of the store behind it; `anew` finds only what was kept from now on."""
        self._cache, self._shared = cache, shared
        self._anew = anew
        self._kept: set[str] = set()

    def find(self, choice: WriterChoice, question: Question) -> str | None:
        """Return the answer of this model to this question, of this disk or the shared store; None when neither has it."""
        name = _name(choice, question)
        if self._anew and name not in self._kept:
            return None
        path = self._cache / name
        try:
            answer = _read(path.read_bytes()) if path.stat().st_size <= _LIMIT else None
        except OSError:
            answer = None
        if answer is None and self._shared is not None and (self._shared.size(name) or _LIMIT) < _LIMIT:
            record = self._shared.read(name) or b""
            answer = _read(record)
            if answer is not None:
                write_atomically(path, record, mode=0o600)
        return answer

    def keep(self, choice: WriterChoice, question: Question, answer: str) -> None:
        """Keep an answer."""
        record = json.dumps({"answer": answer, "sha256": digest_bytes(answer.encode())}).encode()
        name = _name(choice, question)
        write_atomically(self._cache / name, record, mode=0o600)
        self._kept.add(name)
        if self._shared is not None:
            self._shared.write(name, record)


def _read(record: bytes) -> str | None:
    try:
        kept = json.loads(record)
        answer = kept["answer"]
        return answer if isinstance(answer, str) and kept["sha256"] == digest_bytes(answer.encode()) else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _name(choice: WriterChoice, question: Question) -> str:
    asked = f"{choice.model_dump_json()}\0{question.model_dump_json()}"
    digest = digest_bytes(asked.encode("utf-8", "surrogatepass"))
    return f"answers/{digest[:2]}/{digest}.json"
