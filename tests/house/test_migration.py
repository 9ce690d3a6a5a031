"""The recipe for the next migration works: what it drafts makes what the tables say."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    Table,
    create_engine,
)

from kairan.kernel.tables import Id, Instant, metadata
from kairan.migrations import FOLDER, config
from tests.house.migration import draft


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """A copy of the history, to be added to."""
    copied = tmp_path / "migrations"
    shutil.copytree(FOLDER, copied, ignore=shutil.ignore_patterns("__pycache__"))
    return copied


@pytest.fixture
def new_table() -> Iterator[Table]:
    """A table that no migration knows of."""
    table = Table(
        "tests_pins",
        metadata,
        Column("org_id", Id, nullable=False),
        Column("id", Id, nullable=False),
        Column("pinned_at", Instant, nullable=False),
        PrimaryKeyConstraint("org_id", "id"),
        ForeignKeyConstraint(["org_id"], ["organisations.id"], ondelete="RESTRICT"),
    )
    Index("tests_pins_by_time", table.c.org_id, table.c.pinned_at)
    yield table
    metadata.remove(table)


def test_what_is_drafted_follows_the_last_one_and_makes_what_the_tables_say(
    history: Path, new_table: Table, tmp_path: Path
) -> None:
    made = draft("Messages can be pinned", history)
    assert made.name == "0002_messages_can_be_pinned.py"
    text = made.read_text()
    assert text.startswith('"""Messages can be pinned."""')
    assert "down_revision = '0001'" in text
    engine = create_engine(f"sqlite:///{tmp_path / 'new.db'}")
    with engine.connect() as connection:
        command.upgrade(config(connection, history), "head")
        connection.commit()
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_where_nothing_has_changed_the_draft_is_empty(history: Path) -> None:
    assert draft("Nothing", history).read_text().rstrip().endswith("pass")
