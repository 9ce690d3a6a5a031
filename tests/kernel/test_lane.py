"""The write lane: batches, savepoints, numbers, order, and who is calling."""

import threading
from collections import Counter
from concurrent.futures import Future
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kairan.domains.accounts.model import FoundOrganisation
from kairan.domains.directory import actions as directory
from kairan.kernel import lane as lane_module
from kairan.kernel import store
from kairan.kernel.actions import Action
from kairan.kernel.audit import first_broken
from kairan.kernel.ctx import Ctx, ReadOnly
from kairan.kernel.errors import (
    DomainError,
    NotFound,
    Refused,
    Unavailable,
)
from kairan.kernel.guard import NOBODY, SERVER, Actor, Role
from kairan.kernel.ids import new_id
from kairan.kernel.lane import BATCH_LIMIT, QUEUE_LIMIT, Lane
from tests.kernel.words import SAY, SAY_ALL, Mistake, Said, audited, rows, slow, words
from tests.world import World


def outcome(future: "Future[int]") -> str:
    """Say in a word what became of a call."""
    error = future.exception(timeout=30)
    return "done" if error is None else type(error).__name__


def moments(world: World, org: str) -> list[int]:
    """Return how many words each batch said: a batch has one ``now``."""
    counts = Counter(event.at for event in world.events(org, type_=Said.type))
    return [counts[at] for at in sorted(counts)]


def assert_dense(world: World, org: str) -> None:
    """The numbers of the log and of the record have no gap, and the heads say where they end."""
    seqs = [event.seq for event in world.events(org)]
    assert seqs == list(range(1, len(seqs) + 1))
    assert world.seq(org) == len(seqs)
    record = world.audit(org)
    assert first_broken(record) is None
    with world.database.read() as tx:
        head = store.read_head(tx, org)
    assert head is not None
    assert (head.audit_no, head.audit_hash) == (len(record), record[-1].hash)


def test_what_waits_together_is_committed_together(world, cast):
    with world.together(cast.minato):
        said = [world.begin_to(cast.sato, SAY, f"w{n}") for n in range(10)]
    seqs = [each.result(timeout=30) for each in said]
    assert all(after == before + 1 for before, after in pairwise(seqs))
    assert moments(world, cast.minato) == [10]


def test_one_refused_action_does_not_hurt_its_neighbours(world, cast):
    with world.together(cast.minato):
        said = [world.begin_to(cast.sato, SAY, word) for word in ("one", "no", "two", "no 2")]
    assert [outcome(each) for each in said] == ["done", "Refused", "done", "Refused"]
    assert words(world, cast.minato) == ["one", "two"]
    assert rows(world, cast.minato) == {"one", "two"}
    assert audited(world, cast.minato) == ["one", "two"]


def test_the_numbers_of_what_was_refused_are_given_back(world, cast):
    with world.together(cast.minato):
        said = [world.begin_to(cast.sato, SAY, f"no {n}" if n % 3 else f"{n}") for n in range(20)]
    assert Counter(outcome(each) for each in said) == {"done": 7, "Refused": 13}
    assert_dense(world, cast.minato)


def test_a_run_of_many_answers_each_caller_with_his_own_outcome(world, cast):
    with world.together(cast.minato):
        said = [
            world.begin_to(cast.sato, SAY_ALL, "one"),
            world.begin_to(cast.maeda, SAY_ALL, "no"),
            world.lane.submit(cast.minato, NOBODY, SAY_ALL, "nobody"),
            world.begin_to(cast.maeda, SAY_ALL, "two"),
        ]
    assert [outcome(each) for each in said] == ["done", "Refused", "NotSignedIn", "done"]
    found = world.events(cast.minato, type_=Said.type)
    assert [(e.data["word"], e.actor) for e in found] == [
        ("one", cast.sato.account),
        ("two", cast.maeda.account),
    ]
    assert_dense(world, cast.minato)


def test_a_mistake_in_one_action_lets_the_others_be_run_again_alone(world, cast):
    with world.together(cast.minato):
        said = [world.begin_to(cast.sato, SAY, word) for word in ("one", "oops", "two")]
    assert [outcome(each) for each in said] == ["done", "Mistake", "done"]
    assert words(world, cast.minato) == ["one", "two"]
    assert_dense(world, cast.minato)


def test_a_mistake_in_a_run_of_many_hurts_only_its_own_caller(world, cast):
    with world.together(cast.minato):
        said = [world.begin_to(cast.sato, SAY_ALL, word) for word in ("one", "oops", "no", "two")]
    assert [outcome(each) for each in said] == ["done", "Mistake", "Refused", "done"]
    assert words(world, cast.minato) == ["one", "two"]
    assert_dense(world, cast.minato)


def test_after_a_mistake_nothing_is_run_more_than_twice(world, cast):
    ran: Counter[str] = Counter()

    def count(ctx: Ctx, word: str) -> int:
        ran[word] += 1
        if word == "oops":
            raise Mistake
        return ctx.emit(Said(word=word))

    counting = Action("tests.count", Role.GUEST, "", one=count)
    with world.together(cast.minato):
        said = [world.begin_to(cast.sato, counting, word) for word in ("one", "oops", "two")]
    assert [outcome(each) for each in said] == ["done", "Mistake", "done"]
    assert all(times <= 2 for times in ran.values())
    assert words(world, cast.minato) == ["one", "two"]


def test_a_mistake_alone_is_not_tried_again(world, cast):
    ran: list[str] = []

    def fail(_ctx: Ctx, word: str) -> int:
        ran.append(word)
        raise Mistake

    with pytest.raises(Mistake):
        world.do(cast.sato, Action("tests.fail", Role.GUEST, "", one=fail), "oops")
    assert ran == ["oops"]


def test_everybodys_own_words_keep_their_order(world, cast):
    people = (cast.yamamoto, cast.sato, cast.kobayashi, cast.maeda)
    said: list[Future[int]] = []

    def talk(who) -> None:
        for n in range(60):
            said.append(world.begin_to(who, SAY if n % 7 else SAY_ALL, f"{n:03}"))

    threads = [threading.Thread(target=talk, args=[who]) for who in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {outcome(each) for each in said} == {"done"}
    for who in people:
        own = [
            e.data["word"]
            for e in world.events(cast.minato, type_=Said.type)
            if e.actor == who.account
        ]
        assert own == sorted(own)
        assert len(own) == 60
    assert_dense(world, cast.minato)


def test_two_organisations_have_a_log_each(world, cast):
    before = world.seq(cast.aoba)
    with world.together(cast.minato):
        said = [world.begin_to(who, SAY, who.name) for who in (cast.sato, cast.mikami, cast.sato)]
    assert {outcome(each) for each in said} == {"done"}
    assert words(world, cast.aoba) == [cast.mikami.name]
    assert world.seq(cast.aoba) == before + 1
    assert words(world, cast.minato) == [cast.sato.name, cast.sato.name]


def test_a_small_organisation_does_not_wait_for_a_busy_one(world, cast):
    order: list[str] = []
    with world.together(cast.minato):
        busy = [world.begin_to(cast.sato, SAY, f"{n}") for n in range(600)]
        small = world.begin_to(cast.mikami, SAY, "hello")
        small.add_done_callback(lambda _: order.append("small"))
        busy[-1].add_done_callback(lambda _: order.append("busy"))
    busy[-1].result(timeout=60)
    assert order == ["small", "busy"]


def test_a_batch_holds_at_most_256_calls(world, cast):
    with world.together(cast.minato):
        said = [world.begin_to(cast.sato, SAY_ALL, f"{n}") for n in range(BATCH_LIMIT + 44)]
    assert {outcome(each) for each in said} == {"done"}
    assert moments(world, cast.minato) == [BATCH_LIMIT, 44]


def test_after_50_milliseconds_a_batch_begins_nothing_more(world, cast, monkeypatch):
    monkeypatch.setattr(lane_module, "BATCH_FOR", 0.050)
    slowly = slow(0.020)
    with world.together(cast.minato):
        said = [world.begin_to(cast.sato, slowly, f"{n}") for n in range(9)]
    assert {outcome(each) for each in said} == {"done"}
    assert max(moments(world, cast.minato)) <= 4
    assert words(world, cast.minato) == [f"{n}" for n in range(9)]


def test_what_a_batch_had_no_time_for_keeps_its_place(world, cast, monkeypatch):
    monkeypatch.setattr(lane_module, "BATCH_FOR", 0.050)
    slowly = slow(0.030)
    with world.together(cast.minato):
        said = [world.begin_to(cast.sato, slowly, f"{n}") for n in range(4)]
        said += [world.begin_to(cast.sato, SAY, f"{n}") for n in range(4, 8)]
    assert {outcome(each) for each in said} == {"done"}
    assert words(world, cast.minato) == [f"{n}" for n in range(8)]


def test_beyond_a_thousand_that_wait_it_is_unavailable_at_once(world, cast):
    with world.together(cast.minato):
        waiting = [world.begin_to(cast.sato, SAY_ALL, f"{n}") for n in range(QUEUE_LIMIT)]
        refused = world.begin_to(cast.sato, SAY_ALL, "too many")
        assert refused.done()
        error = refused.exception()
        assert isinstance(error, Unavailable)
        assert error.data["retry_after"]
        assert not world.begin_to(cast.mikami, SAY_ALL, "elsewhere").done()
    assert Counter(outcome(each) for each in waiting) == {"done": QUEUE_LIMIT}
    assert "too many" not in words(world, cast.minato)


def test_an_organisation_that_could_not_be_founded_leaves_nothing(world, cast):
    org = new_id()
    founding = FoundOrganisation("minato", "もう一つのみなと県", "山田 太郎", "yamada", "hash")
    with world.database.read() as tx:
        before = store.list_orgs(tx)
    with pytest.raises(DomainError):
        world.lane.run(org, SERVER, directory.found_organisation, founding, founds=True)
    with world.database.read() as tx:
        assert store.list_orgs(tx) == before
    with pytest.raises(NotFound):
        world.do_as(org, SERVER, SAY, "hello")


def test_a_caller_who_went_away_changes_nothing_for_the_others(world, cast):
    with world.together(cast.minato):
        gone = world.begin_to(cast.sato, SAY, "gone")
        assert gone.cancel()
        stays = world.begin_to(cast.kobayashi, SAY, "stays")
    assert outcome(stays) == "done"
    assert words(world, cast.minato) == ["gone", "stays"]


def test_an_action_calls_another_one_in_the_same_transaction(world, cast):
    def say_twice(ctx: Ctx, word: str) -> int:
        SAY(ctx, f"{word} 1")
        return SAY_ALL(ctx, f"{word} 2")

    twice = Action("tests.say_twice", Role.GUEST, "", one=say_twice)
    world.do(cast.sato, twice, "ok")
    with pytest.raises(Refused):
        world.do(cast.sato, twice, "no")
    assert words(world, cast.minato) == ["ok 1", "ok 2"]
    assert_dense(world, cast.minato)


def test_a_query_can_neither_emit_nor_audit(world, cast):
    with pytest.raises(ReadOnly):
        world.ask(cast.sato, lambda ctx: ctx.emit(Said(word="no")))
    with pytest.raises(ReadOnly):
        world.ask(cast.sato, lambda ctx: ctx.audit("tests.say", None))


def test_closing_finishes_what_waits_and_takes_nothing_more(world, cast):
    told: list[int] = []
    lane = Lane(world.database, world.now, world.authenticate, lambda _, e: told.append(len(e)))
    lane.start()
    said = [lane.submit(cast.minato, cast.sato.secret, SAY, f"{n}") for n in range(50)]
    lane.close()
    assert {outcome(each) for each in said} == {"done"}
    assert sum(told) == 50
    assert outcome(lane.submit(cast.minato, cast.sato.secret, SAY, "late")) == "Unavailable"


def test_whoever_listens_hears_every_batch_in_order(world, cast):
    before = len(world.told)
    for n in range(5):
        with world.together(cast.minato):
            said = [world.begin_to(cast.sato, SAY, f"{n}{m}") for m in range(3)]
        said[-1].result(timeout=30)
    world.do(cast.mikami, SAY, "by now the batch before has been told")
    heard = [event for event in world.told[before:] if event.actor == cast.sato.account]
    assert [event.data["word"] for event in heard] == words(world, cast.minato)
    assert [event.seq for event in heard] == sorted(event.seq for event in heard)


def test_a_batch_that_could_not_be_told_is_not_run_again(world, cast):
    calls: list[str] = []

    def fail(org: str, events: object) -> None:
        calls.append(org)
        raise Mistake

    lane = Lane(world.database, world.now, world.authenticate, fail)
    lane.start()
    try:
        for word in ("one", "two"):
            lane.submit(cast.minato, cast.sato.secret, SAY, word).result(timeout=30)
    finally:
        lane.close()
    assert words(world, cast.minato) == ["one", "two"]
    assert calls == [cast.minato] * 2


def test_the_clock_is_read_once_for_a_batch(world, cast):
    world.pass_time(timedelta(days=40))
    with world.together(cast.minato):
        said = [world.begin_to(cast.sato, SAY, f"{n}") for n in range(3)]
    assert {outcome(each) for each in said} == {"done"}
    found = world.events(cast.minato, type_=Said.type)
    assert len({event.at for event in found}) == 1
    assert (world.now() - found[0].at) < timedelta(minutes=1)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    program=st.lists(
        st.tuples(
            st.sampled_from(["yes", "yes", "no", "oops"]),
            st.sampled_from([SAY, SAY_ALL]),
            st.booleans(),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_whatever_is_mixed_in_a_batch_only_what_was_answered_well_is_kept(world, cast, program):
    expected, said = words(world, cast.minato), []
    with world.together(cast.minato):
        for number, (kind, action, signed_in) in enumerate(program):
            word = f"{kind} {len(expected)} {number}"
            caller = cast.sato.secret if signed_in else Actor(Role.ANYONE)
            said.append((word, world.lane.submit(cast.minato, caller, action, word), signed_in))
    for word, future, signed_in in said:
        usual = {"yes": "done", "no": "Refused", "oops": "Mistake"}[word.split()[0]]
        assert outcome(future) == (usual if signed_in else "NotSignedIn")
        if outcome(future) == "done":
            expected.append(word)
    assert words(world, cast.minato) == expected
    assert rows(world, cast.minato) == set(expected)
    assert audited(world, cast.minato) == expected
    assert_dense(world, cast.minato)
