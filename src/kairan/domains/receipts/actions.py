"""Changes of what we know about reading."""

from collections.abc import Sequence
from datetime import timedelta

from kairan.domains.boundary import queries as boundary
from kairan.domains.boundary.errors import RoomNotFound
from kairan.domains.boundary.model import Place, Stay, was_inside
from kairan.domains.receipts import store
from kairan.domains.receipts.errors import ReaderNotFound, ToldByAnother
from kairan.domains.receipts.events import (
    Acknowledged,
    AcknowledgementWithdrawn,
    Counted,
    CursorsMoved,
    ToldInPerson,
    ToldWithdrawn,
)
from kairan.domains.receipts.model import How, MoveCursor, Told
from kairan.domains.receipts.store import Key, Move
from kairan.kernel.actions import Call, action, many
from kairan.kernel.ctx import Ctx
from kairan.kernel.errors import DomainError
from kairan.kernel.events import Json
from kairan.kernel.guard import SERVER, Role

ANNOUNCE_EVERY = timedelta(milliseconds=200)
"""Moves of one room are told together, at most this often."""
COUNTED_LIMIT = 200
"""Messages whose new figures are told at once in a restricted room; those of older ones are asked for."""


@many(Role.GUEST)
def move_cursor(ctx: Ctx, calls: Sequence[Call[MoveCursor]]) -> list[int | DomainError]:
    """Move cursors forward, clipped at the head; return where each stands. RoomNotFound for strangers."""
    stays = boundary.find_stays(ctx, {(c.command.room, c.actor.id) for c in calls})
    places = boundary.find_places(ctx, {room for room, _ in stays})
    keys = {pair: (stay.room, stay.account, stay.from_seq) for pair, stay in stays.items()}
    before = store.find_cursors(ctx, keys.values())
    now: dict[Key, int] = {}
    answers: list[int | DomainError] = []
    for call in calls:
        pair = (call.command.room, call.actor.id)
        if pair not in stays:
            answers.append(RoomNotFound())
            continue
        key, stay = keys[pair], stays[pair]
        standing = now.get(key, before.get(key, stay.start_no))
        now[key] = max(standing, min(call.command.no, places[stay.room].head))
        answers.append(now[key])
    _keep(ctx, stays, before, now)
    return answers


def _keep(
    ctx: Ctx, stays: dict[tuple[str, str], Stay], before: dict[Key, int], now: dict[Key, int]
) -> None:
    """Write the cursors that moved, and have their rooms told of it soon."""
    moves = []
    for stay in stays.values():
        key = (stay.room, stay.account, stay.from_seq)
        stood = before.get(key, stay.start_no)
        if now[key] > stood:
            moves.append(Move(key, stay.start_no, stood, now[key]))
    store.put_cursors(ctx, moves)
    for room in {move.key[0] for move in moves}:
        ctx.soon(announce_moves, room, delay=ANNOUNCE_EVERY, key=f"receipts.announce_moves {room}")


@action(Role.SERVER)
def announce_moves(ctx: Ctx, room: str) -> None:
    """Tell a room which cursors moved since the last time it was told."""
    moved = store.take_unannounced(ctx, room)
    if not moved:
        return
    moves: list[Json] = [[account, no] for account, _, no in moved]
    place = boundary.get_place(ctx, room)
    if not place.restricted:
        ctx.emit(CursorsMoved(room=room, moves=moves))
        return
    owners = boundary.list_owners(ctx, room)
    ctx.emit(CursorsMoved(room=room, moves=moves, restricted=True, to=owners))
    for account, _, no in moved:
        if account not in owners:
            own: list[Json] = [[account, no]]
            ctx.emit(CursorsMoved(room=room, moves=own, restricted=True, to=(account,)))
    last = max(no for _, _, no in moved)
    first = max(min(before for _, before, _ in moved), last - COUNTED_LIMIT) + 1
    ctx.emit(Counted(room=room, first=first, last=last))


@action(Role.SERVER)
def announce_forgotten_moves(ctx: Ctx, _: None) -> None:
    """Tell of moves that were committed before a crash and never announced; run at start."""
    for room in store.list_unannounced_rooms(ctx):
        announce_moves(ctx, room)


def acknowledge(ctx: Ctx, place: Place, no: int, sender: str | None) -> None:
    """Keep the actor's 了解 on a message; the second time changes nothing."""
    if store.insert_acknowledgement(ctx, place.id, no, ctx.actor.id):
        to = _hears(ctx, place, sender, ctx.actor.id)
        ctx.emit(
            Acknowledged(
                room=place.id, no=no, account=ctx.actor.id, restricted=place.restricted, to=to
            )
        )
        _tell_count(ctx, place, no)


def withdraw_acknowledgement(ctx: Ctx, place: Place, no: int, sender: str | None) -> None:
    """Take the actor's 了解 back."""
    if store.delete_acknowledgement(ctx, place.id, no, ctx.actor.id):
        to = _hears(ctx, place, sender, ctx.actor.id)
        ctx.emit(
            AcknowledgementWithdrawn(
                room=place.id, no=no, account=ctx.actor.id, restricted=place.restricted, to=to
            )
        )
        _tell_count(ctx, place, no)


def tell_in_person(
    ctx: Ctx, place: Place, no: int, sender: str | None, account: str, how: How
) -> None:
    """Keep the actor's word that ``account`` was told.

    Raises ReaderNotFound for who was not inside, ToldByAnother where somebody else gave their word.
    """
    _refuse_strangers(ctx, place, no, sender, account)
    _refuse_to_change_anothers(ctx, place, no, account)
    word = Told(no, account, how, ctx.actor.id, ctx.now)
    store.put_told(ctx, place.id, word)
    ctx.audit("receipts.tell_in_person", account, room=place.id, no=no, how=how)
    ctx.emit(
        ToldInPerson(
            room=place.id,
            no=no,
            account=account,
            how=how,
            by=ctx.actor.id,
            restricted=place.restricted,
            to=_hears(ctx, place, sender, account),
        )
    )
    _tell_count(ctx, place, no)


def withdraw_told(ctx: Ctx, place: Place, no: int, sender: str | None, account: str) -> None:
    """Take the word back that ``account`` was told. Raises ReaderNotFound, ToldByAnother."""
    _refuse_strangers(ctx, place, no, sender, account)
    _refuse_to_change_anothers(ctx, place, no, account)
    if store.delete_told(ctx, place.id, no, account):
        ctx.audit("receipts.withdraw_told", account, room=place.id, no=no)
        to = _hears(ctx, place, sender, account)
        ctx.emit(
            ToldWithdrawn(room=place.id, no=no, account=account, restricted=place.restricted, to=to)
        )
        _tell_count(ctx, place, no)


def _refuse_strangers(ctx: Ctx, place: Place, no: int, sender: str | None, account: str) -> None:
    """Raise ReaderNotFound for who was not inside when the message was written, and its sender."""
    stays = boundary.list_stays_of(ctx, place.id, account)
    if account == sender or not any(was_inside(stay, no) for stay in stays):
        raise ReaderNotFound


def _refuse_to_change_anothers(ctx: Ctx, place: Place, no: int, account: str) -> None:
    """Raise ToldByAnother for whoever neither gave the word nor owns the room: it is evidence."""
    words = store.list_told(ctx, [(place.id, no)])[place.id, no]
    by = {word.by for word in words if word.account == account}
    if by - {ctx.actor.id} and ctx.actor.id not in boundary.list_owners(ctx, place.id):
        raise ToldByAnother


def _tell_count(ctx: Ctx, place: Place, no: int) -> None:
    """Where names stay with a few, let the whole room have the new figures."""
    if place.restricted:
        ctx.by(SERVER).emit(Counted(room=place.id, first=no, last=no))  # the actor would be a name


def _hears(ctx: Ctx, place: Place, *accounts: str | None) -> tuple[str, ...]:
    """Return who hears names in a restricted room: the owners and ``accounts``; elsewhere nobody apart."""
    if not place.restricted:
        return ()
    return tuple(dict.fromkeys([*boundary.list_owners(ctx, place.id), *(a for a in accounts if a)]))


ACTIONS = (move_cursor, announce_moves, announce_forgotten_moves)
