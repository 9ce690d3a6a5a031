"""The log's own tables, and the column types every domain uses."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    Dialect,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator

from kairan.kernel import clock

metadata = MetaData()

Id = String(32)
"""An id as the database holds it."""

Digest = String(64)
"""A SHA-256 in hexadecimal."""


class Instant(TypeDecorator[datetime]):
    """An instant: an aware datetime in UTC outside, whole microseconds since 1970 inside."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Turn a datetime into microseconds."""
        return None if value is None else clock.to_micros(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Turn microseconds into a datetime."""
        return None if value is None else clock.from_micros(value)


logs = Table(
    "logs",
    metadata,
    Column("org_id", Id, nullable=False),
    Column("head", BigInteger, nullable=False),
    Column("epoch", Id, nullable=False),
    Column("audit_no", BigInteger, nullable=False),
    Column("audit_hash", Digest, nullable=False),
    PrimaryKeyConstraint("org_id"),
)

events = Table(
    "events",
    metadata,
    Column("org_id", Id, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("type", String(64), nullable=False),
    Column("at", Instant, nullable=False),
    Column("actor_id", Id),
    Column("room_id", Id),
    Column("no", Integer),
    Column("topics", Text, nullable=False),
    Column("data", Text, nullable=False),
    PrimaryKeyConstraint("org_id", "seq"),
    sqlite_with_rowid=False,
)

audit = Table(
    "audit",
    metadata,
    Column("org_id", Id, nullable=False),
    Column("no", BigInteger, nullable=False),
    Column("at", Instant, nullable=False),
    Column("actor_id", Id),
    Column("kind", String(64), nullable=False),
    Column("subject_id", Id),
    Column("data", Text, nullable=False),
    Column("hash", Digest, nullable=False),
    PrimaryKeyConstraint("org_id", "no"),
)
Index("audit_by_subject", audit.c.org_id, audit.c.subject_id, audit.c.no)

listener_cursors = Table(
    "listener_cursors",
    metadata,
    Column("org_id", Id, nullable=False),
    Column("listener", String(64), nullable=False),
    Column("seq", BigInteger, nullable=False),
    PrimaryKeyConstraint("org_id", "listener"),
)
