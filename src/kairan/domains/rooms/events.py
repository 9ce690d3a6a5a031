"""Facts about rooms and messages. Facts about who is inside are the boundary's."""

from dataclasses import dataclass
from typing import ClassVar

from kairan.kernel import topics
from kairan.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSent(Event):
    """A message, or a system message, has its number in a room. The words are joined when it is told."""

    type: ClassVar[str] = "rooms.message_sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageUnsent(Event):
    """A message was taken back by its sender; its number stays."""

    type: ClassVar[str] = "rooms.message_unsent"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageUndertaken(Event):
    """Somebody said 対応します to a message; everybody inside hears the name."""

    type: ClassVar[str] = "rooms.message_undertaken"
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UndertakingWithdrawn(Event):
    """Somebody took 対応します back."""

    type: ClassVar[str] = "rooms.undertaking_withdrawn"
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomChanged(Event):
    """The name or a rule of a room changed; what it is now is joined when it is told."""

    type: ClassVar[str] = "rooms.room_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationsChanged(Event):
    """An invitation into a room was made, used, or stopped."""

    type: ClassVar[str] = "rooms.invitations_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationMade(Event):
    """Somebody asks to be let in; the owners hear of it."""

    type: ClassVar[str] = "rooms.application_made"
    id: str

    def topics(self) -> tuple[str, ...]:
        """Return the owners named in ``to``."""
        return tuple(topics.account(account) for account in self.to)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationClosed(Event):
    """An application was approved or refused; the owners and the applicant hear of it."""

    type: ClassVar[str] = "rooms.application_closed"
    id: str

    def topics(self) -> tuple[str, ...]:
        """Return the owners and the applicant named in ``to``."""
        return tuple(topics.account(account) for account in self.to)
