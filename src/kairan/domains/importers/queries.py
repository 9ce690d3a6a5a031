"""What one may ask about imports, and the dry run: slow work that only reads."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kairan.domains.accounts import queries as accounts
from kairan.domains.directory import queries as directory
from kairan.domains.directory.errors import UnitNotFound
from kairan.domains.directory.model.people import Member
from kairan.domains.directory.model.rows import PutMembers, employee_no_of, login_of
from kairan.domains.importers import store
from kairan.domains.importers.errors import ImportIsElsewhere, ImportNotFound, refusal
from kairan.domains.importers.model import headings, people, reading
from kairan.domains.importers.model.heading_words import Field
from kairan.domains.importers.model.headings import Column
from kairan.domains.importers.model.people import Problem, Reading
from kairan.domains.importers.model.plan import (
    Block,
    Counts,
    Import,
    Outcome,
    Plan,
    Summary,
    can_be_planned_again,
    doubles_of,
    error_of,
    held,
    outcome_of,
    sampled,
    summed,
    with_doubles,
)
from kairan.domains.importers.model.posts import Posts, find_posts, held_by, joined, within
from kairan.domains.importers.model.sheet import Row, Sheet, UnreadableFile, unpack
from kairan.kernel.ctx import Ctx
from kairan.kernel.errors import BadInput, NotAllowed
from kairan.kernel.guard import Role

Answers = Mapping[str, Field]
"""What an administrator said of columns, by heading."""

Progressed = Callable[[int], None]
"""Hears how many rows were compared so far."""

_BLOCKS_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be taken, with all that is wrong with it."""

    row: Row
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class MissingPage:
    """Some of the members no row tells of, and where the next ones begin (None: no more)."""

    items: tuple[Member, ...]
    next: int | None


def require_importer(ctx: Ctx, unit: str | None = None) -> None:
    """Return if the actor may import, into this unit where one is named.

    Raises NotAllowed for those who administer nothing, UnitNotFound for a unit that is not theirs.
    """
    ctx.require(Role.MEMBER, "importers.receive_import")
    power = directory.power(ctx)
    if not power.some:
        raise NotAllowed(permission="importers.receive_import")
    if unit is not None:
        directory.get_unit(ctx, unit)
        if not (power.everything or unit in power.units):
            raise UnitNotFound


def unit_of(ctx: Ctx, unit: str | None, columns: Sequence[Column]) -> str | None:
    """Return where people without a unit go: the unit named for the import.

    In a file that has no column for units, also the only unit that the actor administers.
    """
    named = directory.power(ctx).named
    if unit is None and len(named) == 1 and not people.heading_of(columns, "unit"):
        return next(iter(named))
    return unit


def plan_file(
    ctx: Ctx,
    name: str,
    content: bytes,
    answers: Answers | None = None,
    *,
    unit: str | None = None,
    progressed: Progressed | None = None,
) -> Plan:
    """Read a file and compare it with the directory. 100,000 rows take half a minute; reads only.

    Raises FileRefused (each kind with its own code), NotAllowed, UnitNotFound, BadInput.
    """
    require_importer(ctx, unit)
    remembered = store.headings(ctx)
    try:
        sheet = reading.read(content, remembered)
    except UnreadableFile as error:
        raise refusal(error) from error
    columns = headings.find_columns(sheet.headings, remembered)
    columns = sampled(columns, unpack(sheet.blocks[0]))
    return _plan(ctx, _Source(name, unit, sheet), choose(columns, answers or {}), progressed)


def plan_again(ctx: Ctx, import_: str, answers: Answers) -> Plan:
    """Compare an import's rows again, after somebody said what its columns are.

    Raises ImportNotFound, ImportIsElsewhere, BadInput.
    """
    of = get_import(ctx, import_)
    if not can_be_planned_again(of):
        raise ImportIsElsewhere
    blocks = tuple(block.rows for _, block in _blocks(ctx, of.id))
    names = tuple(column.heading for column in of.columns)
    source = _Source(of.name, of.unit, Sheet(of.encoding, names, of.rows, blocks))
    return _plan(ctx, source, choose(of.columns, answers), None)


def choose(columns: Sequence[Column], answers: Answers) -> tuple[Column, ...]:
    """Return the columns with these answers. Raises BadInput for unknown headings, fields twice."""
    known = {column.heading for column in columns}
    faults = {heading: "unknown" for heading in answers if heading not in known}
    given: set[Field] = set()
    for heading, field in answers.items():
        if field in given:
            faults[heading] = "twice"
        if field != "ignore":
            given.add(field)
    if faults:
        raise BadInput(faults)
    return headings.choose(columns, answers)


def get_import(ctx: Ctx, import_: str) -> Import:
    """Return an import of one's own; administrators may see any. Raises ImportNotFound."""
    ctx.require(Role.MEMBER, "importers.get_import")
    found = store.find_import(ctx, import_)
    if found is None or (ctx.actor.role < Role.ADMIN and found.made_by != ctx.actor.account):
        raise ImportNotFound
    if not directory.power(ctx).some:
        raise ImportNotFound
    return found


def list_bad_rows(ctx: Ctx, import_: str) -> list[BadRow]:
    """Return every row that cannot be taken, with its reasons. Raises ImportNotFound."""
    return [
        bad
        for _, block in _blocks(ctx, get_import(ctx, import_).id, bad=True)
        for bad in _bad(block)
    ]


def list_missing(ctx: Ctx, import_: str, *, after: int, limit: int) -> MissingPage:
    """Return the members no row tells of, in the order of the directory. Raises ImportNotFound."""
    found = store.list_missing(ctx, get_import(ctx, import_), after=after, limit=limit + 1)
    page = found[:limit]
    items = directory.find_members(ctx, [each.account for each in page])
    return MissingPage(tuple(items), page[-1].no if len(found) > limit else None)


@dataclass(frozen=True, slots=True)
class _Source:
    """What is compared: a sheet with its name and the unit it is for."""

    name: str
    unit: str | None
    sheet: Sheet


def _plan(
    ctx: Ctx, source: _Source, columns: tuple[Column, ...], progressed: Progressed | None
) -> Plan:
    sheet = source.sheet
    error = error_of(columns)
    if error:
        blocks = tuple(Block(rows) for rows in sheet.blocks)
        nothing = (blocks, Summary(), (), error)
        return Plan(source.name, source.unit, sheet.encoding, columns, sheet.rows, *nothing)
    read = people.reader(columns)
    unit = unit_of(ctx, source.unit, columns)
    posts, doubles = find_posts(_readings(sheet, read))
    alone = (each for each in _readings(sheet, read) if each.line not in posts.firsts)
    doubles |= doubles_of(columns, people.find_twice(alone))
    outcomes: list[Outcome] = []
    present: set[str] = set()
    done = 0
    for rows in sheet.blocks:
        readings = with_doubles(map(read, unpack(rows)), doubles)
        outcomes.append(_compared(ctx, columns, joined(readings, posts), unit))
        present.update(outcomes[-1].accounts, _told_of(ctx, readings, outcomes[-1]))
        done += len(readings)
        if progressed:
            progressed(done)
    blocks = _blocks_of(sheet, outcomes, posts)
    listed = directory.list_accounts(ctx, unit=source.unit)
    missing = _missing(ctx, listed, present)
    known_units = {unit.path for unit in directory.list_units(ctx)}
    return Plan(
        source.name,
        source.unit,
        sheet.encoding,
        columns,
        sheet.rows,
        blocks,
        summed(outcomes, Counts(missing=len(missing), known=len(listed)), known_units),
        missing,
        None,
    )


def _blocks_of(sheet: Sheet, outcomes: list[Outcome], posts: Posts) -> tuple[Block, ...]:
    """Return the blocks as they are kept; ``outcomes`` gain what is kept back by a bad first line."""
    kept_back = held_by(posts, {p.line for outcome in outcomes for p in outcome.problems})
    blocks = []
    for no, rows in enumerate(sheet.blocks):
        lines = [row.line for row in unpack(rows)]
        if back := [kept_back[line] for line in lines if line in kept_back]:
            outcomes[no] = held(outcomes[no], back)
        blocks.append(Block(rows, outcomes[no].problems, within(posts, lines)))
    return tuple(blocks)


def _readings(sheet: Sheet, read: people.Reader) -> Iterator[Reading]:
    return (read(row) for rows in sheet.blocks for row in unpack(rows))


def _compared(
    ctx: Ctx, columns: Sequence[Column], readings: Sequence[Reading], unit: str | None
) -> Outcome:
    good = tuple(each.member for each in readings if not each.problems)
    told = directory.compare_members(ctx, PutMembers(good, unit)) if good else []
    return outcome_of(columns, readings, told)


def _told_of(ctx: Ctx, readings: Iterable[Reading], outcome: Outcome) -> list[str]:
    """Return whom the rows that cannot be taken tell of: they are not missing."""
    lines = {problem.line for problem in outcome.problems}
    bad = [each.member for each in readings if each.line in lines]
    logins = [login for member in bad if (login := login_of(member))]
    numbers = [number for member in bad if (number := employee_no_of(member))]
    if not (logins or numbers):
        return []
    return [each.account.id for each in directory.find_members_for_import(ctx, logins, numbers)]


def _missing(ctx: Ctx, listed: Sequence[str], present: set[str]) -> tuple[str, ...]:
    kept = {person.id for person in accounts.list_administrators(ctx)} | {ctx.actor.account}
    return tuple(each for each in listed if each not in present and each not in kept)


def _blocks(ctx: Ctx, import_: str, *, bad: bool = False) -> Iterator[tuple[int, Block]]:
    after = -1
    while page := store.list_blocks(ctx, import_, after=after, limit=_BLOCKS_AT_ONCE, bad=bad):
        yield from page
        after = page[-1][0]


def _bad(block: Block) -> Iterator[BadRow]:
    wrong: dict[int, list[Problem]] = {}
    for problem in block.problems:
        wrong.setdefault(problem.line, []).append(problem)
    for row in unpack(block.rows):
        if row.line in wrong:
            yield BadRow(row, tuple(wrong[row.line]))
