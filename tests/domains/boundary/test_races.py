"""Adding and removing while others write: nobody outside ever hears or reads (many threads, a real lane)."""

import threading
import time

import pytest

from kairan.domains.boundary import queries as places
from kairan.domains.boundary.errors import RoomNotFound
from kairan.domains.boundary.model import JOINED, LEFT, Hearing
from kairan.domains.rooms.queries import messages
from kairan.domains.rooms.queries.messages import Where
from kairan.kernel.guard import Role
from tests.threads import in_threads, meanwhile

ROUNDS = 20


def spans(world, org, room, account) -> list[tuple[int, int]]:
    """Return from which number to before which the account was inside, by the log alone."""
    found: list[tuple[int, int]] = []
    for event in world.events(org):
        if event.room == room and event.data.get("account") == account:
            if event.type == JOINED:
                found.append((event.seq, 10**9))
            if event.type == LEFT:
                found[-1] = (found[-1][0], event.seq)
    return found


@pytest.mark.parametrize("history", ["all", "from_joining"])
def test_who_is_added_and_removed_all_the_time_hears_and_reads_only_inside(
    world, cast, talk, history
):
    room = talk.room(cast.sato, cast.takahashi, cast.nakamura, history=history)
    ear = world.ask(cast.kobayashi, lambda ctx: places.hearings(ctx, [cast.kobayashi.account]))
    opened_at, begun = world.seq(cast.minato), len(world.told)
    done = threading.Event()
    looks: list[tuple[int, list[int] | None]] = []

    def come_and_go() -> None:
        for _ in range(ROUNDS):
            talk.add(cast.sato, room, cast.kobayashi)
            time.sleep(0.005)
            talk.remove(cast.sato, room, cast.kobayashi)
        done.set()

    def chat(who):
        def job() -> None:
            while not done.is_set():
                talk.write(who, room)

        return job

    def look() -> None:
        def ask(ctx):
            try:
                page = messages.page(ctx, room, Where(after=0, limit=10_000))
            except RoomNotFound:
                return ctx.seq, None
            return ctx.seq, [each.seq for each in page.items]

        while not done.is_set():
            looks.append(world.ask(cast.kobayashi, ask))

    in_threads(come_and_go, chat(cast.takahashi), chat(cast.nakamura), look, look)
    inside = spans(world, cast.minato, room, cast.kobayashi.account)
    log = world.events(cast.minato)
    assert len(inside) == ROUNDS

    live = ear[cast.kobayashi.account]
    heard = []
    for event in world.told[begun:]:
        if event.seq > opened_at:
            live.fold(event)
            if live.may_hear(event) and event.room == room:
                heard.append(event)
    within = {e.seq for e in log if any(a <= e.seq < b for a, b in inside)}
    leaving = {end for _, end in inside}
    assert {event.seq for event in heard} - leaving <= within
    sent = {e.seq for e in log if e.type == "rooms.message_sent" and e.room == room}
    assert {e.seq for e in heard if e.type == "rooms.message_sent"} == sent & within

    for at, seqs in looks:
        assert (seqs is not None) == any(a <= at < b for a, b in inside)
        if seqs and history == "from_joining":
            entered = max(a for a, _ in inside if a <= at)
            assert min(seqs) > entered


def test_after_the_removal_was_answered_nothing_is_read_or_written(world, cast, talk):
    room = talk.room(cast.sato, cast.kobayashi, cast.takahashi)
    with meanwhile(lambda: talk.write(cast.takahashi, room)):
        for _ in range(25):
            talk.remove(cast.sato, room, cast.kobayashi)
            with pytest.raises(RoomNotFound):
                talk.page(cast.kobayashi, room)
            with pytest.raises(RoomNotFound):
                talk.write(cast.kobayashi, room)
            with pytest.raises(RoomNotFound):
                talk.read(cast.kobayashi, room, 1)
            talk.add(cast.sato, room, cast.kobayashi)
            assert talk.page(cast.kobayashi, room).items


def test_whoever_is_removed_while_writing_has_written_only_inside(world, cast, talk):
    room = talk.room(cast.sato, cast.kobayashi)
    done = threading.Event()

    def write() -> None:
        while not done.is_set():
            try:
                talk.write(cast.kobayashi, room)
            except RoomNotFound:
                time.sleep(0.001)

    def come_and_go() -> None:
        for _ in range(ROUNDS):
            talk.remove(cast.sato, room, cast.kobayashi)
            talk.add(cast.sato, room, cast.kobayashi)
            time.sleep(0.005)
        done.set()

    in_threads(write, write, come_and_go)
    inside = spans(world, cast.minato, room, cast.kobayashi.account)
    page = talk.page(cast.sato, room, after=0, limit=10_000)
    own = [each for each in page.items if each.sender == cast.kobayashi.account]
    assert own
    assert all(any(a < each.seq < b for a, b in inside) for each in own)
    assert [each.no for each in page.items] == list(range(1, page.head + 1))


def test_who_is_removed_and_replays_everything_is_told_only_of_leaving(world, cast, talk):
    room = talk.room(cast.sato, cast.kobayashi, reader_list="owners")
    talk.make_owner(cast.sato, room, cast.kobayashi)
    no = talk.write(cast.sato, room)
    talk.read(cast.kobayashi, room, no)
    talk.acknowledge(cast.kobayashi, room, no)
    talk.tell(cast.sato, room, no, cast.kobayashi)
    talk.change(cast.sato, room, name="内緒の部屋")
    talk.unmake_owner(cast.sato, room, cast.kobayashi)
    talk.remove(cast.sato, room, cast.kobayashi)
    account = cast.kobayashi.account
    ear = world.ask(cast.kobayashi, lambda ctx: places.hearings(ctx, [account]))[account]
    assert isinstance(ear, Hearing)
    assert ear.role is Role.MEMBER
    heard = [e.type for e in world.events(cast.minato) if e.room == room and ear.may_hear(e)]
    assert heard == [LEFT]
