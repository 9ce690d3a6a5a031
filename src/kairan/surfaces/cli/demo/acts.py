"""What people do outside rooms, each by the ordinary action of its domain; in rooms: ``deeds``.

An act speaks of people, rooms and messages by their keys; ``Known`` says which ids they have become.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from kairan.domains.accounts import actions as accounts
from kairan.domains.accounts.model import (
    AccountId,
    ChangeMe,
    ChangePassword,
    FoundOrganisation,
    SettingsChange,
    UseEntryLink,
)
from kairan.domains.directory import actions as directory
from kairan.domains.directory import queries as members
from kairan.domains.directory.model.people import ChangeMember, MemberChange
from kairan.domains.directory.model.rows import MemberRow, PutMembers
from kairan.domains.directory.model.units import UnitAdministrator
from kairan.domains.rooms.model import MessageOfRoom
from kairan.kernel.ctx import Ctx
from kairan.kernel.guard import NOBODY, SERVER, Actor, Role
from kairan.kernel.ids import digest

DEVICES = ("Android · Chrome", "iPhone · Safari", "Windows · Edge", "Windows · Chrome")

LARGER = frozenset({"前田", "大槻", "榎並議員", "千堂議員", "岩城"})
"""Who reads in larger letters."""
TextSize = Literal["standard", "larger"]


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
        settle_in(ctx, known, self.person)


def settle_in(ctx: Ctx, known: Known, person: str) -> None:
    """Let somebody choose a size of text, which everybody is asked for at first."""
    size: TextSize = "larger" if person in LARGER else "standard"
    change = SettingsChange(welcomed=True, text=size)
    accounts.change_me(ctx.by(known.actor(person)), ChangeMe(settings=change))


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
