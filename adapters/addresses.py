"""Addresses of the Internet -> whether a document may make us connect to them.

Only what is reachable by everybody is: a document that comes from anywhere must not look behind the user's router, at
the machine itself, or at a cloud's metadata. Forms that carry an IPv4 address are judged by what they carry.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from typing import NamedTuple

from model.errors import ConfigError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# Python's `is_global` follows IANA's registries, as they were at its release: what a release may not know stands here.
_NEVER: tuple[Network, ...] = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8", "100.64.0.0/10", "168.63.129.16/32", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4",
        "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7",
        "2002::/16", "fe80::/10", "fec0::/10",
    )
)  # fmt: skip
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_ISATAP = (0x00005EFE, 0x02005EFE)
WEB_PORTS = frozenset({80, 443, 8080, 8443})
"""Where web pages are served; other ports belong to other protocols, which a request may be mistaken for."""


def is_public(address: str) -> bool:
    """Tell whether everybody may reach an address, given as a resolver gives it."""
    try:
        return _is_public(ipaddress.ip_address(address))
    except ValueError:  # with a zone (`%eth0`), or no address at all
        return False


def _is_public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        number = int(address)
        if address.ipv4_mapped or address in _NAT64:
            return _is_public(ipaddress.IPv4Address(number & 0xFFFFFFFF))
        if (number >> 32) & 0xFFFFFFFF in _ISATAP:
            return False
    known = any(address in network for network in _NEVER if network.version == address.version)
    return address.is_global and not (known or address.is_multicast)


class Allowance(NamedTuple):
    """What the user lets documents reach all the same: hosts and networks, each at one port or at all."""

    hosts: frozenset[tuple[str, int]] = frozenset()
    """(name or address as written, port); port 0 stands for all."""
    networks: tuple[tuple[Network, int], ...] = ()
    """(network, port)."""

    def names(self, host: str, port: int) -> bool:
        """Tell whether a host is named, whatever its addresses are."""
        return not self.hosts.isdisjoint({(host, 0), (host, port)})

    def holds(self, address: str, port: int) -> bool:
        """Tell whether an address lies in a network that is named."""
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(found in network and at in (0, port) for network, at in self.networks)


def read_allowance(written: str) -> Allowance:
    """Read `wiki.example, 10.0.0.0/8, 127.0.0.1:8000, [::1]:8000`.

    Raises ConfigError naming the part that is neither a host nor a network.
    """
    hosts, networks = set[tuple[str, int]](), list[tuple[Network, int]]()
    for part in _split(written):
        name, port = _split_port(part)
        try:
            networks.append((ipaddress.ip_network(name, strict=False), port))
        except ValueError:
            if "/" in name or ":" in name or not name.strip("."):
                raise _refuse(part) from None
            hosts.add((name.lower().rstrip("."), port))
    return Allowance(frozenset(hosts), tuple(networks))


def _split(written: str) -> Iterable[str]:
    return written.replace(",", " ").split()


def _split_port(part: str) -> tuple[str, int]:
    """Divide `host:port`; an IPv6 address with a port stands in brackets."""
    if part.startswith("["):
        name, _, port = part[1:].partition("]")
        port = port.removeprefix(":")
    elif part.count(":") == 1:
        name, _, port = part.partition(":")
    else:
        name, port = part, ""
    if port and not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise _refuse(part)
    return name, int(port or 0)


def _refuse(part: str) -> ConfigError:
    return ConfigError(
        f"VIDEO_GEN_ALLOW_HOSTS names {part!r}, which is no host and no network.",
        "Write hosts, addresses or networks, each with a port or without: wiki.example, 10.0.0.0/8, 127.0.0.1:8000.",
    )
