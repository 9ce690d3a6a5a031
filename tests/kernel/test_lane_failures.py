"""What the lane does when the database cannot work: nothing is acknowledged that is not kept."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from kairan.kernel.actions import Action
from kairan.kernel.audit import first_broken
from kairan.kernel.ctx import Ctx
from kairan.kernel.errors import Unavailable
from kairan.kernel.guard import Role
from tests.kernel.words import SAY, SAY_ALL, Said, rows, words
from tests.world import World


@contextmanager
def full_disk(world: World) -> Iterator[None]:
    """Let the file grow no more meanwhile."""
    _pragma(world, "max_page_count=1")  # SQLite takes the present size instead
    yield
    _pragma(world, "max_page_count=1000000")


@contextmanager
def read_only(world: World) -> Iterator[None]:
    """Let nothing be written meanwhile."""
    _pragma(world, "query_only=ON")
    yield
    _pragma(world, "query_only=OFF")


def _pragma(world: World, setting: str) -> None:
    with world.database.writer.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("ROLLBACK") if driver.in_transaction else None
        driver.execute(f"PRAGMA {setting}")


def talk(world: World, who, action, count: int, size: int = 4_000) -> list[str]:
    """Let somebody say long words in one batch; return what became of each."""
    with world.together(who.org):
        said = [world.begin_to(who, action, f"{n} {'x' * size}") for n in range(count)]
    errors = [each.exception(timeout=30) for each in said]
    return ["kept" if error is None else type(error).__name__ for error in errors]


def assert_whole(world: World, org: str) -> None:
    """Log, rows and record tell the same."""
    seqs = [each.seq for each in world.events(org)]
    assert seqs == list(range(1, world.seq(org) + 1))
    assert set(words(world, org)) == rows(world, org)
    assert first_broken(world.audit(org)) is None
    with sqlite3.connect(world.folder / "kairan.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("action", [SAY, SAY_ALL], ids=["one", "many"])
def test_on_a_full_disk_everybody_is_asked_to_come_again(world, cast, action):
    with full_disk(world):
        assert set(talk(world, cast.sato, action, 20)) == {"Unavailable"}
    assert words(world, cast.minato) == []
    assert set(talk(world, cast.sato, action, 3)) == {"kept"}
    assert_whole(world, cast.minato)


def test_on_a_full_disk_the_next_organisation_is_not_told_otherwise(world, cast):
    with full_disk(world):
        assert set(talk(world, cast.sato, SAY, 20)) == {"Unavailable"}
        assert set(talk(world, cast.mikami, SAY, 20)) == {"Unavailable"}
    assert set(talk(world, cast.mikami, SAY, 2)) == {"kept"}
    assert_whole(world, cast.aoba)


def test_a_disk_that_fills_up_word_by_word_never_lies(world, cast):
    answers: list[str] = []
    with full_disk(world):
        for n in range(60):
            error = world.begin_to(cast.sato, SAY, f"{n}").exception(timeout=30)
            answers.append("kept" if error is None else type(error).__name__)
    kept = [f"{n}" for n, answer in enumerate(answers) if answer == "kept"]
    assert set(answers) <= {"kept", "Unavailable"}
    assert words(world, cast.minato) == kept
    assert_whole(world, cast.minato)


@pytest.mark.parametrize("action", [SAY, SAY_ALL], ids=["one", "many"])
def test_a_database_that_may_only_be_read_is_unavailable_until_it_may_be_written(
    world, cast, action
):
    with read_only(world):
        assert set(talk(world, cast.sato, action, 5)) == {"Unavailable"}
    assert set(talk(world, cast.sato, action, 5)) == {"kept"}
    assert_whole(world, cast.minato)


def test_whoever_is_asked_to_come_again_is_told_when(world, cast):
    with read_only(world), pytest.raises(Unavailable) as caught:
        world.do(cast.sato, SAY, "hello")
    assert int(caught.value.data["retry_after"]) > 0


def test_a_lock_held_by_somebody_else_is_unavailable_and_then_it_goes_on(world, cast):
    _pragma(world, "busy_timeout=20")
    other = sqlite3.connect(world.folder / "kairan.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable):
        world.do(cast.sato, SAY, "hello")
    other.execute("ROLLBACK")
    other.close()
    assert world.do(cast.sato, SAY, "hello")
    assert_whole(world, cast.minato)


def test_a_commit_that_fails_is_unavailable_and_the_next_one_works(world, cast):
    def fail(_: object) -> None:
        event.remove(world.database.writer, "commit", fail)
        raise OperationalError("COMMIT", None, sqlite3.OperationalError("disk I/O error"))

    event.listen(world.database.writer, "commit", fail)
    with pytest.raises(Unavailable):
        world.do(cast.sato, SAY, "lost")
    assert world.do(cast.sato, SAY, "kept")
    assert words(world, cast.minato) == ["kept"]
    assert_whole(world, cast.minato)


def test_where_the_transaction_ended_by_itself_nothing_is_committed_loose(world, cast):
    def end(ctx: Ctx, word: str) -> int:
        driver = ctx.tx.connection.driver_connection
        assert driver is not None
        driver.execute("ROLLBACK")  # as SQLite does by itself on a full disk
        return ctx.emit(Said(word=word))

    ending = Action("tests.end", Role.GUEST, "", one=end)
    with world.together(cast.minato):
        said = [world.begin_to(cast.sato, act, str(n)) for n, act in enumerate((SAY, ending, SAY))]
    assert {type(each.exception(timeout=30)) for each in said} == {Unavailable}
    assert words(world, cast.minato) == []
    assert rows(world, cast.minato) == set()
    assert world.do(cast.sato, SAY, "again")
    assert_whole(world, cast.minato)


def test_a_rule_of_the_database_that_is_broken_hurts_only_its_own_caller(world, cast):
    def write_twice(ctx: Ctx, word: str) -> int:
        seq = SAY(ctx, word)
        insert = "INSERT INTO listener_cursors (org_id, listener, seq) VALUES (?, ?, 1)"
        ctx.tx.exec_driver_sql(insert, (ctx.org, f"word {word}"))
        return seq

    twice = Action("tests.write_twice", Role.GUEST, "", one=write_twice)
    with world.together(cast.minato):
        said = [world.begin_to(cast.sato, act, str(n)) for n, act in enumerate((SAY, twice, SAY))]
    errors = [each.exception(timeout=30) for each in said]
    assert [type(error).__name__ for error in errors] == ["NoneType", "IntegrityError", "NoneType"]
    assert words(world, cast.minato) == ["0", "2"]
    assert_whole(world, cast.minato)
