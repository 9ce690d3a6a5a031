"""How many streams and waiting calls one person may have."""

import threading

import pytest

from kairan.domains.rooms.api.rooms import SIGNALS
from kairan.surfaces.stream import app
from tests.surfaces.stream.served import wait_until


def test_the_stream_after_the_last_is_refused_and_the_others_go_on(served, cast, monkeypatch):
    monkeypatch.setattr(app, "STREAMS", 3)
    first, *_ = open_ = [served.listen(cast.sato) for _ in range(3)]
    assert [each.status for each in open_] == [200] * 3
    refused = served.listen(cast.sato)
    assert refused.status == 429
    assert refused.headers["retry-after"] == "1"
    assert b"kernel.too_many" in refused.body()
    assert served.listen(cast.kobayashi).status == 200
    assert first.next().event == "head"
    first.close()
    wait_until(lambda: served.streams() == 3)
    assert served.listen(cast.sato).status == 200


def test_streams_are_counted_over_all_devices_of_a_person(served, cast, monkeypatch):
    monkeypatch.setattr(app, "STREAMS", 1)
    assert served.listen(cast.sato).status == 200
    other = served.open_session(cast.minato, cast.sato.account)
    assert served.listen(other).status == 429
    assert served.poll(other).status == 200


def test_a_session_waits_in_few_calls_at_once(served, cast, monkeypatch):
    monkeypatch.setattr(app, "POLL_FOR", 3.0)
    since = served.seq(cast.minato)
    waiting = [
        threading.Thread(target=served.poll, args=(cast.sato, since))
        for _ in range(app.POLLS_OF_A_SESSION)
    ]
    for each in waiting:
        each.start()
    wait_until(lambda: served.streams() == app.POLLS_OF_A_SESSION)
    refused = served.poll(cast.sato, since)
    assert (refused.status, refused.headers["retry-after"]) == (429, "1")
    for each in waiting:
        each.join()
    assert served.poll(cast.sato, since).status == 200


def test_an_account_waits_in_few_calls_at_once_whatever_its_sessions(served, cast, monkeypatch):
    monkeypatch.setattr(app, "POLL_FOR", 3.0)
    monkeypatch.setattr(app, "POLLS_OF_AN_ACCOUNT", 1)
    since = served.seq(cast.minato)
    waiting = threading.Thread(target=served.poll, args=(cast.sato, since))
    waiting.start()
    wait_until(lambda: served.streams() == 1)
    other = served.open_session(cast.minato, cast.sato.account)
    assert served.poll(other, served.seq(cast.minato)).status == 429
    waiting.join()


LONG = "長" * 9_990
"""A message of 30 KB."""


@pytest.fixture
def long_room(served, cast, talk):
    """Where the log stood before 60 long messages were written to 小林; replays of it fill no buffer."""
    room = talk.room(cast.sato, cast.kobayashi)
    before = served.seq(cast.minato)
    for _ in range(60):
        talk.write(cast.sato, room, LONG)
    return before


def test_who_missed_too_many_words_loads_everything(served, cast, monkeypatch, long_room):
    head = served.seq(cast.minato)
    assert len(served.poll(cast.kobayashi, long_room).json["events"]) == 60
    monkeypatch.setattr(app, "REPLAY_BYTES", 1_000_000)
    assert served.poll(cast.kobayashi, long_room).json == {"reset": True, "head": head}
    first = served.listen(cast.kobayashi, long_room).next()
    assert (first.event, first.data["head"]) == ("reset", head)
    assert len(served.poll(cast.kobayashi, head - 20).json["events"]) == 20


@pytest.mark.parametrize("accept", ["text/event-stream", "application/json"])
def test_an_account_is_given_little_again_at_a_time_until_it_has_taken_it(
    served, cast, monkeypatch, long_room, accept
):
    monkeypatch.setattr(app, "STUCK_FOR", 2.0)
    slow = [
        served.listen(cast.kobayashi, long_room, accept=accept, receive_buffer=4_096)
        for _ in range(app.REPLAYS)
    ]
    wait_until(lambda: replays(served) == app.REPLAYS)
    assert served.poll(cast.kobayashi, long_room).status == 429
    assert served.poll(cast.kobayashi).status == 200
    assert served.poll(cast.sato, long_room).status == 200
    wait_until(lambda: replays(served) == 0)  # nobody took it: they were cut
    assert served.poll(cast.kobayashi, long_room).status == 200
    assert len(slow) == app.REPLAYS


def replays(served):
    held = served.kairan.house.limits._held
    return sum(number for (kind, _), number in list(held.items()) if kind == "replays")


def test_who_may_open_no_more_streams_is_told_so_before_anything_is_read_again(
    served, cast, monkeypatch, long_room
):
    monkeypatch.setattr(app, "STREAMS", 1)
    assert served.listen(cast.kobayashi).next().event == "head"
    with served.statements() as asked:
        assert served.listen(cast.kobayashi, long_room).status == 429
    assert not [each for each in asked if "FROM messages" in each]


def test_who_says_in_passing_the_same_again_and_again_wakes_nobody_again(served, cast, talk):
    room = talk.room(cast.sato, cast.kobayashi)
    listener = served.listen(cast.kobayashi)
    listener.until("head")
    path = f"/api/v1/rooms/{room}/signals"
    served.kairan.house.limits.clock = lambda: 1_000.0
    for kind in ["typing"] * (SIGNALS + 2) + ["here"]:
        assert served.request("POST", path, cast.sato, {"kind": kind}).status == 204
    served.kairan.house.limits.clock = lambda: 1_001.0
    served.request("POST", path, cast.sato, {"kind": "typing"})
    heard = [each.data["type"] for each in listener.until("signal", count=SIGNALS + 2)]
    assert heard == ["typing"] * SIGNALS + ["here", "typing"]
    assert listener.meanwhile(0.2) == []
