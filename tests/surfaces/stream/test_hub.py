"""The hub alone: who hears what is committed, whenever they open their stream."""

from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kairan.domains.boundary.model import JOINED, LEFT, Hearing
from kairan.kernel.events import Recorded
from kairan.kernel.guard import Role
from kairan.surfaces.stream import frames, hub
from kairan.surfaces.stream.frames import Chunk, Frame
from kairan.surfaces.stream.hub import Connection, Hub, TooFarBehind

AT = datetime(2026, 11, 20, tzinfo=UTC)
ORG = "org"


class Told(Connection):
    """A connection that remembers what it was told."""

    def __init__(self, seq: int = 0, *, role: Role = Role.MEMBER, session: str = "s1") -> None:
        super().__init__(ORG, session, Hearing("sato", role), seq)
        self.heard: list[int] = []
        self.writes = 0
        self.heads: list[int] = []
        self.ended: list[object] = []
        self.waiting = 0

    def write(self, chunk: Chunk) -> None:
        assert not self.ended
        self.writes += 1
        self.heard += [frame.event.seq for frame in chunk.frames]
        if chunk.sse.startswith(b"id: ") and b"event: head" in chunk.sse:
            self.heads.append(msgspec.json.decode(chunk.sse.split(b"data: ")[1])["head"])

    def reset(self, seq: int) -> None:
        self.ended.append(("reset", seq))

    def end(self, why: str | None) -> None:
        self.ended.append(why)

    def backlog(self) -> int:
        return self.waiting


def frame(seq: int, type_: str = "tests.said", topics: tuple[str, ...] = ("org",), **data) -> Frame:
    event = Recorded(seq, type_, AT, None, data.pop("room", None), None, topics, data)
    json = msgspec.json.encode({"seq": seq})
    return Frame(event, json, frames.sse(type_, json, seq))


def batch(*seqs: int) -> list[Frame]:
    return [frame(seq) for seq in seqs]


@pytest.fixture
def open_hub():
    """A hub that somebody listens to."""
    made = Hub()
    made.hold(ORG)
    return made


def joined(open_hub, seq=0, **more):
    connection = Told(seq, **more)
    open_hub.join(connection, "epoch")
    return connection


def test_a_batch_leaves_in_one_write(open_hub):
    one, other = joined(open_hub), joined(open_hub)
    open_hub.deliver(ORG, batch(1, 2, 3))
    assert (one.heard, one.writes) == (other.heard, other.writes) == ([1, 2, 3], 1)


def test_who_joins_late_is_told_what_came_since_the_snapshot(open_hub):
    first = joined(open_hub)
    open_hub.deliver(ORG, batch(1, 2))
    open_hub.deliver(ORG, batch(3))
    late = joined(open_hub, seq=1)
    open_hub.deliver(ORG, batch(4))
    assert (first.heard, late.heard) == ([1, 2, 3, 4], [2, 3, 4])


def test_who_has_a_newer_snapshot_than_the_hub_hears_nothing_twice(open_hub):
    newer = joined(open_hub, seq=3)
    open_hub.deliver(ORG, batch(2, 3))
    open_hub.deliver(ORG, batch(4))
    assert (newer.heard, newer.ended) == ([4], [])


def test_who_is_too_far_behind_has_to_read_the_log(open_hub):
    joined(open_hub, seq=5)
    with pytest.raises(TooFarBehind):
        joined(open_hub, seq=3)


def test_who_is_behind_what_is_remembered_has_to_read_the_log(monkeypatch):
    monkeypatch.setattr(hub, "RECENT", 3)
    made = Hub()
    made.hold(ORG)
    joined(made)
    made.deliver(ORG, batch(1, 2, 3, 4, 5))
    with pytest.raises(TooFarBehind):
        joined(made, seq=1)
    assert joined(made, seq=2).heard == [3, 4, 5]


def test_when_a_number_is_missing_all_come_back_and_nobody_is_told_wrong(open_hub):
    connection = joined(open_hub)
    open_hub.deliver(ORG, batch(1))
    open_hub.deliver(ORG, batch(3))
    assert (connection.heard, connection.ended) == ([1], [None])
    back = joined(open_hub, seq=3)
    open_hub.deliver(ORG, batch(4))
    assert back.heard == [4]
    with pytest.raises(TooFarBehind):
        joined(open_hub, seq=1)


def test_when_something_could_not_be_told_all_come_back(open_hub):
    connection = joined(open_hub)
    open_hub.miss(ORG)
    open_hub.miss("another")
    assert connection.ended == [None]
    assert open_hub.count() == 0


def test_a_batch_that_came_already_is_not_told_again(open_hub):
    connection = joined(open_hub)
    open_hub.deliver(ORG, batch(1, 2))
    open_hub.deliver(ORG, batch(1, 2))
    assert (connection.heard, connection.ended) == ([1, 2], [])


def test_an_organisation_nobody_listens_to_is_not_wanted():
    made = Hub()
    made.deliver(ORG, batch(1))
    made.signal(ORG, "org", {})
    made.hold(ORG)
    made.hold(ORG)
    made.release(ORG)
    assert made.wants(ORG)
    made.release(ORG)
    assert not made.wants(ORG)


def test_a_feed_that_was_let_go_begins_anew(open_hub):
    joined(open_hub)
    open_hub.deliver(ORG, batch(1))
    open_hub.release(ORG)
    open_hub.hold(ORG)
    connection = joined(open_hub, seq=9)
    open_hub.deliver(ORG, batch(10))
    assert connection.heard == [10]


def test_whoever_leaves_hears_nothing_more_and_leaves_nothing_behind(open_hub):
    connection = joined(open_hub)
    open_hub.leave(connection)
    open_hub.leave(connection)
    open_hub.deliver(ORG, batch(1))
    assert connection.heard == []
    assert open_hub._feeds[ORG].by_topic == {}


def test_a_room_one_left_is_not_kept_as_a_topic(open_hub):
    joined(open_hub)
    facts = {"account": "sato", "from_no": 1, "start_no": 0}
    topics = ("room:r", "account:sato")
    open_hub.deliver(ORG, [frame(1, JOINED, topics, room="r", **facts)])
    assert "room:r" in open_hub._feeds[ORG].by_topic
    open_hub.deliver(ORG, [frame(2, LEFT, topics, room="r", account="sato", why="left")])
    assert "room:r" not in open_hub._feeds[ORG].by_topic


def test_a_heartbeat_says_how_far_everything_was_told(open_hub):
    connection = joined(open_hub)
    open_hub.deliver(ORG, [frame(1, topics=("admins",)), frame(2, topics=("admins",))])
    open_hub.beat()
    assert (connection.heard, connection.heads) == ([], [2])


def test_a_session_that_ended_while_its_stream_was_opened_ends_it(open_hub):
    joined(open_hub, session="another")
    ended = ("account:sato",), {"account": "sato", "sessions": ["s1"]}
    open_hub.deliver(
        ORG, [frame(1), frame(2, "accounts.sessions_ended", ended[0], **ended[1]), frame(3)]
    )
    late = joined(open_hub, seq=0)
    assert (late.heard, late.ended) == ([1], ["signed_out"])
    assert open_hub.count() == 1
    after = joined(open_hub, seq=2)
    assert (after.heard, after.ended) == ([3], [])


def test_a_role_that_changed_while_its_stream_was_opened_is_loaded_again(open_hub):
    joined(open_hub, session="another")
    role = frame(1, "accounts.role_changed", ("admins", "account:sato"), account="sato")
    open_hub.deliver(ORG, [role, frame(2)])
    late = joined(open_hub, seq=0)
    assert (late.heard, late.ended) == ([], [("reset", 1)])


def test_a_change_of_role_before_the_snapshot_ends_nothing(open_hub):
    connection = joined(open_hub, seq=1)
    role = frame(1, "accounts.role_changed", ("admins", "account:sato"), account="sato")
    open_hub._feeds[ORG].seq = 0
    open_hub.deliver(ORG, [role])
    assert connection.ended == []


def test_who_is_suspended_is_told_that_and_not_of_signing_out(open_hub):
    connection = joined(open_hub)
    open_hub.deliver(
        ORG,
        [
            frame(1),
            frame(2, "accounts.account_suspended", ("admins", "account:sato"), account="sato"),
            frame(3),
        ],
    )
    assert (connection.heard, connection.ended) == ([1], ["suspended"])


def test_when_the_server_stops_all_end_and_who_comes_after_ends_at_once(open_hub):
    connection = joined(open_hub)
    open_hub.end_all("going_down")
    assert connection.ended == ["going_down"]
    assert joined(open_hub, seq=0).ended == ["going_down"]
    assert open_hub.count() == 0


def test_signals_go_to_those_who_listen_and_keep_up(open_hub):
    quick, slow = joined(open_hub), joined(open_hub)
    slow.waiting = hub.SIGNAL_LIMIT
    open_hub.signal(ORG, "org", {"type": "typing"})
    open_hub.signal(ORG, "room:r", {"type": "typing"})
    assert (quick.writes, slow.writes) == (1, 0)


@dataclass
class Opened:
    """A stream in the making: its snapshot, and what it was told once it joined."""

    connection: Told
    since: int
    read: list[int] = field(default_factory=list)
    inside: bool = False


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("commit"), st.integers(1, 4)),
            st.tuples(st.just("deliver"), st.just(0)),
            st.tuples(st.just("open"), st.just(0)),
            st.tuples(st.just("join"), st.integers(0, 5)),
            st.tuples(st.just("close"), st.integers(0, 5)),
            st.tuples(st.just("lose"), st.just(0)),
        ),
        max_size=60,
    )
)
def test_however_opening_and_committing_interleave_nothing_is_lost_or_doubled(program):
    """Batches reach the hub a while after their commit; snapshots see commits at once."""
    made, head, lost = Hub(), 0, set()
    pending: deque[list[Frame]] = deque()
    streams: list[Opened] = []

    def join(stream: Opened) -> None:
        while True:
            try:
                made.join(stream.connection, "epoch")
            except TooFarBehind:
                before = stream.connection.seq
                stream.read += range(before + 1, head + 1)
                stream.connection.seq = head
            else:
                stream.inside = True
                return

    for what, number in program:
        if what == "commit":
            new = batch(*range(head + 1, head + 1 + number))
            head += number
            if made.wants(ORG):
                pending.append(new)
        elif what == "deliver" and pending:
            made.deliver(ORG, pending.popleft())
        elif what == "lose" and pending:
            lost |= {each.event.seq for each in pending.popleft()}
        elif what == "open" and len(streams) < 6:
            made.hold(ORG)
            streams.append(Opened(Told(head), head))
        elif what == "join" and number < len(streams) and not streams[number].inside:
            join(streams[number])
        elif what == "close" and number < len(streams):
            made.leave(streams[number].connection)
            made.release(ORG)
            del streams[number]
    for stream in streams:
        if not stream.inside:
            join(stream)
    while pending:
        made.deliver(ORG, pending.popleft())
    for stream in streams:
        told = stream.read + stream.connection.heard
        whole = list(range(stream.since + 1, head + 1))
        if stream.connection.ended or lost:
            assert told == whole[: len(told)]  # whoever was cut comes back from exactly there
        else:
            assert told == whole
