"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "audit",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("no", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("subject_id", sa.String(length=32), nullable=True),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "no"),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index("audit_by_subject", ["org_id", "subject_id", "no"], unique=False)

    op.create_table(
        "events",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.String(length=32), nullable=True),
        sa.Column("room_id", sa.String(length=32), nullable=True),
        sa.Column("no", sa.Integer(), nullable=True),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "seq"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "listener_cursors",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("listener", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "listener"),
    )
    op.create_table(
        "logs",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("head", sa.BigInteger(), nullable=False),
        sa.Column("epoch", sa.String(length=32), nullable=False),
        sa.Column("audit_no", sa.BigInteger(), nullable=False),
        sa.Column("audit_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("org_id"),
    )
    op.create_table(
        "organisations",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("outside_word", sa.String(length=100), nullable=False),
        sa.Column("unsend_for", sa.Integer(), nullable=False),
        sa.Column("help_name", sa.String(length=100), nullable=False),
        sa.Column("help_phone", sa.String(length=50), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code", name="organisations_by_code"),
    )
    op.create_table(
        "places",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("history", sa.String(length=16), nullable=False),
        sa.Column("reader_list", sa.String(length=16), nullable=False),
        sa.Column("head", sa.Integer(), nullable=False),
        sa.Column("countable", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "id"),
    )
    op.create_table(
        "accounts",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("affiliation", sa.String(length=100), nullable=True),
        sa.Column("login", sa.String(length=100), nullable=True),
        sa.Column("login_folded", sa.Text(), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("password_vouched_by_id", sa.String(length=32), nullable=True),
        sa.Column("password_vouched_in_id", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("admin", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("sponsor_id", sa.String(length=32), nullable=True),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("first_in_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["org_id", "sponsor_id"], ["accounts.org_id", "accounts.id"], ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "password_vouched_by_id"],
            ["accounts.org_id", "accounts.id"],
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["org_id"], ["organisations.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("org_id", "id"),
        sa.UniqueConstraint("org_id", "login_folded", name="accounts_by_login"),
    )
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.create_index("accounts_by_admin", ["org_id", "admin"], unique=False)

    op.create_table(
        "baselines",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=True),
        sa.Column("faxes", sa.Integer(), nullable=True),
        sa.Column("mails", sa.Integer(), nullable=True),
        sa.Column("hurts", sa.String(length=500), nullable=True),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organisations.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("org_id"),
    )
    op.create_table(
        "import_headings",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("field", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organisations.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("org_id", "heading"),
    )
    op.create_table(
        "units",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("parent_id", sa.String(length=32), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("order_no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "parent_id"], ["units.org_id", "units.id"], ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["org_id"], ["organisations.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("org_id", "id"),
    )
    with op.batch_alter_table("units", schema=None) as batch_op:
        batch_op.create_index("units_by_parent", ["org_id", "parent_id"], unique=False)

    op.create_table(
        "acknowledgements",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("room_id", sa.String(length=32), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "account_id"], ["accounts.org_id", "accounts.id"], ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "room_id"], ["places.org_id", "places.id"], ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("org_id", "room_id", "no", "account_id"),
    )
    op.create_table(
        "cursor_moves",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("room_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("from_no", sa.Integer(), nullable=False),
        sa.Column("to_no", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "account_id"], ["accounts.org_id", "accounts.id"], ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "room_id"], ["places.org_id", "places.id"], ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("org_id", "room_id", "account_id", "to_no"),
    )
    op.create_table(
        "cursors",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("room_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("from_seq", sa.BigInteger(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("announced_no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "account_id"], ["accounts.org_id", "accounts.id"], ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "room_id"], ["places.org_id", "places.id"], ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("org_id", "room_id", "account_id", "from_seq"),
    )
    with op.batch_alter_table("cursors", schema=None) as batch_op:
        batch_op.create_index(
            "cursors_unannounced",
            ["org_id", "room_id"],
            unique=False,
            sqlite_where=sa.text("no > announced_no"),
            postgresql_where=sa.text("no > announced_no"),
        )

    op.create_table(
        "sessions",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("vouched_by_id", sa.String(length=32), nullable=True),
        sa.Column("vouched_in_id", sa.String(length=32), nullable=True),
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("last_seen_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["org_id", "account_id"], ["accounts.org_id", "accounts.id"], ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "vouched_by_id"], ["accounts.org_id", "accounts.id"], ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "vouched_in_id"], ["sessions.org_id", "sessions.id"], ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("org_id", "id"),
        sa.UniqueConstraint("org_id", "digest", name="sessions_by_digest"),
    )
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.create_index(
            "sessions_by_account", ["org_id", "account_id", "ended_at"], unique=False
        )

    op.create_table(
        "entry_links",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("number_key", sa.String(length=5), nullable=False),
        sa.Column("number_hash", sa.String(length=200), nullable=True),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("made_by_id", sa.String(length=32), nullable=True),
        sa.Column("made_in_id", sa.String(length=32), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["org_id", "account_id"], ["accounts.org_id", "accounts.id"], ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "made_by_id"], ["accounts.org_id", "accounts.id"], ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "made_in_id"], ["sessions.org_id", "sessions.id"], ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("org_id", "id"),
        sa.UniqueConstraint("org_id", "digest", name="entry_links_by_digest"),
    )
    with op.batch_alter_table("entry_links", schema=None) as batch_op:
        batch_op.create_index("entry_links_by_account", ["org_id", "account_id"], unique=False)
        batch_op.create_index("entry_links_by_maker", ["org_id", "made_by_id"], unique=False)
        batch_op.create_index("entry_links_by_number", ["org_id", "number_key"], unique=False)

    op.create_table(
        "former_names",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("until_seq", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("affiliation", sa.String(length=100), nullable=True),
        sa.ForeignKeyConstraint(
            ["org_id", "account_id"], ["accounts.org_id", "accounts.id"], ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("org_id", "account_id", "until_seq"),
    )
    op.create_table(
        "imports",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("made_by_id", sa.String(length=32), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("error", sa.String(length=64), nullable=True),
        sa.Column("encoding", sa.String(length=16), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("blocks", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("next_block", sa.Integer(), nullable=False),
        sa.Column("planned", sa.Text(), nullable=False),
        sa.Column("ran", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "made_by_id"], ["accounts.org_id", "accounts.id"], ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["org_id"], ["organisations.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("org_id", "id"),
    )
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.create_index("imports_by_maker", ["org_id", "made_by_id", "state"], unique=False)

    op.create_table(
        "invitations",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("made_by_id", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("approval", sa.Boolean(), nullable=False),
        sa.Column("stopped_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["org_id", "made_by_id"], ["accounts.org_id", "accounts.id"], ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("org_id", "id"),
        sa.UniqueConstraint("org_id", "digest"),
    )
    op.create_table(
        "members",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("kana", sa.String(length=100), nullable=True),
        sa.Column("employee_no", sa.String(length=100), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=50), nullable=True),
        sa.Column("email_visible", sa.String(length=16), nullable=False),
        sa.Column("phone_visible", sa.String(length=16), nullable=False),
        sa.Column("affiliation", sa.String(length=100), nullable=True),
        sa.Column("unit_id", sa.String(length=32), nullable=True),
        sa.Column("position", sa.String(length=100), nullable=True),
        sa.Column("level", sa.String(length=100), nullable=True),
        sa.Column("order_no", sa.Integer(), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.Column("kana_folded", sa.Text(), nullable=False),
        sa.Column("sort_as", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "account_id"], ["accounts.org_id", "accounts.id"], ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "unit_id"], ["units.org_id", "units.id"], ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("org_id", "account_id"),
        sa.UniqueConstraint("org_id", "employee_no", name="members_by_employee_no"),
    )
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.create_index("members_by_unit", ["org_id", "unit_id"], unique=False)

    op.create_table(
        "rooms",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("unit_id", sa.String(length=32), nullable=True),
        sa.Column("pair", sa.String(length=65), nullable=True),
        sa.Column("created_by_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "created_by_id"], ["accounts.org_id", "accounts.id"], ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "id"], ["places.org_id", "places.id"], ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "unit_id"], ["units.org_id", "units.id"], ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("org_id", "id"),
        sa.UniqueConstraint("org_id", "pair"),
    )
    with op.batch_alter_table("rooms", schema=None) as batch_op:
        batch_op.create_index("rooms_by_unit", ["org_id", "unit_id"], unique=False)

    op.create_table(
        "stays",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("room_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("from_seq", sa.BigInteger(), nullable=False),
        sa.Column("until_seq", sa.BigInteger(), nullable=True),
        sa.Column("from_no", sa.Integer(), nullable=False),
        sa.Column("start_no", sa.Integer(), nullable=False),
        sa.Column("end_no", sa.Integer(), nullable=True),
        sa.Column("from_at", sa.BigInteger(), nullable=False),
        sa.Column("until_at", sa.BigInteger(), nullable=True),
        sa.Column("why", sa.String(length=16), nullable=True),
        sa.Column("owner", sa.Boolean(), nullable=False),
        sa.Column("outside", sa.Boolean(), nullable=False),
        sa.Column("suspended", sa.Boolean(), nullable=False),
        sa.Column("invited_by_id", sa.String(length=32), nullable=True),
        sa.Column("removed_by_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["org_id", "account_id"], ["accounts.org_id", "accounts.id"], ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "room_id"], ["places.org_id", "places.id"], ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("org_id", "room_id", "account_id", "from_seq"),
    )
    with op.batch_alter_table("stays", schema=None) as batch_op:
        batch_op.create_index(
            "stays_by_account", ["org_id", "account_id", "until_seq"], unique=False
        )
        batch_op.create_index(
            "stays_open",
            ["org_id", "room_id", "account_id"],
            unique=True,
            sqlite_where=sa.text("until_seq IS NULL"),
            postgresql_where=sa.text("until_seq IS NULL"),
        )

    op.create_table(
        "told",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("room_id", sa.String(length=32), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("how", sa.String(length=16), nullable=False),
        sa.Column("by_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "account_id"], ["accounts.org_id", "accounts.id"], ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "room_id"], ["places.org_id", "places.id"], ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("org_id", "room_id", "no", "account_id"),
    )
    op.create_table(
        "unit_administrators",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("unit_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "account_id"], ["accounts.org_id", "accounts.id"], ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "unit_id"], ["units.org_id", "units.id"], ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("org_id", "unit_id", "account_id"),
    )
    with op.batch_alter_table("unit_administrators", schema=None) as batch_op:
        batch_op.create_index(
            "unit_administrators_by_account", ["org_id", "account_id"], unique=False
        )

    op.create_table(
        "applications",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("invitation_id", sa.String(length=32), nullable=False),
        sa.Column("room_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("approved", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["org_id", "account_id"], ["accounts.org_id", "accounts.id"], ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "invitation_id"],
            ["invitations.org_id", "invitations.id"],
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "room_id"], ["rooms.org_id", "rooms.id"], ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("org_id", "id"),
    )
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.create_index(
            "applications_by_account", ["org_id", "account_id", "decided_at"], unique=False
        )
        batch_op.create_index(
            "applications_by_room", ["org_id", "room_id", "decided_at"], unique=False
        )

    op.create_table(
        "import_blocks",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("import_id", sa.String(length=32), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("rows", sa.LargeBinary(), nullable=False),
        sa.Column("bad", sa.Integer(), nullable=False),
        sa.Column("problems", sa.LargeBinary(), nullable=False),
        sa.Column("posts", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "import_id"], ["imports.org_id", "imports.id"], ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("org_id", "import_id", "no"),
    )
    op.create_table(
        "import_missing",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("import_id", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("suspended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["org_id", "account_id"], ["accounts.org_id", "accounts.id"], ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "import_id"], ["imports.org_id", "imports.id"], ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("org_id", "import_id", "revision", "no"),
        sa.UniqueConstraint(
            "org_id", "import_id", "revision", "account_id", name="import_missing_by_account"
        ),
    )
    op.create_table(
        "invitation_rooms",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("invitation_id", sa.String(length=32), nullable=False),
        sa.Column("room_id", sa.String(length=32), nullable=False),
        sa.Column("order_no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "invitation_id"],
            ["invitations.org_id", "invitations.id"],
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "room_id"], ["rooms.org_id", "rooms.id"], ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("org_id", "invitation_id", "room_id"),
    )
    with op.batch_alter_table("invitation_rooms", schema=None) as batch_op:
        batch_op.create_index("invitation_rooms_by_room", ["org_id", "room_id"], unique=False)

    op.create_table(
        "messages",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("room_id", sa.String(length=32), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("sender_id", sa.String(length=32), nullable=True),
        sa.Column("client_id", sa.String(length=64), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("system", sa.Text(), nullable=True),
        sa.Column("reply_no", sa.Integer(), nullable=True),
        sa.Column("forwarded", sa.Boolean(), nullable=False),
        sa.Column("audience", sa.Integer(), nullable=False),
        sa.Column("countable", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.Column("unsent_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["org_id", "room_id"], ["rooms.org_id", "rooms.id"], ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "sender_id"], ["accounts.org_id", "accounts.id"], ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("org_id", "room_id", "no"),
        sa.UniqueConstraint("org_id", "room_id", "sender_id", "client_id"),
    )
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.create_index(
            "messages_by_sender", ["org_id", "room_id", "sender_id", "no"], unique=False
        )
        batch_op.create_index("messages_by_time", ["org_id", "room_id", "sent_at"], unique=False)

    op.create_table(
        "undertakings",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("room_id", sa.String(length=32), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "account_id"], ["accounts.org_id", "accounts.id"], ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "room_id", "no"],
            ["messages.org_id", "messages.room_id", "messages.no"],
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("org_id", "room_id", "no", "account_id"),
    )
    op.create_table(
        "placements",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("unit_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.String(length=100), nullable=True),
        sa.Column("level", sa.String(length=100), nullable=True),
        sa.Column("order_no", sa.Integer(), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "account_id"], ["members.org_id", "members.account_id"], ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "unit_id"], ["units.org_id", "units.id"], ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("org_id", "account_id", "unit_id"),
    )
    with op.batch_alter_table("placements", schema=None) as batch_op:
        batch_op.create_index("placements_by_unit", ["org_id", "unit_id"], unique=False)

    op.create_table(
        "notices",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("room_id", sa.String(length=32), nullable=True),
        sa.Column("no", sa.Integer(), nullable=True),
        sa.Column("sender_id", sa.String(length=32), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("urgency", sa.String(length=16), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "room_id"], ["places.org_id", "places.id"], ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "sender_id"], ["accounts.org_id", "accounts.id"], ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("org_id", "id"),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index("notices_by_age", ["org_id", "made_at"], unique=False)
        batch_op.create_index("notices_by_message", ["org_id", "room_id", "no"], unique=False)

    op.create_table(
        "reminders",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("room_id", sa.String(length=32), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.String(length=32), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "by_id"], ["accounts.org_id", "accounts.id"], ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "room_id"], ["places.org_id", "places.id"], ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("org_id", "room_id", "no"),
    )
    op.create_table(
        "room_choices",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("room_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("muted_until", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["org_id", "account_id"], ["accounts.org_id", "accounts.id"], ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "room_id"], ["places.org_id", "places.id"], ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("org_id", "room_id", "account_id"),
    )
    op.create_table(
        "push_devices",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("session_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("endpoint", sa.Text(), nullable=True),
        sa.Column("p256dh", sa.String(length=128), nullable=True),
        sa.Column("auth", sa.String(length=64), nullable=True),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("delivered_at", sa.BigInteger(), nullable=True),
        sa.Column("failed_at", sa.BigInteger(), nullable=True),
        sa.Column("failure", sa.String(length=32), nullable=True),
        sa.Column("tested_at", sa.BigInteger(), nullable=True),
        sa.Column("test_digest", sa.String(length=64), nullable=True),
        sa.Column("test_accepted_at", sa.BigInteger(), nullable=True),
        sa.Column("test_failure", sa.String(length=32), nullable=True),
        sa.Column("arrived_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["org_id", "account_id"], ["accounts.org_id", "accounts.id"], ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "session_id"], ["sessions.org_id", "sessions.id"], ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("org_id", "session_id"),
    )
    with op.batch_alter_table("push_devices", schema=None) as batch_op:
        batch_op.create_index("push_devices_by_account", ["org_id", "account_id"], unique=False)
        batch_op.create_index("push_devices_by_endpoint", ["org_id", "endpoint"], unique=False)
        batch_op.create_index("push_devices_by_test", ["org_id", "test_digest"], unique=False)

    op.create_table(
        "pushes",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("notice_id", sa.String(length=32), nullable=False),
        sa.Column("device_id", sa.String(length=32), nullable=False),
        sa.Column("personal", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "device_id"],
            ["push_devices.org_id", "push_devices.session_id"],
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "notice_id"], ["notices.org_id", "notices.id"], ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("org_id", "notice_id", "device_id"),
    )
    with op.batch_alter_table("pushes", schema=None) as batch_op:
        batch_op.create_index("pushes_by_device", ["org_id", "device_id"], unique=False)
        batch_op.create_index("pushes_due", ["org_id", "due_at"], unique=False)
