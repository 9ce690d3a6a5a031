"""Rooms for two."""

import pytest

from kairan.domains.rooms.errors import DirectRoomIsFixed, PersonNotFound
from kairan.domains.rooms.queries import rooms as queries
from kairan.kernel.errors import BadInput
from tests.domains.rooms.test_rooms import ids, make, owners, people


def test_a_direct_room_is_for_two_and_there_is_one(world, cast, talk):
    room, new = make(world, cast.sato, "direct", members=(cast.kobayashi.account,))
    assert new
    again, new = make(world, cast.kobayashi, "direct", members=(cast.sato.account,))
    assert (again, new) == (room, False)
    assert people(talk, room) == ids(cast.sato, cast.kobayashi)
    assert owners(talk, room) == set()


def test_a_direct_room_is_called_by_the_other_person(cast, talk):
    room = talk.direct(cast.sato, cast.maeda)
    mine, theirs = talk.get(cast.sato, room), talk.get(cast.maeda, room)
    assert (mine.name, theirs.name) == ("前田 一郎", "佐藤 花子")
    assert mine.peer is not None
    assert (mine.peer.id, mine.peer.outside) == (cast.maeda.account, True)
    assert mine.last is None or mine.last.kind == "system"


def test_a_direct_room_is_in_the_others_list_from_its_first_message_on(world, cast, talk):
    room, _ = make(world, cast.sato, "direct", members=(cast.kobayashi.account,))
    assert (_listed(world, cast.sato), _listed(world, cast.kobayashi)) == ([room], [])
    talk.write(cast.sato, room, "少しよろしいですか")
    assert (_listed(world, cast.sato), _listed(world, cast.kobayashi)) == ([room], [room])


def _listed(world, who):
    return [each.id for each in world.ask(who, queries.list_rooms)]


@pytest.mark.parametrize("count", [0, 2])
def test_a_direct_room_has_exactly_one_other(world, cast, count):
    others = (cast.kobayashi.account, cast.takahashi.account)[:count]
    with pytest.raises(BadInput):
        make(world, cast.sato, "direct", members=others)
    with pytest.raises(BadInput):
        make(world, cast.sato, "direct", members=(cast.sato.account,))


def test_a_direct_room_is_fixed(world, cast, talk):
    room = talk.direct(cast.sato, cast.kobayashi)
    for attempt in (
        lambda: talk.add(cast.sato, room, cast.takahashi),
        lambda: talk.leave(cast.sato, room),
        lambda: talk.remove(cast.sato, room, cast.kobayashi),
        lambda: talk.make_owner(cast.sato, room, cast.sato),
        lambda: talk.unmake_owner(cast.sato, room, cast.sato),
        lambda: talk.change(cast.sato, room, name="二人"),
        lambda: talk.change(cast.sato, room, reader_list="owners"),
        lambda: talk.invite(cast.sato, room),
    ):
        with pytest.raises(DirectRoomIsFixed):
            attempt()


def test_in_a_direct_room_nobody_keeps_the_reader_list(world, cast, talk):
    rules = {
        "members": (cast.kobayashi.account,),
        "history": "from_joining",
        "reader_list": "owners",
    }
    room, _ = make(world, cast.sato, "direct", **rules)
    assert talk.get(cast.kobayashi, room).reader_list == "everyone"
    assert talk.get(cast.kobayashi, room).history == "all"


def test_a_guest_talks_directly_to_people_of_his_rooms_only(world, cast, talk):
    with pytest.raises(PersonNotFound):
        talk.direct(cast.maeda, cast.sato)
    talk.room(cast.sato, cast.maeda)
    assert talk.direct(cast.maeda, cast.sato)
    with pytest.raises(PersonNotFound):
        talk.direct(cast.maeda, cast.kobayashi)
