"""Making rooms, and who may do what in them."""

import pytest

from kairan.domains.boundary.errors import RoomNotFound
from kairan.domains.rooms import actions
from kairan.domains.rooms.errors import (
    GuestCannotOwn,
    LastOwner,
    OwnersOnly,
    PersonNotFound,
)
from kairan.domains.rooms.listeners import follow_units
from kairan.domains.rooms.model import CreateRoom, MemberOfRoom
from kairan.domains.rooms.queries import rooms as queries
from kairan.kernel.errors import BadInput, NotAllowed, NotSignedIn
from kairan.kernel.guard import NOBODY
from kairan.kernel.ids import new_id
from tests.world import by_server

RUN_AGAIN = by_server(follow_units)


def make(world, who, kind, **fields):
    return world.do(who, actions.create_room, CreateRoom(kind, **fields))


def members(world, who, room):
    return world.ask(who, lambda ctx: queries.list_members(ctx, room))


def owners(talk, room):
    return {stay.account for stay in talk.stays(room) if stay.open and stay.owner}


def people(talk, room):
    return {stay.account for stay in talk.stays(room) if stay.open}


def ids(*who):
    return {each.account for each in who}


def system(talk, who, room):
    """Return what the system messages of a room tell."""
    found = talk.page(who, room, after=0, limit=100).items
    return [
        (m.system.what, [p.name for p in m.system.accounts], m.system.count)
        for m in found
        if m.system
    ]


# groups


def test_a_group_has_a_name_its_people_and_its_maker_as_owner(world, cast, talk):
    room = talk.room(cast.sato, cast.kobayashi, cast.maeda, name=" 台風 ")
    found = talk.get(cast.kobayashi, room)
    assert (found.kind, found.name, found.members, found.outside) == ("group", "台風", 3, 1)
    assert (found.owner, talk.get(cast.sato, room).owner) == (False, True)
    assert found.outside_affiliations == ("南浜自治会",)
    assert (found.history, found.reader_list) == ("all", "everyone")


def test_a_room_begins_with_a_message_that_says_who_is_inside(cast, talk):
    room = talk.room(cast.sato, cast.kobayashi)
    [first] = talk.page(cast.kobayashi, room).items
    assert (first.kind, first.no, first.sender, first.text) == ("system", 1, None, None)
    assert first.system is not None
    assert (first.system.what, first.system.count) == ("created", 2)
    assert first.system.by is not None
    assert first.system.by.name == "佐藤 花子"


def test_a_system_message_names_twenty_and_counts_all(cast, talk):
    newcomers = [talk.newcomer() for _ in range(25)]
    room = talk.room(cast.sato)
    talk.add(cast.sato, room, *newcomers)
    assert [(len(names), count) for _, names, count in system(talk, cast.sato, room)] == [
        (1, 1),
        (20, 25),
    ]


@pytest.mark.parametrize("name", ["", "  ", "あ" * 101, "a\nb", "\u202egnp"])
def test_a_group_needs_a_name_that_can_be_read(world, cast, name):
    with pytest.raises(BadInput) as caught:
        make(world, cast.sato, "group", name=name)
    assert "name" in caught.value.fields


def test_nobody_who_is_not_there_is_let_in(world, cast, talk):
    room = talk.room(cast.sato)
    for stranger in (new_id(), cast.mikami.account, "x", ""):
        with pytest.raises(PersonNotFound):
            make(world, cast.sato, "group", name="外", members=(stranger,))
    with pytest.raises(PersonNotFound):
        talk.add(cast.sato, room, cast.mikami)
    assert people(talk, room) == ids(cast.sato)


def test_a_room_that_could_not_be_made_leaves_nothing(world, cast):
    before = world.seq(cast.minato)
    with pytest.raises(PersonNotFound):
        make(world, cast.sato, "group", name="外", members=(new_id(),))
    assert world.seq(cast.minato) == before
    assert world.ask(cast.sato, queries.list_rooms) == []


def test_guests_make_no_groups_and_no_unit_rooms(world, cast):
    for kind in ("group", "unit"):
        with pytest.raises(NotAllowed):
            make(world, cast.maeda, kind, name="自治会", unit=cast.bosai)
    with pytest.raises(NotSignedIn):
        world.do_as(cast.minato, NOBODY, actions.create_room, CreateRoom("group", "誰か"))


def test_rooms_are_listed_newest_word_first(world, cast, talk):
    first, second = talk.room(cast.sato, name="一"), talk.room(cast.sato, name="二")
    assert [room.id for room in talk.rooms(cast.sato)] == [second, first]
    talk.write(cast.sato, first, "こんにちは")
    listed = talk.rooms(cast.sato)
    assert [room.id for room in listed] == [first, second]
    assert listed[0].last is not None
    assert listed[0].last.text == "こんにちは"
    assert talk.rooms(cast.kobayashi) == []


# those who are not inside


def test_for_those_who_are_not_inside_a_room_is_not_there(world, cast, talk):
    room = talk.room(cast.sato)
    no = talk.write(cast.sato, room)
    for who in (cast.kobayashi, cast.yamamoto, cast.maeda, cast.mikami):
        for attempt in (
            lambda who=who: talk.get(who, room),
            lambda who=who: talk.page(who, room),
            lambda who=who: talk.message(who, room, no),
            lambda who=who: talk.readers(who, room, no),
            lambda who=who: members(world, who, room),
            lambda who=who: talk.write(who, room),
            lambda who=who: talk.add(who, room, who),
            lambda who=who: talk.remove(who, room, cast.sato),
            lambda who=who: talk.leave(who, room),
            lambda who=who: talk.make_owner(who, room, who),
            lambda who=who: talk.unmake_owner(who, room, cast.sato),
            lambda who=who: talk.change(who, room, name="乗っ取り"),
            lambda who=who: talk.read(who, room, no),
            lambda who=who: talk.acknowledge(who, room, no),
            lambda who=who: talk.unsend(who, room, no),
        ):
            with pytest.raises(RoomNotFound):
                attempt()
    assert talk.get(cast.sato, room).name == "台風の備え"


def test_those_whose_session_ended_are_nobody(world, cast, talk):
    room = talk.room(cast.sato, cast.kobayashi)
    talk.suspend(cast.kobayashi)
    with pytest.raises(NotSignedIn):
        talk.write(cast.kobayashi, room)


# owners


def test_only_owners_add_remove_rename_and_name_owners(cast, talk):
    room = talk.room(cast.sato, cast.kobayashi, cast.takahashi)
    for attempt in (
        lambda: talk.add(cast.kobayashi, room, cast.maeda),
        lambda: talk.remove(cast.kobayashi, room, cast.takahashi),
        lambda: talk.make_owner(cast.kobayashi, room, cast.kobayashi),
        lambda: talk.unmake_owner(cast.kobayashi, room, cast.sato),
        lambda: talk.change(cast.kobayashi, room, name="改名"),
    ):
        with pytest.raises(OwnersOnly):
            attempt()


def test_owners_name_owners_and_say_so(cast, talk):
    room = talk.room(cast.sato, cast.kobayashi)
    talk.make_owner(cast.sato, room, cast.kobayashi)
    talk.make_owner(cast.sato, room, cast.kobayashi)
    assert owners(talk, room) == ids(cast.sato, cast.kobayashi)
    talk.unmake_owner(cast.kobayashi, room, cast.sato)
    assert owners(talk, room) == ids(cast.kobayashi)
    told = system(talk, cast.sato, room)[1:]
    assert told == [("owner_added", ["小林 誠"], 1), ("owner_removed", ["佐藤 花子"], 1)]


def test_a_guest_cannot_own_a_room(cast, talk):
    room = talk.room(cast.sato, cast.maeda)
    with pytest.raises(GuestCannotOwn):
        talk.make_owner(cast.sato, room, cast.maeda)


def test_who_is_not_inside_cannot_be_removed_or_made_owner(world, cast, talk):
    room = talk.room(cast.sato)
    for action in (actions.remove_member, actions.add_owner, actions.remove_owner):
        for account in (cast.kobayashi.account, cast.mikami.account, new_id()):
            with pytest.raises(PersonNotFound):
                world.do(cast.sato, action, MemberOfRoom(room, account))


def test_the_last_owner_leaves_only_after_naming_another(cast, talk):
    room = talk.room(cast.sato, cast.kobayashi)
    with pytest.raises(LastOwner):
        talk.leave(cast.sato, room)
    with pytest.raises(LastOwner):
        talk.unmake_owner(cast.sato, room, cast.sato)
    talk.make_owner(cast.sato, room, cast.kobayashi)
    talk.leave(cast.sato, room)
    assert owners(talk, room) == people(talk, room) == ids(cast.kobayashi)


def test_who_is_alone_may_leave_but_not_stop_being_the_owner(cast, talk):
    room = talk.room(cast.sato)
    with pytest.raises(LastOwner):
        talk.unmake_owner(cast.sato, room, cast.sato)
    talk.leave(cast.sato, room)
    assert people(talk, room) == set()


def test_two_owners_who_leave_at_once_do_not_leave_the_others_without_one(world, cast, talk):
    room = talk.room(cast.sato, cast.kobayashi, cast.takahashi)
    talk.make_owner(cast.sato, room, cast.kobayashi)
    with world.together(cast.minato):
        leaving = [
            world.begin_to(who, actions.remove_member, MemberOfRoom(room, who.account))
            for who in (cast.sato, cast.kobayashi)
        ]
    assert leaving[0].exception(timeout=30) is None
    assert isinstance(leaving[1].exception(timeout=30), LastOwner)
    assert owners(talk, room) == ids(cast.kobayashi)


def test_members_leave_and_are_removed_and_the_room_says_which(cast, talk):
    room = talk.room(cast.sato, cast.kobayashi, cast.maeda)
    talk.leave(cast.kobayashi, room)
    talk.remove(cast.sato, room, cast.maeda)
    assert system(talk, cast.sato, room)[1:] == [
        ("left", ["小林 誠"], 1),
        ("removed", ["前田 一郎"], 1),
    ]


def test_a_room_that_is_renamed_says_so_and_tells_its_rules(world, cast, talk):
    room = talk.room(cast.sato, cast.kobayashi)
    talk.change(cast.sato, room, name="新しい名前")
    talk.change(cast.sato, room, reader_list="owners", history="from_joining")
    found = talk.get(cast.kobayashi, room)
    assert (found.name, found.reader_list, found.history) == (
        "新しい名前",
        "owners",
        "from_joining",
    )
    assert system(talk, cast.sato, room)[1:] == [("renamed", [], 0)]
    assert len(world.events(cast.minato, type_="rooms.room_changed")) == 2


def test_a_rule_that_is_left_out_stays(cast, talk):
    room = talk.room(cast.sato, reader_list="owners", history="from_joining")
    talk.change(cast.sato, room, name="改名")
    found = talk.get(cast.sato, room)
    assert (found.reader_list, found.history) == ("owners", "from_joining")


def test_the_people_of_a_room_come_as_lists_are_ordered_our_own_first(world, cast, talk):
    room = talk.room(cast.takahashi, cast.maeda, cast.kobayashi, cast.sato)
    talk.remove(cast.takahashi, room, cast.sato)
    talk.add(cast.takahashi, room, cast.sato)
    found = members(world, cast.maeda, room)
    assert [each.name for each in found] == ["佐藤 花子", "小林 誠", "髙橋 聡", "前田 一郎"]
    assert [each.owner for each in found] == [False, False, True, False]
    assert [each.invited_by for each in found] == ["髙橋 聡", "髙橋 聡", None, "髙橋 聡"]


def test_a_change_that_changes_nothing_says_nothing(world, cast, talk):
    room = talk.room(cast.sato, cast.kobayashi, name="防災連絡")
    before = (world.seq(cast.minato), len(world.audit(cast.minato)), talk.place(room).head)
    talk.change(cast.sato, room)
    talk.change(cast.sato, room, name="防災連絡", history="all", reader_list="everyone")
    assert (world.seq(cast.minato), len(world.audit(cast.minato)), talk.place(room).head) == before
