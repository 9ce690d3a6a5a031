"""Rooms that follow a unit of the org chart."""

import pytest

from kairan.domains.boundary.errors import RoomNotFound
from kairan.domains.directory import actions as directory
from kairan.domains.directory.errors import UnitNotEmpty
from kairan.domains.directory.model.people import ChangeMember, MemberChange
from kairan.domains.directory.model.units import ChangeUnit, MakeUnit, UnitChange, UnitId
from kairan.domains.rooms.errors import UnitRoomIsFixed
from kairan.domains.rooms.listeners import follow_units
from kairan.kernel.errors import NotAllowed
from kairan.kernel.guard import SERVER
from kairan.kernel.ids import new_id
from tests.domains.rooms.test_rooms import ids, make, owners, people, system
from tests.world import by_server

RUN_AGAIN = by_server(follow_units)


def test_the_room_of_a_unit_has_its_people_and_those_of_units_below(cast, talk):
    world = talk.world
    place = ChangeMember(cast.takahashi.account, MemberChange(unit=cast.kikikanri))
    world.do(cast.yamamoto, directory.change_member, place)
    room = talk.unit_room(cast.sato, cast.bosai)
    above = talk.unit_room(cast.takahashi, cast.kikikanri)
    assert people(talk, room) == ids(cast.sato, cast.kobayashi)
    assert people(talk, above) == ids(cast.sato, cast.kobayashi, cast.takahashi)
    assert talk.get(cast.sato, room).name == "防災課"
    assert talk.get(cast.sato, room).unit == cast.bosai


def test_only_who_belongs_to_a_unit_makes_its_room(world, cast):
    for who, unit in (
        (cast.takahashi, cast.bosai),
        (cast.yamamoto, cast.bosai),
        (cast.sato, None),
        (cast.sato, new_id()),
        (cast.mikami, cast.bosai),
    ):
        with pytest.raises(NotAllowed):
            make(world, who, "unit", unit=unit)


def test_the_people_of_a_unit_room_are_not_changed_by_hand(cast, talk):
    room = talk.unit_room(cast.sato, cast.bosai)
    for attempt in (
        lambda: talk.add(cast.sato, room, cast.takahashi),
        lambda: talk.remove(cast.sato, room, cast.kobayashi),
        lambda: talk.leave(cast.kobayashi, room),
        lambda: talk.invite(cast.sato, room),
    ):
        with pytest.raises(UnitRoomIsFixed):
            attempt()
    talk.change(cast.sato, room, name="防災課の部屋")
    talk.make_owner(cast.sato, room, cast.kobayashi)


def test_a_unit_room_follows_who_is_placed_in_the_unit(world, cast, talk):
    room = talk.unit_room(cast.sato, cast.bosai)
    talk.write(cast.sato, room)

    def place(who, unit) -> None:
        change = ChangeMember(who.account, MemberChange(unit=unit))
        world.do(cast.yamamoto, directory.change_member, change)
        world.settle()

    place(cast.takahashi, cast.bosai)
    assert people(talk, room) == ids(cast.sato, cast.kobayashi, cast.takahashi)
    place(cast.kobayashi, cast.somu)
    assert people(talk, room) == ids(cast.sato, cast.takahashi)
    with pytest.raises(RoomNotFound):
        talk.page(cast.kobayashi, room)
    told = system(talk, cast.sato, room)[1:]
    assert told == [("joined", ["髙橋 聡"], 1), ("removed", ["小林 誠"], 1)]


def test_a_unit_room_follows_units_that_move_in_the_tree(world, cast, talk):
    change = ChangeMember(cast.takahashi.account, MemberChange(unit=cast.kikikanri))
    world.do(cast.yamamoto, directory.change_member, change)
    room = talk.unit_room(cast.takahashi, cast.kikikanri)
    assert people(talk, room) == ids(cast.takahashi, cast.sato, cast.kobayashi)

    def move(unit, parent) -> None:
        moved = ChangeUnit(unit, UnitChange(parent=parent))
        world.do(cast.yamamoto, directory.change_unit, moved)
        world.settle()

    move(cast.bosai, None)
    assert people(talk, room) == ids(cast.takahashi)
    move(cast.doboku, cast.kikikanri)
    assert people(talk, room) == ids(cast.takahashi, cast.nakamura)


def test_when_the_owner_of_a_unit_room_goes_somebody_inside_becomes_one(world, cast, talk):
    room = talk.unit_room(cast.sato, cast.bosai)
    change = ChangeMember(cast.sato.account, MemberChange(unit=cast.somu))
    world.do(cast.yamamoto, directory.change_member, change)
    world.settle()
    assert owners(talk, room) == people(talk, room) == ids(cast.kobayashi)


def test_a_listener_that_runs_twice_changes_a_unit_room_once(world, cast, talk):
    room = talk.unit_room(cast.sato, cast.bosai)
    change = ChangeMember(cast.takahashi.account, MemberChange(unit=cast.bosai))
    world.do(cast.yamamoto, directory.change_member, change)
    world.settle()
    before = world.seq(cast.minato)
    world.do_as(
        cast.minato,
        SERVER,
        RUN_AGAIN,
        world.events(cast.minato, type_="directory.placements_changed"),
    )
    assert world.seq(cast.minato) == before
    assert people(talk, room) == ids(cast.sato, cast.kobayashi, cast.takahashi)


def test_a_unit_that_has_a_room_is_not_dropped(world, cast, talk):
    unit = world.do(cast.yamamoto, directory.make_unit, MakeUnit("臨時"))
    change = ChangeMember(cast.takahashi.account, MemberChange(unit=unit))
    world.do(cast.yamamoto, directory.change_member, change)
    room = talk.unit_room(cast.takahashi, unit)
    back = ChangeMember(cast.takahashi.account, MemberChange(unit=cast.somu))
    world.do(cast.yamamoto, directory.change_member, back)
    world.settle()
    assert people(talk, room) == set()
    with pytest.raises(UnitNotEmpty):
        world.do(cast.yamamoto, directory.drop_unit, UnitId(unit))
    assert talk.rooms(cast.sato) == []
