"""Changes of members, one at a time or all that a list tells of."""

from collections.abc import Sequence
from dataclasses import replace

from kairan.domains.accounts import actions as accounts
from kairan.domains.accounts import queries as account_queries
from kairan.domains.accounts.model import (
    AccountId,
    EntryLink,
    Founded,
    FoundOrganisation,
    NewAccount,
    checked_name,
)
from kairan.domains.directory import queries
from kairan.domains.directory.actions.writing import Changed, write
from kairan.domains.directory.errors import (
    EmployeeNoTaken,
    MemberNotFound,
    NotYours,
    UnitNotFound,
)
from kairan.domains.directory.events import CountsChanged, DirectoryChanged
from kairan.domains.directory.model.forms import checked
from kairan.domains.directory.model.people import (
    Accounts,
    AddMember,
    ChangeMember,
    Details,
    IssueEntryCards,
    state_of,
)
from kairan.domains.directory.model.rows import ROWS_LIMIT, PutMembers, RowOutcome
from kairan.domains.directory.model.units import Power, Tree
from kairan.domains.directory.store import members as store
from kairan.domains.directory.store import units as unit_store
from kairan.domains.directory.store.members import Written
from kairan.kernel.actions import action
from kairan.kernel.ctx import Ctx
from kairan.kernel.errors import BadInput, NotAllowed
from kairan.kernel.guard import Role


@action(Role.SERVER)
def found_organisation(ctx: Ctx, command: FoundOrganisation) -> Founded:
    """Make the organisation of ``ctx``; its first administrator stands in the directory.

    Raises CodeTaken, BadInput.
    """
    founded = accounts.found_organisation(ctx, command)
    administrator = account_queries.get_account(ctx, founded.account)
    details = Details(administrator.name, login=administrator.login)
    store.insert_members(ctx, [Written(founded.account, "not_yet", details)])
    return founded


def enter_member(ctx: Ctx, name: str, affiliation: str | None, *, waiting: bool) -> str:
    """Make the account of somebody who enters by a link for members; return its id.

    Administrators add units and the rest later. Raises BadInput.
    """
    details = Details(checked_name(name), affiliation=affiliation)
    new = NewAccount("member", details.name, affiliation=affiliation, waiting=waiting)
    [account] = accounts.add_accounts(ctx, [new])
    store.insert_members(ctx, [Written(account, "not_yet", details)])
    ctx.emit(DirectoryChanged())
    ctx.emit(CountsChanged())
    return account


@action(Role.MEMBER)
def add_member(ctx: Ctx, command: AddMember) -> str:
    """Add a member and return the account.

    Raises NotAllowed, UnitNotFound, NotYours, LoginTaken, EmployeeNoTaken, BadInput.
    """
    tree = unit_store.tree(ctx)
    may = _power(ctx, tree, "directory.add_member")
    details = checked(command.details())
    _check_units(tree, may, details, Details(""))
    _check_employee_no(ctx, details.employee_no, None)
    [account] = write(ctx, tree, [details], [])
    ctx.audit("directory.add_member", account)
    return account


@action(Role.MEMBER)
def change_member(ctx: Ctx, command: ChangeMember) -> None:
    """Change what is kept of a member.

    Raises NotAllowed, MemberNotFound, UnitNotFound, NotYours, LoginTaken, EmployeeNoTaken.
    """
    tree = unit_store.tree(ctx)
    may = _power(ctx, tree, "directory.change_member")
    known = queries.find_known(ctx, [command.account]).get(command.account)
    if known is None:
        raise MemberNotFound
    units = {command.account: known.details.unit}
    if not queries.reached(ctx, [known.account], units, may):
        raise MemberNotFound
    after = checked(command.change.over(known.details))
    if after == known.details:
        return
    _check_units(tree, may, after, known.details)
    _check_employee_no(ctx, after.employee_no, command.account)
    write(ctx, tree, [], [Changed(known, after)])
    ctx.audit("directory.change_member", command.account)


@action(Role.MEMBER)
def put_members(ctx: Ctx, command: PutMembers) -> list[RowOutcome]:
    """Add and change the members that a list tells of, and make the units it names.

    Rows that cannot be taken are left out and say why; nobody is removed. The same list a second
    time changes nothing. Raises NotAllowed, UnitNotFound, BadInput (more than 200 rows).
    """
    tree = unit_store.tree(ctx)
    steps = queries.plan_members(ctx, command, tree)
    added = [step.after for step in steps if step.after and step.known is None]
    changed = [Changed(step.known, step.after) for step in steps if step.known and step.after]
    new = iter(write(ctx, tree, added, changed))
    if added or changed:
        ctx.audit("directory.put_members", added=len(added), changed=len(changed))
    return [
        replace(step.outcome, account=next(new)) if step.outcome.what == "added" else step.outcome
        for step in steps
    ]


@action(Role.MEMBER)
def suspend_member(ctx: Ctx, command: AccountId) -> None:
    """Suspend somebody at once, on all devices.

    Raises NotAllowed, MemberNotFound, NotYourself, LastAdministrator.
    """
    _suspend(ctx, [command.account])


@action(Role.MEMBER)
def restore_member(ctx: Ctx, command: AccountId) -> None:
    """Let somebody in again. Raises NotAllowed, MemberNotFound."""
    _restore(ctx, [command.account])


@action(Role.MEMBER)
def suspend_members(ctx: Ctx, command: Accounts) -> int:
    """Suspend at most 200 accounts; return how many were active. Raises as ``suspend_member``."""
    return _suspend(ctx, command.accounts)


@action(Role.MEMBER)
def restore_members(ctx: Ctx, command: Accounts) -> int:
    """Restore at most 200 accounts and return how many were suspended. Raises MemberNotFound."""
    return _restore(ctx, command.accounts)


@action(Role.MEMBER)
def issue_entry_link(ctx: Ctx, command: AccountId) -> EntryLink:
    """Make a personal entry link; the old one and the old devices are done with.

    Raises NotAllowed, MemberNotFound; AccountNotFound for the suspended.
    """
    _check_yours(ctx, [command.account], "directory.issue_entry_link")
    return accounts.issue_entry_link(ctx, command.account)


@action(Role.MEMBER)
def issue_entry_cards(ctx: Ctx, command: IssueEntryCards) -> dict[str, EntryLink]:
    """Make entry links that are also entered by a number; else as ``issue_entry_link``."""
    numbers = dict(command.cards)
    _check_yours(ctx, list(numbers), "directory.issue_entry_link")
    return accounts.issue_entry_links(ctx, numbers)


@action(Role.MEMBER)
def revoke_entry_link(ctx: Ctx, command: AccountId) -> None:
    """Make somebody's entry link useless. Raises NotAllowed, MemberNotFound."""
    _check_yours(ctx, [command.account], "directory.revoke_entry_link")
    accounts.revoke_entry_link(ctx, command.account)


def _suspend(ctx: Ctx, ids: Sequence[str]) -> int:
    _check_yours(ctx, ids, "directory.suspend_member")
    suspended = accounts.suspend_accounts(ctx, ids)
    store.update_states(ctx, dict.fromkeys(suspended, "suspended"))
    _emit_states(ctx, suspended)
    return len(suspended)


def _restore(ctx: Ctx, ids: Sequence[str]) -> int:
    _check_yours(ctx, ids, "directory.restore_member")
    restored = accounts.restore_accounts(ctx, ids)
    found = account_queries.accounts(ctx, restored) if restored else {}
    store.update_states(ctx, {id_: state_of(account) for id_, account in found.items()})
    _emit_states(ctx, restored)
    return len(restored)


def _emit_states(ctx: Ctx, touched: Sequence[str]) -> None:
    if touched:
        ctx.emit(CountsChanged())
        ctx.emit(DirectoryChanged())


def _power(ctx: Ctx, tree: Tree | None, permission: str) -> Power:
    may = queries.power(ctx, tree)
    if not may.some:
        raise NotAllowed(permission=permission)
    return may


def _check_yours(ctx: Ctx, ids: Sequence[str], permission: str) -> None:
    """Return if the actor may administer all of these. Raises NotAllowed, MemberNotFound."""
    if len(ids) > ROWS_LIMIT:
        raise BadInput({"accounts": "too_many"}, limit=ROWS_LIMIT)
    queries.require_yours(ctx, ids, permission)


def _check_units(tree: Tree, may: Power, after: Details, before: Details) -> None:
    """Return if all units exist, and every place that is given, taken or changed is in the actor's units."""
    if any(unit not in tree.units for unit in after.units):
        raise UnitNotFound
    if after.unit is None and not may.everything:
        raise NotYours({"unit": "needed"})
    touched = {placement.unit for placement in {*after.also} ^ {*before.also}}
    if after.unit != before.unit and after.unit:
        touched |= {after.unit}
    if not all(may.covers(tree, unit) for unit in touched):
        raise NotYours({"unit": "not_yours"})


def _check_employee_no(ctx: Ctx, number: str | None, account: str | None) -> None:
    taken_by = store.find_by_employee_nos(ctx, [number]).get(number) if number else None
    if taken_by not in {None, account}:
        raise EmployeeNoTaken({"employee_no": "taken"})
