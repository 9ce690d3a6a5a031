"""The one parameter that comes first everywhere: who acts, where, when, in which transaction."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from kairan.kernel import guard, store
from kairan.kernel.audit import Entry
from kairan.kernel.events import Event, Json, Recorded
from kairan.kernel.guard import Actor, Role
from kairan.kernel.store import Transaction

Doing = Callable[["Ctx", Any], object]
"""An action as a plain callable. Commands differ from action to action, hence Any."""


@dataclass(frozen=True, slots=True)
class Later:
    """A call that an action asks the lane to make soon; one for each ``key``."""

    action: Doing
    command: object
    delay: timedelta
    key: str


@dataclass(slots=True)
class Journal:
    """What a batch has said so far: events with their numbers, audit entries, calls for later.

    ``mark`` and ``rewind`` let the lane roll back to a savepoint.
    """

    seq: int
    audit_no: int
    events: list[Recorded] = field(default_factory=list)
    audit: list[Entry] = field(default_factory=list)
    later: list[Later] = field(default_factory=list)

    def mark(self) -> tuple[int, int, int]:
        """Remember this point."""
        return len(self.events), len(self.audit), len(self.later)

    def rewind(self, mark: tuple[int, int, int]) -> None:
        """Forget everything since ``mark``, and give the numbers back."""
        self.seq -= len(self.events) - mark[0]
        self.audit_no -= len(self.audit) - mark[1]
        del self.events[mark[0] :], self.audit[mark[1] :], self.later[mark[2] :]


class ReadOnly(Exception):
    """A query tried to emit or audit: a mistake of ours, never of a person."""


@dataclass(frozen=True, slots=True)
class Ctx:
    """Who acts in which organisation, now, in this transaction. Only actions have a ``journal``."""

    org: str
    actor: Actor
    now: datetime
    tx: Transaction
    seq: int
    journal: Journal | None = None

    def require(self, role: Role, permission: str) -> None:
        """Return if the actor's role carries ``permission``; raises NotSignedIn or NotAllowed."""
        guard.require(self.actor, role, permission)

    def by(self, actor: Actor) -> "Ctx":
        """Return the same with another actor."""
        return replace(self, actor=actor)

    def emit(self, event: Event) -> int:
        """Record ``event`` in this transaction and return its number."""
        journal = self._journal()
        journal.seq += 1
        journal.events.append(
            Recorded(
                journal.seq,
                event.type,
                self.now,
                self.actor.account,
                event.room,
                event.no,
                event.topics(),
                event.data(),
            )
        )
        return journal.seq

    def audit(self, kind: str, subject: str | None = None, /, **data: Json) -> None:
        """Put a line on the record: what was done (``noun.verb``), to which id, with what."""
        journal = self._journal()
        journal.audit_no += 1
        journal.audit.append(
            Entry(journal.audit_no, self.now, self.actor.account, kind, subject, dict(data))
        )

    def count_audited(self, kind: str, subject: str, *, within: timedelta) -> int:
        """Return how often that was put on the record of late, in this batch, too."""
        mine = [e for e in self._journal().audit if (e.kind, e.subject) == (kind, subject)]
        since = self.now - within
        return len(mine) + store.count_audit(self.tx, self.org, kind, subject, since=since)

    def soon(self, action: Doing, command: object, *, delay: timedelta, key: str) -> None:
        """Ask the lane to run ``action`` as the server after ``delay``, once for each ``key``."""
        self._journal().later.append(Later(action, command, delay, key))

    def _journal(self) -> Journal:
        if self.journal is None:
            raise ReadOnly
        return self.journal
