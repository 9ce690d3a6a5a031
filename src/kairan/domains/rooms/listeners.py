"""What follows in rooms from what happens in the org chart, to accounts, and to guests."""

from datetime import timedelta

from kairan.domains.accounts import queries as accounts
from kairan.domains.boundary import queries as places
from kairan.domains.directory import queries as directory
from kairan.domains.rooms.actions import writing
from kairan.domains.rooms.actions.rooms import follow_unit, see_to_owners
from kairan.domains.rooms.store import messages
from kairan.domains.rooms.store import rooms as store
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
