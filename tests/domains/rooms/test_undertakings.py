"""対応します: whoever sees to a message stands beside it by name, for all who see the message."""

import pytest

from kairan.domains.boundary.errors import RoomNotFound
from kairan.domains.rooms.errors import MessageNotFound
from tests.domains.receipts.test_restricted import heard


@pytest.fixture
def room(cast, talk):
    """A room of 佐藤, 小林 and 前田."""
    return talk.room(cast.sato, cast.kobayashi, cast.maeda)


def seen_to(talk, who, room, no) -> list[str]:
    """Return the names that stand beside a message."""
    return [each.name for each in talk.message(who, room, no).undertaken]


def test_everybody_sees_who_sees_to_a_message_in_the_order_they_said_so(cast, talk, room):
    no = talk.write(cast.sato, room, "倒木があります")
    talk.undertake(cast.maeda, room, no)
    talk.wait(minutes=1)
    talk.undertake(cast.kobayashi, room, no)
    for who in (cast.sato, cast.kobayashi, cast.maeda):
        assert seen_to(talk, who, room, no) == ["前田 一郎", cast.kobayashi.name]


def test_one_may_see_to_ones_own_message_and_saying_it_twice_changes_nothing(
    world, cast, talk, room
):
    no = talk.write(cast.sato, room)
    talk.undertake(cast.sato, room, no)
    before = world.seq(cast.minato)
    talk.undertake(cast.sato, room, no)
    assert seen_to(talk, cast.maeda, room, no) == [cast.sato.name]
    assert world.seq(cast.minato) == before


def test_one_takes_back_ones_own_word_only(world, cast, talk, room):
    no = talk.write(cast.sato, room)
    talk.undertake(cast.maeda, room, no)
    talk.give_back(cast.kobayashi, room, no)
    assert seen_to(talk, cast.sato, room, no) == ["前田 一郎"]
    talk.give_back(cast.maeda, room, no)
    assert seen_to(talk, cast.sato, room, no) == []
    before = world.seq(cast.minato)
    talk.give_back(cast.maeda, room, no)
    assert world.seq(cast.minato) == before


def test_the_room_hears_the_name_even_where_reading_is_kept_to_the_owners(world, cast, talk):
    quiet = talk.room(cast.sato, cast.kobayashi, cast.maeda, reader_list="owners")
    no = talk.write(cast.sato, quiet)
    before = world.seq(cast.minato)
    talk.undertake(cast.kobayashi, quiet, no)
    talk.give_back(cast.kobayashi, quiet, no)
    who = {"no": no, "account": cast.kobayashi.account}
    assert heard(world, cast.maeda, quiet, after=before) == [
        ("rooms.message_undertaken", {**who, "name": cast.kobayashi.name}),
        ("rooms.undertaking_withdrawn", who),
    ]


def test_what_one_may_not_see_one_cannot_undertake_nor_hear_of(world, cast, talk):
    room = talk.room(cast.sato, cast.kobayashi, history="joined")
    no = talk.write(cast.sato, room)
    talk.add(cast.sato, room, cast.maeda)
    before = world.seq(cast.minato)
    talk.undertake(cast.kobayashi, room, no)
    assert heard(world, cast.maeda, room, after=before) == []
    for attempt in (talk.undertake, talk.give_back):
        with pytest.raises(MessageNotFound):
            attempt(cast.maeda, room, no)
        with pytest.raises(RoomNotFound):
            attempt(cast.takahashi, room, no)


def test_a_message_taken_back_or_a_system_message_is_nothing_to_see_to(cast, talk, room):
    no = talk.write(cast.sato, room)
    talk.undertake(cast.maeda, room, no)
    talk.unsend(cast.sato, room, no)
    assert seen_to(talk, cast.kobayashi, room, no) == []
    for number in (no, 1, 99):
        for attempt in (talk.undertake, talk.give_back):
            with pytest.raises(MessageNotFound):
                attempt(cast.maeda, room, number)


def test_the_name_stays_when_its_bearer_leaves(cast, talk, room):
    no = talk.write(cast.sato, room)
    talk.undertake(cast.kobayashi, room, no)
    talk.leave(cast.kobayashi, room)
    assert seen_to(talk, cast.sato, room, no) == [cast.kobayashi.name]
