"""The people no row tells of are suspended in one step, and let in again in one step."""

from kairan.domains.accounts import queries as accounts
from kairan.domains.directory import actions as directory
from kairan.domains.directory import queries as directory_queries
from kairan.domains.directory.model.people import Accounts
from kairan.domains.importers import store
from kairan.domains.importers.actions.keeping import get_in
from kairan.domains.importers.actions.running import finish_needless
from kairan.domains.importers.errors import ImportIsElsewhere
from kairan.domains.importers.model.commands import Touched, TouchMissing
from kairan.domains.importers.model.sheet import ROWS_A_BLOCK
from kairan.domains.importers.store import Missing
from kairan.kernel.actions import action
from kairan.kernel.ctx import Ctx
from kairan.kernel.guard import Role


@action(Role.MEMBER)
def suspend_missing(ctx: Ctx, command: TouchMissing) -> Touched:
    """Suspend the next 100 of the missing, after the run; who is suspended already is left alone.

    A dry run by which nobody would be added or changed needs no run: the file only lacks people.
    Nobody who became an administrator meanwhile, or moved out of the actor's units, is touched.
    Raises ImportNotFound, ImportIsElsewhere.
    """
    of = get_in(ctx, command.id, "done", "dry_run")
    if of.state == "dry_run":
        if of.error or not of.planned.counts.nothing_to_do:
            raise ImportIsElsewhere
        of = finish_needless(ctx, of)
    part = store.list_missing(ctx, of, after=command.after, limit=ROWS_A_BLOCK, suspended=False)
    active = _yours(ctx, part, state="active")
    if active:
        directory.suspend_members(ctx, Accounts(active))
        store.mark_suspended(ctx, of, active, ctx.now)
    return Touched(len(active), _next(part))


@action(Role.MEMBER)
def restore_missing(ctx: Ctx, command: TouchMissing) -> Touched:
    """Let in again the next 100 of those whom this import suspended.

    Raises ImportNotFound, ImportIsElsewhere.
    """
    of = get_in(ctx, command.id, "done")
    part = store.list_missing(ctx, of, after=command.after, limit=ROWS_A_BLOCK, suspended=True)
    suspended = _yours(ctx, part, state="suspended")
    if suspended:
        directory.restore_members(ctx, Accounts(suspended))
        store.mark_suspended(ctx, of, suspended, None)
    return Touched(len(suspended), _next(part))


def _yours(ctx: Ctx, part: list[Missing], *, state: str) -> tuple[str, ...]:
    ids = [each.account for each in part]
    found, mine = accounts.accounts(ctx, ids), directory_queries.mine(ctx, ids)
    return tuple(
        id_
        for id_ in ids
        if id_ in mine
        and found[id_].state == state
        and not found[id_].admin
        and id_ != ctx.actor.account
    )


def _next(part: list[Missing]) -> int | None:
    return part[-1].no if len(part) == ROWS_A_BLOCK else None
