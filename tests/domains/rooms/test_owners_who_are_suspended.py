"""A room does not stay without an owner because its owners were suspended."""

import pytest

from kairan.domains.rooms.errors import LastOwner
from kairan.domains.rooms.listeners import keep_owners
from kairan.kernel.guard import SERVER
from tests.domains.rooms.test_rooms import ids, owners, people, system
from tests.world import by_server

HEAR_AGAIN = by_server(keep_owners)


def test_when_the_last_owner_is_suspended_who_is_inside_longest_becomes_one_and_the_room_says_so(
    cast, talk
):
    room = talk.room(cast.sato, cast.kobayashi)
    talk.add(cast.sato, room, cast.takahashi)
    talk.suspend(cast.sato)
    assert owners(talk, room) == ids(cast.sato, cast.kobayashi)
    assert system(talk, cast.kobayashi, room)[-1] == ("owner_added", ["小林 誠"], 1)
    assert talk.get(cast.kobayashi, room).owner
    talk.add(cast.kobayashi, room, cast.nakamura)
    assert cast.nakamura.account in people(talk, room)


def test_while_another_owner_can_act_nobody_is_made_one(cast, talk):
    room = talk.room(cast.sato, cast.kobayashi, cast.takahashi)
    talk.make_owner(cast.sato, room, cast.takahashi)
    talk.suspend(cast.sato)
    assert owners(talk, room) == ids(cast.sato, cast.takahashi)


def test_neither_a_guest_nor_who_is_suspended_becomes_owner(cast, talk):
    room = talk.room(cast.sato, cast.maeda, cast.kobayashi, cast.takahashi)
    talk.suspend(cast.kobayashi, cast.sato)
    assert owners(talk, room) == ids(cast.sato, cast.takahashi)


def test_nobody_comes_in_to_own_a_room_of_guests_and_its_owner_owns_it_again(cast, talk):
    room = talk.room(cast.sato, cast.maeda)
    talk.suspend(cast.sato)
    assert people(talk, room) == ids(cast.sato, cast.maeda)
    assert owners(talk, room) == ids(cast.sato)
    assert talk.get(talk.restore(cast.sato), room).owner


def test_who_comes_back_into_a_room_without_an_owner_becomes_one(cast, talk):
    room = talk.room(cast.sato, cast.kobayashi)
    talk.suspend(cast.kobayashi)
    talk.leave(cast.sato, room)
    assert people(talk, room) == owners(talk, room) | ids(cast.kobayashi)
    back = talk.restore(cast.kobayashi)
    assert talk.get(back, room).owner


def test_an_owner_who_is_suspended_does_not_stand_in_for_the_last_one_who_leaves(cast, talk):
    room = talk.room(cast.sato, cast.kobayashi, cast.takahashi)
    talk.make_owner(cast.sato, room, cast.kobayashi)
    talk.suspend(cast.kobayashi)
    for leaving in (talk.leave, lambda who, room: talk.unmake_owner(who, room, who)):
        with pytest.raises(LastOwner):
            leaving(cast.sato, room)


def test_a_direct_room_has_no_owner_before_or_after(cast, talk):
    room = talk.direct(cast.sato, cast.kobayashi)
    talk.suspend(cast.sato)
    assert owners(talk, room) == set()


def test_a_unit_room_whose_owner_is_suspended_gets_another_who_can_act(cast, talk):
    room = talk.unit_room(cast.sato, cast.bosai)
    talk.suspend(cast.sato)
    assert owners(talk, room) == ids(cast.sato, cast.kobayashi)


def test_hearing_of_it_twice_makes_one_owner_and_says_it_once(cast, talk):
    world = talk.world
    room = talk.room(cast.sato, cast.kobayashi, cast.takahashi)
    talk.suspend(cast.sato)
    before = system(talk, cast.kobayashi, room)
    events = world.events(cast.minato, type_="accounts.account_suspended")
    world.do_as(cast.minato, SERVER, HEAR_AGAIN, events)
    assert owners(talk, room) == ids(cast.sato, cast.kobayashi)
    assert system(talk, cast.kobayashi, room) == before


def test_rooms_by_the_dozen_take_no_more_statements_to_find_than_one(cast, talk):
    world = talk.world
    for _ in range(12):
        room = talk.room(cast.sato, cast.kobayashi)
        talk.make_owner(cast.sato, room, cast.kobayashi)
    talk.suspend(cast.sato)
    events = world.events(cast.minato, type_="accounts.account_suspended")
    with world.statements() as seen:
        world.do_as(cast.minato, SERVER, HEAR_AGAIN, events)
    assert len([each for each in seen if each.startswith("SELECT")]) <= 6
