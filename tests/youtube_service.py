"""A stand-in for YouTube on the loopback: its watch page, its player's interface, its timed text, and how it refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from typing import Any
from urllib.parse import parse_qs, urlsplit

from adapters.transcripts.transcript import Line
from tests.web_server import Handler, WebServer, serving

KEY = "AIzaSyLoopbackKey_0123456789"
VIDEO = "abcdefghijk"
TRANSLATIONS = {"de": "German", "fr": "French", "en": "English"}
REFUSALS: dict[str, dict[str, Any]] = {
    "private": {"status": "LOGIN_REQUIRED", "reason": "This is a private video. Please sign in to verify that you may see it."},
    "age": {"status": "LOGIN_REQUIRED", "reason": "This video may be inappropriate for some users."},
    "age-new": {"status": "LOGIN_REQUIRED", "reason": "Sign in to confirm your age"},
    "bot": {"status": "LOGIN_REQUIRED", "reason": "Sign in to confirm you’re not a bot"},
    "gone": {"status": "ERROR", "reason": "This video is unavailable"},
    "removed": {"status": "ERROR", "reason": "This video has been removed by the uploader"},
    "upcoming": {"status": "LIVE_STREAM_OFFLINE", "reason": "This live event will begin in 3 hours."},
    "members": {"status": "UNPLAYABLE", "reason": "Join this channel to get access to members-only content like this video."},
    "country": {"status": "UNPLAYABLE", "reason": "The uploader has not made this video available in your country"},
    "odd": {"status": "UNPLAYABLE", "reason": "Something nobody has heard of"},
}  # fmt: skip


class YouTubeService:
    """One video. `fault` names a refusal of the player's, or: disabled, live, captcha, 429, 500, consent, consent-stuck,
    no-key, not-json, no-player, empty-text, rotten-text, po-token, text-429, bomb, elsewhere."""

    def __init__(
        self, server: WebServer, tracks: dict[str, Sequence[Line]], fault: str = "", **details: object
    ) -> None:
        self.server, self.tracks, self.fault = server, tracks, fault
        self.details = {"title": "How to make a slow web service fast", "author": "Fast Services", "lengthSeconds": "203",
                        "shortDescription": "We use PostgreSQL.\n"} | details  # fmt: skip
        self.asked: list[dict[str, Any]] = []
        server.pages |= {
            "/watch": self._watch, "/youtubei/v1/player": self._player, "/api/timedtext": self._text,
        }  # fmt: skip

    @property
    def url(self) -> str:
        return self.server.url("").rstrip("/")

    def _watch(self, handler: Handler) -> None:
        assert parse_qs(urlsplit(handler.path).query)["v"] == [VIDEO]
        if self.fault == "429":
            handler.give(b"slow down", status=429, Retry_After="120")
        elif self.fault == "500":
            handler.give(b"broken", status=500)
        elif self.fault == "captcha":
            handler.give(b'<form><div class="g-recaptcha"></div></form>', "text/html")
        elif self.fault == "no-key":
            handler.give(b"<html>nothing to see</html>", "text/html")
        elif self.fault.startswith("consent") and (
            self.fault == "consent-stuck" or "CONSENT=YES" not in handler.headers.get("Cookie", "")
        ):
            handler.give(
                b'<form action="https://consent.youtube.com/s"><input name="v" value="cb.2026"></form>', "text/html"
            )
        else:
            handler.give(
                f'<script>ytcfg.set({{"INNERTUBE_API_KEY": "{KEY}"}});</script>'.encode(), "text/html; charset=utf-8"
            )

    def _player(self, handler: Handler) -> None:
        asked = json.loads(handler.body)
        self.asked.append(asked)
        assert asked["videoId"] == VIDEO
        assert parse_qs(urlsplit(handler.path).query)["key"] == [KEY]
        if self.fault == "not-json":
            handler.give(b"<html>", "text/html")
            return
        if self.fault == "no-player":
            handler.give(b"[]", "application/json")
            return
        playability = REFUSALS.get(self.fault, {"status": "OK"})
        answer: dict[str, Any] = {"playabilityStatus": playability, "videoDetails": {"videoId": VIDEO, **self.details}}
        if self.fault == "live":
            answer["videoDetails"]["isLive"] = True
        elif self.fault != "disabled":
            answer["captions"] = {"playerCaptionsTracklistRenderer": self._tracklist()}
        handler.give(json.dumps(answer).encode(), "application/json; charset=UTF-8")

    def _tracklist(self) -> dict[str, Any]:
        host = "https://files.example" if self.fault == "elsewhere" else "https://www.youtube.com"
        tail = "&exp=xpe" if self.fault == "po-token" else "&fmt=srv3"
        tracks = []
        for name in self.tracks:
            language, _, kind = name.partition(":")
            tracks.append({
                "baseUrl": f"{host}/api/timedtext?v={VIDEO}&lang={language}" + ("&kind=asr" if kind else "") + tail,
                "name": {"runs": [{"text": f"{language}{' (auto-generated)' if kind else ''}"}]}, "languageCode": language,
                "isTranslatable": True, **({"kind": "asr"} if kind else {}),
            })  # fmt: skip
        translations = [
            {"languageCode": code, "languageName": {"runs": [{"text": name}]}} for code, name in TRANSLATIONS.items()
        ]
        return {"captionTracks": tracks, "translationLanguages": translations}

    def _text(self, handler: Handler) -> None:
        query = {name: values[0] for name, values in parse_qs(urlsplit(handler.path).query).items()}
        assert "fmt" not in query, "the client asks for the simple form"
        if self.fault == "text-429":
            handler.give(b"", status=429)
        elif self.fault == "empty-text":
            handler.give(b"", "text/xml")
        elif self.fault == "rotten-text":
            handler.give(b"<transcript><text start='0'>cut", "text/xml")
        elif self.fault == "bomb":
            entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(12))
            handler.give(
                f"<!DOCTYPE t [{entities}]><transcript><text start='0'>&a11;</text></transcript>".encode(), "text/xml"
            )
        else:
            name = query["lang"] + (":asr" if query.get("kind") == "asr" else "")
            handler.give(write_xml(self.tracks[name], query.get("tlang", "")), "text/xml; charset=UTF-8")


def write_xml(lines: Sequence[Line], translated: str = "") -> bytes:
    """Write timed text as YouTube does: text that is escaped twice, in elements with start and duration."""
    mark = f"[{translated}] " if translated else ""
    body = "".join(
        f'<text start="{line.start:.3f}" dur="{line.duration:.3f}">{escape(escape(mark + line.text))}</text>'
        for line in lines
    )
    return f'<?xml version="1.0" encoding="utf-8" ?><transcript>{body}</transcript>'.encode()


@contextmanager
def youtube(tracks: dict[str, Sequence[Line]], fault: str = "", **details: object) -> Iterator[YouTubeService]:
    """Serve one video."""
    with serving() as server:
        yield YouTubeService(server, tracks, fault, **details)
