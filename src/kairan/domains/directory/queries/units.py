"""What one may ask about units."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import msgspec

from kairan.domains.accounts import queries as accounts
from kairan.domains.accounts.model import Person
from kairan.domains.directory.errors import UnitNotFound
from kairan.domains.directory.model.people import Count, Uncarded
from kairan.domains.directory.model.units import Tree, Unit, UnitView
from kairan.domains.directory.queries.power import mine, power
from kairan.domains.directory.store import members as store
from kairan.domains.directory.store import units as unit_store
from kairan.domains.directory.store.units import StateCount
from kairan.kernel.ctx import Ctx
from kairan.kernel.errors import NotAllowed
from kairan.kernel.guard import Role

ASKED_AT_ONCE = 1_000
"""Accounts named in one statement: a database takes only so many values."""


class UnitCount(msgspec.Struct, frozen=True):
    """How many of a unit's people (by main unit) are not yet in, in, and suspended."""

    unit: str
    path: str
    not_yet: int
    in_: int = msgspec.field(name="in")
    suspended: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of all are not yet in, in, and suspended, and of which units."""

    total: Count
    units: tuple[UnitCount, ...]


def list_units(ctx: Ctx) -> list[UnitView]:
    """Return all units, each before those below it. Raises NotAllowed for guests."""
    ctx.require(Role.MEMBER, "directory.list_units")
    tree, people = unit_store.tree(ctx), unit_store.count_people(ctx)
    return [_view(tree, unit, people.get(unit.id, 0)) for unit in tree.in_order()]


def get_unit_view(ctx: Ctx, unit: str) -> UnitView:
    """Return one unit as it is listed. Raises UnitNotFound."""
    tree = unit_store.tree(ctx)
    if unit not in tree.units:
        raise UnitNotFound
    return _view(tree, tree.units[unit], unit_store.count_people(ctx).get(unit, 0))


def get_unit(ctx: Ctx, unit: str) -> Unit:
    """Return one unit. Raises UnitNotFound."""
    found = unit_store.tree(ctx).units.get(unit)
    if found is None:
        raise UnitNotFound
    return found


def accounts_of_unit(ctx: Ctx, unit: str) -> frozenset[str]:
    """Return who works in a unit or below it, the suspended too; for domains that may know."""
    return frozenset(store.list_accounts_in(ctx, unit_store.tree(ctx).below([unit])))


def units_above(ctx: Ctx, units: Iterable[str]) -> frozenset[str]:
    """Return these units and all above them; unknown ones are left out."""
    tree = unit_store.tree(ctx)
    return frozenset(each for unit in units if unit in tree.units for each in tree.above(unit))


def list_unit_administrators(ctx: Ctx, unit: str) -> list[Person]:
    """Return who administers a unit by name. Raises UnitNotFound, NotAllowed for guests."""
    ctx.require(Role.MEMBER, "directory.list_unit_administrators")
    get_unit(ctx, unit)
    people = accounts.people(ctx, unit_store.list_administrators(ctx, unit))
    return sorted(people.values(), key=lambda person: (person.name, person.id))


def count_members(ctx: Ctx) -> Counts:
    """Return how far the people have come, by main unit; a unit administrator sees the own ones.

    Raises NotAllowed for those who administer nothing.
    """
    ctx.require(Role.MEMBER, "directory.count_members")
    tree = unit_store.tree(ctx)
    may = power(ctx, tree)
    if not may.some:
        raise NotAllowed(permission="directory.count_members")
    everything = unit_store.count_states(ctx)
    found = [each for each in everything if may.everything or each.unit in may.units]
    units = [unit for unit in tree.in_order() if may.everything or unit.id in may.units]
    return Counts(
        Count(*_counted(found)),
        tuple(
            UnitCount(unit.id, tree.path(unit.id), *_counted(e for e in found if e.unit == unit.id))
            for unit in units
        ),
    )


def list_uncarded(ctx: Ctx, unit: str | None) -> list[Uncarded]:
    """Return who of those the actor may administer is not yet in, in the order of the directory.

    Raises NotAllowed, UnitNotFound.
    """
    ctx.require(Role.MEMBER, "directory.issue_entry_link")
    if not power(ctx).some:
        raise NotAllowed(permission="directory.issue_entry_link")
    ids = list_accounts(ctx, unit=unit, not_yet=True)
    people: dict[str, Person] = {}
    until: dict[str, datetime] = {}
    for at in range(0, len(ids), ASKED_AT_ONCE):
        part = ids[at : at + ASKED_AT_ONCE]
        people |= accounts.people(ctx, part)
        until |= accounts.entry_links_until(ctx, part)
    return [Uncarded(id_, people[id_].name, people[id_].affiliation, until.get(id_)) for id_ in ids]


def list_accounts(ctx: Ctx, *, unit: str | None = None, not_yet: bool = False) -> list[str]:
    """Return the members, or those in a unit and below it, whom the actor may administer.

    Without the suspended, in the order of the directory; ``not_yet``: who is not yet in. Raises UnitNotFound.
    """
    tree = unit_store.tree(ctx)
    if unit is not None and unit not in tree.units:
        raise UnitNotFound
    may = power(ctx, tree)
    inside = None if unit is None else tree.below([unit])
    if not may.everything:
        inside = may.units if inside is None else inside & may.units
    found = store.list_accounts_in(ctx, inside, without_suspended=True, not_yet=not_yet)
    if may.everything:
        return found
    parts = (found[at : at + ASKED_AT_ONCE] for at in range(0, len(found), ASKED_AT_ONCE))
    return [account for part in parts for account in _yours(ctx, part)]


def _yours(ctx: Ctx, ids: list[str]) -> list[str]:
    reached = mine(ctx, ids)
    return [account for account in ids if account in reached]


def _view(tree: Tree, unit: Unit, people: int) -> UnitView:
    return UnitView(unit.id, unit.name, unit.parent, unit.order_no, tree.path(unit.id), people)


def _counted(found: Iterable[StateCount]) -> tuple[int, int, int]:
    by_state = {"not_yet": 0, "in": 0, "suspended": 0}
    for each in found:
        by_state[each.state] += each.people
    return by_state["not_yet"], by_state["in"], by_state["suspended"]
