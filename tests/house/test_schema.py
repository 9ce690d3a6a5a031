"""The schema: what the history makes is what the tables say, and organisations never touch."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, ForeignKeyConstraint, Table, create_engine, inspect, text

import kairan.app  # every domain's tables
from kairan.adapters.sqlite import SqliteDatabase
from kairan.kernel.tables import metadata
from kairan.migrations import upgrade

TABLES = list(metadata.tables.values())
OUTSIDE = {"organisations"}
"""What stands outside of every organisation: what a secret or a login is read with."""


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An empty database, brought up by the whole history."""
    database = SqliteDatabase(tmp_path_factory.mktemp("schema") / "kairan.db")
    upgrade(database.writer)
    yield database.writer
    database.close()


def test_the_history_makes_what_the_tables_say(migrated: Engine) -> None:
    with migrated.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_history_makes_the_same_keys_and_indexes(migrated: Engine, tmp_path: Path) -> None:
    """What Alembic does not compare: primary keys, their order, and rules of foreign keys."""
    made = create_engine(f"sqlite:///{tmp_path / 'made.db'}")
    metadata.create_all(made)
    assert _shape(migrated) == _shape(made)
    made.dispose()


def test_the_history_can_be_run_again(migrated: Engine) -> None:
    before = _shape(migrated)
    upgrade(migrated)
    assert _shape(migrated) == before


def test_the_history_is_one_line() -> None:
    folder = Path(kairan.__file__).with_name("migrations")
    script = ScriptDirectory(str(folder))
    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_organisation_comes_first_in_every_key(table: Table) -> None:
    if table.name in OUTSIDE:
        return
    assert table.primary_key.columns.keys()[0] == "org_id"
    for constraint in table.constraints:
        columns = list(getattr(constraint, "columns", []))
        if len(columns) > 1:
            assert columns[0].name == "org_id", constraint
    for index in table.indexes:
        assert index.columns.keys()[0] == "org_id", index.name
    for key in _foreign_keys(table):
        first = key.elements[0]
        assert (first.parent.name, first.target_fullname.rpartition(".")[2]) in {
            ("org_id", "org_id"),
            ("org_id", "id"),
        }, key


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_nothing_is_forgotten_because_something_else_is(table: Table) -> None:
    for key in _foreign_keys(table):
        assert key.ondelete == "RESTRICT", key
        assert key.onupdate is None, key


def test_foreign_keys_are_enforced(migrated: Engine) -> None:
    with migrated.connect() as connection:
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []


def test_only_organisations_stand_outside() -> None:
    outside = {table.name for table in TABLES if "org_id" not in table.columns}
    assert outside == OUTSIDE


def _foreign_keys(table: Table) -> list[ForeignKeyConstraint]:
    return [each for each in table.constraints if isinstance(each, ForeignKeyConstraint)]


def _shape(engine: Engine) -> dict[str, list[str]]:
    """Return what the database itself says of its tables, indexes and keys."""
    found = inspect(engine)
    return {
        name: [
            str(found.get_pk_constraint(name)["constrained_columns"]),
            *sorted(f"{c['name']} {c['type']} {c['nullable']}" for c in found.get_columns(name)),
            *sorted(
                f"{i['name']} {i['column_names']} {i['unique']}" for i in found.get_indexes(name)
            ),
            *sorted(str(u["column_names"]) for u in found.get_unique_constraints(name)),
            *sorted(_said(key) for key in found.get_foreign_keys(name)),
        ]
        for name in found.get_table_names()
        if name != "alembic_version"
    }


def _said(key) -> str:
    target = f"{key['referred_table']}{key['referred_columns']}"
    return f"{key['constrained_columns']} {target} {key['options'].get('ondelete')}"
