"""What a model costs: estimated before, accounted after, and never more than was allowed."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from adapters.account import Account, open_account
from adapters.ledger import Ledger
from adapters.model_prices import FREE, find_price, is_own_machine, known_models, price_date
from adapters.script_writer import choose_writer, open_writer
from adapters.settings import Settings, load_settings
from model.ai import DEFAULT_MODEL, Usage, WriterChoice
from model.errors import ConfigError, ScriptGenerationError
from tests.model_film import assign, make_writer, nobody, served
from tests.model_service import KEY, ModelService

SONNET = WriterChoice(provider="anthropic", model="claude-sonnet-5-5")


def test_each_known_model_has_a_whole_price() -> None:
    assert DEFAULT_MODEL in known_models() and price_date() >= "2026-10-01"
    for name in known_models():
        price = find_price(WriterChoice(provider="anthropic", model=name))
        assert price is not None and 0 < price.cache_read < price.input < price.cache_write < price.output


def test_tokens_are_charged_by_their_kind() -> None:
    price = find_price(SONNET)
    assert price is not None
    used = Usage(calls=1, input=1_000_000, cache_written=1_000_000, cache_read=1_000_000, output=1_000_000)
    assert price.cost(used) == pytest.approx(2 + 2.5 + 0.1 + 10)
    haiku = find_price(WriterChoice(provider="anthropic", model="claude-haiku-5-5"))
    assert haiku is not None
    assert haiku.cost(Usage(input=100_001)) == pytest.approx(5 * haiku.cost(Usage(input=100_000)), rel=1e-4)


def test_a_dated_model_has_the_price_of_its_name() -> None:
    dated = find_price(WriterChoice(provider="anthropic", model="claude-haiku-4-5-20251001"))
    assert dated is not None and dated.input == 1.0
    assert find_price(WriterChoice(provider="anthropic", model="claude-unheard-of")) is None


def test_a_model_on_this_machine_costs_nothing() -> None:
    local = WriterChoice(provider="openai", model="llama3.3", url="http://localhost:11434/v1")
    assert find_price(local) == FREE
    assert find_price(local.model_copy(update={"url": "https://api.openai.com/v1"})) is None
    own = ["http://127.0.0.1/v1", "http://[::1]:8/v1", "http://192.168.1.7/v1", "http://box.local/v1"]
    assert all(map(is_own_machine, own))
    assert not any(map(is_own_machine, ["https://8.8.8.8/v1", "https://localhost.evil.example/v1", "https://x/v1"]))


def test_an_estimate_above_the_limit_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    async def run() -> None:
        async with ModelService() as service:
            with pytest.raises(ScriptGenerationError, match=r"would cost about \$0\.\d\d.*allows \$0\.01") as raised:
                await make_writer(service, tmp_path, max_cost=0.01).write(assign(), nobody)
            assert service.requests == [] and "--max-cost" in raised.value.remedy

    asyncio.run(run())


def test_estimates_are_rather_too_high(tmp_path: Path) -> None:
    async def run() -> tuple[float, float]:
        async with ModelService() as service:
            written = await make_writer(service, tmp_path).write(assign(), nobody)
        price = find_price(SONNET)
        assert price is not None
        return written.spending.dollars, sum(map(price.estimate, assign().parts))

    spent, estimated = asyncio.run(run())
    assert 0 < spent < estimated


def test_the_account_stops_what_would_go_beyond_the_limit(tmp_path: Path) -> None:
    price = find_price(SONNET)
    assert price is not None

    async def run() -> None:
        async with ModelService("ungrounded") as service:  # each answer is paid for, and must be asked for again
            parts = assign().parts
            limit = sum(map(price.estimate, (*parts, parts[0]))) + 0.0001  # just what it should cost, if all went well
            assert limit > price.most(parts[0])
            with pytest.raises(ScriptGenerationError, match=r"are spent, the next call may cost"):
                await make_writer(service, tmp_path, max_cost=limit).write(assign(), nobody)
            assert 1 <= len(service.requests) <= 2

    asyncio.run(run())


def test_calls_at_the_same_time_share_one_account() -> None:
    price = find_price(SONNET)
    question = assign().parts[0]
    assert price is not None
    most = price.most(question)

    async def run(limit: float) -> tuple[int, float]:
        ledger, active, highest = Ledger(price, Account(limit)), 0, 0

        async def call() -> None:
            nonlocal active, highest
            async with ledger.reserve(question, "") as settle:
                active += 1
                highest = max(highest, active)
                await asyncio.sleep(0.01)
                settle(Usage(calls=1, output=100))
                active -= 1

        await asyncio.gather(*(call() for _ in range(4)))
        return highest, ledger.spending.dollars

    highest, spent = asyncio.run(run(2.5 * most))
    assert highest == 2 and spent == pytest.approx(0.004)
    assert asyncio.run(run(10 * most))[0] == 4


def cost_of_one(tmp_path: Path) -> tuple[float, float]:
    """Return what the small document's script is expected to cost, and what it does."""

    async def run() -> float:
        async with ModelService() as service:
            return (await make_writer(service, tmp_path / "first").write(assign(), nobody)).spending.dollars

    price, parts = find_price(SONNET), assign().parts
    assert price is not None
    return sum(map(price.estimate, (*parts, parts[0]))), asyncio.run(run())


def test_films_at_the_same_time_share_one_budget_and_none_begins_on_what_another_needs(tmp_path: Path) -> None:
    expected, costs = cost_of_one(tmp_path)
    limit = expected + costs  # enough for one, and after it for another; not for the third
    whole = Account(limit)

    async def film(service: ModelService, name: str, account: Account) -> float:
        writer = make_writer(service, tmp_path / name, account=account)
        return (await writer.write(assign(), nobody)).spending.dollars

    async def run() -> tuple[list[float | BaseException], int]:
        films = [Account("none", whole) for _ in range(3)]
        async with ModelService() as service:
            works = [film(service, f"film-{at}", account) for at, account in enumerate(films)]
            done = await asyncio.gather(*works, return_exceptions=True)
        assert [account.spent for account in films] == [0.0 if isinstance(one, BaseException) else one for one in done]
        return list(done), len(service.requests)

    done, asked = asyncio.run(run())
    refused = [one for one in done if isinstance(one, BaseException)]
    paid = [one for one in done if isinstance(one, float)]
    assert len(paid) == 2 and whole.spent == pytest.approx(sum(paid)) and whole.spent <= limit
    (error,) = refused
    assert isinstance(error, ScriptGenerationError) and error.exit_code == 5 and "\n" not in str(error)
    assert f"--max-cost allows ${limit:.2f}, of which ${whole.spent:.4f} are spent." in str(error)
    assert asked == 2 * (len(assign().parts) + 1)  # nothing was asked for the third


def test_one_limit_holds_for_all_that_is_done_within_it_whatever_loop_it_runs_in(tmp_path: Path) -> None:
    expected, costs = cost_of_one(tmp_path)

    async def film(service: ModelService, name: str) -> float:
        with open_account(1000) as account:  # a film's own limit says nothing within a command's
            await make_writer(service, tmp_path / name, account=account).write(assign(), nobody)
            return account.spent

    with served(ModelService()) as service:
        with open_account(expected + costs / 2) as whole:
            assert asyncio.run(film(service, "a")) == whole.spent > 0
            with pytest.raises(ScriptGenerationError, match="are spent"):
                asyncio.run(film(service, "b"))
            whole.pay("others", expected)
            assert asyncio.run(film(service, "a")) == 0  # what is kept costs nothing, however little is left
        assert asyncio.run(film(service, "b")) > 0


def settings(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Settings:
    for name in ("ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return load_settings()


def test_who_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = settings(monkeypatch)
    assert choose_writer("auto", None, bare) is None and choose_writer("off", None, bare) is None
    with pytest.raises(ScriptGenerationError, match="no key") as raised:
        choose_writer("on", None, bare)
    assert raised.value.exit_code == 5 and "ANTHROPIC_API_KEY" in raised.value.remedy
    keyed = settings(monkeypatch, ANTHROPIC_API_KEY=KEY)
    assert choose_writer("auto", None, keyed) == SONNET and choose_writer("off", None, keyed) is None
    assert choose_writer("auto", "claude-opus-5-5", keyed) == SONNET.model_copy(update={"model": "claude-opus-5-5"})
    local = settings(monkeypatch, VIDEO_GEN_AI_URL="http://localhost:11434/v1/")
    assert str(choose_writer("auto", "llama3.3", local)) == "llama3.3"
    with pytest.raises(ConfigError, match="no model of it"):
        choose_writer("auto", None, local)


@pytest.mark.parametrize(
    "url", ["localhost:11434", "ftp://localhost/v1", "http://", "file:///etc/passwd", "https://me:secret@host/v1",
            "https://host/v1?key=secret", "http://evil.example/v1", "http://[::1", "https://host:0/v1"],
)  # fmt: skip
def test_an_address_that_cannot_be_meant_is_refused_without_its_secret(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    found = settings(monkeypatch, VIDEO_GEN_AI_URL=url, VIDEO_GEN_AI_KEY=KEY)
    with pytest.raises(ConfigError) as raised:
        choose_writer("auto", "llama3.3", found)
    assert "secret" not in str(raised.value) and KEY not in str(raised.value) and KEY not in repr(found)


def test_a_model_without_a_price_needs_a_word_on_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = settings(monkeypatch, ANTHROPIC_API_KEY=KEY)
    unheard = SONNET.model_copy(update={"model": "claude-unheard-of"})
    with pytest.raises(ScriptGenerationError, match="price of claude-unheard-of is not known") as raised:
        open_writer(unheard, found, Account(1.0), tmp_path)
    assert "--max-cost none" in raised.value.remedy
    assert open_writer(unheard, found, Account("none"), tmp_path).choice == unheard
