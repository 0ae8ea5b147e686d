"""The text of an address -> the address, read by the reader that connects by it; what can be read in two ways is refused."""

from __future__ import annotations

import ipaddress
import re
import socket

import idna
import yarl

from adapters.network_errors import forbid

LONGEST = 2_000
"""Characters: what browsers and servers take in practice."""
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
# Readers of addresses disagree on these: some drop them, some end the host there.
_AMBIGUOUS = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029\ufeff]")
_HOST = re.compile(r"[a-z0-9]([a-z0-9._-]{0,251}[a-z0-9])?")


def is_web_address(source: str) -> bool:
    """Tell whether a source is an address on the web, whether or not it may be reached."""
    return bool(_SCHEME.match(source.lstrip()))


def read_address(written: str) -> yarl.URL:
    """Read an address of http or https, with its host in ASCII and its port.

    Raises ValidationError when it has another scheme, a user, or a host in disguise.
    """
    if len(written) > LONGEST:
        raise forbid(written, f"It has more than {LONGEST} characters.", "Name a shorter one.")
    if not _SCHEME.match(written):
        raise forbid(written, "Only http and https are fetched.", "Name an address that begins with https://.")
    if _AMBIGUOUS.search(written):
        raise forbid(written, "It has a space, a backslash or a control character in it.", "Write it as %20 or %5C.")
    try:
        url = yarl.URL(_with_ascii_host(written))
        port = url.port
    except (ValueError, idna.IDNAError) as error:
        raise forbid(written, "It cannot be read.", "Copy it from a browser.") from error
    if url.user is not None or url.password is not None:
        raise forbid(written, "It names a user, and no credentials are sent.", "Leave out what stands before the @.")
    host = url.host or ""
    if not port or not _is_plain(host):
        raise forbid(
            written, f"Its host {host[:100]!r} is not written as a name or an address.", "Copy it from a browser."
        )
    return url.with_fragment(None)


def is_literal(host: str) -> bool:
    """Tell an address from a name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _with_ascii_host(written: str) -> str:
    """Give a host of any script the name that it has in the DNS: full-width digits become what they look like."""
    scheme, _, rest = written.partition("://")
    end = next((at for at, sign in enumerate(rest) if sign in "/?#"), len(rest))
    authority, path = rest[:end], rest[end:]
    if authority.isascii():
        return written
    user, at, place = authority.rpartition("@")
    host, colon, port = place.partition(":")
    return f"{scheme}://{user}{at}{idna.encode(host, uts46=True).decode()}{colon}{port}{path}"


def _is_plain(host: str) -> bool:
    """Tell a name, or an address in its usual form, from one in a form that only some programs take for an address."""
    if is_literal(host):
        return "%" not in host
    if not _HOST.fullmatch(host.removesuffix(".")):
        return False
    try:
        socket.inet_aton(host.removesuffix("."))  # octal, hexadecimal, one number, two or three parts
    except OSError:
        return not host.removesuffix(".").rpartition(".")[2].isdigit()
    return False
