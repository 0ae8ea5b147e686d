"""The command with a language model: who writes, what it tells, when it falls back, and where the key never is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from model.result import PipelineResult
from model.sets import SetReport
from tests.film_maker import FilmMaker
from tests.model_film import DOCUMENT, served
from tests.model_service import KEY, ModelService

COMMAND = "deployments.command"
QUICK = ("--quality", "draft", "--resolution", "720p", "--motion", "none", "--target-duration", "40")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "lantern.md"
    path.write_text(DOCUMENT)
    return path


def world(service: ModelService) -> dict[str, str]:
    return {"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_BASE_URL": service.url}


def find_key(*folders: Path) -> list[Path]:
    return [
        path for folder in folders for path in folder.rglob("*")
        if path.is_file() and KEY.encode() in path.read_bytes()
    ]  # fmt: skip


@pytest.mark.slow
def test_a_model_writes_where_there_is_a_key(maker: FilmMaker, source: Path) -> None:
    with served(ModelService()) as service:
        done = maker.run("--source", str(source), "--json", *QUICK, **world(service))
        assert done.returncode == 0, done.stderr
        result = PipelineResult.model_validate_json(done.stdout)
        assert result.run and result.run.model == "claude-sonnet-5-5" and not result.warnings
        asked = len(service.requests)
        assert result.run.asked == asked and 0 < result.run.cost < 0.1
        assert f"It cost ${result.run.cost:.4f} for {asked} answers." in done.stderr
        again = maker.make(source, *QUICK, **world(service))
        assert again.run and again.run.unchanged
        rerun = maker.make(source, "--rerun", *QUICK, **world(service))
        assert rerun.run and rerun.run.asked == 0 and rerun.run.spoken == rerun.run.drawn == 0
        assert len(service.requests) == asked and rerun.files == result.files
        looked = maker.run("check", str(source), "--json", *QUICK, module="deployments.command", **world(service))
        assert len(service.requests) == asked
        report = json.loads(looked.stdout)
        assert report["scenes"] == len(result.scenes) and "by rules" not in looked.stderr
        assert not [found for found in report["findings"] if found["kind"] == "support"]
    rules = maker.make(source, "--ai", "off", *QUICK)
    assert rules.run and not rules.run.model and not rules.run.unchanged
    assert "Turn" not in done.stderr and KEY not in done.stdout + done.stderr + looked.stdout + looked.stderr
    assert find_key(maker.home, maker.state) == []


@pytest.mark.slow
def test_looking_costs_nothing(maker: FilmMaker, source: Path) -> None:
    with served(ModelService()) as service:
        for arguments in (("check", str(source)), ("create", "--from", str(source), "--dry-run")):
            done = maker.run(*arguments, module="deployments.command", **world(service))
            assert done.returncode == 0, done.stderr
            assert "the script by rules: claude-sonnet-5-5 writes another" in done.stderr
        assert service.requests == []


@pytest.mark.slow
def test_auto_falls_back_with_notice_and_on_never_does(maker: FilmMaker, source: Path) -> None:
    with served(ModelService("401")) as service:
        result = maker.make(source, *QUICK, **world(service))
        assert result.warnings[0] == (
            "claude-sonnet-5-5 did not write the script, so it is written by rules. With --rerun it is asked again."
        )
        assert result.run and result.run.model == "" and len(service.requests) == 1
        again = maker.run("--source", str(source), *QUICK, **world(service))
        assert "Nothing changed" in again.stderr and len(service.requests) == 1
        loud = maker.run("--source", str(source), "--ai", "on", *QUICK, **world(service))
        assert loud.returncode == 5 and "refuses our key: 401. Correct ANTHROPIC_API_KEY" in loud.stderr
        assert "Traceback" not in loud.stderr and KEY not in loud.stderr
    assert find_key(maker.home, maker.state) == []


def test_on_without_a_key_is_said_before_anything_is_started(maker: FilmMaker, source: Path) -> None:
    done = maker.run("--source", str(source), "--ai", "on", "--cache-dir", str(maker.cache))
    assert done.returncode == 5
    assert done.stderr.splitlines()[-1] == (
        "error: There is no key for a language model. Set ANTHROPIC_API_KEY, name a server with --ai-url, or leave out --ai on."
    )
    assert not maker.cache.exists()


@pytest.mark.slow
def test_a_limit_is_kept(maker: FilmMaker, source: Path) -> None:
    with served(ModelService()) as service:
        done = maker.run("--source", str(source), "--ai", "on", "--max-cost", "0.001", *QUICK, **world(service))
        assert done.returncode == 5 and "--max-cost allows $0.00" in done.stderr
        assert service.requests == []
    wrong = maker.run("--source", str(source), "--max-cost", "plenty")
    assert wrong.returncode == 2 and "--max-cost cannot be 'plenty'. Choose US dollars" in wrong.stderr


ENOUGH_FOR_ONE = "0.16"
"""Dollars: a script is made for 0.03, and each call must be able to cost the 0.133 that its longest answer would."""


@pytest.mark.slow
def test_a_set_has_one_limit_and_what_is_paid_for_is_made(maker: FilmMaker, source: Path, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    for name in ("candle", "torch"):
        (docs / f"{name}.md").write_text(DOCUMENT.replace("Lantern", name.title()))
    with served(ModelService()) as service:
        asked = ("set", "--from", str(docs), "--ai", "on", "--max-parallel", "2", *QUICK)
        done = maker.run(*asked, "--max-cost", ENOUGH_FOR_ONE, "--json", module=COMMAND, **world(service))
        assert done.returncode == 1, done.stderr
        report = SetReport.model_validate_json(done.stdout)
        (made,) = (film for film in report.films if film.state == "made")
        (failed,) = (film for film in report.films if film.state == "failed")
        assert 0 < made.cost == report.cost < float(ENOUGH_FOR_ONE) and failed.cost == 0
        assert failed.problem.startswith(f"${made.cost:.4f} are spent, the next call may cost $0.")
        assert failed.problem.endswith("and --max-cost allows $0.16.")
        assert f", ${report.cost:.4f}, in" in done.stderr  # altogether
        assert f"${made.cost:.4f}" in next(
            line for line in done.stderr.splitlines() if f"made    {made.video_id}" in line
        )
        requests = len(service.requests)
        more = maker.run(*asked, "--max-cost", "5", "--json", module=COMMAND, **world(service))
        again = SetReport.model_validate_json(more.stdout)
        assert again.success and again.reused == 1 and again.made == 1 and len(service.requests) == 2 * requests


@pytest.mark.slow
def test_all_languages_have_one_limit_and_what_was_spent_is_said(maker: FilmMaker, source: Path) -> None:
    with served(ModelService()) as service:
        many = ("--source", str(source), "--ai", "on", "--languages", "en,es,de", *QUICK)
        done = maker.run(*many, "--max-cost", ENOUGH_FOR_ONE, **world(service))
        assert done.returncode == 5, done.stderr
        assert (maker.output / "lantern" / "lantern.mp4").exists()
        assert "The translation would cost about" in done.stderr.splitlines()[-1]
        assert re.search(
            r"Altogether \$0\.\d{4} were spent of the \$0\.16 that --max-cost allows: lantern \$0", done.stderr
        )
        done = maker.run(*many, "--max-cost", "5", **world(service))
        assert done.returncode == 0, done.stderr
        said = re.search(
            r"Altogether \$(\S+) were spent of the \$5\.00 that --max-cost allows: lantern \$(\S+), lantern-es \$(\S+),"
            r" lantern-de \$(\S+)\.$", done.stderr, re.MULTILINE,
        )  # fmt: skip
        assert said, done.stderr
        whole, *each = map(float, said.groups())
        assert whole == pytest.approx(sum(each)) and each[0] == 0 < min(each[1:])  # the script was kept


@pytest.mark.slow
def test_a_local_server_needs_no_key(maker: FilmMaker, source: Path) -> None:
    with served(ModelService()) as service:
        options = ("--ai-url", f"{service.url}/v1", "--model", "llama3.3")
        result = maker.make(source, *options, *QUICK)
        assert result.run and result.run.model == "llama3.3" and result.run.cost == 0 and result.run.asked > 1
        assert "authorization" not in service.headers[0]
        done = maker.run("--source", str(source), "--rerun", *options, *QUICK, VIDEO_GEN_AI_KEY=KEY)
        assert done.returncode == 0 and len(service.requests) == result.run.asked
    assert find_key(maker.home, maker.state) == []


@pytest.mark.parametrize(("name", "value"), [("ai_url", "http://127.0.0.1:9/v1"), ("ai_key", "x"), ("max_cost", 1000)])
def test_a_documents_folder_decides_neither_where_it_is_sent_nor_what_is_spent(
    maker: FilmMaker, source: Path, name: str, value: object
) -> None:
    (source.parent / "video-gen.toml").write_text(f"{name} = {json.dumps(value)}\n")
    done = maker.run("--source", str(source))
    assert done.returncode == 2 and f"cannot set {name}" in done.stderr


def test_a_key_that_cannot_be_meant_is_not_shown(maker: FilmMaker, source: Path) -> None:
    (maker.home / "config" / "video-gen").mkdir(parents=True)
    (maker.home / "config" / "video-gen" / "config.toml").write_text("ai_key = 7391846250\n")
    done = maker.run("--source", str(source))
    assert done.returncode == 2 and "ai_key" in done.stderr and "7391846250" not in done.stderr
