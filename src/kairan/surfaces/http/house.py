"""What the surfaces of one process share: settings, database, lane, hub, pools, limits."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from kairan.kernel import store
from kairan.kernel.ctx import Ctx
from kairan.kernel.errors import NotSignedIn, TooMany, Unavailable
from kairan.kernel.guard import NOBODY, Actor, Authenticator, Role
from kairan.kernel.ids import Secret
from kairan.kernel.lane import Lane
from kairan.kernel.manifest import Teller
from kairan.kernel.ports import Clock, Database, Unknown
from kairan.kernel.settings import Settings
from kairan.kernel.topics import Audience
from kairan.surfaces.http.gate import Visitor
from kairan.surfaces.http.limits import Limits
from kairan.surfaces.http.probe import Probe
from kairan.surfaces.stream.hub import Hub
from kairan.surfaces.watching import Watching

R = TypeVar("R")

READERS = 4
HASHERS = 2
HASHING_QUEUE = 16
KNOWN_LIMIT = 50_000
AT_ONCE = 256
"""Calls of one session that may wait for the database at the same time: a batch of the lane."""
BURST_FOR = 4
"""Seconds' worth of reading that a session may do at a stroke."""
WRITE_BURST_FOR = 10
"""Seconds' worth of changing that a session may do at a stroke."""
GUESTS = 0.01
"""A guest's share of a member's changes: everybody inside has to read them."""
STRANGERS = 10
"""Sessions' worth that an address may use for secrets we have not seen yet: a town hall has one address."""


@dataclass(slots=True)
class House:
    """One process as its surfaces see it."""

    settings: Settings
    database: Database
    lane: Lane
    hub: Hub
    clock: Clock
    authenticate: Authenticator
    audience: Audience
    tellers: Mapping[str, Teller]
    setup_digest: str | None = None
    push_key: str | None = None
    watching: Watching = field(default_factory=Watching)
    readers: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(READERS, thread_name_prefix="reader")
    )
    students: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="student")
    )
    hashers: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(HASHERS, thread_name_prefix="hasher")
    )
    seen: set[tuple[str, str]] = field(default_factory=set)
    hashing: int = 0
    stream_probe: str | None = None
    """Digest of the word by which ``kairan doctor`` may listen to a stream of its own, once."""
    limits: Limits = field(default_factory=Limits)
    health: Probe = field(init=False)
    _known: OrderedDict[Secret, Actor] = field(default_factory=OrderedDict)

    def __post_init__(self) -> None:
        """Make what asks whether this house can commit."""
        self.health = Probe(self._commit)

    def close(self) -> None:
        """End the threads, after what they do just now."""
        for pool in (self.readers, self.students, self.hashers):
            pool.shutdown(cancel_futures=True)
        self.health.close()

    async def read(
        self, org: str, secret: Secret | None, query: Callable[[Ctx], R], *, slow: bool = False
    ) -> R:
        """Run a query in a snapshot of one organisation; of one that does not exist it finds nothing.

        A ``slow`` one runs apart, so that it keeps nobody waiting.
        """
        pool = self.students if slow else self.readers
        loop = asyncio.get_running_loop()
        result, actor = await loop.run_in_executor(pool, self._read, org, secret, query)
        if secret is not None and actor.session is not None:
            self._know(secret, actor)
        return result

    def _read(self, org: str, secret: Secret | None, query: Callable[[Ctx], R]) -> tuple[R, Actor]:
        try:
            with self.database.read() as tx:
                head = store.read_head(tx, org)
                actor = self._actor(tx, org, secret)
                return query(Ctx(org, actor, self.clock(), tx, head.seq if head else 0)), actor
        except Exception as error:
            if self.database.is_failing(error):
                raise Unavailable(retry_after=2) from error
            raise

    def _actor(self, tx: store.Transaction, org: str, secret: Secret | None) -> Actor:
        if secret is None or secret.org != org:
            return NOBODY
        actor = self.authenticate(tx, [secret]).get(secret.digest, NOBODY)
        if actor.session is not None:
            self.seen.add((org, actor.session))
        return actor

    async def recognise(self, secret: Secret) -> None:
        """Raise NotSignedIn for a secret that was never good, so that guesses do not fill the lane.

        The lane itself looks every secret up again: this decides nothing but who may queue.
        """
        actor = self._known.get(secret)
        if actor is not None and actor.session is not None:
            self.seen.add((secret.org, actor.session))
            return
        actor = await self.read(secret.org, secret, lambda ctx: ctx.actor)
        if actor.session is None:
            raise NotSignedIn

    def admit_change(self, secret: Secret) -> None:
        """Count a change of a recognised session. Raises TooMany beyond what the setting allows."""
        actor = self._known.get(secret, NOBODY)
        share = 1 if actor.role >= Role.MEMBER else GUESTS
        times = max(1, self.settings.writes_per_second * WRITE_BURST_FOR * share)
        self.limits.count("changes by session", secret.digest, times=times, seconds=WRITE_BURST_FOR)

    def _know(self, secret: Secret, actor: Actor) -> None:
        self._known[secret] = actor
        if len(self._known) > KNOWN_LIMIT:
            self._known.popitem(last=False)

    def admit(self, visitor: Visitor) -> None:
        """Count a reading request. Raises TooMany where a session asks faster than the setting allows."""
        kind, key, share = self._counted(visitor)
        times = self.settings.reads_per_second * BURST_FOR * share
        self.limits.count(f"reads by {kind}", key, times=times, seconds=BURST_FOR)

    @contextmanager
    def turn(self, visitor: Visitor) -> Iterator[None]:
        """Wait for the database, as one of few of the same session: nobody fills the queues alone."""
        kind, key, share = self._counted(visitor)
        with self.limits.hold(f"calls by {kind}", key, most=AT_ONCE * share):
            yield

    def _counted(self, visitor: Visitor) -> tuple[str, str, int]:
        """Return as what somebody is counted: as the session, once we know it, else by the address."""
        if visitor.secret is not None and visitor.secret in self._known:
            return "session", visitor.secret.digest, 1
        return "address", visitor.network, STRANGERS

    def _commit(self) -> None:
        """Write something for good. Raises Unavailable where that cannot be done, or nobody would."""
        try:
            with self.database.write() as tx:
                store.touch(tx)
        except Exception as error:
            if isinstance(error, Unknown) or self.database.is_failing(error):
                raise Unavailable(retry_after=5) from error
            raise
        if not self.lane.is_alive():
            raise Unavailable(retry_after=5)

    async def slowly(self, work: Callable[[], R]) -> R:
        """Run something slow in the small pool for it. Raises TooMany when too much waits there."""
        if self.hashing >= HASHING_QUEUE:
            raise TooMany(retry_after=2)
        self.hashing += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self.hashers, work)
        finally:
            self.hashing -= 1
