"""Facts about reading. In a restricted room names go to owners, senders and oneself only."""

from dataclasses import dataclass
from typing import ClassVar

from kairan.kernel import topics
from kairan.kernel.events import Event, Json


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named(Event):
    """A fact with names: where ``restricted``, the room does not hear it, only those in ``to``."""

    restricted: bool = False

    def topics(self) -> tuple[str, ...]:
        """Return who may hear it."""
        if self.restricted:
            return tuple(topics.account(account) for account in self.to)
        return (topics.room(self.room or ""),)

    def data(self) -> dict[str, Json]:
        """Leave out ``restricted``, which says nothing but who hears it."""
        kept = Event.data(self)
        del kept["restricted"]
        return kept


@dataclass(frozen=True, slots=True, kw_only=True)
class CursorsMoved(_Named):
    """People read on, at most one such fact a room and 200 ms: ``moves`` are ``[account, no]``."""

    type: ClassVar[str] = "receipts.cursors_moved"
    moves: list[Json]

    def data(self) -> dict[str, Json]:
        """Return the room too, as scripts expect it in the data."""
        return {"room": self.room, "moves": self.moves}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted(Event):
    """The figures of messages ``first`` to ``last`` of a restricted room changed; told without names.

    The figures are joined when it is told, by rooms, which knows the senders.
    """

    type: ClassVar[str] = "receipts.counted"
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged(_Named):
    """Somebody pressed 了解 on a message."""

    type: ClassVar[str] = "receipts.acknowledged"
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgementWithdrawn(_Named):
    """Somebody took 了解 back."""

    type: ClassVar[str] = "receipts.acknowledgement_withdrawn"
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldInPerson(_Named):
    """Somebody gave word that a person was told of a message by other means."""

    type: ClassVar[str] = "receipts.told_in_person"
    account: str
    how: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldWithdrawn(_Named):
    """That word was taken back."""

    type: ClassVar[str] = "receipts.told_withdrawn"
    account: str
