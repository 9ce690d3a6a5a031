"""A prepared statement says to the database what its Core statement says, and reads the answer alike."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Integer,
    MetaData,
    String,
    Table,
    bindparam,
    insert,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import psycopg

from kairan.adapters.sqlite import SqliteDatabase
from kairan.kernel.prepared import SHAPES, Prepared
from kairan.kernel.tables import Instant

notes = Table(
    "notes",
    MetaData(),
    Column("room", String(8), primary_key=True),
    Column("no", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("pinned", Boolean, nullable=False),
    Column("kind", String(8), nullable=False),
)
NOON = datetime(2026, 4, 1, 3, 0, 0, 123456, UTC)
ROWS = [
    {"room": room, "no": no, "at": NOON, "ended_at": None, "pinned": no == 2, "kind": "text"}
    for room in ("a", "b")
    for no in range(1, 6)
]

BY_KEY = Prepared(
    select(notes)
    .where(
        tuple_(notes.c.room, notes.c.no).in_(bindparam("keys", expanding=True)),
        notes.c.at.in_(bindparam("instants", expanding=True)),
        notes.c.at <= bindparam("until"),
        notes.c.kind == "text",
    )
    .order_by(notes.c.room, notes.c.no)
)
INSERT = Prepared(insert(notes))
END = Prepared(
    update(notes)
    .where(notes.c.room == bindparam("of"), notes.c.no == bindparam("which"))
    .values(ended_at=bindparam("when"), pinned=bindparam("stays"))
)
KEYS = {
    "none": [],
    "one": [("a", 2)],
    "many": [("b", 1), ("a", 1), ("a", 2), ("nowhere", 1)],
}


@pytest.fixture
def database(tmp_path):
    made = SqliteDatabase(tmp_path / "kairan.db")
    with made.write() as tx:
        notes.create(tx)
        INSERT.write(tx, ROWS)
    yield made
    made.close()


@pytest.mark.parametrize("keys", KEYS.values(), ids=KEYS)
def test_it_finds_what_its_core_statement_finds(database, keys):
    values = {"keys": keys, "instants": [NOON], "until": NOON}
    with database.read() as tx:
        found = BY_KEY.rows(tx, **values)
        assert found == [tuple(row) for row in tx.execute(BY_KEY.statement, values)]
    assert len(found) == len([key for key in keys if key[0] != "nowhere"])
    for row in found:
        assert row[2:] == (NOON, None, row[1] == 2, "text")
        assert type(row[4]) is bool


@pytest.mark.parametrize("number", [0, 1, 3])
def test_it_writes_what_its_core_statement_writes(database, number):
    ending = [{"of": "a", "which": no, "when": NOON, "stays": True} for no in range(1, number + 1)]
    more = [{**row, "room": f"new {row['room']}"} for row in ROWS[:number]]

    def written(end, add):
        with database.write() as tx:
            end(tx)
            add(tx)
            rows = tx.execute(select(notes).order_by(notes.c.room, notes.c.no)).all()
            tx.exec_driver_sql("DELETE FROM notes")
            INSERT.write(tx, ROWS)
        return rows

    ours = written(lambda tx: END.write(tx, ending), lambda tx: INSERT.write(tx, more))
    cores = written(
        lambda tx: number and tx.execute(END.statement, ending),
        lambda tx: number and tx.execute(INSERT.statement, more),
    )
    assert ours == cores
    assert sum(row.ended_at == NOON for row in ours) == number


def test_values_of_another_call_are_never_found(database):
    with database.read() as tx:
        for keys in ([("a", 1)], [("b", 3)], [("a", 1)]):
            found = BY_KEY.rows(tx, keys=keys, instants=[NOON], until=NOON)
            assert [row[:2] for row in found] == keys
        with pytest.raises(KeyError):
            BY_KEY.rows(tx, keys=[("a", 1)], instants=[NOON])


def test_it_is_kept_ready_for_so_many_lengths_and_no_more(database):
    with database.read() as tx:
        for number in range(2 * SHAPES):
            BY_KEY.rows(tx, keys=[("a", 1)] * number, instants=[NOON], until=NOON)
            assert len(BY_KEY._ready) <= SHAPES


def test_what_the_driver_raises_is_known_as_a_failing_database(database):
    with database.read() as tx, pytest.raises(Exception, match="readonly") as caught:
        INSERT.write(tx, [{**ROWS[0], "room": "c"}])
    assert database.is_failing(caught.value)
    with database.write() as tx, pytest.raises(Exception, match="UNIQUE") as caught:
        INSERT.write(tx, [ROWS[0]])
    assert not database.is_failing(caught.value)


def test_on_postgresql_values_go_by_name_and_are_turned_the_same():
    keys = [("a", 1), ("b", 2)]
    ready = BY_KEY._ready_for(psycopg.dialect(), {"keys": keys, "instants": [NOON], "until": NOON})
    given = ready.parameters({"keys": keys, "instants": [NOON], "until": NOON})
    micros = int(NOON.timestamp()) * 1_000_000 + NOON.microsecond
    assert given == {
        "keys_1_1": "a",
        "keys_1_2": 1,
        "keys_2_1": "b",
        "keys_2_2": 2,
        "instants_1": micros,
        "until": micros,
        "kind_1": "text",
    }
    assert all(f"%({name})s" in ready.sql for name in given)
