"""Signing in, sessions and entry links as values."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

SESSION_FOR = timedelta(days=180)
"""A session ends this long after it began, whatever happens."""
SESSION_IDLE_FOR = timedelta(days=90)
"""A session that was not seen for this long has ended."""
ENTRY_LINK_FOR = timedelta(days=30)
"""An entry link can be redeemed for this long."""
DEVICE_LINK_FOR = timedelta(minutes=10)
"""A link for one more device of one's own can be redeemed for this long."""
LinkKind = Literal["entry", "device"]
"""``entry``: the way in, after which old devices are signed out; ``device``: one more of one's own."""


@dataclass(frozen=True, slots=True)
class SignInPlace:
    """Where a login leads: the organisation after the ``@`` (or the only one), and the rest."""

    organisation: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Session:
    """One device somebody is signed in on; ``current`` is the one that asks."""

    id: str
    device: str
    created_at: datetime
    last_seen_at: datetime
    current: bool


@dataclass(frozen=True, slots=True)
class EntryPreview:
    """What an entry link shows before it is used: whose it is, where, until when."""

    name: str
    organisation: str
    until: datetime
    kind: LinkKind


@dataclass(frozen=True, slots=True)
class EntryLink:
    """A new entry link; the token is told this once. ``number_key`` begins the number for typing."""

    token: str = field(repr=False)
    number_key: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Card:
    """A living entry link as its card names it."""

    account: str
    number_key: str
    until: datetime


@dataclass(frozen=True, slots=True)
class NumberedLink:
    """A living link by its number: the hash is what the typed secret is compared with."""

    link: str
    account: str
    number_hash: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Origin:
    """The entry link that something goes back to, if any: who issued it, and in which session."""

    by: str | None = None
    session: str | None = None


NO_ORIGIN = Origin()
"""Of what goes back to no entry link: set-up, an invitation, a password of before."""


@dataclass(frozen=True, slots=True)
class Voucher:
    """``by`` issued a link by which an account was, or can be, entered, or let its issuer in by another."""

    account: str
    by: str


@dataclass(frozen=True, slots=True)
class SessionId:
    """A session, as a command."""

    session: str


@dataclass(frozen=True, slots=True)
class SeenSessions:
    """Sessions that were in use, as the surfaces noticed."""

    sessions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody whose password fitted ``password_hash`` a moment ago."""

    account: str
    password_hash: str = field(repr=False)
    device: str


@dataclass(frozen=True, slots=True)
class RefuseSignIn:
    """A sign-in that failed: at which account, if the login is known, and from where."""

    account: str | None
    address: str


@dataclass(frozen=True, slots=True)
class UseEntryLink:
    """Somebody redeems the entry link with this digest."""

    digest: str
    device: str


@dataclass(frozen=True, slots=True)
class UseEntryNumber:
    """Somebody redeems a link whose number fitted ``number_hash`` a moment ago."""

    link: str
    number_hash: str = field(repr=False)
    device: str


@dataclass(frozen=True, slots=True)
class AddDevice:
    """One more device of one's own; the secret of its number is already hashed."""

    number_hash: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody is in: the account, and the token of the new session (told this once)."""

    account: str
    token: str = field(repr=False)
