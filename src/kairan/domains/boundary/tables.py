"""Tables of the boundary."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
)

from kairan.kernel.tables import Id, Instant, metadata

places = Table(
    "places",
    metadata,
    Column("org_id", Id, nullable=False),
    Column("id", Id, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("history", String(16), nullable=False),
    Column("reader_list", String(16), nullable=False),
    Column("head", Integer, nullable=False),
    Column("countable", Integer, nullable=False),
    PrimaryKeyConstraint("org_id", "id"),
)

stays = Table(
    "stays",
    metadata,
    Column("org_id", Id, nullable=False),
    Column("room_id", Id, nullable=False),
    Column("account_id", Id, nullable=False),
    Column("from_seq", BigInteger, nullable=False),
    Column("until_seq", BigInteger),
    Column("from_no", Integer, nullable=False),
    Column("start_no", Integer, nullable=False),
    Column("end_no", Integer),
    Column("from_at", Instant, nullable=False),
    Column("until_at", Instant),
    Column("why", String(16)),
    Column("owner", Boolean, nullable=False),
    Column("outside", Boolean, nullable=False),
    Column("suspended", Boolean, nullable=False),
    Column("invited_by_id", Id),
    Column("removed_by_id", Id),
    PrimaryKeyConstraint("org_id", "room_id", "account_id", "from_seq"),
    ForeignKeyConstraint(
        ["org_id", "room_id"], ["places.org_id", "places.id"], ondelete="RESTRICT"
    ),
    ForeignKeyConstraint(
        ["org_id", "account_id"], ["accounts.org_id", "accounts.id"], ondelete="RESTRICT"
    ),
)
Index("stays_by_account", stays.c.org_id, stays.c.account_id, stays.c.until_seq)
_open = stays.c.until_seq.is_(None)
Index(
    "stays_open",
    stays.c.org_id,
    stays.c.room_id,
    stays.c.account_id,
    unique=True,
    sqlite_where=_open,
    postgresql_where=_open,
)
