"""Many members at once, for the importer: who is known, and what a list of rows would do."""

from collections.abc import Iterable, Sequence

from kairan.domains.accounts import queries as accounts
from kairan.domains.directory.errors import UnitNotFound
from kairan.domains.directory.model import rows
from kairan.domains.directory.model.people import Known
from kairan.domains.directory.model.rows import MemberRow, PutMembers, Register, RowOutcome, Step
from kairan.domains.directory.model.units import Power, Tree
from kairan.domains.directory.queries.people import find_known
from kairan.domains.directory.queries.power import power, reached
from kairan.domains.directory.store import members as store
from kairan.domains.directory.store import units as unit_store
from kairan.kernel.ctx import Ctx
from kairan.kernel.errors import BadInput, NotAllowed
from kairan.kernel.guard import Role


def compare_members(ctx: Ctx, command: PutMembers) -> list[RowOutcome]:
    """Return what ``put_members`` would do with each row, without doing it: the dry run.

    Raises as ``put_members``. A constant number of statements.
    """
    return [step.outcome for step in plan_members(ctx, command, unit_store.tree(ctx))]


def find_members_for_import(
    ctx: Ctx, logins: Iterable[str], employee_nos: Iterable[str]
) -> list[Known]:
    """Return the members with one of these logins or numbers whom the actor administers."""
    by_login = accounts.find_by_logins(ctx, logins)
    by_number = store.find_by_employee_nos(ctx, employee_nos)
    found = find_known(ctx, {*by_login.values(), *by_number.values()})
    yours = _reached(ctx, found, power(ctx))
    return [each for id_, each in found.items() if id_ in yours]


def plan_members(ctx: Ctx, command: PutMembers, tree: Tree) -> list[Step]:
    """Think the rows through; ``tree`` grows. Raises UnitNotFound, NotAllowed, BadInput."""
    ctx.require(Role.MEMBER, "directory.put_members")
    if len(command.rows) > rows.ROWS_LIMIT:
        raise BadInput({"rows": "too_many"}, limit=rows.ROWS_LIMIT)
    if command.unit is not None and command.unit not in tree.units:
        raise UnitNotFound
    may = power(ctx, tree)
    if not may.some:
        raise NotAllowed(permission="directory.put_members")
    register = _register(ctx, command.rows, may)
    return rows.plan(command.rows, register, tree, may, command.unit)


def _register(ctx: Ctx, listed: Sequence[MemberRow], may: Power) -> Register:
    numbers = {
        number for row in listed if (number := rows.employee_no_of(row)) and number.isprintable()
    }
    logins = {login for row in listed if (login := rows.login_of(row)) and login.isprintable()}
    by_login = accounts.find_by_logins(ctx, logins | numbers)
    by_number = store.find_by_employee_nos(ctx, numbers)
    found = find_known(ctx, {*by_login.values(), *by_number.values()})
    return Register(found, by_number, by_login, _reached(ctx, found, may))


def _reached(ctx: Ctx, found: dict[str, Known], may: Power) -> frozenset[str]:
    units = {id_: each.details.unit for id_, each in found.items()}
    return reached(ctx, [each.account for each in found.values()], units, may)
