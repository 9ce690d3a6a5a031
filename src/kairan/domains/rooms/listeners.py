"""What follows in rooms from what happens in the org chart, to accounts, to guests, and from messages."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from kairan.domains.accounts import queries as accounts
from kairan.domains.boundary import queries as places
from kairan.domains.directory import queries as directory
from kairan.domains.notifications import actions as notifications
from kairan.domains.notifications import queries as devices
from kairan.domains.notifications.model import KEEP_FOR, Notice
from kairan.domains.rooms.actions import writing
from kairan.domains.rooms.actions.rooms import follow_unit, see_to_owners
from kairan.domains.rooms.store import messages
from kairan.domains.rooms.store import rooms as store
from kairan.domains.rooms.store.messages import MessageRow
from kairan.kernel.ctx import Ctx
from kairan.kernel.events import Recorded

NEW_NAME_FOR = timedelta(minutes=10)
"""In which further new names of a guest are told by the same line."""


def follow_units(ctx: Ctx, events: list[Recorded]) -> None:
    """Let in and out of unit rooms whoever came into or left their units."""
    rooms = store.list_unit_rooms(ctx)
    touched = {str(unit) for event in events for unit in _units(event)}
    touched |= directory.units_above(ctx, touched)
    for room in rooms:
        if room.unit in touched:
            follow_unit(ctx, room)


def keep_owners(ctx: Ctx, events: list[Recorded]) -> None:
    """Let no room be without an owner who can act because somebody was suspended, or came back alone."""
    touched = {str(event.data["account"]) for event in events}
    see_to_owners(ctx, places.list_rooms_of(ctx, touched))


def note_new_names(ctx: Ctx, events: list[Recorded]) -> None:
    """Say in the rooms of guests who gave themselves another name what they were called before."""
    for event in events:
        guest = str(event.data["account"])
        was = accounts.find_former_name(ctx, guest, event.seq) if event.data["shown"] else None
        if was is not None:
            _note_new_name(ctx, guest, was.shown, event)


def ring(ctx: Ctx, events: list[Recorded]) -> None:
    """Let the devices of those inside be told of new messages, of each room the last that they want."""
    if not devices.has_devices(ctx):
        return
    keys = {(e.room or "", e.no or 0) for e in events if ctx.now - e.at < KEEP_FOR}
    rows = [row for row in messages.find_messages(ctx, keys).values() if row.text is not None]
    replied = {(row.room, row.reply_no) for row in rows if row.reply_no is not None}
    sources = messages.find_messages(ctx, replied) if replied else {}
    writers = {key: source.sender for key, source in sources.items()}
    for room, name in store.list_names(ctx, {row.room for row in rows}).items():
        _ring(ctx, name, [row for row in rows if row.room == room], writers)


def withdraw_notices(ctx: Ctx, events: list[Recorded]) -> None:
    """Let no device be told of a message that was taken back."""
    for event in events:
        notifications.withdraw(ctx, event.room or "", event.no or 0)


def _ring(
    ctx: Ctx,
    name: str,
    rows: Sequence[MessageRow],
    writers: Mapping[tuple[str, int], str | None],
) -> None:
    room = rows[0].room
    direct = not places.get_place(ctx, room).shared
    stays = places.list_able_stays(ctx, room)
    owners = {stay.account for stay in stays if stay.owner}
    left = {stay.account for stay in stays}
    for row in sorted(rows, key=lambda row: row.no, reverse=True):
        to_all = direct or row.sender in owners
        writer = writers.get((room, row.reply_no or 0))
        notice = Notice(
            kind="message",
            room=room,
            no=row.no,
            sender=row.sender,
            name=name,
            personal=None if to_all else frozenset({writer} if writer else ()),
            urgency="high" if direct else "normal",
        )
        left -= notifications.notify(ctx, left - {row.sender or ""}, notice)


def _note_new_name(ctx: Ctx, guest: str, was: str, event: Recorded) -> None:
    of_guest = f"renamed-{guest}-"
    key = f"{of_guest}{event.seq}"
    lately = event.at - NEW_NAME_FOR
    for room in places.list_rooms_of(ctx, [guest]):
        if messages.has_system_message(ctx, room, of_guest, since=lately):
            continue  # that line says the first name, and shows the last
        if not messages.has_system_message(ctx, room, key):
            writing.say(ctx, room, "guest_renamed", [guest], name=was, key=key)


def _units(event: Recorded) -> list[object]:
    units = event.data["units"]
    return list(units) if isinstance(units, list) else []
