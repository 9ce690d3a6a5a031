"""The write lane: every change goes through here, one transaction for all that waits.

Calls queue by organisation. A worker takes everything that queued while the last commit ran, locks the
organisation's log, and runs the calls in order: neighbours of an action that takes many together, others each
in a savepoint of its own, and for each run it is found out anew who is calling. Then it writes audit rows,
events and heads in bulk, commits, answers, and tells what was committed.
With one sender this costs nothing; with many it is where the throughput comes from.
"""

import heapq
import itertools
import logging
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Sequence
from concurrent.futures import Future, InvalidStateError
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar, cast

from kairan.kernel import audit, store
from kairan.kernel.actions import Action, AnyAction, Call
from kairan.kernel.ctx import Ctx, Journal, Later
from kairan.kernel.errors import DomainError, NotFound, NotSignedIn, Unavailable
from kairan.kernel.events import Recorded
from kairan.kernel.guard import NOBODY, SERVER, Actor, Authenticator, Role, require
from kairan.kernel.ids import Secret
from kairan.kernel.ports import Clock, Committed, Database, Unknown
from kairan.kernel.store import Transaction

log = logging.getLogger("kairan.lane")

QUEUE_LIMIT = 1_000
"""Calls that may wait for one organisation; beyond it Unavailable."""
BATCH_LIMIT = 256
"""Calls taken into one transaction."""
RETRY_LATER = timedelta(seconds=5)
"""After which a call for later is tried again when the database could not take it."""
BATCH_FOR = 0.050
"""Seconds after which a batch begins no further run."""

C = TypeVar("C")
R = TypeVar("R")


@dataclass(slots=True)
class _Waiting:
    """A call in the queue: who says to call, what, and where the answer goes."""

    org: str
    caller: Secret | Actor
    action: AnyAction
    command: object
    answer: Future[object] = field(default_factory=Future)
    founds: bool = False


class Lane:
    """Runs actions. ``committed`` hears of every batch right after its callers are answered."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        authenticate: Authenticator,
        committed: Committed,
        listeners: Sequence[str] = (),
    ) -> None:
        """Make a lane over ``database``; ``start`` sets its worker going.

        ``listeners`` are the names of those that hear a new organisation from its first event.
        """
        self._database = database
        self._clock = clock
        self._authenticate = authenticate
        self._committed = committed
        self._listeners = listeners
        self._queues: OrderedDict[str, deque[_Waiting]] = OrderedDict()
        self._later: list[tuple[float, int, str, Later]] = []
        self._later_keys: set[tuple[str, str]] = set()
        self._tie = itertools.count()
        self._wake = threading.Condition()
        self._closing = False
        self._worker = threading.Thread(target=self._work, name="lane", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._worker.start()

    def is_alive(self) -> bool:
        """Say whether the lane still works."""
        return self._worker.is_alive()

    def close(self) -> None:
        """Finish what waits, then stop."""
        with self._wake:
            self._closing = True
            self._wake.notify_all()
        if self._worker.is_alive():
            self._worker.join()

    def submit(
        self,
        org: str,
        caller: Secret | Actor,
        action: Action[C, R],
        command: C,
        *,
        founds: bool = False,
    ) -> "Future[R]":
        """Queue a call and return where its answer will be.

        ``caller`` is a secret, whose owner is looked up inside the transaction, or an actor for calls
        the server makes itself. ``founds`` begins the log of a new organisation first. The future
        raises the action's DomainError; Unavailable means that asking again is safe.
        """
        waiting = _Waiting(org, caller, action, command, founds=founds)
        with self._wake:
            if self._closing or len(self._queues.get(org, ())) >= QUEUE_LIMIT:
                waiting.answer.set_exception(Unavailable(retry_after=1))
            else:
                self._queues.setdefault(org, deque()).append(waiting)
                self._wake.notify()
        return cast("Future[R]", waiting.answer)

    def run(
        self, org: str, actor: Actor, action: Action[C, R], command: C, *, founds: bool = False
    ) -> R:
        """Queue a call and wait for its answer (for commands and listeners, never on an event loop)."""
        return self.submit(org, actor, action, command, founds=founds).result()

    def _work(self) -> None:
        while (taken := self._take()) is not None:
            org, calls = taken
            self._put_back(org, self._run_batch(org, calls))

    def _take(self) -> tuple[str, list[_Waiting]] | None:
        """Wait for work; return an organisation and what waits there, or None when closing and empty."""
        with self._wake:
            while True:
                self._queue_what_is_due()
                if self._queues:
                    return self._take_a_batch()
                if self._closing:
                    return None
                self._wake.wait(self._until_next())

    def _take_a_batch(self) -> tuple[str, list[_Waiting]]:
        """Take from the organisation that waited longest; what is left of it goes to the end."""
        org, queue = self._queues.popitem(last=False)
        calls = [queue.popleft() for _ in range(min(len(queue), BATCH_LIMIT))]
        if queue:
            self._queues[org] = queue
        return org, calls

    def _until_next(self) -> float | None:
        return max(0.0, self._later[0][0] - time.monotonic()) if self._later else None

    def _queue_what_is_due(self) -> None:
        while self._later and (self._closing or self._later[0][0] <= time.monotonic()):
            _, _, org, later = heapq.heappop(self._later)
            self._later_keys.discard((org, later.key))
            action = Action(later.key, Role.SERVER, "", one=later.action)
            waiting = _Waiting(org, SERVER, action, later.command)
            waiting.answer.add_done_callback(partial(self._look_after, org, later))
            self._queues.setdefault(org, deque()).append(waiting)

    def _look_after(self, org: str, later: Later, answer: "Future[object]") -> None:
        """Nobody waits for a call for later: try again what could not be kept, log what went wrong."""
        error = answer.exception()
        if isinstance(error, Unavailable) and not self._closing:
            self._remember(org, [replace(later, delay=RETRY_LATER)])
        elif error is not None:
            log.error("a call for later failed: %s", later.key, exc_info=error)

    def _put_back(self, org: str, rest: list[_Waiting]) -> None:
        if rest:
            with self._wake:
                self._queues.setdefault(org, deque()).extendleft(reversed(rest))

    def _run_batch(self, org: str, calls: list[_Waiting]) -> list[_Waiting]:
        """Run calls in one transaction and return those it had no time for."""
        try:
            return self._commit(org, calls)
        except Unknown:
            self._refuse(calls)
        except Exception as error:
            if self._database.is_failing(error):
                self._refuse(calls)
            elif len(calls) == 1:
                _answer(calls[0], error)
            else:
                for call in calls:
                    self._run_batch(org, [call])
        return []

    def _refuse(self, calls: list[_Waiting]) -> None:
        for call in calls:
            _answer(call, Unavailable(retry_after=2))

    def _commit(self, org: str, calls: list[_Waiting]) -> list[_Waiting]:
        with self._database.write() as tx:
            if calls[0].founds:
                store.found_log(tx, org, self._listeners)
            batch = _Batch(self._database, tx, self._clock(), org, self._authenticate)
            rest = batch.run(calls)
            if calls[0].founds and isinstance(failed := batch.outcomes[0][1], DomainError):
                raise failed  # no log without its organisation
            batch.write()
        self._remember(org, batch.journal.later)
        for call, outcome in batch.outcomes:
            _answer(call, outcome)
        if batch.journal.events:
            self._tell(org, batch.journal.events)
        return rest

    def _tell(self, org: str, events: list[Recorded]) -> None:
        """Tell what was committed. Whatever goes wrong there, the commit stands and was answered."""
        try:
            self._committed(org, events)
        except Exception:
            log.exception("a committed batch could not be told; streams catch up from the log")

    def _remember(self, org: str, later: list[Later]) -> None:
        with self._wake:
            for item in later:
                if (org, item.key) not in self._later_keys:
                    due = time.monotonic() + item.delay.total_seconds()
                    heapq.heappush(self._later, (due, next(self._tie), org, item))
                    self._later_keys.add((org, item.key))


class _Batch:
    """One transaction: the log locked first, numbers counted in memory, heads written last."""

    def __init__(
        self,
        database: Database,
        tx: Transaction,
        now: datetime,
        org: str,
        authenticate: Authenticator,
    ) -> None:
        self._database = database
        self._authenticate = authenticate
        self._tx = tx
        self._now = now
        self._org = org
        self._head: store.Head | None = None
        self.journal = Journal(0, 0)
        self.outcomes: list[tuple[_Waiting, object]] = []

    def run(self, calls: list[_Waiting]) -> list[_Waiting]:
        """Run the calls in order; return those for which the time ran out."""
        self._lock()
        until = time.monotonic() + BATCH_FOR
        done = 0
        for run in _runs(calls):
            if done and time.monotonic() > until:
                break
            self._run(run)
            done += len(run)
        return calls[done:]

    def write(self) -> None:
        """Write audit rows, events and heads, each in one statement."""
        if self._head is None:
            return
        journal, hash_ = self.journal, self._head.audit_hash
        chained = []
        for entry in journal.audit:
            chained.append(audit.chained(entry, hash_))
            hash_ = chained[-1].hash
        store.append_audit(self._tx, self._org, chained)
        store.append_events(self._tx, self._org, journal.events)
        if journal.events or chained:
            head = replace(self._head, seq=journal.seq, audit_no=journal.audit_no, audit_hash=hash_)
            store.write_head(self._tx, self._org, head)

    def _lock(self) -> None:
        self._head = store.lock_log(self._tx, self._org)
        if self._head is not None:
            self.journal = Journal(self._head.seq, self._head.audit_no)

    def _actors(self, run: list[_Waiting]) -> list[Actor]:
        """Find out who calls, now: the run before may have ended a session. A bad secret is nobody's."""
        secrets = [call.caller for call in run if isinstance(call.caller, Secret)]
        known = self._authenticate(self._tx, secrets) if secrets else {}
        return [
            call.caller if isinstance(call.caller, Actor) else known.get(call.caller.digest, NOBODY)
            for call in run
        ]

    def _run(self, run: list[_Waiting]) -> None:
        if self._head is None:
            self.outcomes += [(call, _unknown_org(call)) for call in run]
            return
        actors = self._actors(run)
        if run[0].action.many is None:
            self.outcomes += [(run[0], self._one(run[0], actors[0]))]
        else:
            self.outcomes += zip(run, self._many(run[0].action, run, actors), strict=True)
        if not self._database.is_open(self._tx):
            raise Unknown

    def _one(self, call: _Waiting, actor: Actor) -> object:
        mark = self.journal.mark()
        try:
            with self._database.savepoint(self._tx):
                return call.action(self._ctx(actor), call.command)
        except DomainError as error:
            self.journal.rewind(mark)
            return error

    def _many(self, action: AnyAction, run: list[_Waiting], actors: list[Actor]) -> list[object]:
        outcomes: dict[int, object] = {}
        allowed: list[Call[object]] = []
        for index, (call, actor) in enumerate(zip(run, actors, strict=True)):
            try:
                require(actor, action.role, action.name)
                allowed.append(Call(actor, call.command))
            except DomainError as error:
                outcomes[index] = error
        assert action.many is not None
        results = iter(action.many(self._ctx(SERVER), allowed) if allowed else [])
        return [outcomes[i] if i in outcomes else next(results) for i in range(len(run))]

    def _ctx(self, actor: Actor) -> Ctx:
        return Ctx(self._org, actor, self._now, self._tx, self.journal.seq, self.journal)


def _runs(calls: list[_Waiting]) -> list[list[_Waiting]]:
    """Group neighbours with the same action, where it takes many; order is kept."""
    runs: list[list[_Waiting]] = []
    for call in calls:
        if runs and call.action.many is not None and runs[-1][0].action is call.action:
            runs[-1].append(call)
        else:
            runs.append([call])
    return runs


def _unknown_org(call: _Waiting) -> DomainError:
    return NotSignedIn() if isinstance(call.caller, Secret) else NotFound()


def _answer(call: _Waiting, outcome: object) -> None:
    try:
        if isinstance(outcome, BaseException):
            call.answer.set_exception(outcome)
        else:
            call.answer.set_result(outcome)
    except InvalidStateError:
        pass  # the caller went away; what is committed is committed
