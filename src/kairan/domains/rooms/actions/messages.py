"""Writing, unsending, 了解, 対応します and word of mouth."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from kairan.domains.accounts import queries as accounts
from kairan.domains.boundary import actions as boundary
from kairan.domains.boundary import queries as places
from kairan.domains.boundary.errors import RoomNotFound
from kairan.domains.boundary.model import Place, Stay, can_see
from kairan.domains.receipts import actions as receipts
from kairan.domains.receipts import queries as reading
from kairan.domains.receipts.errors import Restricted
from kairan.domains.rooms.errors import MessageNotFound, NotTheSender, UnsendTooLate
from kairan.domains.rooms.events import (
    MessageSent,
    MessageUndertaken,
    MessageUnsent,
    UndertakingWithdrawn,
)
from kairan.domains.rooms.model import TEXT_LIMIT, MessageOfRoom, SendMessage, Sent, TellInPerson
from kairan.domains.rooms.queries import messages
from kairan.domains.rooms.store import messages as store
from kairan.domains.rooms.store import undertakings
from kairan.domains.rooms.store.messages import MessageRow
from kairan.kernel import text
from kairan.kernel.actions import Call, action, many
from kairan.kernel.ctx import Ctx
from kairan.kernel.errors import BadInput, DomainError
from kairan.kernel.guard import Role
from kairan.kernel.ids import new_id

CLIENT_ID_LIMIT = 64


@dataclass(slots=True)
class _Run:
    """What a run of sends needs to know, loaded once, and what it has decided so far."""

    stays: dict[tuple[str, str], Stay]
    places: dict[str, Place]
    inside: dict[str, int]
    sent: dict[tuple[str, str, str], int]
    sources: dict[tuple[str, int], MessageRow]
    rows: list[MessageRow]


@dataclass(frozen=True, slots=True)
class _Decided:
    """What a send comes to: which message, and whether it is new."""

    key: tuple[str, int]
    new: bool


@many(Role.GUEST)
def send_message(ctx: Ctx, calls: Sequence[Call[SendMessage]]) -> list[Sent | DomainError]:
    """Write messages and return each as it was sent; the same ``client_id`` again finds the first one.

    RoomNotFound for strangers, BadInput for the text, MessageNotFound for what is replied to or forwarded.
    """
    run = _load(ctx, [call for call in calls if _is_named(call.command)])
    decided: list[_Decided | DomainError] = []
    for call in calls:
        try:
            decided.append(_decide(ctx, run, call))
        except DomainError as error:
            decided.append(error)
    store.insert_messages(ctx, run.rows)
    changed = {row.room for row in run.rows}
    boundary.advance(ctx, [run.places[room] for room in changed])
    return _answers(ctx, run, decided)


@action(Role.GUEST)
def unsend_message(ctx: Ctx, command: MessageOfRoom) -> None:
    """Take one's own message back; a trace stays. Raises NotTheSender, UnsendTooLate (in hours)."""
    message = _seen(ctx, command)
    if message.sender != ctx.actor.id:
        raise NotTheSender
    unsend_for = accounts.get_organisation(ctx).unsend_for
    if ctx.now - message.sent_at > timedelta(seconds=unsend_for):
        raise UnsendTooLate(hours=unsend_for // 3600)
    store.unsend_message(ctx, command.room, command.no)
    ctx.audit("rooms.unsend_message", message.id, room=command.room, no=command.no)
    ctx.emit(MessageUnsent(room=command.room, no=command.no))


@action(Role.GUEST)
def acknowledge_message(ctx: Ctx, command: MessageOfRoom) -> None:
    """Press 了解 on somebody's message. Raises MessageNotFound."""
    message = _seen(ctx, command)
    place = places.get_place(ctx, command.room)
    if message.sender != ctx.actor.id:
        receipts.acknowledge(ctx, place, command.no, message.sender)


@action(Role.GUEST)
def withdraw_acknowledgement(ctx: Ctx, command: MessageOfRoom) -> None:
    """Take 了解 back. Raises MessageNotFound."""
    message = _seen(ctx, command)
    place = places.get_place(ctx, command.room)
    receipts.withdraw_acknowledgement(ctx, place, command.no, message.sender)


@action(Role.GUEST)
def undertake_message(ctx: Ctx, command: MessageOfRoom) -> None:
    """Say 対応します to a message; the second time changes nothing. Raises MessageNotFound."""
    message = _seen(ctx, command)
    if undertakings.insert_undertaking(ctx, (message.room, message.no), ctx.actor.id):
        ctx.emit(MessageUndertaken(room=message.room, no=message.no, account=ctx.actor.id))


@action(Role.GUEST)
def withdraw_undertaking(ctx: Ctx, command: MessageOfRoom) -> None:
    """Take 対応します back. Raises MessageNotFound."""
    message = _seen(ctx, command)
    if undertakings.delete_undertaking(ctx, (message.room, message.no), ctx.actor.id):
        ctx.emit(UndertakingWithdrawn(room=message.room, no=message.no, account=ctx.actor.id))


@action(Role.GUEST)
def tell_in_person(ctx: Ctx, command: TellInPerson) -> None:
    """Give word that somebody was told by other means.

    Raises Restricted, MessageNotFound, ReaderNotFound, ToldByAnother.
    """
    message, place = _listed(ctx, MessageOfRoom(command.room, command.no))
    receipts.tell_in_person(ctx, place, command.no, message.sender, command.account, command.how)


@action(Role.GUEST)
def withdraw_told(ctx: Ctx, command: TellInPerson) -> None:
    """Take that word back. Raises Restricted, MessageNotFound, ReaderNotFound, ToldByAnother."""
    message, place = _listed(ctx, MessageOfRoom(command.room, command.no))
    receipts.withdraw_told(ctx, place, command.no, message.sender, command.account)


def _load(ctx: Ctx, calls: Sequence[Call[SendMessage]]) -> _Run:
    commands = [(call.actor.id, call.command) for call in calls]
    pairs = {(c.room, sender) for sender, c in commands}
    sources = {(c.forward.room, sender) for sender, c in commands if c.forward is not None}
    stays = places.find_stays(ctx, pairs | sources)
    rooms = {room for room, sender in stays if (room, sender) in pairs}
    wanted = {(c.room, c.reply_to) for _, c in commands if c.reply_to is not None}
    wanted |= {(c.forward.room, c.forward.no) for _, c in commands if c.forward is not None}
    keys = {(c.room, sender, c.client_id) for sender, c in commands}
    return _Run(
        stays=stays,
        places=places.find_places(ctx, rooms),
        inside=places.count_stays(ctx, sorted(rooms)),
        sent=store.find_sent(ctx, keys),
        sources=store.find_messages(ctx, wanted) if wanted else {},
        rows=[],
    )


def _decide(ctx: Ctx, run: _Run, call: Call[SendMessage]) -> _Decided:
    command, sender = call.command, call.actor.id
    _check_name(command)
    stay = run.stays.get((command.room, sender))
    if stay is None:
        raise RoomNotFound
    key = (command.room, sender, command.client_id)
    if key in run.sent:
        return _Decided((command.room, _visible(stay, run.sent[key])), new=False)
    if command.reply_to is not None:
        _source(run, stay, command.reply_to)
    words = _words(run, call)
    place = run.places[command.room]
    place = replace(place, head=place.head + 1, countable=place.countable + 1)
    run.places[command.room] = place
    run.sent[key] = place.head
    seq = ctx.by(call.actor).emit(MessageSent(room=command.room, no=place.head))
    run.rows.append(
        MessageRow(
            room=command.room,
            no=place.head,
            id=new_id(),
            seq=seq,
            kind="text",
            sender=sender,
            client_id=command.client_id,
            text=words,
            system=None,
            reply_no=command.reply_to,
            forwarded=command.forward is not None,
            audience=run.inside[command.room] - 1,
            countable=place.countable,
            sent_at=ctx.now,
        )
    )
    return _Decided((command.room, place.head), new=True)


def _check_name(command: SendMessage) -> None:
    """Raise BadInput for a ``client_id`` that cannot be kept; what can is kept as it came."""
    text.line("client_id", command.client_id, most=CLIENT_ID_LIMIT)


def _is_named(command: SendMessage) -> bool:
    try:
        _check_name(command)
    except BadInput:
        return False
    return True


def _answers(
    ctx: Ctx, run: _Run, decided: Sequence[_Decided | DomainError]
) -> list[Sent | DomainError]:
    rows = {(row.room, row.no): row for row in run.rows}
    keys = {each.key for each in decided if isinstance(each, _Decided)}
    if keys - rows.keys():
        rows |= store.find_messages(ctx, keys - rows.keys())
    sent = messages.as_sent(ctx, rows.values())
    return [
        each if isinstance(each, DomainError) else Sent(sent[each.key], each.new)
        for each in decided
    ]


def _words(run: _Run, call: Call[SendMessage]) -> str:
    """Return the text: one's own, or that of the message passed on."""
    command = call.command
    if command.forward is None:
        return text.block("text", command.text, most=TEXT_LIMIT)
    stay = run.stays.get((command.forward.room, call.actor.id))
    if stay is None:
        raise MessageNotFound
    words = _source(run, stay, command.forward.no).text
    if words is None:
        raise MessageNotFound
    return words


def _visible(stay: Stay, no: int) -> int:
    """Return a number of one's own that one still sees. Raises MessageNotFound."""
    if not can_see([stay], no):
        raise MessageNotFound
    return no


def _source(run: _Run, stay: Stay, no: int) -> MessageRow:
    message = run.sources.get((stay.room, no)) or _just_written(run, stay.room, no)
    if message is None or message.kind != "text" or not can_see([stay], no):
        raise MessageNotFound
    return message


def _just_written(run: _Run, room: str, no: int) -> MessageRow | None:
    return next((row for row in run.rows if (row.room, row.no) == (room, no)), None)


def _seen(ctx: Ctx, command: MessageOfRoom) -> MessageRow:
    """Return a message the actor sees and that was not unsent. Raises RoomNotFound, MessageNotFound."""
    stay = places.get_stay(ctx, command.room)
    key = (command.room, command.no)
    message = store.find_messages(ctx, [key]).get(key)
    if (
        message is None
        or message.kind != "text"
        or message.unsent_at
        or not can_see([stay], command.no)
    ):
        raise MessageNotFound
    return message


def _listed(ctx: Ctx, command: MessageOfRoom) -> tuple[MessageRow, Place]:
    """Return a message whose reader list the actor may open. Raises Restricted beside the others."""
    message = _seen(ctx, command)
    place = places.get_place(ctx, command.room)
    if not reading.may_open(place, places.get_stay(ctx, command.room), message.sender):
        raise Restricted
    return message, place
