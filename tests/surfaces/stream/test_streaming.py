"""Opening a stream, hearing what happens, and coming back without a gap."""

import threading
import time
from datetime import timedelta

import pytest

from kairan.surfaces.http import serve
from kairan.surfaces.stream import app
from tests.surfaces.stream.served import Served, seqs, wait_until
from tests.talk import Talk


@pytest.fixture
def room(cast, talk):
    """A room of 佐藤, 小林 and 前田."""
    return talk.room(cast.sato, cast.kobayashi, cast.maeda)


def test_the_first_frame_of_a_stream_is_the_head(served, cast, room):
    stream = served.listen(cast.kobayashi)
    frame = stream.next()
    assert (frame.event, frame.id) == ("head", served.seq(cast.minato))
    assert frame.data["head"] == frame.id
    assert len(frame.data["epoch"]) == 32


def test_the_answer_says_that_it_is_a_stream_and_is_not_kept_anywhere(served, cast):
    stream = served.listen(cast.sato)
    assert stream.status == 200
    assert stream.headers["content-type"] == "text/event-stream"
    assert stream.headers["transfer-encoding"] == "chunked"
    assert stream.headers["cache-control"] == "no-store"
    assert stream.headers["x-accel-buffering"] == "no"


def test_what_happens_comes_in_order_with_its_number(served, cast, talk, room):
    stream = served.listen(cast.kobayashi)
    stream.until("head")
    for n in range(5):
        talk.write(cast.sato, room, f"連絡 {n}")
    frames = stream.until("rooms.message_sent", count=5)
    assert [frame.message["text"] for frame in frames] == [f"連絡 {n}" for n in range(5)]
    assert [frame.id for frame in frames] == [frame.data["seq"] for frame in frames]
    assert seqs(frames) == sorted(seqs(frames))
    first = frames[0].data
    assert (first["type"], first["room"], first["actor"]) == (
        "rooms.message_sent",
        room,
        cast.sato.account,
    )
    assert first["at"].endswith("Z")
    assert {"id", "no", "client_id", "sender", "kind", "text", "sent_at"} <= set(first["data"])


def test_the_sender_hears_the_own_message_too(served, cast, talk, room):
    stream = served.listen(cast.sato)
    stream.until("head")
    talk.write(cast.sato, room, client_id="mine")
    assert stream.until("rooms.message_sent")[-1].message["client_id"] == "mine"


def test_who_comes_back_hears_exactly_what_was_missed(served, cast, talk, room):
    stream = served.listen(cast.kobayashi)
    stream.until("head")
    numbers = [talk.send(cast.sato, room).message.seq for _ in range(6)]
    heard = stream.until("rooms.message_sent", count=2)
    stream.close()
    talk.write(cast.sato, room)
    back = served.listen(cast.kobayashi, since=heard[-1].id)
    frames = back.until("head")
    assert seqs(frames) == [*numbers[2:], served.seq(cast.minato)]
    assert frames[-1].id == served.seq(cast.minato)


def test_the_last_event_id_wins_over_since(served, cast, talk, room):
    numbers = [talk.send(cast.sato, room).message.seq for _ in range(4)]
    stream = served.listen(cast.kobayashi, since=numbers[0], last_event_id=numbers[2])
    assert seqs(stream.until("head")) == numbers[3:]


@pytest.mark.parametrize("wrong", ["-1", "abc", "1.5", "9" * 30, "１ ２"])
def test_a_place_that_is_no_number_is_refused(served, cast, wrong):
    stream = served.listen(cast.sato, last_event_id=wrong.encode().decode("latin-1"))
    assert stream.status == 400
    assert b"kernel.bad_input" in stream.body()


def test_who_is_beyond_the_head_loads_everything_again(served, cast, talk, room):
    stream = served.listen(cast.kobayashi, since=served.seq(cast.minato) + 5)
    reset, head = stream.next(), stream.next()
    assert (reset.event, reset.data) == ("reset", {"reset": True, "head": served.seq(cast.minato)})
    assert (head.event, head.id) == ("head", reset.id)
    talk.write(cast.sato, room)
    assert stream.until("rooms.message_sent")[-1].message["no"] == 2


def test_who_missed_too_much_loads_everything_again(served, cast, talk, room, monkeypatch):
    monkeypatch.setattr(app, "REPLAY_LIMIT", 5)
    numbers = [talk.send(cast.sato, room).message.seq for _ in range(8)]
    assert served.listen(cast.kobayashi, since=numbers[1]).next().event == "reset"
    assert served.listen(cast.kobayashi, since=numbers[2]).next().id == numbers[3]


def test_who_missed_what_the_log_no_longer_has_loads_everything_again(served, cast, talk, room):
    numbers = [talk.send(cast.sato, room).message.seq for _ in range(8)]
    with served.database.write() as tx:
        tx.exec_driver_sql("DELETE FROM events WHERE seq <= ?", (numbers[3],))
    assert served.listen(cast.kobayashi, since=numbers[1]).next().event == "reset"
    assert served.listen(cast.kobayashi, since=numbers[3]).next().id == numbers[4]


def test_a_quiet_stream_is_told_the_head_now_and_then(first_world, tmp_path, monkeypatch):
    monkeypatch.setattr(serve, "HEARTBEAT", timedelta(milliseconds=40))
    served = Served.of(first_world, tmp_path)
    try:
        cast, talk = served.cast, Talk(served)
        stream = served.listen(cast.nakamura)
        beats = stream.until("head", count=3)
        assert [frame.event for frame in beats] == ["head"] * 3
        number = talk.send(cast.sato, talk.room(cast.sato)).message.seq
        while (beat := stream.next()).id != number:
            assert beat.event == "head"
        assert beat.data == {"head": number, "epoch": beats[0].data["epoch"]}
    finally:
        served.close()


def test_nobody_is_let_in_without_a_session(served, cast):
    ended = served.open_session(cast.minato, cast.sato.account)
    served.request("DELETE", "/api/v1/session", ended)
    for who in (None, ended):
        stream = served.listen(who)
        assert stream.status == 401
        assert stream.headers["content-type"] == "application/problem+json"
    assert served.streams() == 0


def test_a_stream_is_only_got(served, cast):
    for method in ("POST", "PUT", "DELETE", "HEAD"):
        assert served.listen(cast.sato, method=method).status == 405


def test_two_streams_of_one_person_hear_the_same(served, cast, talk, room):
    streams = [served.listen(cast.kobayashi) for _ in range(2)]
    for stream in streams:
        stream.until("head")
    talk.write(cast.sato, room)
    assert streams[0].until("rooms.message_sent") == streams[1].until("rooms.message_sent")


def test_no_event_of_another_organisation_ever(served, cast, talk, room):
    aoba = served.listen(cast.mikami, since=0)
    minato = served.listen(cast.kobayashi)
    for stream in (aoba, minato):
        stream.until("head")
    for n in range(20):
        talk.write(cast.sato, room, f"みなと {n}")
    minato.until("rooms.message_sent", count=20)
    served.on_loop(served.hub.beat)
    frames = aoba.until("head")
    assert seqs(frames) == []
    assert frames[-1].id == served.seq(cast.aoba)


def test_a_secret_of_one_organisation_does_not_open_the_stream_of_another(served, cast):
    forged = cast.mikami.token.replace(cast.aoba, cast.minato)
    who = type(cast.mikami)(cast.minato, cast.mikami.account, "", forged)
    assert served.listen(who).status == 401


def test_what_was_unsent_comes_again_without_its_words(served, cast, talk, room):
    since = served.seq(cast.minato)
    talk.write(cast.sato, room, "間違い")
    talk.unsend(cast.sato, room, 2)
    sent, unsent, _ = served.listen(cast.kobayashi, since=since).until("head")
    assert (sent.event, sent.message["text"]) == ("rooms.message_sent", None)
    assert (unsent.event, unsent.message) == ("rooms.message_unsent", {"no": 2})


def test_cursors_and_system_messages_come_by_the_stream(served, cast, talk, room):
    stream = served.listen(cast.sato)
    stream.until("head")
    talk.add(cast.sato, room, cast.takahashi)
    talk.read(cast.kobayashi, room, talk.write(cast.sato, room))
    frames = stream.until("receipts.cursors_moved")
    assert [frame.event for frame in frames] == [
        "rooms.member_joined",
        "rooms.message_sent",
        "rooms.message_sent",
        "receipts.cursors_moved",
    ]
    joined = frames[0].message
    assert (joined["name"], joined["affiliation"], joined["outside"]) == (
        "髙橋 聡",
        "総務課",
        False,
    )
    assert frames[3].message == {"room": room, "moves": [[cast.kobayashi.account, 3]]}


def test_signals_are_heard_inside_and_have_no_number(served, cast, talk, room):
    inside, outside = served.listen(cast.kobayashi), served.listen(cast.takahashi)
    for stream in (inside, outside):
        stream.until("head")
    path = f"/api/v1/rooms/{room}/signals"
    assert served.request("POST", path, cast.sato, {"kind": "typing"}).status == 204
    frame = inside.next()
    assert (frame.event, frame.id) == ("signal", None)
    assert frame.data == {
        "type": "typing",
        "room": room,
        "account": cast.sato.account,
        "name": "佐藤 花子",
    }
    assert served.request("POST", path, cast.takahashi, {"kind": "typing"}).status == 404
    talk.write(cast.sato, room)
    served.on_loop(served.hub.beat)
    assert [each.event for each in outside.until("head")] == ["head"]


def test_opening_while_others_write_loses_nothing_and_doubles_nothing(
    served, cast, talk, room, monkeypatch
):
    monkeypatch.setattr(app, "STREAMS", 80)
    stop = threading.Event()

    def chat(who) -> None:
        while not stop.is_set():
            talk.write(who, room)

    threads = [threading.Thread(target=chat, args=[who]) for who in (cast.sato, cast.maeda)]
    for thread in threads:
        thread.start()
    streams = []
    try:
        for _ in range(40):
            streams.append(served.listen(cast.kobayashi))
            streams.append(served.listen(cast.kobayashi, since=served.seq(cast.minato)))
            time.sleep(0.01)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    last = talk.send(cast.sato, room, "おわり").message.seq
    log = {e.seq for e in served.events(cast.minato) if e.room == room}
    for n, stream in enumerate(streams):
        frames = stream.until("head")
        while frames[-1].id != last:
            frames.append(stream.next())
        heard = seqs(frames)
        begun = heard[0] - 1 if n % 2 and heard else frames[0].id
        assert heard == sorted(seq for seq in log if seq > begun)
        stream.close()


def test_a_stream_that_is_closed_is_forgotten(served, cast):
    streams = [served.listen(cast.sato) for _ in range(5)]
    for stream in streams:
        stream.until("head")
    assert served.streams() == 5
    for stream in streams:
        stream.close()
    wait_until(lambda: served.streams() == 0)
    assert not served.hub.wants(cast.minato)
