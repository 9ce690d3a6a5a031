"""SQL of units and their administrators."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from kairan.domains.directory.model.people import State
from kairan.domains.directory.model.units import Tree, Unit
from kairan.domains.directory.tables import members, placements, unit_administrators, units
from kairan.kernel.ctx import Ctx


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many members with this main unit are in this state."""

    unit: str | None
    state: State
    people: int


def tree(ctx: Ctx) -> Tree:
    """Return all units of the organisation."""
    found = ctx.tx.execute(
        select(units.c.id, units.c.parent_id, units.c.name, units.c.order_no).where(
            units.c.org_id == ctx.org
        )
    )
    return Tree.of(Unit(*row) for row in found)


def insert_units(ctx: Ctx, new: Sequence[Unit]) -> None:
    """Keep new units, those above before those below, in one statement."""
    rows = [
        {
            "org_id": ctx.org,
            "id": unit.id,
            "parent_id": unit.parent,
            "name": unit.name,
            "order_no": unit.order_no,
        }
        for unit in new
    ]
    if rows:
        ctx.tx.execute(insert(units), rows)


def update_unit(ctx: Ctx, unit: Unit) -> None:
    """Write name, place and order number of a unit."""
    ctx.tx.execute(
        update(units)
        .where(units.c.org_id == ctx.org, units.c.id == unit.id)
        .values(parent_id=unit.parent, name=unit.name, order_no=unit.order_no)
    )


def delete_unit(ctx: Ctx, unit: str) -> bool:
    """Forget an empty unit and who administers it; say whether nothing (a room) holds on to it."""
    administrators = unit_administrators.c
    ctx.tx.execute(
        delete(unit_administrators).where(
            administrators.org_id == ctx.org, administrators.unit_id == unit
        )
    )
    try:
        ctx.tx.execute(delete(units).where(units.c.org_id == ctx.org, units.c.id == unit))
    except IntegrityError:
        return False
    return True


def count_people(ctx: Ctx) -> dict[str, int]:
    """Return how many members who are not suspended work in each unit (main or further)."""
    main = select(members.c.unit_id, members.c.account_id).where(
        members.c.org_id == ctx.org, members.c.unit_id.is_not(None), members.c.state != "suspended"
    )
    further = (
        select(placements.c.unit_id, placements.c.account_id)
        .join(
            members,
            (members.c.org_id == placements.c.org_id)
            & (members.c.account_id == placements.c.account_id),
        )
        .where(placements.c.org_id == ctx.org, members.c.state != "suspended")
    )
    everybody = main.union_all(further).subquery()
    found = ctx.tx.execute(select(everybody.c.unit_id, func.count()).group_by(everybody.c.unit_id))
    return {row[0]: row[1] for row in found}


def count_states(ctx: Ctx) -> list[StateCount]:
    """Return how many members there are of each main unit and state."""
    found = ctx.tx.execute(
        select(members.c.unit_id, members.c.state, func.count())
        .where(members.c.org_id == ctx.org)
        .group_by(members.c.unit_id, members.c.state)
    )
    return [StateCount(*row) for row in found]


def list_administered(ctx: Ctx, ids: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the units that each of these accounts administers, by account."""
    found = ctx.tx.execute(
        select(unit_administrators.c.account_id, unit_administrators.c.unit_id).where(
            unit_administrators.c.org_id == ctx.org,
            unit_administrators.c.account_id.in_(list(ids)),
        )
    )
    of: dict[str, set[str]] = {}
    for account, unit in found:
        of.setdefault(account, set()).add(unit)
    return {account: frozenset(named) for account, named in of.items()}


def list_administrators(ctx: Ctx, *units: str) -> list[str]:
    """Return the accounts that administer one of these units by name."""
    found = ctx.tx.execute(
        select(unit_administrators.c.account_id).where(
            unit_administrators.c.org_id == ctx.org, unit_administrators.c.unit_id.in_(units)
        )
    )
    return list(found.scalars())


def insert_administrator(ctx: Ctx, unit: str, account: str) -> None:
    """Keep that an account administers a unit."""
    row = {"org_id": ctx.org, "unit_id": unit, "account_id": account}
    ctx.tx.execute(insert(unit_administrators), row)


def delete_administrator(ctx: Ctx, unit: str, account: str) -> bool:
    """Forget that an account administers a unit; say whether it did."""
    gone = ctx.tx.execute(
        delete(unit_administrators).where(
            unit_administrators.c.org_id == ctx.org,
            unit_administrators.c.unit_id == unit,
            unit_administrators.c.account_id == account,
        )
    )
    return gone.rowcount > 0
