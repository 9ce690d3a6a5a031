"""The record: whatever is changed, taken out, put elsewhere or cut off is found, and where."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError

from kairan.domains.accounts import actions as accounts
from kairan.domains.directory import actions as directory
from kairan.domains.directory.model.units import MakeUnit
from kairan.kernel import store
from kairan.kernel.audit import ORIGIN, End, Entry, chained, first_broken
from tests.kernel.words import SAY
from tests.world import World

AT = datetime(2026, 11, 20, 5, 21, tzinfo=UTC)


def chain(words: list[str]) -> list[Entry]:
    """Return a record of these words, as the lane would have written it."""
    entries: list[Entry] = []
    for no, word in enumerate(words, start=1):
        entry = Entry(no, AT, "a" * 32, "tests.say", None, {"word": word, "n": no})
        entries.append(chained(entry, entries[-1].hash if entries else ORIGIN))
    return entries


def end_of(entries: list[Entry]) -> End:
    return End(len(entries), entries[-1].hash if entries else ORIGIN)


class Undone(Exception):
    """What was tried is rolled back."""


def damaged(world: World, org: str, damage: Callable[[store.Transaction], object]) -> bool:
    """Say whether the damage would be found; it is undone."""
    found = False
    try:
        with world.database.write() as tx:
            damage(tx)
            try:
                head = store.read_head(tx, org)
                assert head is not None
                found = first_broken(store.list_audit(tx, org), head.audit_end) is not None
            except DBAPIError:
                found = True  # not even text any more
            raise Undone
    except Undone:
        return found


@pytest.fixture(scope="module")
def record(first_world, tmp_path_factory):
    """A world in which some things were done, for the tests of this file to damage and mend."""
    world = first_world.copy(tmp_path_factory.mktemp("record"))
    world.do(world.cast.yamamoto, directory.make_unit, MakeUnit("秘書課"))
    for word in ("おはよう", "会議は３時から", ""):
        world.do(world.cast.sato, SAY, word)
    yield world
    world.close()


def test_what_was_written_in_good_faith_is_whole(record):
    for org in (record.cast.minato, record.cast.aoba):
        entries = record.audit(org)
        assert len(entries) > 1
        assert first_broken(entries) is None
        assert not damaged(record, org, lambda tx: None)


def test_an_empty_record_is_whole():
    assert first_broken([]) is None
    assert first_broken([], End(0, ORIGIN)) is None


@given(st.lists(st.text(max_size=5), min_size=2, max_size=8), st.data())
def test_a_changed_entry_is_named(words, data):
    entries = chain(words)
    at = data.draw(st.integers(0, len(entries) - 1))
    change = data.draw(
        st.sampled_from(
            [
                {"at": AT.replace(microsecond=1)},
                {"actor": "b" * 32},
                {"actor": None},
                {"kind": "tests.shout"},
                {"subject": "c" * 32},
                {"data": {"word": entries[at].data["word"]}},
                {"data": {**entries[at].data, "more": True}},
                {"hash": ORIGIN},
            ]
        )
    )
    entries[at] = replace(entries[at], **change)
    assert first_broken(entries) == at + 1


@given(st.lists(st.text(max_size=5), min_size=2, max_size=8, unique=True), st.data())
def test_an_entry_that_was_taken_out_or_put_elsewhere_is_found(words, data):
    entries = chain(words)
    one = data.draw(st.integers(0, len(entries) - 1))
    other = data.draw(st.integers(0, len(entries) - 1))
    without = entries[:one] + entries[one + 1 :]
    assert first_broken(without, end_of(entries)) == one + 1
    swapped = list(entries)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    assert first_broken(swapped) == (None if one == other else min(one, other) + 1)
    assert first_broken([*entries, entries[one]]) == len(entries) + 1


@given(st.lists(st.text(max_size=5), min_size=1, max_size=8), st.data())
def test_a_record_that_was_cut_off_is_found_where_it_was_cut(words, data):
    entries = chain(words)
    left = data.draw(st.integers(0, len(entries) - 1))
    assert first_broken(entries[:left], end_of(entries)) == left + 1


def test_an_end_that_was_written_anew_with_fitting_hashes_is_found():
    honest, forged = chain(["a", "b", "c"]), chain(["a", "b", "d"])
    assert first_broken(forged) is None
    assert first_broken(forged, end_of(honest)) == 3


def test_a_record_that_is_longer_than_it_should_be_is_found():
    assert first_broken(chain(["a", "b", "c"]), end_of(chain(["a", "b"]))) == 3


COLUMNS = ("no", "at", "actor_id", "kind", "subject_id", "data", "hash")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_flipped_bit_of_any_row_is_found(record, data):
    org = record.cast.minato
    with record.database.read() as tx:
        rows = tx.exec_driver_sql(
            f"SELECT {', '.join(COLUMNS)} FROM audit WHERE org_id = ?", (org,)
        ).all()
    row = data.draw(st.sampled_from(rows))
    column = data.draw(st.sampled_from([n for n, value in enumerate(row) if value is not None]))
    value = row[column]
    if isinstance(value, int):
        changed: object = value ^ (1 << data.draw(st.integers(0, 50)))
    else:
        raw = bytearray(value.encode())
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at] ^= 1 << data.draw(st.integers(0, 7))
        changed = bytes(raw)
    cast = "?" if isinstance(changed, int) else "CAST(? AS TEXT)"
    update = f"UPDATE audit SET {COLUMNS[column]} = {cast} WHERE org_id = ? AND no = ?"
    with suppress(DBAPIError):  # the database itself may not take it
        assert damaged(record, org, lambda tx: tx.exec_driver_sql(update, (changed, org, row[0])))


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_any_row_that_was_taken_out_of_the_database_is_found(record, data):
    org = record.cast.minato
    no = data.draw(st.integers(1, len(record.audit(org))))
    remove = "DELETE FROM audit WHERE org_id = ? AND no = ?"
    assert damaged(record, org, lambda tx: tx.exec_driver_sql(remove, (org, no)))
    cut = "DELETE FROM audit WHERE org_id = ? AND no >= ?"
    assert damaged(record, org, lambda tx: tx.exec_driver_sql(cut, (org, no)))


@pytest.mark.parametrize("value", [None, 0, b"\x00", "[]", "{", 10**18])
@pytest.mark.parametrize("column", ["at", "data", "hash", "kind", "actor_id"])
def test_a_row_that_cannot_even_be_read_is_found(record, column, value):
    org = record.cast.minato
    last = len(record.audit(org))
    update = f"UPDATE OR IGNORE audit SET {column} = ? WHERE org_id = ? AND no = ?"

    def damage(tx: store.Transaction) -> None:
        if not tx.exec_driver_sql(update, (value, org, last)).rowcount:
            tx.exec_driver_sql("DELETE FROM audit")  # the database did not take it

    assert damaged(record, org, damage)


def test_what_was_done_is_on_the_record_with_who_and_to_what(world, cast):
    unit = world.do(cast.yamamoto, directory.make_unit, MakeUnit("秘書課"))
    entry = world.audit(cast.minato)[-1]
    assert (entry.kind, entry.actor, entry.subject) == (
        "directory.make_unit",
        cast.yamamoto.account,
        unit,
    )
    world.do(cast.sato, accounts.sign_out, None)
    assert first_broken(world.audit(cast.minato)) is None


@given(st.lists(st.text(max_size=5), min_size=2, max_size=8), st.data())
def test_an_entry_written_anew_with_a_hash_that_fits_it_is_found_by_the_one_after_it(words, data):
    entries = chain(words)
    at = data.draw(st.integers(0, len(entries) - 2))
    before = entries[at - 1].hash if at else ORIGIN
    entries[at] = chained(replace(entries[at], kind="tests.forge"), before)
    assert first_broken(entries) == at + 2
