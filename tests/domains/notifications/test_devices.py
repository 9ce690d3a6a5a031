"""Devices that asked to be told: whose they are, when they end, and what a test says of them."""

import pytest

from kairan.domains.notifications.errors import DeviceNotFound
from tests.domains.notifications.ringing import Ringing
from tests.site import Site
from tests.world import Somebody, World


def test_a_device_is_the_sessions_own_and_asks_again_in_place_of_itself(bell: Ringing) -> None:
    cast = bell.cast
    bell.subscribe(cast.kobayashi)
    bell.subscribe(cast.kobayashi)
    second = bell.site.open_session(cast.minato, cast.kobayashi.account)
    bell.subscribe(second)
    shown = bell.devices(cast.kobayashi)
    assert [each["current"] for each in shown].count(True) == 1
    assert len(shown) == 2
    assert all(each["device"] == "Test 1.0" for each in shown)
    assert bell.devices(cast.sato) == []


def test_nobody_sees_the_address_or_the_keys_of_a_device(bell: Ringing) -> None:
    browser = bell.subscribe(bell.cast.kobayashi)
    shown = str(bell.devices(bell.cast.kobayashi))
    assert browser.endpoint not in shown
    assert browser.subscription["keys"]["auth"] not in shown


def test_only_ones_own_devices_can_be_taken_away(bell: Ringing) -> None:
    browser = bell.subscribe(bell.cast.kobayashi)
    [device] = bell.devices(bell.cast.kobayashi)
    path = f"/push/subscriptions/{device['id']}"
    answer = bell.site.client(bell.cast.sato).delete(path)
    assert (answer.status_code, answer.json()["code"]) == (404, DeviceNotFound.code)
    assert bell.site.client(bell.cast.kobayashi).delete(path).status_code == 204
    assert bell.devices(bell.cast.kobayashi) == []
    room = bell.talk.room(bell.cast.sato, bell.cast.kobayashi)
    bell.write(bell.cast.sato, room)
    assert bell.office.sealed(browser) == []


def test_a_device_ends_with_its_session(bell: Ringing) -> None:
    cast = bell.cast
    phone = bell.site.open_session(cast.minato, cast.kobayashi.account)
    bell.subscribe(phone)
    bell.subscribe(cast.kobayashi)
    assert bell.site.client(phone).delete("/session").status_code == 204
    bell.calm()
    assert [each["current"] for each in bell.devices(cast.kobayashi)] == [True]
    assert _rows(bell) == 1


def test_who_subscribes_with_the_same_browser_takes_it_over(bell: Ringing) -> None:
    """A shared machine: 小林 left without signing out, 佐藤 lets the same browser be told."""
    browser = bell.subscribe(bell.cast.kobayashi)
    body = browser.subscription
    answer = bell.site.client(bell.cast.sato).post("/push/subscriptions", json=body)
    assert answer.status_code == 201
    assert [each["reachable"] for each in bell.devices(bell.cast.kobayashi)] == [False]
    assert [each["reachable"] for each in bell.devices(bell.cast.sato)] == [True]


def test_one_browser_may_be_told_of_two_organisations(bell: Ringing) -> None:
    browser = bell.subscribe(bell.cast.kobayashi)
    answer = bell.site.client(bell.cast.mikami).post(
        "/push/subscriptions", json=browser.subscription
    )
    assert answer.status_code == 201
    assert [each["reachable"] for each in bell.devices(bell.cast.kobayashi)] == [True]
    assert [each["reachable"] for each in bell.devices(bell.cast.mikami)] == [True]


def test_a_test_says_what_the_push_service_answered_and_that_it_arrived(bell: Ringing) -> None:
    cast = bell.cast
    phone = bell.site.open_session(cast.minato, cast.kobayashi.account)
    good, refused = bell.subscribe(cast.kobayashi), bell.subscribe(phone)
    bell.office.answer(refused, 403)
    bell.test(cast.kobayashi)
    bell.calm()
    assert _tests(bell, cast.kobayashi) == [("accepted", None), ("refused", "answered_403")]
    [letter] = bell.office.of(good)
    assert letter["title"] == "回覧のためし"
    assert (
        bell.site.client(None).post("/push/arrived", json={"token": letter["token"]}).status_code
        == 204
    )
    assert _tests(bell, cast.kobayashi) == [("arrived", None), ("refused", "answered_403")]


def test_the_token_of_a_test_is_good_once(bell: Ringing) -> None:
    browser = bell.subscribe(bell.cast.kobayashi)
    bell.test(bell.cast.kobayashi)
    bell.calm()
    [letter] = bell.office.of(browser)
    ways = [bell.site.client(who) for who in (None, bell.cast.sato)]
    answers = [way.post("/push/arrived", json={"token": letter["token"]}) for way in ways]
    assert [each.status_code for each in answers] == [204, 404]
    guessed = bell.site.client(None).post("/push/arrived", json={"token": "k1.x"})
    assert guessed.status_code == 404


def test_a_test_that_finds_nobody_is_not_sent_again(bell: Ringing) -> None:
    browser = bell.subscribe(bell.cast.kobayashi)
    bell.office.answer(browser, 503)
    bell.test(bell.cast.kobayashi)
    bell.calm()
    assert _tests(bell, bell.cast.kobayashi) == [("refused", "answered_503")]


def test_without_a_device_there_is_nothing_to_test(bell: Ringing) -> None:
    answer = bell.site.client(bell.cast.kobayashi).post("/push/test")
    assert (answer.status_code, answer.json()["code"]) == (422, "notifications.no_device")


def test_tests_have_a_limit(bell: Ringing) -> None:
    bell.subscribe(bell.cast.kobayashi)
    way = bell.site.client(bell.cast.kobayashi)
    assert [way.post("/push/test").status_code for _ in range(8)] == [202] * 6 + [429] * 2


def test_where_push_is_turned_off_nobody_subscribes(
    first_world: World, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = Site.of(first_world, tmp_path, push="off")
    try:
        way = site.client(site.cast.kobayashi)
        assert way.ask("/push/key") == {"key": None}
        body = {
            "endpoint": "https://push.example.com/1",
            "keys": {"p256dh": "A" * 87, "auth": "A" * 22},
        }
        answer = way.post("/push/subscriptions", json=body)
        assert (answer.status_code, answer.json()["code"]) == (422, "notifications.turned_off")
    finally:
        site.close()


def _tests(bell: Ringing, who: Somebody) -> list[tuple[str, str | None]]:
    """Return what is known of the tests of somebody's devices, the device at hand first."""
    shown = sorted(bell.devices(who), key=lambda each: not each["current"])
    return [(each["test"]["state"], each["test"]["reason"]) for each in shown]


def _rows(bell: Ringing) -> int:
    with bell.site.database.read() as tx:
        return int(tx.exec_driver_sql("SELECT count(*) FROM push_devices").scalar_one())
