"""What people do in rooms, each by the ordinary action; see ``acts``."""

from dataclasses import dataclass
from datetime import timedelta

from kairan.domains.boundary.model import History, Kind, ReaderList
from kairan.domains.directory import queries as members
from kairan.domains.receipts.actions import move_cursor
from kairan.domains.receipts.model import How, MoveCursor
from kairan.domains.rooms import actions as rooms
from kairan.domains.rooms import model
from kairan.domains.rooms.model import (
    AcceptInvitation,
    AddMembers,
    ChangeRoom,
    CreateRoom,
    MemberOfRoom,
    SendMessage,
    TellInPerson,
)
from kairan.kernel.ctx import Ctx
from kairan.kernel.ids import digest
from kairan.surfaces.cli.demo.acts import DEVICES, Known, settle_in

EVERYTHING = 2_147_483_647
"""A number beyond every head: the cursor is clipped."""
INVITED_FOR = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class MakeRoom:
    """A room begins; ``unit`` is a path."""

    room: str
    kind: Kind
    people: tuple[str, ...]
    history: History = "all"
    reader_list: ReaderList = "everyone"
    unit: str | None = None

    def play(self, ctx: Ctx, known: Known) -> None:
        """Make it."""
        unit = self.unit and next(u.id for u in members.list_units(ctx) if u.path == self.unit)
        command = CreateRoom(
            self.kind,
            "" if self.kind == "direct" else self.room,
            known.people(self.people) if self.kind != "unit" else (),
            self.history,
            self.reader_list,
            unit,
        )
        known.rooms[self.room], _ = rooms.create_room(ctx, command)


@dataclass(frozen=True, slots=True)
class Say:
    """A message; ``label`` is what other acts call it, ``id`` the sender's own name for it."""

    room: str
    id: str
    text: str
    label: str | None = None
    reply_to: str | None = None

    def play(self, ctx: Ctx, known: Known) -> None:
        """Send it."""
        replied = known.messages[f"{self.room}/{self.reply_to}"] if self.reply_to else None
        command = SendMessage(known.rooms[self.room], self.id, self.text, replied)
        sent = rooms.send_message(ctx, command)
        if self.label:
            known.messages[f"{self.room}/{self.label}"] = sent.no


@dataclass(frozen=True, slots=True)
class PassOn:
    """A message of another room, forwarded."""

    room: str
    id: str
    source: str
    label: str

    def play(self, ctx: Ctx, known: Known) -> None:
        """Forward it."""
        found = known.message(self.source, self.label)
        forward = model.Forward(found.room, found.no)
        rooms.send_message(ctx, SendMessage(known.rooms[self.room], self.id, forward=forward))


@dataclass(frozen=True, slots=True)
class Unsend:
    """A message is taken back."""

    room: str
    label: str

    def play(self, ctx: Ctx, known: Known) -> None:
        """Take it back."""
        rooms.unsend_message(ctx, known.message(self.room, self.label))


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """了解."""

    room: str
    label: str

    def play(self, ctx: Ctx, known: Known) -> None:
        """Press it."""
        rooms.acknowledge_message(ctx, known.message(self.room, self.label))


@dataclass(frozen=True, slots=True)
class Tell:
    """Somebody gives word that a person was told by other means."""

    room: str
    label: str
    person: str
    how: How

    def play(self, ctx: Ctx, known: Known) -> None:
        """Give it."""
        found = known.message(self.room, self.label)
        told = TellInPerson(found.room, found.no, known.accounts[self.person], self.how)
        rooms.tell_in_person(ctx, told)


@dataclass(frozen=True, slots=True)
class Read:
    """Somebody reads a room to its end."""

    room: str

    def play(self, ctx: Ctx, known: Known) -> None:
        """Move the cursor."""
        move_cursor(ctx, MoveCursor(known.rooms[self.room], EVERYTHING))


@dataclass(frozen=True, slots=True)
class Rename:
    """The room gets another name."""

    room: str
    name: str

    def play(self, ctx: Ctx, known: Known) -> None:
        """Change it."""
        rooms.change_room(ctx, ChangeRoom(known.rooms[self.room], name=self.name))


@dataclass(frozen=True, slots=True)
class AddPeople:
    """People are let in."""

    room: str
    people: tuple[str, ...]

    def play(self, ctx: Ctx, known: Known) -> None:
        """Let them in."""
        rooms.add_members(ctx, AddMembers(known.rooms[self.room], known.people(self.people)))


@dataclass(frozen=True, slots=True)
class Leave:
    """Somebody goes."""

    room: str
    person: str

    def play(self, ctx: Ctx, known: Known) -> None:
        """Leave."""
        command = MemberOfRoom(known.rooms[self.room], known.accounts[self.person])
        rooms.remove_member(ctx, command)


@dataclass(frozen=True, slots=True)
class MakeOwner:
    """Somebody becomes an owner too."""

    room: str
    person: str

    def play(self, ctx: Ctx, known: Known) -> None:
        """Name them."""
        rooms.add_owner(ctx, MemberOfRoom(known.rooms[self.room], known.accounts[self.person]))


@dataclass(frozen=True, slots=True)
class Invite:
    """A link into the room, as a QR on a screen or on paper; its token never leaves the scene."""

    room: str
    link: str
    uses: int
    approval: bool = False

    def play(self, ctx: Ctx, known: Known) -> None:
        """Make it."""
        until = ctx.now + INVITED_FOR
        command = model.Invite(
            (known.rooms[self.room],), until=until, uses=self.uses, approval=self.approval
        )
        known.tokens[self.link] = rooms.create_invitation(ctx, command).token or ""


@dataclass(frozen=True, slots=True)
class Accept:
    """Somebody enters by a link, as a new guest or as who they are already."""

    link: str
    person: str
    name: str
    affiliation: str | None

    def play(self, ctx: Ctx, known: Known) -> None:
        """Enter."""
        new = self.person not in known.accounts
        command = AcceptInvitation(
            digest(known.tokens[self.link]),
            self.name if new else "",
            self.affiliation if new else None,
            DEVICES[len(self.name) % 2],
        )
        known.accounts[self.person] = rooms.accept_invitation(ctx, command).account
        if new:
            settle_in(ctx, known, self.person)
