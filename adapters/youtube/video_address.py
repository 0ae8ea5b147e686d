"""What people paste -> the id of a YouTube video: addresses in every form that YouTube has, or the id itself."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

from model.errors import Problem, ValidationError

_ID = re.compile(r"[A-Za-z0-9_-]{11}")
_SITES = ("youtube.com", "youtube-nocookie.com", "youtubekids.com", "youtu.be")
_FOLDERS = ("watch", "shorts", "live", "embed", "v", "vi", "e", "clip")
_NO_VIDEOS = {
    "playlist": "a playlist", "channel": "a channel", "c": "a channel", "user": "a channel", "results": "a search",
    "feed": "a feed", "clip": "a clip, which does not say of which video it is",
}  # fmt: skip


def is_youtube_address(source: str) -> bool:
    """Tell whether a source is an address of YouTube's, be it a video's or not."""
    return _split(source) is not None


def read_video_id(source: str) -> str:
    """Return the id of the video that an address or an id names.

    Raises ValidationError when it names none.
    """
    source = source.strip()
    if _ID.fullmatch(source):
        return source
    parts = _split(source)
    if parts is None:
        raise _refuse(source, "This is neither an address of YouTube nor the id of a video, which has 11 characters.")
    site, path, query = parts
    found = _find_id(site, path, query)
    if found is not None and _ID.fullmatch(found):
        return found
    what = next((name for folder, name in _NO_VIDEOS.items() if path[:1] == [folder]), "")
    what = what or ("a channel" if path and path[0].startswith("@") else "")
    if what:
        raise _refuse(source, f"This is the address of {what}, not of a video.")
    if found:
        raise _refuse(source, f"{found[:40]!r} is not the id of a video: those have 11 letters, digits, - and _.")
    raise _refuse(source, "This address of YouTube names no video.")


def _split(source: str) -> tuple[str, list[str], dict[str, list[str]]] | None:
    """Return site, folders and query of an address of YouTube's, with its scheme or without."""
    scheme = re.match(r"(https?:)?//", source.strip(), re.IGNORECASE)
    try:
        parts = urlsplit(source.strip() if scheme else f"//{source.strip()}")
        host = (parts.hostname or "").rstrip(".")
        port = parts.port
    except ValueError:
        return None
    site = next((site for site in _SITES if host == site or host.endswith(f".{site}")), None)
    if site is None or port not in (None, 80, 443) or "@" in parts.netloc:
        return None
    if not scheme and "/" not in source:  # a file may be called youtube.com
        return None
    return site, [part for part in parts.path.split("/") if part], parse_qs(parts.query)


def _find_id(site: str, path: list[str], query: dict[str, list[str]]) -> str | None:
    if path[:1] == ["attribution_link"] and "u" in query:
        inner = urlsplit(query["u"][0])
        return _find_id(site, [part for part in inner.path.split("/") if part], parse_qs(inner.query))
    if path[:1] == ["oembed"] and "url" in query:
        inside = _split(query["url"][0])
        return _find_id(*inside) if inside else None
    if site == "youtu.be":
        return path[0] if path else None
    if named := (query.get("v") or query.get("vi")):
        return named[0].strip()
    if len(path) > 1 and path[0] in _FOLDERS and not (path[0] == "embed" and path[1] in ("videoseries", "live_stream")):
        return unquote(path[1]).strip() if path[0] != "clip" else None
    return None


def _refuse(source: str, message: str) -> ValidationError:
    remedy = "Name a video: youtube:https://youtu.be/ID, or youtube:ID."
    return ValidationError((Problem(message=message, remedy=remedy, file=source[:200] or "youtube:"),))
