"""Streams through Caddy and nginx, configured as the page on HTTPS says."""

import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from kairan.kernel.settings import load
from kairan.surfaces.cli.doctor import look_from_outside
from kairan.surfaces.stream.probe import expect_probe
from tests.surfaces.stream.proxies import Caddy, Nginx, Proxy
from tests.surfaces.stream.served import Served
from tests.talk import Talk

PROXIES = [
    pytest.param(
        kind,
        id=kind.__name__,
        marks=pytest.mark.skipif(not kind.binary.exists(), reason="bin/fetch-proxies fetches it"),
    )
    for kind in (Caddy, Nginx)
]


@contextmanager
def started(
    kind: type[Proxy], folder: Path, served: Served, *, buffering: bool = False
) -> Iterator[Proxy]:
    proxy = kind(folder / "proxy", served.port, buffering=buffering)
    try:
        yield proxy
    finally:
        proxy.close()


def client(proxy: Proxy, token: str) -> httpx.Client:
    trusted = ssl.create_default_context(cafile=proxy.certificate.cert)
    headers = {"Authorization": f"Bearer {token}", "Accept": "text/event-stream"}
    return httpx.Client(base_url=proxy.url, verify=trusted, headers=headers, timeout=30)


@pytest.mark.parametrize("kind", PROXIES)
def test_what_happens_comes_through_at_once(
    kind: type[Proxy], served: Served, tmp_path: Path
) -> None:
    cast, talk = served.cast, Talk(served)
    room = talk.room(cast.sato, cast.kobayashi)
    with (
        started(kind, tmp_path, served) as proxy,
        client(proxy, cast.kobayashi.token) as http,
        http.stream("GET", "/api/v1/events") as stream,
    ):
        lines = stream.iter_lines()
        until(lines, "event: head")
        for number in range(5):
            written = time.monotonic()
            talk.write(cast.sato, room, f"連絡 {number}")
            until(lines, "event: rooms.message_sent")
            assert time.monotonic() - written < 1
    assert stream.http_version == "HTTP/1.1"


def until(lines: Iterator[str], wanted: str) -> None:
    assert wanted in lines


@pytest.mark.parametrize("kind", PROXIES)
def test_the_doctor_finds_nothing_wrong(
    kind: type[Proxy], served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with started(kind, tmp_path, served) as proxy:
        monkeypatch.setenv("SSL_CERT_FILE", str(proxy.certificate.cert))
        found = {each.what: each.level for each in examined(served, proxy.url)}
    assert found == {"address": "note", "certificate": "good", "stream": "good"}


def test_the_doctor_tells_of_a_proxy_that_holds_the_stream_back(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not Nginx.binary.exists():
        pytest.skip("bin/fetch-proxies fetches it")
    with started(Nginx, tmp_path, served, buffering=True) as proxy:
        monkeypatch.setenv("SSL_CERT_FILE", str(proxy.certificate.cert))
        [stream] = [each for each in examined(served, proxy.url) if each.what == "stream"]
    assert (stream.level, "buffering" in stream.words) == ("bad", True)


def test_the_doctor_tells_of_a_certificate_that_browsers_refuse(
    served: Served, tmp_path: Path
) -> None:
    if not Caddy.binary.exists():
        pytest.skip("bin/fetch-proxies fetches it")
    with started(Caddy, tmp_path, served) as proxy:
        [found] = [each for each in examined(served, proxy.url) if each.what == "certificate"]
    assert found.level == "bad"


def examined(served: Served, url: str):
    probe = served.on_loop(lambda: expect_probe(served.kairan.house))
    return list(look_from_outside(load({"KAIRAN_PUBLIC_URL": url}), probe))
