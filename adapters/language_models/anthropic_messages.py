"""Question -> answer, by the Messages API through Anthropic's own SDK, streamed."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from adapters.language_model import FEW_TRIES, ServiceError, read_wait
from adapters.model_prices import find_price
from adapters.trust import trusted_authorities
from model.ai import Usage, WriterChoice
from model.asking import Answer, Question

if TYPE_CHECKING:
    from anthropic import APIStatusError, AsyncAnthropic
    from anthropic.types import Message

_DEADLINE = 600.0
"""Seconds for one answer, however steadily it comes."""
_BUSY = frozenset({"overloaded_error", "rate_limit_error", "api_error", "timeout_error"})


class AnthropicModel:
    """Asks Claude. The answer is the argument of the one tool that there is, held to its schema by the service.

    The newest models refuse a forced tool choice, sampling parameters and a disabled thinking: none is sent.
    """

    def __init__(self, choice: WriterChoice, key: SecretStr, patience: float) -> None:
        self._choice = choice
        self._key = key
        self._patience = patience
        price = find_price(choice)
        self._effort = price is not None and price.effort

    async def ask(self, question: Question, correction: str) -> Answer:
        """Ask once. Raises ServiceError."""
        anthropic = await asyncio.to_thread(__import__, "anthropic")  # takes more than a second
        try:
            async with asyncio.timeout(_DEADLINE), self._open() as client:
                return _read_message(await self._stream(client, question, correction), question)
        except anthropic.APIStatusError as error:
            raise _explain_status(error, self._choice) from None
        except (anthropic.APITimeoutError, TimeoutError):
            raise ServiceError(f"{self._choice.model} did not answer in time", again=True, tries=FEW_TRIES) from None
        except anthropic.APIConnectionError as error:
            cause = error.__cause__ or error
            raise ServiceError(
                f"No connection to the model's service: {cause}", _ONLINE, again=True, tries=FEW_TRIES
            ) from None
        except (anthropic.AnthropicError, ValueError) as error:
            raise ServiceError(f"{self._choice.model} sent what cannot be read: {error}", again=True) from None

    def _open(self) -> AsyncAnthropic:
        from anthropic import AsyncAnthropic, DefaultAsyncHttpxClient

        return AsyncAnthropic(
            api_key=self._key.get_secret_value(),
            base_url=self._choice.url or "https://api.anthropic.com",
            max_retries=0,  # ours are the retries: nobody retries a retry
            timeout=self._patience,
            # No redirects: our key is for the one who was asked.
            http_client=DefaultAsyncHttpxClient(follow_redirects=False, verify=trusted_authorities()),
            open_telemetry=False,  # no document in anybody's traces
        )

    async def _stream(self, client: AsyncAnthropic, question: Question, correction: str) -> Message:
        import httpx2

        try:
            async with client.messages.stream(
                **_request(self._choice.model, question, correction, self._effort)
            ) as stream:
                return await stream.get_final_message()
        except httpx2.TransportError as error:  # the SDK wraps what happens before the first byte only
            message = f"The connection to {self._choice.model} broke: {error or type(error).__name__}"
            raise ServiceError(message, _ONLINE, again=True) from None


_ONLINE = "See that the network is there, or write without a model: --ai off."


def _request(model: str, question: Question, correction: str, effort: bool) -> dict[str, Any]:
    kept = {"cache_control": {"type": "ephemeral"}}
    task = f"{question.task}\n\n{correction}".strip()
    request: dict[str, Any] = {
        "model": model,
        "max_tokens": question.most_tokens,
        "system": [{"type": "text", "text": question.system}],
        "messages": [{
            "role": "user",
            "content": [{"type": "text", "text": question.document, **kept}, {"type": "text", "text": task}],
        }],
        "tools": [{
            "name": question.name,
            "description": "Hand in the answer. It is the only thing that you can do.",
            "input_schema": json.loads(question.answer_schema),
            "strict": True,
        }],
        "tool_choice": {"type": "auto", "disable_parallel_tool_use": True},
    }  # fmt: skip
    return {**request, "output_config": {"effort": "medium"}} if effort else request


def _read_message(message: Message, question: Question) -> Answer:
    usage = Usage(
        calls=1, input=message.usage.input_tokens, output=message.usage.output_tokens,
        cache_written=message.usage.cache_creation_input_tokens or 0,
        cache_read=message.usage.cache_read_input_tokens or 0,
    )  # fmt: skip
    if message.stop_reason is None:
        raise ServiceError("The model's answer ended before its end", again=True)
    if message.stop_reason == "refusal":
        raise ServiceError("The model declines to write about this document", "Write without a model: --ai off.")
    if message.stop_reason == "model_context_window_exceeded":
        raise ServiceError("The document is too long for this model", "Choose another --model, or --ai off.")
    for block in message.content:
        if block.type == "tool_use" and block.name == question.name:
            truncated = message.stop_reason == "max_tokens"
            return Answer(text=json.dumps(block.input, ensure_ascii=False), usage=usage, truncated=truncated)
    return Answer(text="", usage=usage, truncated=message.stop_reason == "max_tokens")


def _explain_status(error: APIStatusError, choice: WriterChoice) -> ServiceError:
    """Say what a status means. An error in the midst of a stream comes with status 200 and its type."""
    status, kind = error.status_code, error.type or ""
    said = error.api_message or f"status {status}"
    wait = read_wait(error.response.headers.get("retry-after"))
    if status in (408, 409, 429) or status >= 500 or kind in _BUSY:
        return ServiceError(f"{choice.model} is not to be had now: {said}", again=True, wait=wait)
    if status in (401, 403):
        return ServiceError(f"The service refuses our key: {said}", "Correct ANTHROPIC_API_KEY, or use --ai off.")
    if 300 <= status < 400:
        return ServiceError("The service leads elsewhere, and is not followed", "Correct ANTHROPIC_BASE_URL.")
    if status == 404:
        return ServiceError(f"There is no model {choice.model!r}: {said}", "Choose another --model.")
    return ServiceError(f"The service refuses the question: {said}", "Choose another --model, or use --ai off.")
