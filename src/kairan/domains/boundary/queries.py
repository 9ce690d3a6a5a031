"""What one may ask about who is inside."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kairan.domains.accounts import queries as accounts
from kairan.domains.accounts.model import Person
from kairan.domains.boundary import store
from kairan.domains.boundary.errors import RoomNotFound
from kairan.domains.boundary.model import Hearing, Inside, Place, Stay, heirs
from kairan.kernel.ctx import Ctx
from kairan.kernel.events import Json, Recorded
from kairan.kernel.topics import Ear


@dataclass(frozen=True, slots=True)
class Affiliation:
    """How many of those inside belong to one affiliation (None: none was given)."""

    name: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the edge: how many, and of which affiliations, most first."""

    count: int
    affiliations: tuple[Affiliation, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody came or went."""

    at: datetime
    account: str
    name: str
    what: Literal["joined", "left"]
    by: str | None


@dataclass(frozen=True, slots=True)
class Boundary:
    """Who can read a room now, by side and affiliation, and the changes, newest first."""

    total: int
    inside: Side
    outside: Side
    changes: tuple[Change, ...]


def hearings(ctx: Ctx, ids: Sequence[str]) -> dict[str, Ear]:
    """Return what these accounts may hear at the head of ``ctx`` (the kernel's ``Audience``)."""
    roles = accounts.roles(ctx, ids)
    ears = {account: Hearing(account, roles[account]) for account in ids if account in roles}
    for stay in store.list_open_stays_of(ctx, list(ears)):
        ears[stay.account].stays.setdefault(stay.room, []).append(stay)
    return dict(ears)


def get_stay(ctx: Ctx, room: str) -> Stay:
    """Return the actor's own open stay in a room. Raises RoomNotFound."""
    return get_stays(ctx, [(room, ctx.actor.id)])[0]


def get_stays(ctx: Ctx, pairs: Sequence[tuple[str, str]]) -> list[Stay]:
    """Return the open stay of each pair of room and account. Raises RoomNotFound where one is missing."""
    found = store.find_open_stays(ctx, pairs)
    if any(pair not in found for pair in pairs):
        raise RoomNotFound
    return [found[pair] for pair in pairs]


def find_stays(ctx: Ctx, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Stay]:
    """Return the open stays among these pairs of room and account."""
    return store.find_open_stays(ctx, pairs)


def get_place(ctx: Ctx, room: str) -> Place:
    """Return a place whatever the actor may see: for those who checked a stay. Raises RoomNotFound."""
    found = store.find_places(ctx, [room])
    if room not in found:
        raise RoomNotFound
    return found[room]


def find_places(ctx: Ctx, rooms: Iterable[str]) -> dict[str, Place]:
    """Return the places among these ids."""
    return store.find_places(ctx, rooms)


def list_own_stays(ctx: Ctx) -> list[Stay]:
    """Return the actor's open stays."""
    return store.list_open_stays_of(ctx, [ctx.actor.id])


def list_stays(ctx: Ctx, *rooms: str) -> list[Stay]:
    """Return every stay there ever was in these rooms; for those who checked their own."""
    return store.list_stays_in(ctx, *rooms)


def list_open_stays(ctx: Ctx, *rooms: str) -> list[Stay]:
    """Return the stays of those who are inside these rooms now; for those who checked their own."""
    return store.list_open_stays_in(ctx, *rooms)


def list_owners(ctx: Ctx, room: str) -> tuple[str, ...]:
    """Return the accounts of those who own a room now; for those who checked their own stay."""
    return tuple(stay.account for stay in store.list_owner_stays(ctx, [room]))


def list_stays_of(ctx: Ctx, room: str, account: str) -> list[Stay]:
    """Return every stay an account ever had in a room; for those who checked their own."""
    return store.list_stays_of(ctx, room, account)


def list_notable_stays(ctx: Ctx, rooms: Sequence[str]) -> list[Stay]:
    """Return the open stays of outsiders in these rooms, and of everybody in the direct ones."""
    return store.list_notable_stays(ctx, rooms)


def list_rooms_of(ctx: Ctx, ids: Iterable[str]) -> list[str]:
    """Return the rooms that any of these accounts is inside now. For listeners, which act for nobody."""
    return store.list_rooms_of(ctx, ids)


def list_heirs(ctx: Ctx, rooms: Iterable[str]) -> list[Stay]:
    """Return who is to become owner in those of these rooms where no owner is left who can act."""
    shared = [room for room, place in store.find_places(ctx, rooms).items() if place.shared]
    owners = store.list_owner_stays(ctx, shared)
    people = accounts.people(ctx, {stay.account for stay in owners})
    owned = {stay.room for stay in owners if not people[stay.account].suspended}
    unowned = [room for room in shared if room not in owned]
    if not unowned:
        return []
    stays = store.list_open_stays_in(ctx, *unowned)
    inside = accounts.people(ctx, {stay.account for stay in stays}).values()
    return heirs(stays, {person.id for person in inside if person.suspended})


def list_able_stays(ctx: Ctx, room: str) -> list[Stay]:
    """Return the stays of those inside now who are not suspended; for those who checked their own."""
    stays = store.list_open_stays_in(ctx, room)
    people = accounts.people(ctx, {stay.account for stay in stays})
    return [stay for stay in stays if not people[stay.account].suspended]


def count_inside(ctx: Ctx, rooms: Sequence[str]) -> dict[str, Inside]:
    """Return how many can read each room now, and how many of them are from outside."""
    return store.count_inside(ctx, rooms)


def count_stays(ctx: Ctx, rooms: Sequence[str]) -> dict[str, int]:
    """Return how many are inside each room, the suspended included: the audience of what is written now."""
    return store.count_stays(ctx, rooms)


def all_see_from(ctx: Ctx, rooms: Iterable[str]) -> dict[str, int]:
    """Return the number of the first message that everybody inside each room may see."""
    return store.all_see_from(ctx, rooms)


def is_inside_somewhere(ctx: Ctx, account: str) -> bool:
    """Say whether an account is inside any room now."""
    return bool(store.list_open_stays_of(ctx, [account]))


def removed_from(ctx: Ctx, account: str, rooms: Sequence[str]) -> frozenset[str]:
    """Return those of these rooms that an owner removed the account from when it was last inside."""
    return store.list_rooms_removed_from(ctx, account, rooms)


def acquaintances(ctx: Ctx) -> frozenset[str]:
    """Return everybody who is inside a room together with the actor: all that a guest may know of."""
    return store.list_acquaintances(ctx, ctx.actor.id) | {ctx.actor.id}


def boundary(ctx: Ctx, room: str) -> Boundary:
    """Return who can read a room now. Raises RoomNotFound for those who are not inside."""
    own = get_stay(ctx, room)
    stays = [stay for stay in store.list_stays_in(ctx, room) if may_know(own, stay)]
    people = accounts.people(
        ctx, {who for s in stays for who in (s.account, s.invited_by, s.removed_by) if who}
    )
    readers = [people[stay.account] for stay in stays if stay.open]
    readers = [person for person in readers if not person.suspended]
    return Boundary(
        total=len(readers),
        inside=_side([p for p in readers if not p.outside]),
        outside=_side([p for p in readers if p.outside]),
        changes=_changes(stays, people),
    )


def tell_of_people(ctx: Ctx, told: list[Recorded]) -> dict[int, dict[str, Json]]:
    """Join names and affiliations to facts about people inside."""
    people = accounts.people(ctx, {str(event.data["account"]) for event in told})
    return {
        event.seq: {**event.data, **_about(people[str(event.data["account"])])} for event in told
    }


def may_know(own: Stay, other: Stay) -> bool:
    """Say whether somebody inside may know of another's stay: guests, of who was inside with them."""
    return not own.outside or other.open or (other.until_seq or 0) > own.from_seq


def affiliations(people: Iterable[Person]) -> tuple[Affiliation, ...]:
    """Return how many of these people belong to each affiliation, most first."""
    counts = Counter(person.affiliation for person in people)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0] or ""))
    return tuple(Affiliation(name, count) for name, count in ordered)


def _side(people: list[Person]) -> Side:
    return Side(len(people), affiliations(people))


def _changes(stays: list[Stay], people: dict[str, Person]) -> tuple[Change, ...]:
    changes = []
    for stay in stays:
        name = people[stay.account].name
        by = people[stay.invited_by].name if stay.invited_by else None
        changes.append(Change(stay.from_at, stay.account, name, "joined", by))
        if stay.until_at:
            by = people[stay.removed_by].name if stay.removed_by else None
            changes.append(Change(stay.until_at, stay.account, name, "left", by))
    return tuple(sorted(changes, key=lambda change: change.at, reverse=True)[:200])


def _about(person: Person) -> dict[str, Json]:
    return {
        "name": person.name,
        "kind": person.kind,
        "affiliation": person.affiliation,
        "outside": person.outside,
        "suspended": person.suspended,
    }
