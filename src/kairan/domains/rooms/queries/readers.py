"""The reader list of a message: who has read it, who was told, who has not, by name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypedDict

from kairan.domains.accounts import queries as accounts
from kairan.domains.accounts.model import Kind, Person
from kairan.domains.boundary import queries as places
from kairan.domains.boundary.errors import RoomNotFound
from kairan.domains.boundary.model import can_see
from kairan.domains.directory import queries as directory
from kairan.domains.receipts import queries as receipts
from kairan.domains.receipts.errors import Restricted
from kairan.domains.receipts.model import How
from kairan.domains.rooms.errors import MessageNotFound
from kairan.domains.rooms.store import messages as store
from kairan.domains.rooms.store import rooms
from kairan.kernel.ctx import Ctx


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Somebody on a reader list; ``phone`` where the one who looks may see it."""

    account: str
    name: str
    affiliation: str | None
    outside: bool
    kind: Kind
    phone: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread(Reader):
    """Has not read; ``never_in``: has not begun to use Kairan."""

    never_in: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldReader(Reader):
    """Was told by other means, according to ``by`` (empty: somebody who left before the viewer came).

    ``mine``: the viewer may take that back.
    """

    at: datetime
    how: How
    by: str
    mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown(Reader):
    """Of whom we cannot say: left the room, or is suspended."""

    why: Literal["left", "suspended"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Read(Reader):
    """Has read."""

    read_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgedReader(Reader):
    """Pressed 了解."""

    at: datetime


@dataclass(frozen=True, slots=True)
class About:
    """The message the list is about."""

    no: int
    text: str | None
    sent_at: datetime
    sender_name: str


@dataclass(frozen=True, slots=True)
class Readers:
    """The list as of ``taken_at``: read + told + unread + unknown + unnamed = audience.

    ``unnamed`` left before the guest who looks came: of those a guest is told no name.
    """

    taken_at: datetime
    message: About
    audience: int
    unread: list[Unread]
    told: list[ToldReader]
    unknown: list[Unknown]
    read: list[Read]
    acknowledged: list[AcknowledgedReader]
    unnamed: int
    came_later: int
    restricted: bool


@dataclass(frozen=True, slots=True)
class Head:
    """Where a list is from; ``room`` is empty for a direct room, which has no name of its own."""

    organisation: str
    outside_word: str
    room: str


class _Fields(TypedDict):
    account: str
    name: str
    affiliation: str | None
    outside: bool
    kind: Kind
    phone: str | None


@dataclass(frozen=True, slots=True)
class _Book:
    """Everybody who stands on the list, and the telephone numbers one may see."""

    people: Mapping[str, Person]
    phones: Mapping[str, str]

    def of(self, account: str) -> _Fields:
        person = self.people[account]
        return _Fields(
            account=account,
            name=person.name,
            affiliation=person.affiliation,
            outside=person.outside,
            kind=person.kind,
            phone=self.phones.get(account),
        )

    def sorted(self, accounts: Iterable[str]) -> list[str]:
        """Our own people first, then outsiders, each by affiliation and name."""

        def key(account: str) -> tuple[bool, str, str]:
            person = self.people[account]
            return person.outside, person.affiliation or "", person.name

        return sorted(accounts, key=key)


def head(ctx: Ctx, room: str) -> Head:
    """Return what stands above the list of a room that the actor was let into."""
    organisation, rows = accounts.get_organisation(ctx), rooms.find_rooms(ctx, [room])
    return Head(organisation.name, organisation.outside_word, rows[room].name)


def readers(ctx: Ctx, room: str, no: int) -> Readers:
    """Return the reader list of a message. Raises RoomNotFound, MessageNotFound, Restricted."""
    me, stays = ctx.actor.id, places.list_stays(ctx, room)
    stay = next((each for each in stays if each.open and each.account == me), None)
    if stay is None:
        raise RoomNotFound
    place = places.get_place(ctx, room)
    row = store.find_messages(ctx, [(room, no)]).get((room, no))
    if row is None or row.kind != "text" or not can_see([stay], no):
        raise MessageNotFound
    if not receipts.may_open(place, stay, row.sender):
        raise Restricted
    known = accounts.accounts(ctx, {each.account for each in stays})
    people = {id_: account.person for id_, account in known.items()}
    suspended = frozenset(id_ for id_, person in people.items() if person.suspended)
    found = receipts.readers(ctx, room, no, row.sender, stays=stays, suspended=suspended)
    hidden = {each.account for each in stays}
    hidden -= {each.account for each in stays if places.may_know(stay, each)}
    everybody = [*found.unread, *found.told, *found.unknown, *found.read]
    listed = [account for account in everybody if account not in hidden]
    book = _Book(people, directory.visible_phones(ctx, listed))
    return Readers(
        taken_at=ctx.now,
        message=About(no, row.text, row.sent_at, people[row.sender].name if row.sender else ""),
        audience=found.audience,
        unread=[
            Unread(**book.of(account), never_in=known[account].first_in_at is None)
            for account in book.sorted(found.unread)
            if account not in hidden
        ],
        told=[
            ToldReader(
                **book.of(account),
                at=word.at,
                how=word.how,
                by="" if word.by in hidden else people[word.by].name,
                mine=stay.owner or word.by == ctx.actor.id,
            )
            for account, word in found.told.items()
            if account not in hidden
        ],
        unknown=[
            Unknown(**book.of(account), why=why)
            for account, why in found.unknown.items()
            if account not in hidden
        ],
        read=[
            Read(**book.of(account), read_at=at)
            for account, at in sorted(found.read.items(), key=lambda item: item[1])
            if account not in hidden
        ],
        acknowledged=[
            AcknowledgedReader(**book.of(account), at=at)
            for account, at in sorted(found.acknowledged.items(), key=lambda item: item[1])
            if account not in hidden
        ],
        unnamed=len(everybody) - len(listed),
        came_later=found.came_later,
        restricted=place.restricted,
    )
