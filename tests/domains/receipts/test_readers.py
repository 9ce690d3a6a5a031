"""The reader list: everybody who was inside stands on exactly one of its four lists."""

import time
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kairan.domains.accounts.model import NewAccount
from kairan.domains.boundary.errors import RoomNotFound
from kairan.domains.receipts.errors import ReaderNotFound, ToldByAnother
from kairan.domains.rooms.errors import MessageNotFound
from kairan.kernel.guard import SERVER
from tests.world import ADD_GUEST, Somebody


def names(readers):
    return {reader.name for reader in readers}


def lists(found):
    """Return who stands on which list, by account."""
    return {
        "read": {each.account for each in found.read},
        "told": {each.account for each in found.told},
        "unread": {each.account for each in found.unread},
        "unknown": {each.account: each.why for each in found.unknown},
    }


@pytest.fixture
def room(cast, talk):
    """A room of four with one message of 佐藤, number 2."""
    made = talk.room(cast.sato, cast.kobayashi, cast.takahashi, cast.maeda)
    assert talk.write(cast.sato, made) == 2
    return made


def test_at_first_nobody_has_read_it(cast, talk, room):
    found = talk.readers(cast.sato, room, 2)
    assert names(found.unread) == {"小林 誠", "髙橋 聡", "前田 一郎"}
    assert (found.audience, found.read, found.told, found.unknown) == (3, [], [], [])
    assert (found.message.no, found.message.text, found.message.sender_name) == (
        2,
        "了解しました",
        "佐藤 花子",
    )


def test_who_has_read_it_is_read_with_the_time(world, cast, talk, room):
    talk.read(cast.kobayashi, room, 2)
    found = talk.readers(cast.sato, room, 2)
    assert names(found.read) == {"小林 誠"}
    assert abs((found.read[0].read_at - world.now()).total_seconds()) < 5
    assert names(found.unread) == {"髙橋 聡", "前田 一郎"}


def test_who_was_told_is_counted_apart_with_how_and_by_whom(cast, talk, room):
    talk.tell(cast.kobayashi, room, 2, cast.maeda, "telephone")
    talk.tell(cast.kobayashi, room, 2, cast.maeda, "fax")
    [told] = talk.readers(cast.sato, room, 2).told
    assert (told.name, told.how, told.by) == ("前田 一郎", "fax", "小林 誠")
    message = talk.message(cast.sato, room, 2)
    assert (message.audience, message.read, message.told) == (3, 0, 1)


def test_who_was_told_and_then_read_counts_as_read(cast, talk, room):
    talk.tell(cast.sato, room, 2, cast.maeda)
    talk.read(cast.maeda, room, 2)
    found = talk.readers(cast.sato, room, 2)
    assert (names(found.read), found.told) == ({"前田 一郎"}, [])
    message = talk.message(cast.sato, room, 2)
    assert (message.read, message.told) == (1, 0)


def test_word_that_somebody_was_told_can_be_taken_back(world, cast, talk, room):
    talk.tell(cast.kobayashi, room, 2, cast.maeda)
    talk.untell(cast.kobayashi, room, 2, cast.maeda)
    assert talk.readers(cast.sato, room, 2).told == []
    assert talk.message(cast.sato, room, 2).told == 0
    kinds = [entry.kind for entry in world.audit(cast.minato)][-2:]
    assert kinds == ["receipts.tell_in_person", "receipts.withdraw_told"]
    before = world.seq(cast.minato)
    talk.untell(cast.kobayashi, room, 2, cast.maeda)
    assert world.seq(cast.minato) == before


def test_another_ones_word_can_be_taken_back_by_owners_only(cast, talk, room):
    talk.tell(cast.sato, room, 2, cast.maeda)
    for changing in (talk.tell, talk.untell):
        with pytest.raises(ToldByAnother):
            changing(cast.kobayashi, room, 2, cast.maeda)
    [told] = talk.readers(cast.sato, room, 2).told
    assert (told.how, told.by) == ("telephone", "佐藤 花子")
    talk.tell(cast.kobayashi, room, 2, cast.takahashi)
    talk.untell(cast.sato, room, 2, cast.takahashi)
    assert names(talk.readers(cast.sato, room, 2).told) == {"前田 一郎"}


def test_the_list_says_which_words_one_may_take_back(cast, talk, room):
    talk.tell(cast.sato, room, 2, cast.maeda)
    talk.tell(cast.kobayashi, room, 2, cast.takahashi)
    may = {each.name: each.mine for each in talk.readers(cast.kobayashi, room, 2).told}
    assert may == {"前田 一郎": False, "髙橋 聡": True}
    assert all(each.mine for each in talk.readers(cast.sato, room, 2).told)


@pytest.mark.parametrize("who", ["nakamura", "sato", "mikami"])
def test_only_who_was_inside_and_did_not_write_it_can_be_told(cast, talk, room, who):
    with pytest.raises(ReaderNotFound):
        talk.tell(cast.kobayashi, room, 2, getattr(cast, who))


def test_who_came_later_is_counted_and_not_named(cast, talk, room):
    talk.add(cast.sato, room, cast.nakamura, cast.yamamoto)
    talk.read(cast.nakamura, room, 3)
    found = talk.readers(cast.sato, room, 2)
    assert (found.audience, found.came_later) == (3, 2)
    assert "中村 みどり" not in names([*found.read, *found.unread])
    with pytest.raises(ReaderNotFound):
        talk.tell(cast.sato, room, 2, cast.nakamura)


def test_who_left_unread_is_unknown_and_who_had_read_stays_read(cast, talk, room):
    talk.read(cast.kobayashi, room, 2)
    talk.leave(cast.kobayashi, room)
    talk.leave(cast.maeda, room)
    found = talk.readers(cast.sato, room, 2)
    assert names(found.read) == {"小林 誠"}
    assert [(each.name, each.why) for each in found.unknown] == [("前田 一郎", "left")]
    assert found.audience == 3


def test_a_guest_is_told_no_name_of_who_left_before_the_guest_came(cast, talk):
    room = talk.room(cast.sato, cast.kobayashi, cast.takahashi, cast.nakamura)
    no = talk.write(cast.sato, room)
    talk.read(cast.nakamura, room, no)
    for who in (cast.kobayashi, cast.nakamura):
        talk.remove(cast.sato, room, who)
    talk.add(cast.sato, room, cast.maeda)
    seen = talk.readers(cast.maeda, room, no)
    assert names([*seen.unread, *seen.read, *seen.unknown]) == {"髙橋 聡"}
    assert (seen.audience, seen.unnamed) == (3, 2)
    assert talk.readers(cast.sato, room, no).unnamed == 0


def test_who_left_can_still_be_told(cast, talk, room):
    talk.leave(cast.maeda, room)
    talk.tell(cast.sato, room, 2, cast.maeda, "paper")
    found = talk.readers(cast.sato, room, 2)
    assert (names(found.told), found.unknown) == ({"前田 一郎"}, [])


def test_who_is_suspended_is_unknown(cast, talk, room):
    talk.suspend(cast.kobayashi)
    found = talk.readers(cast.sato, room, 2)
    assert [(each.name, each.why) for each in found.unknown] == [("小林 誠", "suspended")]
    talk.restore(cast.kobayashi)
    assert "小林 誠" in names(talk.readers(cast.sato, room, 2).unread)


def test_what_was_missed_in_an_earlier_stay_does_not_become_read_in_a_later_one(cast, talk, room):
    talk.leave(cast.kobayashi, room)
    away = talk.write(cast.sato, room)
    talk.add(cast.sato, room, cast.kobayashi)
    back = talk.write(cast.sato, room)
    talk.read(cast.kobayashi, room, back)
    assert names(talk.readers(cast.sato, room, 2).unread) >= {"小林 誠"}
    assert "小林 誠" not in names(talk.readers(cast.sato, room, away).unread)
    assert names(talk.readers(cast.sato, room, back).read) == {"小林 誠"}
    assert [talk.message(cast.sato, room, no).read for no in (2, away, back)] == [0, 0, 1]


def test_who_has_never_been_in_is_marked(world, cast, talk):
    guest = NewAccount("guest", "岡田 京子", "南浜自治会", sponsor=cast.sato.account)
    account = world.do_as(cast.minato, SERVER, ADD_GUEST, guest)
    room = talk.room(cast.sato, cast.maeda, Somebody(cast.minato, account, "岡田 京子", ""))
    no = talk.write(cast.sato, room)
    marked = {each.name: each.never_in for each in talk.readers(cast.sato, room, no).unread}
    assert marked == {"前田 一郎": False, "岡田 京子": True}


def test_system_messages_and_unknown_numbers_have_no_reader_list(cast, talk, room):
    for no in (1, 99):
        with pytest.raises(MessageNotFound):
            talk.readers(cast.sato, room, no)


def test_a_reader_list_is_for_those_inside_who_see_the_message(cast, talk):
    room = talk.room(cast.sato, history="from_joining")
    no = talk.write(cast.sato, room)
    with pytest.raises(RoomNotFound):
        talk.readers(cast.kobayashi, room, no)
    talk.add(cast.sato, room, cast.kobayashi)
    with pytest.raises(MessageNotFound):
        talk.readers(cast.kobayashi, room, no)
    with pytest.raises(MessageNotFound):
        talk.tell(cast.kobayashi, room, no, cast.sato)


def test_acknowledging_is_kept_apart_from_reading(cast, talk, room):
    talk.acknowledge(cast.kobayashi, room, 2)
    found = talk.readers(cast.sato, room, 2)
    assert names(found.acknowledged) == {"小林 誠"}
    assert "小林 誠" in names(found.unread)


def test_acknowledging_twice_is_once_and_it_can_be_taken_back(world, cast, talk, room):
    talk.acknowledge(cast.kobayashi, room, 2)
    before = world.seq(cast.minato)
    talk.acknowledge(cast.kobayashi, room, 2)
    assert world.seq(cast.minato) == before
    acknowledged = talk.message(cast.kobayashi, room, 2).acknowledged
    assert (acknowledged.count, acknowledged.mine) == (1, True)
    talk.withdraw(cast.kobayashi, room, 2)
    assert talk.message(cast.kobayashi, room, 2).acknowledged.count == 0
    talk.withdraw(cast.kobayashi, room, 2)
    assert world.seq(cast.minato) == before + 1


def test_the_first_three_who_acknowledged_are_named(cast, talk, room):
    talk.add(cast.sato, room, cast.nakamura, cast.yamamoto)
    no = talk.write(cast.sato, room)
    for who in (cast.maeda, cast.kobayashi, cast.takahashi, cast.nakamura):
        talk.acknowledge(who, room, no)
        time.sleep(0.002)
    acknowledged = talk.message(cast.yamamoto, room, no).acknowledged
    assert (acknowledged.count, acknowledged.mine) == (4, False)
    assert [each.name for each in acknowledged.by] == ["前田 一郎", "小林 誠", "髙橋 聡"]
    assert talk.message(cast.kobayashi, room, no).acknowledged.mine


def test_one_does_not_acknowledge_what_one_wrote(world, cast, talk, room):
    before = world.seq(cast.minato)
    talk.acknowledge(cast.sato, room, 2)
    assert world.seq(cast.minato) == before


@dataclass
class Written:
    """A message, as a plain retelling has it."""

    no: int
    sender: str
    audience: set[str]
    read: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)
    unsent: bool = False


OTHERS = ("kobayashi", "takahashi", "maeda")
EVERYBODY = ("sato", *OTHERS)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.sampled_from(EVERYBODY), st.just(0)),
        st.tuples(st.just("read"), st.sampled_from(EVERYBODY), st.integers(0, 25)),
        st.tuples(st.just("read"), st.sampled_from(EVERYBODY), st.just(99)),
        st.tuples(st.just("add"), st.sampled_from(OTHERS), st.just(0)),
        st.tuples(st.just("leave"), st.sampled_from(OTHERS), st.just(0)),
        st.tuples(st.just("suspend"), st.sampled_from(("kobayashi", "takahashi")), st.just(0)),
        st.tuples(st.just("tell"), st.sampled_from(EVERYBODY), st.integers(0, 9)),
        st.tuples(st.just("untell"), st.sampled_from(EVERYBODY), st.integers(0, 9)),
        st.tuples(st.just("unsend"), st.just("sato"), st.integers(0, 9)),
    ),
    max_size=22,
)


class History:
    """Plays steps in the real world, and retells them plainly beside it."""

    def __init__(self, cast, talk) -> None:
        self.talk = talk
        people = {name: getattr(cast, name) for name in EVERYBODY}
        open_session = talk.world.open_session  # a suspension ends the ones of the cast
        self.who = {n: open_session(p.org, p.account, p.name) for n, p in people.items()}
        self.account = {name: each.account for name, each in self.who.items()}
        self.room = talk.room(cast.sato, cast.kobayashi, cast.maeda)
        self.since = {"sato": 0, "kobayashi": 0, "maeda": 0}
        self.cursor = dict.fromkeys(self.since, 0)
        self.head = 1
        self.written: list[Written] = []
        self.suspended: set[str] = set()

    def play(self, what: str, name: str, number: int) -> None:
        getattr(self, f"_{what}")(name, number)

    def _write(self, name: str, _: int) -> None:
        if name in self.since and name not in self.suspended:
            self.head = self.talk.write(self.who[name], self.room)
            audience = {self.account[each] for each in self.since if each != name}
            self.written.append(Written(self.head, name, audience))

    def _read(self, name: str, number: int) -> None:
        if name in self.since and name not in self.suspended:
            self.talk.read(self.who[name], self.room, number)
            upto = max(self.cursor[name], min(number, self.head))
            self.cursor[name] = upto
            for each in self.written:
                if self.since[name] < each.no <= upto and name != each.sender:
                    each.read.add(self.account[name])

    def _add(self, name: str, _: int) -> None:
        if name not in self.since:
            self.talk.add(self.who["sato"], self.room, self.who[name])
            self.since[name] = self.cursor[name] = self.head
            self.head += 1

    def _leave(self, name: str, _: int) -> None:
        if name in self.since:
            self.talk.remove(self.who["sato"], self.room, self.who[name])
            del self.since[name], self.cursor[name]
            self.head += 1

    def _suspend(self, name: str, _: int) -> None:
        if name in self.suspended:
            self.who[name] = self.talk.restore(self.who[name])
        else:
            self.talk.suspend(self.who[name])
        self.suspended ^= {name}

    def _tell(self, name: str, number: int) -> None:
        for each in self.written[number : number + 1]:
            if self.account[name] in each.audience and not each.unsent:
                self.talk.tell(self.who["sato"], self.room, each.no, self.who[name])
                each.told.add(self.account[name])

    def _untell(self, name: str, number: int) -> None:
        for each in self.written[number : number + 1]:
            if self.account[name] in each.audience and not each.unsent:
                self.talk.untell(self.who["sato"], self.room, each.no, self.who[name])
                each.told.discard(self.account[name])

    def _unsend(self, _: str, number: int) -> None:
        for each in self.written[number : number + 1]:
            if each.sender == "sato" and not each.unsent:
                self.talk.unsend(self.who["sato"], self.room, each.no)
                each.unsent = True

    def lists(self, each: Written) -> dict[str, object]:
        """Return who should stand on which list of a message."""
        now = {self.account[name] for name in self.since}
        suspended = {self.account[name] for name in self.suspended}
        told = each.told - each.read
        rest = each.audience - each.read - told
        unknown = {
            a: "left" if a not in now else "suspended" for a in rest if a not in now - suspended
        }
        return {"read": each.read, "told": told, "unread": rest - set(unknown), "unknown": unknown}

    def unread(self, name: str) -> int:
        """Return how many messages of others somebody has not read."""
        return sum(
            each.no > self.cursor[name] and each.sender != name and not each.unsent
            for each in self.written
        )


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps)
def test_read_and_told_and_unread_and_unknown_are_those_who_were_inside(cast, talk, program):
    history = History(cast, talk)
    try:
        for step in program:
            history.play(*step)
        for each in history.written:
            found = talk.readers(cast.sato, history.room, each.no)
            assert lists(found) == history.lists(each)
            assert found.audience == len(each.audience)
            message = talk.message(cast.sato, history.room, each.no)
            counts = (message.read, message.told)
            expected = (len(each.read), len(each.told - each.read))
            assert counts == ((0, 0) if each.unsent else expected)
            assert message.audience == (0 if each.unsent else len(each.audience))
        for name in history.since.keys() - history.suspended:
            assert talk.get(history.who[name], history.room).unread == history.unread(name)
    finally:
        for name in list(history.suspended):
            talk.restore(history.who[name])
