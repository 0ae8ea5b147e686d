"""What goes wrong on the network -> errors of ours: what must not be reached is the input's fault, the rest is not."""

from __future__ import annotations

import socket
import ssl

import aiohttp

from adapters.decompression import GarbledError
from model.errors import NetworkError, Problem, ValidationError


def allow(host: str) -> str:
    """Say how a host is allowed."""
    return f"If you trust it, set VIDEO_GEN_ALLOW_HOSTS={host}."


def forbid(where: str, message: str, remedy: str) -> ValidationError:
    """Make the error of an address that is not reached."""
    return ValidationError((Problem(message=message, remedy=remedy, file=_shorten(where)),))


def refuse_size(what: str, url: str, limit: int) -> ValidationError:
    """Make the error of an answer that is too large."""
    return forbid(url, f"The {what} is larger than {limit / 1e6:.0f} MB.", "Name a smaller one.")


def refuse_status(what: str, url: str, status: int) -> ValidationError | NetworkError:
    """Make the error of an answer that is not the thing itself."""
    if status in (404, 410):
        return forbid(url, f"There is no such {what}: the server answered {status}.", "Check the address.")
    if status in (401, 402, 403, 407, 451):
        return forbid(
            url,
            f"The server does not give the {what} to everybody: it answered {status}.",
            "Save it as a file, and name that.",
        )
    again = status in (408, 425, 429) or status >= 500
    remedy = "Try again later." if again else "Check the address."
    return NetworkError(
        f"{_shorten(url)}: the server answered {status} when asked for the {what}.", remedy, transient=again
    )


def fail(what: str, url: str, error: Exception) -> NetworkError:
    """Make the error of an answer that did not come, or not whole."""
    reason, remedy, again = _explain(error)
    return NetworkError(f"{_shorten(url)}: the {what} could not be fetched: {reason}.", remedy, transient=again)


def _explain(error: Exception) -> tuple[str, str, bool]:
    retry = "Check the network, and try again."
    if isinstance(error, TimeoutError):
        return "the server is too slow, or does not answer", retry, True
    if isinstance(error, GarbledError):
        return f"the answer is garbled: {error}", "Try again, or save it as a file and name that.", True
    if isinstance(error, aiohttp.ClientConnectorCertificateError | aiohttp.ClientConnectorSSLError | ssl.SSLError):
        return "the connection is not secure: its certificate is not trusted", "Check the address and the clock.", False
    if isinstance(error, aiohttp.ClientConnectorDNSError | socket.gaierror):
        return "no such host is known, or there is no network", "Check the address and the network.", True
    if isinstance(error, OSError) and error.strerror:
        return f"the server cannot be reached ({error.strerror.lower()})", retry, True
    text = " ".join(str(error).split())[:200].rstrip(".") or type(error).__name__
    return f"the connection broke off ({text})", retry, True


def _shorten(url: str) -> str:
    """Show an address on one line, without what would move a terminal's cursor."""
    shown = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in url)
    return shown if len(shown) <= 200 else f"{shown[:197]}..."
