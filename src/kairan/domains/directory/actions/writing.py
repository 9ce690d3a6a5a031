"""How members are written, one or many: by the same few statements, with the same events."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kairan.domains.accounts import actions as accounts
from kairan.domains.accounts import queries as account_queries
from kairan.domains.accounts.model import AccountChange, NewAccount
from kairan.domains.directory import queries
from kairan.domains.directory.events import CountsChanged, DirectoryChanged, PlacementsChanged
from kairan.domains.directory.model.people import Details, Known
from kairan.domains.directory.model.units import Tree
from kairan.domains.directory.store import members as store
from kairan.domains.directory.store import units as unit_store
from kairan.domains.directory.store.members import Written
from kairan.kernel.ctx import Ctx


@dataclass(frozen=True, slots=True)
class Changed:
    """A member before and after."""

    known: Known
    after: Details


def write(ctx: Ctx, tree: Tree, added: Sequence[Details], changed: Sequence[Changed]) -> list[str]:
    """Keep checked members and the units that grew; return the new accounts, in order.

    A constant number of statements. Raises LoginTaken.
    """
    unit_store.insert_units(ctx, tree.grown)
    new = _add(ctx, tree, added)
    _change(ctx, tree, changed)
    _emit(ctx, list(zip(new, added, strict=True)), changed, grown=bool(tree.grown))
    return new


def _add(ctx: Ctx, tree: Tree, added: Sequence[Details]) -> list[str]:
    if not added:
        return []
    new = accounts.add_accounts(
        ctx,
        [
            NewAccount("member", each.name, affiliation=_affiliation(each, tree), login=each.login)
            for each in added
        ],
    )
    rows = [Written(id_, "not_yet", each) for id_, each in zip(new, added, strict=True)]
    store.insert_members(ctx, rows)
    return new


def _change(ctx: Ctx, tree: Tree, changed: Sequence[Changed]) -> None:
    if not changed:
        return
    renamed = [
        AccountChange(
            each.known.account.id, each.after.name, _affiliation(each.after, tree), each.after.login
        )
        for each in changed
    ]
    before = {each.known.account.id: each.known.account for each in changed}
    accounts.change_accounts(
        ctx,
        [
            each
            for each in renamed
            if (each.name, each.affiliation, each.login)
            != (
                before[each.account].name,
                before[each.account].affiliation,
                before[each.account].login,
            )
        ],
    )
    store.update_members(
        ctx, [Written(each.known.account.id, each.known.state, each.after) for each in changed]
    )
    moved = [c.known.account.id for c in changed if c.known.details.unit != c.after.unit]
    revoke_links_out_of_reach(ctx, moved, tree)


def revoke_links_out_of_reach(ctx: Ctx, owners: Sequence[str], tree: Tree | None = None) -> None:
    """Revoke the links of these accounts whose issuers could not issue them any more.

    Nobody is signed out: in a reorganisation that would be hundreds, and the move gives no power.
    """
    if owners:
        vouchers = account_queries.vouchers(ctx, owners)
        accounts.revoke_vouched_links(ctx, queries.out_of_reach(ctx, vouchers, tree))


def _affiliation(details: Details, tree: Tree) -> str | None:
    """Return what others see: the own affiliation, else the name of the main unit."""
    return details.affiliation or (tree.units[details.unit].name if details.unit else None)


def _emit(
    ctx: Ctx,
    added: Sequence[tuple[str, Details]],
    changed: Sequence[Changed],
    *,
    grown: bool,
) -> None:
    moved = [(id_, details.units) for id_, details in added if details.units]
    for each in changed:
        units = each.known.details.units ^ each.after.units
        if units:
            moved.append((each.known.account.id, units))
    emit_placements(ctx, [id_ for id_, _ in moved], {unit for _, of in moved for unit in of})
    if added or any(each.known.details.unit != each.after.unit for each in changed):
        ctx.emit(CountsChanged())
    if added or changed or grown:
        ctx.emit(DirectoryChanged())


def emit_placements(ctx: Ctx, accounts: Iterable[str], units: Iterable[str]) -> None:
    """Say that these accounts came into or left these units, if there is anything to say."""
    if touched := tuple(sorted(units)):
        ctx.emit(PlacementsChanged(accounts=tuple(accounts), units=touched))
