"""What a stranger, a web page and another user of the machine get from the embedded server: nothing."""

from __future__ import annotations

import base64
import http.client
import json
import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from adapters.server import ServerAddress, server_status


def ask(
    server: ServerAddress, method: str, path: str, headers: dict[str, str] | None = None, body: object = None
) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port_of(server), timeout=20)
    data = None if body is None else json.dumps(body)
    connection.request(method, path, data, {"content-type": "application/json"} | (headers or {}))
    reply = connection.getresponse()
    reply.content = reply.read()  # type: ignore[attr-defined]
    connection.close()
    return reply


def port_of(server: ServerAddress) -> int:
    port = urlsplit(server.api_url).port
    assert port
    return port


def signed_in(server: ServerAddress) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(server.auth.encode()).decode()}


def pid_of(server: ServerAddress) -> int:
    status = server_status(server.state_dir)
    assert status
    return status.pid


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": "Basic " + base64.b64encode(b"video-gen:").decode()},
        {"authorization": "Basic " + base64.b64encode(b"video-gen:guess").decode()},
        {"authorization": "Bearer x"},
        {"authorization": "Basic %%%"},
        {"authorization": "Basic"},
    ],
)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/version"),
        ("GET", "/api/admin/settings"),
        ("GET", "/api/csrf-token?client=x"),
        ("POST", "/api/flow_runs/filter"),
        ("POST", "/api/flows/"),
        ("DELETE", "/api/flows/00000000-0000-0000-0000-000000000000"),
        ("POST", "/api/admin/database/clear"),
        ("GET", "/api//health/../version"),
    ],
)
def test_nothing_is_told_or_done_without_the_secret(
    embedded_server: ServerAddress, method: str, path: str, headers: dict[str, str]
) -> None:
    reply = ask(embedded_server, method, path, headers, body={})
    assert reply.status in (401, 403)
    assert b"video-gen" not in reply.content  # type: ignore[attr-defined]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1", "localhost.evil", ""])
@pytest.mark.parametrize("path", ["/", "/api/health", "/api/version", "/sign-in", "/ui-settings", "/v2/"])
def test_a_name_that_is_not_the_loopbacks_is_refused(embedded_server: ServerAddress, host: str, path: str) -> None:
    assert ask(embedded_server, "GET", path, signed_in(embedded_server) | {"host": host}).status == 403


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", "http://localhost"])
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_another_pages_origin_is_refused_even_with_the_secret(
    embedded_server: ServerAddress, origin: str, method: str
) -> None:
    headers = signed_in(embedded_server) | {"origin": origin, "access-control-request-method": "POST"}
    reply = ask(embedded_server, method, "/api/flow_runs/filter", headers, body={})
    assert reply.status == 403
    assert reply.getheader("access-control-allow-origin") is None


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_pages_picture_or_script_of_ours_is_refused_but_a_link_is_not(
    embedded_server: ServerAddress, site: str
) -> None:
    for mode in ("no-cors", "cors", "websocket", ""):
        headers = {"sec-fetch-site": site, "sec-fetch-mode": mode}
        assert ask(embedded_server, "GET", "/api/health", headers).status == 403
    assert ask(embedded_server, "GET", "/v2/", {"sec-fetch-site": site, "sec-fetch-mode": "navigate"}).status == 200


def test_localhost_leads_to_the_number_that_the_ui_knows(embedded_server: ServerAddress) -> None:
    host = {"host": f"localhost:{port_of(embedded_server)}"}
    reply = ask(embedded_server, "GET", "/v2//evil.example/%C3%A9?q", host)
    assert reply.status == 307
    assert (reply.getheader("location") or "").startswith(f"{embedded_server.ui_url}/v2//evil.example/")
    assert ask(embedded_server, "POST", "/api/flow_runs/filter", host, body={}).status == 403


def test_no_page_is_ever_told_that_it_may_read(embedded_server: ServerAddress) -> None:
    wrong = signed_in(embedded_server) | {"prefect-csrf-token": "x", "prefect-csrf-client": "y"}
    for headers in ({}, {"origin": embedded_server.ui_url}, wrong):
        for path in ("/", "/api/health", "/api/flow_runs/filter"):
            reply = ask(embedded_server, "POST", path, headers, body={})
            assert reply.getheader("access-control-allow-origin") is None


def test_a_change_needs_a_csrf_token_besides_the_secret(embedded_server: ServerAddress) -> None:
    entry = signed_in(embedded_server)
    assert ask(embedded_server, "POST", "/api/flow_runs/filter", entry, body={}).status == 403
    reply = ask(embedded_server, "GET", "/api/csrf-token?client=me", entry)
    token = json.loads(reply.content)["token"]  # type: ignore[attr-defined]
    entry |= {"prefect-csrf-token": token, "prefect-csrf-client": "me"}
    assert ask(embedded_server, "POST", "/api/flow_runs/filter", entry, body={}).status == 200
    entry |= {"prefect-csrf-client": "you"}
    assert ask(embedded_server, "POST", "/api/flow_runs/filter", entry, body={}).status == 403


def handshake(server: ServerAddress, path: str, **changed: str) -> bytes:
    headers = {
        "Host": f"127.0.0.1:{port_of(server)}", "Upgrade": "websocket", "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    } | changed  # fmt: skip
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    with socket.create_connection(("127.0.0.1", port_of(server)), timeout=20) as connection:
        connection.sendall("\r\n".join(lines).encode())
        return connection.recv(4096).split(b"\r\n")[0]


def test_a_websocket_is_refused_to_another_page_and_to_a_client_that_cannot_sign_in(
    embedded_server: ServerAddress,
) -> None:
    for path in ("/api/events/out", "/api/events/in", "/api/logs/out"):
        assert b"403" in handshake(embedded_server, path, Origin="https://evil.example")
        assert b"403" in handshake(embedded_server, path, Host="evil.example")
        assert b"403" in handshake(embedded_server, path)
        assert b"101" in handshake(embedded_server, path, **{"Sec-WebSocket-Protocol": "prefect"})


def test_the_pages_load_nothing_from_elsewhere_and_can_be_framed_by_nobody(embedded_server: ServerAddress) -> None:
    for path in ("/", "/v2/", "/sign-in", "/api/health", "/ui-settings"):
        reply = ask(embedded_server, "GET", path)
        policy = reply.getheader("content-security-policy") or ""
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "https:" not in policy
        assert reply.getheader("x-frame-options") == "DENY"


def test_the_ui_asks_for_the_secret_and_offers_no_upgrade(embedded_server: ServerAddress) -> None:
    settings = json.loads(ask(embedded_server, "GET", "/ui-settings").content)  # type: ignore[attr-defined]
    assert settings["auth"] == "BASIC"
    assert settings["csrf_enabled"] is True
    assert settings["api_url"] == embedded_server.api_url
    reply = ask(embedded_server, "GET", "/api/admin/settings", signed_in(embedded_server))
    told = json.loads(reply.content)["server"]  # type: ignore[attr-defined]
    assert told["analytics_enabled"] is False
    assert told["ui"]["show_promotional_content"] is False
    assert embedded_server.auth not in json.dumps(told)


def test_the_sign_in_page_holds_no_secret(embedded_server: ServerAddress) -> None:
    reply = ask(embedded_server, "GET", "/sign-in")
    assert reply.status == 200
    assert reply.getheader("cache-control") == "no-store"
    assert embedded_server.auth.encode() not in reply.content  # type: ignore[attr-defined]
    status = server_status(embedded_server.state_dir)
    assert status
    address, _, secret = status.sign_in_url.partition("#")
    assert address == f"{embedded_server.ui_url}/sign-in"
    assert base64.b64decode(secret).decode() == embedded_server.auth


def test_only_the_loopback_is_listened_on(embedded_server: ServerAddress) -> None:
    proc = Path(f"/proc/{pid_of(embedded_server)}")
    if not proc.exists():
        pytest.skip("the kernel has no /proc")
    inodes = {link.readlink().name for link in (proc / "fd").iterdir() if link.is_symlink()}
    listening = []
    for table in ("tcp", "tcp6", "udp", "udp6"):
        for line in (proc / "net" / table).read_text().splitlines()[1:]:
            fields = line.split()
            if f"socket:[{fields[9]}]" in inodes and (fields[3] == "0A" or table.startswith("udp")):
                listening.append((table, fields[1]))
    assert listening == [("tcp", f"0100007F:{port_of(embedded_server):04X}")]


def test_the_secret_is_in_no_argument_and_no_file_of_others(embedded_server: ServerAddress) -> None:
    password = embedded_server.auth.partition(":")[2].encode()
    assert len(password) >= 40
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            assert password not in process.read_bytes()
        except OSError:
            continue
    for path in embedded_server.state_dir.rglob("*"):
        if path.is_file() and not path.is_symlink():
            assert path.stat().st_mode & 0o077 == 0, path
            holds = password in path.read_bytes()
            assert holds == (path.name == "server.json"), path
    assert embedded_server.state_dir.stat().st_mode & 0o077 == 0


def test_the_secret_is_not_shown_by_repr(embedded_server: ServerAddress) -> None:
    status = server_status(embedded_server.state_dir)
    assert status
    password = embedded_server.auth.partition(":")[2]
    assert password not in repr(embedded_server)
    assert password not in str(embedded_server)
    assert password not in repr(status)
    assert password in str(status)
