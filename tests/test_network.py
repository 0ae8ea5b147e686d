"""The door to the network: what it brings, and what it gives up on."""

from __future__ import annotations

import socket
import time
import tracemalloc
from collections.abc import Iterator

import pytest

from adapters.addresses import read_allowance
from adapters.network import REDIRECTS, Door, Request, ask
from model.errors import ConfigError, NetworkError, ValidationError
from tests.web_server import TableResolver, WebServer, bomb, drip, packed, serving, stall

LIMIT = 1_000_000


@pytest.fixture
def server() -> Iterator[WebServer]:
    with serving() as started:
        started.pages["/"] = lambda handler: handler.give(b"hello", "text/plain; charset=utf-8")
        yield started


def door(server: WebServer, **more: object) -> Door:
    return Door(allowance=read_allowance(f"127.0.0.1:{server.port}"), **more)  # type: ignore[arg-type]


def test_a_page_comes_with_its_headers(server: WebServer) -> None:
    answer = ask(door(server), Request(server.url("/?q=1#part"), LIMIT))
    assert (answer.status, answer.body) == (200, b"hello")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.url == server.url("/?q=1")


def test_nothing_of_the_user_is_sent(server: WebServer, monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    server.pages["/set"] = lambda handler: handler.move("/", 302)
    server.pages["/set"] = lambda handler: handler.give(b"", status=302, Location="/", Set_Cookie="a=b")
    assert ask(door(server), Request(server.url("/set"), LIMIT)).body == b"hello"
    for _, headers in server.seen:
        assert not {"Cookie", "Authorization", "Proxy-Authorization", "Referer"} & set(headers)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_up_to_the_limit(server: WebServer, status: int) -> None:
    for step in range(REDIRECTS + 1):
        target = f"/{step - 1}" if step else "/"
        server.pages[f"/{step}"] = lambda handler, target=target: handler.move(target, status)
    assert ask(door(server), Request(server.url(f"/{REDIRECTS - 1}"), LIMIT)).body == b"hello"
    with pytest.raises(ValidationError, match="redirects more than 3 times"):
        ask(door(server), Request(server.url(f"/{REDIRECTS}"), LIMIT))


def test_headers_for_one_host_are_not_given_to_another(server: WebServer) -> None:
    with serving() as other:
        other.pages["/"] = lambda handler: handler.give(b"other")
        server.pages["/away"] = lambda handler: handler.move(other.url())
        both = Door(allowance=read_allowance(f"127.0.0.1:{server.port} 127.0.0.1:{other.port}"))
        answer = ask(both, Request(server.url("/away"), LIMIT, headers={"X-Own": "1"}))
        assert answer.body == b"other"
        assert "X-Own" in server.seen[0][1]
        assert "X-Own" not in other.seen[0][1]


@pytest.mark.parametrize("coding", ["gzip", "deflate", "raw", "members", "padded"])
def test_packed_answers_are_unpacked(server: WebServer, coding: str) -> None:
    text = bytes(range(256)) * 3000
    server.pages["/packed"] = packed(text, coding)
    assert ask(door(server), Request(server.url("/packed"), LIMIT)).body == text


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_bomb_is_given_up_while_it_goes_off(server: WebServer, coding: str) -> None:
    server.pages["/bomb"] = bomb(coding)
    tracemalloc.start()
    with pytest.raises(ValidationError, match="larger than 1 MB"):
        ask(door(server), Request(server.url("/bomb"), LIMIT))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000


def test_what_is_too_large_is_told_by_its_length_or_by_its_bytes(server: WebServer) -> None:
    server.pages["/said"] = lambda handler: handler.give(b"x" * 2_000_000)
    server.pages["/chunked"] = _chunk
    for path in ("/said", "/chunked"):
        with pytest.raises(ValidationError, match=r"larger than 1 MB\. Name a smaller one"):
            ask(door(server), Request(server.url(path), LIMIT))


def _chunk(handler) -> None:
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b"8000\r\n" + b"y" * 0x8000 + b"\r\n")
    handler.wfile.write(b"0\r\n\r\n")


@pytest.mark.parametrize(("page", "seconds", "silence"), [(stall, 9, 0.3), (drip, 0.6, 9)], ids=["silent", "dripping"])
def test_slow_servers_are_left(server: WebServer, page, seconds: float, silence: float) -> None:
    server.pages["/slow"] = page
    began = time.monotonic()
    with pytest.raises(NetworkError, match="too slow") as caught:
        ask(door(server, seconds=seconds, silence=silence), Request(server.url("/slow"), LIMIT))
    assert caught.value.transient
    assert time.monotonic() - began < 4


def test_a_dead_name_server_does_not_hold_us() -> None:
    class Dead(TableResolver):
        async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET):
            import asyncio

            await asyncio.sleep(60)

    with pytest.raises(NetworkError, match="too slow"):
        ask(Door(seconds=0.3, resolver=Dead({})), Request("https://example.org/", LIMIT))


def test_what_breaks_off_or_is_garbled_is_no_page(server: WebServer) -> None:
    server.pages["/cut"] = packed(b"some text", "cut")
    server.pages["/short"] = lambda handler: handler.give(b"abc", Content_Length="9", Connection="close")
    server.pages["/br"] = lambda handler: handler.give(b"abc", Content_Encoding="br")
    server.pages["/rot"] = lambda handler: handler.give(b"abc", Content_Encoding="gzip")
    server.pages["/head"] = lambda handler: handler.give(b"abc", **{"X": "y" * 200_000})
    for path, reason in {
        "/cut": "its end is missing", "/short": "broke off", "/br": "nobody asked for", "/rot": "garbled", "/head": "broke off",
    }.items():  # fmt: skip
        with pytest.raises(NetworkError, match=reason):
            ask(door(server), Request(server.url(path), LIMIT))


def test_what_is_not_there_says_so() -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        port = reserved.getsockname()[1]
        with pytest.raises(NetworkError, match="cannot be reached") as caught:
            ask(Door(allowance=read_allowance("127.0.0.1")), Request(f"http://127.0.0.1:{port}/", LIMIT))
    assert caught.value.exit_code == 5
    with pytest.raises(NetworkError, match="no such host is known"):
        ask(Door(resolver=TableResolver({})), Request("https://nowhere.example/", LIMIT))


def test_a_certificate_that_nobody_vouches_for_is_refused(server: WebServer) -> None:
    with pytest.raises(NetworkError):
        ask(door(server), Request(server.url().replace("http:", "https:"), LIMIT))


def test_the_users_proxy_is_used_when_it_is_named(server: WebServer) -> None:
    server.pages["http://docs.example/a"] = lambda handler: handler.give(b"by proxy")
    through = Door(proxy=server.url())
    assert ask(through, Request("http://docs.example/a", LIMIT)).body == b"by proxy"
    with pytest.raises(ValidationError, match="not one that everybody can reach"):
        ask(through, Request("http://169.254.169.254/", LIMIT))


def test_allowances_are_read_or_refused() -> None:
    allowance = read_allowance("Wiki.Example, 10.0.0.0/8 [::1]:8000,127.0.0.1:81")
    assert allowance.names("wiki.example", 443)
    assert allowance.holds("10.1.2.3", 80)
    assert allowance.holds("::1", 8000)
    assert not allowance.holds("::1", 80)
    assert not allowance.holds("127.0.0.1", 80)
    for wrong in ("10.0.0.0/40", "a:b", "http://x/", "[::1]:99999", "."):
        with pytest.raises(ConfigError, match="VIDEO_GEN_ALLOW_HOSTS"):
            read_allowance(wrong)
