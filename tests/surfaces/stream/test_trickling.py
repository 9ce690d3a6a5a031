"""Who sends a request drop by drop is cut off; who is only slow is not."""

import socket
import time

import pytest

from kairan.surfaces.stream import transport
from tests.surfaces.stream.served import PATH, head, wait_until


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "HEAD_FOR", 0.5)
    monkeypatch.setattr(transport, "BODY_FOR", 0.5)


def open_line(served) -> socket.socket:
    line = socket.create_connection(("127.0.0.1", served.port), timeout=10)
    line.settimeout(10)
    return line


def everything(line: socket.socket) -> bytes:
    """Return what is answered until the server hangs up."""
    said = b""
    while data := line.recv(65_536):
        said += data
    return said


def trickle(line: socket.socket, text: bytes, *, every: float, until: float) -> bool:
    """Send a byte now and then; say whether the server hung up meanwhile."""
    ends = time.monotonic() + until
    while time.monotonic() < ends:
        try:
            line.sendall(text)
        except OSError:
            return True
        time.sleep(every)
    return False


def test_who_says_nothing_is_cut_off(served):
    assert everything(open_line(served)).startswith(b"HTTP/1.1 408 ")


def test_a_head_that_trickles_is_cut_off(served):
    line = open_line(served)
    line.sendall(b"GET /api/v1/about HTTP/1.1\r\nhost: localhost\r\nx-slow: ")
    assert trickle(line, b"a", every=0.1, until=5)


def test_a_body_that_trickles_is_cut_off(served, cast):
    line = open_line(served)
    fields = {"content-type": "application/json", "content-length": 100_000}
    line.sendall(head("PATCH", "/api/v1/me", cast.sato, fields))
    assert trickle(line, b" ", every=0.1, until=5)


def test_a_large_body_that_comes_steadily_is_taken(served, cast, monkeypatch):
    monkeypatch.setattr(transport, "BODY_RATE", 1_000)
    line = open_line(served)
    body = b'{"language": "ja"' + b" " * 4_000 + b"}"
    fields = {"content-type": "application/json", "content-length": len(body)}
    line.sendall(head("PATCH", "/api/v1/me", cast.sato, fields))
    for at in range(0, len(body), 400):  # a second and more in all
        line.sendall(body[at : at + 400])
        time.sleep(0.1)
    assert line.recv(20).split()[1] in {b"200", b"204"}


def test_a_large_part_at_first_does_not_pay_for_standing_still_after_it(served, cast):
    line = open_line(served)
    fields = {"content-type": "application/json", "content-length": 100_000}
    line.sendall(head("PATCH", "/api/v1/me", cast.sato, fields) + b" " * 60_000)
    assert trickle(line, b" ", every=0.1, until=5)


def test_no_body_may_take_for_ever_however_steadily_it_comes(served, cast, monkeypatch):
    monkeypatch.setattr(transport, "SMALL_BODY_FOR", 1.0)
    line = open_line(served)
    fields = {"content-type": "application/json", "content-length": 100_000}
    line.sendall(head("PATCH", "/api/v1/me", cast.sato, fields))
    assert trickle(line, b" " * 500, every=0.1, until=5)


@pytest.mark.parametrize("stray", [b"\r\n", b"\r\n\r\n", b"G", b"GET / HTTP/1.1\r\n"])
def test_what_begins_no_request_keeps_no_line_open(served, cast, stray):
    line = open_line(served)
    line.sendall(head("GET", "/api/v1/me", cast.sato, {}))
    assert line.recv(65_536).startswith(b"HTTP/1.1 200")
    line.sendall(stray)
    assert everything(line)[:12] in {b"", b"HTTP/1.1 408"}


def test_a_stray_line_end_disturbs_no_request_that_comes_in_time(served, cast):
    line = open_line(served)
    for _ in range(3):
        line.sendall(b"\r\n" + head("GET", "/api/v1/me", cast.sato, {}))
        assert line.recv(65_536).startswith(b"HTTP/1.1 200")
        line.sendall(b"\r\n")
        time.sleep(0.2)


def test_a_stream_goes_on_for_as_long_as_it_likes(served, cast):
    stream = served.listen(cast.sato)
    stream.until("head")
    time.sleep(1)
    served.on_loop(served.hub.beat)
    assert stream.next().event == "head"


def test_a_line_is_used_again_after_a_pause(served, cast):
    line = open_line(served)
    for _ in range(2):
        line.sendall(head("GET", "/api/v1/me", cast.sato, {}))
        assert line.recv(65_536).startswith(b"HTTP/1.1 200")
        time.sleep(0.8)


def test_a_long_poll_waits_longer_than_a_head_may(served, cast):
    line = open_line(served)
    address = f"{PATH}?since={served.seq(cast.minato)}"
    line.sendall(head("GET", address, cast.sato, {"accept": "application/json"}))
    wait_until(lambda: served.streams() == 1)
    time.sleep(1)
    assert served.streams() == 1
