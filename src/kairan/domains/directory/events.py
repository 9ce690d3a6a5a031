"""Facts about the directory. What the whole organisation hears carries no personal data."""

from dataclasses import dataclass
from typing import ClassVar

from kairan.kernel import topics
from kairan.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryChanged(Event):
    """Something in the directory changed; at most one for each action."""

    type: ClassVar[str] = "directory.directory_changed"

    def topics(self) -> tuple[str, ...]:
        """Return the members of the organisation."""
        return (topics.ORG,)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountsChanged(Event):
    """How many are in, not yet in or suspended changed somewhere."""

    type: ClassVar[str] = "directory.counts_changed"

    def topics(self) -> tuple[str, ...]:
        """Return the administrators."""
        return (topics.ADMINS,)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementsChanged(Event):
    """These accounts came into or left these units (for listeners: unit rooms follow it)."""

    type: ClassVar[str] = "directory.placements_changed"
    accounts: tuple[str, ...]
    units: tuple[str, ...]


EVENTS = (DirectoryChanged, CountsChanged, PlacementsChanged)
