"""SQL of rooms themselves."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import insert, select, update

from kairan.domains.boundary.model import Kind
from kairan.domains.rooms.tables import rooms
from kairan.kernel.ctx import Ctx


@dataclass(frozen=True, slots=True)
class RoomRow:
    """A room as it is kept; ``pair`` is the two people of a direct room, ``made_by`` is known of kept ones."""

    id: str
    kind: Kind
    name: str
    unit: str | None
    pair: str | None
    made_by: str | None = None


_ROOM = select(
    rooms.c.id, rooms.c.kind, rooms.c.name, rooms.c.unit_id, rooms.c.pair, rooms.c.created_by_id
)


def list_names(ctx: Ctx, ids: Iterable[str]) -> dict[str, str]:
    """Return what these rooms are called; a direct room has an empty name."""
    found = ctx.tx.execute(
        select(rooms.c.id, rooms.c.name).where(rooms.c.org_id == ctx.org, rooms.c.id.in_(list(ids)))
    )
    return {row.id: row.name for row in found}


def insert_room(ctx: Ctx, room: RoomRow) -> None:
    """Keep a new room."""
    row = {
        "org_id": ctx.org,
        "id": room.id,
        "kind": room.kind,
        "name": room.name,
        "unit_id": room.unit,
        "pair": room.pair,
        "created_by_id": ctx.actor.id,
        "created_at": ctx.now,
    }
    ctx.tx.execute(insert(rooms), row)


def rename_room(ctx: Ctx, room: str, name: str) -> None:
    """Write a room's name."""
    ctx.tx.execute(
        update(rooms).where(rooms.c.org_id == ctx.org, rooms.c.id == room).values(name=name)
    )


def find_rooms(ctx: Ctx, ids: Iterable[str]) -> dict[str, RoomRow]:
    """Return the rooms among these ids."""
    found = ctx.tx.execute(_ROOM.where(rooms.c.org_id == ctx.org, rooms.c.id.in_(list(ids))))
    return {row.id: RoomRow(*row) for row in found}


def find_direct_room(ctx: Ctx, pair: str) -> str | None:
    """Return the direct room of two people, if they have one."""
    found = ctx.tx.execute(
        select(rooms.c.id).where(rooms.c.org_id == ctx.org, rooms.c.pair == pair)
    )
    return found.scalar_one_or_none()


def list_unit_rooms(ctx: Ctx) -> list[RoomRow]:
    """Return every room that follows a unit."""
    found = ctx.tx.execute(_ROOM.where(rooms.c.org_id == ctx.org, rooms.c.unit_id.is_not(None)))
    return [RoomRow(*row) for row in found]
