"""The real client of YouTube's transcripts, against a server on the loopback that speaks as YouTube does."""

from __future__ import annotations

import socket

import pytest

from adapters.addresses import read_allowance
from adapters.network import Door
from adapters.transcripts.transcript import Line, Transcript
from adapters.youtube.client import fetch_transcript
from adapters.youtube.languages import Wish
from adapters.youtube.video_address import is_youtube_address, read_video_id
from model.errors import NetworkError, ValidationError, VideoGenError
from tests.youtube_service import KEY, VIDEO, YouTubeService, youtube

ENGLISH = (Line(text="It's <b>5 & 6</b>.", start=0.5, duration=2.0), Line(text="Next line.", start=2.5, duration=1.0))
GERMAN = (Line(text="Guten Tag.", start=0.0, duration=1.5),)
RECOGNISED = (Line(text="it's five and six", start=0.4, duration=4.0),)
TRACKS = {"de": GERMAN, "en:asr": RECOGNISED, "en": ENGLISH}


def fetch(service: YouTubeService, wish: Wish = Wish(), **more: object) -> Transcript:  # noqa: B008
    port = service.server.port
    return fetch_transcript(VIDEO, wish, Door(allowance=read_allowance(f"127.0.0.1:{port}"), **more), service.url)  # type: ignore[arg-type]


def test_what_people_wrote_is_taken_before_what_was_recognised() -> None:
    with youtube(TRACKS) as service:
        found = fetch(service)
    assert (found.language, found.origin) == ("en", "written")
    assert [(line.text, line.start, line.duration) for line in found.lines] == [
        ("It's 5 & 6.", 0.5, 2.0),
        ("Next line.", 2.5, 1.0),
    ]
    assert (found.title, found.channel, found.seconds) == (
        "How to make a slow web service fast",
        "Fast Services",
        203.0,
    )
    assert service.asked[0]["context"]["client"]["clientName"] == "ANDROID"
    assert [path.partition("?")[0] for path, _ in service.server.seen] == [
        "/watch",
        "/youtubei/v1/player",
        "/api/timedtext",
    ]
    assert all(KEY not in path for path, _ in service.server.seen[2:])


@pytest.mark.parametrize(
    ("tracks", "wish", "language", "origin"),
    [
        (TRACKS, Wish(("de", "en")), "de", "written"),
        (TRACKS, Wish(("fr", "de")), "de", "written"),
        ({"en:asr": RECOGNISED}, Wish(), "en", "generated"),
        ({"en-GB": ENGLISH, "en:asr": RECOGNISED}, Wish(("en",)), "en-GB", "written"),
        ({"en-GB": ENGLISH, "en-US": ENGLISH}, Wish(("en-us",)), "en-US", "written"),
        ({"de": GERMAN}, Wish(("de-AT",)), "de", "written"),
        ({"fr": ENGLISH, "de:asr": GERMAN, "de": GERMAN}, Wish(), "de", "written"),
        ({"ja": ENGLISH}, Wish(), "ja", "written"),
        ({"iw": ENGLISH}, Wish(("iw",)), "he", "written"),
        (TRACKS, Wish(translate="fr"), "fr", "translated"),
        (TRACKS, Wish(translate="de"), "de", "written"),
        (TRACKS, Wish(("de",), "fr"), "fr", "translated"),
    ],
)  # fmt: skip
def test_languages_are_taken_as_they_are_wanted(tracks, wish: Wish, language: str, origin: str) -> None:
    with youtube(tracks) as service:
        found = fetch(service, wish)
    assert (found.language, found.origin) == (language, origin)
    if origin == "translated":
        assert found.lines[0].text.startswith("[fr] " + ("Guten" if wish.languages else "It's"))


REFUSED = {
    "private": (3, "The video is private", "Ask its owner"),
    "age": (3, "age-restricted", "Name another video"),
    "age-new": (3, "age-restricted", "Name another video"),
    "gone": (3, "no such video", "Check the address"),
    "removed": (3, "no such video", "Check the address"),
    "upcoming": (3, "live event that has not begun", "Wait until it is over"),
    "live": (3, "live, and has no transcript yet", "Wait until it is over"),
    "members": (3, "members of its channel", "Name another video"),
    "country": (3, "not available in the country", "Name another video"),
    "odd": (3, "does not play this video to us: Something nobody", "Name another video"),
    "disabled": (3, "has no transcript: its author disabled", "Name another video"),
    "bot": (5, "takes this network for a robot's", "VIDEO_GEN_PROXY"),
    "captcha": (5, "asks for a captcha", "VIDEO_GEN_PROXY"),
    "429": (5, "too many requests", "Wait 120 seconds"),
    "text-429": (5, "too many requests", "Wait a quarter of an hour"),
    "500": (5, "YouTube answered 500", "Try again later"),
    "po-token": (5, "its own players only", "upgrade youtube-transcript-api"),
    "consent-stuck": (5, "asks for consent", "upgrade youtube-transcript-api"),
    "no-key": (5, "page is not understood", "upgrade youtube-transcript-api"),
    "not-json": (5, "answer is not understood", "upgrade youtube-transcript-api"),
    "no-player": (5, "answer is not understood", "upgrade youtube-transcript-api"),
    "empty-text": (5, "answer is not understood", "upgrade youtube-transcript-api"),
    "rotten-text": (5, "answer is not understood", "upgrade youtube-transcript-api"),
    "bomb": (5, "answer is not understood", "upgrade youtube-transcript-api"),
    "elsewhere": (3, "somebody else's address", "Try again later"),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_each_refusal_says_what_to_do(fault: str) -> None:
    code, message, remedy = REFUSED[fault]
    with youtube(TRACKS, fault) as service, pytest.raises(VideoGenError) as caught:
        fetch(service)
    assert caught.value.exit_code == code
    assert message in str(caught.value)
    assert remedy in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


def test_refusals_are_told_apart() -> None:
    same = [("age", "age-new"), ("gone", "removed"), ("429", "text-429")]
    messages = {message for _, message, _ in REFUSED.values()}
    assert len(messages) == len(REFUSED) - len(same) - 4  # five answers that are not understood are one


def test_consent_is_given_once() -> None:
    with youtube(TRACKS, "consent") as service:
        assert fetch(service).origin == "written"
    assert [path.partition("?")[0] for path, _ in service.server.seen][:2] == ["/watch", "/watch"]


def test_a_language_that_is_not_there_is_told_with_those_that_are() -> None:
    with youtube(TRACKS) as service:
        with pytest.raises(
            ValidationError, match=r"no transcript in fr or es.*: de, en, en \(generated\).*--youtube-translate fr"
        ):
            fetch(service, Wish(("fr", "es")))
        with pytest.raises(ValidationError, match="does not translate its transcript into ja"):
            fetch(service, Wish(translate="ja"))


def test_without_words_there_is_no_film() -> None:
    with (
        youtube({"en": (Line(text=" ", start=0, duration=1),)}) as service,
        pytest.raises(ValidationError, match="is empty"),
    ):
        fetch(service)


def test_without_a_network_it_says_so() -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{reserved.getsockname()[1]}"
        with pytest.raises(NetworkError, match="cannot be reached") as caught:
            fetch_transcript(VIDEO, Wish(), Door(allowance=read_allowance("127.0.0.1")), url)
    assert caught.value.transient


def test_nothing_of_the_environment_is_sent(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    (tmp_path / "netrc").write_text("default login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with youtube(TRACKS) as service:
        fetch(service)
        assert not any({"Authorization", "Cookie"} & set(headers) for _, headers in service.server.seen)


@pytest.mark.parametrize(
    "address",
    [
        "abcdefghijk", "https://www.youtube.com/watch?v=abcdefghijk", "http://youtube.com/watch?v=abcdefghijk",
        "https://www.youtube.com/watch?v=abcdefghijk&list=PL123&index=4&t=1m30s", "https://www.youtube.com/watch?app=desktop&v=abcdefghijk#t=90",
        "https://youtu.be/abcdefghijk", "https://youtu.be/abcdefghijk?si=XyZ&t=90", "https://www.youtu.be/abcdefghijk/",
        "https://www.youtube.com/shorts/abcdefghijk?feature=share", "https://www.youtube.com/live/abcdefghijk?si=a",
        "https://www.youtube.com/embed/abcdefghijk?start=90", "https://www.youtube-nocookie.com/embed/abcdefghijk",
        "https://www.youtube.com/v/abcdefghijk", "https://www.youtube.com/e/abcdefghijk",
        "https://m.youtube.com/watch?v=abcdefghijk",
        "https://music.youtube.com/watch?v=abcdefghijk&list=RDAMVM", "https://gaming.youtube.com/watch?v=abcdefghijk",
        "youtube.com/watch?v=abcdefghijk", "www.youtube.com/watch?v=abcdefghijk", "youtu.be/abcdefghijk",
        "//youtu.be/abcdefghijk",
        "HTTPS://WWW.YOUTUBE.COM/watch?v=abcdefghijk", " https://youtu.be/abcdefghijk ", "https://www.youtube.com/watch/abcdefghijk",
        "https://www.youtube.com/attribution_link?a=x&u=%2Fwatch%3Fv%3Dabcdefghijk%26feature%3Dshare",
        "https://www.youtube.com/oembed?url=https%3A//www.youtube.com/watch?v%3Dabcdefghijk&format=json",
        "https://www.youtube.com/embed/videoseries?list=PL1&v=abcdefghijk", "https://www.youtubekids.com/watch?v=abcdefghijk",
    ],
)  # fmt: skip
def test_a_video_is_found_in_every_form_of_address(address: str) -> None:
    assert read_video_id(address) == "abcdefghijk"
    assert is_youtube_address(address) == (address != "abcdefghijk")


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("https://www.youtube.com/playlist?list=PL123", "a playlist"),
        ("https://www.youtube.com/@somebody/videos", "a channel"),
        ("https://www.youtube.com/channel/UC123", "a channel"), ("https://www.youtube.com/results?search_query=a", "a search"),
        ("https://www.youtube.com/clip/Ugkx123", "a clip"), ("https://www.youtube.com/watch?v=short", "'short' is not the id"),
        ("https://www.youtube.com/embed/videoseries?list=PL1", "names no video"),
        ("https://www.youtube.com/", "names no video"),
        ("https://youtu.be/abc/../../etc", "'abc' is not the id"),
        ("https://notyoutube.com/watch?v=abcdefghijk", "neither an address"),
        ("https://youtube.com.evil.example/watch?v=abcdefghijk", "neither an address"),
        ("", "neither an address"),
        ("https://user@youtube.com/watch?v=abcdefghijk", "neither an address"),
        ("https://youtu.be/abcdefghij%0a", "is not the id"),
        ("http://[::1/watch?v=abcdefghijk", "neither an address"), ("https://youtube.com:99999/x", "neither an address"),
    ],
)  # fmt: skip
def test_what_names_no_video_is_told(address: str, reason: str) -> None:
    with pytest.raises(ValidationError) as caught:
        read_video_id(address)
    assert reason in str(caught.value)
    assert "youtube:" in caught.value.problems[0].remedy
