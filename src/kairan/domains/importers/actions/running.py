"""The good rows go in: a block and its checkpoint in one transaction, so it may stop anywhere."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kairan.domains.accounts import queries as accounts
from kairan.domains.directory import actions as directory
from kairan.domains.directory import queries as directory_queries
from kairan.domains.directory.errors import UnitNotFound
from kairan.domains.directory.model.rows import PutMembers
from kairan.domains.importers import queries, store
from kairan.domains.importers.actions.keeping import get_in
from kairan.domains.importers.errors import BrokeOff, ImportNotFound, NoLongerAllowed, column_error
from kairan.domains.importers.events import ImportProgressed
from kairan.domains.importers.model import people
from kairan.domains.importers.model.commands import ImportChunk, ImportId
from kairan.domains.importers.model.plan import (
    Block,
    Import,
    Outcome,
    Progress,
    doubles_in,
    outcome_of,
    plus,
    with_doubles,
    with_found,
)
from kairan.domains.importers.model.posts import joined
from kairan.domains.importers.model.sheet import pack, unpack
from kairan.kernel.actions import action
from kairan.kernel.ctx import Ctx
from kairan.kernel.errors import NotAllowed
from kairan.kernel.events import Recorded
from kairan.kernel.guard import SERVER, Actor, Role


@action(Role.MEMBER)
def run_import(ctx: Ctx, command: ImportId) -> Import:
    """Let the good rows go in, block by block; again where it stopped. What ran stays as it is.

    Raises ImportNotFound, ImportIsElsewhere, NoNameColumn, NoKeyColumn.
    """
    of = get_in(ctx, command.id, "dry_run", "running", "failed", "done")
    if of.state == "done":
        return of
    if of.error and of.state == "dry_run":
        raise column_error(of.error)
    if of.state == "dry_run":
        ctx.audit("importers.run_import", of.id, name=of.name, rows=of.rows)
    return _kept(ctx, replace(of, state="running", error=None))


@action(Role.SERVER)
def import_chunk(ctx: Ctx, command: ImportChunk) -> Progress:
    """Import one block, with the power of whoever runs the import.

    A block that is in already changes nothing: safe to repeat. Raises ImportNotFound.
    """
    of = store.find_import(ctx, command.id)
    if of is None:
        raise ImportNotFound
    if of.state == "running" and of.next_block == command.no:
        of = _kept(ctx, _imported(ctx, of))
    return Progress(of.state, of.done, of.rows)


def finish_needless(ctx: Ctx, of: Import) -> Import:
    """End a dry run by which nobody would be added or changed, as if it had run."""
    return _kept(ctx, _finished(ctx, replace(of, done=of.rows, ran=of.planned.counts)))


def advance(ctx: Ctx, events: Sequence[Recorded]) -> None:
    """Import the next block of every import that progressed; the listener's work.

    An event that another block has overtaken is passed over, so hearing one twice does no harm.
    """
    for of in _due(ctx, events):
        import_chunk(ctx, ImportChunk(of.id, of.next_block))


def break_off(ctx: Ctx, events: Sequence[Recorded]) -> None:
    """End as failed the imports whose next block could not be done; blocks that are in stay in."""
    for of in _due(ctx, events):
        ctx.audit("importers.break_off", of.id, done=of.done, rows=of.rows)
        _kept(ctx, replace(of, state="failed", error=BrokeOff.code))


def _due(ctx: Ctx, events: Sequence[Recorded]) -> Iterator[Import]:
    """Yield the imports that still stand where these events left them."""
    for event in {str(event.data["id"]): event for event in events}.values():
        of = store.find_import(ctx, str(event.data["id"]))
        if of is not None and of.state == "running" and of.done == event.data["done"]:
            yield of


def _kept(ctx: Ctx, of: Import) -> Import:
    """Write how far an import has come, and tell whoever runs it."""
    store.update_import(ctx, of)
    to = (of.made_by,) if of.made_by else ()
    ctx.emit(ImportProgressed(to=to, id=of.id, state=of.state, done=of.done, rows=of.rows))
    return of


def _imported(ctx: Ctx, of: Import) -> Import:
    block = store.find_block(ctx, of.id, of.next_block)
    runner = _runner(ctx, of)
    if block is None or runner is None:
        return replace(of, state="failed", error=NoLongerAllowed.code)
    lines = [row.line for row in unpack(block.rows)]
    try:
        outcome = _put(ctx.by(runner), of, block)
    except (NotAllowed, UnitNotFound):  # before anything was written
        return replace(of, state="failed", error=NoLongerAllowed.code)
    store.update_block(ctx, of.id, of.next_block, _rest(block, outcome))
    done = replace(
        of,
        done=of.done + len(lines),
        next_block=of.next_block + 1,
        ran=plus(of.ran, outcome.counts),
        planned=with_found(of.planned, set(lines), outcome.problems),
    )
    return _finished(ctx.by(runner), done) if done.next_block == of.blocks else done


def _runner(ctx: Ctx, of: Import) -> Actor | None:
    """Return who the import acts as now: who made it, if that account still may."""
    if of.made_by is None:
        return SERVER
    role = accounts.roles(ctx, [of.made_by]).get(of.made_by)
    runner = Actor(role or Role.ANYONE, of.made_by)
    return runner if directory_queries.power(ctx.by(runner)).some else None


def _put(ctx: Ctx, of: Import, block: Block) -> Outcome:
    read = map(people.reader(of.columns), unpack(block.rows))
    readings = joined(with_doubles(read, doubles_in(block.problems)), block.posts)
    good = tuple(each.member for each in readings if not each.problems)
    unit = queries.unit_of(ctx, of.unit, of.columns)
    told = directory.put_members(ctx, PutMembers(good, unit)) if good else []
    return outcome_of(of.columns, readings, told)


def _rest(block: Block, outcome: Outcome) -> Block:
    """Return what is kept of a block that is in: the rows that could not be taken."""
    bad = {problem.line for problem in outcome.problems}
    return Block(pack(row for row in unpack(block.rows) if row.line in bad), outcome.problems)


def _finished(ctx: Ctx, of: Import) -> Import:
    ran = replace(of.ran, missing=of.planned.counts.missing, known=of.planned.counts.known)
    ctx.audit(
        "importers.finish_import",
        of.id,
        added=ran.added,
        changed=ran.changed,
        same=ran.same,
        bad=ran.bad,
    )
    return replace(of, state="done", ran=ran)
