"""What is unread: the messages of others after one's cursor, however they came about."""

import pytest

from kairan.domains.accounts import actions as accounts
from kairan.domains.accounts.model import NewAccount
from kairan.domains.rooms import actions
from kairan.domains.rooms.model import SendMessage
from kairan.kernel.ctx import Ctx
from kairan.kernel.guard import SERVER
from tests.world import Somebody, by_server


def _make_guests(ctx: Ctx, count: int) -> list[str]:
    new = [NewAccount("guest", f"会員 {n}", "南浜自治会") for n in range(count)]
    return accounts.add_accounts(ctx, new)


MAKE_GUESTS = by_server(_make_guests)


def recount(world, who, room) -> int:
    """Count by looking at every message, as nothing in the product does."""
    query = (
        "SELECT count(*) FROM messages m JOIN stays s ON s.org_id = m.org_id"
        " AND s.room_id = m.room_id AND s.account_id = :me AND s.until_seq IS NULL"
        " LEFT JOIN cursors c ON c.org_id = s.org_id AND c.room_id = s.room_id"
        " AND c.account_id = s.account_id AND c.from_seq = s.from_seq"
        " WHERE m.org_id = :org AND m.room_id = :room AND m.kind = 'text'"
        " AND m.sender_id <> :me AND m.unsent_at IS NULL AND m.no >= s.from_no"
        " AND m.no > coalesce(c.no, s.start_no)"
    )
    with world.database.read() as tx:
        named = {"me": who.account, "org": who.org, "room": room}
        return tx.exec_driver_sql(query, named).scalar_one()


def unread(world, talk, who, room) -> int:
    counted = talk.get(who, room).unread
    assert counted == recount(world, who, room)
    return counted


def test_messages_of_others_are_unread_and_ones_own_are_not(world, cast, talk):
    room = talk.room(cast.sato, cast.kobayashi)
    for who in (cast.sato, cast.kobayashi, cast.sato):
        talk.write(who, room)
    assert unread(world, talk, cast.kobayashi, room) == 2
    assert unread(world, talk, cast.sato, room) == 1


def test_what_was_unsent_is_not_unread(world, cast, talk):
    room = talk.room(cast.sato, cast.kobayashi)
    numbers = [talk.write(cast.sato, room) for _ in range(3)]
    talk.unsend(cast.sato, room, numbers[1])
    assert unread(world, talk, cast.kobayashi, room) == 2
    talk.read(cast.kobayashi, room, numbers[1])
    assert unread(world, talk, cast.kobayashi, room) == 1
    talk.unsend(cast.sato, room, numbers[0])
    assert unread(world, talk, cast.kobayashi, room) == 1


def test_system_messages_take_a_number_and_are_nobodys_unread(world, cast, talk):
    room = talk.room(cast.sato, cast.kobayashi)
    talk.write(cast.sato, room)
    talk.change(cast.sato, room, name="改名")
    talk.add(cast.sato, room, cast.maeda)
    talk.make_owner(cast.sato, room, cast.kobayashi)
    talk.leave(cast.maeda, room)
    assert talk.place(room).head == 6
    assert unread(world, talk, cast.kobayashi, room) == 1


def test_350_people_who_join_raise_nobodys_unread(world, cast, talk):
    made = world.do_as(cast.minato, SERVER, MAKE_GUESTS, 350)
    people = [Somebody(cast.minato, account, "", "") for account in made]
    room = talk.room(cast.sato, cast.kobayashi)
    no = talk.write(cast.sato, room)
    for who in people[:30]:
        talk.add(cast.sato, room, who)
    assert talk.add(cast.sato, room, *people[30:]) == 320
    assert unread(world, talk, cast.kobayashi, room) == 1
    assert talk.get(cast.kobayashi, room).members == 352
    talk.read(cast.kobayashi, room, no)
    assert unread(world, talk, cast.kobayashi, room) == 0


@pytest.mark.parametrize("history", ["all", "from_joining"])
def test_a_newcomer_to_a_room_with_2000_messages_has_nothing_unread(world, cast, talk, history):
    room = talk.room(cast.sato, history=history)
    _fill(world, cast, room, 2_000)
    talk.add(cast.sato, room, cast.kobayashi)
    assert unread(world, talk, cast.kobayashi, room) == 0
    listed = [each for each in talk.rooms(cast.kobayashi) if each.id == room]
    assert [each.unread for each in listed] == [0]
    talk.write(cast.sato, room)
    assert unread(world, talk, cast.kobayashi, room) == 1


def test_who_comes_back_has_nothing_unread_of_the_time_between(world, cast, talk):
    room = talk.room(cast.sato, cast.kobayashi)
    talk.write(cast.sato, room)
    talk.leave(cast.kobayashi, room)
    talk.write(cast.sato, room)
    talk.add(cast.sato, room, cast.kobayashi)
    assert unread(world, talk, cast.kobayashi, room) == 0
    talk.write(cast.sato, room)
    assert unread(world, talk, cast.kobayashi, room) == 1


def test_reading_to_the_end_leaves_nothing(world, cast, talk):
    room = talk.room(cast.sato, cast.kobayashi)
    for _ in range(5):
        last = talk.write(cast.sato, room)
    assert unread(world, talk, cast.kobayashi, room) == 5
    talk.read(cast.kobayashi, room, last - 2)
    assert unread(world, talk, cast.kobayashi, room) == 2
    talk.read(cast.kobayashi, room, last)
    assert unread(world, talk, cast.kobayashi, room) == 0


def test_the_list_of_rooms_counts_each_room_by_itself(world, cast, talk):
    rooms = [talk.room(cast.sato, cast.kobayashi) for _ in range(4)]
    for count, room in enumerate(rooms):
        for _ in range(count):
            talk.write(cast.sato, room)
        talk.write(cast.kobayashi, room)
    listed = {each.id: each.unread for each in talk.rooms(cast.kobayashi)}
    assert listed == {room: count for count, room in enumerate(rooms)}
    with world.statements() as few:
        talk.rooms(cast.kobayashi)
    for _ in range(6):
        talk.write(cast.sato, talk.room(cast.sato, cast.kobayashi))
    with world.statements() as more:
        talk.rooms(cast.kobayashi)
    assert len(more) == len(few) <= 12


def _fill(world, cast, room, count) -> None:
    """Write many messages; they wait together, so that the lane writes them by the hundred."""
    for begin in range(0, count, 500):
        sent = [
            world.begin_to(cast.sato, actions.send_message, SendMessage(room, f"f{n}", f"連絡 {n}"))
            for n in range(begin, min(begin + 500, count))
        ]
        assert all(each.result(timeout=60).new for each in sent)
