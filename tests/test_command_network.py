"""The whole command with sources on the network, in a process of its own."""

from __future__ import annotations

import json

import pytest

from model.result import PipelineResult
from tests.film_maker import FilmMaker
from tests.web_server import serving
from tests.youtube_service import VIDEO, youtube
from tests.youtube_talk import TALK, generate_lines

SHORT = {"VIDEO_GEN_TARGET_DURATION": "30", "VIDEO_GEN_RESOLUTION": "720p", "VIDEO_GEN_QUALITY": "draft"}


@pytest.mark.slow
def test_a_video_is_told_and_recognised_again(maker: FilmMaker) -> None:
    with youtube({"en:asr": generate_lines(TALK)}) as service:
        world = {
            "VIDEO_GEN_YOUTUBE_URL": service.url,
            "VIDEO_GEN_ALLOW_HOSTS": f"127.0.0.1:{service.server.port}",
            **SHORT,
        }
        result = maker.make(f"https://www.youtube.com/watch?v={VIDEO}", **world)
        asked = len(service.server.seen)
        again = maker.make(f"https://youtu.be/{VIDEO}?t=90", **world)
        assert len(service.server.seen) == 2 * asked == 6
        told = maker.make(f"youtube:{VIDEO}", "--youtube-mode", "summary", **world)
    assert result.title == "How to make a slow web service fast"
    assert result.video_id == "how-to-make-a-slow-web-service-fast"
    assert [one.name for one in result.inputs] == [f"https://youtu.be/{VIDEO}"]
    assert again.run is not None and again.run.unchanged
    assert told.run is not None and not told.run.unchanged
    report = json.loads((maker.folder(result) / "timing_report.json").read_bytes())
    spans = [span for scene in report["scenes"] for sentence in scene["sentences"] for span in sentence["source"]]
    assert spans
    assert all(
        span["file"] == f"https://youtu.be/{VIDEO}" and 1 <= span["first_second"] <= span["last_second"] < 210
        for span in spans
    )


@pytest.mark.slow
def test_a_document_is_told_by_its_address(maker: FilmMaker) -> None:
    with serving() as server:
        server.pages["/pools.md"] = lambda handler: handler.give(
            b"# Pools\n\nA pool keeps connections open, and lends them to requests.\n", "text/plain; charset=utf-8"
        )
        world = {"VIDEO_GEN_ALLOW_HOSTS": f"127.0.0.1:{server.port}", **SHORT}
        result = maker.make(server.url("/pools.md"), **world)
        assert len(server.seen) == 1
        again = maker.make(server.url("/pools.md"), **world)
        assert len(server.seen) == 2
    assert again.run is not None and again.run.unchanged
    assert PipelineResult.model_validate(result).inputs[0].name == server.url("/pools.md")


def test_refusals_have_exit_codes_and_remedies(maker: FilmMaker) -> None:
    for fault, code, message in (
        ("private", 3, "The video is private. Ask"),
        ("captcha", 5, "captcha. Wait some hours"),
    ):
        with youtube({"en": generate_lines(TALK)}, fault) as service:
            world = {"VIDEO_GEN_YOUTUBE_URL": service.url, "VIDEO_GEN_ALLOW_HOSTS": f"127.0.0.1:{service.server.port}"}
            done = maker.run("--source", f"youtube:{VIDEO}", **world)
            assert (done.returncode, done.stdout) == (code, "")
            assert message in done.stderr
            assert "Traceback" not in done.stderr
            both = maker.run("--source", f"youtube:{VIDEO}", "--engine", "espeak", "--voice", "nobody", **world)
            assert message in both.stderr and "nobody" in both.stderr  # all that is wrong, at once


def test_an_address_behind_the_users_door_is_not_fetched(maker: FilmMaker) -> None:
    with serving() as server:
        done = maker.run("--source", server.url("/secret.md"))
        assert done.returncode == 3
        assert "Web pages are not served at port" in done.stderr
        assert server.connections == 0


def test_a_project_may_not_open_doors(maker: FilmMaker) -> None:
    folder = maker.home / "project"
    folder.mkdir()
    (folder / "a.md").write_text("# A\n\nWords.\n")
    for setting in ('allow_hosts = "127.0.0.1"', 'proxy = "http://127.0.0.1:9"', 'youtube_url = "http://127.0.0.1:9"'):
        (folder / "video-gen.toml").write_text(f"{setting}\n")
        done = maker.run("--source", str(folder / "a.md"), "--dry-run")
        assert done.returncode == 2, done.stderr
        assert f"cannot set {setting.split()[0]}" in done.stderr
