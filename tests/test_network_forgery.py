"""Addresses that would make us knock at doors behind the user's own: none of them reaches a server that counts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from adapters.addresses import is_public, read_allowance
from adapters.network import Door, Request, ask
from model.errors import ValidationError, VideoGenError
from tests.web_server import TableResolver, WebServer, WebServer6, serving

FORMS = [
    # the loopback, as people write it
    "http://127.0.0.1:{port}/", "http://localhost:{port}/", "http://localhost.:{port}/", "HTTP://LOCALHOST:{port}/",
    "http://127.0.0.2:{port}/", "http://127.255.255.254:{port}/", "http://0.0.0.0:{port}/", "http://[::]:{port}/",
    "http://[::1]:{port}/", "http://[0:0:0:0:0:0:0:1]:{port}/", "http://[::0001]:{port}/",
    # numbers that only some programs take for an address
    "http://2130706433:{port}/", "http://0x7f000001:{port}/", "http://0x7f.0.0.1:{port}/", "http://0177.0.0.1:{port}/",
    "http://017700000001:{port}/", "http://127.1:{port}/", "http://127.0.1:{port}/", "http://0:{port}/",
    "http://00000177.0.0.1:{port}/", "http://127.0.0.1.:{port}/", "http://127.0.0.01:{port}/",
    # IPv6 that carries IPv4
    "http://[::ffff:127.0.0.1]:{port}/", "http://[::ffff:7f00:1]:{port}/", "http://[::127.0.0.1]:{port}/",
    "http://[64:ff9b::127.0.0.1]:{port}/", "http://[64:ff9b:1::7f00:1]:{port}/", "http://[2002:7f00:1::]:{port}/",
    "http://[2001:0:0:0:0:0:80ff:fffe]:{port}/", "http://[fe80::5efe:127.0.0.1]:{port}/", "http://[::1%25lo]:{port}/",
    "http://[fe80::1]:{port}/", "http://[fc00::1]:{port}/", "http://[fec0::1]:{port}/", "http://[ff02::1]:{port}/",
    # private, link-local, shared, reserved
    "http://10.0.0.1:{port}/", "http://172.16.0.1:{port}/", "http://192.168.0.1:{port}/", "http://169.254.169.254:{port}/",
    "http://100.100.100.200:{port}/", "http://168.63.129.16:{port}/", "http://192.0.0.192:{port}/",
    "http://198.18.0.1:{port}/", "http://224.0.0.1:{port}/", "http://255.255.255.255:{port}/", "http://240.0.0.1:{port}/",
    # users, schemes, signs that readers disagree on
    "http://example.com@127.0.0.1:{port}/", "http://user:password@localhost:{port}/", "http://127.0.0.1:{port}\\@example.com/",
    "http://example.com\\@127.0.0.1:{port}/", "http://127.0.0.1:{port}#@example.com/", "http:127.0.0.1:{port}/",
    "http:///127.0.0.1:{port}/", "http://\t127.0.0.1:{port}/", "http://127.0.0.1\n:{port}/", "//127.0.0.1:{port}/",
    "file://127.0.0.1:{port}/etc/passwd", "gopher://127.0.0.1:{port}/_GET", "ftp://127.0.0.1:{port}/",
    "dict://127.0.0.1:{port}/", "data:text/html,hello", "javascript:fetch('http://127.0.0.1:{port}')",
    "unix://127.0.0.1:{port}/", "view-source:http://127.0.0.1:{port}/",
    # other scripts
    "http://１２７.０.０.１:{port}/", "http://①②⑦.⓪.⓪.①:{port}/", "http://127。0。0。1:{port}/", "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:{port}/",
    "http://%31%32%37.0.0.1:{port}/", "http://127%2e0.0.1:{port}/", "http://loca\u00adlhost:{port}/",
    # names
    "http://inside.example:{port}/", "http://half.example:{port}/", "http://six.example:{port}/", "http://mapped.example:{port}/",
    "http://meta.example:{port}/",
    # by way of a redirect
    "http://way.example:{port}/loopback", "http://way.example:{port}/local", "http://way.example:{port}/decimal",
    "http://way.example:{port}/mapped", "http://way.example:{port}/name", "http://way.example:{port}/user",
    "http://way.example:{port}/file", "http://way.example:{port}/slashes", "http://way.example:{port}/twice",
]  # fmt: skip
NAMES = {
    "inside.example": [["127.0.0.1"]], "half.example": [["93.184.216.34", "127.0.0.1"]], "six.example": [["::1"]],
    "mapped.example": [["::ffff:127.0.0.1"]], "meta.example": [["169.254.169.254"]],
    "localhost": [["127.0.0.1"]], "localhost.": [["127.0.0.1"]], "example.com": [["127.0.0.1"]],
}  # fmt: skip
TARGETS = {
    "/loopback": "http://127.0.0.1:{port}/", "/local": "http://localhost:{port}/", "/decimal": "http://2130706433:{port}/",
    "/mapped": "http://[::ffff:127.0.0.1]:{port}/", "/name": "http://inside.example:{port}/",
    "/user": "http://way.example@127.0.0.1:{port}/", "/file": "file:///etc/passwd", "/slashes": "//127.0.0.1:{port}/",
    "/twice": "/loopback",
}  # fmt: skip


@pytest.fixture(scope="module")
def canary() -> Iterator[WebServer]:
    """A server on every address of the loopback, at one port: whoever reaches it is counted."""
    with serving(host="0.0.0.0") as server, serving(WebServer6, "::1", server.port) as sixth:
        server.pages["/"] = sixth.pages["/"] = lambda handler: handler.give(b"reached")
        server.sixth = sixth  # type: ignore[attr-defined]
        yield server


@pytest.fixture(scope="module")
def way() -> Iterator[WebServer]:
    """A server that sends everybody on to the canary."""
    with serving(host="127.0.0.77") as server:
        yield server


def hits(canary: WebServer) -> int:
    return canary.connections + canary.sixth.connections  # type: ignore[attr-defined,no-any-return]


def test_there_are_enough_forms() -> None:
    assert len(set(FORMS)) == len(FORMS) >= 80


@pytest.mark.parametrize("form", FORMS)
def test_no_form_reaches_the_canary(form: str, canary: WebServer, way: WebServer) -> None:
    for path, target in TARGETS.items():
        way.pages[path] = lambda handler, target=target: handler.move(target.format(port=canary.port))
    before, sent_on = hits(canary), way.connections
    # The way itself is allowed by name and address, so that what is tested is where it leads to.
    port = way.port if "way.example" in form and "@" not in form else canary.port
    door = Door(
        allowance=read_allowance(f"way.example:{way.port}"), ports=frozenset({canary.port, way.port}), seconds=3,
        resolver=TableResolver(NAMES | {"way.example": [["127.0.0.77"]]}),
    )  # fmt: skip
    with pytest.raises(VideoGenError) as caught:
        ask(door, Request(form.format(port=port), 1000))
    assert hits(canary) == before
    assert way.connections > sent_on or "way.example" not in form
    assert isinstance(caught.value, ValidationError), caught.value
    problem = caught.value.problems[0]
    assert problem.remedy and problem.file and "\n" not in str(problem)


@pytest.mark.parametrize("form", ["http://127.0.0.1:{port}/", "http://localhost:{port}/", "http://[::1]:{port}/"])
def test_the_canary_is_reached_when_the_user_allows_it(form: str, canary: WebServer) -> None:
    before = hits(canary)
    names = f"127.0.0.1:{canary.port}, localhost, [::1]:{canary.port}"
    door = Door(allowance=read_allowance(names), resolver=TableResolver(NAMES))
    assert ask(door, Request(form.format(port=canary.port), 1000)).body == b"reached"
    assert hits(canary) == before + 1


def test_a_name_that_changes_its_mind_is_reached_where_it_was_checked(canary: WebServer) -> None:
    """Rebinding: the first look-up says a public address, each later one the loopback; only the first is connected to."""
    resolver = TableResolver({"rebind.example": [["192.0.2.1"], ["127.0.0.1"]]})
    door = Door(
        allowance=read_allowance("192.0.2.0/24"),
        ports=frozenset({canary.port}),
        seconds=1,
        silence=0.5,
        resolver=resolver,
    )
    before = hits(canary)
    with pytest.raises(VideoGenError):
        ask(door, Request(f"http://rebind.example:{canary.port}/", 1000))
    with pytest.raises(ValidationError, match=r"127\.0\.0\.1 is not one that everybody can reach"):
        ask(door, Request(f"http://rebind.example:{canary.port}/", 1000))
    assert hits(canary) == before


def test_ports_of_other_protocols_are_refused() -> None:
    for port in (22, 25, 6379, 11211, 9200):
        with pytest.raises(ValidationError, match=f"not served at port {port}"):
            ask(Door(resolver=TableResolver({})), Request(f"http://example.com:{port}/", 1000))


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "1.1.1.1"]
)
def test_what_everybody_reaches_may_be_reached(address: str) -> None:
    assert is_public(address)
