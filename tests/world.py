"""The cast, and a small world in which it acts: a real database in a folder, a real lane.

みなと県 (minato): 山本 玲 is its administrator; 佐藤 花子 and 小林 誠 work in 防災課 (below
危機管理部), 髙橋 聡 in 総務課, 中村 みどり in the 土木事務所; 前田 一郎 of 南浜自治会 is a guest.
あおば商店 (aoba) has 三上 恵一.

``world.do(who, action, command)`` changes, ``world.ask(who, query)`` asks, ``world.settle()`` lets
the listeners do what is due. Everybody acts by a session of their own, so who may what is real.
"""

import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TypeVar

from kairan.adapters.sqlite import SqliteDatabase
from kairan.app import LISTENERS
from kairan.domains.accounts import actions as accounts
from kairan.domains.accounts import queries as people
from kairan.domains.accounts.model import FoundOrganisation, NewAccount, hash_password
from kairan.domains.directory import actions as directory
from kairan.domains.directory.model.people import AddMember
from kairan.domains.directory.model.units import MakeUnit
from kairan.kernel import clock, store
from kairan.kernel.actions import Action
from kairan.kernel.audit import Entry
from kairan.kernel.ctx import Ctx
from kairan.kernel.events import Recorded
from kairan.kernel.guard import NOBODY, SERVER, Actor, Role
from kairan.kernel.ids import Secret, new_id, read_secret
from kairan.kernel.lane import Lane
from kairan.kernel.manifest import Listener
from kairan.migrations import upgrade
from tests.statements import noted

C = TypeVar("C")
R = TypeVar("R")

PASSWORD = "春の海ひねもすのたり"
"""The password of those of the cast who have one (山本 and 三上)."""


@dataclass(frozen=True)
class Somebody:
    """One of the cast: an account, and the session it acts by."""

    org: str
    account: str
    name: str
    token: str

    @property
    def secret(self) -> Secret:
        secret = read_secret(self.token)
        assert secret is not None
        return secret


@dataclass(frozen=True)
class Cast:
    """Everybody, and the units of みなと県."""

    minato: str
    aoba: str
    yamamoto: Somebody
    sato: Somebody
    kobayashi: Somebody
    takahashi: Somebody
    nakamura: Somebody
    maeda: Somebody
    mikami: Somebody
    kikikanri: str
    bosai: str
    somu: str
    doboku: str


class World:
    """A database in a folder with a lane over it, made by ``World.begin`` or ``World.copy``."""

    def __init__(self, folder: Path, cast: Cast | None = None) -> None:
        self.folder = folder
        self.database = SqliteDatabase(folder / "kairan.db")
        self.later = timedelta()
        self.told: list[Recorded] = []
        self.lane = Lane(self.database, self.now, self.authenticate, self._committed)
        self.lane.start()
        self._cast = cast

    @classmethod
    def begin(cls, folder: Path) -> "World":
        """Make an empty world and let the cast come in."""
        world = cls(folder)
        upgrade(world.database.writer)
        world._cast = _enter(world)
        world.settle()
        return world

    def copy(self, folder: Path) -> "World":
        """Return the same world in another folder; this one has to be closed."""
        shutil.copy(self.folder / "kairan.db", folder / "kairan.db")
        return World(folder, self.cast)

    def close(self) -> None:
        self.lane.close()
        self.database.close()

    @property
    def cast(self) -> Cast:
        assert self._cast is not None
        return self._cast

    def now(self) -> datetime:
        return clock.now() + self.later

    def pass_time(self, passed: timedelta) -> None:
        """Let time pass for everybody."""
        self.later += passed

    def authenticate(self, tx: store.Transaction, secrets: Sequence[Secret]) -> dict[str, Actor]:
        return people.authenticate(tx, secrets, now=self.now())

    def do(self, who: Somebody, action_: Action[C, R], command: C) -> R:
        """Let somebody do something, and wait for it."""
        return self.begin_to(who, action_, command).result(timeout=30)

    def begin_to(self, who: Somebody, action_: Action[C, R], command: C) -> "Future[R]":
        """Let somebody begin to do something; the answer comes in the future."""
        return self.lane.submit(who.org, who.secret, action_, command)

    def do_as(self, org: str, actor: Actor, action_: Action[C, R], command: C) -> R:
        """Let an actor do something: nobody, or the server."""
        return self.lane.submit(org, actor, action_, command).result(timeout=30)

    @contextmanager
    def together(self, org: str) -> Iterator[None]:
        """Hold the lane back: what is begun meanwhile waits, and then runs in one batch, in order."""
        held, go = threading.Event(), threading.Event()

        def hold(_ctx: Ctx, _: None) -> None:
            held.set()
            go.wait(timeout=30)

        holding = self.lane.submit(org, SERVER, by_server(hold), None)
        while not held.wait(timeout=0.05) and not holding.done():
            pass
        try:
            yield
        finally:
            go.set()
            holding.exception(timeout=30)

    def ask(self, who: Somebody, query: Callable[[Ctx], R]) -> R:
        """Let somebody ask something. Those whose session has ended ask as nobody."""
        with self.database.read() as tx:
            actor = self.authenticate(tx, [who.secret]).get(who.secret.digest, NOBODY)
            return query(self._ctx(tx, who.org, actor))

    def ask_as(self, org: str, actor: Actor, query: Callable[[Ctx], R]) -> R:
        """Let an actor ask something."""
        with self.database.read() as tx:
            return query(self._ctx(tx, org, actor))

    def may_enter(self, token: str) -> bool:
        """Say whether a token opens anything now."""
        secret = read_secret(token)
        assert secret is not None
        with self.database.read() as tx:
            return bool(self.authenticate(tx, [secret]))

    def open_session(self, org: str, account: str, name: str = "") -> Somebody:
        """Sign an account in on one more device."""
        token = self.do_as(org, SERVER, OPEN_SESSION, account)
        return Somebody(org, account, name, token)

    def events(self, org: str, *, type_: str | None = None) -> list[Recorded]:
        """Return what the log holds."""
        with self.database.read() as tx:
            found = store.list_events(tx, org, after=0, upto=10**9, limit=10**6)
        return [event for event in found if type_ in {None, event.type}]

    def audit(self, org: str, *, kind: str | None = None) -> list[Entry]:
        """Return what is on the record."""
        with self.database.read() as tx:
            return [entry for entry in store.list_audit(tx, org) if kind in {None, entry.kind}]

    def seq(self, org: str) -> int:
        """Return the last number of a log."""
        with self.database.read() as tx:
            head = store.read_head(tx, org)
        assert head is not None
        return head.seq

    def settle(self) -> None:
        """Run every listener on what is due, until nothing is."""
        with self.database.read() as tx:
            orgs = store.list_orgs(tx)
        while sum(self.do_as(org, SERVER, LISTEN, None) for org in orgs):
            pass

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """Collect the statements that run meanwhile, in reading and in writing."""
        with self.asked() as seen:
            statements: list[str] = []
            yield statements
        statements += [statement for statement, _ in seen]

    @contextmanager
    def asked(self) -> Iterator[list[tuple[str, str]]]:
        """Collect the statements that run meanwhile, with the values they are given."""
        seen: list[tuple[str, str]] = []

        def note(statement: str, values: object) -> None:
            if statement != "BEGIN":
                seen.append((statement, repr(values)))

        with noted(note):
            yield seen

    def _ctx(self, tx: store.Transaction, org: str, actor: Actor) -> Ctx:
        head = store.read_head(tx, org)
        return Ctx(org, actor, self.now(), tx, head.seq if head else 0)

    def _committed(self, org: str, events: Sequence[Recorded]) -> None:
        self.told += events


def listeners() -> tuple[Listener, ...]:
    """Return the listeners of every domain, the lower ones first."""
    return LISTENERS


@cache
def password_hash() -> str:
    """Return the hash of PASSWORD, made once."""
    return hash_password(PASSWORD)


def by_server(function: Callable[[Ctx, C], R]) -> Action[C, R]:
    """Make a function an action of the server, for what has no action of its own."""
    return Action(f"tests.{function.__name__}", Role.SERVER, "", one=function)


def _listen(ctx: Ctx, _: None) -> bool:
    """Run what is due; say whether anything was.

    What calls before this one in the same batch emitted is not in the log yet: it is due next time.
    """
    found = False
    head = store.read_head(ctx.tx, ctx.org)
    upto = head.seq if head else 0
    for listener in listeners():
        before = store.find_listener_cursor(ctx.tx, ctx.org, listener.name) or 0
        heard = {type_.type for type_ in listener.types}
        events = store.list_events(ctx.tx, ctx.org, after=before, upto=upto, limit=10**6)
        due = [each for each in events if each.type in heard]
        if due:
            listener.deliver(ctx, due)
            found = True
        store.move_listener_cursor(ctx.tx, ctx.org, listener.name, max(before, upto))
    return found


LISTEN = by_server(_listen)
OPEN_SESSION: Action[str, str] = by_server(
    lambda ctx, account: accounts.open_session(ctx, account, "Test 1.0")
)
ADD_GUEST: Action[NewAccount, str] = by_server(
    lambda ctx, guest: accounts.add_accounts(ctx, [guest])[0]
)


def _enter(world: World) -> Cast:
    minato, yamamoto = _found(world, "minato", "みなと県", "山本 玲", "yamamoto")
    aoba, mikami = _found(world, "aoba", "あおば商店", "三上 恵一", "mikami")

    def unit(name: str, parent: str | None = None) -> str:
        return world.do(yamamoto, directory.make_unit, MakeUnit(name, parent))

    def member(name: str, kana: str, login: str, unit: str, **more) -> Somebody:
        adding = AddMember(name=name, kana=kana, login=login, unit=unit, **more)
        account = world.do(yamamoto, directory.add_member, adding)
        return world.open_session(minato, account, name)

    kikikanri = unit("危機管理部")
    bosai = unit("防災課", kikikanri)
    somu = unit("総務課")
    doboku = unit("土木事務所")
    guest = NewAccount("guest", "前田 一郎", "南浜自治会", sponsor=yamamoto.account)
    maeda = world.open_session(minato, world.do_as(minato, SERVER, ADD_GUEST, guest), guest.name)
    return Cast(
        minato,
        aoba,
        yamamoto,
        member("佐藤 花子", "さとう はなこ", "sato", bosai, level="3", employee_no="1001"),
        member("小林 誠", "こばやし まこと", "kobayashi", bosai, level="5", employee_no="1002"),
        member("髙橋 聡", "たかはし さとし", "takahashi", somu, employee_no="1003"),
        member("中村 みどり", "なかむら みどり", "nakamura", doboku, employee_no="1004"),
        maeda,
        mikami,
        kikikanri,
        bosai,
        somu,
        doboku,
    )


def _found(world: World, code: str, name: str, admin: str, login: str) -> tuple[str, Somebody]:
    founding = FoundOrganisation(code, name, admin, login, password_hash())
    founded = world.lane.run(new_id(), SERVER, directory.found_organisation, founding, founds=True)
    return founded.organisation, world.open_session(founded.organisation, founded.account, admin)
