"""Ids and secrets: how things are named, and how what we hand out is kept.

An id is a UUIDv7 (RFC 9562) as 32 hexadecimal characters: ordered by time, made anywhere.
A secret is ``k1.<org>.<43 characters>``: it begins with its organisation, so that a lane or a
row-level policy can be chosen before anything is looked up. Only its SHA-256 is ever stored.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass

from uuid_utils import uuid7

_ID = re.compile(r"[0-9a-f]{32}")
_SECRET = re.compile(r"k1\.([0-9a-f]{32})\.[A-Za-z0-9_-]{43}")


def new_id() -> str:
    """Return a new id: 32 hexadecimal characters, later ones sort after earlier ones."""
    return uuid7().hex


def is_id(value: str) -> bool:
    """Say whether ``value`` has the form of an id; it says nothing of what it names."""
    return _ID.fullmatch(value) is not None


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret as we keep it: its organisation and the digest of the whole token."""

    org: str
    digest: str


def new_secret(org: str) -> tuple[str, Secret]:
    """Return a token with 256 random bits for somebody to carry, and what we store of it."""
    token = f"k1.{org}.{secrets.token_urlsafe(32)}"
    return token, Secret(org, digest(token))


def read_secret(token: str) -> Secret | None:
    """Return what we would have stored of ``token``, or None where it cannot be one of ours."""
    match = _SECRET.fullmatch(token)
    return Secret(match[1], digest(token)) if match else None


def digest(token: str) -> str:
    """Return the SHA-256 of a token in hexadecimal: enough for 256 random bits, no salt needed."""
    return hashlib.sha256(token.encode()).hexdigest()
