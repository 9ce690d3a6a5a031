"""Devices, notices, levels: as values, and the rules that need nothing but them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

Level = Literal["everything", "to_me", "nothing"]
Kind = Literal["message", "reminder", "test"]
Result = Literal["accepted", "gone", "refused", "again"]

LARGE_ROOM = 50
"""Above so many people a room begins with what is meant for oneself and announcements."""
MUTE_LIMIT = 366 * 24 * 3600
"""A mute has an end, at most so many seconds away."""
KEEP_FOR = timedelta(days=1)
"""A push that could not be sent for so long is dropped."""
LEASE = timedelta(minutes=2)
"""A claimed push that nobody settles (a crash) is due again after this."""
FIRST_RETRY = timedelta(seconds=15)
LONGEST_RETRY = timedelta(hours=1)
REMIND_EVERY = timedelta(minutes=10)
"""The unread of one message are reminded at most this often."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a browser gives us so that we can reach it (W3C Push API): an address and two keys."""

    endpoint: str = field(repr=False)
    p256dh: str = field(repr=False)
    auth: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Device:
    """A device of an account by the session it belongs to; without a subscription it can no longer be reached.

    ``delivered_at``: a push service last took something for it. ``failed_at``, ``failure``: when and why it
    last did not. ``tested_at`` and the rest: what became of the last test.
    """

    id: str
    account: str
    subscription: Subscription | None
    since: datetime
    delivered_at: datetime | None = None
    failed_at: datetime | None = None
    failure: str | None = None
    tested_at: datetime | None = None
    test_accepted_at: datetime | None = None
    test_failure: str | None = None
    arrived_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing to tell: of which message, by whom, where; never its text.

    ``name`` is the room's (empty where two people talk). ``personal``: to whom of the accounts it is meant
    (None: to all, an announcement); the others hear of it where their level is everything.
    """

    kind: Kind
    room: str | None
    no: int | None
    sender: str | None
    name: str
    personal: frozenset[str] | None = None
    urgency: Literal["normal", "high"] = "normal"


@dataclass(frozen=True, slots=True)
class Push:
    """A notice on its way to one device."""

    notice: str
    device: Device
    kind: Kind
    room: str | None
    no: int | None
    sender: str | None
    name: str
    urgency: Literal["normal", "high"]
    made_at: datetime
    tries: int


@dataclass(frozen=True, slots=True)
class Parcel:
    """A push that may be sent now, with the words it needs; ``token`` lets a test say that it arrived."""

    push: Push
    subscription: Subscription
    sender_name: str
    language: str
    token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Claim:
    """Take what is due, at most so many; ``watched`` are sessions with the room on their screen."""

    most: int
    watched: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a push that was claimed; ``retry_after`` in seconds where the push service said it."""

    notice: str
    device: str
    result: Result
    reason: str | None = None
    retry_after: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody chose for a room; one who never chose has the level rooms of that size begin with."""

    level: Level
    muted_until: datetime | None
    chosen: bool

    def lets_in(self, *, personal: bool, now: datetime) -> bool:
        """Say whether this person is to hear of something."""
        if self.muted_until is not None and now < self.muted_until:
            return False
        return self.level == "everything" or (self.level == "to_me" and personal)


@dataclass(frozen=True, slots=True)
class Reminder:
    """The unread of a message were last reminded then, by this account; ``people`` could be reached."""

    at: datetime
    by: str
    people: int


@dataclass(frozen=True, slots=True)
class Choose:
    """Choose for a room; ``mute_for``: nothing at all for so long."""

    room: str
    level: Level
    mute_for: timedelta


@dataclass(frozen=True, slots=True)
class DeviceId:
    """A device, as a command."""

    device: str


@dataclass(frozen=True, slots=True)
class TryDevices:
    """Send a test to one of one's devices; None: to all."""

    device: str | None


@dataclass(frozen=True, slots=True)
class Arrival:
    """The service worker of a device says that the test with this token's digest arrived."""

    digest: str


def default_level(people: int) -> Level:
    """Return the level that a room with so many people begins with."""
    return "to_me" if people > LARGE_ROOM else "everything"


def retry_in(tries: int, retry_after: int | None) -> timedelta:
    """Return after what time to try again: doubling, an hour at most, and never sooner than was asked for."""
    doublings = min(max(tries, 1) - 1, 20)
    backoff = min(FIRST_RETRY * (1 << doublings), LONGEST_RETRY)
    return max(backoff, timedelta(seconds=min(retry_after or 0, 86_400)))
