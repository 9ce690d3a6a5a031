"""What people do in the demonstration, each by the ordinary action of its domain.

An act speaks of people, rooms and messages by their keys; ``Known`` says which ids they have become.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from kairan.domains.accounts import actions as accounts
from kairan.domains.accounts.model import AccountId, ChangePassword, FoundOrganisation, UseEntryLink
from kairan.domains.boundary.model import History, Kind, ReaderList
from kairan.domains.directory import actions as directory
from kairan.domains.directory import queries as members
from kairan.domains.directory.model.people import ChangeMember, MemberChange
from kairan.domains.directory.model.rows import MemberRow, PutMembers
from kairan.domains.directory.model.units import UnitAdministrator
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
    MessageOfRoom,
    SendMessage,
    TellInPerson,
)
from kairan.kernel.ctx import Ctx
from kairan.kernel.guard import NOBODY, SERVER, Actor, Role
from kairan.kernel.ids import digest

DEVICES = ("Android · Chrome", "iPhone · Safari", "Windows · Edge", "Windows · Chrome")
EVERYTHING = 2_147_483_647
"""A number beyond every head: the cursor is clipped."""
INVITED_FOR = timedelta(days=3)


@dataclass(slots=True)
class Known:
    """Which ids the keys have become; ``tokens`` are links made in this scene, kept nowhere else."""

    accounts: dict[str, str] = field(default_factory=dict)
    rooms: dict[str, str] = field(default_factory=dict)
    messages: dict[str, int] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def actor(self, who: str) -> Actor:
        """Return somebody as an actor; without a key the server, before they came in nobody."""
        if not who:
            return SERVER
        return Actor(self.roles[who], self.accounts[who]) if who in self.accounts else NOBODY

    def people(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        """Return the ids of people."""
        return tuple(self.accounts[key] for key in keys)

    def message(self, room: str, label: str) -> MessageOfRoom:
        """Return a message that was given a label."""
        return MessageOfRoom(self.rooms[room], self.messages[f"{room}/{label}"])


class Act(Protocol):
    """Something somebody does."""

    def play(self, ctx: Ctx, known: Known) -> None:
        """Do it as the actor and at the time of ``ctx``."""


@dataclass(frozen=True, slots=True)
class Step:
    """An act with its actor (empty: the server) and its moment."""

    at: datetime
    who: str
    act: Act


@dataclass(frozen=True, slots=True)
class Found:
    """The organisation begins, with its first administrator."""

    code: str
    name: str
    admin: str
    admin_name: str
    login: str
    outside_word: str

    def play(self, ctx: Ctx, known: Known) -> None:
        """Found it; everybody, the administrator too, enters by a link and gets a password last."""
        founding = FoundOrganisation(
            self.code, self.name, self.admin_name, self.login, None, self.outside_word
        )
        known.accounts[self.admin] = directory.found_organisation(ctx, founding).account


@dataclass(frozen=True, slots=True)
class PutPeople:
    """The personnel section's list comes in; units grow from its paths."""

    keys: tuple[str, ...]
    rows: tuple[MemberRow, ...]

    def play(self, ctx: Ctx, known: Known) -> None:
        """Put them."""
        outcomes = directory.put_members(ctx, PutMembers(self.rows))
        for key, outcome in zip(self.keys, outcomes, strict=True):
            assert outcome.account, f"{key}: {outcome.faults}"
            known.accounts[key] = outcome.account


@dataclass(frozen=True, slots=True)
class HidePhone:
    """Somebody's number becomes visible for administrators only."""

    person: str

    def play(self, ctx: Ctx, known: Known) -> None:
        """Change it."""
        change = MemberChange(phone_visible="administrators")
        directory.change_member(ctx, ChangeMember(known.accounts[self.person], change))


@dataclass(frozen=True, slots=True)
class LetAdminister:
    """Somebody administers a unit from now on."""

    person: str
    unit: str

    def play(self, ctx: Ctx, known: Known) -> None:
        """Find the unit by its path."""
        units = {unit.path: unit.id for unit in members.list_units(ctx)}
        command = UnitAdministrator(units[self.unit], known.accounts[self.person])
        directory.add_unit_administrator(ctx, command)


@dataclass(frozen=True, slots=True)
class Enter:
    """Somebody comes in for the first time, by the personal link the administrator prints."""

    person: str

    def play(self, ctx: Ctx, known: Known) -> None:
        """Issue the link and use it up."""
        account = known.accounts[self.person]
        link = directory.issue_entry_link(ctx, AccountId(account))
        device = DEVICES[int(account, 16) % len(DEVICES)]
        accounts.use_entry_link(ctx.by(NOBODY), UseEntryLink(digest(link.token), device))


@dataclass(frozen=True, slots=True)
class IssueLink:
    """A link for whoever tries the demonstration to enter as this person."""

    person: str

    def play(self, ctx: Ctx, known: Known) -> None:
        """Issue it."""
        link = directory.issue_entry_link(ctx, AccountId(known.accounts[self.person]))
        known.tokens[self.person] = link.token


@dataclass(frozen=True, slots=True)
class Suspend:
    """Somebody has left the organisation."""

    person: str

    def play(self, ctx: Ctx, known: Known) -> None:
        """Suspend the account."""
        directory.suspend_member(ctx, AccountId(known.accounts[self.person]))


@dataclass(frozen=True, slots=True)
class SetPasswords:
    """Everybody who is in gets the password of the demonstration.

    All share one hash: argon2id takes tens of milliseconds by design, and here a common salt gives
    nothing away, since all have the same password anyway.
    """

    people: tuple[str, ...]
    password_hash: str = field(repr=False)

    def play(self, ctx: Ctx, known: Known) -> None:
        """Set it, for each by themselves."""
        for person in self.people:
            command = ChangePassword(None, self.password_hash)
            accounts.change_password(ctx.by(known.actor(person)), command)


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
