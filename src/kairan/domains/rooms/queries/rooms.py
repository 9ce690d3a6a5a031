"""Rooms as their people get them, and who is inside."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kairan.domains.accounts import queries as accounts
from kairan.domains.accounts.model import Kind, Person
from kairan.domains.boundary import queries as places
from kairan.domains.boundary.model import Inside, Place, Stay
from kairan.domains.directory import queries as directory
from kairan.domains.notifications import queries as devices
from kairan.domains.receipts import queries as receipts
from kairan.domains.rooms.model import Message, Room
from kairan.domains.rooms.queries import messages
from kairan.domains.rooms.store import invitations as invitation_store
from kairan.domains.rooms.store import messages as message_store
from kairan.domains.rooms.store import rooms as store
from kairan.domains.rooms.store.rooms import RoomRow
from kairan.kernel import cursors
from kairan.kernel.ctx import Ctx
from kairan.kernel.events import Json, Recorded


@dataclass(frozen=True, slots=True)
class MemberInside:
    """Somebody inside a room: since when, invited by whom; to owners, whether a device can be told."""

    id: str
    name: str
    kind: Kind
    affiliation: str | None
    outside: bool
    suspended: bool
    owner: bool
    joined_at: datetime
    invited_by: str | None
    reachable: bool | None


def list_rooms(ctx: Ctx) -> list[Room]:
    """Return the actor's rooms, the one last written in first.

    A talk that somebody else has opened is there from its first message on.
    """
    stays = places.list_own_stays(ctx)
    if not stays:
        return []
    loaded = _load(ctx, stays)
    rooms = [_view(stay, loaded) for stay in stays if _has_begun(stay, loaded)]
    return sorted(rooms, key=lambda room: room.last.seq if room.last else 0, reverse=True)


def get_room(ctx: Ctx, room: str) -> Room:
    """Return one of the actor's rooms. Raises RoomNotFound."""
    return _views(ctx, [places.get_stay(ctx, room)])[0]


@dataclass(frozen=True, slots=True)
class MemberPage:
    """Some of the people inside, and where the next ones begin (None: these were the last)."""

    items: list[MemberInside]
    next: str | None


def list_members(ctx: Ctx, room: str) -> list[MemberInside]:
    """Return who is inside: our own as lists are ordered, then guests by affiliation and name.

    Raises RoomNotFound.
    """
    own, stays = places.get_stay(ctx, room), places.list_open_stays(ctx, room)
    ids = {stay.account for stay in stays} | {stay.invited_by for stay in stays if stay.invited_by}
    people = accounts.people(ctx, ids)
    of = {stay.account: stay for stay in stays}
    ordered = directory.in_order(ctx, [people[account] for account in of])
    reachable = devices.list_reachable(ctx, of) if own.owner else None
    return [_member(of[person.id], people, reachable) for person in ordered]


def page_members(ctx: Ctx, room: str, *, after: str | None, limit: int) -> MemberPage:
    """Return those who come after a cursor. Raises RoomNotFound, BadInput."""
    members = list_members(ctx, room)
    begin = 0 if after is None else cursors.resume([member.id for member in members], after)
    items, end = members[begin : begin + limit], begin + limit
    last = cursors.Mark(items[-1].id, end) if end < len(members) else None
    return MemberPage(items, cursors.encode(last) if last else None)


def tell_of_rooms(ctx: Ctx, events: list[Recorded]) -> dict[int, dict[str, Json]]:
    """Join to ``rooms.room_changed`` what the room is called and which rules it has now."""
    ids = {event.room or "" for event in events}
    found, rules = store.find_rooms(ctx, ids), places.find_places(ctx, ids)
    return {
        event.seq: {
            "name": found[event.room or ""].name,
            "history": rules[event.room or ""].history,
            "reader_list": rules[event.room or ""].reader_list,
        }
        for event in events
    }


def _member(
    stay: Stay, people: Mapping[str, Person], reachable: Collection[str] | None
) -> MemberInside:
    person = people[stay.account]
    inviter = people.get(stay.invited_by or "")
    return MemberInside(
        person.id,
        person.name,
        person.kind,
        person.affiliation,
        person.outside,
        person.suspended,
        stay.owner,
        stay.from_at,
        inviter.name if inviter and inviter.id != person.id else None,
        None if reachable is None else person.id in reachable,
    )


@dataclass(frozen=True, slots=True)
class _Loaded:
    """Everything the views of some rooms are made of, loaded in a fixed number of queries."""

    places: Mapping[str, Place]
    rows: Mapping[str, RoomRow]
    inside: Mapping[str, Inside]
    notable: Mapping[str, list[Stay]]
    cursors: Mapping[str, int]
    unread: Mapping[str, int]
    applications: Mapping[str, int]
    last: Mapping[str, Message]
    people: Mapping[str, Person]


def _has_begun(stay: Stay, loaded: _Loaded) -> bool:
    place, row = loaded.places[stay.room], loaded.rows[stay.room]
    return place.kind != "direct" or place.head > 0 or row.made_by == stay.account


def _views(ctx: Ctx, stays: Sequence[Stay]) -> list[Room]:
    if not stays:
        return []
    loaded = _load(ctx, stays)
    return [_view(stay, loaded) for stay in stays]


def _load(ctx: Ctx, stays: Sequence[Stay]) -> _Loaded:
    ids = [stay.room for stay in stays]
    found = places.find_places(ctx, ids)
    cursors = receipts.own_cursors(ctx, stays)
    heads = {(room, place.head) for room, place in found.items()}
    rows = messages.rows_of(ctx, heads | set(cursors.items()))
    notable: dict[str, list[Stay]] = {}
    for stay in places.list_notable_stays(ctx, ids):
        notable.setdefault(stay.room, []).append(stay)
    last = {key[0]: row for key, row in rows.items() if key in heads}
    last = {stay.room: last[stay.room] for stay in stays if _sees_last(stay, found, last)}
    named = {stay.account for each in notable.values() for stay in each}
    people = accounts.people(ctx, named | messages.people_in(list(last.values())))
    return _Loaded(
        places=found,
        rows=store.find_rooms(ctx, ids),
        inside=places.count_inside(ctx, ids),
        notable=notable,
        cursors=cursors,
        unread=_unread(ctx, stays, found, cursors, {k: row.countable for k, row in rows.items()}),
        applications=invitation_store.count_open_applications(
            ctx, [stay.room for stay in stays if stay.owner]
        ),
        last={room: messages.view(ctx, row, people) for room, row in last.items()},
        people=people,
    )


def _sees_last(stay: Stay, found: Mapping[str, Place], last: Mapping[str, object]) -> bool:
    return stay.room in last and found[stay.room].head >= stay.from_no


def _unread(
    ctx: Ctx,
    stays: Sequence[Stay],
    found: Mapping[str, Place],
    cursors: Mapping[str, int],
    countable: Mapping[messages.Key, int],
) -> dict[str, int]:
    """Messages of others after the cursor: a difference of running numbers, less what counts for nobody."""
    behind = {room: no for room, no in cursors.items() if no < found[room].head}
    neither = message_store.count_not_unread(ctx, ctx.actor.id, behind)
    return {
        room: found[room].countable - countable.get((room, no), 0) - neither.get(room, 0)
        for room, no in behind.items()
    }


def _view(stay: Stay, loaded: _Loaded) -> Room:
    place, row = loaded.places[stay.room], loaded.rows[stay.room]
    notable = loaded.notable.get(stay.room, [])
    people = [loaded.people[each.account] for each in notable if each.account in loaded.people]
    outsiders = [person for person in people if person.outside and not person.suspended]
    peer = (
        next((p for p in people if p.id != stay.account), None) if place.kind == "direct" else None
    )
    inside = loaded.inside.get(stay.room, Inside(0, 0))
    return Room(
        id=place.id,
        kind=place.kind,
        name=peer.name if peer else row.name,
        peer=peer,
        unit=row.unit,
        owner=stay.owner,
        members=inside.members,
        outside=inside.outside,
        outside_affiliations=tuple(a.name for a in places.affiliations(outsiders) if a.name),
        head=place.head,
        cursor=loaded.cursors[stay.room],
        unread=loaded.unread.get(stay.room, 0),
        from_no=stay.from_no,
        start_no=stay.start_no,
        history=place.history,
        reader_list=place.reader_list,
        applications=loaded.applications.get(stay.room, 0),
        last=loaded.last.get(stay.room),
    )
