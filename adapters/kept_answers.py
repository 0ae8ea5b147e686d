"""A question's digest -> its answer, kept on disk: the same question is paid for once, and answered the same for ever."""

from __future__ import annotations

import json
from pathlib import Path

from adapters.files import digest_bytes, write_atomically
from model.ai import WriterChoice
from model.asking import Question

_LIMIT = 8_000_000


class KeptAnswers:
    """Answers that were found right, as files of one folder in the cache. An altered one is a miss."""

    def __init__(self, cache: Path, *, anew: bool = False) -> None:
        """Open those of a cache; `anew` finds only what was kept from now on."""
        self._folder = cache / "answers"
        self._anew = anew
        self._kept: set[Path] = set()

    def find(self, choice: WriterChoice, question: Question) -> str | None:
        """Return the answer of this model to this question; None when it is not there and whole."""
        path = self._path(choice, question)
        if self._anew and path not in self._kept:
            return None
        try:
            if path.stat().st_size > _LIMIT:
                return None
            kept = json.loads(path.read_bytes())
            answer = kept["answer"]
            return answer if isinstance(answer, str) and kept["sha256"] == digest_bytes(answer.encode()) else None
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None

    def keep(self, choice: WriterChoice, question: Question, answer: str) -> None:
        """Keep an answer."""
        record = {"answer": answer, "sha256": digest_bytes(answer.encode())}
        path = self._path(choice, question)
        write_atomically(path, json.dumps(record).encode(), mode=0o600)
        self._kept.add(path)

    def _path(self, choice: WriterChoice, question: Question) -> Path:
        asked = f"{choice.model_dump_json()}\0{question.model_dump_json()}"
        digest = digest_bytes(asked.encode("utf-8", "surrogatepass"))
        return self._folder / digest[:2] / f"{digest}.json"
