"""Making rooms, and who is in them."""

from collections.abc import Collection
from dataclasses import replace

from kairan.domains.accounts import queries as accounts
from kairan.domains.boundary import actions as boundary
from kairan.domains.boundary import queries as places
from kairan.domains.boundary.errors import RoomNotFound
from kairan.domains.boundary.model import Place, Stay
from kairan.domains.directory import queries as directory
from kairan.domains.rooms.actions import writing
from kairan.domains.rooms.errors import (
    DirectRoomIsFixed,
    GuestCannotOwn,
    LastOwner,
    OwnersOnly,
    PersonNotFound,
    UnitRoomIsFixed,
)
from kairan.domains.rooms.events import RoomChanged
from kairan.domains.rooms.model import (
    NAME_LIMIT,
    AddMembers,
    ChangeRoom,
    CreateRoom,
    MemberOfRoom,
)
from kairan.domains.rooms.store import rooms as store
from kairan.domains.rooms.store.rooms import RoomRow
from kairan.kernel import text
from kairan.kernel.actions import action
from kairan.kernel.ctx import Ctx
from kairan.kernel.errors import BadInput, NotAllowed
from kairan.kernel.guard import Role
from kairan.kernel.ids import new_id


@action(Role.GUEST)
def create_room(ctx: Ctx, command: CreateRoom) -> tuple[str, bool]:
    """Make a room, its maker the owner; return its id and whether it is new (a direct one may exist).

    A guest makes direct rooms with people of his or her rooms only. Raises PersonNotFound, BadInput,
    NotAllowed.
    """
    if command.kind == "direct":
        return _create_direct_room(ctx, command)
    ctx.require(Role.MEMBER, "rooms.create_room")
    if command.kind == "unit":
        return _create_unit_room(ctx, command), True
    people = _known(ctx, command.members)
    room = RoomRow(new_id(), "group", _name(command.name), None, None)
    place = _open(ctx, room, command)
    _enter_with_maker(ctx, place, people)
    return room.id, True


@action(Role.GUEST)
def change_room(ctx: Ctx, command: ChangeRoom) -> None:
    """Rename a room or change its rules; what is so already is not said again.

    Raises RoomNotFound, OwnersOnly, DirectRoomIsFixed, BadInput.
    """
    place = _owned(ctx, command.room)
    before = store.find_rooms(ctx, [place.id])[place.id].name
    name = before if command.name is None else _name(command.name)
    history = command.history or place.history
    reader_list = command.reader_list or place.reader_list
    if (name, history, reader_list) == (before, place.history, place.reader_list):
        return
    if name != before:
        store.rename_room(ctx, place.id, name)
        writing.say(ctx, place.id, "renamed", name=name)
    boundary.change_place(ctx, place, history=history, reader_list=reader_list)
    ctx.audit(
        "rooms.change_room", place.id, history=command.history, reader_list=command.reader_list
    )
    ctx.emit(RoomChanged(room=place.id))


@action(Role.GUEST)
def add_members(ctx: Ctx, command: AddMembers) -> int:
    """Let people in and return how many are new. Raises RoomNotFound, OwnersOnly, PersonNotFound."""
    place = _owned(ctx, command.room)
    if place.kind == "unit":
        raise UnitRoomIsFixed
    return let_in(ctx, place, _known(ctx, command.members))


@action(Role.GUEST)
def remove_member(ctx: Ctx, command: MemberOfRoom) -> None:
    """Leave (oneself), or remove somebody. Raises LastOwner, OwnersOnly, PersonNotFound, and …IsFixed."""
    own = places.get_stay(ctx, command.room)
    place = places.get_place(ctx, command.room)
    _refuse_fixed(place)
    if command.account == ctx.actor.id:
        if len(places.list_able_stays(ctx, place.id)) > 1:
            _refuse_last_owner(ctx, own)
        boundary.let_out(ctx, place, [own.account], why="left")
        writing.say(ctx, place.id, "left", [own.account])
        return
    if not own.owner:
        raise OwnersOnly
    _inside(ctx, place.id, command.account)
    boundary.let_out(ctx, place, [command.account], why="removed")
    ctx.audit("rooms.remove_member", command.account, room=place.id)
    writing.say(ctx, place.id, "removed", [command.account])


@action(Role.GUEST)
def add_owner(ctx: Ctx, command: MemberOfRoom) -> None:
    """Make somebody inside an owner. Raises OwnersOnly, PersonNotFound, GuestCannotOwn."""
    place = _owned(ctx, command.room)
    stay = _inside(ctx, place.id, command.account)
    if stay.outside:
        raise GuestCannotOwn
    if not stay.owner:
        boundary.set_owner(ctx, place.id, stay.account, owner=True)
        writing.say(ctx, place.id, "owner_added", [stay.account])


@action(Role.GUEST)
def remove_owner(ctx: Ctx, command: MemberOfRoom) -> None:
    """Let somebody be an owner no longer. Raises OwnersOnly, PersonNotFound, LastOwner."""
    place = _owned(ctx, command.room)
    stay = _inside(ctx, place.id, command.account)
    if stay.owner:
        _refuse_last_owner(ctx, stay)
        boundary.set_owner(ctx, place.id, stay.account, owner=False)
        writing.say(ctx, place.id, "owner_removed", [stay.account])


def let_in(
    ctx: Ctx, place: Place, people: Collection[str], *, invited_by: str | None = None
) -> int:
    """Begin stays for those who are not inside, say so in the room, and return how many they are."""
    entered = boundary.let_in(ctx, place, people, invited_by=invited_by or ctx.actor.account)
    if entered:
        writing.say(ctx, place.id, "joined", [stay.account for stay in entered])
    return len(entered)


def follow_unit(ctx: Ctx, room: RoomRow) -> None:
    """Make the people of a unit room those of its unit, and see to it that it has an owner."""
    assert room.unit is not None
    place = places.get_place(ctx, room.id)
    should = directory.accounts_of_unit(ctx, room.unit)
    inside = places.list_open_stays(ctx, room.id)
    gone = [stay.account for stay in inside if stay.account not in should]
    if gone:
        boundary.let_out(ctx, place, gone, why="removed")
        writing.say(ctx, place.id, "removed", gone)
        place = places.get_place(ctx, room.id)
    let_in(ctx, place, sorted(should))
    see_to_owners(ctx, [room.id])


def see_to_owners(ctx: Ctx, rooms: Collection[str]) -> None:
    """Where no owner of a room can act any more, make who is inside longest one, and say so in the room.

    Administrators do not stand in: they are not inside, and everybody knows who is.
    """
    for heir in places.list_heirs(ctx, rooms):
        boundary.set_owner(ctx, heir.room, heir.account, owner=True)
        writing.say(ctx, heir.room, "owner_added", [heir.account])


def _create_direct_room(ctx: Ctx, command: CreateRoom) -> tuple[str, bool]:
    if len(command.members) != 1 or command.members[0] == ctx.actor.id:
        raise BadInput({"members": "one_other"})
    [peer] = _known(ctx, command.members)
    pair = "-".join(sorted((ctx.actor.id, peer)))
    existing = store.find_direct_room(ctx, pair)
    if existing is not None:
        return existing, False
    room = RoomRow(new_id(), "direct", "", None, pair)
    place = _open(ctx, room, replace(command, history="all", reader_list="everyone"))
    boundary.let_in(ctx, place, [ctx.actor.id, peer])
    return room.id, True


def _create_unit_room(ctx: Ctx, command: CreateRoom) -> str:
    people = directory.accounts_of_unit(ctx, command.unit) if command.unit else frozenset[str]()
    if not command.unit or ctx.actor.id not in people:
        raise NotAllowed({"unit": "not_yours"}, permission="rooms.create_room")
    name = command.name or directory.get_unit(ctx, command.unit).name
    room = RoomRow(new_id(), "unit", _name(name), command.unit, None)
    _enter_with_maker(ctx, _open(ctx, room, command), sorted(people))
    return room.id


def _open(ctx: Ctx, room: RoomRow, command: CreateRoom) -> Place:
    place = boundary.open_place(
        ctx, room.id, room.kind, history=command.history, reader_list=command.reader_list
    )
    store.insert_room(ctx, room)
    ctx.audit("rooms.create_room", room.id, kind=room.kind)
    return place


def _enter_with_maker(ctx: Ctx, place: Place, people: Collection[str]) -> None:
    maker = ctx.actor.id
    everybody = [maker, *(account for account in people if account != maker)]
    boundary.let_in(ctx, place, everybody, owners=[maker], invited_by=maker)
    writing.say(ctx, place.id, "created", everybody)


def _known(ctx: Ctx, ids: Collection[str]) -> list[str]:
    """Return these accounts once each. Raises PersonNotFound for who is not for the actor to know."""
    known = accounts.people(ctx, ids)
    within = places.acquaintances(ctx) if ctx.actor.role < Role.MEMBER else known.keys()
    if any(account not in known or account not in within for account in ids):
        raise PersonNotFound
    return list(dict.fromkeys(ids))


def _owned(ctx: Ctx, room: str) -> Place:
    """Return the place of a room the actor owns. Raises RoomNotFound, DirectRoomIsFixed, OwnersOnly."""
    stay = places.get_stay(ctx, room)
    place = places.get_place(ctx, room)
    if place.kind == "direct":
        raise DirectRoomIsFixed
    if not stay.owner:
        raise OwnersOnly
    return place


def _inside(ctx: Ctx, room: str, account: str) -> Stay:
    try:
        return places.get_stays(ctx, [(room, account)])[0]
    except RoomNotFound:
        raise PersonNotFound from None


def _refuse_fixed(place: Place) -> None:
    if place.kind == "direct":
        raise DirectRoomIsFixed
    if place.kind == "unit":
        raise UnitRoomIsFixed


def _refuse_last_owner(ctx: Ctx, stay: Stay) -> None:
    owners = {each.account for each in places.list_able_stays(ctx, stay.room) if each.owner}
    if owners == {stay.account}:
        raise LastOwner


def _name(name: str) -> str:
    return text.line("name", name, most=NAME_LIMIT)
