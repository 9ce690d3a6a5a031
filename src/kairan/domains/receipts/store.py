"""SQL of receipts."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Table,
    and_,
    delete,
    func,
    insert,
    select,
    text,
    tuple_,
    update,
)

from kairan.domains.receipts.model import Acknowledgement, MessageKey, Told
from kairan.domains.receipts.tables import acknowledgements, cursor_moves, cursors, told
from kairan.kernel.ctx import Ctx

Key = tuple[str, str, int]
"""Room, account and the first number of the stay: what a cursor belongs to."""

_PUT_CURSOR = text(
    "INSERT INTO cursors (org_id, room_id, account_id, from_seq, no, announced_no) "
    "VALUES (:org, :room, :account, :from_seq, :no, :start) "
    "ON CONFLICT (org_id, room_id, account_id, from_seq) DO UPDATE SET no = excluded.no"
)


@dataclass(frozen=True, slots=True)
class Move:
    """One step of a cursor: from where, to where; ``start`` is where the stay began."""

    key: Key
    start: int
    from_no: int
    to_no: int


def find_cursors(ctx: Ctx, keys: Iterable[Key]) -> dict[Key, int]:
    """Return how far these cursors stand; those that never moved are left out."""
    wanted = tuple_(cursors.c.room_id, cursors.c.account_id, cursors.c.from_seq).in_(list(keys))
    found = ctx.tx.execute(
        select(cursors.c.room_id, cursors.c.account_id, cursors.c.from_seq, cursors.c.no).where(
            cursors.c.org_id == ctx.org, wanted
        )
    )
    return {(room, account, from_seq): no for room, account, from_seq, no in found}


def list_cursors(ctx: Ctx, rooms: Collection[str]) -> dict[Key, int]:
    """Return how far every cursor of these rooms stands; those that never moved are left out."""
    found = ctx.tx.execute(
        select(cursors.c.room_id, cursors.c.account_id, cursors.c.from_seq, cursors.c.no).where(
            cursors.c.org_id == ctx.org, cursors.c.room_id.in_(list(rooms))
        )
    )
    return {(room, account, from_seq): no for room, account, from_seq, no in found}


def put_cursors(ctx: Ctx, moves: Sequence[Move]) -> None:
    """Move cursors and write the ledger, one statement each."""
    if not moves:
        return
    ctx.tx.execute(
        _PUT_CURSOR,
        [
            {
                "org": ctx.org,
                "room": move.key[0],
                "account": move.key[1],
                "from_seq": move.key[2],
                "no": move.to_no,
                "start": move.start,
            }
            for move in moves
        ],
    )
    ctx.tx.execute(
        insert(cursor_moves),
        [
            {
                "org_id": ctx.org,
                "room_id": move.key[0],
                "account_id": move.key[1],
                "from_no": move.from_no,
                "to_no": move.to_no,
                "at": ctx.now,
            }
            for move in moves
        ],
    )


def take_unannounced(ctx: Ctx, room: str) -> list[tuple[str, int, int]]:
    """Return account, last announced and present number of cursors nobody has heard of, and mark them."""
    waiting = (
        cursors.c.org_id == ctx.org,
        cursors.c.room_id == room,
        cursors.c.no > cursors.c.announced_no,
    )
    found = ctx.tx.execute(
        select(cursors.c.account_id, cursors.c.announced_no, cursors.c.no).where(*waiting)
    ).all()
    ctx.tx.execute(update(cursors).where(*waiting).values(announced_no=cursors.c.no))
    return [(account, before, no) for account, before, no in found]


def list_unannounced_rooms(ctx: Ctx) -> list[str]:
    """Return the rooms whose cursors moved without anybody having heard of it (after a crash)."""
    found = ctx.tx.execute(
        select(cursors.c.room_id)
        .where(cursors.c.org_id == ctx.org, cursors.c.no > cursors.c.announced_no)
        .distinct()
    )
    return list(found.scalars())


def read_times(ctx: Ctx, room: str, no: int) -> dict[str, datetime]:
    """Return when each account first read past ``no - 1``, from the ledger; one index seek a reader.

    A move that began at ``no`` or later belongs to a later stay and is no reading of this message.
    """
    later = cursor_moves.alias("later")
    first = (
        select(func.min(later.c.to_no))
        .where(
            later.c.org_id == ctx.org,
            later.c.room_id == room,
            later.c.account_id == cursors.c.account_id,
            later.c.to_no >= no,
        )
        .correlate(cursors)
        .scalar_subquery()
    )
    move = (
        (cursor_moves.c.org_id == ctx.org)
        & (cursor_moves.c.room_id == room)
        & (cursor_moves.c.account_id == cursors.c.account_id)
        & (cursor_moves.c.to_no == first)
    )
    found = ctx.tx.execute(
        select(cursor_moves.c.account_id, cursor_moves.c.at)
        .select_from(cursors)
        .join(cursor_moves, move)
        .where(
            cursors.c.org_id == ctx.org,
            cursors.c.room_id == room,
            cursors.c.no >= no,
            cursor_moves.c.from_no < no,
        )
    )
    return dict(found.all())


def list_acknowledgements(
    ctx: Ctx, messages: Collection[MessageKey]
) -> dict[MessageKey, list[Acknowledgement]]:
    """Return who pressed 了解 on these messages, first ones first."""
    table = acknowledgements.c
    found = ctx.tx.execute(
        select(table.room_id, table.no, table.account_id, table.at)
        .where(table.org_id == ctx.org, _among(acknowledgements, messages))
        .order_by(table.at, table.account_id)
    )
    grouped: dict[MessageKey, list[Acknowledgement]] = {key: [] for key in messages}
    for room, no, account, at in found:
        if (room, no) in grouped:
            grouped[room, no].append(Acknowledgement(no, account, at))
    return grouped


def insert_acknowledgement(ctx: Ctx, room: str, no: int, account: str) -> bool:
    """Keep a 了解; say whether it is new."""
    key = {"org_id": ctx.org, "room_id": room, "no": no, "account_id": account}
    known = ctx.tx.execute(select(acknowledgements.c.no).filter_by(**key)).one_or_none()
    if known is None:
        ctx.tx.execute(insert(acknowledgements), {**key, "at": ctx.now})
    return known is None


def delete_acknowledgement(ctx: Ctx, room: str, no: int, account: str) -> bool:
    """Take a 了解 back; say whether there was one."""
    table = acknowledgements.c
    gone = ctx.tx.execute(
        delete(acknowledgements).where(
            table.org_id == ctx.org,
            table.room_id == room,
            table.no == no,
            table.account_id == account,
        )
    )
    return bool(gone.rowcount)


def list_told(ctx: Ctx, messages: Collection[MessageKey]) -> dict[MessageKey, list[Told]]:
    """Return who was told of these messages by other means."""
    found = ctx.tx.execute(
        select(told.c.room_id, told.c.no, told.c.account_id, told.c.how, told.c.by_id, told.c.at)
        .where(told.c.org_id == ctx.org, _among(told, messages))
        .order_by(told.c.at, told.c.account_id)
    )
    grouped: dict[MessageKey, list[Told]] = {key: [] for key in messages}
    for room, no, account, how, by, at in found:
        if (room, no) in grouped:
            grouped[room, no].append(Told(no, account, how, by, at))
    return grouped


def put_told(ctx: Ctx, room: str, word: Told) -> None:
    """Keep somebody's word, in place of an earlier one about the same person and message."""
    delete_told(ctx, room, word.no, word.account)
    ctx.tx.execute(
        insert(told),
        {
            "org_id": ctx.org,
            "room_id": room,
            "no": word.no,
            "account_id": word.account,
            "how": word.how,
            "by_id": word.by,
            "at": word.at,
        },
    )


def delete_told(ctx: Ctx, room: str, no: int, account: str) -> bool:
    """Take somebody's word back; say whether there was one."""
    gone = ctx.tx.execute(
        delete(told).where(
            told.c.org_id == ctx.org,
            told.c.room_id == room,
            told.c.no == no,
            told.c.account_id == account,
        )
    )
    return bool(gone.rowcount)


def _among(table: Table, messages: Collection[MessageKey]) -> ColumnElement[bool]:
    """Their rooms and their numbers: of several rooms a few more than wanted, found by the index."""
    rooms, nos = {room for room, _ in messages}, {no for _, no in messages}
    return and_(table.c.room_id.in_(list(rooms)), table.c.no.in_(list(nos)))
