"""The worker: runs listeners after the commit, in order, at least once, each at its own cursor.

What a listener changes and how far it has come are written in one transaction of the lane, so in one
database it takes effect exactly once. One that fails is tried again, event by event, so that the one it
cannot do stands alone: that one is given up after a few tries where the listener says how.
"""

import logging
import math
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kairan.kernel import store
from kairan.kernel.actions import Action
from kairan.kernel.ctx import Ctx
from kairan.kernel.errors import Unavailable
from kairan.kernel.events import Recorded
from kairan.kernel.guard import SERVER, Role
from kairan.kernel.lane import Lane
from kairan.kernel.manifest import Deliver, Listener
from kairan.kernel.ports import Database

log = logging.getLogger("kairan.worker")

CHUNK = 500
"""Events looked at in one step."""
RETRY_AFTER = 2.0
"""Seconds before a listener that failed is tried again."""
TRIES = 3
"""How often a listener may fail on an event before it gives up that event, where it can."""


@dataclass(frozen=True, slots=True)
class Work:
    """A step of a listener: the events due, and how far it has come after them."""

    listener: Listener
    events: list[Recorded]
    before: int
    upto: int
    deliver: Deliver


@dataclass(slots=True)
class Trouble:
    """Where a listener failed: up to ``upto`` events go one by one; ``failures`` of the one at hand."""

    upto: int
    failures: int = 0


def _run(ctx: Ctx, work: Work) -> None:
    """Run a listener on what is due, unless another step has done so meanwhile."""
    reached = store.find_listener_cursor(ctx.tx, ctx.org, work.listener.name)
    if (reached or 0) > work.before:
        return
    work.deliver(ctx, work.events)
    store.move_listener_cursor(ctx.tx, ctx.org, work.listener.name, work.upto)


def _begin(ctx: Ctx, name: str) -> None:
    """Let a listener begin behind what the log holds already, unless it has begun."""
    if store.find_listener_cursor(ctx.tx, ctx.org, name) is None:
        store.move_listener_cursor(ctx.tx, ctx.org, name, ctx.seq)


run_listener: Action[Work, None] = Action(
    "kernel.run_listener", Role.SERVER, _run.__doc__ or "", one=_run
)
begin_listener: Action[str, None] = Action(
    "kernel.begin_listener", Role.SERVER, _begin.__doc__ or "", one=_begin
)


class Worker:
    """A thread that wakes whenever something was committed that somebody listens for."""

    def __init__(
        self,
        database: Database,
        lane: Lane,
        listeners: Sequence[Listener],
        after: Callable[[], None] = lambda: None,
    ) -> None:
        """Take the listeners of all domains; ``after`` is called when something was done."""
        self._after = after
        self._database = database
        self._lane = lane
        self._listeners = listeners
        self._types = {each.name: {event.type for event in each.types} for each in listeners}
        self._due: dict[tuple[str, Listener], float] = {}
        """From which moment on a listener looks at an organisation's log (monotonic seconds)."""
        self._looked: dict[tuple[str, str], int] = {}
        self._troubles: dict[tuple[str, str], Trouble] = {}
        self._wake = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._work, name="worker", daemon=True)

    def start(self) -> None:
        """Begin with every organisation: something may have been left undone."""
        with self._database.read() as tx:
            orgs = store.list_orgs(tx)
        for org in orgs:
            for listener in self._listeners:
                if listener.hears == "new":
                    self._lane.run(org, SERVER, begin_listener, listener.name)
                self._look_in(org, listener, 0.0)
        self._thread.start()

    def close(self) -> None:
        """Stop after the step that runs."""
        with self._wake:
            self._closing = True
            self._wake.notify()
        if self._thread.is_alive():
            self._thread.join()

    def committed(self, org: str, events: Sequence[Recorded]) -> None:
        """Hear of a committed batch."""
        types = {event.type for event in events}
        for listener in self._listeners:
            if not types.isdisjoint(self._types[listener.name]):
                self._look_in(org, listener, listener.gathers)

    def _look_in(self, org: str, listener: Listener, seconds: float) -> None:
        """Look after so many seconds at the latest."""
        at = time.monotonic() + seconds
        with self._wake:
            if at < self._due.get((org, listener), math.inf):
                self._due[org, listener] = at
                self._wake.notify()

    def _work(self) -> None:
        while (due := self._next()) is not None:
            org, listener = due
            try:
                while not self._closing and self._step(org, listener):
                    pass
            except Exception:
                log.exception("listener %s failed and will be tried again", listener.name)
                self._look_in(org, listener, RETRY_AFTER)

    def _next(self) -> tuple[str, Listener] | None:
        """Wait until something is due; None when it is time to stop."""
        with self._wake:
            while not self._closing:
                due = min(self._due, key=self._due.__getitem__, default=None)
                wait = None if due is None else self._due[due] - time.monotonic()
                if due is not None and wait is not None and wait <= 0:
                    del self._due[due]
                    return due
                self._wake.wait(wait)
        return None

    def _step(self, org: str, listener: Listener) -> bool:
        """Do what is due next for a listener; say whether there may be more."""
        wanted = {event.type for event in listener.types}
        key = (org, listener.name)
        trouble = self._troubles.get(key)
        limit = 1 if trouble else CHUNK
        with self._database.read() as tx:
            head = store.read_head(tx, org)
            before = store.find_listener_cursor(tx, org, listener.name) or 0
            upto = head.seq if head else 0
            events = store.list_events_of(
                tx,
                org,
                sorted(wanted),
                after=max(before, self._looked.get(key, 0)),
                upto=upto,
                limit=limit,
            )
        reached = events[-1].seq if len(events) == limit else upto
        if not events:
            self._looked[key] = reached
            return False
        deliver = _deliver(listener, trouble)
        self._try(org, Work(listener, events, before, reached, deliver))
        self._after()
        return len(events) == limit

    def _try(self, org: str, work: Work) -> None:
        """Do a step, and remember where it fails; a database that cannot work is no failure of it."""
        key = (org, work.listener.name)
        trouble = self._troubles.get(key)
        try:
            self._lane.run(org, SERVER, run_listener, work)
        except Unavailable:
            raise
        except Exception:
            if trouble is None:
                self._troubles[key] = trouble = Trouble(work.events[-1].seq)
            if len(work.events) == 1:
                trouble.failures += 1
            raise
        if trouble is not None:
            trouble.failures = 0
            if work.upto >= trouble.upto:
                del self._troubles[key]


def _deliver(listener: Listener, trouble: Trouble | None) -> Deliver:
    """Return what a listener does now: after a few failures, give up, where it can."""
    if listener.give_up is not None and trouble is not None and trouble.failures >= TRIES:
        return listener.give_up
    return listener.deliver
