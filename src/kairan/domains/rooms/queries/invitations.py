"""Invitations: what owners see of them, and what whoever holds a link sees before entering."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kairan.domains.accounts import queries as accounts
from kairan.domains.accounts.model import Person
from kairan.domains.boundary import queries as places
from kairan.domains.rooms.errors import InvitationNotFound, OwnersOnly
from kairan.domains.rooms.model import Invitation
from kairan.domains.rooms.store import invitations as store
from kairan.domains.rooms.store import rooms as room_store
from kairan.domains.rooms.store.invitations import ApplicationRow, InvitationRow
from kairan.kernel.ctx import Ctx
from kairan.kernel.guard import Role


@dataclass(frozen=True, slots=True)
class Group:
    """How many people of one affiliation are inside."""

    name: str | None
    count: int
    outside: bool


@dataclass(frozen=True, slots=True)
class RoomAhead:
    """A room one is invited into, and who will see one there."""

    name: str
    members: int
    affiliations: list[Group]


@dataclass(frozen=True, slots=True)
class Inviter:
    """Who invites."""

    name: str
    affiliation: str | None


@dataclass(frozen=True, slots=True)
class Host:
    """The organisation one enters."""

    name: str
    outside_word: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What one sees before entering. ``already``: the room, where one is inside all of them."""

    organisation: Host
    kind: Literal["member", "guest"]
    inviter: Inviter
    rooms: list[RoomAhead]
    until: datetime
    approval: bool
    already: str | None


@dataclass(frozen=True, slots=True)
class Application:
    """Somebody who asks to be let in."""

    id: str
    account: str
    name: str
    affiliation: str | None
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class OwnApplication:
    """What somebody waits for: the room by name, and the names of who decides."""

    room: str
    asked_at: datetime
    deciders: list[str]


def list_invitations(ctx: Ctx, room: str) -> list[Invitation]:
    """Return the links by which somebody may enter a room now. Raises RoomNotFound."""
    places.get_stay(ctx, room)
    rows = store.list_good_invitations(ctx, room)
    inside = places.find_stays(ctx, [(room, row.made_by) for row in rows])
    return _views(ctx, [row for row in rows if (room, row.made_by) in inside])


def get_invitation(ctx: Ctx, invitation: str) -> Invitation:
    """Return a link into a room one is in. Raises InvitationNotFound."""
    row = store.find_invitation(ctx, invitation)
    rooms = store.rooms_of_invitations(ctx, [invitation]).get(invitation, ())
    if row is None or not places.find_stays(ctx, [(room, ctx.actor.id) for room in rooms]):
        raise InvitationNotFound
    return _views(ctx, [row])[0]


def preview(ctx: Ctx, digest: str) -> Preview:
    """Return what whoever holds a link sees before entering. Raises InvitationNotFound.

    For who is inside already it stays the way back, also when nobody new enters by it any more.
    """
    row = store.find_invitation_by_digest(ctx, digest)
    if row is None:
        raise InvitationNotFound
    rooms = store.rooms_of_invitations(ctx, [row.id])[row.id]
    if _already(ctx, rooms) is None:
        rooms = opened_rooms(ctx, row)
    inviter = accounts.people(ctx, [row.made_by])[row.made_by]
    organisation = accounts.get_organisation(ctx)
    return Preview(
        Host(organisation.name, organisation.outside_word),
        row.kind,
        Inviter(inviter.name, inviter.affiliation),
        _ahead(ctx, rooms),
        row.until,
        row.approval,
        _already(ctx, rooms),
    )


def opened_rooms(ctx: Ctx, row: InvitationRow) -> tuple[str, ...]:
    """Return the rooms a link opens now: those its maker is inside. Raises InvitationNotFound for none.

    So who was removed does not come back by a link made before, nor anybody else by it.
    """
    rooms = store.rooms_of_invitations(ctx, [row.id])[row.id]
    inside = places.find_stays(ctx, [(room, row.made_by) for room in rooms])
    opened = tuple(room for room in rooms if (room, row.made_by) in inside)
    suspended = accounts.people(ctx, [row.made_by])[row.made_by].suspended
    demoted = (
        row.kind == "member" and accounts.roles(ctx, [row.made_by]).get(row.made_by) != Role.ADMIN
    )
    if suspended or demoted or not opened or not row.is_good(ctx.now):
        raise InvitationNotFound
    return opened


def list_applications(ctx: Ctx, room: str) -> list[Application]:
    """Return who asks to be let into a room. Raises RoomNotFound, OwnersOnly."""
    if not places.get_stay(ctx, room).owner:
        raise OwnersOnly
    rows = store.list_open_applications(ctx, room=room)
    people = accounts.people(ctx, {row.account for row in rows})
    return [
        Application(
            row.id,
            row.account,
            people[row.account].name,
            people[row.account].affiliation,
            row.asked_at,
        )
        for row in rows
    ]


def list_own_applications(ctx: Ctx) -> list[OwnApplication]:
    """Return what the actor asked for and waits for, and who decides on it."""
    ctx.require(Role.GUEST, "rooms.list_own_applications")
    rows = store.list_open_applications(ctx, account=ctx.actor.id)
    owners: dict[str, list[str]] = {row.room: [] for row in rows}
    for stay in places.list_open_stays(ctx, *owners):
        if stay.owner:
            owners[stay.room].append(stay.account)
    every = {account for of in owners.values() for account in of}
    roles = accounts.roles(ctx, every | {row.invited_by for row in rows})
    people = accounts.people(ctx, every)
    names = room_store.find_rooms(ctx, list(owners))

    def may_decide(row: ApplicationRow, owner: str) -> bool:
        """As ``approve_application`` has it: a member is made by, or for, an administrator."""
        made_for = row.kind == "guest" or roles.get(row.invited_by) == Role.ADMIN
        return owner in roles and (made_for or roles[owner] == Role.ADMIN)

    return [
        OwnApplication(
            names[row.room].name,
            row.asked_at,
            [people[each].name for each in owners[row.room] if may_decide(row, each)],
        )
        for row in rows
    ]


def _ahead(ctx: Ctx, rooms: tuple[str, ...]) -> list[RoomAhead]:
    stays = places.list_open_stays(ctx, *rooms)
    people = accounts.people(ctx, {stay.account for stay in stays})
    readers: dict[str, list[Person]] = {room: [] for room in rooms}
    for stay in stays:
        if not people[stay.account].suspended:
            readers[stay.room].append(people[stay.account])
    found = room_store.find_rooms(ctx, rooms)
    return [RoomAhead(found[r].name, len(readers[r]), _groups(readers[r])) for r in rooms]


def _groups(readers: Sequence[Person]) -> list[Group]:
    return [
        Group(each.name, each.count, outside)
        for outside in (False, True)
        for each in places.affiliations(p for p in readers if p.outside is outside)
    ]


def _already(ctx: Ctx, rooms: tuple[str, ...]) -> str | None:
    account = ctx.actor.account
    if account is None:
        return None
    stays = places.find_stays(ctx, [(room, account) for room in rooms])
    return rooms[0] if len(stays) == len(rooms) else None


def _views(ctx: Ctx, rows: list[InvitationRow]) -> list[Invitation]:
    """Show links; of their rooms only those that the viewer is in."""
    rooms = store.rooms_of_invitations(ctx, [row.id for row in rows])
    every = {room for of in rooms.values() for room in of}
    mine = places.find_stays(ctx, [(room, ctx.actor.id) for room in every])
    people = accounts.people(ctx, {row.made_by for row in rows})
    return [
        Invitation(
            row.id,
            row.kind,
            tuple(room for room in rooms[row.id] if (room, ctx.actor.id) in mine),
            row.until,
            row.uses,
            row.used,
            row.approval,
            people[row.made_by].name,
            row.made_by == ctx.actor.id,
        )
        for row in rows
    ]
