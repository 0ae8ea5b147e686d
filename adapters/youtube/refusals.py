"""The ways in which YouTube gives no transcript -> errors of ours: each says which, and what to do."""

from __future__ import annotations

from typing import NamedTuple

import youtube_transcript_api as client

from adapters.network_errors import forbid
from model.errors import NetworkError, ValidationError

_OTHER = "Name another video, or save what is said in it as a text file and name that."
_UPGRADE = "Try again later; if it stays so, upgrade youtube-transcript-api."
_BLOCKED = "Wait some hours, use another network, or name a proxy of yours: VIDEO_GEN_PROXY=http://proxy:3128."


class Facts(NamedTuple):
    """What YouTube's answers say, beside what the client makes of them."""

    http_status: int = 200
    retry_after: str = ""
    status: str = ""
    """Of the player: OK, ERROR, LOGIN_REQUIRED, UNPLAYABLE, LIVE_STREAM_OFFLINE."""
    reason: str = ""
    """As a viewer reads it, in English."""
    live: bool = False
    upcoming: bool = False


def explain(video_id: str, error: client.CouldNotRetrieveTranscript, facts: Facts) -> ValidationError | NetworkError:
    """Turn an error of the client's into one of ours."""
    return _explain_network(video_id, error, facts) or _explain_video(video_id, error, facts)


def not_understood(video_id: str, error: Exception) -> NetworkError:
    """Make the error of an answer that is not what YouTube used to say."""
    what = " ".join(f"{type(error).__name__}: {error}".split())[:120].rstrip(".")
    return NetworkError(f"youtube:{video_id}: YouTube's answer is not understood ({what}).", _UPGRADE, transient=True)


def refuse_empty(video_id: str) -> ValidationError:
    """Make the error of a transcript without words."""
    return forbid(f"youtube:{video_id}", "Its transcript is empty: nothing is said in it.", _OTHER)


def _explain_network(video_id: str, error: Exception, facts: Facts) -> NetworkError | None:
    """Explain what has to do with us and not with the video."""
    where = f"youtube:{video_id}"
    if facts.http_status == 429:
        wait = f"Wait {facts.retry_after} seconds" if facts.retry_after.isdigit() else "Wait a quarter of an hour"
        return NetworkError(
            f"{where}: YouTube has had too many requests from this network (429).", f"{wait}, then try again."
        )
    if isinstance(error, client.IpBlocked):
        return NetworkError(f"{where}: YouTube blocks this network: it asks for a captcha.", _BLOCKED)
    if isinstance(error, client.RequestBlocked):
        return NetworkError(f"{where}: YouTube takes this network for a robot's, and asks for a sign-in.", _BLOCKED)
    if isinstance(error, client.PoTokenRequired):
        return NetworkError(f"{where}: YouTube gives this transcript to its own players only (PO token).", _UPGRADE)
    if isinstance(error, client.FailedToCreateConsentCookie):
        return NetworkError(f"{where}: YouTube asks for consent in a way that is not understood.", _UPGRADE)
    if isinstance(error, client.YouTubeRequestFailed):
        again = facts.http_status >= 500
        return NetworkError(f"{where}: YouTube answered {facts.http_status}.", "Try again later.", transient=again)
    if isinstance(error, client.YouTubeDataUnparsable):
        return NetworkError(f"{where}: YouTube's page is not understood.", _UPGRADE, transient=True)
    return None


def _explain_video(video_id: str, error: client.CouldNotRetrieveTranscript, facts: Facts) -> ValidationError:
    """Explain what has to do with the video."""
    reason = facts.reason.lower()
    message, remedy = _explain_state(error, facts, reason)
    if not message:
        said = f": {facts.reason.rstrip('.')}" if facts.reason else ""
        message, remedy = f"YouTube does not play this video to us{said[:200]}.", _OTHER
    return forbid(f"youtube:{video_id}", message, remedy)


def _explain_state(error: Exception, facts: Facts, reason: str) -> tuple[str, str]:
    if facts.upcoming or facts.status == "LIVE_STREAM_OFFLINE":
        return "This is a live event that has not begun.", "Wait until it is over, and YouTube has made its transcript."
    if isinstance(error, client.TranscriptsDisabled) and facts.live:
        return "This is live, and has no transcript yet.", "Wait until it is over, and YouTube has made its transcript."
    if isinstance(error, client.TranscriptsDisabled):
        return "The video has no transcript: its author disabled it, or nobody speaks.", _OTHER
    if isinstance(error, client.AgeRestricted) or "confirm your age" in reason or "inappropriate" in reason:
        return "The video is age-restricted: YouTube shows it to signed-in viewers only.", _OTHER
    if "private" in reason:
        return "The video is private.", "Ask its owner to make it public or unlisted."
    if "members" in reason:
        return "The video is for members of its channel only.", _OTHER
    if "country" in reason or "region" in reason:
        return "The video is not available in the country of this network.", _OTHER
    if (
        isinstance(error, client.VideoUnavailable | client.InvalidVideoId)
        or "removed" in reason
        or facts.status == "ERROR"
    ):
        return "There is no such video: it was removed, or the id is wrong.", "Check the address."
    return "", ""
