"""Stays and places, and the two functions that decide everything: ``can_see`` and ``may_hear``."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from kairan.kernel import topics
from kairan.kernel.events import Recorded
from kairan.kernel.guard import Role

Kind = Literal["group", "direct", "unit"]
History = Literal["all", "from_joining"]
ReaderList = Literal["everyone", "owners"]

JOINED = "rooms.member_joined"
LEFT = "rooms.member_left"


@dataclass(frozen=True, slots=True)
class Place:
    """A room as the boundary knows it. ``head`` is the last message number, ``countable`` how many of
    them count as unread for somebody who has read none."""

    id: str
    kind: Kind
    history: History
    reader_list: ReaderList
    head: int
    countable: int

    @property
    def shared(self) -> bool:
        """Say whether it has owners: two people between themselves have none."""
        return self.kind != "direct"

    @property
    def restricted(self) -> bool:
        """Say whether only owners and senders may open the reader list."""
        return self.reader_list == "owners"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """One account's time inside one place; see the package for the meaning of the numbers.

    One that begins has no end, and nobody is an owner or from outside unless it is said.
    """

    room: str
    account: str
    from_seq: int
    until_seq: int | None = None
    from_no: int
    start_no: int
    end_no: int | None = None
    from_at: datetime
    until_at: datetime | None = None
    owner: bool = False
    outside: bool = False
    invited_by: str | None = None
    removed_by: str | None = None

    @property
    def open(self) -> bool:
        """Say whether the account is inside now."""
        return self.until_seq is None


@dataclass(frozen=True, slots=True)
class Inside:
    """How many can read a room now, and how many of them are from outside."""

    members: int
    outside: int


class Numbered(Protocol):
    """What has a beginning and an end in the numbers of a room: a stay, a cursor."""

    @property
    def start_no(self) -> int:
        """The head when it began."""

    @property
    def end_no(self) -> int | None:
        """The head when it ended; None: it has not."""


def was_inside(stay: Numbered, no: int) -> bool:
    """Say whether message ``no`` was written while somebody was inside."""
    return stay.start_no < no and (stay.end_no is None or no <= stay.end_no)


def heirs(stays: Iterable[Stay], suspended: Collection[str]) -> list[Stay]:
    """Return who becomes owner where no owner is left who can act: the member inside longest, one a room.

    ``stays`` are open, the oldest first. Neither guests nor the suspended are asked, and nobody comes in
    to own a room: where only they are left, the room waits for one of its members.
    """
    able = [stay for stay in stays if not stay.outside and stay.account not in suspended]
    owned = {stay.room for stay in able if stay.owner}
    first: dict[str, Stay] = {}
    for stay in able:
        if stay.room not in owned:
            first.setdefault(stay.room, stay)
    return list(first.values())


def can_see(stays: Iterable[Stay], no: int) -> bool:
    """Say whether somebody with these stays in a place may read message ``no`` now."""
    return any(stay.open and no >= stay.from_no for stay in stays)


def may_hear(stays: Iterable[Stay], seq: int, no: int | None) -> bool:
    """Say whether somebody with these stays in a place hears a fact of it, live and in replay.

    ``seq`` is the fact's number, ``no`` the message it speaks of, if any. Like reading, hearing needs an
    open stay: who was removed is not even told again what was heard inside.
    """
    return any(
        stay.open and stay.from_seq <= seq and (no is None or no >= stay.from_no) for stay in stays
    )


@dataclass(slots=True)
class Hearing:
    """What one account may hear (the kernel's ``Ear``): its role and its stays, kept right by folding."""

    account: str
    role: Role
    stays: dict[str, list[Stay]] = field(default_factory=dict)

    def topics(self) -> dict[str, int]:
        """Return every topic this account listens to now, with the first message heard there."""
        own = {topics.account(self.account): 0}
        if self.role >= Role.MEMBER:
            own[topics.ORG] = 0
        if self.role >= Role.ADMIN:
            own[topics.ADMINS] = 0
        open_ones = (stay for stays in self.stays.values() for stay in stays if stay.open)
        return own | {topics.room(stay.room): stay.from_no for stay in open_ones}

    def hears(self, topic: str, event: Recorded) -> bool:
        """Say whether this account may hear ``event`` because of one of its topics."""
        if topic == topics.ORG:
            return self.role >= Role.MEMBER
        if topic == topics.ADMINS:
            return self.role >= Role.ADMIN
        kind, _, id_ = topic.partition(":")
        if kind == "account":
            return id_ == self.account and self._is_inside_or_leaves(event)
        return may_hear(self.stays.get(id_, ()), event.seq, event.no)

    def may_hear(self, event: Recorded) -> bool:
        """Say whether this account may hear ``event``."""
        return any(self.hears(topic, event) for topic in event.topics)

    def fold(self, event: Recorded) -> bool:
        """Take in a change of membership of this account; say whether its topics changed."""
        if event.room is None or event.data.get("account") != self.account:
            return False
        if event.type == JOINED:
            return self._enter(event)
        if event.type == LEFT:
            return self._leave(event.room, event.seq)
        return False

    def _is_inside_or_leaves(self, event: Recorded) -> bool:
        """A fact of a room is heard only inside, by name too, but for one's own leaving."""
        if event.room is None or event.type == LEFT:
            return True
        return may_hear(self.stays.get(event.room, ()), event.seq, event.no)

    def _enter(self, event: Recorded) -> bool:
        assert event.room is not None
        known = self.stays.setdefault(event.room, [])
        if any(stay.from_seq >= event.seq for stay in known):
            return False
        known.append(_stay_of(event))
        return True

    def _leave(self, room: str, seq: int) -> bool:
        """Forget the room: live, nothing of it will be asked about again."""
        known = self.stays.get(room, [])
        if not any(stay.open and stay.from_seq < seq for stay in known):
            return False
        del self.stays[room]
        return True


def _stay_of(event: Recorded) -> Stay:
    """Return the stay that a ``member_joined`` began, as far as hearing needs it."""
    from_no, start_no = event.data["from_no"], event.data["start_no"]
    assert event.room is not None
    assert isinstance(from_no, int)
    assert isinstance(start_no, int)
    account = str(event.data["account"])
    return Stay(
        room=event.room,
        account=account,
        from_seq=event.seq,
        from_no=from_no,
        start_no=start_no,
        from_at=event.at,
    )
