"""The edge of a room on real sockets: nobody outside ever hears, and nobody inside misses anything."""

import threading
import time

import pytest

from tests.domains.boundary.test_races import spans
from tests.surfaces.stream.served import seqs, wait_until
from tests.threads import in_threads, meanwhile


@pytest.mark.parametrize("history", ["all", "from_joining"])
def test_who_is_added_and_removed_while_others_write_hears_only_inside(served, cast, talk, history):
    room = talk.room(cast.sato, cast.takahashi, cast.nakamura, history=history)
    live, always = served.listen(cast.kobayashi), served.listen(cast.takahashi)
    since = live.next().id
    always.until("head")
    stop = time.monotonic() + 1.0

    def come_and_go() -> None:
        for _ in range(50):  # nobody reads meanwhile: much more would be cut as too slow
            if time.monotonic() < stop:
                talk.add(cast.sato, room, cast.kobayashi)
                talk.remove(cast.sato, room, cast.kobayashi)

    def chat() -> None:
        for _ in range(150):
            if time.monotonic() < stop:
                talk.write(cast.nakamura, room)

    in_threads(come_and_go, chat)
    inside = spans(served, cast.minato, room, cast.kobayashi.account)
    last = talk.send(cast.sato, room, "おわり").message.seq
    log = [
        event for event in served.events(cast.minato) if event.room == room and event.seq > since
    ]
    within = {e.seq for e in log if any(a <= e.seq < b for a, b in inside)}
    leaving = {end for _, end in inside}

    frames = always.upto(served, last)
    assert all(frame.data["room"] == room for frame in frames if frame.event != "head")
    frames = live.upto(served, last)
    assert set(seqs(frames)) == within | leaving
    for frame in frames:
        if frame.event == "rooms.message_sent":
            assert frame.id in within


def test_who_reconnects_all_the_time_while_being_removed_never_hears_from_outside(
    served, cast, talk
):
    room = talk.room(cast.sato, cast.takahashi)
    begun = served.seq(cast.minato)
    stop = time.monotonic() + 1.0
    heard: list[tuple[int, str, str]] = []

    def come_and_go() -> None:
        while time.monotonic() < stop:
            talk.add(cast.sato, room, cast.kobayashi)
            talk.write(cast.takahashi, room, "内側")
            talk.remove(cast.sato, room, cast.kobayashi)
            talk.write(cast.takahashi, room, "外側")

    def reconnect() -> None:
        since = begun
        while time.monotonic() < stop:
            stream = served.listen(cast.kobayashi, since)
            for frame in stream.meanwhile(0.03):
                if frame.event == "head":
                    since = max(since, frame.id)
                else:
                    since = frame.id
                    heard.append((frame.id, frame.event, str(frame.message.get("text"))))
            stream.close()

    in_threads(come_and_go, reconnect)
    inside = spans(served, cast.minato, room, cast.kobayashi.account)
    for seq, type_, text in heard:
        if type_ != "rooms.member_left":
            assert any(a <= seq < b for a, b in inside)
            assert text != "外側"
    assert heard


def test_after_a_removal_was_answered_nothing_more_of_the_room_comes(served, cast, talk):
    room = talk.room(cast.sato, cast.kobayashi, cast.takahashi)
    with meanwhile(lambda: talk.write(cast.takahashi, room)):
        for _ in range(8):
            stream = served.listen(cast.kobayashi)
            stream.until("rooms.message_sent")
            talk.remove(cast.sato, room, cast.kobayashi)
            frames = stream.until("rooms.member_left")
            assert frames[-1].message["account"] == cast.kobayashi.account
            assert stream.meanwhile(0.05) == []
            talk.add(cast.sato, room, cast.kobayashi)
            stream.close()


def test_a_guest_hears_of_his_rooms_and_nothing_of_the_organisation(served, cast, talk):
    stream = served.listen(cast.maeda)
    stream.until("head")
    newcomer = talk.newcomer()
    room = talk.room(cast.sato, newcomer)
    talk.write(cast.sato, room)
    talk.add(cast.sato, room, cast.maeda)
    frames = stream.until("rooms.message_sent")
    assert {frame.event for frame in frames} == {"rooms.member_joined", "rooms.message_sent"}
    assert newcomer.name not in str(frames)


def test_many_streams_hear_the_same_in_the_same_order(served, cast, talk):
    people = [talk.newcomer() for _ in range(25)]
    room = talk.room(cast.sato, *people)
    streams = [served.listen(who) for who in people for _ in range(2)]
    for stream in streams:
        stream.until("head")
    wait_until(lambda: served.streams() == 50)
    writers = [threading.Thread(target=talk.write, args=(who, room)) for who in people]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    heard = [stream.until("rooms.message_sent", count=25) for stream in streams]
    orders = [[f.id for f in frames if f.event == "rooms.message_sent"] for frames in heard]
    assert all(order == orders[0] for order in orders)
    assert orders[0] == sorted(orders[0])


def test_what_could_not_be_told_is_heard_after_coming_back(served, cast, talk, monkeypatch):
    room = talk.room(cast.sato, cast.kobayashi)
    stream = served.listen(cast.kobayashi)
    since = stream.next().id
    wait_until(lambda: served.streams() == 1)

    honest = served.database.read

    def read():
        if threading.current_thread().name == "lane":
            raise OSError("the disk is gone for a moment")
        return honest()

    monkeypatch.setattr(served.database, "read", read)
    assert talk.send(cast.sato, room, "大事").new
    assert stream.rest() == []
    assert stream.ended
    frames = served.listen(cast.kobayashi, since).until("head")
    assert frames[0].message["text"] == "大事"
