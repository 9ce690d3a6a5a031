"""The table of contents: settings → adapters → domains → surfaces."""

import asyncio
import logging
import resource
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import msgspec
import uvloop
from litestar import Litestar

from kairan.adapters import webpush
from kairan.adapters.outgoing import GuardedClient
from kairan.adapters.sqlite import SqliteDatabase
from kairan.domains.accounts import manifest as accounts
from kairan.domains.accounts import queries as people
from kairan.domains.boundary import manifest as boundary
from kairan.domains.boundary import queries as places
from kairan.domains.directory import manifest as directory
from kairan.domains.importers import manifest as importers
from kairan.domains.notifications import manifest as notifications
from kairan.domains.receipts import manifest as receipts
from kairan.domains.rooms import manifest as rooms
from kairan.kernel import clock, store
from kairan.kernel.ctx import Ctx
from kairan.kernel.events import Recorded
from kairan.kernel.guard import SERVER
from kairan.kernel.ids import digest
from kairan.kernel.lane import Lane
from kairan.kernel.manifest import Manifest
from kairan.kernel.ports import Clock
from kairan.kernel.settings import Settings
from kairan.migrations import upgrade
from kairan.surfaces.cli.audit import VerifyAudit, verify_audit
from kairan.surfaces.cli.backup import MakeBackup, backup, is_due
from kairan.surfaces.cli.demo.load import LoadDemo, load_demo
from kairan.surfaces.cli.demo.members import AddLoad, add_load
from kairan.surfaces.cli.doctor import Examine, examine
from kairan.surfaces.cli.imports import ImportMembers, import_members
from kairan.surfaces.cli.line import make_line
from kairan.surfaces.cli.office import Office, Progress
from kairan.surfaces.cli.setup import SetUpOrganisation, setup
from kairan.surfaces.cli.socket import CommandSocket, Run
from kairan.surfaces.http.app import make_app
from kairan.surfaces.http.house import House
from kairan.surfaces.http.serve import keep_house, make_server
from kairan.surfaces.http.words import say
from kairan.surfaces.postman import Postman
from kairan.surfaces.stream import frames
from kairan.surfaces.stream.app import StreamApp
from kairan.surfaces.stream.hub import Hub
from kairan.surfaces.worker import Worker

log = logging.getLogger("kairan")

A = TypeVar("A")

DOMAINS: tuple[Manifest, ...] = (
    accounts.MANIFEST,
    directory.MANIFEST,
    boundary.MANIFEST,
    receipts.MANIFEST,
    notifications.MANIFEST,
    rooms.MANIFEST,
    importers.MANIFEST,
)
"""Every domain, the lower ones first."""

TELLERS = {type_: teller for domain in DOMAINS for type_, teller in domain.tellers.items()}
HOURLY = tuple(action for domain in DOMAINS for action in domain.hourly)
LISTENERS = tuple(listener for domain in DOMAINS for listener in domain.listeners)


@dataclass(slots=True)
class Kairan:
    """One running server without its sockets: what commands, tests and the web server drive."""

    settings: Settings
    database: SqliteDatabase
    lane: Lane
    worker: Worker
    house: House
    postman: Postman
    loop: asyncio.AbstractEventLoop | None = None

    def web(self) -> Litestar:
        """Return the HTTP application."""
        return make_app(self.house, DOMAINS, places.acquaintances)

    def stream(self) -> StreamApp:
        """Return the application of the stream."""
        return StreamApp(self.house)

    def close(self) -> None:
        """Finish what waits and close the database."""
        self.postman.close()
        self.worker.close()
        self.lane.close()
        self.house.close()
        self.database.close()

    def _committed(self, org: str, events: Sequence[Recorded]) -> None:
        """Tell what was committed: to the worker and to the streams (encoded once, on the lane's thread)."""
        self.worker.committed(org, events)
        if any(event.type.startswith("notifications.") for event in events):
            self.postman.ring()
        loop = self.loop  # taken once: going down sets it to None meanwhile
        if loop is None or not self.house.hub.wants(org):
            return
        try:
            with self.database.read() as tx:
                ctx = Ctx(org, SERVER, self.house.clock(), tx, events[-1].seq)
                batch = frames.encode(ctx, events, TELLERS)
        except Exception:
            # The streams must not go on past what they missed: they come back and read the log.
            loop.call_soon_threadsafe(self.house.hub.miss, org)
            raise
        loop.call_soon_threadsafe(self.house.hub.deliver, org, batch)


def open_kairan(settings: Settings, *, now: Clock = clock.now) -> Kairan:
    """Open the data folder, bring the database up to date, and start lane and worker.

    Raises AlreadyRunning where another process writes to the folder.
    """
    database = SqliteDatabase(settings.database_path)
    upgrade(database.writer)
    made: list[Kairan] = []
    lane = Lane(
        database,
        now,
        people.authenticate,
        lambda org, events: made[0]._committed(org, events),
        [listener.name for listener in LISTENERS],
    )
    house = House(
        settings, database, lane, Hub(), now, people.authenticate, places.hearings, TELLERS
    )
    postman = make_postman(house)
    worker = Worker(database, lane, LISTENERS, postman.ring)
    kairan = Kairan(settings, database, lane, worker, house, postman)
    made.append(kairan)
    lane.start()
    _start_domains(kairan)
    kairan.worker.start()
    return kairan


def make_postman(house: House) -> Postman:
    """Make who brings pushes. Only a server with push turned on starts him; else no key is told."""
    settings = house.settings
    key = webpush.load_key(settings.data)
    house.push_key = webpush.public_key(key) if settings.push else None
    contact = settings.public_url if settings.secure else "mailto:operator@localhost"
    return Postman(
        house.database,
        house.lane,
        house.clock,
        lambda: webpush.WebPush(GuardedClient(settings.outgoing_allowed), key, contact),
        house.watching,
        say,
    )


def _start_domains(kairan: Kairan) -> None:
    with kairan.database.read() as tx:
        orgs = store.list_orgs(tx)
    for org in orgs:
        for domain in DOMAINS:
            for action in domain.at_start:
                kairan.lane.run(org, SERVER, action, None)


def _over_json(command: Callable[[Office, A], object], arguments: type[A]) -> Run:
    """Make a command take its arguments and give its result as JSON."""
    return lambda office, given: msgspec.json.encode(
        command(office, msgspec.json.decode(given, type=arguments))
    )


COMMANDS: dict[str, Run] = {
    "setup": _over_json(setup, SetUpOrganisation),
    "import_members": _over_json(import_members, ImportMembers),
    "demo": _over_json(load_demo, LoadDemo),
    "demo_members": _over_json(add_load, AddLoad),
    "verify_audit": _over_json(verify_audit, VerifyAudit),
    "backup": _over_json(backup, MakeBackup),
    "examine": _over_json(examine, Examine),
}
"""Commands that need the data folder, by the name that goes over the server's socket."""


def command_line() -> None:
    """Run what was typed."""
    make_line(_open_office, serve, COMMANDS)()


def serve(settings: Settings) -> None:
    """Serve until told to stop."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    allow_connections()
    kairan = open_kairan(settings)
    if settings.push:
        kairan.postman.start()
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_serve(kairan))
    finally:
        kairan.close()


def allow_connections() -> None:
    """Let as many connections be open as the system lets us: each is an open file (getrlimit(2))."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


async def _serve(kairan: Kairan) -> None:
    kairan.loop = asyncio.get_running_loop()
    _offer_setup(kairan)
    _remind_of_backup(kairan)
    commands = await CommandSocket(kairan.house, COMMANDS).listen()
    server = make_server(kairan.house, kairan.web(), kairan.stream())
    keeping = asyncio.create_task(keep_house(kairan.house, HOURLY))
    try:
        print(f"Kairan is ready at {kairan.settings.public_url}", flush=True)
        await server.serve()
    finally:
        keeping.cancel()
        commands.close()
        kairan.loop = None


def _offer_setup(kairan: Kairan) -> None:
    """On an empty database, print a link by which the first organisation can be made, once."""
    with kairan.database.read() as tx:
        if store.list_orgs(tx):
            return
    token = secrets.token_urlsafe(24)
    kairan.house.setup_digest = digest(token)
    print(f"Nobody is set up yet. Open this link once: {kairan.settings.public_url}/setup/{token}")


def _remind_of_backup(kairan: Kairan) -> None:
    """Say so where everything would be lost with this folder."""
    with kairan.database.read() as tx:
        began = store.began_at(tx)
    if began is not None and is_due(kairan.settings.data, began, kairan.house.clock()):
        print("There is no backup younger than a week. To make one: kairan backup FILE")


@contextmanager
def _open_office(settings: Settings, progress: Progress) -> Iterator[Office]:
    logging.getLogger("alembic").setLevel(logging.WARNING)
    kairan = open_kairan(settings)
    try:
        yield Office(kairan.house, progress)
    finally:
        kairan.close()
