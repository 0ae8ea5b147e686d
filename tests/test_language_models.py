"""Services of language models, by their own protocols: what they answer, how they fail, and what is done then."""

from __future__ import annotations

import asyncio
import json
import time
import traceback
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from adapters.language_model import ask_patiently, open_model, read_wait
from adapters.network import Request, ask_from_here, open_door_to
from adapters.script_writer import choose_writer
from adapters.settings import load_settings
from model.asking import Answer
from model.errors import ConfigError, ScriptGenerationError, ValidationError
from tests.model_film import assign, choice
from tests.model_service import KEY, ModelService

PROVIDERS = ("anthropic", "openai")


def ask(service: ModelService, provider: str, correction: str = "", patience: float = 5.0) -> Answer:
    async def run() -> Answer:
        async with service:
            chosen = choice(service, provider)
            model = open_model(chosen, SecretStr(KEY), patience=patience)
            return await ask_patiently(model, assign().parts[0], correction, SecretStr(KEY), back_off=0.001)

    return asyncio.run(run())


@pytest.mark.parametrize("provider", PROVIDERS)
def test_an_answer_comes_whole_and_with_what_it_cost(provider: str) -> None:
    answer = ask(ModelService(), provider)
    assert json.loads(answer.text)["scenes"][0]["sentences"][0]["text"].startswith("Lantern is a small program")
    assert answer.usage.calls == 1 and answer.usage.output == 500 and not answer.truncated
    assert answer.usage.input + answer.usage.cache_written == 3200


def test_the_messages_api_is_asked_as_its_newest_models_want() -> None:
    service = ModelService()
    ask(service, "anthropic", "Mind the gap.")
    (body,), (headers,) = service.requests, service.headers
    assert KEY in (headers.get("x-api-key", "") + headers.get("authorization", ""))
    assert body["stream"] is True and body["tool_choice"]["type"] == "auto"
    assert not {"temperature", "top_p", "top_k", "thinking"} & set(body)
    (tool,) = body["tools"]
    assert tool["strict"] is True and tool["name"] == "write_scenes"
    document, task = body["messages"][0]["content"]
    assert document["cache_control"] == {"type": "ephemeral"} and "1|heading| # Lantern" in document["text"]
    assert task["text"].endswith("Mind the gap.") and "cache_control" not in task
    assert "Lantern" not in json.dumps(body["system"])  # the document is data, and never among the rules


def test_schemas_are_within_what_strict_services_know() -> None:
    service = ModelService()
    ask(service, "openai")
    told = service.requests[0]["response_format"]["json_schema"]
    assert told["strict"] is True

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            assert not {"$ref", "oneOf", "minLength", "maxLength", "minItems", "maxItems", "minimum", "default"} & set(
                node
            )
            if node.get("type") == "object":
                assert node["additionalProperties"] is False
                assert sorted(node["required"]) == sorted(node["properties"])
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(told["schema"])
    assert len(json.dumps(told["schema"])) < 12_000


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("fault", ["429", "529", "500", "drop", "stream-overloaded", "cut", "slow"])
def test_what_may_pass_is_asked_again(provider: str, fault: str) -> None:
    service = ModelService("" if provider == "openai" and fault in ("stream-overloaded", "cut") else fault, times=1)
    answer = ask(service, provider, patience=0.5)
    assert json.loads(answer.text)["scenes"]
    assert len(service.requests) == (2 if service.fault else 1)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_retry_after_is_waited_for_and_no_one_else_retries(provider: str) -> None:
    service = ModelService("429", times=1, retry_after="1")
    began = time.monotonic()
    ask(service, provider)
    assert time.monotonic() - began >= 1.0
    service = ModelService("529")
    with pytest.raises(ScriptGenerationError, match=r"not to be had now: 529 \(4 attempts\)"):
        ask(service, provider)
    assert len(service.requests) == 4


@pytest.mark.parametrize("provider", PROVIDERS)
def test_who_asks_us_to_wait_for_an_hour_is_not_waited_for(provider: str) -> None:
    service = ModelService("429", retry_after="3600")
    with pytest.raises(ScriptGenerationError, match="asks us to wait 3600 s") as raised:
        ask(service, provider)
    assert len(service.requests) == 1 and raised.value.exit_code == 5


@pytest.mark.parametrize(
    ("fault", "said", "remedy"),
    [
        ("401", "refuses our key", "_KEY"),
        ("404", "claude-sonnet-5-5", "--model"),
        ("400", "refuses the question", "--ai off"),
        ("413", "refuses the question", "--model"),
        ("refusal", "declines", "--ai off"),
    ],
)
@pytest.mark.parametrize("provider", PROVIDERS)
def test_what_does_not_pass_is_said_once_with_its_remedy(provider: str, fault: str, said: str, remedy: str) -> None:
    service = ModelService(fault)
    with pytest.raises(ScriptGenerationError) as raised:
        ask(service, provider)
    assert said in raised.value.message and remedy in raised.value.remedy
    assert len(service.requests) == 1


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_key_that_is_sent_back_is_not_told(provider: str) -> None:
    with pytest.raises(ScriptGenerationError) as raised:
        ask(ModelService("echo"), provider)
    told = "".join(traceback.format_exception(raised.value))
    assert "bad key" in told and KEY not in told and KEY not in repr(raised.value)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_redirect_is_not_followed(provider: str) -> None:
    service = ModelService("redirect")
    with pytest.raises(ScriptGenerationError, match="leads elsewhere"):
        ask(service, provider)
    assert service.other == [] and len(service.requests) == 1


def test_the_door_is_open_to_the_host_that_the_user_named_and_to_no_other() -> None:
    """A local server is reached, as Ollama is; what its name does not stand for is not, whoever asks."""

    async def run() -> tuple[ModelService, str]:
        async with ModelService() as service:
            chosen = choice(service, "openai")
            named = chosen.model_copy(update={"url": chosen.url.replace("127.0.0.1", "localhost")})
            await open_model(named, SecretStr(KEY), patience=5.0).ask(assign().parts[0], "")
            door = open_door_to(named.url, "", 5.0, 5.0)
            try:
                await ask_from_here(door, Request(chosen.url, 1000))
            except ValidationError as error:
                return service, str(error)
        return service, ""

    service, told = asyncio.run(run())
    assert len(service.requests) == 1 and service.other == []
    assert "not served at port" in told


def test_an_answer_without_end_is_not_read_to_its_end() -> None:
    with pytest.raises(ScriptGenerationError, match="larger than 4 MB"):
        ask(ModelService("endless"), "openai")


@pytest.mark.parametrize(
    "url", ["http://2130706433:11434/v1", "http://127.1:11434/v1", "http://0x7f.1/v1", "http://a b/v1"]
)
def test_a_host_in_disguise_is_refused_at_once(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIDEO_GEN_AI_URL", url)
    with pytest.raises(ConfigError, match="--ai-url cannot be"):
        choose_writer("auto", "llama3.3", load_settings())


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_truncated_answer_is_known_for_one(provider: str) -> None:
    assert ask(ModelService("max_tokens"), provider).truncated


def test_nobody_there(tmp_path: Path) -> None:
    async def run(provider: str) -> None:
        async with ModelService() as service:
            chosen = choice(service, provider)
        model = open_model(chosen, SecretStr(KEY))
        await ask_patiently(model, assign().parts[0], "", SecretStr(KEY), back_off=0.001)

    for provider in PROVIDERS:
        with pytest.raises(ScriptGenerationError, match=r"2 attempts"):
            asyncio.run(run(provider))


def test_a_wait_is_read_in_seconds_alone() -> None:
    assert read_wait("2.5") == 2.5
    assert [read_wait(header) for header in (None, "", "-1", "nan", "soon", "Wed, 21 Oct 2026 07:28:00 GMT")] == [
        None
    ] * 6
