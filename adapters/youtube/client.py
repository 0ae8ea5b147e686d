"""A video's id -> its transcript, by youtube-transcript-api over a session that goes through our door."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import ParseError

import requests
import urllib3
from requests.adapters import BaseAdapter, HTTPAdapter
from youtube_transcript_api import CouldNotRetrieveTranscript, YouTubeTranscriptApi

from adapters.network import Door, Request, ask
from adapters.network_errors import forbid
from adapters.transcripts.transcript import LONGEST, Line, Origin, Transcript
from adapters.youtube.languages import Wish, choose_offer, read_language
from adapters.youtube.refusals import Facts, explain, not_understood, refuse_empty

_LIMIT = 16_000_000
"""Bytes of an answer: a watch page has about one million."""
_MOST_LINES = 100_000
_HOSTS = ("youtube.com", "google.com")
"""Whom the client may ask: YouTube, and where Google asks for consent."""


def fetch_transcript(video_id: str, wish: Wish, door: Door, base_url: str = "") -> Transcript:
    """Fetch the transcript that fits best; `base_url` stands for YouTube's own address, in tests and behind gateways.

    Raises ValidationError when the video has none for us, NetworkError when YouTube does not answer or refuses us.
    """
    facts = _Facts()
    with requests.Session() as session:
        session.trust_env = False  # no proxies and no credentials that the environment or a .netrc names
        session.mount("https://", _DoorAdapter(door, base_url))
        session.hooks["response"].append(facts.note)
        try:
            offers = list(YouTubeTranscriptApi(http_client=session).list(video_id))
            offer = choose_offer(video_id, offers, wish)
            found = offer.fetch()
        except CouldNotRetrieveTranscript as error:
            raise explain(video_id, error, facts.known()) from error
        except (
            ParseError,
            ValueError,
            KeyError,
            TypeError,
            AttributeError,
            IndexError,
            requests.RequestException,
        ) as error:
            raise not_understood(video_id, error) from error
    lines = [Line(text=at.text, start=max(0, at.start), duration=max(0, at.duration)) for at in found]
    origin: Origin = "generated" if offer.is_generated else "written"
    return _keep(video_id, facts, offer.language_code, origin if offer in offers else "translated", lines)


def _keep(video_id: str, facts: _Facts, language: str, origin: Origin, lines: list[Line]) -> Transcript:
    if len(lines) > _MOST_LINES or sum(len(line.text) for line in lines) > LONGEST:
        raise forbid(
            f"youtube:{video_id}", "Its transcript is longer than forty hours of speech.", "Name a shorter video."
        )
    if not any(line.text.strip() for line in lines):
        raise refuse_empty(video_id)
    details = facts.details
    return Transcript(
        video_id=video_id, title=_text(details, "title")[:300], channel=_text(details, "author")[:200],
        description=_text(details, "shortDescription")[:20_000], seconds=_number(details, "lengthSeconds"),
        language=read_language(language), origin=origin, lines=tuple(sorted(lines, key=lambda line: line.start)),
    )  # fmt: skip


def _text(details: Mapping[str, Any], name: str) -> str:
    found = details.get(name, "")
    return (
        "".join(sign for sign in found if sign.isprintable() or sign == "\n").strip() if isinstance(found, str) else ""
    )


def _number(details: Mapping[str, Any], name: str) -> float:
    found = str(details.get(name, ""))
    return float(found) if found.isascii() and found.isdigit() and len(found) < 8 else 0.0


class _Facts:
    """What passes by while the client asks: the video's name, and how YouTube refuses."""

    def __init__(self) -> None:
        self.details: Mapping[str, Any] = {}
        self._playability: Mapping[str, Any] = {}
        self._status, self._wait = 200, ""

    def note(self, response: requests.Response, **_: Any) -> None:
        """Take notes of an answer; what cannot be read is the client's to complain of."""
        self._status, self._wait = response.status_code, response.headers.get("Retry-After", "")
        if urlsplit(response.url).path != "/youtubei/v1/player":
            return
        try:
            data = response.json()
        except ValueError:
            return
        if isinstance(data, dict):
            self.details = _mapping(data.get("videoDetails"))
            self._playability = _mapping(data.get("playabilityStatus"))

    def known(self) -> Facts:
        """Return what tells one refusal from another."""
        return Facts(
            http_status=self._status, retry_after=self._wait, status=_text(self._playability, "status"),
            reason=_text(self._playability, "reason"), live=self.details.get("isLive") is True,
            upcoming=self.details.get("isUpcoming") is True,
        )  # fmt: skip


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


class _DoorAdapter(BaseAdapter):
    """The session's way to the network: our door, and nothing else."""

    def __init__(self, door: Door, base_url: str) -> None:
        super().__init__()
        self._door, self._base = door, base_url.rstrip("/")

    def send(
        self, request: requests.PreparedRequest, stream: bool = False, timeout: Any = None, verify: Any = True,
        cert: Any = None, proxies: Any = None,
    ) -> requests.Response:  # fmt: skip
        """Send a request of the client's."""
        answer = ask(self._door, self._translate(request))
        # The door has unpacked the body: what the headers say of its coding and length is no longer so.
        headers = {name: value for name, value in answer.headers.items() if name not in _CODING}
        raw = urllib3.HTTPResponse(
            body=io.BytesIO(answer.body), headers=headers, status=answer.status, preload_content=False
        )
        return HTTPAdapter().build_response(request, raw)

    def _translate(self, request: requests.PreparedRequest) -> Request:
        url = urlsplit(request.url or "")
        host = url.hostname or ""
        if not any(host == known or host.endswith(f".{known}") for known in _HOSTS):
            raise forbid(request.url or "", "YouTube sends us to somebody else's address.", "Try again later.")
        target = f"{self._base}{url.path}?{url.query}" if self._base else request.url or ""
        body = request.body.encode() if isinstance(request.body, str) else request.body
        assert body is None or isinstance(body, bytes)  # the client sends JSON, and no streams
        headers = {name: str(value) for name, value in request.headers.items() if name.lower() not in _OURS}
        return Request(target, _LIMIT, "transcript", request.method or "GET", headers, body)

    def close(self) -> None:
        """Do nothing: each request has a connection of its own."""


_CODING = ("content-encoding", "content-length", "transfer-encoding")
_OURS = ("accept-encoding", "connection", "content-length", "host")
