"""Changes of units and of who administers them."""

from dataclasses import replace

from msgspec import UNSET

from kairan.domains.accounts import actions as accounts
from kairan.domains.accounts import queries as account_queries
from kairan.domains.accounts.events import MeChanged
from kairan.domains.directory import queries
from kairan.domains.directory.actions.writing import emit_placements, revoke_links_out_of_reach
from kairan.domains.directory.errors import (
    MemberNotFound,
    UnitExists,
    UnitInItself,
    UnitNotEmpty,
    UnitNotFound,
)
from kairan.domains.directory.events import DirectoryChanged
from kairan.domains.directory.model.units import (
    DEEPEST,
    ChangeUnit,
    MakeUnit,
    Tree,
    Unit,
    UnitAdministrator,
    UnitId,
    checked_unit_name,
)
from kairan.domains.directory.store import members as store
from kairan.domains.directory.store import units as unit_store
from kairan.kernel.actions import action
from kairan.kernel.ctx import Ctx
from kairan.kernel.errors import BadInput
from kairan.kernel.guard import Role
from kairan.kernel.ids import new_id


@action(Role.ADMIN)
def make_unit(ctx: Ctx, command: MakeUnit) -> str:
    """Make a unit after its neighbours and return its id.

    Raises UnitNotFound for the parent, UnitExists, BadInput.
    """
    tree = unit_store.tree(ctx)
    name = checked_unit_name(command.name)
    unit = Unit(new_id(), command.parent, name, tree.next_order_no(command.parent))
    _check_place(tree, unit)
    unit_store.insert_units(ctx, [unit])
    ctx.audit("directory.make_unit", unit.id)
    ctx.emit(DirectoryChanged())
    return unit.id


@action(Role.ADMIN)
def change_unit(ctx: Ctx, command: ChangeUnit) -> None:
    """Rename, move or reorder a unit; affiliations follow its name.

    A move ends the entry links of whoever it takes out of their issuer's reach.

    Raises UnitNotFound, UnitExists, UnitInItself, BadInput.
    """
    tree, change = unit_store.tree(ctx), command.change
    before = tree.units.get(command.unit)
    if before is None:
        raise UnitNotFound
    after = replace(
        before,
        name=before.name if change.name is UNSET else checked_unit_name(change.name),
        parent=before.parent if change.parent is UNSET else change.parent,
        order_no=before.order_no if change.order_no is UNSET else change.order_no,
    )
    if after == before:
        return
    _check_place(tree, after)
    unit_store.update_unit(ctx, after)
    if after.name != before.name:
        named_after = store.list_accounts_named_after(ctx, after.id)
        accounts.set_affiliation(ctx, named_after, after.name)
    if after.parent != before.parent:
        emit_placements(ctx, (), [p for p in (after.id, before.parent) if p])
        revoke_links_out_of_reach(ctx, _reached_through(ctx, tree, after.id))
    ctx.audit("directory.change_unit", after.id)
    ctx.emit(DirectoryChanged())


@action(Role.ADMIN)
def drop_unit(ctx: Ctx, command: UnitId) -> None:
    """Forget a unit without people, units below and room. Raises UnitNotFound, UnitNotEmpty."""
    tree = unit_store.tree(ctx)
    if command.unit not in tree.units:
        raise UnitNotFound
    if tree.children(command.unit) or store.list_accounts_in(ctx, [command.unit]):
        raise UnitNotEmpty
    administrators = unit_store.list_administrators(ctx, command.unit)
    if not unit_store.delete_unit(ctx, command.unit):
        raise UnitNotEmpty
    for account in administrators:
        ctx.emit(MeChanged(account=account))
    ctx.audit("directory.drop_unit", command.unit)
    ctx.emit(DirectoryChanged())


@action(Role.ADMIN)
def add_unit_administrator(ctx: Ctx, command: UnitAdministrator) -> None:
    """Let a member administer a unit and those below. Raises UnitNotFound, MemberNotFound.

    Whoever issued them an entry link and could not issue one now must not act with that power:
    what goes back to such a link ends.
    """
    queries.get_unit(ctx, command.unit)
    account = account_queries.accounts(ctx, [command.account]).get(command.account)
    if account is None or account.kind != "member" or account.state != "active":
        raise MemberNotFound
    if command.account in unit_store.list_administrators(ctx, command.unit):
        return
    unit_store.insert_administrator(ctx, command.unit, command.account)
    vouchers = account_queries.vouchers(ctx, [command.account])
    accounts.end_vouched(ctx, queries.out_of_reach(ctx, vouchers))
    ctx.audit("directory.add_unit_administrator", command.account, unit=command.unit)
    ctx.emit(MeChanged(account=command.account))


@action(Role.ADMIN)
def remove_unit_administrator(ctx: Ctx, command: UnitAdministrator) -> None:
    """Let somebody administer a unit no longer; the entry links they could issue by it die.

    Raises UnitNotFound, MemberNotFound.
    """
    queries.get_unit(ctx, command.unit)
    if not account_queries.accounts(ctx, [command.account]):
        raise MemberNotFound
    if unit_store.delete_administrator(ctx, command.unit, command.account):
        tree = unit_store.tree(ctx)
        revoke_links_out_of_reach(ctx, _reached_through(ctx, tree, command.unit), tree)
        ctx.audit("directory.remove_unit_administrator", command.account, unit=command.unit)
        ctx.emit(MeChanged(account=command.account))


def _reached_through(ctx: Ctx, tree: Tree, unit: str) -> list[str]:
    """Return whom a power over this unit can reach: who works in it or below, or administers there."""
    units = tree.below([unit])
    people = store.list_accounts_in(ctx, units)
    return [*people, *unit_store.list_administrators(ctx, *units)]


def _check_place(tree: Tree, unit: Unit) -> None:
    """Return if the unit may stand where it says. Raises UnitNotFound, UnitExists, UnitInItself."""
    if unit.parent is not None:
        if unit.parent not in tree.units:
            raise UnitNotFound
        if unit.parent in tree.below([unit.id]):
            raise UnitInItself({"parent": "in_itself"})
        if len(tree.above(unit.parent)) + tree.height(unit.id) > DEEPEST:
            raise BadInput({"parent": "too_deep"}, limit=DEEPEST)
    neighbour = tree.find(unit.parent, unit.name)
    if neighbour is not None and neighbour.id != unit.id:
        raise UnitExists({"name": "taken"})
