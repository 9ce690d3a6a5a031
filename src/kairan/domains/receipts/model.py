"""Cursors, reader lists, and how both are counted."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kairan.domains.boundary.model import Stay, was_inside

How = Literal["telephone", "in_person", "fax", "paper"]


@dataclass(frozen=True, slots=True)
class MoveCursor:
    """I have read this room up to and including message ``no``."""

    room: str
    no: int


MessageKey = tuple[str, int]
"""A room and a number: one message."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far one account has read in one stay; where nothing was read yet, ``no`` is ``start_no``."""

    account: str
    start_no: int
    end_no: int | None
    no: int


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody's word that ``account`` was told of message ``no`` by other means."""

    no: int
    account: str
    how: How
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """``account`` pressed 了解 on message ``no``."""

    no: int
    account: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Count:
    """What stands beside a message: how many should read it, have read it, were told only."""

    audience: int
    read: int
    told: int


class Counter:
    """Counts audiences and readers of many messages of one room, each in logarithmic time.

    Everybody who was inside when ``no`` was written has ``start_no < no <= end_no``; the readers among them
    have ``no <= cursor``. Since ``start_no <= cursor`` always, both are differences of two counts.
    """

    def __init__(self, cursors: Sequence[Cursor], told: Iterable[Told]) -> None:
        """Take every cursor of the room, one for each stay, and whom somebody told."""
        self._starts = sorted(c.start_no for c in cursors)
        self._ends = sorted(c.end_no for c in cursors if c.end_no is not None)
        self._nos = sorted(c.no for c in cursors)
        self._by_account: dict[str, list[Cursor]] = {}
        for cursor in cursors:
            self._by_account.setdefault(cursor.account, []).append(cursor)
        self._told: dict[int, list[str]] = {}
        for word in told:
            self._told.setdefault(word.no, []).append(word.account)

    def count(self, no: int, sender: str | None) -> Count:
        """Return the figures of message ``no``, its sender left out."""
        audience = bisect_left(self._starts, no) - bisect_left(self._ends, no)
        read = bisect_left(self._starts, no) - bisect_left(self._nos, no)
        if sender is not None and self._was_inside(sender, no):
            audience -= 1
            read -= self._has_read(sender, no)
        told = sum(not self._has_read(account, no) for account in self._told.get(no, ()))
        return Count(audience, read, told)

    def _was_inside(self, account: str, no: int) -> bool:
        return any(was_inside(c, no) for c in self._by_account.get(account, ()))

    def _has_read(self, account: str, no: int) -> bool:
        return any(c.start_no < no <= c.no for c in self._by_account.get(account, ()))


@dataclass(frozen=True, slots=True)
class ReaderList:
    """Who was inside when a message was written, sorted by what we know of them.

    ``read`` has the time, ``told`` the word, ``unread`` the accounts, ``unknown`` the reason;
    ``acknowledged`` says more about some of the same people. ``came_later`` counts those who are inside now
    but were not then.
    """

    audience: int
    read: Mapping[str, datetime]
    told: Mapping[str, Told]
    unread: tuple[str, ...]
    unknown: Mapping[str, Literal["left", "suspended"]]
    acknowledged: Mapping[str, datetime]
    came_later: int


def sort_readers(
    stays: Sequence[Stay],
    no: int,
    sender: str | None,
    *,
    read_at: Mapping[str, datetime],
    told: Mapping[str, Told],
    acknowledged: Mapping[str, datetime],
    suspended: frozenset[str],
) -> ReaderList:
    """Put everybody who was inside when ``no`` was written into exactly one of the four lists."""
    then = dict.fromkeys(s.account for s in stays if was_inside(s, no) and s.account != sender)
    now = {stay.account for stay in stays if stay.open}
    read: dict[str, datetime] = {}
    were_told: dict[str, Told] = {}
    unread: list[str] = []
    unknown: dict[str, Literal["left", "suspended"]] = {}
    for account in then:
        if account in read_at:
            read[account] = read_at[account]
        elif account in told:
            were_told[account] = told[account]
        elif account not in now:
            unknown[account] = "left"
        elif account in suspended:
            unknown[account] = "suspended"
        else:
            unread.append(account)
    later = now - set(then) - {sender} - suspended
    pressed = {account: at for account, at in acknowledged.items() if account in then}
    return ReaderList(
        len(then), read, were_told, tuple(unread), unknown, pressed, came_later=len(later)
    )
