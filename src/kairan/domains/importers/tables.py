"""Tables of imports."""

from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from kairan.kernel.tables import Id, Instant, metadata

imports = Table(
    "imports",
    metadata,
    Column("org_id", Id, nullable=False),
    Column("id", Id, nullable=False),
    Column("name", String(200), nullable=False),
    Column("made_by_id", Id),
    Column("made_at", Instant, nullable=False),
    Column("unit_id", Id),
    Column("state", String(16), nullable=False),
    Column("error", String(64)),
    Column("encoding", String(16), nullable=False),
    Column("columns", Text, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("blocks", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    Column("next_block", Integer, nullable=False),
    Column("planned", Text, nullable=False),
    Column("ran", Text, nullable=False),
    PrimaryKeyConstraint("org_id", "id"),
    ForeignKeyConstraint(["org_id"], ["organisations.id"], ondelete="RESTRICT"),
    ForeignKeyConstraint(
        ["org_id", "made_by_id"], ["accounts.org_id", "accounts.id"], ondelete="RESTRICT"
    ),
)
Index("imports_by_maker", imports.c.org_id, imports.c.made_by_id, imports.c.state)

import_blocks = Table(
    "import_blocks",
    metadata,
    Column("org_id", Id, nullable=False),
    Column("import_id", Id, nullable=False),
    Column("no", Integer, nullable=False),
    Column("rows", LargeBinary, nullable=False),
    Column("bad", Integer, nullable=False),
    Column("problems", LargeBinary, nullable=False),
    Column("posts", LargeBinary, nullable=False),
    PrimaryKeyConstraint("org_id", "import_id", "no"),
    ForeignKeyConstraint(
        ["org_id", "import_id"], ["imports.org_id", "imports.id"], ondelete="RESTRICT"
    ),
)

import_missing = Table(
    "import_missing",
    metadata,
    Column("org_id", Id, nullable=False),
    Column("import_id", Id, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("no", Integer, nullable=False),
    Column("account_id", Id, nullable=False),
    Column("suspended_at", Instant),
    PrimaryKeyConstraint("org_id", "import_id", "revision", "no"),
    UniqueConstraint(
        "org_id", "import_id", "revision", "account_id", name="import_missing_by_account"
    ),
    ForeignKeyConstraint(
        ["org_id", "import_id"], ["imports.org_id", "imports.id"], ondelete="RESTRICT"
    ),
    ForeignKeyConstraint(
        ["org_id", "account_id"], ["accounts.org_id", "accounts.id"], ondelete="RESTRICT"
    ),
)

import_headings = Table(
    "import_headings",
    metadata,
    Column("org_id", Id, nullable=False),
    Column("heading", Text, nullable=False),
    Column("field", String(32), nullable=False),
    PrimaryKeyConstraint("org_id", "heading"),
    ForeignKeyConstraint(["org_id"], ["organisations.id"], ondelete="RESTRICT"),
)
