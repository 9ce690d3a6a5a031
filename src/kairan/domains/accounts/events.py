"""Facts about accounts. They carry ids only; whoever hears one asks again for the rest."""

from dataclasses import dataclass
from typing import ClassVar

from kairan.kernel import topics
from kairan.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionsEnded(Event):
    """Some of an account's sessions ended; their streams end with them."""

    type: ClassVar[str] = "accounts.sessions_ended"
    account: str
    sessions: tuple[str, ...]

    def topics(self) -> tuple[str, ...]:
        """Return that account's own topic."""
        return (topics.account(self.account),)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountEntered(Event):
    """An account signed in for the first time; for listeners only."""

    type: ClassVar[str] = "accounts.account_entered"
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSuspended(Event):
    """An account may no longer come in; its streams end, its sessions wait."""

    type: ClassVar[str] = "accounts.account_suspended"
    account: str

    def topics(self) -> tuple[str, ...]:
        """Return the administrators and that account."""
        return (topics.ADMINS, topics.account(self.account))


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRestored(Event):
    """A suspended account may come in again, also by the sessions it had."""

    type: ClassVar[str] = "accounts.account_restored"
    account: str

    def topics(self) -> tuple[str, ...]:
        """Return the administrators and that account."""
        return (topics.ADMINS, topics.account(self.account))


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleChanged(Event):
    """An account became an administrator, or is no longer one; its streams begin again."""

    type: ClassVar[str] = "accounts.role_changed"
    account: str

    def topics(self) -> tuple[str, ...]:
        """Return the administrators and that account."""
        return (topics.ADMINS, topics.account(self.account))


@dataclass(frozen=True, slots=True, kw_only=True)
class MeChanged(Event):
    """Something that an account sees of itself changed; ``shown``: what others see of it, too."""

    type: ClassVar[str] = "accounts.me_changed"
    account: str
    shown: bool = False

    def topics(self) -> tuple[str, ...]:
        """Return that account's own topic."""
        return (topics.account(self.account),)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationChanged(Event):
    """The name of the organisation, its word for outsiders or its time for unsending changed.

    Guests do not hear what members hear, and what ``GET /me`` says of the organisation is theirs,
    too: ``to`` names all the active ones.
    """

    type: ClassVar[str] = "accounts.organisation_changed"

    def topics(self) -> tuple[str, ...]:
        """Return the members, and each guest by the own topic."""
        return (topics.ORG, *(topics.account(guest) for guest in self.to))


EVENTS = (
    SessionsEnded,
    AccountEntered,
    AccountSuspended,
    AccountRestored,
    RoleChanged,
    MeChanged,
    OrganisationChanged,
)
