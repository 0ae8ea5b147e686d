"""Question -> answer, by chat completions: OpenAI's own, and what Ollama, vLLM, llama.cpp and gateways speak.

They are reached by the door to the network, open to the one host that the user named.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import SecretStr

from adapters.language_model import FEW_TRIES, ServiceError, read_wait
from adapters.model_prices import is_own_machine
from adapters.network import Answer as Reply
from adapters.network import Request, ask_from_here, open_door_to
from model.ai import Usage, WriterChoice
from model.asking import Answer, Question
from model.errors import NetworkError, ValidationError

_LIMIT = 4_000_000
"""Bytes of an answer."""
_DEADLINE = 900.0
"""Seconds for one answer: a model on this machine writes a few words a second, and is silent until it is done."""
OWN_HOST = "api.openai.com"


class OpenAIModel:
    """Asks a model for JSON that fits the schema. Redirects are not followed: the document goes where it was sent."""

    def __init__(self, choice: WriterChoice, key: SecretStr, patience: float, proxy: str = "") -> None:
        self._choice = choice
        self._key = key
        self._patience = patience
        self._proxy = "" if is_own_machine(choice.url) else proxy

    async def ask(self, question: Question, correction: str) -> Answer:
        """Ask once. Raises ServiceError."""
        reply = await self._post(_request(self._choice, question, correction))
        if reply.status != 200:
            raise _explain_status(reply, self._choice)
        return _read_completion(reply.body)

    async def _post(self, told: dict[str, Any]) -> Reply:
        secret = self._key.get_secret_value()
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {secret}"} if secret else {})
        url = f"{self._choice.url.rstrip('/')}/chat/completions"
        seconds = max(_DEADLINE, self._patience)
        try:
            door = open_door_to(url, self._proxy, seconds, self._patience)
            body = json.dumps(told).encode()
            return await ask_from_here(door, Request(url, _LIMIT, "model's answer", "POST", headers, body))
        except ValidationError as error:
            problem = error.problems[0]
            raise ServiceError(f"{self._choice.url}: {problem.message}", problem.remedy) from None
        except NetworkError as error:
            remedy = f"See that the server at {self._choice.url} runs, or use --ai off."
            raise ServiceError(error.message, remedy, again=error.transient, tries=FEW_TRIES) from None


def _request(choice: WriterChoice, question: Question, correction: str) -> dict[str, Any]:
    most = "max_completion_tokens" if OWN_HOST in choice.url else "max_tokens"
    told = [question.document, question.task, correction]
    schema = {"name": question.name, "schema": json.loads(question.answer_schema), "strict": True}
    return {
        "model": choice.model,
        "messages": [
            {"role": "system", "content": question.system},
            {"role": "user", "content": "\n\n".join(part for part in told if part)},
        ],
        "response_format": {"type": "json_schema", "json_schema": schema},
        most: question.most_tokens,
        "stream": False,
    }


def _read_completion(body: bytes) -> Answer:
    try:
        told = json.loads(body)
        choice = told["choices"][0]
        message, ended = choice["message"], choice.get("finish_reason")
        text = message.get("content") or ""
        refused = bool(message.get("refusal")) or ended == "content_filter"
        usage = _read_usage(told.get("usage") or {})
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise ServiceError(f"The server does not speak chat completions: {error!r}", "See its --ai-url.") from None
    if refused:
        raise ServiceError("The model declines to write about this document", "Write without a model: --ai off.")
    return Answer(text=_unfence(str(text)), usage=usage, truncated=ended == "length")


def _read_usage(told: dict[str, Any]) -> Usage:
    read = int((told.get("prompt_tokens_details") or {}).get("cached_tokens") or 0)
    prompt, output = int(told.get("prompt_tokens") or 0), int(told.get("completion_tokens") or 0)
    return Usage(calls=1, input=max(0, prompt - read), cache_read=read, output=output)


def _unfence(text: str) -> str:
    """Take the fence off JSON: small models write one whatever they are told."""
    bare = text.strip()
    if bare.startswith("```") and bare.endswith("```"):
        bare = bare.removeprefix("```").removeprefix("json").removesuffix("```").strip()
    return bare


def _explain_status(reply: Reply, choice: WriterChoice) -> ServiceError:
    status, said = reply.status, _message(reply.body) or f"status {reply.status}"
    if status in (408, 409, 429) or status >= 500:
        wait = read_wait(reply.headers.get("retry-after"))
        return ServiceError(f"{choice.model} is not to be had now: {said}", again=True, wait=wait)
    if status in (401, 403):
        return ServiceError(f"{choice.url} refuses our key: {said}", "Correct VIDEO_GEN_AI_KEY, or use --ai off.")
    if status == 404:
        return ServiceError(f"{choice.url} has no {choice.model!r}: {said}", "Correct --model or --ai-url.")
    if 300 <= status < 400:
        return ServiceError(f"{choice.url} leads elsewhere, and is not followed", "Name the address itself: --ai-url.")
    return ServiceError(f"{choice.url} refuses the question: {said}", "Choose another --model, or use --ai off.")


def _message(body: bytes) -> str:
    try:
        told = json.loads(body)
        error = told.get("error", told)
        return str(error.get("message", "") if isinstance(error, dict) else error)
    except (ValueError, AttributeError, RecursionError):
        return ""
