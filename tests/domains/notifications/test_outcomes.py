"""What becomes of a push: a push service that is gone, busy, refuses, leads inside, or says nothing."""

from datetime import timedelta

import pytest

from kairan.adapters import outgoing
from kairan.domains.notifications.model import FIRST_RETRY, LONGEST_RETRY, retry_in
from tests.domains.notifications.ringing import Ringing
from tests.post_office import Browser


@pytest.fixture
def room(bell: Ringing) -> str:
    made = bell.talk.room(bell.cast.sato, bell.cast.kobayashi)
    bell.calm()
    return made


def test_what_was_taken_is_said(bell: Ringing, room: str) -> None:
    bell.subscribe(bell.cast.kobayashi)
    bell.write(bell.cast.sato, room)
    [device] = bell.devices(bell.cast.kobayashi)
    assert device["delivered_at"]
    assert (device["failed_at"], device["failure"], device["reachable"]) == (None, None, True)
    assert _waiting(bell) == 0


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_removed_and_its_owner_can_see_it(
    bell: Ringing, room: str, status: int
) -> None:
    browser = bell.subscribe(bell.cast.kobayashi)
    bell.office.answer(browser, status)
    bell.write(bell.cast.sato, room)
    [device] = bell.devices(bell.cast.kobayashi)
    assert (device["reachable"], device["failure"]) == (False, "gone")
    bell.write(bell.cast.sato, room)
    assert len(bell.office.sealed(browser)) == 1
    assert [e.data for e in _told(bell)][-1:] == [{}]
    again = bell.subscribe(bell.cast.kobayashi)
    bell.write(bell.cast.sato, room)
    [device] = bell.devices(bell.cast.kobayashi)
    assert (len(bell.office.of(again)), device["reachable"], device["failure"]) == (1, True, None)


@pytest.mark.parametrize("status", [400, 401, 403, 413, 301])
def test_what_is_refused_is_settled_and_said(bell: Ringing, room: str, status: int) -> None:
    browser = bell.subscribe(bell.cast.kobayashi)
    bell.office.answer(browser, status)
    bell.write(bell.cast.sato, room)
    [device] = bell.devices(bell.cast.kobayashi)
    assert (device["failure"], device["reachable"]) == (f"answered_{status}", True)
    assert (len(bell.office.sealed(browser)), _waiting(bell)) == (1, 0)


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_busy_push_service_is_asked_again_later(bell: Ringing, room: str, status: int) -> None:
    browser = bell.subscribe(bell.cast.kobayashi)
    bell.office.answer(browser, status)
    bell.write(bell.cast.sato, room)
    [device] = bell.devices(bell.cast.kobayashi)
    assert (device["failure"], _waiting(bell)) == (f"answered_{status}", 1)
    bell.calm()
    assert len(bell.office.sealed(browser)) == 1
    bell.office.answer(browser, 201)
    bell.site.pass_time(FIRST_RETRY)
    bell.calm()
    [device] = bell.devices(bell.cast.kobayashi)
    assert (len(bell.office.sealed(browser)), device["failure"], _waiting(bell)) == (2, None, 0)


def test_retry_after_is_honoured(bell: Ringing, room: str) -> None:
    browser = bell.subscribe(bell.cast.kobayashi)
    bell.office.answer(browser, 429, Retry_After="600")
    bell.write(bell.cast.sato, room)
    bell.site.pass_time(timedelta(seconds=590))
    bell.calm()
    assert len(bell.office.sealed(browser)) == 1
    bell.site.pass_time(timedelta(seconds=11))
    bell.calm()
    assert len(bell.office.sealed(browser)) == 2


def test_who_is_busy_for_a_day_is_not_asked_any_more(bell: Ringing, room: str) -> None:
    browser = bell.subscribe(bell.cast.kobayashi)
    bell.office.answer(browser, 503)
    bell.write(bell.cast.sato, room)
    for _ in range(40):
        bell.site.pass_time(timedelta(hours=1))
        bell.calm()
    assert _waiting(bell) == 0
    assert 20 <= len(bell.office.sealed(browser)) <= 26


@pytest.mark.parametrize(
    ("tries", "seconds"), [(0, 15), (1, 15), (2, 30), (3, 60), (9, 3600), (99, 3600)]
)
def test_the_time_between_tries_doubles(tries: int, seconds: int) -> None:
    assert retry_in(tries, None) == timedelta(seconds=seconds) <= LONGEST_RETRY
    assert retry_in(tries, 7200) == timedelta(hours=2)


def test_a_push_service_that_says_nothing_keeps_nobody_else_waiting(
    bell: Ringing, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outgoing, "TIME_LIMIT", 1.0)
    silent, other = bell.subscribe(bell.cast.kobayashi), bell.subscribe(bell.cast.sato)
    bell.office.hold(silent)
    bell.talk.write(bell.cast.sato, room)
    bell.office.wait_for(1)
    bell.talk.write(bell.cast.kobayashi, room)
    bell.office.wait_for(2, seconds=0.8)
    assert len(bell.office.of(other)) == 1
    bell.calm()
    [device] = bell.devices(bell.cast.kobayashi)
    assert (device["failure"], _waiting(bell)) == ("no_answer", 1)


def test_a_name_that_leads_inside_is_never_asked(
    bell: Ringing, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name looked well when the device subscribed; what it resolves to is seen when it is used."""
    inside = Browser("https://push.example.com/1")
    body = inside.subscription
    assert (
        bell.site.client(bell.cast.kobayashi).post("/push/subscriptions", json=body).status_code
        == 201
    )

    async def leads_inside(_loop, host, port, **_more):
        return [(2, 1, 6, "", ("127.0.0.1", int(bell.office.host.split(":")[1])))]

    monkeypatch.setattr("uvloop.Loop.getaddrinfo", leads_inside, raising=False)
    monkeypatch.setattr("asyncio.BaseEventLoop.getaddrinfo", leads_inside)
    bell.write(bell.cast.sato, room)
    [device] = bell.devices(bell.cast.kobayashi)
    assert (device["failure"], bell.office.connections, _waiting(bell)) == (
        "forbidden_address",
        0,
        0,
    )


@pytest.mark.parametrize(
    ("scheme", "host"),
    [
        ("http", "push.example.com"),
        ("ftp", "push.example.com"),
        ("https", "127.0.0.1"),
        ("https", "2130706433"),
        ("https", "0x7f.0.0.1"),
        ("https", "0177.0.0.1"),
        ("https", "[::1]"),
        ("https", "[::ffff:7f00:1]"),
        ("https", "localhost"),
        ("https", "localhost:1"),
        ("https", "router"),
        ("https", "10.0.0.1.:443"),
        ("https", "user@push.example.com"),
        ("https", "push.example.com:8443"),
        ("https", "push.example.com:99999"),
        ("https", "push.example.com\u3002jp"),
        ("https", "push.example.com\n"),
        ("https", "１２７.0.0.1"),
        ("file", ""),
        ("https", ""),
    ],
)
def test_an_address_that_is_no_push_service_is_refused_at_once(
    bell: Ringing, scheme: str, host: str
) -> None:
    body = Browser(f"{scheme}://{host}/1").subscription
    answer = bell.site.client(bell.cast.kobayashi).post("/push/subscriptions", json=body)
    assert (answer.status_code, answer.json()["code"]) == (400, "notifications.not_a_push_service")
    assert bell.devices(bell.cast.kobayashi) == []


def test_keys_that_are_none_are_found_out_and_said(bell: Ringing, room: str) -> None:
    browser = bell.office.browser()
    body = browser.subscription | {"keys": {"p256dh": "A" * 87, "auth": "A" * 22}}
    assert (
        bell.site.client(bell.cast.kobayashi).post("/push/subscriptions", json=body).status_code
        == 201
    )
    bell.write(bell.cast.sato, room)
    [device] = bell.devices(bell.cast.kobayashi)
    assert (device["failure"], bell.office.letters) == ("bad_keys", [])


def _waiting(bell: Ringing) -> int:
    with bell.site.database.read() as tx:
        return int(tx.exec_driver_sql("SELECT count(*) FROM pushes").scalar_one())


def _told(bell: Ringing):
    return bell.site.events(bell.cast.minato, type_="notifications.devices_changed")
