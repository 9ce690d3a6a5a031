"""Many members at once: what a list of rows would do, by the same rule before and while it does."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Literal

from kairan.domains.accounts.model import folded_login
from kairan.domains.directory.model.forms import checked
from kairan.domains.directory.model.people import Details, Known, Placement
from kairan.domains.directory.model.units import MOST_ORDER_NO, Power, Tree
from kairan.kernel.errors import BadInput

ROWS_LIMIT = 200
"""Rows in one call; longer lists come in blocks."""

What = Literal["added", "changed", "same", "bad"]


@dataclass(frozen=True, slots=True)
class Post:
    """A place in a further unit (兼務) as a list tells of it; ``unit`` is a path."""

    unit: str
    position: str | None = None
    level: str | None = None
    order_no: str | None = None


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member as a list tells of them. None: it does not say; empty: it says there is none.

    ``unit`` is a path. Who is meant is found by employee number, then by login. ``also`` are posts in
    further units; those a member has already stay.
    """

    name: str | None = None
    kana: str | None = None
    login: str | None = None
    employee_no: str | None = None
    email: str | None = None
    phone: str | None = None
    unit: str | None = None
    position: str | None = None
    level: str | None = None
    order_no: str | None = None
    affiliation: str | None = None
    also: tuple[Post, ...] = ()


@dataclass(frozen=True, slots=True)
class PutMembers:
    """At most 200 rows. ``unit`` is where people without a unit go, and where short paths begin."""

    rows: tuple[MemberRow, ...]
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """What is different about one field of a member, in words (a unit as its path)."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row cannot be taken: the field and the reason (``too_long``, ``taken`` …)."""

    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What a row does or did; ``account`` is None for those not (yet) made."""

    what: What
    account: str | None = None
    differences: tuple[Difference, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One row thought through: the member before (None: new) and after (None: nothing to write)."""

    outcome: RowOutcome
    known: Known | None = None
    after: Details | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """Who is known under which employee number and (folded) login; ``mine`` may be administered."""

    members: Mapping[str, Known]
    by_employee_no: Mapping[str, str]
    by_login: Mapping[str, str]
    mine: frozenset[str]


def plan(
    rows: Sequence[MemberRow], register: Register, tree: Tree, power: Power, unit: str | None
) -> list[Step]:
    """Return what each row does. ``tree`` grows by the units that the good rows need."""
    seen: set[str] = set()
    return [_step(row, register, tree, power, unit, seen) for row in rows]


def _step(
    row: MemberRow, register: Register, tree: Tree, power: Power, unit: str | None, seen: set[str]
) -> Step:
    try:
        return _thought(row, register, tree, power, unit, seen)
    except BadInput as error:
        faults = tuple(Fault(field, reason) for field, reason in error.fields.items())
        return Step(RowOutcome("bad", faults=faults))


def _thought(
    row: MemberRow, register: Register, tree: Tree, power: Power, unit: str | None, seen: set[str]
) -> Step:
    known = _who(row, register)
    if known and known.account.id not in register.mine:
        raise BadInput({"login": "not_yours"})
    before = known.details if known else Details("")
    after = checked(_over(before, row, unit=before.unit))
    _refuse_taken(after, known, register, seen)
    mark = tree.mark()
    try:
        after = replace(after, unit=_unit(row, before, tree, power, unit, new=known is None))
        after = checked(replace(after, also=_also(row, after, tree, power, unit)))
    except BadInput:
        tree.rewind(mark)
        raise
    if known is None:
        return Step(RowOutcome("added", differences=differences(None, after, tree)), None, after)
    found = differences(before, after, tree)
    outcome = RowOutcome("changed" if found else "same", known.account.id, found)
    return Step(outcome, known, after if found else None)


def _who(row: MemberRow, register: Register) -> Known | None:
    """Return whom a row means. Raises BadInput where its number and its login are two people's."""
    by_no = register.by_employee_no.get(employee_no_of(row) or "")
    by_login = register.by_login.get(login_of(row) or "")
    account = by_no or by_login
    if account is None:
        return None
    if account not in register.members or (by_no and by_login and by_no != by_login):
        raise BadInput({"login": "taken"})
    known = register.members[account]
    if by_no is None and known.details.employee_no and row.employee_no:
        raise BadInput({"employee_no": "another"})
    return known


def employee_no_of(row: MemberRow) -> str | None:
    """Return the employee number a row is found by."""
    return unicodedata.normalize("NFKC", row.employee_no or "").strip() or None


def login_of(row: MemberRow) -> str | None:
    """Return the folded login a row is found by: its own, or else its employee number."""
    return folded_login(row.login or "") or folded_login(row.employee_no or "") or None


def _over(before: Details, row: MemberRow, *, unit: str | None) -> Details:
    """Return ``before`` with what the row says; a login is never taken away."""
    order_no = before.order_no if row.order_no is None else _number(row.order_no)
    return Details(
        name=_told(before.name, row.name) or "",
        kana=_told(before.kana, row.kana),
        login=row.login or before.login,
        employee_no=row.employee_no or before.employee_no,
        email=_told(before.email, row.email),
        phone=_told(before.phone, row.phone),
        unit=unit,
        position=_told(before.position, row.position),
        level=_told(before.level, row.level),
        order_no=order_no,
        affiliation=_told(before.affiliation, row.affiliation),
        email_visible=before.email_visible,
        phone_visible=before.phone_visible,
        also=before.also,
    )


def _told(before: str | None, said: str | None) -> str | None:
    return before if said is None else said


def _number(value: str) -> int | None:
    if not value.strip():
        return None
    if not (value.isascii() and value.isdigit() and int(value) <= MOST_ORDER_NO):
        raise BadInput({"order_no": "not_a_number"})
    return int(value)


def _refuse_taken(after: Details, known: Known | None, register: Register, seen: set[str]) -> None:
    """Raise BadInput where another person, or another row of this list, has the login or number."""
    own = known.account.id if known else None
    login, number = folded_login(after.login or ""), after.employee_no
    if register.by_login.get(login, own) != own:
        raise BadInput({"login": "taken"})
    if number and register.by_employee_no.get(number, own) != own:
        raise BadInput({"employee_no": "taken"})
    keys = {f"login {login}", *([f"number {number}"] if number else [])}
    if seen & keys:
        raise BadInput({"employee_no" if number else "login": "twice"})
    seen |= keys


def _unit(
    row: MemberRow, before: Details, tree: Tree, power: Power, under: str | None, *, new: bool
) -> str | None:
    """Return the main unit after the row. Raises BadInput where it is not the actor's to fill."""
    if row.unit is None or (not row.unit.strip() and under):
        unit = under if new else before.unit
    elif not row.unit.strip():
        unit = None
    else:
        mark = tree.mark()
        unit = tree.grow(row.unit, under=under)
        if not power.covers(tree, unit):
            tree.rewind(mark)
            raise BadInput({"unit": "not_yours"})
    if unit != before.unit or new:
        _refuse_foreign(power, tree, unit)
    return unit


def _also(
    row: MemberRow, after: Details, tree: Tree, power: Power, under: str | None
) -> tuple[Placement, ...]:
    """Return the places in further units after the row. Raises BadInput as ``_unit``."""
    places = {each.unit: each for each in after.also}
    for post in row.also:
        unit = tree.grow(post.unit, under=under)
        _refuse_foreign(power, tree, unit)
        old = places.get(unit, Placement(unit))
        order_no = old.order_no if post.order_no is None else _number(post.order_no)
        position, level = _told(old.position, post.position), _told(_text(old.level), post.level)
        places[unit] = Placement(unit, position, level, order_no)
    return tuple(each for each in places.values() if each.unit != after.unit)


def _text(level: str | int | None) -> str | None:
    return None if level is None else str(level)


def _refuse_foreign(power: Power, tree: Tree, unit: str | None) -> None:
    if not power.covers(tree, unit):
        raise BadInput({"unit": "not_yours"})


def differences(before: Details | None, after: Details, tree: Tree) -> tuple[Difference, ...]:
    """Return what is different, field by field, in the words a person reads."""
    old = before or Details("")
    found = []
    for each in fields(Details):
        was, is_ = getattr(old, each.name), getattr(after, each.name)
        if was != is_:
            shown = (_shown(each.name, was, tree), _shown(each.name, is_, tree))
            found.append(Difference(each.name, *shown))
    return tuple(found)


def _shown(field: str, value: object, tree: Tree) -> str | None:
    if value is None or value == "":
        return None
    if field == "unit":
        return tree.path(str(value))
    if field == "also":
        return _paths(value, tree) or None
    return str(value)


def _paths(value: object, tree: Tree) -> str:
    placements: Iterable[Placement] = value if isinstance(value, tuple) else ()
    return ", ".join(tree.path(placement.unit) for placement in placements)
