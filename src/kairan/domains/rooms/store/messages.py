"""SQL of messages."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CTE,
    Integer,
    Select,
    and_,
    bindparam,
    column,
    func,
    insert,
    or_,
    select,
    true,
    tuple_,
    update,
    values,
)

from kairan.domains.receipts.model import MessageKey
from kairan.domains.rooms.model import LAST_NO
from kairan.domains.rooms.tables import messages
from kairan.kernel.ctx import Ctx
from kairan.kernel.prepared import Prepared
from kairan.kernel.tables import Id

Key = MessageKey


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message as it is kept. ``system`` is JSON; ``audience`` counts those inside when it was written."""

    room: str
    no: int
    id: str
    seq: int
    kind: str
    sender: str | None
    client_id: str | None
    text: str | None
    system: str | None
    reply_no: int | None
    forwarded: bool
    audience: int
    countable: int
    sent_at: datetime
    unsent_at: datetime | None = None


_COLUMNS = (
    messages.c.room_id,
    messages.c.no,
    messages.c.id,
    messages.c.seq,
    messages.c.kind,
    messages.c.sender_id,
    messages.c.client_id,
    messages.c.text,
    messages.c.system,
    messages.c.reply_no,
    messages.c.forwarded,
    messages.c.audience,
    messages.c.countable,
    messages.c.sent_at,
    messages.c.unsent_at,
)
_MESSAGE = select(*_COLUMNS)

# For every message.
_KEY = (messages.c.room_id, messages.c.sender_id, messages.c.client_id)
_IN_ROOM = Prepared(
    _MESSAGE.where(
        messages.c.org_id == bindparam("org"),
        messages.c.room_id == bindparam("room"),
        messages.c.no.in_(bindparam("nos", expanding=True)),
    )
)
_SENT = Prepared(
    select(*_KEY, messages.c.no).where(
        messages.c.org_id == bindparam("org"),
        tuple_(*_KEY).in_(bindparam("keys", expanding=True)),
    )
)
_INSERT = Prepared(insert(messages))


def has_system_message(ctx: Ctx, room: str, key: str, *, since: datetime | None = None) -> bool:
    """Say whether a system message was written with this key; ``since``: of keys that begin so, after."""
    column = messages.c.client_id
    alike = column == key if since is None else column.startswith(key, autoescape=True)
    written = true() if since is None else messages.c.sent_at > since
    found = ctx.tx.execute(
        select(messages.c.no).where(
            messages.c.org_id == ctx.org,
            messages.c.room_id == room,
            messages.c.kind == "system",
            alike,
            written,
        )
    )
    return found.first() is not None


def insert_messages(ctx: Ctx, rows: Sequence[MessageRow]) -> None:
    """Keep new messages, one statement for all."""
    _INSERT.write(
        ctx.tx,
        [
            {
                "org_id": ctx.org,
                "room_id": row.room,
                "no": row.no,
                "id": row.id,
                "seq": row.seq,
                "kind": row.kind,
                "sender_id": row.sender,
                "client_id": row.client_id,
                "text": row.text,
                "system": row.system,
                "reply_no": row.reply_no,
                "forwarded": row.forwarded,
                "audience": row.audience,
                "countable": row.countable,
                "sent_at": row.sent_at,
                "unsent_at": row.unsent_at,
            }
            for row in rows
        ],
    )


def unsend_message(ctx: Ctx, room: str, no: int) -> None:
    """Take the text out of a message for good and mark when."""
    ctx.tx.execute(
        update(messages)
        .where(messages.c.org_id == ctx.org, messages.c.room_id == room, messages.c.no == no)
        .values(text=None, unsent_at=ctx.now)
    )


def find_messages(ctx: Ctx, places: Collection[Key]) -> dict[Key, MessageRow]:
    """Return the messages among these pairs of room and number, by one index seek each."""
    places = [(room, no) for room, no in places if 0 < no <= LAST_NO]
    rooms = {room for room, _ in places}
    if not rooms:
        return {}
    if len(rooms) == 1:
        nos = [no for _, no in places]
        found = map(_row, _IN_ROOM.rows(ctx.tx, org=ctx.org, room=rooms.pop(), nos=nos))
    else:
        found = map(_row, ctx.tx.execute(_in_rooms(ctx, places)))
    return {(row.room, row.no): row for row in found}


def find_sent(ctx: Ctx, keys: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str, str], int]:
    """Return the numbers of messages that exist among these (room, sender, client id)."""
    found = _SENT.rows(ctx.tx, org=ctx.org, keys=list(keys))
    return {(room, sender, client): no for room, sender, client, no in found}


def list_before(ctx: Ctx, room: str, *, before: int, least: int, limit: int) -> list[MessageRow]:
    """Return the last ``limit`` messages with ``least <= no < before``, oldest first."""
    return _page(ctx, room, least, before - 1, limit, newest_first=True)[::-1]


def list_after(ctx: Ctx, room: str, *, after: int, least: int, limit: int) -> list[MessageRow]:
    """Return the first ``limit`` messages with ``no > after`` and ``no >= least``, oldest first."""
    return _page(ctx, room, max(after + 1, least), LAST_NO, limit, newest_first=False)


def first_no_since(ctx: Ctx, room: str, instant: datetime) -> int | None:
    """Return the number of the first message at or after an instant."""
    found = ctx.tx.execute(
        select(messages.c.no)
        .where(
            messages.c.org_id == ctx.org, messages.c.room_id == room, messages.c.sent_at >= instant
        )
        .order_by(messages.c.sent_at, messages.c.no)
        .limit(1)
    )
    return found.scalar()


def count_not_unread(ctx: Ctx, account: str, cursors: Mapping[str, int]) -> dict[str, int]:
    """Return how many messages after each room's cursor are one's own or unsent: no unread ones."""
    if not cursors:
        return {}
    behind = _values(list(cursors.items()))
    later = and_(
        messages.c.org_id == ctx.org,
        messages.c.room_id == behind.c.room_id,
        messages.c.no > behind.c.no,
    )
    found = ctx.tx.execute(
        select(messages.c.room_id, func.count())
        .join_from(behind, messages, later)
        .where(
            messages.c.kind == "text",
            or_(messages.c.sender_id == account, messages.c.unsent_at.is_not(None)),
        )
        .group_by(messages.c.room_id)
    )
    return dict(found.all())


def _in_rooms(ctx: Ctx, places: Collection[Key]) -> Select[Any]:
    """A join: for ``(room, no) IN (VALUES …)`` SQLite seeks the room and reads all of it."""
    wanted = _values(places)
    return _MESSAGE.join_from(
        wanted,
        messages,
        and_(
            messages.c.org_id == ctx.org,
            messages.c.room_id == wanted.c.room_id,
            messages.c.no == wanted.c.no,
        ),
    )


def _values(places: Collection[Key]) -> CTE:
    """Return pairs of room and number as a table to join."""
    pairs = values(column("room_id", Id), column("no", Integer), name="wanted")
    return pairs.data(list(places)).cte("wanted")


def _page(
    ctx: Ctx, room: str, first: int, last: int, limit: int, *, newest_first: bool
) -> list[MessageRow]:
    order = messages.c.no.desc() if newest_first else messages.c.no
    found = ctx.tx.execute(
        _MESSAGE.where(
            messages.c.org_id == ctx.org,
            messages.c.room_id == room,
            messages.c.no.between(first, last),
        )
        .order_by(order)
        .limit(limit)
    )
    return [_row(row) for row in found]


def _row(row: Sequence[Any]) -> MessageRow:
    """The columns are selected in the order of the fields."""
    return MessageRow(*row)
