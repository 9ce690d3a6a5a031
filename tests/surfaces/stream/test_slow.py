"""Those who do not keep up: cut, without disturbing anybody, and back by ``since``."""

import time

import pytest

from kairan.surfaces.stream import app
from tests.surfaces.stream.served import seqs, wait_until

LONG = "長" * 9_990
"""A message of 30 KB."""


@pytest.fixture
def room(cast, talk):
    """A room of 佐藤, 小林 and 前田."""
    return talk.room(cast.sato, cast.kobayashi, cast.maeda)


def slow(served, who, since=None):
    """Open a stream and read only its head."""
    before = served.streams()
    stream = served.listen(who, since, receive_buffer=4_096)
    if since is None:
        stream.until("head")
        wait_until(lambda: served.streams() == before + 1)
    return stream


def backlog(served, who) -> int:
    """Return how much waits for somebody's streams on the server's side."""

    def most() -> int:
        feeds = served.hub._feeds.values()
        own = [c.backlog() for f in feeds for c in f.connections if c.ear.account == who.account]
        return max(own, default=0)

    return served.on_loop(most)


def test_who_takes_nothing_is_cut_and_the_neighbours_hear_everything(served, cast, talk, room):
    stuck, quick = slow(served, cast.kobayashi), served.listen(cast.maeda)
    quick.until("head")
    begun = time.monotonic()
    for n in range(40):
        talk.write(cast.sato, room, f"{n} {LONG}")
        assert quick.until("rooms.message_sent")[-1].message["text"].startswith(f"{n} ")
    assert time.monotonic() - begun < 60
    wait_until(lambda: served.streams() == 1)
    heard = stuck.rest()
    assert stuck.cut
    assert len(heard) < 40


def test_never_does_more_than_a_little_wait_for_anybody(served, cast, talk, room):
    slow(served, cast.kobayashi)
    most = 0
    for n in range(40):
        talk.write(cast.sato, room, f"{n} {LONG}")
        most = max(most, backlog(served, cast.kobayashi))
    assert 0 < most <= app.BUFFER_LIMIT + 2 * len(LONG.encode())


def test_who_was_cut_comes_back_and_has_everything_once(served, cast, talk, room):
    since = served.seq(cast.minato)
    stream, heard = slow(served, cast.kobayashi), []
    for n in range(40):
        talk.write(cast.sato, room, f"{n} {LONG}")
    for _ in range(10):
        heard += seqs(stream.meanwhile(0.3))
        if heard and heard[-1] == served.seq(cast.minato):
            break
        stream = served.listen(cast.kobayashi, heard[-1] if heard else since)
    assert heard == list(range(since + 1, served.seq(cast.minato) + 1))


def test_much_that_was_missed_comes_as_fast_as_it_is_taken_and_nobody_is_cut(
    served, cast, talk, room
):
    since = served.seq(cast.minato)
    for n in range(60):
        talk.write(cast.sato, room, f"{n} {LONG}")
    stream = slow(served, cast.kobayashi, since)
    time.sleep(0.2)
    assert backlog(served, cast.kobayashi) < app.BUFFER_LIMIT
    for n in range(60, 65):
        talk.write(cast.sato, room, f"{n} {LONG}")
    heard = stream.until("rooms.message_sent", count=65)
    assert seqs(heard) == list(range(since + 1, since + 66))
    assert [f.message["no"] for f in heard if f.event == "rooms.message_sent"] == list(range(2, 67))


def test_who_takes_nothing_of_what_was_missed_is_cut_after_a_while(
    served, cast, talk, room, monkeypatch
):
    monkeypatch.setattr(app, "STUCK_FOR", 0.2)
    since = served.seq(cast.minato)
    for n in range(60):
        talk.write(cast.sato, room, f"{n} {LONG}")
    stuck = slow(served, cast.kobayashi, since)
    time.sleep(0.6)
    assert len(stuck.rest()) < 60
    assert stuck.cut
    wait_until(lambda: not served.hub.wants(cast.minato))


def test_a_little_that_is_not_taken_for_a_while_cuts_too(served, cast, talk, room, monkeypatch):
    monkeypatch.setattr(app, "STUCK_FOR", 0.2)
    slow(served, cast.kobayashi)
    while not backlog(served, cast.kobayashi):
        talk.write(cast.sato, room, LONG)
    served.on_loop(served.hub.beat)
    assert served.streams() == 1
    time.sleep(0.3)
    served.on_loop(served.hub.beat)
    wait_until(lambda: served.streams() == 0)


def test_who_does_not_keep_up_misses_signals_first(served, cast, talk, room):
    stuck, quick = slow(served, cast.kobayashi), served.listen(cast.maeda)
    quick.until("head")
    while backlog(served, cast.kobayashi) < 70_000:
        talk.write(cast.sato, room, LONG)
    path = f"/api/v1/rooms/{room}/signals"
    served.request("POST", path, cast.sato, {"kind": "typing"})
    assert quick.until("signal")
    assert "signal" not in [frame.event for frame in stuck.meanwhile(0.5)]
    served.request("POST", path, cast.sato, {"kind": "here"})
    assert stuck.until("signal")
