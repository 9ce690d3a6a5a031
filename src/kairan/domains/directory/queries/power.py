"""What the actor may administer."""

from collections.abc import Collection, Iterable, Mapping

from kairan.domains.accounts import queries as accounts
from kairan.domains.accounts.model import Account, Voucher
from kairan.domains.directory.errors import MemberNotFound
from kairan.domains.directory.model.units import Power, Tree
from kairan.domains.directory.store import members as store
from kairan.domains.directory.store import units as unit_store
from kairan.kernel.ctx import Ctx
from kairan.kernel.errors import NotAllowed
from kairan.kernel.guard import Role

_NONE: frozenset[str] = frozenset()


def power(ctx: Ctx, tree: Tree | None = None) -> Power:
    """Return what the actor may administer; ``tree`` where it is already known."""
    if ctx.actor.role >= Role.ADMIN:
        return Power(True, _NONE, _NONE)
    if ctx.actor.role < Role.MEMBER:
        return Power(False, _NONE, _NONE)
    named = unit_store.list_administered(ctx, [ctx.actor.id]).get(ctx.actor.id, _NONE)
    if not named:
        return Power(False, _NONE, _NONE)
    return Power(False, named, (tree or unit_store.tree(ctx)).below(named))


def out_of_reach(
    ctx: Ctx, vouchers: Collection[Voucher], tree: Tree | None = None
) -> list[Voucher]:
    """Return those of these who may not administer that account (any more).

    A constant number of statements, none for nobody.
    """
    if not vouchers:
        return []
    issuers = {each.by for each in vouchers}
    owners = {each.account for each in vouchers}
    roles = accounts.roles(ctx, issuers)
    named = unit_store.list_administered(ctx, issuers | owners)
    administrators = {id_ for id_, each in accounts.accounts(ctx, owners).items() if each.admin}
    cards = store.find_cards(ctx, owners)
    tree = tree or unit_store.tree(ctx)

    def reaches(each: Voucher) -> bool:
        role, units = roles.get(each.by, Role.ANYONE), named.get(each.by, _NONE)
        card = cards.get(each.account)
        return Power(role >= Role.ADMIN, units, tree.below(units)).over(
            card.unit if card else None,
            administrator=each.account in administrators,
            administers=named.get(each.account, _NONE),
        )

    return [each for each in vouchers if not reaches(each)]


def mine(ctx: Ctx, ids: Collection[str]) -> frozenset[str]:
    """Return those of these accounts that the actor may administer."""
    may = power(ctx)
    if not may.some:
        return _NONE
    cards = store.find_cards(ctx, ids)
    units = {account: card.unit for account, card in cards.items()}
    return reached(ctx, accounts.accounts(ctx, ids).values(), units, may)


def require_yours(
    ctx: Ctx, ids: Collection[str], permission: str = "directory.issue_entry_link"
) -> None:
    """Return if the actor may administer all of these. Raises NotAllowed, MemberNotFound."""
    ctx.require(Role.MEMBER, permission)
    if not power(ctx).some:
        raise NotAllowed(permission=permission)
    if not mine(ctx, ids) >= set(ids):
        raise MemberNotFound


def reached(
    ctx: Ctx, people: Iterable[Account], units: Mapping[str, str | None], may: Power
) -> frozenset[str]:
    """Return those of these accounts that ``may`` reaches, given everybody's main unit."""
    if may.everything or not may.some:
        return frozenset(person.id for person in people if may.everything)
    people = [person for person in people if person.kind == "member"]
    administered = unit_store.list_administered(ctx, [person.id for person in people])
    return frozenset(
        person.id
        for person in people
        if may.over(
            units.get(person.id),
            administrator=person.admin,
            administers=administered.get(person.id, _NONE),
        )
    )
