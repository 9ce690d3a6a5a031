"""SQL of the boundary."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import starmap
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    case,
    func,
    insert,
    or_,
    select,
    tuple_,
    update,
)

from kairan.domains.boundary.model import Inside, Place, Stay
from kairan.domains.boundary.tables import places, stays
from kairan.kernel.ctx import Ctx
from kairan.kernel.ids import is_id
from kairan.kernel.prepared import Prepared

_STAY = select(
    stays.c.room_id.label("room"),
    stays.c.account_id.label("account"),
    stays.c.from_seq,
    stays.c.until_seq,
    stays.c.from_no,
    stays.c.start_no,
    stays.c.end_no,
    stays.c.from_at,
    stays.c.until_at,
    stays.c.owner,
    stays.c.outside,
    stays.c.invited_by_id.label("invited_by"),
    stays.c.removed_by_id.label("removed_by"),
)
_FIELDS = _STAY.selected_columns.keys()
_OPEN = stays.c.until_seq.is_(None)

# For every message and every move of a cursor.
_OPEN_STAYS = Prepared(
    _STAY.where(
        stays.c.org_id == bindparam("org"),
        tuple_(stays.c.room_id, stays.c.account_id).in_(bindparam("pairs", expanding=True)),
        _OPEN,
    )
)
_COUNT_STAYS = Prepared(
    select(stays.c.room_id, func.count())
    .where(
        stays.c.org_id == bindparam("org"),
        stays.c.room_id.in_(bindparam("rooms", expanding=True)),
        _OPEN,
    )
    .group_by(stays.c.room_id)
)
_PLACES = Prepared(
    select(
        places.c.id,
        places.c.kind,
        places.c.history,
        places.c.reader_list,
        places.c.head,
        places.c.countable,
    ).where(
        places.c.org_id == bindparam("org"), places.c.id.in_(bindparam("rooms", expanding=True))
    )
)
_UPDATE_HEADS = Prepared(
    update(places)
    .where(places.c.org_id == bindparam("org"), places.c.id == bindparam("place"))
    .values(head=bindparam("new_head"), countable=bindparam("new_countable"))
)


def insert_place(ctx: Ctx, place: Place) -> None:
    """Keep a new place."""
    row = {
        "org_id": ctx.org,
        "id": place.id,
        "kind": place.kind,
        "history": place.history,
        "reader_list": place.reader_list,
        "head": place.head,
        "countable": place.countable,
    }
    ctx.tx.execute(insert(places), row)


def update_place(ctx: Ctx, place: Place) -> None:
    """Write the rules of a place (not its heads)."""
    ctx.tx.execute(
        update(places)
        .where(places.c.org_id == ctx.org, places.c.id == place.id)
        .values(history=place.history, reader_list=place.reader_list)
    )


def update_heads(ctx: Ctx, changed: Sequence[Place]) -> None:
    """Write the heads of places, one statement for all."""
    rows = [
        {"org": ctx.org, "place": p.id, "new_head": p.head, "new_countable": p.countable}
        for p in changed
    ]
    _UPDATE_HEADS.write(ctx.tx, rows)


def find_places(ctx: Ctx, rooms: Iterable[str]) -> dict[str, Place]:
    """Return the places among these ids, by id."""
    found = _PLACES.rows(ctx.tx, org=ctx.org, rooms=list(rooms))
    return {place.id: place for place in starmap(Place, found)}


def insert_stays(ctx: Ctx, entered: Sequence[Stay], suspended: Collection[str]) -> None:
    """Keep new stays, one statement for all; ``suspended`` are those who cannot read now."""
    rows = [
        {
            "org_id": ctx.org,
            "room_id": stay.room,
            "account_id": stay.account,
            "from_seq": stay.from_seq,
            "until_seq": None,
            "from_no": stay.from_no,
            "start_no": stay.start_no,
            "end_no": None,
            "from_at": stay.from_at,
            "until_at": None,
            "owner": stay.owner,
            "outside": stay.outside,
            "suspended": stay.account in suspended,
            "invited_by_id": stay.invited_by,
            "removed_by_id": None,
        }
        for stay in entered
    ]
    ctx.tx.execute(insert(stays), rows)


def close_stays(ctx: Ctx, room: str, until: Mapping[str, int], *, end_no: int, why: str) -> None:
    """End the open stays of these accounts, each at its own number; removed: by the actor."""
    statement = (
        update(stays)
        .where(
            stays.c.org_id == bindparam("org"),
            stays.c.room_id == bindparam("room"),
            stays.c.account_id == bindparam("account"),
            _OPEN,
        )
        .values(
            until_seq=bindparam("seq"),
            until_at=bindparam("at"),
            end_no=bindparam("last"),
            why=bindparam("because"),
            removed_by_id=bindparam("by"),
        )
    )
    ctx.tx.execute(
        statement,
        [
            {
                "org": ctx.org,
                "room": room,
                "account": account,
                "seq": seq,
                "at": ctx.now,
                "last": end_no,
                "because": why,
                "by": ctx.actor.account if why == "removed" else None,
            }
            for account, seq in until.items()
        ],
    )


def list_rooms_removed_from(ctx: Ctx, account: str, rooms: Sequence[str]) -> frozenset[str]:
    """Return the rooms among these whose last stay of an account ended by removal."""
    last = (
        select(stays.c.room_id, func.max(stays.c.from_seq).label("from_seq"))
        .where(
            stays.c.org_id == ctx.org,
            stays.c.account_id == account,
            stays.c.room_id.in_(list(rooms)),
        )
        .group_by(stays.c.room_id)
        .subquery()
    )
    found = ctx.tx.execute(
        select(stays.c.room_id)
        .join(last, and_(stays.c.room_id == last.c.room_id, stays.c.from_seq == last.c.from_seq))
        .where(stays.c.org_id == ctx.org, stays.c.account_id == account, stays.c.why == "removed")
    )
    return frozenset(found.scalars())


def update_insider(ctx: Ctx, account: str) -> None:
    """Write that somebody does not count as an outsider any more where he or she is inside."""
    ctx.tx.execute(
        update(stays)
        .where(stays.c.org_id == ctx.org, stays.c.account_id == account, _OPEN)
        .values(outside=False)
    )


def update_owner(ctx: Ctx, room: str, account: str, *, owner: bool) -> None:
    """Write whether somebody inside is an owner."""
    ctx.tx.execute(
        update(stays)
        .where(
            stays.c.org_id == ctx.org,
            stays.c.room_id == room,
            stays.c.account_id == account,
            _OPEN,
        )
        .values(owner=owner)
    )


def update_suspended(ctx: Ctx, account: str, *, suspended: bool) -> None:
    """Write whether an account can read anything at all, in all its open stays."""
    ctx.tx.execute(
        update(stays)
        .where(stays.c.org_id == ctx.org, stays.c.account_id == account, _OPEN)
        .values(suspended=suspended)
    )


def list_rooms_of(ctx: Ctx, accounts: Iterable[str]) -> list[str]:
    """Return the rooms that any of these accounts is inside now."""
    found = ctx.tx.execute(
        select(stays.c.room_id)
        .where(stays.c.org_id == ctx.org, stays.c.account_id.in_(list(accounts)), _OPEN)
        .distinct()
        .order_by(stays.c.room_id)
    )
    return list(found.scalars())


def find_open_stays(ctx: Ctx, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Stay]:
    """Return the open stays among these pairs of room and account."""
    named = [pair for pair in pairs if all(map(is_id, pair))]
    found = _OPEN_STAYS.rows(ctx.tx, org=ctx.org, pairs=named)
    return {(stay.room, stay.account): stay for stay in map(_stay, found)}


def list_open_stays_of(ctx: Ctx, accounts: Sequence[str]) -> list[Stay]:
    """Return the stays of these accounts that are open now."""
    return _list(ctx, stays.c.account_id.in_(list(accounts)), _OPEN)


def list_stays_in(ctx: Ctx, *rooms: str) -> list[Stay]:
    """Return every stay there ever was in these places, oldest first."""
    return _list(ctx, stays.c.room_id.in_(rooms))


def list_stays_of(ctx: Ctx, room: str, account: str) -> list[Stay]:
    """Return every stay an account ever had in a place, oldest first."""
    return _list(ctx, stays.c.room_id == room, stays.c.account_id == account)


def list_open_stays_in(ctx: Ctx, *rooms: str) -> list[Stay]:
    """Return the stays of those who are inside these places now, oldest first."""
    return _list(ctx, stays.c.room_id.in_(rooms), _OPEN)


def list_owner_stays(ctx: Ctx, rooms: Sequence[str]) -> list[Stay]:
    """Return the open stays of the owners of these places."""
    return _list(ctx, stays.c.room_id.in_(list(rooms)), _OPEN, stays.c.owner.is_(True))


def list_notable_stays(ctx: Ctx, rooms: Sequence[str]) -> list[Stay]:
    """Return the open stays of outsiders in these places, and of everybody in the direct ones."""
    direct = select(places.c.id).where(
        places.c.org_id == ctx.org, places.c.id.in_(list(rooms)), places.c.kind == "direct"
    )
    notable = or_(stays.c.outside.is_(True), stays.c.room_id.in_(direct))
    return _list(ctx, stays.c.room_id.in_(list(rooms)), _OPEN, notable)


def count_inside(ctx: Ctx, rooms: Sequence[str]) -> dict[str, Inside]:
    """Return how many can read each of these places now, the suspended left out."""
    outside = func.sum(case((stays.c.outside.is_(True), 1), else_=0))
    found = ctx.tx.execute(
        select(stays.c.room_id, func.count(), outside)
        .where(
            stays.c.org_id == ctx.org,
            stays.c.room_id.in_(list(rooms)),
            _OPEN,
            stays.c.suspended.is_(False),
        )
        .group_by(stays.c.room_id)
    )
    return {room: Inside(members, outsiders or 0) for room, members, outsiders in found}


def count_stays(ctx: Ctx, rooms: Sequence[str]) -> dict[str, int]:
    """Return how many are inside each of these places, the suspended included."""
    return dict(_COUNT_STAYS.rows(ctx.tx, org=ctx.org, rooms=list(rooms)))


def all_see_from(ctx: Ctx, rooms: Iterable[str]) -> dict[str, int]:
    """Return the first number that everybody inside each of these places may see."""
    found = ctx.tx.execute(
        select(stays.c.room_id, func.max(stays.c.from_no))
        .where(stays.c.org_id == ctx.org, stays.c.room_id.in_(list(rooms)), _OPEN)
        .group_by(stays.c.room_id)
    )
    return dict(found.all())


def list_acquaintances(ctx: Ctx, account: str) -> frozenset[str]:
    """Return every account that is inside a room together with ``account`` now."""
    own = stays.alias()
    rooms = select(own.c.room_id).where(
        own.c.org_id == ctx.org, own.c.account_id == account, own.c.until_seq.is_(None)
    )
    found = ctx.tx.execute(
        select(stays.c.account_id)
        .where(stays.c.org_id == ctx.org, _OPEN, stays.c.room_id.in_(rooms))
        .distinct()
    )
    return frozenset(found.scalars())


def _list(ctx: Ctx, *conditions: ColumnElement[bool]) -> list[Stay]:
    found = ctx.tx.execute(
        _STAY.where(and_(stays.c.org_id == ctx.org, *conditions)).order_by(stays.c.from_seq)
    )
    return [_stay(row) for row in found]


def _stay(row: Sequence[Any]) -> Stay:
    """The columns are selected under the names of the fields."""
    return Stay(**dict(zip(_FIELDS, row, strict=True)))
