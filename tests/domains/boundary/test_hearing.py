"""Who hears what, as a law: random comings and goings against a plain retelling of them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairan.domains.boundary.model import JOINED, LEFT, Hearing, Stay, can_see, may_hear
from kairan.kernel import topics
from kairan.kernel.events import Recorded
from kairan.kernel.guard import Role

AT = datetime(2026, 11, 20, tzinfo=UTC)
ROOM, OTHER = "room-a", "room-b"
SATO, KOBAYASHI = "sato", "kobayashi"


def recorded(seq, type_, *, room=None, no=None, to=(), heard_by=None, **data) -> Recorded:
    """Return an event as the log has it: heard by its room and those named."""
    if heard_by is None:
        heard_by = (topics.room(room),) if room else ()
    heard_by = (*heard_by, *(topics.account(account) for account in to))
    return Recorded(seq, type_, AT, None, room, no, tuple(heard_by), data)


def joined(seq, account, *, from_no=1, start_no=0, room=ROOM) -> Recorded:
    return recorded(
        seq, JOINED, room=room, to=(account,), account=account, from_no=from_no, start_no=start_no
    )


def left(seq, account, *, room=ROOM) -> Recorded:
    return recorded(seq, LEFT, room=room, to=(account,), account=account, why="removed")


def stay(from_seq, until_seq=None, *, account=SATO, from_no=1, room=ROOM) -> Stay:
    return Stay(
        room=room,
        account=account,
        from_seq=from_seq,
        until_seq=until_seq,
        from_no=from_no,
        start_no=0,
        from_at=AT,
    )


@dataclass
class Told:
    """One account, as a plain retelling has it: what it holds, filled at the moment it happens."""

    inside: bool = False
    joined_at: int = 0
    readable: set[int] = field(default_factory=set)
    live: list[int] = field(default_factory=list)
    since_entering: list[int] = field(default_factory=list)
    own: list[int] = field(default_factory=list)

    def replay(self, since: int) -> list[int]:
        """What comes again: one's own leaving, and, while inside, what happened since entering."""
        kept = self.since_entering if self.inside else []
        return sorted({seq for seq in (*kept, *self.own) if seq > since})


steps = st.lists(
    st.one_of(
        st.tuples(st.just("join"), st.sampled_from([SATO, KOBAYASHI]), st.booleans()),
        st.tuples(st.just("leave"), st.sampled_from([SATO, KOBAYASHI]), st.booleans()),
        st.tuples(st.just("message"), st.just(""), st.booleans()),
        st.tuples(st.just("about"), st.just(""), st.integers(1, 8)),
        st.tuples(st.just("rename"), st.just(""), st.booleans()),
        st.tuples(st.just("named"), st.sampled_from([SATO, KOBAYASHI]), st.booleans()),
    ),
    max_size=40,
)


def play(program):
    """Play a program; return the log, the stays, and what each account was told, retold plainly."""
    log: list[Recorded] = []
    stays: dict[str, list[Stay]] = {SATO: [], KOBAYASHI: []}
    told = {SATO: Told(), KOBAYASHI: Told()}
    messages = 0

    def happen(event: Recorded, listeners: list[str]) -> None:
        log.append(event)
        for account in listeners:
            told[account].live.append(event.seq)
            told[account].since_entering.append(event.seq)

    for what, who, more in program:
        seq = len(log) + 1
        inside = [account for account, each in told.items() if each.inside]
        if what == "join" and who not in inside:
            from_no = 1 if more else messages + 1
            stays[who].append(stay(seq, account=who, from_no=from_no))
            told[who].inside, told[who].since_entering = True, []
            told[who].readable = set(range(from_no, messages + 1))
            happen(joined(seq, who, from_no=from_no, start_no=messages), [*inside, who])
        elif what == "leave" and who in inside:
            old = stays[who].pop()
            stays[who].append(stay(old.from_seq, seq, account=who, from_no=old.from_no))
            told[who].inside, told[who].readable = False, set()
            told[who].own.append(seq)
            happen(left(seq, who), inside)
        elif what == "message":
            messages += 1
            for account in inside:
                told[account].readable.add(messages)
            happen(recorded(seq, "rooms.message_sent", room=ROOM, no=messages), inside)
        elif what == "about" and more <= messages:
            who_see = [account for account in inside if more in told[account].readable]
            happen(recorded(seq, "rooms.message_unsent", room=ROOM, no=more), who_see)
        elif what == "rename":
            happen(recorded(seq, "rooms.room_changed", room=ROOM), inside)
        elif what == "named" and who in inside:
            happen(
                recorded(seq, "receipts.cursors_moved", room=ROOM, to=(who,), heard_by=()), [who]
            )
    return log, stays, told, messages


@given(steps)
def test_one_reads_what_the_plain_retelling_says(program):
    _, stays, told, messages = play(program)
    for account, each in told.items():
        seen = {no for no in range(1, messages + 3) if can_see(stays[account], no)}
        assert seen & set(range(1, messages + 1)) == each.readable


@given(steps)
def test_one_hears_live_what_the_plain_retelling_says(program):
    log, _, told, _ = play(program)
    for account, each in told.items():
        ear, heard = Hearing(account, Role.MEMBER), []
        for event in log:
            ear.fold(event)
            if ear.may_hear(event):
                heard.append(event.seq)
        assert heard == each.live


@given(steps, st.integers(0, 40))
def test_one_hears_again_what_the_plain_retelling_says(program, since):
    log, stays, told, _ = play(program)
    for account, each in told.items():
        ear = Hearing(account, Role.MEMBER, {ROOM: stays[account]})
        heard = [event.seq for event in log if event.seq > since and ear.may_hear(event)]
        assert heard == each.replay(since)


@given(steps, st.integers(0, 40))
def test_who_comes_in_the_middle_goes_on_as_if_there_from_the_beginning(program, middle):
    log, _, _, _ = play(program)
    _, stays, _, _ = play(program[:middle])
    length = len(play(program[:middle])[0])
    for account in (SATO, KOBAYASHI):
        always = Hearing(account, Role.MEMBER)
        for event in log[:length]:
            always.fold(event)
        fresh = Hearing(account, Role.MEMBER, {ROOM: list(stays[account])})
        for event in log[length:]:
            assert always.fold(event) == fresh.fold(event)
            assert always.may_hear(event) == fresh.may_hear(event)
            assert sorted(always.topics()) == sorted(fresh.topics())


@given(steps)
def test_whoever_may_hear_listens_to_one_of_the_topics(program):
    log, _, _, _ = play(program)
    ear = Hearing(SATO, Role.MEMBER)
    for event in log:
        ear.fold(event)
        if ear.may_hear(event):
            assert set(ear.topics()) & set(event.topics)


@given(steps)
def test_nothing_read_live_was_not_readable(program):
    """What is heard of a message can be read at that moment, and the other way round."""
    log, _, _, _ = play(program)
    for account in (SATO, KOBAYASHI):
        ear = Hearing(account, Role.MEMBER)
        for event in log:
            ear.fold(event)
            if event.type == "rooms.message_sent":
                assert ear.may_hear(event) == can_see(ear.stays.get(ROOM, ()), event.no)


def test_after_a_removal_one_hears_nothing_but_that():
    ear = Hearing(SATO, Role.MEMBER, {ROOM: [stay(3, 9)]})
    log = [
        joined(3, SATO),
        recorded(4, "rooms.message_sent", room=ROOM, no=1),
        recorded(5, "receipts.cursors_moved", room=ROOM, to=(SATO,), heard_by=()),
        recorded(6, "receipts.acknowledged", room=ROOM, no=1, to=(SATO,), heard_by=()),
        left(9, SATO),
        recorded(10, "rooms.message_sent", room=ROOM, no=2),
    ]
    assert [event.seq for event in log if ear.may_hear(event)] == [9]


def test_who_left_and_came_back_hears_of_both_and_of_nothing_between():
    ear = Hearing(SATO, Role.MEMBER, {ROOM: [stay(3, 6), stay(9)]})
    log = [
        joined(3, SATO),
        recorded(4, "rooms.message_sent", room=ROOM, no=1),
        left(6, SATO),
        recorded(7, "rooms.message_sent", room=ROOM, no=2),
        left(8, KOBAYASHI),
        joined(9, SATO),
        recorded(10, "rooms.message_sent", room=ROOM, no=3),
    ]
    assert [event.seq for event in log if ear.may_hear(event)] == [6, 9, 10]


def test_somebody_elses_leaving_is_heard_by_those_inside_only():
    inside = Hearing(SATO, Role.MEMBER, {ROOM: [stay(1)]})
    outside = Hearing(SATO, Role.ADMIN, {OTHER: [stay(1, room=OTHER)]})
    assert inside.may_hear(left(5, KOBAYASHI))
    assert not outside.may_hear(left(5, KOBAYASHI))


def test_a_fact_about_a_message_from_before_ones_time_is_not_heard():
    ear = Hearing(SATO, Role.MEMBER, {ROOM: [stay(5, from_no=4)]})
    assert not ear.may_hear(recorded(8, "rooms.message_unsent", room=ROOM, no=3))
    assert ear.may_hear(recorded(9, "rooms.message_unsent", room=ROOM, no=4))
    named = recorded(10, "receipts.acknowledged", room=ROOM, no=3, to=(SATO,), heard_by=())
    assert not ear.may_hear(named)


def test_what_was_said_before_one_came_is_not_heard_even_if_it_can_be_read():
    ear = Hearing(SATO, Role.MEMBER, {ROOM: [stay(5)]})
    assert not ear.may_hear(recorded(4, "rooms.message_sent", room=ROOM, no=1))
    assert can_see([stay(5)], 1)


@pytest.mark.parametrize(
    ("role", "hears"),
    [
        (Role.GUEST, {"own"}),
        (Role.MEMBER, {"own", "org"}),
        (Role.ADMIN, {"own", "org", "admins"}),
    ],
)
def test_a_guest_hears_no_more_of_the_organisation_than_of_himself(role, hears):
    facts = {
        "own": recorded(1, "accounts.me_changed", to=(SATO,)),
        "others": recorded(1, "accounts.me_changed", to=(KOBAYASHI,)),
        "org": recorded(1, "directory.directory_changed", heard_by=(topics.ORG,)),
        "admins": recorded(1, "directory.counts_changed", heard_by=(topics.ADMINS,)),
        "nobody": recorded(1, "directory.placements_changed"),
        "a room": recorded(1, "rooms.room_changed", room=ROOM),
    }
    ear = Hearing(SATO, role)
    assert {name for name, fact in facts.items() if ear.may_hear(fact)} == hears


def test_a_membership_change_heard_twice_changes_nothing_the_second_time():
    ear = Hearing(SATO, Role.MEMBER)
    assert ear.fold(joined(3, SATO))
    assert not ear.fold(joined(3, SATO))
    assert not ear.fold(joined(4, KOBAYASHI))
    assert ear.fold(left(5, SATO))
    assert not ear.fold(left(5, SATO))
    assert not ear.fold(recorded(6, "rooms.owner_added", room=ROOM, account=SATO))


@pytest.mark.parametrize(
    ("seq", "no", "hears"), [(4, None, False), (5, None, True), (7, 2, False), (7, 3, True)]
)
def test_may_hear_at_the_edges(seq, no, hears):
    assert may_hear([stay(5, from_no=3)], seq, no) is hears
    assert not may_hear([stay(5, 6, from_no=3)], seq, no)
    assert not may_hear([], seq, no)
