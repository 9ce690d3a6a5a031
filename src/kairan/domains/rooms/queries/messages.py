"""Messages as people get them: pages, single ones, reader lists, and what events tell."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import msgspec

from kairan.domains.accounts import queries as accounts
from kairan.domains.accounts.model import Person
from kairan.domains.boundary import queries as places
from kairan.domains.boundary.model import Place, Stay, can_see
from kairan.domains.receipts import queries as receipts
from kairan.domains.receipts.model import Acknowledgement, Count, MessageKey
from kairan.domains.rooms.model import (
    LAST_NO,
    Acknowledgements,
    Message,
    Name,
    Quote,
    System,
    What,
)
from kairan.domains.rooms.store import messages as store
from kairan.domains.rooms.store import undertakings
from kairan.domains.rooms.store.messages import MessageRow
from kairan.kernel.ctx import Ctx
from kairan.kernel.events import Json, Recorded

Key = MessageKey


@dataclass(frozen=True, slots=True)
class Page:
    """Messages by number, oldest first. ``next`` is the number to go on after (None: the head is reached),
    ``first_no`` the first one this person may ever see, ``head`` the last there is."""

    items: list[Message]
    next: str | None
    first_no: int
    head: int


@dataclass(frozen=True, slots=True)
class Where:
    """Which page: before or after a number, around one, or from the first message of a day on.

    ``tz`` is the caller's distance from UTC in minutes, for ``on``. Without anything: the last page.
    """

    before: int | None = None
    after: int | None = None
    around: int | None = None
    on: date | None = None
    tz: int = 540
    limit: int = 50


@dataclass(frozen=True, slots=True)
class _Words:
    """The shape of the ``system`` column."""

    what: What
    accounts: tuple[str, ...]
    count: int
    by: str | None
    name: str | None


def page(ctx: Ctx, room: str, where: Where) -> Page:
    """Return a page of a room's messages as far as the actor sees them. Raises RoomNotFound."""
    stay, place = places.get_stay(ctx, room), places.get_place(ctx, room)
    head = place.head
    rows = [row for row in _rows(ctx, stay, head, where) if can_see([stay], row.no)]
    last = rows[-1].no if rows else head
    return Page(
        _views(ctx, stay, place, rows), str(last) if last < head else None, stay.from_no, head
    )


def as_sent(ctx: Ctx, rows: Collection[MessageRow]) -> dict[Key, Message]:
    """Return messages as they were when they were sent: without figures of readers.

    So a retry is answered the same. What was unsent meanwhile comes without its text.
    """
    quoted = _quoted(ctx, rows)
    if quoted:  # one telling is for everybody inside: it quotes what all of them may see
        seen_from = places.all_see_from(ctx, {room for room, _ in quoted})
        quoted = {key: row for key, row in quoted.items() if row.no >= seen_from.get(row.room, 1)}
    people = accounts.people(ctx, people_in([*rows, *quoted.values()]))
    return {(row.room, row.no): _view(ctx, row, people, quoted=quoted) for row in rows}


def rows_of(ctx: Ctx, keys: Collection[Key]) -> dict[Key, MessageRow]:
    """Return these messages as they are kept; for queries of this domain that checked who asks."""
    return store.find_messages(ctx, keys)


def view(ctx: Ctx, row: MessageRow, people: Mapping[str, Person]) -> Message:
    """Return a message for a list: without figures of readers, without what it replies to.

    ``people`` must hold those it names.
    """
    return replace(_view(ctx, row, people), reply_to=None)


def people_in(rows: Sequence[MessageRow]) -> set[str]:
    """Return everybody these messages name: senders, and people in system messages."""
    named = {row.sender for row in rows if row.sender}
    for row in rows:
        if row.system:
            words = _decoded(row.system)
            named |= {*words.accounts, *([words.by] if words.by else [])}
    return named


def tell_of_messages(ctx: Ctx, events: list[Recorded]) -> dict[int, dict[str, Json]]:
    """Join the committed rows to ``rooms.message_sent``: as they were sent."""
    keys = {event.seq: (event.room or "", event.no or 0) for event in events}
    sent = as_sent(ctx, store.find_messages(ctx, keys.values()).values())
    return {seq: msgspec.to_builtins(sent[key]) for seq, key in keys.items()}


def tell_of_undertakings(ctx: Ctx, events: list[Recorded]) -> dict[int, dict[str, Json]]:
    """Join the names to ``rooms.message_undertaken``."""
    people = accounts.people(ctx, {str(event.data["account"]) for event in events})
    return {
        event.seq: {"no": event.no, **event.data, "name": people[str(event.data["account"])].name}
        for event in events
    }


def tell_of_counts(ctx: Ctx, events: list[Recorded]) -> dict[int, dict[str, Json]]:
    """Join the figures to ``receipts.counted``, as they are now."""
    touched = {event.seq: _touched(event) for event in events}
    keys = {key for each in touched.values() for key in each}
    rows = {k: row for k, row in store.find_messages(ctx, keys).items() if row.kind == "text"}
    counters = receipts.counters(ctx, rows)
    pressed = receipts.list_acknowledgements(ctx, rows)
    figures: dict[Key, Json] = {}
    for (room, no), row in rows.items():
        count = counters[room].count(no, row.sender)
        acknowledged = len(pressed[room, no])
        figures[room, no] = {
            "no": no,
            "read": count.read,
            "told": count.told,
            "acknowledged": acknowledged,
        }
    return {
        event.seq: {
            "room": event.room,
            "counts": [figures[key] for key in touched[event.seq] if key in figures],
        }
        for event in events
    }


def _touched(event: Recorded) -> list[Key]:
    first, last = event.data["first"], event.data["last"]
    assert isinstance(first, int)
    assert isinstance(last, int)
    return [(event.room or "", no) for no in range(first, last + 1)]


def _rows(ctx: Ctx, stay: Stay, head: int, where: Where) -> list[MessageRow]:
    room, least, limit = stay.room, stay.from_no, where.limit
    if where.after is not None:
        return store.list_after(ctx, room, after=where.after, least=least, limit=limit)
    if where.on is not None:
        first = store.first_no_since(ctx, room, _midnight(where.on, where.tz))
        if first is not None:
            return store.list_after(ctx, room, after=first - 1, least=least, limit=limit)
    if where.around is not None:
        around = min(where.around, head)
        before = store.list_before(ctx, room, before=around, least=least, limit=limit // 2)
        after = store.list_after(
            ctx, room, after=around - 1, least=least, limit=limit - len(before)
        )
        return before + after
    before_no = where.before if where.before is not None else LAST_NO
    return store.list_before(ctx, room, before=before_no, least=least, limit=limit)


def _quoted(ctx: Ctx, rows: Collection[MessageRow]) -> dict[Key, MessageRow]:
    """Return the messages that these reply to."""
    replied = {(row.room, row.reply_no) for row in rows if row.reply_no is not None}
    return store.find_messages(ctx, replied) if replied else {}


def _midnight(day: date, tz: int) -> datetime:
    """Return when a day begins ``tz`` minutes east of UTC (the first day of all begins in UTC)."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return midnight if day == date.min else midnight - timedelta(minutes=tz)


def _views(ctx: Ctx, stay: Stay, place: Place, rows: Sequence[MessageRow]) -> list[Message]:
    """Return messages of one room with all that stands beside them, in a fixed number of queries.

    Who pressed 了解 is named only to those who may open the reader list.
    """
    nos = [row.no for row in rows]
    if not nos:
        return []
    quoted = {key: row for key, row in _quoted(ctx, rows).items() if can_see([stay], row.no)}
    keys = [(place.id, no) for no in nos]
    counter = receipts.counters(ctx, keys)[place.id]
    pressed = receipts.list_acknowledgements(ctx, keys)
    first_three = {a.account for each in pressed.values() for a in each[:3]}
    undertaken = undertakings.list_undertakings(ctx, place.id, nos)
    undertaking = {account for each in undertaken.values() for account in each}
    named = people_in([*rows, *quoted.values()]) | first_three | undertaking
    people = accounts.people(ctx, named)
    return [
        _view(
            ctx,
            row,
            people,
            quoted=quoted,
            count=counter.count(row.no, row.sender),
            pressed=pressed[place.id, row.no],
            named=receipts.may_open(place, stay, row.sender),
            undertaken=undertaken.get(row.no, ()),
        )
        for row in rows
    ]


def _view(
    ctx: Ctx,
    row: MessageRow,
    people: Mapping[str, Person],
    *,
    quoted: Mapping[Key, MessageRow] | None = None,
    count: Count | None = None,
    pressed: Sequence[Acknowledgement] = (),
    named: bool = False,
    undertaken: Sequence[str] = (),
) -> Message:
    sender = people.get(row.sender or "")
    there = row.unsent_at is None
    counted = count is not None and row.kind == "text" and there
    return Message(
        id=row.id,
        no=row.no,
        seq=row.seq,
        client_id=row.client_id,
        kind="text" if row.kind == "text" else "system",
        sender=row.sender,
        sender_name=sender.name if sender else "",
        sender_affiliation=sender.affiliation if sender else None,
        sender_outside=sender.outside if sender else False,
        text=row.text,
        sent_at=row.sent_at,
        unsent_at=row.unsent_at,
        forwarded=row.forwarded,
        reply_to=_quote(row, quoted or {}, people) if there else None,
        system=_system(row, people),
        audience=row.audience if there else 0,
        read=count.read if count and counted else 0,
        told=count.told if count and counted else 0,
        acknowledged=_acknowledged(ctx, pressed if there else (), people if named else {}),
        undertaken=tuple(Name(a, people[a].name) for a in undertaken) if there else (),
    )


def _quote(
    row: MessageRow, quoted: Mapping[Key, MessageRow], people: Mapping[str, Person]
) -> Quote | None:
    if row.reply_no is None:
        return None
    source = quoted.get((row.room, row.reply_no))
    sender = people.get(source.sender or "") if source else None
    text = source.text[:200] if source and source.text else None
    return Quote(row.reply_no, sender.name if sender else "", text)


def _system(row: MessageRow, people: Mapping[str, Person]) -> System | None:
    if row.system is None:
        return None
    words = _decoded(row.system)
    named = tuple(people[account] for account in words.accounts if account in people)
    return System(words.what, named, words.count, people.get(words.by or ""), words.name)


def _decoded(system: str) -> _Words:
    return msgspec.json.decode(system, type=_Words)


def _acknowledged(
    ctx: Ctx, pressed: Sequence[Acknowledgement], people: Mapping[str, Person]
) -> Acknowledgements:
    mine = any(each.account == ctx.actor.account for each in pressed)
    own_first = sorted(pressed[:3], key=lambda each: each.account != ctx.actor.account)
    by = tuple(Name(e.account, people[e.account].name) for e in own_first if e.account in people)
    return Acknowledgements(len(pressed), mine, by)
