"""The gate: who somebody is, and what that role carries.

An action or a query names the least role that carries it. What governs single rooms and people is the
domains' own affair (one's rooms, one's units); "not yours" is then *not found*.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from kairan.kernel.errors import NotAllowed, NotSignedIn
from kairan.kernel.ids import Secret
from kairan.kernel.store import Transaction


class Role(IntEnum):
    """Roles, each of which carries what the ones before it carry."""

    ANYONE = 0
    GUEST = 1
    MEMBER = 2
    ADMIN = 3
    SERVER = 4


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an account with its session, nobody, or the server itself."""

    role: Role
    account: str | None = None
    session: str | None = None

    @property
    def id(self) -> str:
        """Return the account's id. Raises NotSignedIn for nobody and for the server."""
        if self.account is None:
            raise NotSignedIn
        return self.account


NOBODY = Actor(Role.ANYONE)
SERVER = Actor(Role.SERVER)


class Authenticator(Protocol):
    """Whoever can say who carries a secret (the accounts domain), for many at once."""

    def __call__(self, tx: Transaction, secrets: Sequence[Secret]) -> dict[str, Actor]:
        """Return the actor of each digest that is good at this moment; others are left out."""


def require(actor: Actor, role: Role, permission: str) -> None:
    """Return if ``actor`` has at least ``role``; raise NotSignedIn for nobody, else NotAllowed."""
    if actor.role >= role:
        return
    if actor.role is Role.ANYONE:
        raise NotSignedIn
    raise NotAllowed(permission=permission)
