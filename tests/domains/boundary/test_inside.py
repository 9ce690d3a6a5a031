"""Who is inside a room: staying, leaving, coming back, being counted."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kairan.domains.boundary import queries
from kairan.domains.boundary.errors import RoomNotFound
from kairan.domains.boundary.events import MemberJoined, MemberLeft
from kairan.domains.boundary.model import was_inside
from kairan.kernel.guard import SERVER
from tests.talk import Talk


def acquaintances(world, who):
    return world.ask(who, queries.acquaintances)


def inside(world, who, room):
    """Return how many can read a room, as boundary and list of rooms say it."""
    edge = world.ask(who, lambda ctx: queries.boundary(ctx, room))
    listed = Talk(world).get(who, room)
    assert (edge.total, edge.outside.count) == (listed.members, listed.outside)
    assert edge.total == edge.inside.count + edge.outside.count
    return edge.inside.count, edge.outside.count


def test_whoever_makes_a_room_is_inside_and_owns_it(world, cast, talk):
    room = talk.room(cast.sato, cast.kobayashi)
    owners = {stay.account: stay.owner for stay in talk.stays(room)}
    assert owners == {cast.sato.account: True, cast.kobayashi.account: False}


def test_a_stay_says_which_messages_were_written_during_it(cast, talk):
    room = talk.room(cast.sato)
    first = talk.write(cast.sato, room)
    talk.add(cast.sato, room, cast.kobayashi)
    second = talk.write(cast.sato, room)
    talk.remove(cast.sato, room, cast.kobayashi)
    third = talk.write(cast.sato, room)
    [stay] = [each for each in talk.stays(room) if each.account == cast.kobayashi.account]
    assert [was_inside(stay, no) for no in (first, second, third)] == [False, True, False]


def test_in_a_room_with_all_its_history_a_newcomer_reads_everything(cast, talk):
    room = talk.room(cast.sato, history="all")
    talk.write(cast.sato, room)
    talk.add(cast.sato, room, cast.kobayashi)
    talk.write(cast.sato, room)
    assert talk.seen(cast.kobayashi, room) == talk.seen(cast.sato, room) == [1, 2, 3, 4]


def test_in_a_room_from_joining_on_a_newcomer_reads_what_comes_then(cast, talk):
    room = talk.room(cast.sato, history="from_joining")
    talk.write(cast.sato, room)
    talk.add(cast.sato, room, cast.kobayashi)
    later = talk.write(cast.sato, room)
    joined = later - 1
    assert talk.seen(cast.kobayashi, room) == [joined, later]
    assert talk.page(cast.kobayashi, room).first_no == joined


def test_a_rule_that_changes_is_for_those_who_come_after(cast, talk):
    room = talk.room(cast.sato, cast.kobayashi, history="from_joining")
    talk.write(cast.sato, room)
    talk.change(cast.sato, room, history="all")
    talk.add(cast.sato, room, cast.takahashi)
    talk.change(cast.sato, room, history="from_joining")
    talk.add(cast.sato, room, cast.nakamura)
    head = talk.place(room).head
    assert talk.seen(cast.takahashi, room) == list(range(1, head + 1))
    assert talk.seen(cast.nakamura, room) == [head]
    assert talk.seen(cast.kobayashi, room) == list(range(1, head + 1))


def test_who_was_removed_reads_nothing_more(cast, talk):
    room = talk.room(cast.sato, cast.kobayashi)
    talk.remove(cast.sato, room, cast.kobayashi)
    with pytest.raises(RoomNotFound):
        talk.page(cast.kobayashi, room)
    assert talk.rooms(cast.kobayashi) == []


def test_who_comes_back_to_a_room_from_joining_on_does_not_read_the_earlier_time(cast, talk):
    room = talk.room(cast.sato, cast.kobayashi, history="from_joining")
    talk.write(cast.sato, room)
    talk.remove(cast.sato, room, cast.kobayashi)
    talk.write(cast.sato, room)
    talk.add(cast.sato, room, cast.kobayashi)
    assert talk.seen(cast.kobayashi, room) == [talk.place(room).head]
    first, second = [s for s in talk.stays(room) if s.account == cast.kobayashi.account]
    assert first.until_seq is not None
    assert first.until_seq < second.from_seq
    assert (first.open, second.open) == (False, True)


def test_who_is_inside_already_is_not_let_in_twice(world, cast, talk):
    room = talk.room(cast.sato, cast.kobayashi)
    before = world.seq(cast.minato)
    assert talk.add(cast.sato, room, cast.kobayashi, cast.kobayashi, cast.sato) == 0
    assert world.seq(cast.minato) == before
    assert talk.add(cast.sato, room, cast.kobayashi, cast.nakamura) == 1


def test_joining_and_leaving_are_heard_by_the_room_and_that_account(world, cast, talk):
    room = talk.room(cast.sato)
    talk.add(cast.sato, room, cast.maeda)
    talk.remove(cast.sato, room, cast.maeda)
    [*_, joined] = world.events(cast.minato, type_=MemberJoined.type)
    [left] = world.events(cast.minato, type_=MemberLeft.type)
    for event in (joined, left):
        assert event.topics == (f"room:{room}", f"account:{cast.maeda.account}")
        assert event.data["account"] == cast.maeda.account
    assert left.data["why"] == "removed"


def test_the_suspended_are_not_counted_among_those_who_can_read(world, cast, talk):
    room = talk.room(cast.sato, cast.kobayashi, cast.maeda)
    assert inside(world, cast.sato, room) == (2, 1)
    talk.suspend(cast.kobayashi, cast.maeda)
    assert inside(world, cast.sato, room) == (1, 0)
    talk.restore(cast.kobayashi)
    assert inside(world, cast.sato, room) == (2, 0)


def test_the_suspended_are_not_counted_in_a_room_they_are_let_into(world, cast, talk):
    talk.suspend(cast.kobayashi)
    room = talk.room(cast.sato, cast.kobayashi)
    assert inside(world, cast.sato, room) == (1, 0)
    talk.restore(cast.kobayashi)
    assert inside(world, cast.sato, room) == (2, 0)


def test_the_suspended_are_not_counted_in_the_room_of_their_unit(world, cast, talk):
    talk.suspend(cast.kobayashi)
    room = talk.unit_room(cast.sato, cast.bosai)
    assert inside(world, cast.sato, room) == (1, 0)


def test_who_is_suspended_and_restored_within_a_moment_is_counted(world, cast, talk):
    room = talk.room(cast.sato, cast.kobayashi)
    world_settle, world.settle = world.settle, lambda: None
    talk.suspend(cast.kobayashi)
    talk.restore(cast.kobayashi)
    world.settle = world_settle
    world.settle()
    assert inside(world, cast.sato, room) == (2, 0)


def test_a_guest_knows_the_people_of_his_rooms_and_nobody_else(world, cast, talk):
    assert acquaintances(world, cast.maeda) == {cast.maeda.account}
    room = talk.room(cast.sato, cast.maeda, cast.kobayashi)
    talk.room(cast.sato, cast.takahashi)
    known = {cast.maeda.account, cast.sato.account, cast.kobayashi.account}
    assert acquaintances(world, cast.maeda) == known
    talk.remove(cast.sato, room, cast.kobayashi)
    assert acquaintances(world, cast.maeda) == known - {cast.kobayashi.account}
    talk.remove(cast.sato, room, cast.maeda)
    assert acquaintances(world, cast.maeda) == {cast.maeda.account}


def test_the_edge_of_a_room_is_told_by_side_and_affiliation(world, cast, talk):
    room = talk.room(cast.sato, cast.kobayashi, cast.takahashi, cast.maeda)
    edge = world.ask(cast.maeda, lambda ctx: queries.boundary(ctx, room))
    inside_groups = [(each.name, each.count) for each in edge.inside.affiliations]
    outside_groups = [(each.name, each.count) for each in edge.outside.affiliations]
    assert inside_groups == [("防災課", 2), ("総務課", 1)]
    assert outside_groups == [("南浜自治会", 1)]


def test_the_edge_of_a_room_is_for_those_inside(world, cast, talk):
    room = talk.room(cast.sato)
    for who in (cast.kobayashi, cast.maeda, cast.yamamoto):
        with pytest.raises(RoomNotFound):
            world.ask(who, lambda ctx: queries.boundary(ctx, room))


def test_the_changes_of_a_room_come_newest_first_with_who_let_in_and_who_removed(world, cast, talk):
    room = talk.room(cast.sato)
    talk.add(cast.sato, room, cast.maeda)
    talk.remove(cast.sato, room, cast.maeda)
    changes = world.ask(cast.sato, lambda ctx: queries.boundary(ctx, room)).changes
    told = [(change.name, change.what, change.by) for change in changes]
    assert told == [
        ("前田 一郎", "left", "佐藤 花子"),
        ("前田 一郎", "joined", "佐藤 花子"),
        ("佐藤 花子", "joined", "佐藤 花子"),
    ]


def test_who_leaves_by_herself_was_removed_by_nobody(world, cast, talk):
    room = talk.room(cast.sato, cast.kobayashi)
    talk.remove(cast.kobayashi, room, cast.kobayashi)
    [last, *_] = world.ask(cast.sato, lambda ctx: queries.boundary(ctx, room)).changes
    assert (last.name, last.what, last.by) == ("小林 誠", "left", None)


def test_another_organisation_finds_no_room_of_ours(world, cast, talk):
    room = talk.room(cast.sato)
    with pytest.raises(RoomNotFound):
        talk.page(cast.mikami, room)
    assert world.ask_as(cast.aoba, SERVER, lambda ctx: queries.find_places(ctx, [room])) == {}
    assert world.ask_as(cast.aoba, SERVER, lambda ctx: queries.list_stays(ctx, room)) == []


PEOPLE = ("kobayashi", "takahashi", "maeda")
steps = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.sampled_from(PEOPLE)),
        st.tuples(st.just("remove"), st.sampled_from(PEOPLE)),
        st.tuples(st.just("write"), st.sampled_from((*PEOPLE, "sato"))),
        st.tuples(st.just("rule"), st.sampled_from(("all", "from_joining"))),
    ),
    max_size=14,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps)
def test_everybody_reads_what_a_plain_retelling_says(world, cast, talk, program):
    """Each holds the numbers one can read, filled and emptied at the moment something happens."""
    room = talk.room(cast.sato)
    everything, rule = {1}, "all"
    readable = {"sato": {1}}

    def written() -> None:
        everything.add(len(everything) + 1)
        for numbers in readable.values():
            numbers.add(len(everything))

    for what, which in program:
        if what == "add" and which not in readable:
            talk.add(cast.sato, room, getattr(cast, which))
            readable[which] = set(everything) if rule == "all" else set()
            written()
        elif what == "remove" and which in readable:
            talk.remove(cast.sato, room, getattr(cast, which))
            del readable[which]
            written()
        elif what == "write" and which in readable:
            talk.write(getattr(cast, which), room)
            written()
        elif what == "rule":
            talk.change(cast.sato, room, history=which)
            rule = which
    for name in (*PEOPLE, "sato"):
        who = getattr(cast, name)
        if name in readable:
            assert set(talk.seen(who, room)) == readable[name]
        else:
            with pytest.raises(RoomNotFound):
                talk.seen(who, room)
    for account in {each.account for each in talk.stays(room)}:
        own = [each for each in talk.stays(room) if each.account == account]
        ends = [(each.until_seq or 10**9) for each in own]
        assert all(end < later.from_seq for end, later in zip(ends, own[1:], strict=False))
        assert sum(each.open for each in own) <= 1
