"""Question -> answer, by chat completions: OpenAI's own, and what Ollama, vLLM, llama.cpp and gateways speak."""

from __future__ import annotations

import json
from typing import Any

import aiohttp
from pydantic import SecretStr

from adapters.language_model import FEW_TRIES, ServiceError, read_wait
from model.ai import Usage, WriterChoice
from model.asking import Answer, Question

_LIMIT = 4_000_000
"""Bytes of an answer."""
_DEADLINE = 900.0
"""Seconds for one answer: a model on this machine writes a few words a second, and is silent until it is done."""
OWN_HOST = "api.openai.com"


class OpenAIModel:
    """Asks a model for JSON that fits the schema. Redirects are not followed: the document goes where it was sent."""

    def __init__(self, choice: WriterChoice, key: SecretStr, patience: float) -> None:
        self._choice = choice
        self._key = key
        self._patience = patience

    async def ask(self, question: Question, correction: str) -> Answer:
        """Ask once. Raises ServiceError."""
        secret = self._key.get_secret_value()
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        times = aiohttp.ClientTimeout(total=max(_DEADLINE, self._patience), connect=10, sock_read=self._patience)
        try:
            async with (
                aiohttp.ClientSession(timeout=times, headers=headers) as session,
                session.post(
                    f"{self._choice.url.rstrip('/')}/chat/completions",
                    json=_request(self._choice, question, correction), allow_redirects=False,
                ) as response,
            ):  # fmt: skip
                body = await _read_bounded(response)
                if response.status != 200:
                    raise _explain_status(response, body, self._choice)
                return _read_completion(body)
        except TimeoutError:
            raise ServiceError(f"{self._choice.model} did not answer in time", again=True, tries=FEW_TRIES) from None
        except aiohttp.ClientError as error:
            remedy = f"See that the server at {self._choice.url} runs, or use --ai off."
            raise ServiceError(
                f"No answer from {self._choice.url}: {error}", remedy, again=True, tries=FEW_TRIES
            ) from None


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


async def _read_bounded(response: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for chunk in response.content.iter_chunked(65_536):
        body += chunk
        if len(body) > _LIMIT:
            raise ServiceError(f"The answer is larger than {_LIMIT // 1_000_000} MB", "Choose another --model.")
    return bytes(body)


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


def _explain_status(response: aiohttp.ClientResponse, body: bytes, choice: WriterChoice) -> ServiceError:
    status, said = response.status, _message(body) or f"status {response.status}"
    if status in (408, 409, 429) or status >= 500:
        wait = read_wait(response.headers.get("Retry-After"))
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
