"""Tables of accounts. Only ``organisations`` is ever read without knowing the organisation."""

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator

from kairan.domains.accounts.model import Settings
from kairan.kernel.tables import Digest, Id, Instant, metadata


class SettingsText(TypeDecorator[Settings]):
    """Somebody's settings as JSON; what another version of ours does not know is left out."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Settings | None, dialect: Dialect) -> str | None:
        """Turn settings into JSON."""
        return None if value is None else msgspec.json.encode(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Settings | None:
        """Turn JSON into settings."""
        return None if value is None else msgspec.json.decode(value, type=Settings)


organisations = Table(
    "organisations",
    metadata,
    Column("id", Id, nullable=False),
    Column("code", String(32), nullable=False),
    Column("name", String(100), nullable=False),
    Column("outside_word", String(100), nullable=False),
    Column("unsend_for", Integer, nullable=False),
    Column("help_name", String(100), nullable=False),
    Column("help_phone", String(50), nullable=False),
    Column("created_at", Instant, nullable=False),
    PrimaryKeyConstraint("id"),
    UniqueConstraint("code", name="organisations_by_code"),
)

baselines = Table(
    "baselines",
    metadata,
    Column("org_id", Id, nullable=False),
    Column("calls", Integer),
    Column("faxes", Integer),
    Column("mails", Integer),
    Column("hurts", String(500)),
    Column("recorded_at", Instant, nullable=False),
    PrimaryKeyConstraint("org_id"),
    ForeignKeyConstraint(["org_id"], ["organisations.id"], ondelete="RESTRICT"),
)

accounts = Table(
    "accounts",
    metadata,
    Column("org_id", Id, nullable=False),
    Column("id", Id, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("name", String(100), nullable=False),
    Column("affiliation", String(100)),
    Column("login", String(100)),
    Column("login_folded", Text),
    Column("password_hash", String(200)),
    Column("password_vouched_by_id", Id),
    # A session: no foreign key, because sessions have one to accounts.
    Column("password_vouched_in_id", Id),
    Column("state", String(16), nullable=False),
    Column("admin", Boolean, nullable=False),
    Column("language", String(8), nullable=False),
    Column("settings", SettingsText, nullable=False),
    Column("sponsor_id", Id),
    Column("waiting", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("first_in_at", Instant),
    PrimaryKeyConstraint("org_id", "id"),
    UniqueConstraint("org_id", "login_folded", name="accounts_by_login"),
    ForeignKeyConstraint(["org_id"], ["organisations.id"], ondelete="RESTRICT"),
    ForeignKeyConstraint(
        ["org_id", "sponsor_id"], ["accounts.org_id", "accounts.id"], ondelete="RESTRICT"
    ),
    ForeignKeyConstraint(
        ["org_id", "password_vouched_by_id"],
        ["accounts.org_id", "accounts.id"],
        ondelete="RESTRICT",
    ),
)
Index("accounts_by_admin", accounts.c.org_id, accounts.c.admin)

former_names = Table(
    "former_names",
    metadata,
    Column("org_id", Id, nullable=False),
    Column("account_id", Id, nullable=False),
    Column("until_seq", BigInteger, nullable=False),
    Column("name", String(100), nullable=False),
    Column("affiliation", String(100)),
    PrimaryKeyConstraint("org_id", "account_id", "until_seq"),
    ForeignKeyConstraint(
        ["org_id", "account_id"], ["accounts.org_id", "accounts.id"], ondelete="RESTRICT"
    ),
)

sessions = Table(
    "sessions",
    metadata,
    Column("org_id", Id, nullable=False),
    Column("id", Id, nullable=False),
    Column("digest", Digest, nullable=False),
    Column("account_id", Id, nullable=False),
    Column("vouched_by_id", Id),
    Column("vouched_in_id", Id),
    Column("device", String(200), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("last_seen_at", Instant, nullable=False),
    Column("ended_at", Instant),
    PrimaryKeyConstraint("org_id", "id"),
    UniqueConstraint("org_id", "digest", name="sessions_by_digest"),
    ForeignKeyConstraint(
        ["org_id", "account_id"], ["accounts.org_id", "accounts.id"], ondelete="RESTRICT"
    ),
    ForeignKeyConstraint(
        ["org_id", "vouched_by_id"], ["accounts.org_id", "accounts.id"], ondelete="RESTRICT"
    ),
    ForeignKeyConstraint(
        ["org_id", "vouched_in_id"], ["sessions.org_id", "sessions.id"], ondelete="RESTRICT"
    ),
)
Index("sessions_by_account", sessions.c.org_id, sessions.c.account_id, sessions.c.ended_at)

entry_links = Table(
    "entry_links",
    metadata,
    Column("org_id", Id, nullable=False),
    Column("id", Id, nullable=False),
    Column("digest", Digest, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("number_key", String(5), nullable=False),
    Column("number_hash", String(200)),
    Column("account_id", Id, nullable=False),
    Column("made_by_id", Id),
    Column("made_in_id", Id),
    Column("made_at", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Column("used_at", Instant),
    Column("revoked_at", Instant),
    PrimaryKeyConstraint("org_id", "id"),
    UniqueConstraint("org_id", "digest", name="entry_links_by_digest"),
    ForeignKeyConstraint(
        ["org_id", "account_id"], ["accounts.org_id", "accounts.id"], ondelete="RESTRICT"
    ),
    ForeignKeyConstraint(
        ["org_id", "made_by_id"], ["accounts.org_id", "accounts.id"], ondelete="RESTRICT"
    ),
    ForeignKeyConstraint(
        ["org_id", "made_in_id"], ["sessions.org_id", "sessions.id"], ondelete="RESTRICT"
    ),
)
Index("entry_links_by_account", entry_links.c.org_id, entry_links.c.account_id)
Index("entry_links_by_number", entry_links.c.org_id, entry_links.c.number_key)
Index("entry_links_by_maker", entry_links.c.org_id, entry_links.c.made_by_id)
