"""Routes of rooms and who is in them."""

from dataclasses import dataclass
from typing import Annotated, Literal

from litestar import Response, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from kairan.domains.accounts import queries as accounts
from kairan.domains.boundary import queries as boundary
from kairan.domains.boundary.model import History, ReaderList
from kairan.domains.rooms import actions
from kairan.domains.rooms.model import (
    AddMembers,
    ChangeRoom,
    CreateRoom,
    Invitation,
    MemberOfRoom,
    Members,
    Room,
)
from kairan.domains.rooms.queries import invitations, rooms
from kairan.domains.rooms.queries.rooms import MemberPage
from kairan.kernel import topics
from kairan.kernel.ctx import Ctx
from kairan.kernel.errors import TooMany
from kairan.kernel.ports import Desk

SIGNALS = 5
"""Signals of a kind that one may send at a stroke, and in as many seconds for long."""
Limit = Annotated[int, QueryParameter(ge=1, le=200)]


@dataclass(frozen=True, slots=True)
class RoomPage:
    """One's rooms; the list is never cut."""

    items: list[Room]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class RoomChange:
    """What to change of a room; what is left out stays."""

    name: str | None = None
    history: History | None = None
    reader_list: ReaderList | None = None


@dataclass(frozen=True, slots=True)
class NewMembers:
    """Whom to let in."""

    members: Members


@dataclass(frozen=True, slots=True)
class Added:
    """How many were not inside before."""

    added: int


@dataclass(frozen=True, slots=True)
class Signal:
    """Something said in passing: I am typing, I am looking at this room, I went away."""

    kind: Literal["typing", "here", "away"]


@dataclass(frozen=True, slots=True)
class BoundaryView:
    """Who can read a room now, by side and affiliation; the links that are open; the changes."""

    total: int
    inside: boundary.Side
    outside: boundary.Side
    invitations: list[Invitation]
    changes: list[boundary.Change]


@get("/rooms", operation_id="list_rooms")
async def list_rooms(desk: NamedDependency[Desk]) -> RoomPage:
    """One's rooms, the one last written in first."""
    return RoomPage(await desk.ask(rooms.list_rooms))


@post("/rooms", operation_id="create_room")
async def create_room(desk: NamedDependency[Desk], data: JSONBody[CreateRoom]) -> Response[Room]:
    """Make a room; a direct one that exists is answered with 200."""
    room, new = await desk.do(actions.create_room, data)
    return Response(
        await desk.ask(lambda ctx: rooms.get_room(ctx, room)), status_code=201 if new else 200
    )


@get("/rooms/{room:str}", operation_id="get_room")
async def get_room(desk: NamedDependency[Desk], room: FromPath[str]) -> Room:
    """One of one's rooms."""
    return await desk.ask(lambda ctx: rooms.get_room(ctx, room))


@patch("/rooms/{room:str}", operation_id="change_room")
async def change_room(
    desk: NamedDependency[Desk], room: FromPath[str], data: JSONBody[RoomChange]
) -> Room:
    """Rename a room or change its rules."""
    change = ChangeRoom(room, data.name, data.history, data.reader_list)
    await desk.do(actions.change_room, change)
    return await desk.ask(lambda ctx: rooms.get_room(ctx, room))


@get("/rooms/{room:str}/members", operation_id="list_room_members")
async def list_room_members(
    desk: NamedDependency[Desk],
    room: FromPath[str],
    after: FromQuery[str | None] = None,
    limit: FromQuery[Limit] = 200,
) -> MemberPage:
    """Who is inside, our own people first."""
    return await desk.ask(lambda ctx: rooms.page_members(ctx, room, after=after, limit=limit))


@post("/rooms/{room:str}/members", operation_id="add_members", status_code=200)
async def add_members(
    desk: NamedDependency[Desk], room: FromPath[str], data: JSONBody[NewMembers]
) -> Added:
    """Let people in."""
    return Added(await desk.do(actions.add_members, AddMembers(room, data.members)))


@delete("/rooms/{room:str}/members/{account:str}", operation_id="remove_member")
async def remove_member(
    desk: NamedDependency[Desk], room: FromPath[str], account: FromPath[str]
) -> None:
    """Leave, or remove somebody."""
    await desk.do(actions.remove_member, MemberOfRoom(room, account))


@put("/rooms/{room:str}/owners/{account:str}", operation_id="add_owner", status_code=204)
async def add_owner(
    desk: NamedDependency[Desk], room: FromPath[str], account: FromPath[str]
) -> None:
    """Make somebody inside an owner."""
    await desk.do(actions.add_owner, MemberOfRoom(room, account))


@delete("/rooms/{room:str}/owners/{account:str}", operation_id="remove_owner")
async def remove_owner(
    desk: NamedDependency[Desk], room: FromPath[str], account: FromPath[str]
) -> None:
    """Let somebody be an owner no longer."""
    await desk.do(actions.remove_owner, MemberOfRoom(room, account))


@get("/rooms/{room:str}/boundary", operation_id="get_boundary")
async def get_boundary(desk: NamedDependency[Desk], room: FromPath[str]) -> BoundaryView:
    """Who can read the room now."""

    def view(ctx: Ctx) -> BoundaryView:
        edge = boundary.boundary(ctx, room)
        links = invitations.list_invitations(ctx, room)
        return BoundaryView(edge.total, edge.inside, edge.outside, links, list(edge.changes))

    return await desk.ask(view)


@post("/rooms/{room:str}/signals", operation_id="signal", status_code=204)
async def signal(desk: NamedDependency[Desk], room: FromPath[str], data: JSONBody[Signal]) -> None:
    """Let the room know that one types or looks at it; never stored, may be lost.

    Beyond a few at a stroke (who comes in is answered by who is there), and one a second for long, those of
    a kind are dropped: they wake everybody inside and say nothing new.
    """

    def who(ctx: Ctx) -> tuple[str, str, str]:
        boundary.get_stay(ctx, room)
        own = accounts.get_own(ctx)
        return ctx.org, own.id, own.name

    org, account, name = await desk.ask(who)
    try:
        desk.limit("signal", f"{account} {room} {data.kind}", times=SIGNALS, seconds=SIGNALS)
    except TooMany:
        return
    said = {"type": data.kind, "room": room, "account": account, "name": name}
    desk.signal(org, topics.room(room), dict(said))


@delete("/me", operation_id="leave_for_good")
async def leave_for_good(desk: NamedDependency[Desk]) -> None:
    """Leave the organisation for good; what one wrote stays. Never the last administrator."""
    await desk.do(actions.leave_for_good, None)
    desk.leave()


ROUTES = (
    leave_for_good,
    list_rooms,
    create_room,
    get_room,
    change_room,
    list_room_members,
    add_members,
    remove_member,
    add_owner,
    remove_owner,
    get_boundary,
    signal,
)
