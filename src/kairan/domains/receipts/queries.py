"""What one may ask about reading."""

from collections.abc import Collection, Iterable, Sequence

from kairan.domains.accounts import queries as accounts
from kairan.domains.boundary import queries as boundary
from kairan.domains.boundary.model import Place, Stay
from kairan.domains.receipts import store
from kairan.domains.receipts.errors import Restricted
from kairan.domains.receipts.model import (
    Acknowledgement,
    Counter,
    Cursor,
    MessageKey,
    ReaderList,
    Told,
    sort_readers,
)
from kairan.kernel import clock
from kairan.kernel.ctx import Ctx
from kairan.kernel.events import Json, Recorded


def list_cursors(ctx: Ctx, room: str) -> list[Cursor]:
    """Return how far everybody has read, a cursor for each stay.

    Raises RoomNotFound, and Restricted where the owners keep the list to themselves.
    """
    own, place = boundary.get_stay(ctx, room), boundary.get_place(ctx, room)
    if place.restricted and not own.owner:
        raise Restricted
    met = {stay.account for stay in boundary.list_stays(ctx, room) if boundary.may_know(own, stay)}
    return [cursor for cursor in _cursors(ctx, [room])[room] if cursor.account in met]


def own_cursors(ctx: Ctx, stays: Iterable[Stay]) -> dict[str, int]:
    """Return how far each of these stays has read, by room."""
    keys = {(stay.room, stay.account, stay.from_seq): stay for stay in stays}
    moved = store.find_cursors(ctx, keys)
    return {stay.room: moved.get(key, stay.start_no) for key, stay in keys.items()}


def counters(ctx: Ctx, messages: Collection[MessageKey]) -> dict[str, Counter]:
    """Return what counts the readers of these messages, by room."""
    told: dict[str, list[Told]] = {}
    for (room, _), words in store.list_told(ctx, messages).items():
        told.setdefault(room, []).extend(words)
    cursors = _cursors(ctx, {room for room, _ in messages})
    return {room: Counter(each, told.get(room, ())) for room, each in cursors.items()}


def list_acknowledgements(
    ctx: Ctx, messages: Collection[MessageKey]
) -> dict[MessageKey, list[Acknowledgement]]:
    """Return who pressed 了解 on these messages, first ones first; those nobody pressed it on are left out."""
    return store.list_acknowledgements(ctx, messages)


def readers(
    ctx: Ctx,
    room: str,
    no: int,
    sender: str | None,
    *,
    stays: Sequence[Stay],
    suspended: frozenset[str],
) -> ReaderList:
    """Return who has read message ``no``, who was told, who has not, and of whom we do not know.

    ``stays`` are all there ever were in the room.
    """
    key = (room, no)
    return sort_readers(
        stays,
        no,
        sender,
        read_at=store.read_times(ctx, room, no),
        told={word.account: word for word in store.list_told(ctx, [key]).get(key, ())},
        acknowledged={
            a.account: a.at for a in store.list_acknowledgements(ctx, [key]).get(key, ())
        },
        suspended=suspended,
    )


def may_open(place: Place, own: Stay, sender: str | None) -> bool:
    """Say whether somebody may open the reader list of a message of ``sender``."""
    return not place.restricted or own.owner or own.account == sender


def tell_of_acknowledgements(ctx: Ctx, told: list[Recorded]) -> dict[int, dict[str, Json]]:
    """Join the name and the time to facts about 了解."""
    people = accounts.people(ctx, {str(event.data["account"]) for event in told})
    return {
        event.seq: {
            "no": event.no,
            "account": event.data["account"],
            "name": people[str(event.data["account"])].name,
            "at": clock.on_wire(event.at),
        }
        for event in told
    }


def tell_of_words(ctx: Ctx, told: list[Recorded]) -> dict[int, dict[str, Json]]:
    """Join the name of who gave word, and the time, to facts about telling in person."""
    people = accounts.people(ctx, {str(event.data["by"]) for event in told})
    return {
        event.seq: {
            "no": event.no,
            "account": event.data["account"],
            "how": event.data["how"],
            "by": people[str(event.data["by"])].name,
            "at": clock.on_wire(event.at),
        }
        for event in told
    }


def _cursors(ctx: Ctx, rooms: Collection[str]) -> dict[str, list[Cursor]]:
    """Return every cursor of these rooms, one for each stay there ever was."""
    moved = store.list_cursors(ctx, rooms)
    found: dict[str, list[Cursor]] = {room: [] for room in rooms}
    for stay in boundary.list_stays(ctx, *rooms):
        key = (stay.room, stay.account, stay.from_seq)
        no = moved.get(key, stay.start_no)
        found[stay.room].append(Cursor(stay.account, stay.start_no, stay.end_no, no))
    return found
