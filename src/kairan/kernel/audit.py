"""The audit chain: who did what to what, a hash over each row and the one before it.

``hash = SHA-256(previous hash ‖ canonical JSON of the row)``. Changing, removing or reordering a row
breaks every hash after it.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from kairan.kernel import clock
from kairan.kernel.events import Json

ORIGIN = "0" * 64
"""The hash before the first row."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the record: ``subject`` is the id of what was touched."""

    no: int
    at: datetime
    actor: str | None
    kind: str
    subject: str | None
    data: dict[str, Json]
    hash: str = ""


@dataclass(frozen=True, slots=True)
class End:
    """Where a chain ends, as the log's head has it: the last number and its hash."""

    no: int
    hash: str


def chained(entry: Entry, before: str) -> Entry:
    """Return ``entry`` with its hash, given the hash of the row before it."""
    return replace(entry, hash=_hash(entry, before))


def first_broken(entries: Iterable[Entry], end: End | None = None) -> int | None:
    """Return the number of the first row that does not fit, or None where all fit.

    With ``end``, rows that were cut off, put on, or written anew with fitting hashes are found, too.
    """
    last = End(0, ORIGIN)
    for entry in entries:
        if entry.no != last.no + 1 or entry.hash != _hash(entry, last.hash):
            return last.no + 1
        last = End(entry.no, entry.hash)
    if end is None or last == end:
        return None
    return max(1, end.no) if last.no == end.no else min(last.no, end.no) + 1


def _hash(entry: Entry, before: str) -> str:
    row = [entry.no, clock.to_micros(entry.at), entry.actor, entry.kind, entry.subject, entry.data]
    return hashlib.sha256(before.encode() + msgspec.json.encode(row, order="sorted")).hexdigest()
