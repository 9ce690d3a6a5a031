"""What a client has to do with each event: ``docs/subsystems/wire.md`` as a program.

A client holds *parts*, answers of the server by what they are about. An event changes parts at hand,
or makes them STALE: ask again before showing them. The law: the parts before, with the events
applied, are the parts after, but for stale ones; what no event speaks of has not changed at all.

=================  =============================================================================
part               answer of
=================  =============================================================================
me                 ``GET /me``
directory          ``GET /members``, by account
units, counts      ``GET /units``, ``GET /units/counts``
room R             ``GET /rooms/R``, and the row of R in ``GET /rooms``
people R           ``GET /rooms/R/members``, by account
page R             ``GET /rooms/R/messages``, what stands beside the messages
message R no       one message of it
cursors R          ``GET /rooms/R/cursors``, by account and start
readers R no       ``GET /rooms/R/messages/no/readers``
applications R     ``GET /rooms/R/applications``
boundary R         ``GET /rooms/R/boundary``, which also shows the invitations
import I           state, done and rows of ``GET /imports/I``, for whoever runs it
=================  =============================================================================
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Any

from tests.house import figures

Part = tuple[str | int, ...]
Json = Any


class Missing(Enum):
    """What stands in place of a part."""

    STALE = "to be asked for again before it is shown"


STALE = Missing.STALE


@dataclass
class Client:
    """What somebody's client holds, as of ``seq``."""

    me: str
    guest: bool
    parts: dict[Part, Json]
    seq: int

    def hear(self, events: Iterable[Json]) -> None:
        """Apply events in their order; what was heard before, or is in the parts, does nothing."""
        for event in events:
            if event["seq"] > self.seq:
                HEARD[event["type"]](self, event)
                self.seq = event["seq"]

    def held(self, *part: str | int) -> Json | None:
        """Return a part at hand: not one that is stale, unknown, or refused to this person."""
        held = self.parts.get(part)
        return held if isinstance(held, dict) and "refused" not in held else None

    def change(self, part: Part, changed: Callable[[Json], Json]) -> None:
        """Change a part at hand; any other stays as it is."""
        if (held := self.held(*part)) is not None:
            self.parts[part] = changed(held)

    def ask(self, *kinds: str, room: str | None = None, no: int | None = None) -> None:
        """Make parts of these kinds stale: all, those of a room, or the one of a message."""
        for part in self.parts:
            if part[0] in kinds and room in (None, *part[1:2]) and no in (None, part[-1]):
                self.parts[part] = STALE

    def forget(self, room: str) -> None:
        """Drop everything of a room."""
        self.parts = {part: held for part, held in self.parts.items() if part[1:2] != (room,)}

    def messages(self, room: str) -> list[Json]:
        """Return what is held of each message of a room, stale ones too."""
        return [held for part, held in self.parts.items() if part[:2] == ("message", room)]

    def people_came_or_went(self, room: str) -> None:
        """Whatever lists the people of a room is to be asked again; for guests that is everybody."""
        self.ask("readers", "boundary", room=room)
        if self.guest:
            self.ask("directory")


def sent(client: Client, event: Json) -> None:
    """A message is the last of its room, and unread where somebody else wrote it."""
    room, message = event["room"], event["data"]
    if ("page", room) not in client.parts:
        return
    unread = message["kind"] == "text" and message["sender"] != client.me
    now = {"head": message["no"], "last": message | {"reply_to": None}}
    client.change(("room", room), lambda at: at | now | {"unread": at["unread"] + unread})
    client.change(("page", room), lambda at: at | {"head": message["no"]})
    client.parts["message", room, message["no"]] = message
    if message["kind"] == "text":
        client.parts["readers", room, message["no"]] = STALE


def unsent(client: Client, event: Json) -> None:
    """A message was taken back: its text is gone, there, in quotes and in the list of rooms."""
    room, no, at = event["room"], event["data"]["no"], event["at"]
    mine = event["actor"] == client.me

    def fewer(held: Json) -> Json:
        unread = not mine and no > held["cursor"] and no >= held["from_no"]
        last = held["last"] and figures.without(held["last"], no, at)
        return held | {"unread": held["unread"] - unread, "last": last}

    client.change(("room", room), fewer)
    for part in [part for part in client.parts if part[:2] == ("message", room)]:
        client.change(part, lambda message: figures.without(message, no, at))
    client.ask("readers", room=room, no=no)


def joined(client: Client, event: Json) -> None:
    """Somebody is inside. Whoever it is asks for the room; for the others there is one more."""
    room, person = event["room"], event["data"]
    if person["account"] == client.me:
        client.forget(room)
        client.parts["room", room] = STALE
    cursor = {
        "account": person["account"],
        "start_no": person["start_no"],
        "end_no": None,
        "no": person["start_no"],
    }
    key = f"{person['account']} {person['start_no']}"
    client.change(("room", room), lambda held: figures.with_one_more(held, person))
    client.change(("cursors", room), lambda held: held | {key: cursor})
    client.ask("people", room=room)
    client.people_came_or_went(room)


def left(client: Client, event: Json) -> None:
    """Somebody went. Whoever it is forgets the room; for the others there is one less."""
    room, account = event["room"], event["data"]["account"]
    client.people_came_or_went(room)
    if account == client.me:
        client.forget(room)
        return
    head = client.parts["page", room]["head"]
    client.change(("cursors", room), lambda at: figures.ended(at, account, head))
    if event["data"]["outside"]:
        # Whether it was the last one of that affiliation is for the server to say.
        client.ask("room", room=room)
    if not event["data"]["suspended"]:
        client.change(("room", room), lambda at: at | {"members": at["members"] - 1})
    client.change(("people", room), lambda at: {k: v for k, v in at.items() if k != account})


def room_changed(client: Client, event: Json) -> None:
    """The name or a rule changed. Who may open the reader lists decides what else one sees."""
    room, data = event["room"], event["data"]
    before = client.held("room", room)
    client.change(("room", room), lambda held: held | data)
    if before is None or before["reader_list"] != data["reader_list"]:
        client.ask("cursors", "readers", "message", room=room)


def people_changed(client: Client, event: Json) -> None:
    """A name, an affiliation or a suspension of somebody inside changed: all that shows people."""
    room = event["room"]
    client.ask("room", "people", "message", "readers", "applications", "boundary", room=room)
    client.people_came_or_went(room)


def owner_changed(client: Client, event: Json) -> None:
    """Somebody became an owner, or is none any more: oneself then sees more, or less."""
    room, account = event["room"], event["data"]["account"]
    owner = {"owner": event["type"] == "rooms.owner_added"}
    client.change(("people", room), lambda held: held | {account: held[account] | owner})
    if account == client.me:
        client.change(("room", room), lambda held: held | owner)
        client.ask("room", "cursors", "readers", "applications", "message", room=room)


def application_changed(client: Client, event: Json) -> None:
    """Somebody asks to be let in, or was answered."""
    client.ask("applications", "room", room=event["room"])


def invitations_changed(client: Client, event: Json) -> None:
    """A link was made, used, or stopped."""
    client.ask("boundary", room=event["room"])


def moved(client: Client, event: Json) -> None:
    """Cursors moved: one's own says what is unread, everybody's how many have read."""
    room, moves = event["room"], dict(event["data"]["moves"])
    if client.me in moves:
        _read_on(client, room, moves[client.me])
    client.change(("cursors", room), lambda held: figures.moved(held, moves))
    cursors = client.held("cursors", room)
    for part in [part for part in client.parts if part[:2] == ("message", room)]:
        if cursors is not None:
            client.change(part, lambda message: figures.recounted(message, cursors, STALE))
    client.ask("readers", room=room)


def counted(client: Client, event: Json) -> None:
    """In a room that keeps names to a few, the figures come without them."""
    for count in event["data"]["counts"]:
        part = ("message", event["room"], count["no"])
        client.change(part, partial(figures.counted, count=count))
        client.ask("readers", room=event["room"], no=count["no"])


def acknowledged(client: Client, event: Json) -> None:
    """Somebody pressed 了解; the first three are named to those who may see names."""
    room, data = event["room"], event["data"]
    held, mine = client.held("room", room), data["account"] == client.me

    def pressed(message: Json) -> Json:
        named = held is None or held["owner"] or held["reader_list"] == "everyone"
        named = named or message["sender"] == client.me
        return figures.pressed(message, data, mine=mine, named=named)

    client.change(("message", room, data["no"]), pressed)
    client.ask("readers", room=room, no=data["no"])


def withdrawn(client: Client, event: Json) -> None:
    """Somebody took 了解 back; who moves up among the first three is for the server to say."""
    room, data = event["room"], event["data"]
    mine = data["account"] == client.me
    part = ("message", room, data["no"])
    client.change(part, lambda message: figures.withdrawn(message, data, STALE, mine=mine))
    client.ask("readers", room=room, no=data["no"])


def undertaken(client: Client, event: Json) -> None:
    """Somebody said 対応します: the name stands beside the message."""
    part = ("message", event["room"], event["data"]["no"])
    client.change(part, lambda message: figures.undertaken(message, event["data"]))


def given_back(client: Client, event: Json) -> None:
    """Somebody took 対応します back."""
    part = ("message", event["room"], event["data"]["no"])
    client.change(part, lambda message: figures.given_back(message, event["data"]))


def told(client: Client, event: Json) -> None:
    """Somebody was told by other means, or that word was taken back; who has read counts as read."""
    client.ask("message", "readers", room=event["room"], no=event["data"]["no"])


def me_changed(client: Client, event: Json) -> None:
    """Something of oneself changed, and with it perhaps whom one administers."""
    client.ask("me", "directory", "counts")


def organisation_changed(client: Client, event: Json) -> None:
    """The organisation's name, its word for outsiders or its time for unsending changed."""
    client.ask("me")


def role_changed(client: Client, event: Json) -> None:
    """Whoever has another role begins anew, as after a reset."""
    if event["data"]["account"] == client.me:
        client.parts = dict.fromkeys(client.parts, STALE)


def directory_changed(client: Client, event: Json) -> None:
    """Some person or some unit changed."""
    client.ask("directory", "units", "counts")


def counts_changed(client: Client, event: Json) -> None:
    """How many have come in changed."""
    client.ask("counts")


def import_progressed(client: Client, event: Json) -> None:
    """An import came on."""
    kept = {name: event["data"][name] for name in ("state", "done", "rows")}
    client.parts["import", event["data"]["id"]] = kept


def nothing(client: Client, event: Json) -> None:
    """Nothing at hand changes; one's devices are asked for when they are shown."""


def _read_on(client: Client, room: str, cursor: int) -> None:
    """Say what is unread after a cursor, where all that comes after it is at hand."""
    held = client.messages(room)
    if STALE in held:
        client.ask("room", room=room)
    unread = sum(
        figures.is_unread(message, client.me, cursor) for message in held if message is not STALE
    )
    client.change(("room", room), lambda at: at | {"cursor": cursor, "unread": unread})


HEARD: Mapping[str, Callable[[Client, Json], None]] = {
    "rooms.message_sent": sent,
    "rooms.message_unsent": unsent,
    "rooms.message_undertaken": undertaken,
    "rooms.undertaking_withdrawn": given_back,
    "rooms.member_joined": joined,
    "rooms.member_left": left,
    "rooms.room_changed": room_changed,
    "rooms.people_changed": people_changed,
    "rooms.owner_added": owner_changed,
    "rooms.owner_removed": owner_changed,
    "rooms.application_made": application_changed,
    "rooms.application_closed": application_changed,
    "rooms.invitations_changed": invitations_changed,
    "receipts.cursors_moved": moved,
    "receipts.counted": counted,
    "receipts.acknowledged": acknowledged,
    "receipts.acknowledgement_withdrawn": withdrawn,
    "receipts.told_in_person": told,
    "receipts.told_withdrawn": told,
    "accounts.me_changed": me_changed,
    "accounts.organisation_changed": organisation_changed,
    "accounts.role_changed": role_changed,
    "accounts.account_suspended": nothing,
    "accounts.account_restored": nothing,
    "accounts.sessions_ended": nothing,
    "directory.directory_changed": directory_changed,
    "directory.counts_changed": counts_changed,
    "importers.import_progressed": import_progressed,
}
"""What to do with an event of each type."""
