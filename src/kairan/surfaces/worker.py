"""The worker: runs listeners after the commit, in order, at least once, each at its own cursor.

What a listener changes and how far it has come are written in one transaction of the lane, so in one
database it takes effect exactly once.
"""

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from kairan.kernel import store
from kairan.kernel.actions import Action
from kairan.kernel.ctx import Ctx
from kairan.kernel.events import Recorded
from kairan.kernel.guard import SERVER, Role
from kairan.kernel.lane import Lane
from kairan.kernel.manifest import Listener
from kairan.kernel.ports import Database

log = logging.getLogger("kairan.worker")

CHUNK = 500
"""Events looked at in one step."""
RETRY_AFTER = 2.0
"""Seconds before a listener that failed is tried again."""


@dataclass(frozen=True, slots=True)
class Work:
    """A step of a listener: the events due, and how far it has come after them."""

    listener: Listener
    events: list[Recorded]
    before: int
    upto: int


def _run(ctx: Ctx, work: Work) -> None:
    """Run a listener on what is due, unless another step has done so meanwhile."""
    if store.listener_cursor(ctx.tx, ctx.org, work.listener.name) > work.before:
        return
    if work.events:
        work.listener.run(ctx, work.events)
    store.move_listener_cursor(ctx.tx, ctx.org, work.listener.name, work.upto)


run_listener: Action[Work, None] = Action(
    "kernel.run_listener", Role.SERVER, _run.__doc__ or "", one=_run
)


class Worker:
    """A thread that wakes whenever something was committed that somebody listens for."""

    def __init__(self, database: Database, lane: Lane, listeners: Sequence[Listener]) -> None:
        """Take the listeners of all domains."""
        self._database = database
        self._lane = lane
        self._listeners = listeners
        self._types = {event.type for listener in listeners for event in listener.types}
        self._due: set[str] = set()
        self._looked: dict[tuple[str, str], int] = {}
        self._wake = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._work, name="worker", daemon=True)

    def start(self) -> None:
        """Begin with every organisation: something may have been left undone."""
        with self._database.read() as tx:
            self._due.update(store.list_orgs(tx))
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
        if any(event.type in self._types for event in events):
            self._add(org)

    def _add(self, org: str) -> None:
        with self._wake:
            self._due.add(org)
            self._wake.notify()

    def _work(self) -> None:
        while (org := self._next()) is not None:
            for listener in self._listeners:
                try:
                    while not self._closing and self._step(org, listener):
                        pass
                except Exception:
                    log.exception("listener %s failed and will be tried again", listener.name)
                    threading.Timer(RETRY_AFTER, self._add, [org]).start()

    def _next(self) -> str | None:
        with self._wake:
            while not self._due and not self._closing:
                self._wake.wait()
            return None if self._closing else self._due.pop()

    def _step(self, org: str, listener: Listener) -> bool:
        """Do what is due next for a listener; say whether there may be more."""
        wanted = {event.type for event in listener.types}
        key = (org, listener.name)
        with self._database.read() as tx:
            head = store.read_head(tx, org)
            before = store.listener_cursor(tx, org, listener.name)
            upto = head.seq if head else 0
            events = store.list_events_of(
                tx,
                org,
                sorted(wanted),
                after=max(before, self._looked.get(key, 0)),
                upto=upto,
                limit=CHUNK,
            )
        reached = events[-1].seq if len(events) == CHUNK else upto
        if not events:
            self._looked[key] = reached
            return False
        self._lane.run(org, SERVER, run_listener, Work(listener, events, before, reached))
        return len(events) == CHUNK
