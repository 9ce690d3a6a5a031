"""Accounts as values, the form of logins and passwords, and the hashing of passwords."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, Literal

import msgspec
from argon2 import PasswordHasher, profiles
from argon2.exceptions import InvalidHashError, VerificationError
from msgspec import UNSET, Meta, UnsetType

from kairan.kernel import text
from kairan.kernel.errors import BadInput
from kairan.kernel.guard import Role

Kind = Literal["member", "guest", "line", "bot"]
State = Literal["active", "suspended"]
Language = Literal["ja", "en"]

SESSION_FOR = timedelta(days=180)
"""A session ends this long after it began, whatever happens."""
SESSION_IDLE_FOR = timedelta(days=90)
"""A session that was not seen for this long has ended."""
ENTRY_LINK_FOR = timedelta(days=30)
"""An entry link can be redeemed for this long."""
UNSEND_FOR = 24 * 60 * 60
"""Seconds in which a message can be unsent, until the organisation sets something else."""
UNSEND_MOST = 30 * UNSEND_FOR
"""The most seconds that an organisation can set for it."""

NAME_LIMIT = 100
OUTSIDE_WORD_LIMIT = 20
LOGIN_LIMIT = 100
PASSWORD_LEAST = 8
PASSWORD_MOST = 256
PASSWORD_BYTES = 1_024

Name = Annotated[str, Meta(max_length=NAME_LIMIT)]
Login = Annotated[str, Meta(max_length=LOGIN_LIMIT)]
Code = Annotated[str, Meta(max_length=32)]
PasswordText = Annotated[str, Meta(max_length=PASSWORD_BYTES)]

_CODE = re.compile("[a-z0-9-]{2,32}")
_HASHER = PasswordHasher.from_parameters(profiles.RFC_9106_LOW_MEMORY)
DUMMY_HASH = (
    "$argon2id$v=19$m=65536,t=3,p=4$Jsf2lMdQWJp/8ru9FPFIHg"
    "$tsIh3wDjxWvHIIbYsjYTWIrNByKLaUkHl/B4VxUy5zU"
)
"""The hash of a password nobody has: verified for unknown logins, so that they take as long."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation; ``outside_word`` is its word for outsiders, ``unsend_for`` is in seconds."""

    id: str
    code: str
    name: str
    outside_word: str = "社外"
    unsend_for: int = UNSEND_FOR


@dataclass(frozen=True, slots=True)
class Person:
    """What anybody who may know of somebody sees of them."""

    id: str
    name: str
    kind: Kind
    affiliation: str | None
    outside: bool
    suspended: bool


@dataclass(frozen=True, slots=True)
class Settings:
    """How somebody likes the client; kept on the server so that a new device looks the same."""

    text: Literal["standard", "large", "larger", "largest"] = "standard"
    simple: bool = False
    light: Literal["system", "light", "dark"] = "system"
    contrast: Literal["system", "high"] = "system"
    enter_sends: bool = True
    welcomed: bool = False


class SettingsChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Those of the settings that change; what is left out stays."""

    text: Literal["standard", "large", "larger", "largest"] | UnsetType = UNSET
    simple: bool | UnsetType = UNSET
    light: Literal["system", "light", "dark"] | UnsetType = UNSET
    contrast: Literal["system", "high"] | UnsetType = UNSET
    enter_sends: bool | UnsetType = UNSET
    welcomed: bool | UnsetType = UNSET

    def over(self, settings: Settings) -> Settings:
        """Return ``settings`` with these changes."""
        return msgspec.convert(msgspec.to_builtins(settings) | msgspec.to_builtins(self), Settings)


@dataclass(frozen=True, slots=True)
class Account:
    """Everything of an account but its password."""

    id: str
    kind: Kind
    name: str
    affiliation: str | None
    login: str | None
    has_password: bool
    state: State
    admin: bool
    language: Language
    settings: Settings
    sponsor: str | None
    waiting: bool
    created_at: datetime
    first_in_at: datetime | None

    @property
    def person(self) -> Person:
        """Return what others see."""
        outside, suspended = self.kind == "guest", self.state == "suspended"
        return Person(self.id, self.name, self.kind, self.affiliation, outside, suspended)

    @property
    def role(self) -> Role:
        """Return what the account may do in general."""
        return role(self.kind, admin=self.admin, waiting=self.waiting)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a password is compared with (None: none is set), and who issued the link it goes back to."""

    account: str
    password_hash: str | None
    vouched_by: str | None = None


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


@dataclass(frozen=True, slots=True)
class EntryLink:
    """A new entry link; the token is told this once."""

    token: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Voucher:
    """``by`` issued a link by which an account was, or can be, entered."""

    account: str
    by: str


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be made; ``login`` is None for guests."""

    kind: Kind
    name: str
    affiliation: str | None = None
    login: str | None = None
    password_hash: str | None = None
    admin: bool = False
    sponsor: str | None = None
    waiting: bool = False
    language: Language = "ja"


@dataclass(frozen=True, slots=True)
class AccountChange:
    """What an account is called from now on, as a whole."""

    account: str
    name: str
    affiliation: str | None
    login: str | None


@dataclass(frozen=True, slots=True)
class AccountId:
    """An account, as a command."""

    account: str


@dataclass(frozen=True, slots=True)
class SessionId:
    """A session, as a command."""

    session: str


@dataclass(frozen=True, slots=True)
class SeenSessions:
    """Sessions that were in use, as the surfaces noticed."""

    sessions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundOrganisation:
    """A new organisation with its first administrator, whose password is already hashed."""

    code: Code
    name: Name
    admin_name: Name
    login: Login
    password_hash: str | None
    outside_word: Name = "社外"
    language: Language = "ja"


@dataclass(frozen=True, slots=True)
class Founded:
    """A new organisation and its first administrator."""

    organisation: str
    account: str


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
class Entered:
    """Somebody is in: the account, and the token of the new session (told this once)."""

    account: str
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ChangePassword:
    """A new password; ``old_hash`` is the one that the old password fitted (None: none was set)."""

    old_hash: str | None = field(repr=False)
    new_hash: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class GivePassword:
    """One password, already hashed, for several accounts."""

    accounts: tuple[str, ...]
    password_hash: str = field(repr=False)


class ChangeMe(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody changes about themselves; ``name`` and ``affiliation`` are for guests only."""

    language: Language | UnsetType = UNSET
    settings: SettingsChange | UnsetType = UNSET
    name: Name | UnsetType = UNSET
    affiliation: Name | UnsetType | None = UNSET


class ChangeOrganisation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What changes about the organisation itself; what is left out stays."""

    name: Name | UnsetType = UNSET
    outside_word: Name | UnsetType = UNSET
    unsend_for: Annotated[int, Meta(ge=0, le=UNSEND_MOST)] | UnsetType = UNSET


def role(kind: Kind, *, admin: bool, waiting: bool) -> Role:
    """Return the role that a kind of account carries; who waits to be let in is a guest until then."""
    if kind != "member" or waiting:
        return Role.GUEST
    return Role.ADMIN if admin else Role.MEMBER


def checked_name(value: str, field: str = "name") -> str:
    """Return a name in the form we keep. Raises BadInput as ``text.line``."""
    return text.line(field, value, most=NAME_LIMIT)


def checked_outside_word(value: str) -> str:
    """Return a word for outsiders in the form we keep. Raises BadInput as ``text.line``."""
    return text.line("outside_word", value, most=OUTSIDE_WORD_LIMIT)


def is_code(value: str) -> bool:
    """Say whether this can be the code of an organisation."""
    return _CODE.fullmatch(value) is not None


def checked_code(value: str) -> str:
    """Return an organisation's code. Raises BadInput with ``code``."""
    if not is_code(value):
        raise BadInput({"code": "not_a_code"})
    return value


def checked_login(value: str) -> str:
    """Return a login in the form we keep: no spaces and no ``@``, which divides it from the code.

    Raises BadInput with ``login`` as ``text.line`` does, or ``spaces`` or ``at_sign``.
    """
    login = text.line("login", unicodedata.normalize("NFKC", value), most=LOGIN_LIMIT)
    if any(character.isspace() for character in login):
        raise BadInput({"login": "spaces"})
    if not login.isprintable():
        raise BadInput({"login": "control_characters"})
    if "@" in login:
        raise BadInput({"login": "at_sign"})
    return login


def folded_login(value: str) -> str:
    """Return the form in which logins are unique and looked up."""
    return unicodedata.normalize("NFKC", value).strip().casefold()


def checked_password(field: str, value: str) -> str:
    """Return a new password as it is hashed (in NFC, RFC 8265).

    Raises BadInput with ``too_short``, ``too_long`` or ``control_characters``.
    """
    if len(value) > PASSWORD_MOST:
        raise BadInput({field: "too_long"}, limit=PASSWORD_MOST)
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in value):
        raise BadInput({field: "control_characters"})
    password = unicodedata.normalize("NFC", value)
    if len(password) < PASSWORD_LEAST:
        raise BadInput({field: "too_short"}, limit=PASSWORD_LEAST)
    if len(password.encode()) > PASSWORD_BYTES:
        raise BadInput({field: "too_long"}, limit=PASSWORD_MOST)
    return password


def hash_password(password: str) -> str:
    """Return the argon2id hash of a checked password (RFC 9106, low memory). Takes about 50 ms."""
    return _HASHER.hash(password)


def password_fits(password_hash: str | None, password: str) -> bool:
    """Say whether a password is the one that was hashed; takes as long where there is no hash."""
    typed = unicodedata.normalize("NFC", password).encode(errors="replace")[:PASSWORD_BYTES]
    try:
        return _HASHER.verify(password_hash or DUMMY_HASH, typed) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False
