"""Routes of imports, for administrators and unit administrators."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote

from litestar import Request, Response, datastructures, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter, SkipValidation

from kairan.domains.directory.model.people import Member
from kairan.domains.importers import actions, queries
from kairan.domains.importers.model.commands import ImportId, Touched, TouchMissing
from kairan.domains.importers.model.heading_words import FIELDS, Field
from kairan.domains.importers.model.people import Problem
from kairan.domains.importers.model.plan import Change, Counts, Import, State
from kairan.domains.importers.model.problems_csv import problems_csv
from kairan.domains.importers.model.sheet import MOST_BYTES, Encoding
from kairan.kernel.actions import Action
from kairan.kernel.errors import message_id
from kairan.kernel.ids import new_id
from kairan.kernel.ports import Desk, Speaker

Say = SkipValidation[Speaker]

Upload = Request[Any, Any, datastructures.State]
"""A request whose body has not been read."""

Limit = Annotated[int, QueryParameter(ge=1, le=200)]
Number = Annotated[int, QueryParameter(ge=-1, le=1_000_000)]
FileName = Annotated[str, QueryParameter(name="name", max_length=1_000)]


@dataclass(frozen=True, slots=True)
class Choice:
    """A field that a column can be said to hold."""

    id: Field
    label: str


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column with its field (null: not known) and up to three of its values."""

    heading: str
    field: Field | None
    sample: list[str]


@dataclass(frozen=True, slots=True)
class ProblemView:
    """Why a row cannot be taken, in words and as a code."""

    line: int
    column: str
    value: str
    reason: str
    code: str


@dataclass(frozen=True, slots=True)
class ImportView:
    """An import: the first 200 problems and changes, and the first 200 units it makes."""

    id: str
    name: str
    state: State
    encoding: Encoding
    rows: int
    done: int
    counts: Counts
    columns: list[ColumnView]
    fields: list[Choice]
    problems: list[ProblemView]
    changes: list[Change]
    units: list[str]
    error: str | None


@dataclass(frozen=True, slots=True)
class Columns:
    """What columns are, by heading."""

    columns: dict[str, Field]


@dataclass(frozen=True, slots=True)
class MissingView:
    """Members no row tells of."""

    items: list[Member]
    next: str | None


@dataclass(frozen=True, slots=True)
class Count:
    """How many were suspended or let in."""

    count: int


@post(
    "/imports",
    operation_id="receive_import",
    request_max_body_size=MOST_BYTES,
)
async def receive_import(
    desk: NamedDependency[Desk],
    say: NamedDependency[Say],
    request: Upload,
    file_name: FromQuery[FileName],
    unit: FromQuery[str | None] = None,
) -> ImportView:
    """Read a file (CSV or XLSX, as the body) and compare it with the directory: nothing changes."""
    await desk.ask(lambda ctx: queries.require_importer(ctx, unit))
    body = await request.body()  # only now: nobody else makes the server hold 20 MB
    plan = await desk.study(lambda ctx: queries.plan_file(ctx, file_name, body, unit=unit))
    import_ = new_id()
    for step in actions.steps(plan, import_):
        await desk.do(step.action, step.command)
    return await _shown(desk, say, import_)


@get("/imports/{import_:str}", operation_id="get_import")
async def get_import(
    desk: NamedDependency[Desk], say: NamedDependency[Say], import_: FromPath[str]
) -> ImportView:
    """An import: the dry run, how far it has come, or what came of it."""
    return await _shown(desk, say, import_)


@put("/imports/{import_:str}/columns", operation_id="choose_columns")
async def choose_columns(
    desk: NamedDependency[Desk],
    say: NamedDependency[Say],
    import_: FromPath[str],
    data: JSONBody[Columns],
) -> ImportView:
    """Say what columns hold; the dry run is made again, and the answers are remembered."""
    of = await desk.ask(lambda ctx: queries.get_import(ctx, import_))
    plan = await desk.study(lambda ctx: queries.plan_again(ctx, import_, data.columns))
    for step in actions.steps_again(plan, of, data.columns):
        await desk.do(step.action, step.command)
    return await _shown(desk, say, import_)


@post("/imports/{import_:str}/run", operation_id="run_import", status_code=202)
async def run_import(
    desk: NamedDependency[Desk], say: NamedDependency[Say], import_: FromPath[str]
) -> ImportView:
    """Let the good rows go in; progress is told by ``importers.import_progressed``."""
    return _view(await desk.do(actions.run_import, ImportId(import_)), say)


@get("/imports/{import_:str}/problems.csv", operation_id="save_problems")
async def save_problems(
    desk: NamedDependency[Desk], say: NamedDependency[Say], import_: FromPath[str]
) -> Response[bytes]:
    """Every row that cannot be taken, with its reasons, as a file to mend and import again."""
    of = await desk.ask(lambda ctx: queries.get_import(ctx, import_))
    bad = await desk.ask(lambda ctx: queries.list_bad_rows(ctx, import_))
    content = problems_csv(
        [say(f"importers-problem-{what}", {}) for what in ("line", "column", "value", "reason")],
        [column.heading for column in of.columns],
        ((each.row, each.problems) for each in bad),
        lambda problem: _reason(problem, say),
    )
    name = quote(say("importers-problems-file", {}))
    return Response(
        content,
        media_type="text/csv",
        headers={"content-disposition": f"attachment; filename*=UTF-8''{name}.csv"},
    )


@get("/imports/{import_:str}/missing", operation_id="list_missing")
async def list_missing(
    desk: NamedDependency[Desk],
    import_: FromPath[str],
    after: FromQuery[Number] = -1,
    limit: FromQuery[Limit] = 100,
) -> MissingView:
    """The members no row tells of; an import never removes them."""
    page = await desk.ask(lambda ctx: queries.list_missing(ctx, import_, after=after, limit=limit))
    return MissingView(list(page.items), None if page.next is None else str(page.next))


@put("/imports/{import_:str}/missing/suspension", operation_id="suspend_missing")
async def suspend_missing(desk: NamedDependency[Desk], import_: FromPath[str]) -> Count:
    """Suspend all of the missing, after the run."""
    return await _touched(desk, actions.suspend_missing, import_)


@delete(
    "/imports/{import_:str}/missing/suspension", operation_id="restore_missing", status_code=200
)
async def restore_missing(desk: NamedDependency[Desk], import_: FromPath[str]) -> Count:
    """Let in again those whom this import suspended."""
    return await _touched(desk, actions.restore_missing, import_)


async def _touched(desk: Desk, action: Action[TouchMissing, Touched], import_: str) -> Count:
    count = 0
    after: int | None = -1
    while after is not None:
        touched = await desk.do(action, TouchMissing(import_, after))
        count, after = count + touched.count, touched.next
    return Count(count)


async def _shown(desk: Desk, say: Say, import_: str) -> ImportView:
    return _view(await desk.ask(lambda ctx: queries.get_import(ctx, import_)), say)


def _view(of: Import, say: Say) -> ImportView:
    return ImportView(
        id=of.id,
        name=of.name,
        state=of.state,
        encoding=of.encoding,
        rows=of.rows,
        done=of.done,
        counts=of.ran if of.state == "done" else of.planned.counts,
        columns=[ColumnView(each.heading, each.field, list(each.sample)) for each in of.columns],
        fields=[Choice(field, say(f"importers-field-{field}", {})) for field in FIELDS],
        problems=_problems(of.planned.problems, say),
        changes=list(of.planned.changes),
        units=list(of.planned.units),
        error=None if of.error is None else say(message_id(of.error), {}),
    )


def _problems(problems: Iterable[Problem], say: Say) -> list[ProblemView]:
    return [
        ProblemView(each.line, each.column, each.value, _reason(each, say), each.code)
        for each in problems
    ]


def _reason(problem: Problem, say: Say) -> str:
    return say(message_id(problem.code), problem.data)


ROUTES = (
    receive_import,
    get_import,
    choose_columns,
    run_import,
    save_problems,
    list_missing,
    suspend_missing,
    restore_missing,
)
