"""Tables of rooms, messages, what people undertake, invitations and applications."""

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
    Text,
    UniqueConstraint,
)

from kairan.kernel.tables import Digest, Id, Instant, metadata


def _to(table: str, column: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["org_id", column], [f"{table}.org_id", f"{table}.id"], ondelete="RESTRICT"
    )


rooms = Table(
    "rooms",
    metadata,
    Column("org_id", Id, nullable=False),
    Column("id", Id, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("name", String(100), nullable=False),
    Column("unit_id", Id),
    Column("pair", String(65)),
    Column("created_by_id", Id, nullable=False),
    Column("created_at", Instant, nullable=False),
    PrimaryKeyConstraint("org_id", "id"),
    UniqueConstraint("org_id", "pair"),
    ForeignKeyConstraint(["org_id", "id"], ["places.org_id", "places.id"], ondelete="RESTRICT"),
    _to("units", "unit_id"),
    _to("accounts", "created_by_id"),
)
Index("rooms_by_unit", rooms.c.org_id, rooms.c.unit_id)

messages = Table(
    "messages",
    metadata,
    Column("org_id", Id, nullable=False),
    Column("room_id", Id, nullable=False),
    Column("no", Integer, nullable=False),
    Column("id", Id, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("sender_id", Id),
    Column("client_id", String(64)),
    Column("text", Text),
    Column("system", Text),
    Column("reply_no", Integer),
    Column("forwarded", Boolean, nullable=False),
    Column("audience", Integer, nullable=False),
    Column("countable", Integer, nullable=False),
    Column("sent_at", Instant, nullable=False),
    Column("unsent_at", Instant),
    PrimaryKeyConstraint("org_id", "room_id", "no"),
    UniqueConstraint("org_id", "room_id", "sender_id", "client_id"),
    _to("rooms", "room_id"),
    _to("accounts", "sender_id"),
)
Index("messages_by_time", messages.c.org_id, messages.c.room_id, messages.c.sent_at)
Index(
    "messages_by_sender", messages.c.org_id, messages.c.room_id, messages.c.sender_id, messages.c.no
)

undertakings = Table(
    "undertakings",
    metadata,
    Column("org_id", Id, nullable=False),
    Column("room_id", Id, nullable=False),
    Column("no", Integer, nullable=False),
    Column("account_id", Id, nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("org_id", "room_id", "no", "account_id"),
    ForeignKeyConstraint(
        ["org_id", "room_id", "no"],
        ["messages.org_id", "messages.room_id", "messages.no"],
        ondelete="RESTRICT",
    ),
    _to("accounts", "account_id"),
)

invitations = Table(
    "invitations",
    metadata,
    Column("org_id", Id, nullable=False),
    Column("id", Id, nullable=False),
    Column("digest", Digest, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("made_by_id", Id, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Column("uses", Integer, nullable=False),
    Column("used", Integer, nullable=False),
    Column("approval", Boolean, nullable=False),
    Column("stopped_at", Instant),
    PrimaryKeyConstraint("org_id", "id"),
    UniqueConstraint("org_id", "digest"),
    _to("accounts", "made_by_id"),
)

invitation_rooms = Table(
    "invitation_rooms",
    metadata,
    Column("org_id", Id, nullable=False),
    Column("invitation_id", Id, nullable=False),
    Column("room_id", Id, nullable=False),
    Column("order_no", Integer, nullable=False),
    PrimaryKeyConstraint("org_id", "invitation_id", "room_id"),
    _to("invitations", "invitation_id"),
    _to("rooms", "room_id"),
)
Index("invitation_rooms_by_room", invitation_rooms.c.org_id, invitation_rooms.c.room_id)

applications = Table(
    "applications",
    metadata,
    Column("org_id", Id, nullable=False),
    Column("id", Id, nullable=False),
    Column("invitation_id", Id, nullable=False),
    Column("room_id", Id, nullable=False),
    Column("account_id", Id, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("decided_at", Instant),
    Column("approved", Boolean),
    PrimaryKeyConstraint("org_id", "id"),
    _to("invitations", "invitation_id"),
    _to("rooms", "room_id"),
    _to("accounts", "account_id"),
)
Index(
    "applications_by_room", applications.c.org_id, applications.c.room_id, applications.c.decided_at
)
Index(
    "applications_by_account",
    applications.c.org_id,
    applications.c.account_id,
    applications.c.decided_at,
)
