"""Facts about who is inside. They bear the room's noun, because that is what people hear of."""

from dataclasses import dataclass
from typing import ClassVar

from kairan.domains.boundary import model
from kairan.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberJoined(Event):
    """Somebody is inside a room from this number on; the first thing that account hears of it."""

    type: ClassVar[str] = model.JOINED
    account: str
    from_no: int
    start_no: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLeft(Event):
    """Somebody is no longer inside; the last thing that account hears of the room. ``why``: left, removed."""

    type: ClassVar[str] = model.LEFT
    account: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleChanged(Event):
    """A name, an affiliation or a suspension of somebody inside changed: ask again for what shows it."""

    type: ClassVar[str] = "rooms.people_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerAdded(Event):
    """Somebody inside became an owner of the room."""

    type: ClassVar[str] = "rooms.owner_added"
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerRemoved(Event):
    """Somebody inside is no longer an owner of the room."""

    type: ClassVar[str] = "rooms.owner_removed"
    account: str
