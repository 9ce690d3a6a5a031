"""Rooms over HTTP: numbers nobody has, and answers that hold no more than they should."""

import re

import pytest

from tests.talk import Talk

HUGE = 10**30


@pytest.fixture
def room(site):
    """A room of 佐藤 and 小林 with one message, number 2."""
    talk = Talk(site)
    made = talk.room(site.cast.sato, site.cast.kobayashi)
    talk.write(site.cast.sato, made, "集合は八時")
    return made


@pytest.mark.parametrize("no", [0, 99, 2**31 - 1, 2**31, 2**63, HUGE])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("DELETE", "/rooms/{room}/messages/{no}"),
        ("PUT", "/rooms/{room}/messages/{no}/acknowledgement"),
        ("DELETE", "/rooms/{room}/messages/{no}/acknowledgement"),
        ("GET", "/rooms/{room}/messages/{no}/readers"),
        ("GET", "/rooms/{room}/messages/{no}/readers.csv"),
        ("DELETE", "/rooms/{room}/messages/{no}/told/{account}"),
    ],
)
def test_a_number_nobody_has_is_not_found(site, room, method, path, no):
    account = site.cast.kobayashi.account
    address = path.format(room=room, no=no, account=account)
    answer = site.client(site.cast.sato).request(method, address)
    assert (answer.status_code, answer.json()["code"]) == (404, "rooms.message_not_found")


@pytest.mark.parametrize("no", [-1, 2**31, HUGE, 1.5, "two", None, True])
def test_a_cursor_is_a_number_a_room_could_have(site, room, no):
    client = site.client(site.cast.kobayashi)
    answer = client.put(f"/rooms/{room}/cursor", json={"no": no})
    assert (answer.status_code, answer.json()["code"]) == (400, "kernel.bad_input")
    assert client.ask(f"/rooms/{room}")["cursor"] == 0


def test_a_message_sent_twice_is_answered_alike(site, room):
    client = site.client(site.cast.kobayashi)
    body = {"client_id": "a", "text": "了解"}
    first = client.post(f"/rooms/{room}/messages", json=body)
    site.client(site.cast.sato).put(f"/rooms/{room}/cursor", json={"no": 3})
    again = client.post(f"/rooms/{room}/messages", json=body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()


def test_a_page_says_at_which_place_of_the_log_it_was_read(site, room):
    answer = site.client(site.cast.kobayashi).get(f"/rooms/{room}/messages?limit=1")
    assert int(answer.headers["kairan-seq"]) == site.seq(site.cast.minato)
    page = answer.json()
    assert (page["items"][0]["text"], page["head"], page["next"]) == ("集合は八時", 2, None)


@pytest.mark.parametrize(
    "query",
    ["before=-1", "after=x", "limit=0", "limit=201", f"around={HUGE}", "on=2026-13-01", "tz=9999"],
)
def test_a_page_that_cannot_be_is_refused(site, room, query):
    answer = site.client(site.cast.kobayashi).get(f"/rooms/{room}/messages?{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, "kernel.bad_input")


def test_the_reader_list_as_a_file_can_stand_alone_as_a_record(site, room):
    """Where, who wrote what and when, as of when; and how to reach those who have not read it."""
    yamamoto, sato = site.cast.yamamoto, site.cast.sato
    path = f"/members/{site.cast.kobayashi.account}"
    changed = site.client(yamamoto).patch(path, json={"phone": "0190-00-0002"})
    assert changed.status_code == 200
    answer = site.client(sato).get(f"/rooms/{room}/messages/2/readers.csv?tz=540")
    lines = [line.split(",") for line in answer.content.decode("utf-8-sig").splitlines()]
    about = {line[0]: line[1] for line in lines[:8]}
    assert about["組織"] == "みなと県"
    assert about["部屋"] == site.client(sato).ask(f"/rooms/{room}")["name"]
    assert (about["メッセージの番号"], about["書いた人"]) == ("2", "佐藤 花子")
    assert about["本文のはじめ"] == "集合は八時"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", about["送った時刻"])
    assert lines[8][-1] == "電話番号"
    assert lines[9][:2] == ["未読", "小林 誠"]
    assert lines[9][-1] == "0190-00-0002"


def test_who_left_before_the_guest_came_is_not_named_as_who_told_somebody(site):
    cast, talk = site.cast, Talk(site)
    room = talk.room(cast.sato, cast.kobayashi, cast.takahashi)
    no = talk.write(cast.sato, room)
    talk.tell(cast.kobayashi, room, no, cast.takahashi, "telephone")
    talk.remove(cast.sato, room, cast.kobayashi)
    talk.add(cast.sato, room, cast.maeda)
    for who, note in ((cast.sato, "小林 誠さんが電話で"), (cast.maeda, "前にいた人が電話で")):
        answer = site.client(who).get(f"/rooms/{room}/messages/{no}/readers.csv")
        [told] = [line for line in answer.text.splitlines() if "髙橋 聡" in line]
        assert told.split(",")[5] == note


def test_the_next_page_of_members_is_there_though_the_last_one_shown_has_left(site):
    cast, talk = site.cast, Talk(site)
    room = talk.room(cast.sato, cast.kobayashi, cast.takahashi, cast.nakamura, cast.maeda)
    client = site.client(cast.sato)
    everybody = [each["id"] for each in client.ask(f"/rooms/{room}/members")["items"]]
    first = client.ask(f"/rooms/{room}/members?limit=2")
    assert [each["id"] for each in first["items"]] == everybody[:2]
    client.delete(f"/rooms/{room}/members/{everybody[1]}")
    second = client.ask(f"/rooms/{room}/members?limit=2&after={first['next']}")
    assert [each["id"] for each in second["items"]] == everybody[2:4]
    third = client.ask(f"/rooms/{room}/members?limit=2&after={second['next']}")
    assert ([each["id"] for each in third["items"]], third["next"]) == (everybody[4:], None)


@pytest.mark.parametrize("after", ["x", "", "gA", "lcLDoaGhoWE", "あ"])
def test_a_page_of_members_begins_at_a_cursor_of_ours(site, room, after):
    answer = site.client(site.cast.sato).get(f"/rooms/{room}/members?after={after}")
    assert (answer.status_code, answer.json()["code"]) == (400, "kernel.bad_input")
