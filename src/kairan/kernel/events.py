"""Events: facts in the past tense, stored in the same transaction as the rows they tell of."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import ClassVar

from kairan.kernel import topics

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of all events. A subclass names its ``type`` and adds ids, never words.

    ``room`` and ``no`` place it in a room; ``to`` names further accounts that hear it. By default
    everybody in the room hears it; without a room, only ``to``.
    """

    type: ClassVar[str]
    room: str | None = None
    no: int | None = None
    to: tuple[str, ...] = ()

    def topics(self) -> tuple[str, ...]:
        """Return who may hear this fact."""
        inside = (topics.room(self.room),) if self.room else ()
        return inside + tuple(topics.account(account) for account in self.to)

    def data(self) -> dict[str, Json]:
        """Return what is stored beside room, number and topics."""
        placed = ("room", "no", "to")
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name not in placed}


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as the log holds it."""

    seq: int
    type: str
    at: datetime
    actor: str | None
    room: str | None
    no: int | None
    topics: tuple[str, ...]
    data: dict[str, Json]
