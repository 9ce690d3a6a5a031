"""Passwords: their form, their hashing, and how they are changed."""

import unicodedata
from dataclasses import dataclass, field
from typing import Annotated

from argon2 import PasswordHasher, profiles
from argon2.exceptions import InvalidHashError, VerificationError
from msgspec import Meta

from kairan.domains.accounts.model.ways_in import Origin
from kairan.kernel.errors import BadInput

PASSWORD_LEAST = 8
PASSWORD_MOST = 256
PASSWORD_BYTES = 1_024
PasswordText = Annotated[str, Meta(max_length=PASSWORD_BYTES)]
_HASHER = PasswordHasher.from_parameters(profiles.RFC_9106_LOW_MEMORY)
DUMMY_HASH = (
    "$argon2id$v=19$m=65536,t=3,p=4$Jsf2lMdQWJp/8ru9FPFIHg"
    "$tsIh3wDjxWvHIIbYsjYTWIrNByKLaUkHl/B4VxUy5zU"
)
"""The hash of a password nobody has: verified for unknown logins, so that they take as long."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a password is compared with (None: none is set), and the entry link it goes back to."""

    account: str
    password_hash: str | None
    origin: Origin


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
