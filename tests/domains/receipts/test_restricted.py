"""A room whose owners keep the reader list: names for them, for the sender and for oneself; counts for all."""

import msgspec
import pytest

from kairan.app import TELLERS
from kairan.domains.boundary import queries as places
from kairan.domains.receipts import actions as receipts
from kairan.domains.receipts import queries
from kairan.domains.receipts.errors import Restricted
from kairan.domains.rooms.queries import rooms as room_queries
from kairan.kernel.guard import SERVER
from kairan.surfaces.stream import frames
from tests.domains.receipts.test_cursors import told


@pytest.fixture
def room(cast, talk):
    """佐藤 owns it and keeps the list; 小林 wrote message 2; 髙橋, 中村 and 前田 are inside."""
    people = (cast.kobayashi, cast.takahashi, cast.nakamura, cast.maeda)
    made = talk.room(cast.sato, *people, reader_list="owners")
    assert talk.write(cast.kobayashi, made) == 2
    return made


def heard(world, who, room, *, after=0):
    """Return what somebody hears of a room, as it goes over the wire: type and data."""
    ears = world.ask(who, lambda ctx: places.hearings(ctx, [who.account]))
    events = [e for e in world.events(who.org) if e.room == room and e.seq > after]
    found = [event for event in events if ears[who.account].may_hear(event)]
    encoded = world.ask(who, lambda ctx: frames.encode(ctx, found, TELLERS))
    return [(frame.event.type, msgspec.json.decode(frame.json)["data"]) for frame in encoded]


def read_all(world, cast, talk, room) -> int:
    """Let 髙橋 and 前田 read, and wait until it is told; return the number before that."""
    before = world.seq(cast.minato)
    talk.read(cast.takahashi, room, 2)
    talk.read(cast.maeda, room, 2)
    told(world, cast.minato, count=2)
    return before


def test_who_read_goes_by_name_to_the_owners_and_to_oneself_only(world, cast, talk, room):
    before = read_all(world, cast, talk, room)
    moves = {
        name: [
            account
            for type_, data in heard(world, getattr(cast, name), room, after=before)
            if type_ == "receipts.cursors_moved"
            for account, _ in data["moves"]
        ]
        for name in ("sato", "kobayashi", "takahashi", "nakamura", "maeda")
    }
    assert set(moves["sato"]) == {cast.takahashi.account, cast.maeda.account}
    assert moves["takahashi"] == [cast.takahashi.account]
    assert moves["maeda"] == [cast.maeda.account]
    assert moves["kobayashi"] == moves["nakamura"] == []


def test_the_whole_room_hears_the_new_figures_without_names(world, cast, talk, room):
    before = read_all(world, cast, talk, room)
    for who in (cast.sato, cast.kobayashi, cast.nakamura, cast.maeda):
        [data] = [
            data
            for type_, data in heard(world, who, room, after=before)
            if type_ == "receipts.counted"
        ]
        assert data == {
            "room": room,
            "counts": [{"no": 2, "read": 2, "told": 0, "acknowledged": 0}],
        }


def test_acknowledging_goes_by_name_to_owners_the_sender_and_oneself(world, cast, talk, room):
    before = world.seq(cast.minato)
    talk.acknowledge(cast.maeda, room, 2)
    talk.withdraw(cast.maeda, room, 2)
    types = {
        name: [type_ for type_, _ in heard(world, getattr(cast, name), room, after=before)]
        for name in ("sato", "kobayashi", "takahashi", "maeda")
    }
    named = ["receipts.acknowledged", "receipts.counted"]
    withdrawn = ["receipts.acknowledgement_withdrawn", "receipts.counted"]
    assert types["sato"] == types["kobayashi"] == types["maeda"] == named + withdrawn
    assert types["takahashi"] == ["receipts.counted", "receipts.counted"]


def test_telling_goes_by_name_to_owners_the_sender_and_who_was_told(world, cast, talk, room):
    before = world.seq(cast.minato)
    talk.tell(cast.kobayashi, room, 2, cast.maeda, "fax")
    talk.untell(cast.sato, room, 2, cast.maeda)
    types = {
        name: [type_ for type_, _ in heard(world, getattr(cast, name), room, after=before)]
        for name in ("sato", "kobayashi", "takahashi", "maeda")
    }
    named = [
        "receipts.told_in_person",
        "receipts.counted",
        "receipts.told_withdrawn",
        "receipts.counted",
    ]
    assert types["sato"] == types["kobayashi"] == types["maeda"] == named
    assert types["takahashi"] == ["receipts.counted", "receipts.counted"]


def test_nothing_anybody_else_hears_names_those_who_read(world, cast, talk, room):
    before = read_all(world, cast, talk, room)
    talk.acknowledge(cast.maeda, room, 2)
    talk.tell(cast.kobayashi, room, 2, cast.takahashi)
    everything = str(heard(world, cast.nakamura, room, after=before))
    assert "receipts.counted" in everything
    for who in (cast.takahashi, cast.maeda):
        assert who.account not in everything
        assert who.name not in everything


@pytest.mark.parametrize("name", ["takahashi", "nakamura", "maeda"])
def test_who_is_neither_owner_nor_sender_may_not_open_the_list(world, cast, talk, room, name):
    who = getattr(cast, name)
    for ask in (
        lambda: talk.readers(who, room, 2),
        lambda: talk.tell(who, room, 2, cast.maeda),
        lambda: talk.untell(who, room, 2, cast.maeda),
        lambda: world.ask(who, lambda ctx: queries.list_cursors(ctx, room)),
    ):
        with pytest.raises(Restricted):
            ask()


def test_owners_and_the_sender_may_open_the_list(cast, talk, room):
    talk.read(cast.maeda, room, 2)
    for who in (cast.sato, cast.kobayashi):
        found = talk.readers(who, room, 2)
        assert found.restricted
        assert [each.name for each in found.read] == ["前田 一郎"]
    later = talk.write(cast.sato, room)
    with pytest.raises(Restricted):
        talk.readers(cast.kobayashi, room, later)


def test_everybody_sees_the_figures_beside_a_message_but_not_who(world, cast, talk, room):
    talk.read(cast.maeda, room, 2)
    talk.acknowledge(cast.maeda, room, 2)
    for who, named in ((cast.sato, True), (cast.kobayashi, True), (cast.nakamura, False)):
        for message in (talk.message(who, room, 2), talk.page(who, room).items[-1]):
            assert (message.read, message.acknowledged.count) == (1, 1)
            assert bool(message.acknowledged.by) is named
        last = talk.get(who, room).last
        assert last is not None
        assert last.acknowledged.by == ()
    assert talk.message(cast.maeda, room, 2).acknowledged.mine


def test_the_people_of_the_room_do_not_give_away_who_read(world, cast, talk, room):
    read_all(world, cast, talk, room)
    before = world.ask(cast.nakamura, lambda ctx: room_queries.list_members(ctx, room))
    talk.read(cast.maeda, room, talk.write(cast.kobayashi, room))
    assert world.ask(cast.nakamura, lambda ctx: room_queries.list_members(ctx, room)) == before


def test_a_list_that_is_opened_again_is_open_to_everybody(world, cast, talk, room):
    talk.change(cast.sato, room, reader_list="everyone")
    talk.read(cast.maeda, room, 2)
    assert [each.name for each in talk.readers(cast.nakamura, room, 2).read] == ["前田 一郎"]
    [event] = told(world, cast.minato, count=1)
    assert event.topics == (f"room:{room}",)


def test_who_became_an_owner_hears_the_names_from_then_on(world, cast, talk, room):
    talk.make_owner(cast.sato, room, cast.nakamura)
    before = read_all(world, cast, talk, room)
    types = [type_ for type_, _ in heard(world, cast.nakamura, room, after=before)]
    assert "receipts.cursors_moved" in types


def test_figures_of_what_was_read_long_after_are_told_for_the_newest_of_it(world, cast, talk):
    room = talk.room(cast.sato, cast.maeda, reader_list="owners")
    for _ in range(receipts.COUNTED_LIMIT + 60):
        talk.write(cast.sato, room)
    before = world.seq(cast.minato)
    talk.read(cast.maeda, room, 20)
    told(world, cast.minato, count=1)
    [data] = [d for t, d in heard(world, cast.maeda, room, after=before) if t == "receipts.counted"]
    assert [each["no"] for each in data["counts"]] == list(range(2, 21))
    talk.read(cast.maeda, room, receipts.COUNTED_LIMIT + 61)
    told(world, cast.minato, count=3)
    data = [d for t, d in heard(world, cast.maeda, room, after=before) if t == "receipts.counted"][
        1
    ]
    assert len(data["counts"]) == receipts.COUNTED_LIMIT
    assert data["counts"][-1] == {
        "no": receipts.COUNTED_LIMIT + 61,
        "read": 1,
        "told": 0,
        "acknowledged": 0,
    }


def test_a_stranger_hears_nothing_of_it(world, cast, talk, room):
    read_all(world, cast, talk, room)
    assert heard(world, cast.yamamoto, room) == []
    ears = world.ask_as(cast.aoba, SERVER, lambda c: places.hearings(c, [cast.mikami.account]))
    events = [event for event in world.events(cast.minato) if event.room == room]
    assert not any(ears[cast.mikami.account].may_hear(event) for event in events)


def test_to_note_a_word_looks_at_one_person_and_the_owners_not_at_everybody(
    world, cast, talk, room
):
    with world.statements() as statements:
        talk.tell(cast.sato, room, 2, cast.nakamura)
    asked = [each.partition("WHERE")[2] for each in statements if "FROM stays" in each]
    assert asked
    assert not [each for each in asked if "account_id" not in each and "owner" not in each]
