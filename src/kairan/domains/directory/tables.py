"""Tables of the directory."""

from sqlalchemy import (
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

from kairan.kernel.tables import Id, metadata

units = Table(
    "units",
    metadata,
    Column("org_id", Id, nullable=False),
    Column("id", Id, nullable=False),
    Column("parent_id", Id),
    Column("name", String(100), nullable=False),
    Column("order_no", Integer, nullable=False),
    PrimaryKeyConstraint("org_id", "id"),
    ForeignKeyConstraint(["org_id"], ["organisations.id"], ondelete="RESTRICT"),
    ForeignKeyConstraint(
        ["org_id", "parent_id"], ["units.org_id", "units.id"], ondelete="RESTRICT"
    ),
)
Index("units_by_parent", units.c.org_id, units.c.parent_id)

members = Table(
    "members",
    metadata,
    Column("org_id", Id, nullable=False),
    Column("account_id", Id, nullable=False),
    Column("state", String(16), nullable=False),
    Column("kana", String(100)),
    Column("employee_no", String(100)),
    Column("email", String(254)),
    Column("phone", String(50)),
    Column("email_visible", String(16), nullable=False),
    Column("phone_visible", String(16), nullable=False),
    Column("affiliation", String(100)),
    Column("unit_id", Id),
    Column("position", String(100)),
    Column("level", String(100)),
    Column("order_no", Integer),
    Column("rank", Integer, nullable=False),
    Column("name_folded", Text, nullable=False),
    Column("kana_folded", Text, nullable=False),
    Column("sort_as", Text, nullable=False),
    PrimaryKeyConstraint("org_id", "account_id"),
    UniqueConstraint("org_id", "employee_no", name="members_by_employee_no"),
    ForeignKeyConstraint(
        ["org_id", "account_id"], ["accounts.org_id", "accounts.id"], ondelete="RESTRICT"
    ),
    ForeignKeyConstraint(["org_id", "unit_id"], ["units.org_id", "units.id"], ondelete="RESTRICT"),
)
Index("members_by_unit", members.c.org_id, members.c.unit_id)

placements = Table(
    "placements",
    metadata,
    Column("org_id", Id, nullable=False),
    Column("account_id", Id, nullable=False),
    Column("unit_id", Id, nullable=False),
    Column("position", String(100)),
    Column("level", String(100)),
    Column("order_no", Integer),
    Column("rank", Integer, nullable=False),
    PrimaryKeyConstraint("org_id", "account_id", "unit_id"),
    ForeignKeyConstraint(
        ["org_id", "account_id"], ["members.org_id", "members.account_id"], ondelete="RESTRICT"
    ),
    ForeignKeyConstraint(["org_id", "unit_id"], ["units.org_id", "units.id"], ondelete="RESTRICT"),
)
Index("placements_by_unit", placements.c.org_id, placements.c.unit_id)

unit_administrators = Table(
    "unit_administrators",
    metadata,
    Column("org_id", Id, nullable=False),
    Column("unit_id", Id, nullable=False),
    Column("account_id", Id, nullable=False),
    PrimaryKeyConstraint("org_id", "unit_id", "account_id"),
    ForeignKeyConstraint(["org_id", "unit_id"], ["units.org_id", "units.id"], ondelete="RESTRICT"),
    ForeignKeyConstraint(
        ["org_id", "account_id"], ["accounts.org_id", "accounts.id"], ondelete="RESTRICT"
    ),
)
Index(
    "unit_administrators_by_account", unit_administrators.c.org_id, unit_administrators.c.account_id
)
