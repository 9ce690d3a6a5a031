"""A dry run is kept: the file's rows in blocks, what is wrong with them, and who is missing."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from kairan.domains.importers import queries, store
from kairan.domains.importers.errors import ImportIsElsewhere
from kairan.domains.importers.model import headings
from kairan.domains.importers.model.commands import (
    ChooseColumns,
    FinishPlan,
    KeepBlock,
    KeepMissing,
    ReceiveImport,
)
from kairan.domains.importers.model.plan import (
    Block,
    Counts,
    Import,
    Plan,
    State,
    Summary,
    can_be_planned_again,
)
from kairan.domains.importers.model.sheet import ROWS_A_BLOCK
from kairan.domains.importers.queries import Answers
from kairan.domains.importers.store import Missing
from kairan.kernel import text
from kairan.kernel.actions import AnyAction, action
from kairan.kernel.ctx import Ctx
from kairan.kernel.guard import Role

KEPT_FOR = timedelta(days=1)
"""How long rows that cannot be taken, and files that were never run, are kept."""
FORGOTTEN_AT_ONCE = 10
"""Imports forgotten in one step (of some thousand rows each); the rest waits for the next hour."""
NAME_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Step:
    """An action with its command, for whoever drives them one after the other."""

    action: AnyAction
    command: object


def steps(plan: Plan, import_: str) -> Iterator[Step]:
    """Yield what keeps a new dry run under the id ``import_``, each at most 100 rows long."""
    received = ReceiveImport(
        import_, plan.name, plan.unit, plan.encoding, plan.columns, plan.rows, len(plan.blocks)
    )
    yield Step(receive_import, received)
    yield from _keeping(plan, import_, 1, again=False)


def steps_again(plan: Plan, of: Import, answers: Answers) -> Iterator[Step]:
    """Yield what keeps a dry run that was made again with these answers."""
    revision = of.revision + 1
    chosen = ChooseColumns(of.id, revision, plan.columns, tuple(answers.items()))
    yield Step(choose_columns, chosen)
    yield from _keeping(plan, of.id, revision, again=True)


def _keeping(plan: Plan, id_: str, revision: int, *, again: bool) -> Iterator[Step]:
    for no, block in enumerate(plan.blocks):
        rows = None if again else block.rows
        yield Step(keep_block, KeepBlock(id_, revision, no, rows, block.problems, block.posts))
    for no in range(0, len(plan.missing), ROWS_A_BLOCK):
        part = plan.missing[no : no + ROWS_A_BLOCK]
        yield Step(keep_missing, KeepMissing(id_, revision, no, part))
    yield Step(finish_plan, FinishPlan(id_, revision, plan.summary, plan.error))


@action(Role.MEMBER)
def receive_import(ctx: Ctx, command: ReceiveImport) -> Import:
    """Begin to keep a file. It takes the place of the actor's files that were never run.

    Raises NotAllowed, UnitNotFound, BadInput.
    """
    queries.require_importer(ctx, command.unit)
    for old in store.list_imports_of(ctx, ctx.actor.account, ("reading", "dry_run")):
        store.delete_import(ctx, old)
    new = Import(
        id=command.id,
        name=text.line("name", command.name[:NAME_LIMIT], most=NAME_LIMIT),
        made_by=ctx.actor.account,
        made_at=ctx.now,
        unit=command.unit,
        state="reading",
        error=None,
        encoding=command.encoding,
        columns=command.columns,
        rows=command.rows,
        blocks=command.blocks,
        revision=1,
        done=0,
        next_block=0,
        planned=Summary(),
        ran=Counts(),
    )
    store.insert_import(ctx, new)
    return new


@action(Role.MEMBER)
def choose_columns(ctx: Ctx, command: ChooseColumns) -> Import:
    """Begin another dry run; what an administrator of the organisation answered is remembered for it.

    Raises ImportNotFound, ImportIsElsewhere (also where somebody else was first).
    """
    of = queries.get_import(ctx, command.id)
    if not can_be_planned_again(of) or command.revision != of.revision + 1:
        raise ImportIsElsewhere
    if ctx.actor.role >= Role.ADMIN:  # those of units speak for their own files
        store.put_headings(ctx, {headings.folded(h): field for h, field in command.answers})
    begun = replace(of, state="reading", revision=command.revision, columns=command.columns)
    store.update_import(ctx, begun)
    return begun


@action(Role.MEMBER)
def keep_block(ctx: Ctx, command: KeepBlock) -> None:
    """Keep one block of a dry run. Raises ImportNotFound, ImportIsElsewhere."""
    of = _being_read(ctx, command.id, command.revision)
    if command.rows is None:
        store.update_problems(ctx, of.id, command.no, command.problems, command.posts)
    else:
        block = Block(command.rows, command.problems, command.posts)
        store.insert_block(ctx, of.id, command.no, block)


@action(Role.MEMBER)
def keep_missing(ctx: Ctx, command: KeepMissing) -> None:
    """Keep some of the missing of a dry run. Raises ImportNotFound, ImportIsElsewhere."""
    of = _being_read(ctx, command.id, command.revision)
    missing = [Missing(no, each) for no, each in enumerate(command.accounts, start=command.no)]
    store.insert_missing(ctx, of, missing)


@action(Role.MEMBER)
def finish_plan(ctx: Ctx, command: FinishPlan) -> Import:
    """End a dry run: it can be looked at, and run. Raises ImportNotFound, ImportIsElsewhere."""
    of = _being_read(ctx, command.id, command.revision)
    finished = replace(of, state="dry_run", planned=command.summary, error=command.error)
    store.update_import(ctx, finished)
    return finished


@action(Role.SERVER)
def forget_old_imports(ctx: Ctx, command: None) -> None:
    """Forget imports older than a day, with their rows: some at a time, and none that is running."""
    for old in store.list_imports_before(ctx, ctx.now - KEPT_FOR, limit=FORGOTTEN_AT_ONCE):
        store.delete_import(ctx, old)


def get_in(ctx: Ctx, import_: str, *states: State) -> Import:
    """Return an import in one of these states. Raises ImportNotFound, ImportIsElsewhere."""
    of = queries.get_import(ctx, import_)
    if of.state not in states:
        raise ImportIsElsewhere
    return of


def _being_read(ctx: Ctx, import_: str, revision: int) -> Import:
    of = get_in(ctx, import_, "reading")
    if of.revision != revision:
        raise ImportIsElsewhere
    return of
