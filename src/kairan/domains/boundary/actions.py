"""Changes of who is inside. They are made on behalf of rooms, which checked that they may be made."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Literal

from kairan.domains.accounts import queries as accounts
from kairan.domains.boundary import store
from kairan.domains.boundary.events import MemberJoined, MemberLeft, OwnerAdded, OwnerRemoved
from kairan.domains.boundary.model import History, Kind, Place, ReaderList, Stay
from kairan.kernel.ctx import Ctx


def open_place(
    ctx: Ctx, room: str, kind: Kind, *, history: History, reader_list: ReaderList
) -> Place:
    """Make a new, empty place."""
    place = Place(room, kind, history, reader_list, head=0, countable=0)
    store.insert_place(ctx, place)
    return place


def change_place(ctx: Ctx, place: Place, *, history: History, reader_list: ReaderList) -> Place:
    """Change whether newcomers see what was written before, and who may open the reader list."""
    changed = replace(place, history=history, reader_list=reader_list)
    store.update_place(ctx, changed)
    return changed


def advance(ctx: Ctx, places: Sequence[Place]) -> None:
    """Write the new heads of places after messages were numbered."""
    store.update_heads(ctx, places)


def let_in(
    ctx: Ctx,
    place: Place,
    people: Collection[str],
    *,
    owners: Collection[str] = (),
    invited_by: str | None = None,
) -> list[Stay]:
    """Begin a stay for everybody of ``people`` who is not inside; return the new stays."""
    inside = {stay.account for stay in store.list_open_stays_in(ctx, place.id)}
    known = accounts.people(ctx, people)
    from_no = 1 if place.history == "all" else place.head + 1
    entered = []
    for account in people:
        if account in inside:
            continue
        seq = ctx.emit(
            MemberJoined(
                room=place.id, to=(account,), account=account, from_no=from_no, start_no=place.head
            )
        )
        entered.append(
            Stay(
                room=place.id,
                account=account,
                from_seq=seq,
                from_no=from_no,
                start_no=place.head,
                from_at=ctx.now,
                owner=account in owners,
                outside=known[account].outside,
                invited_by=invited_by,
            )
        )
    if entered:
        suspended = {person.id for person in known.values() if person.suspended}
        store.insert_stays(ctx, entered, suspended)
    return entered


def let_out(
    ctx: Ctx, place: Place, people: Collection[str], *, why: Literal["left", "removed"]
) -> None:
    """End the stays of ``people``; from the number of that fact on they hear and read nothing."""
    until = {
        account: ctx.emit(MemberLeft(room=place.id, to=(account,), account=account, why=why))
        for account in people
    }
    store.close_stays(ctx, place.id, until, end_no=place.head, why=why)


def set_insider(ctx: Ctx, account: str) -> None:
    """Count somebody who became a member as one of our own wherever he or she is inside already."""
    store.update_insider(ctx, account)


def set_owner(ctx: Ctx, room: str, account: str, *, owner: bool) -> None:
    """Make somebody inside an owner of the room, or no longer one."""
    store.update_owner(ctx, room, account, owner=owner)
    ctx.emit((OwnerAdded if owner else OwnerRemoved)(room=room, account=account))
