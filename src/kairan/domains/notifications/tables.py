"""Tables of notifications."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from kairan.kernel.tables import Digest, Id, Instant, metadata


def _to(table: str, column: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["org_id", column], [f"{table}.org_id", f"{table}.id"], ondelete="RESTRICT"
    )


push_devices = Table(
    "push_devices",
    metadata,
    Column("org_id", Id, nullable=False),
    Column("session_id", Id, nullable=False),
    Column("account_id", Id, nullable=False),
    Column("endpoint", Text),
    Column("p256dh", String(128)),
    Column("auth", String(64)),
    Column("since", Instant, nullable=False),
    Column("delivered_at", Instant),
    Column("failed_at", Instant),
    Column("failure", String(32)),
    Column("tested_at", Instant),
    Column("test_digest", Digest),
    Column("test_accepted_at", Instant),
    Column("test_failure", String(32)),
    Column("arrived_at", Instant),
    PrimaryKeyConstraint("org_id", "session_id"),
    _to("sessions", "session_id"),
    _to("accounts", "account_id"),
)
Index("push_devices_by_account", push_devices.c.org_id, push_devices.c.account_id)
Index("push_devices_by_endpoint", push_devices.c.org_id, push_devices.c.endpoint)
Index("push_devices_by_test", push_devices.c.org_id, push_devices.c.test_digest)

notices = Table(
    "notices",
    metadata,
    Column("org_id", Id, nullable=False),
    Column("id", Id, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("room_id", Id),
    Column("no", Integer),
    Column("sender_id", Id),
    Column("name", String(100), nullable=False),
    Column("urgency", String(16), nullable=False),
    Column("made_at", Instant, nullable=False),
    PrimaryKeyConstraint("org_id", "id"),
    _to("places", "room_id"),
    _to("accounts", "sender_id"),
)
Index("notices_by_message", notices.c.org_id, notices.c.room_id, notices.c.no)
Index("notices_by_age", notices.c.org_id, notices.c.made_at)

pushes = Table(
    "pushes",
    metadata,
    Column("org_id", Id, nullable=False),
    Column("notice_id", Id, nullable=False),
    Column("device_id", Id, nullable=False),
    Column("personal", Boolean, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("tries", Integer, nullable=False),
    PrimaryKeyConstraint("org_id", "notice_id", "device_id"),
    _to("notices", "notice_id"),
    ForeignKeyConstraint(
        ["org_id", "device_id"],
        ["push_devices.org_id", "push_devices.session_id"],
        ondelete="RESTRICT",
    ),
)
Index("pushes_by_device", pushes.c.org_id, pushes.c.device_id)
Index("pushes_due", pushes.c.org_id, pushes.c.due_at)

reminders = Table(
    "reminders",
    metadata,
    Column("org_id", Id, nullable=False),
    Column("room_id", Id, nullable=False),
    Column("no", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by_id", Id, nullable=False),
    Column("people", Integer, nullable=False),
    PrimaryKeyConstraint("org_id", "room_id", "no"),
    _to("places", "room_id"),
    _to("accounts", "by_id"),
)

room_choices = Table(
    "room_choices",
    metadata,
    Column("org_id", Id, nullable=False),
    Column("room_id", Id, nullable=False),
    Column("account_id", Id, nullable=False),
    Column("level", String(16), nullable=False),
    Column("muted_until", Instant),
    PrimaryKeyConstraint("org_id", "room_id", "account_id"),
    _to("places", "room_id"),
    _to("accounts", "account_id"),
)
