"""The worker: what listeners do because of events takes effect once, also after failures and restarts."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

import pytest

from kairan.domains.accounts.model import FoundOrganisation
from kairan.domains.boundary.events import MemberLeft
from kairan.domains.directory import actions as directory
from kairan.kernel import store
from kairan.kernel.ctx import Ctx
from kairan.kernel.errors import Refused, Unavailable
from kairan.kernel.events import Recorded
from kairan.kernel.guard import SERVER
from kairan.kernel.ids import new_id
from kairan.kernel.lane import Lane
from kairan.kernel.manifest import Listener
from kairan.surfaces import worker as worker_module
from kairan.surfaces.worker import Work, Worker, run_listener
from tests.kernel.test_lane_failures import read_only
from tests.kernel.words import SAY, Said
from tests.world import World, password_hash


class Heard:
    """A listener that writes a row for each word; a row cannot be written twice."""

    def __init__(
        self,
        name: str = "tests.write_down",
        fail: int = 0,
        *,
        poison: str | None = None,
        hears: Literal["all", "new"] = "all",
        gives_up: bool = False,
        gathers: float = 0.0,
    ) -> None:
        self.name = name
        self.poison = poison
        self.hears = hears
        self.gives_up = gives_up
        self.gathers = gathers
        self.given_up: list[str] = []
        self.runs: list[list[str]] = []
        self.fail = fail
        self.after: Callable[[Ctx, list[Recorded]], None] = lambda ctx, events: None

    @property
    def listener(self) -> Listener:
        give_up = self.give_up if self.gives_up else None
        return Listener(
            self.name,
            (Said,),
            self.deliver,
            hears=self.hears,
            give_up=give_up,
            gathers=self.gathers,
        )

    def give_up(self, ctx: Ctx, events: list[Recorded]) -> None:
        self.given_up += [str(event.data["word"]) for event in events]

    def deliver(self, ctx: Ctx, events: list[Recorded]) -> None:
        words = [str(event.data["word"]) for event in events]
        self.runs.append(words)
        if self.poison in words:
            raise ZeroDivisionError
        for event in events:
            insert = "INSERT INTO listener_cursors (org_id, listener, seq) VALUES (?, ?, ?)"
            row = (ctx.org, f"{self.name} {event.data['word']}", event.seq)
            ctx.tx.exec_driver_sql(insert, row)
        self.after(ctx, events)
        if self.fail:
            self.fail -= 1
            raise Refused if self.fail % 2 else ZeroDivisionError

    @property
    def words(self) -> list[str]:
        """Return every word it was ever run for."""
        return [word for run in self.runs for word in run]

    def written(self, world: World, org: str) -> list[str]:
        """Return what was written down, in order."""
        query = (
            "SELECT listener FROM listener_cursors WHERE org_id = ? AND listener LIKE ?"
            " ORDER BY seq"
        )
        with world.database.read() as tx:
            rows = tx.exec_driver_sql(query, (org, f"{self.name} %")).scalars()
            return [row.removeprefix(f"{self.name} ") for row in rows]


@contextmanager
def working(world: World, *heard: Heard) -> Iterator[Lane]:
    """Let a worker run these listeners over a lane of its own."""
    made: list[Worker] = []
    names = [each.name for each in heard]
    lane = Lane(
        world.database,
        world.now,
        world.authenticate,
        lambda org, events: made[0].committed(org, events),
        names,
    )
    made.append(Worker(world.database, lane, [each.listener for each in heard]))
    lane.start()
    made[0].start()
    try:
        yield lane
    finally:
        made[0].close()
        lane.close()


def say(lane: Lane, who, *words: str) -> None:
    for word in words:
        lane.submit(who.org, who.secret, SAY, word).result(timeout=30)


def wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.005)


@pytest.fixture(autouse=True)
def _soon(monkeypatch):
    monkeypatch.setattr(worker_module, "RETRY_AFTER", 0.05)


def test_what_happened_is_acted_upon_once_and_in_order(world, cast):
    heard = Heard()
    with working(world, heard) as lane:
        say(lane, cast.sato, *"abcdefgh")
        wait_for(lambda: len(heard.written(world, cast.minato)) == 8)
    assert heard.written(world, cast.minato) == list("abcdefgh")
    assert heard.words == list("abcdefgh")


@pytest.mark.parametrize("failures", [1, 2, 3])
def test_after_a_failure_it_is_tried_again_and_takes_effect_once(world, cast, failures):
    heard = Heard(fail=failures)
    with working(world, heard) as lane:
        say(lane, cast.sato, "a", "b")
        wait_for(lambda: heard.written(world, cast.minato) == ["a", "b"])
        say(lane, cast.sato, "c")
        wait_for(lambda: heard.written(world, cast.minato) == ["a", "b", "c"])
    assert len(heard.runs) > failures


def test_what_a_failed_run_wrote_is_undone(world, cast):
    heard = Heard(fail=10**9)
    with working(world, heard) as lane:
        say(lane, cast.sato, "a")
        wait_for(lambda: len(heard.runs) > 3)
        assert heard.written(world, cast.minato) == []
    with world.database.read() as tx:
        assert store.find_listener_cursor(tx, cast.minato, heard.name) is None


def test_a_listener_that_fails_does_not_keep_the_others_from_working(world, cast):
    broken, sound = Heard("tests.broken", fail=10**9), Heard("tests.sound")
    with working(world, broken, sound) as lane:
        say(lane, cast.sato, "a", "b")
        wait_for(lambda: sound.written(world, cast.minato) == ["a", "b"])
        assert broken.written(world, cast.minato) == []


def test_after_a_restart_it_goes_on_with_what_is_left_undone(world, cast):
    heard = Heard()
    with working(world, heard) as lane:
        say(lane, cast.sato, "a", "b")
        wait_for(lambda: heard.written(world, cast.minato) == ["a", "b"])
    world.do(cast.sato, SAY, "while it was down")
    world.do(cast.mikami, SAY, "elsewhere")
    again = Heard()
    with working(world, again):
        wait_for(lambda: len(again.written(world, cast.minato)) == 3)
        wait_for(lambda: again.written(world, cast.aoba) == ["elsewhere"])
    assert sorted(again.words) == ["elsewhere", "while it was down"]


def test_a_restart_in_the_middle_of_failures_still_takes_effect_once(world, cast):
    broken = Heard(fail=10**9)
    with working(world, broken) as lane:
        say(lane, cast.sato, "a")
        wait_for(lambda: len(broken.runs) > 1)
    mended = Heard()
    with working(world, mended):
        wait_for(lambda: mended.written(world, cast.minato) == ["a"])


def test_much_that_is_due_is_done_in_steps(world, cast, monkeypatch):
    monkeypatch.setattr(worker_module, "CHUNK", 3)
    for n in range(10):
        world.do(cast.sato, SAY, f"{n}")
    heard = Heard()
    with working(world, heard):
        wait_for(lambda: len(heard.written(world, cast.minato)) == 10)
    assert heard.written(world, cast.minato) == [f"{n}" for n in range(10)]
    assert max(len(run) for run in heard.runs) == 3


def test_a_listener_that_gathers_does_together_what_comes_together(world, cast):
    heard = Heard(gathers=0.3)
    with working(world, heard) as lane:
        say(lane, cast.sato, *"abcdef")
        assert heard.runs == []
        wait_for(lambda: heard.written(world, cast.minato) == list("abcdef"))
    assert heard.runs == [list("abcdef")]


def test_organisations_are_worked_for_each_by_itself(world, cast):
    heard = Heard()
    with working(world, heard) as lane:
        say(lane, cast.sato, "a", "b")
        say(lane, cast.mikami, "a")
        wait_for(lambda: len(heard.words) == 3)
        wait_for(lambda: heard.written(world, cast.aoba) == ["a"])
    assert heard.written(world, cast.minato) == ["a", "b"]


def test_an_event_that_cannot_be_done_is_given_up_alone_and_the_rest_is_done(world, cast):
    for word in "abcde":
        world.do(cast.sato, SAY, word)
    heard = Heard(poison="c", gives_up=True)
    with working(world, heard):
        wait_for(lambda: heard.written(world, cast.minato) == list("abde"))
    assert heard.given_up == ["c"]
    assert heard.runs.count(["c"]) == worker_module.TRIES


def test_an_event_that_cannot_be_given_up_holds_back_what_comes_behind_it(world, cast):
    for word in "abc":
        world.do(cast.sato, SAY, word)
    heard = Heard(poison="b")
    with working(world, heard):
        wait_for(lambda: heard.runs.count(["b"]) > worker_module.TRIES + 1)
    assert heard.written(world, cast.minato) == ["a"]


def test_nothing_is_given_up_because_the_database_cannot_work(world, cast, monkeypatch):
    monkeypatch.setattr(worker_module, "RETRY_AFTER", 0.01)
    world.do(cast.sato, SAY, "a")
    heard = Heard(gives_up=True)

    def full(ctx: Ctx, events: list[Recorded]) -> None:
        if len(heard.runs) < 2 * worker_module.TRIES:
            raise Unavailable(retry_after=1)

    heard.after = full
    with working(world, heard):
        wait_for(lambda: heard.written(world, cast.minato) == ["a"])
    assert heard.given_up == []


def test_a_new_listener_hears_all_that_the_log_holds_where_it_says_so(world, cast):
    world.do(cast.sato, SAY, "before")
    heard = Heard(hears="all")
    with working(world, heard) as lane:
        say(lane, cast.sato, "after")
        wait_for(lambda: heard.written(world, cast.minato) == ["before", "after"])


def test_a_new_listener_hears_only_what_is_new_where_it_says_so(world, cast):
    world.do(cast.sato, SAY, "before")
    heard = Heard(hears="new")
    with working(world, heard) as lane:
        say(lane, cast.sato, "after")
        wait_for(lambda: heard.written(world, cast.minato) == ["after"])
    world.do(cast.sato, SAY, "while it was down")
    with working(world, heard):
        wait_for(lambda: "while it was down" in heard.written(world, cast.minato))
    assert "before" not in heard.words


def test_an_organisation_founded_later_is_heard_from_its_first_event(world):
    org = new_id()
    heard = Heard(hears="new")
    with working(world, heard) as lane:
        founding = FoundOrganisation("ichiba", "市場", "市川 一", "ichikawa", password_hash())
        lane.run(org, SERVER, directory.found_organisation, founding, founds=True)
        with world.database.read() as tx:
            assert store.find_listener_cursor(tx, org, heard.name) == 0


def test_what_nobody_listens_for_wakes_nobody(world, cast, talk):
    heard = Heard()
    with working(world, heard):
        time.sleep(0.05)
        room = talk.room(cast.sato, cast.kobayashi)
        talk.leave(cast.kobayashi, room)
        time.sleep(0.05)
    assert world.events(cast.minato, type_=MemberLeft.type)
    assert heard.runs == []


def test_what_a_listener_says_is_heard_by_listeners_too(world, cast):
    heard = Heard()

    def echo(ctx: Ctx, events: list[Recorded]) -> None:
        for event in events:
            if event.data["word"] == "a":
                ctx.emit(Said(word="echo of a"))

    heard.after = echo
    with working(world, heard) as lane:
        say(lane, cast.sato, "a")
        wait_for(lambda: heard.written(world, cast.minato) == ["a", "echo of a"])


def test_a_step_that_was_done_meanwhile_is_not_done_again(world, cast):
    heard = Heard()
    world.do(cast.sato, SAY, "a")
    [event] = world.events(cast.minato, type_=Said.type)
    work = Work(heard.listener, [event], 0, event.seq, heard.deliver)
    for _ in range(3):
        world.do_as(cast.minato, SERVER, run_listener, work)
    assert heard.runs == [["a"]]


def test_while_the_database_cannot_work_it_waits_and_then_goes_on(world, cast):
    heard = Heard()
    world.do(cast.sato, SAY, "a")
    with read_only(world):
        with working(world, heard):
            time.sleep(0.2)
        assert heard.written(world, cast.minato) == []
    with working(world, heard):
        wait_for(lambda: heard.written(world, cast.minato) == ["a"])


def test_stopping_does_not_wait_for_another_try(world, cast, monkeypatch):
    monkeypatch.setattr(worker_module, "RETRY_AFTER", 60)
    broken = Heard(fail=10**9)
    before = set(threading.enumerate())
    begun = time.monotonic()
    with working(world, broken) as lane:
        say(lane, cast.sato, "a")
        wait_for(lambda: bool(broken.runs))
    assert time.monotonic() - begun < 5
    assert all(thread.daemon for thread in set(threading.enumerate()) - before)
