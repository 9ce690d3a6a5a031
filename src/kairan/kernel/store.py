"""SQL of the log: the organisation's row, events, audit rows, listeners' cursors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import (
    BigInteger,
    Connection,
    RowMapping,
    bindparam,
    func,
    insert,
    select,
    tuple_,
    type_coerce,
    update,
)

from kairan.kernel import audit as chain
from kairan.kernel import clock, tables
from kairan.kernel.events import Json, Recorded
from kairan.kernel.ids import new_id
from kairan.kernel.prepared import Prepared

Transaction = Connection
"""An open transaction, as the domains' stores use it."""


@dataclass(frozen=True, slots=True)
class Head:
    """Where a log stands: last number, epoch, and the end of the audit chain."""

    seq: int
    epoch: str
    audit_no: int
    audit_hash: str

    @property
    def audit_end(self) -> chain.End:
        """Return where the audit chain ends."""
        return chain.End(self.audit_no, self.audit_hash)


def found_log(tx: Transaction, org: str, listeners: Sequence[str] = ()) -> None:
    """Begin the log of a new organisation, which these listeners hear from its first event."""
    row = {"org_id": org, "head": 0, "epoch": new_id(), "audit_no": 0, "audit_hash": chain.ORIGIN}
    tx.execute(insert(tables.logs), row)
    begun = [{"org_id": org, "listener": listener, "seq": 0} for listener in listeners]
    if begun:
        tx.execute(insert(tables.listener_cursors), begun)


_READ = select(
    tables.logs.c.head, tables.logs.c.epoch, tables.logs.c.audit_no, tables.logs.c.audit_hash
).where(tables.logs.c.org_id == bindparam("org"))

# For every batch.
_HEAD = Prepared(_READ)
_HEAD_TO_LOCK = Prepared(_READ.with_for_update())
_WRITE_HEAD = Prepared(
    update(tables.logs)
    .where(tables.logs.c.org_id == bindparam("org"))
    .values(
        head=bindparam("seq"), audit_no=bindparam("last_audit"), audit_hash=bindparam("last_hash")
    )
)
_APPEND_EVENTS = Prepared(insert(tables.events))


def lock_log(tx: Transaction, org: str) -> Head | None:
    """Lock the organisation's row for this transaction and return where its log stands."""
    return _head(tx, org, _HEAD_TO_LOCK)


def read_head(tx: Transaction, org: str) -> Head | None:
    """Return where an organisation's log stands, or None where there is no such organisation."""
    return _head(tx, org, _HEAD)


def _head(tx: Transaction, org: str, statement: Prepared) -> Head | None:
    found = statement.rows(tx, org=org)
    return Head(*found[0]) if found else None


def write_head(tx: Transaction, org: str, head: Head) -> None:
    """Write where the log stands now, once, before the commit."""
    row = {
        "org": org,
        "seq": head.seq,
        "last_audit": head.audit_no,
        "last_hash": head.audit_hash,
    }
    _WRITE_HEAD.write(tx, [row])


def renew_epoch(tx: Transaction, org: str) -> None:
    """Say that the log is another one now: its numbers may stand for other facts than before."""
    tx.execute(update(tables.logs).where(tables.logs.c.org_id == org).values(epoch=new_id()))


def touch(tx: Transaction) -> None:
    """Write something that changes nothing: it fails where nothing can be written."""
    first = select(func.min(tables.logs.c.org_id)).scalar_subquery()
    tx.execute(
        update(tables.logs).where(tables.logs.c.org_id == first).values(head=tables.logs.c.head)
    )


def list_orgs(tx: Transaction) -> list[str]:
    """Return every organisation that has a log."""
    return list(tx.execute(select(tables.logs.c.org_id)).scalars())


def began_at(tx: Transaction) -> datetime | None:
    """Return when the oldest thing on record was done, or None where nothing was."""
    record = tables.audit.c
    first = select(func.min(record.at, type_=tables.Instant)).where(
        record.org_id.in_(select(tables.logs.c.org_id)), record.no == 1
    )
    began: datetime | None = tx.execute(first).scalar_one()
    return began


def ends_at(tx: Transaction) -> datetime | None:
    """Return when the newest thing in any log happened, or None where nothing did."""
    heads = select(tables.logs.c.org_id, tables.logs.c.head)
    last = select(func.max(tables.events.c.at, type_=tables.Instant)).where(
        tuple_(tables.events.c.org_id, tables.events.c.seq).in_(heads)
    )
    ended: datetime | None = tx.execute(last).scalar_one()
    return ended


def append_events(tx: Transaction, org: str, events: Sequence[Recorded]) -> None:
    """Append events in one statement."""
    rows = [
        {
            "org_id": org,
            "seq": event.seq,
            "type": event.type,
            "at": event.at,
            "actor_id": event.actor,
            "room_id": event.room,
            "no": event.no,
            "topics": " ".join(event.topics),
            "data": msgspec.json.encode(event.data).decode(),
        }
        for event in events
    ]
    _APPEND_EVENTS.write(tx, rows)


def list_events(tx: Transaction, org: str, *, after: int, upto: int, limit: int) -> list[Recorded]:
    """Return at most ``limit`` events with ``after < seq <= upto``, in order."""
    table = tables.events.c
    found = tx.execute(
        select(tables.events)
        .where(table.org_id == org, table.seq > after, table.seq <= upto)
        .order_by(table.seq)
        .limit(limit)
    )
    return [_recorded(row) for row in found.mappings()]


def list_events_of(
    tx: Transaction, org: str, types: Sequence[str], *, after: int, upto: int, limit: int
) -> list[Recorded]:
    """Return at most ``limit`` events of these types with ``after < seq <= upto``, in order."""
    table = tables.events.c
    found = tx.execute(
        select(tables.events)
        .where(
            table.org_id == org, table.seq > after, table.seq <= upto, table.type.in_(list(types))
        )
        .order_by(table.seq)
        .limit(limit)
    )
    return [_recorded(row) for row in found.mappings()]


def _recorded(row: RowMapping) -> Recorded:
    data: dict[str, Json] = msgspec.json.decode(row["data"])
    heard_by = tuple(row["topics"].split())
    return Recorded(
        row["seq"],
        row["type"],
        row["at"],
        row["actor_id"],
        row["room_id"],
        row["no"],
        heard_by,
        data,
    )


def append_audit(tx: Transaction, org: str, entries: Sequence[chain.Entry]) -> None:
    """Append chained audit rows in one statement."""
    if not entries:
        return
    rows = [
        {
            "org_id": org,
            "no": entry.no,
            "at": entry.at,
            "actor_id": entry.actor,
            "kind": entry.kind,
            "subject_id": entry.subject,
            "data": msgspec.json.encode(entry.data).decode(),
            "hash": entry.hash,
        }
        for entry in entries
    ]
    tx.execute(insert(tables.audit), rows)


def count_audit(tx: Transaction, org: str, kind: str, subject: str, *, since: datetime) -> int:
    """Return how many committed lines of a kind are on record about a subject since then."""
    table = tables.audit.c
    found = tx.execute(
        select(func.count())
        .select_from(tables.audit)
        .where(
            table.org_id == org,
            table.subject_id == subject,
            table.kind == kind,
            table.at > since,
        )
    )
    return found.scalar_one()


def list_audit(tx: Transaction, org: str) -> list[chain.Entry]:
    """Return the whole audit chain of an organisation, oldest first."""
    table = tables.audit.c
    found = tx.execute(
        select(
            table.no,
            type_coerce(table.at, BigInteger),
            table.actor_id,
            table.kind,
            table.subject_id,
            table.data,
            table.hash,
        )
        .where(table.org_id == org)
        .order_by(table.no)
    )
    return [_entry(*row) for row in found]


def _entry(
    no: int, at: int, actor: str | None, kind: str, subject: str | None, data: str, hash_: str
) -> chain.Entry:
    """Return a row as it was written; one that cannot be read any more fits into no chain."""
    try:
        when, what = clock.from_micros(at), msgspec.json.decode(data)
    except (TypeError, ValueError, OverflowError):
        return chain.Entry(no, clock.from_micros(0), None, "unreadable", None, {})
    return chain.Entry(no, when, actor, kind, subject, what, hash_)


def find_listener_cursor(tx: Transaction, org: str, listener: str) -> int | None:
    """Return the last number a listener has dealt with; None where it has not begun."""
    table = tables.listener_cursors.c
    found = select(table.seq).where(table.org_id == org, table.listener == listener)
    return tx.execute(found).scalar_one_or_none()


def move_listener_cursor(tx: Transaction, org: str, listener: str, seq: int) -> None:
    """Remember that a listener has dealt with everything up to ``seq``."""
    table = tables.listener_cursors
    moved = tx.execute(
        update(table).where(table.c.org_id == org, table.c.listener == listener).values(seq=seq)
    )
    if not moved.rowcount:
        tx.execute(insert(table), {"org_id": org, "listener": listener, "seq": seq})
