"""Cursors: forward only, never past the head, told together, kept as evidence."""

import sqlite3
import threading
import time
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kairan.domains.boundary.errors import RoomNotFound
from kairan.domains.receipts import actions, queries
from kairan.domains.receipts.errors import Restricted
from kairan.domains.receipts.events import CursorsMoved
from kairan.domains.receipts.model import MoveCursor
from kairan.kernel.guard import NOBODY, SERVER
from tests.site import Site


def told(world, org, *, count):
    """Wait until this many moves were announced, and return the events."""
    until = time.monotonic() + 10
    while True:
        found = world.events(org, type_=CursorsMoved.type)
        if sum(len(event.data["moves"]) for event in found) >= count:
            return found
        assert time.monotonic() < until, found
        time.sleep(0.01)


def ledger(world, room, who):
    """Return the evidence: from where to where, and when."""
    query = (
        "SELECT from_no, to_no, at FROM cursor_moves WHERE org_id = ? AND room_id = ?"
        " AND account_id = ? ORDER BY at, to_no"
    )
    with world.database.read() as tx:
        return tx.exec_driver_sql(query, (who.org, room, who.account)).all()


@pytest.fixture
def room(cast, talk):
    """A room of three with ten messages of 佐藤."""
    made = talk.room(cast.sato, cast.kobayashi, cast.maeda)
    for _ in range(10):
        talk.write(cast.sato, made)
    return made


def test_a_cursor_goes_forward_and_never_back(cast, talk, room):
    assert [talk.read(cast.kobayashi, room, no) for no in (3, 5, 4, 0, 7)] == [3, 5, 5, 5, 7]


def test_a_cursor_is_clipped_at_the_head(cast, talk, room):
    assert talk.read(cast.kobayashi, room, 2_147_483_647) == 11
    talk.write(cast.sato, room)
    assert talk.get(cast.kobayashi, room).unread == 1


def test_a_cursor_begins_where_one_came_in(cast, talk, room):
    talk.add(cast.sato, room, cast.nakamura)
    assert talk.get(cast.nakamura, room).cursor == 11
    assert talk.read(cast.nakamura, room, 3) == 11


def test_who_comes_back_begins_at_the_head_again(cast, talk, room):
    talk.read(cast.kobayashi, room, 4)
    talk.remove(cast.sato, room, cast.kobayashi)
    talk.write(cast.sato, room)
    talk.add(cast.sato, room, cast.kobayashi)
    assert talk.get(cast.kobayashi, room).cursor == talk.place(room).head - 1
    assert talk.read(cast.kobayashi, room, 5) == talk.place(room).head - 1


@pytest.mark.parametrize("stranger", ["takahashi", "yamamoto", "mikami"])
def test_who_is_not_inside_has_no_cursor(world, cast, talk, room, stranger):
    with pytest.raises(RoomNotFound):
        talk.read(getattr(cast, stranger), room, 3)
    assert ledger(world, room, getattr(cast, stranger)) == []


def test_several_moves_in_one_batch_are_one_line_of_evidence(world, cast, room):
    with world.together(cast.minato):
        moves = [
            world.begin_to(cast.kobayashi, actions.move_cursor, MoveCursor(room, no))
            for no in (2, 9, 5)
        ]
        other = world.begin_to(cast.maeda, actions.move_cursor, MoveCursor(room, 4))
        stranger = world.begin_to(cast.takahashi, actions.move_cursor, MoveCursor(room, 4))
        nobody = world.lane.submit(cast.minato, NOBODY, actions.move_cursor, MoveCursor(room, 4))
    assert [each.result(timeout=30) for each in moves] == [2, 9, 9]
    assert other.result(timeout=30) == 4
    assert isinstance(stranger.exception(timeout=30), RoomNotFound)
    assert nobody.exception(timeout=30) is not None
    assert [(a, b) for a, b, _ in ledger(world, room, cast.kobayashi)] == [(0, 9)]


def test_every_move_is_kept_with_its_time(world, cast, talk, room):
    times = []
    for no in (2, 6, 6, 11):
        talk.wait(hours=1)
        times.append(world.now())
        talk.read(cast.kobayashi, room, no)
    kept = ledger(world, room, cast.kobayashi)
    assert [(before, after) for before, after, _ in kept] == [(0, 2), (2, 6), (6, 11)]
    for (_, _, at), expected in zip(kept, [times[0], times[1], times[3]], strict=True):
        assert abs(at / 1_000_000 - expected.timestamp()) < 5


def test_reading_times_come_from_the_evidence(world, cast, talk, room):
    talk.read(cast.kobayashi, room, 3)
    talk.wait(hours=1)
    talk.read(cast.kobayashi, room, 8)
    early, late = (talk.readers(cast.sato, room, no).read[0].read_at for no in (3, 4))
    assert timedelta(minutes=59) < late - early < timedelta(minutes=61)


def test_moves_of_a_room_are_told_together(world, cast, talk, room):
    with world.together(cast.minato):
        for no in (2, 4, 6):
            world.begin_to(cast.kobayashi, actions.move_cursor, MoveCursor(room, no))
            world.begin_to(cast.maeda, actions.move_cursor, MoveCursor(room, no - 1))
    [event] = told(world, cast.minato, count=2)
    assert dict(event.data["moves"]) == {cast.kobayashi.account: 6, cast.maeda.account: 5}
    assert event.topics == (f"room:{room}",)
    assert event.data["room"] == event.room == room


def test_a_room_is_told_at_most_once_in_200_milliseconds(world, cast, talk, room):
    begun, read = time.monotonic(), {}
    while time.monotonic() - begun < 0.9:
        for who in (cast.kobayashi, cast.maeda):
            read[who.account] = talk.read(who, room, talk.write(cast.sato, room))
    took = time.monotonic() - begun
    while _last_moves(world, cast) != read:
        assert time.monotonic() < begun + 10
        time.sleep(0.005)
    assert 1 <= len(world.events(cast.minato, type_=CursorsMoved.type)) <= took / 0.2 + 2


def _last_moves(world, cast):
    events = world.events(cast.minato, type_=CursorsMoved.type)
    return {account: no for event in events for account, no in event.data["moves"]}


def test_two_rooms_are_told_apart(world, cast, talk, room):
    other = talk.room(cast.sato, cast.kobayashi)
    no = talk.write(cast.sato, other)
    talk.read(cast.kobayashi, room, 3)
    talk.read(cast.kobayashi, other, no)
    events = told(world, cast.minato, count=2)
    assert {event.room: event.data["moves"] for event in events} == {
        room: [[cast.kobayashi.account, 3]],
        other: [[cast.kobayashi.account, no]],
    }


def test_what_did_not_move_is_not_told(world, cast, talk, room):
    talk.read(cast.kobayashi, room, 5)
    told(world, cast.minato, count=1)
    talk.read(cast.kobayashi, room, 5)
    talk.read(cast.kobayashi, room, 2)
    talk.read(cast.maeda, room, 1)  # what is told of this one would tell of the others
    moves = [event.data["moves"] for event in told(world, cast.minato, count=2)]
    assert moves == [[[cast.kobayashi.account, 5]], [[cast.maeda.account, 1]]]


def test_moves_that_a_crash_kept_from_being_told_are_told_at_start(
    world, cast, talk, room, tmp_path
):
    talk.read(cast.kobayashi, room, 7)
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    with sqlite3.connect(world.folder / "kairan.db") as now:
        now.backup(sqlite3.connect(crashed / "kairan.db"))
    site = Site(crashed, cast)
    try:
        [event] = site.events(cast.minato, type_=CursorsMoved.type)
        assert event.data["moves"] == [[cast.kobayashi.account, 7]]
        site.do_as(cast.minato, SERVER, actions.announce_forgotten_moves, None)
        assert len(site.events(cast.minato, type_=CursorsMoved.type)) == 1
    finally:
        site.close()


def test_cursors_are_listed_a_row_for_each_stay(world, cast, talk, room):
    talk.read(cast.kobayashi, room, 4)
    talk.remove(cast.sato, room, cast.kobayashi)
    talk.add(cast.sato, room, cast.kobayashi)
    found = world.ask(cast.maeda, lambda ctx: queries.list_cursors(ctx, room))
    own = [
        (each.start_no, each.end_no, each.no)
        for each in found
        if each.account == cast.kobayashi.account
    ]
    assert own == [(0, 11, 4), (12, None, 12)]


def test_cursors_are_for_those_inside_and_in_a_restricted_room_for_owners(world, cast, talk, room):
    def ask(who):
        return world.ask(who, lambda ctx: queries.list_cursors(ctx, room))

    with pytest.raises(RoomNotFound):
        ask(cast.takahashi)
    assert ask(cast.kobayashi)
    talk.change(cast.sato, room, reader_list="owners")
    assert ask(cast.sato)
    with pytest.raises(Restricted):
        ask(cast.kobayashi)


def test_many_people_reading_at_once_all_get_there(world, cast, talk, room):
    people = [talk.newcomer() for _ in range(20)]
    talk.add(cast.sato, room, *people)
    head = talk.write(cast.sato, room)
    threads = [threading.Thread(target=talk.read, args=(who, room, head)) for who in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = talk.readers(cast.sato, room, head)
    assert {each.account for each in found.read} == {who.account for who in people}
    assert len(told(world, cast.minato, count=20)) <= 3


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(st.sampled_from(["read", "write"]), st.integers(0, 30)), min_size=1, max_size=25
    )
)
def test_the_evidence_is_an_unbroken_chain_up_to_the_cursor(world, cast, talk, program):
    room = talk.room(cast.sato, cast.kobayashi)
    stands, head = 0, 1
    for what, no in program:
        if what == "write":
            head = talk.write(cast.sato, room)
        else:
            stands = max(stands, min(no, head))
            assert talk.read(cast.kobayashi, room, no) == stands
    steps = [(before, after) for before, after, _ in ledger(world, room, cast.kobayashi)]
    assert all(before < after for before, after in steps)
    assert [before for before, _ in steps] == [0, *(after for _, after in steps)][: len(steps)]
    assert ([after for _, after in steps] or [0])[-1] == stands
