"""The one way out: whatever address somebody gives us, nothing inside this house is reached by it."""

import asyncio
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from kairan.adapters import outgoing
from kairan.adapters.outgoing import GuardedClient, is_public
from kairan.kernel.ports import Answer, Unsent
from tests import certificates
from tests.post_office import open_post_office

PRIVATE = [
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255",
    "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1",
    "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
    "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1", "2001:db8::1",
    "2002:7f00:1::", "2002:0a00:0001::1", "2002:c0a8:0101::1", "64:ff9b::7f00:1",
    "64:ff9b::a00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2001:0:7f00:1::1",
    "2001:0:4136:e378:8000:63bf:80ff:fffe", "100::1",
]  # fmt: skip
PUBLIC = [
    "8.8.8.8",
    "142.250.0.1",
    "17.0.0.1",
    "2606:4700::1111",
    "2404:6800::1",
    "64:ff9b::808:808",
]
NOTATIONS = [
    "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1",
    "017700000001", "0", "0.0.0.0", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
    "localhost", "localhost.", "LOCALHOST", "１２７.0.0.1", "127。0。0。1",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_outside_is(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("host", NOTATIONS)
def test_the_loopback_is_not_reached_however_it_is_written(host: str) -> None:
    with listening() as (port, seen):
        with pytest.raises(Unsent) as refused:
            post(f"https://{host}:{port}/")
        assert refused.value.reason in {"forbidden_address", "unreachable", "no_answer"}
        time.sleep(0.02)
        assert seen == []


@pytest.mark.parametrize(
    "url",
    [
        "http://push.example.com/1",
        "http://localhost/1",
        "ftp://push.example.com/1",
        "file:///etc/passwd",
        "gopher://127.0.0.1/1",
        "//push.example.com/1",
        "https:///1",
        "https://user@push.example.com/1",
        "https://user:word@push.example.com/1",
        "https://push.example.com:99999/1",
        "https://[::1/1",
        "",
    ],
)
def test_only_https_is_spoken(url: str) -> None:
    with pytest.raises(Unsent, match="forbidden_address"):
        post(url)


def test_a_name_that_leads_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with listening() as (port, seen):
        _resolve(monkeypatch, "127.0.0.1")
        with pytest.raises(Unsent, match="forbidden_address"):
            post(f"https://push.example.com:{port}/")
        assert seen == []


def test_one_address_inside_among_others_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    _resolve(monkeypatch, "8.8.8.8", "10.0.0.1")
    with pytest.raises(Unsent, match="forbidden_address"):
        post("https://push.example.com/")


def test_the_address_that_was_checked_is_the_one_connected_to(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A name server that answers otherwise the second time (rebinding) is not asked a second time."""
    asked = _resolve(monkeypatch, "8.8.8.8", "127.0.0.1", one_after_the_other=True)
    connected: list[str] = []

    async def connect(_self, host, port, *_rest, **_more):
        connected.append(host)
        raise OSError

    monkeypatch.setattr("httpcore.AnyIOBackend.connect_tcp", connect)
    with pytest.raises(Unsent, match="unreachable"):
        post("https://push.example.com/")
    assert (asked, connected) == (["push.example.com"], ["8.8.8.8"])


def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    with open_post_office() as office:
        browser = office.browser()
        office.answer(browser, 302, Location=f"http://{office.host}/elsewhere", Set_Cookie="a=b")
        answers = [post(browser.endpoint, office.host) for _ in range(2)]
        assert [each.status for each in answers] == [302, 302]
        assert {each.path for each in office.letters} == {browser.endpoint.split(office.host)[1]}
        assert all("cookie" not in each.headers for each in office.letters)


def test_a_certificate_of_somebody_else_is_refused(tmp_path: Path) -> None:
    made = certificates.make(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(made.cert, made.key)
    with listening(context) as (port, _), pytest.raises(Unsent, match="unreachable"):
        post(f"https://localhost:{port}/", f"localhost:{port}")


def test_who_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "TIME_LIMIT", 0.3)
    with listening() as (port, _):
        began = time.monotonic()
        with pytest.raises(Unsent, match="no_answer"):
            post(f"http://localhost:{port}/", f"localhost:{port}")
        assert time.monotonic() - began < 2


@pytest.mark.parametrize("said", [b"HTTP/1.1 201 Created\r\n", b"HTTP/1.1 201 Created\r\n\r\n"])
def test_who_speaks_letter_by_letter_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    monkeypatch.setattr(outgoing, "TIME_LIMIT", 0.5)
    with listening(says=said, drips=b"x") as (port, _), pytest.raises(Unsent, match="no_answer"):
        post(f"http://localhost:{port}/", f"localhost:{port}")


def test_of_an_endless_answer_the_beginning_is_read() -> None:
    said = (
        b"HTTP/1.1 500 No\r\nTransfer-Encoding: chunked\r\n\r\n"
        + b"1000\r\n"
        + b"x" * 4096
        + b"\r\n"
    )
    more = b"1000\r\n" + b"y" * 4096 + b"\r\n"
    with listening(says=said + more * 50) as (port, _):
        answer = post(f"http://localhost:{port}/", f"localhost:{port}")
    assert (answer.status, answer.body) == (500, b"x" * 4096)


@pytest.mark.parametrize("said", [b"SSH-2.0-x\r\n", b"HTTP/1.1 abc\r\n\r\n", b"\0" * 200_000])
def test_who_speaks_something_else_gave_no_answer(said: bytes) -> None:
    with listening(says=said) as (port, _), pytest.raises(Unsent):
        post(f"http://localhost:{port}/", f"localhost:{port}")


def post(url: str, allowed: str = "") -> Answer:
    """Send something by a client of its own."""

    async def send() -> Answer:
        client = GuardedClient(frozenset(allowed.split()))
        try:
            return await client.post(url, {"TTL": "1"}, b"body")
        finally:
            await client.close()

    # In a thread of its own: once a story has opened its browser, a loop runs in the tests' own.
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, send()).result()


def _resolve(
    monkeypatch: pytest.MonkeyPatch, *addresses: str, one_after_the_other: bool = False
) -> list[str]:
    """Let every name lead to these addresses; return which were asked for."""
    asked: list[str] = []
    left = list(addresses)

    async def answer(_loop, host, port, **_more):
        asked.append(host)
        found = [left.pop(0)] if one_after_the_other else left
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in found]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", answer)
    return asked


@contextmanager
def listening(
    context: ssl.SSLContext | None = None, *, says: bytes = b"", drips: bytes = b""
) -> Iterator[tuple[int, list[str]]]:
    """Listen on the loopback, say something to whoever comes, and note down who came."""
    seen: list[str] = []
    over = threading.Event()

    def serve(server: socket.socket) -> None:
        while not over.is_set():
            try:
                connection, address = server.accept()
            except OSError:
                return
            seen.append(str(address))
            threading.Thread(target=speak, args=(connection,), daemon=True).start()

    def speak(connection: socket.socket) -> None:
        try:
            if context is not None:
                connection = context.wrap_socket(connection, server_side=True)
            if says:
                connection.recv(4096)
                connection.sendall(says)
            while not over.wait(0.05):
                if drips:
                    connection.sendall(drips)
                elif says:
                    break
        except OSError:
            pass
        finally:
            connection.close()

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=serve, args=(server,), daemon=True).start()
        try:
            yield server.getsockname()[1], seen
        finally:
            over.set()
