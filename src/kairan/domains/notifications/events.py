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


EVENTS = (DevicesChanged, LevelChanged)
