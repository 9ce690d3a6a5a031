"""Tables of receipts."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
)

from kairan.kernel.tables import Id, Instant, metadata

_PLACE = ["places.org_id", "places.id"]
_ACCOUNT = ["accounts.org_id", "accounts.id"]


def _of_a_person_in_a_room() -> tuple[ForeignKeyConstraint, ForeignKeyConstraint]:
    """Every receipt names a room and a person that exist."""
    return (
        ForeignKeyConstraint(["org_id", "room_id"], _PLACE, ondelete="RESTRICT"),
        ForeignKeyConstraint(["org_id", "account_id"], _ACCOUNT, ondelete="RESTRICT"),
    )


cursors = Table(
    "cursors",
    metadata,
    Column("org_id", Id, nullable=False),
    Column("room_id", Id, nullable=False),
    Column("account_id", Id, nullable=False),
    Column("from_seq", BigInteger, nullable=False),
    Column("no", Integer, nullable=False),
    Column("announced_no", Integer, nullable=False),
    PrimaryKeyConstraint("org_id", "room_id", "account_id", "from_seq"),
    *_of_a_person_in_a_room(),
)
_unannounced = cursors.c.no > cursors.c.announced_no
Index(
    "cursors_unannounced",
    cursors.c.org_id,
    cursors.c.room_id,
    sqlite_where=_unannounced,
    postgresql_where=_unannounced,
)

cursor_moves = Table(
    "cursor_moves",
    metadata,
    Column("org_id", Id, nullable=False),
    Column("room_id", Id, nullable=False),
    Column("account_id", Id, nullable=False),
    Column("from_no", Integer, nullable=False),
    Column("to_no", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("org_id", "room_id", "account_id", "to_no"),
    *_of_a_person_in_a_room(),
)

acknowledgements = Table(
    "acknowledgements",
    metadata,
    Column("org_id", Id, nullable=False),
    Column("room_id", Id, nullable=False),
    Column("no", Integer, nullable=False),
    Column("account_id", Id, nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("org_id", "room_id", "no", "account_id"),
    *_of_a_person_in_a_room(),
)

told = Table(
    "told",
    metadata,
    Column("org_id", Id, nullable=False),
    Column("room_id", Id, nullable=False),
    Column("no", Integer, nullable=False),
    Column("account_id", Id, nullable=False),
    Column("how", String(16), nullable=False),
    Column("by_id", Id, nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("org_id", "room_id", "no", "account_id"),
    *_of_a_person_in_a_room(),
)
