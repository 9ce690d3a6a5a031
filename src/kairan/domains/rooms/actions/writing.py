"""Putting messages into rooms: numbering, counting, emitting. Used by every action that writes one."""

from collections.abc import Collection
from dataclasses import replace

import msgspec

from kairan.domains.boundary import actions as boundary
from kairan.domains.boundary import queries as places
from kairan.domains.rooms.events import MessageSent
from kairan.domains.rooms.model import What
from kairan.domains.rooms.store import messages as store
from kairan.domains.rooms.store.messages import MessageRow
from kairan.kernel.ctx import Ctx
from kairan.kernel.ids import new_id

SHOWN_ACCOUNTS = 20
"""People a system message names; of the rest it gives the number."""


def say(
    ctx: Ctx,
    room: str,
    what: What,
    accounts: Collection[str] = (),
    *,
    name: str | None = None,
    key: str | None = None,
) -> None:
    """Write a system message: it takes a number and counts for nobody.

    A listener, which may run twice, gives a ``key`` and looks for it first.
    """
    place = places.get_place(ctx, room)
    no = place.head + 1
    told = {
        "what": what,
        "accounts": list(accounts)[:SHOWN_ACCOUNTS],
        "count": len(accounts),
        "by": ctx.actor.account,
        "name": name,
    }
    row = MessageRow(
        room=room,
        no=no,
        id=new_id(),
        seq=ctx.emit(MessageSent(room=room, no=no)),
        kind="system",
        sender=None,
        client_id=key,
        text=None,
        system=msgspec.json.encode(told).decode(),
        reply_no=None,
        forwarded=False,
        audience=0,
        countable=place.countable,
        sent_at=ctx.now,
    )
    store.insert_messages(ctx, [row])
    boundary.advance(ctx, [replace(place, head=no)])
