"""Facts about notifications. Only whoever they concern hears them."""

from dataclasses import dataclass
from typing import ClassVar

from kairan.kernel import topics
from kairan.kernel.events import Event, Json


@dataclass(frozen=True, slots=True, kw_only=True)
class DevicesChanged(Event):
    """Something about one's devices changed: one more, one less, one that cannot be reached, a test's end."""

    type: ClassVar[str] = "notifications.devices_changed"
    account: str

    def topics(self) -> tuple[str, ...]:
        """Return that account's own topic."""
        return (topics.account(self.account),)

    def data(self) -> dict[str, Json]:
        """Return nothing: the devices are asked for when they are shown."""
        return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelChanged(Event):
    """One chose what to hear of a room; one's other devices show it, too."""

    type: ClassVar[str] = "notifications.level_changed"
    account: str

    def topics(self) -> tuple[str, ...]:
        """Return that account's own topic."""
        return (topics.account(self.account),)

    def data(self) -> dict[str, Json]:
        """Return nothing: the choice is asked for when it is shown."""
        return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded(Event):
    """The unread of a message were reminded; in a restricted room only those in ``to`` hear of it."""

    type: ClassVar[str] = "notifications.reminded"
    restricted: bool = False

    def topics(self) -> tuple[str, ...]:
        """Return who may hear it: whoever may open the reader list."""
        if self.restricted:
            return tuple(topics.account(account) for account in self.to)
        return (topics.room(self.room or ""),)

    def data(self) -> dict[str, Json]:
        """Return the message; how many were reminded stands in the list."""
        return {"no": self.no}


EVENTS = (DevicesChanged, LevelChanged, Reminded)
