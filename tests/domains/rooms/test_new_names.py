"""A guest who takes another name is not somebody else: the room is told."""

from datetime import timedelta

import pytest

from kairan.domains.accounts import actions as accounts
from kairan.domains.accounts.actions.people import NAMES_A_DAY
from kairan.domains.accounts.errors import RenamedOften
from kairan.domains.accounts.model import ChangeMe
from kairan.kernel import store


def lines(talk, who, room):
    return [
        (each.system.accounts[0].name, each.system.name)
        for each in talk.page(who, room).items
        if each.system and each.system.what == "guest_renamed"
    ]


def call_oneself(world, who, **change):
    world.do(who, accounts.change_me, ChangeMe(**change))
    world.settle()


def test_the_rooms_of_a_guest_hear_what_the_guest_was_called(world, cast, talk):
    room, other = talk.room(cast.sato, cast.maeda), talk.room(cast.sato, cast.kobayashi)
    call_oneself(world, cast.maeda, name="山本 玲")
    assert lines(talk, cast.sato, room) == [("山本 玲", "前田 一郎（南浜自治会）")]
    assert lines(talk, cast.sato, other) == []
    talk.wait(minutes=11)
    call_oneself(world, cast.maeda, affiliation="知事室")
    assert lines(talk, cast.sato, room)[-1] == ("山本 玲", "山本 玲（南浜自治会）")


def test_what_is_not_seen_by_others_is_not_told(world, cast, talk):
    room = talk.room(cast.sato, cast.maeda)
    call_oneself(world, cast.maeda, language="en")
    call_oneself(world, cast.maeda, name="前田 一郎")
    assert lines(talk, cast.sato, room) == []


def test_the_log_does_not_keep_what_somebody_was_called(world, cast, talk):
    talk.room(cast.sato, cast.maeda)
    call_oneself(world, cast.maeda, name="山本 玲")
    assert not [event for event in world.events(cast.minato) if "前田" in str(event.data)]


def test_it_is_told_once_even_if_the_listener_runs_twice(world, cast, talk):
    room = talk.room(cast.sato, cast.maeda)
    call_oneself(world, cast.maeda, name="前田 二郎")
    with world.database.write() as tx:
        ctx = world._ctx(tx, cast.minato, None)
        store.move_listener_cursor(ctx.tx, cast.minato, "rooms.note_new_names", 0)
    world.settle()
    assert len(lines(talk, cast.sato, room)) == 1
    assert talk.message(cast.sato, room, 2).read == 0


def test_a_name_replaced_within_minutes_is_told_by_one_line(world, cast, talk):
    room = talk.room(cast.sato, cast.maeda)
    for name in ("前田 二郎", "前田 三郎"):
        call_oneself(world, cast.maeda, name=name)
    assert lines(talk, cast.sato, room) == [("前田 三郎", "前田 一郎（南浜自治会）")]


def test_a_guest_takes_few_names_a_day(world, cast):
    begun = [
        world.begin_to(cast.maeda, accounts.change_me, ChangeMe(name=f"前田 {n}"))
        for n in range(NAMES_A_DAY + 3)
    ]
    refused = [each.exception(timeout=30) for each in begun]
    assert refused[:NAMES_A_DAY] == [None] * NAMES_A_DAY
    assert {type(each) for each in refused[NAMES_A_DAY:]} == {RenamedOften}
    world.do(cast.maeda, accounts.change_me, ChangeMe(language="en"))
    with pytest.raises(RenamedOften):
        call_oneself(world, cast.maeda, affiliation="知事室")
    world.later += timedelta(days=1)
    call_oneself(world, cast.maeda, affiliation="知事室")
