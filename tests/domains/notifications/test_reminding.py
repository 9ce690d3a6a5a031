"""The unread are reminded: who may, how often, who hears it, and what the reader list says of it."""

from datetime import timedelta

import pytest

from tests.domains.notifications.ringing import Ringing
from tests.world import Somebody


@pytest.fixture
def room(bell: Ringing) -> str:
    made = bell.talk.room(bell.cast.sato, bell.cast.kobayashi, bell.cast.maeda)
    bell.calm()
    return made


def test_only_who_has_not_read_is_reminded(bell: Ringing, room: str) -> None:
    cast = bell.cast
    no = bell.write(cast.sato, room)
    bell.talk.read(cast.maeda, room, no)
    unread, read = bell.subscribe(cast.kobayashi), bell.subscribe(cast.maeda)
    assert _remind(bell, cast.sato, room, no) == (200, {"reached": 1, "unread": 1})
    [letter] = bell.office.of(unread)
    assert (letter["kind"], letter["no"]) == ("reminder", no)
    assert letter["body"] == "佐藤 花子さんのメッセージを、まだ読んでいません"
    assert bell.office.of(read) == []


def test_at_most_once_in_ten_minutes_for_a_message(bell: Ringing, room: str) -> None:
    cast = bell.cast
    first, second = bell.write(cast.sato, room), bell.write(cast.sato, room)
    browser = bell.subscribe(cast.kobayashi)
    assert _remind(bell, cast.sato, room, first)[0] == 200
    status, problem = _remind(bell, cast.maeda, room, first)
    assert (status, problem["code"]) == (429, "notifications.reminded_lately")
    assert _remind(bell, cast.sato, room, second)[0] == 200
    bell.site.pass_time(timedelta(minutes=10))
    assert _remind(bell, cast.sato, room, first)[0] == 200
    assert [letter["no"] for letter in bell.office.of(browser)] == [first, second, first]


def test_the_reader_list_says_when_and_who_cannot_be_reached(bell: Ringing, room: str) -> None:
    cast = bell.cast
    no = bell.write(cast.sato, room)
    bell.subscribe(cast.kobayashi)
    way, path = bell.site.client(cast.sato), f"/rooms/{room}/messages/{no}/readers"
    before = way.ask(path)
    assert {each["name"]: each["reachable"] for each in before["unread"]} == {
        "小林 誠": True,
        "前田 一郎": False,
    }
    assert before["reminded"] is None
    _remind(bell, cast.sato, room, no)
    told = way.ask(path)["reminded"]
    assert (told["by"], told["people"]) == ("佐藤 花子", 1)


def test_a_muted_room_is_not_reminded_of_but_to_me_is(bell: Ringing, room: str) -> None:
    cast = bell.cast
    quiet, personal = bell.subscribe(cast.kobayashi), bell.subscribe(cast.maeda)
    bell.choose(cast.kobayashi, room, "nothing")
    bell.choose(cast.maeda, room, "to_me")
    no = bell.talk.write(cast.sato, room)
    bell.calm()
    before = len(bell.office.of(personal))
    assert _remind(bell, cast.sato, room, no) == (200, {"reached": 1, "unread": 2})
    assert (len(bell.office.of(quiet)), len(bell.office.of(personal))) == (0, before + 1)


def test_where_nobody_can_be_reached_nothing_is_said_to_have_been_sent(
    bell: Ringing, room: str
) -> None:
    cast = bell.cast
    no = bell.write(cast.sato, room)
    assert _remind(bell, cast.sato, room, no) == (200, {"reached": 0, "unread": 2})
    shown = bell.site.client(cast.sato).ask(f"/rooms/{room}/messages/{no}/readers")
    assert shown["reminded"] is None
    bell.subscribe(cast.kobayashi)
    assert _remind(bell, cast.sato, room, no) == (200, {"reached": 1, "unread": 2})


def test_owners_see_who_cannot_be_reached_and_others_do_not(bell: Ringing, room: str) -> None:
    cast = bell.cast
    bell.subscribe(cast.kobayashi)

    def seen(who: Somebody) -> dict[str, bool | None]:
        members = bell.site.client(who).ask(f"/rooms/{room}/members")["items"]
        return {each["name"]: each["reachable"] for each in members}

    assert seen(cast.sato) == {"佐藤 花子": False, "小林 誠": True, "前田 一郎": False}
    assert set(seen(cast.kobayashi).values()) == {None}


def test_where_nobody_is_left_nothing_is_sent(bell: Ringing, room: str) -> None:
    cast = bell.cast
    no = bell.write(cast.sato, room)
    for who in (cast.kobayashi, cast.maeda):
        bell.talk.read(who, room, no)
    status, problem = _remind(bell, cast.sato, room, no)
    assert (status, problem["code"]) == (422, "rooms.nobody_unread")


def _remind(bell: Ringing, who: Somebody, room: str, no: int):
    answer = bell.site.client(who).post(f"/rooms/{room}/messages/{no}/remind")
    bell.calm()
    return answer.status_code, answer.json()
