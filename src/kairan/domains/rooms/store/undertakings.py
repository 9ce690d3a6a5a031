"""SQL of undertakings."""

from collections.abc import Collection

from sqlalchemy import delete, insert, select

from kairan.domains.receipts.model import MessageKey
from kairan.domains.rooms.tables import undertakings
from kairan.kernel.ctx import Ctx


def list_undertakings(ctx: Ctx, room: str, nos: Collection[int]) -> dict[int, list[str]]:
    """Return who undertakes each of these messages of a room, first ones first."""
    table = undertakings.c
    found = ctx.tx.execute(
        select(table.no, table.account_id)
        .where(table.org_id == ctx.org, table.room_id == room, table.no.in_(list(nos)))
        .order_by(table.at, table.account_id)
    )
    grouped: dict[int, list[str]] = {}
    for no, account in found:
        grouped.setdefault(no, []).append(account)
    return grouped


def insert_undertaking(ctx: Ctx, message: MessageKey, account: str) -> bool:
    """Keep that somebody undertakes a message; say whether it is new."""
    room, no = message
    key = {"org_id": ctx.org, "room_id": room, "no": no, "account_id": account}
    known = ctx.tx.execute(select(undertakings.c.no).filter_by(**key)).one_or_none()
    if known is None:
        ctx.tx.execute(insert(undertakings), {**key, "at": ctx.now})
    return known is None


def delete_undertaking(ctx: Ctx, message: MessageKey, account: str) -> bool:
    """Take it back; say whether there was one."""
    table = undertakings.c
    room, no = message
    gone = ctx.tx.execute(
        delete(undertakings).where(
            table.org_id == ctx.org,
            table.room_id == room,
            table.no == no,
            table.account_id == account,
        )
    )
    return bool(gone.rowcount)
