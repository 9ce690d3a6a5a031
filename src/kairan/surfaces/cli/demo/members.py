"""``kairan demo --members N``: many generated members in one room, for load tools."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import TypeVar

from kairan.domains.accounts import actions as accounts
from kairan.domains.accounts import model, queries
from kairan.domains.accounts.model import ChangePassword, Organisation, SignIn
from kairan.domains.directory import actions as directory
from kairan.domains.directory.model.rows import ROWS_LIMIT, MemberRow, PutMembers
from kairan.domains.rooms import actions as rooms
from kairan.domains.rooms.model import MEMBERS_LIMIT, AddMembers, CreateRoom
from kairan.domains.rooms.queries.rooms import list_members, list_rooms
from kairan.kernel.actions import Action
from kairan.kernel.ctx import Ctx
from kairan.kernel.errors import DomainError
from kairan.kernel.guard import NOBODY, Actor, Role
from kairan.surfaces.cli.demo.password import checked_or_made
from kairan.surfaces.cli.demo.people import Names
from kairan.surfaces.cli.office import CommandFailed, Office

C = TypeVar("C")
R = TypeVar("R")
T = TypeVar("T")

ROOM = "load"
MOST = 99_999
AT_ONCE = 200
"""Calls that wait in the lane at the same time, so that others find room beside them."""


@dataclass(frozen=True, slots=True)
class AddLoad:
    """Add ``members``; ``tokens``: sign each of them in. Without a password one is made."""

    members: int
    seed: int = 1
    password: str | None = field(default=None, repr=False)
    tokens: bool = False


@dataclass(frozen=True, slots=True)
class LoadAdded:
    """What ``kairan demo --members N --json`` answers (``tokens`` go to their file only).

    ``organisation`` is its code, ``room`` the id of the room that all of them are in. ``added`` are
    new, ``kept`` were there and keep their password. ``password`` is the one that was made; null
    where it was chosen, or nobody was added.
    """

    organisation: str
    room: str
    added: int
    kept: int
    password: str | None
    tokens: list[str]


def add_load(office: Office, asked: AddLoad) -> LoadAdded:
    """Add what is missing of the generated members and their room. Raises CommandFailed."""
    if not 1 <= asked.members <= MOST:
        raise CommandFailed(f"--members takes a number from 1 to {MOST}.")
    known = office.organisations()
    if not known:
        raise CommandFailed(
            "There is no organisation yet: run `kairan setup` or `kairan demo` first."
        )
    password = checked_or_made(asked.password)
    try:
        return _Crew(office, known[0], asked).come(password)
    except DomainError as error:
        raise CommandFailed(f"Not all members could be added ({error.code}).") from error


class _Crew:
    """The generated members of one organisation."""

    def __init__(self, office: Office, organisation: Organisation, asked: AddLoad) -> None:
        self._office = office
        self._organisation = organisation
        self._org = organisation.id
        self._asked = asked
        self._logins = [f"m{number:05}" for number in range(1, asked.members + 1)]
        self._done = 0
        self._of = asked.members * (4 if asked.tokens else 3)

    def come(self, password: str) -> LoadAdded:
        """Let everybody come in; what is there already is left as it is."""
        known = self._ask(lambda ctx: queries.find_by_logins(ctx, self._logins))
        missing = [login for login in self._logins if login not in known]
        self._told(len(known))
        known |= self._put(missing)
        ids = [known[login] for login in self._logins]
        self._set_passwords(ids, model.hash_password(password))
        room = self._gather(ids)
        tokens = self._sign_in() if self._asked.tokens else []
        kept = len(self._logins) - len(missing)
        made = password if missing and not self._asked.password else None
        return LoadAdded(self._organisation.code, room, len(missing), kept, made, tokens)

    def _put(self, logins: Sequence[str]) -> dict[str, str]:
        """Put the members with names from the seed: the same login has the same name every time."""
        names = Names.drawn_with(Random(self._asked.seed))
        rows = {}
        for login in self._logins:
            name, kana = names.draw()
            rows[login] = MemberRow(name=name, kana=kana, login=login)
        put: dict[str, str] = {}
        for block in _blocks(logins, ROWS_LIMIT):
            command = PutMembers(tuple(rows[login] for login in block))
            outcomes = self._run(self._admin(), directory.put_members, command)
            for login, outcome in zip(block, outcomes, strict=True):
                if outcome.account is None:
                    raise CommandFailed(f"{login} could not be added: {outcome.faults}.")
                put[login] = outcome.account
            self._told(len(block))
        return put

    def _set_passwords(self, ids: Sequence[str], password_hash: str) -> None:
        """Set the password of whoever has none, be it that a run before was interrupted.

        One hash for all: argon2id takes tens of milliseconds by design, and a common salt gives
        nothing away where all have the same password.
        """
        for block in _blocks(ids, AT_ONCE):
            found = self._ask(partial(queries.accounts, ids=block))
            without = [id_ for id_ in block if not found[id_].has_password]
            command = ChangePassword(None, password_hash)
            self._all(
                (Actor(Role.MEMBER, id_), accounts.change_password, command) for id_ in without
            )
            self._told(len(block))

    def _gather(self, ids: Sequence[str]) -> str:
        """Make the room and let everybody in; the first member owns it."""
        owner = Actor(Role.MEMBER, ids[0])
        mine = self._ask(list_rooms, actor=owner)
        room = next((r.id for r in mine if r.name == ROOM and r.owner and r.kind == "group"), None)
        if room is None:
            first = CreateRoom("group", ROOM, tuple(ids[1:MEMBERS_LIMIT]))
            room, _ = self._run(owner, rooms.create_room, first)
        made = room
        inside = {m.id for m in self._ask(lambda ctx: list_members(ctx, made), actor=owner)}
        outside = [id_ for id_ in ids if id_ not in inside]
        self._told(len(ids) - len(outside))
        for block in _blocks(outside, MEMBERS_LIMIT):
            self._run(owner, rooms.add_members, AddMembers(room, tuple(block)))
            self._told(len(block))
        return room

    def _sign_in(self) -> list[str]:
        """Open a session for each and return the tokens, in order."""
        tokens: list[str] = []
        for block in _blocks(self._logins, AT_ONCE):
            signing_in = self._ask(partial(_signing_in, logins=block))
            entered = self._all((NOBODY, accounts.sign_in, each) for each in signing_in)
            tokens += [each.token for each in entered]
            self._told(len(block))
        return tokens

    def _admin(self) -> Actor:
        [admin, *_] = self._ask(queries.list_administrators)
        return Actor(Role.ADMIN, admin.id)

    def _ask(self, query: Callable[[Ctx], R], *, actor: Actor = NOBODY) -> R:
        return self._office.ask(self._org, query, actor=actor)

    def _run(self, actor: Actor, action: Action[C, R], command: C) -> R:
        return self._office.house.lane.run(self._org, actor, action, command)

    def _all(self, calls: Iterable[tuple[Actor, Action[C, R], C]]) -> list[R]:
        """Queue calls together, so that they share commits, and wait for them."""
        lane = self._office.house.lane
        waiting: list[Future[R]] = [lane.submit(self._org, *call) for call in calls]
        return [each.result() for each in waiting]

    def _told(self, done: int) -> None:
        self._done += done
        self._office.progress(self._done, self._of)


def _signing_in(ctx: Ctx, logins: Sequence[str]) -> list[SignIn]:
    commands = []
    for login in logins:
        found = queries.find_credentials(ctx, login)
        if found is None or found.password_hash is None:
            raise CommandFailed(f"{login} is suspended and cannot be signed in.")
        commands.append(SignIn(found.account, found.password_hash, "kairan demo"))
    return commands


def _blocks(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (items[first : first + size] for first in range(0, len(items), size))
