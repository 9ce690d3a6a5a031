"""What an import would do, and what came of it."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from kairan.domains.directory.model.rows import Fault, RowOutcome
from kairan.domains.importers.model.heading_words import Field
from kairan.domains.importers.model.headings import Column
from kairan.domains.importers.model.people import OTHER_LINE, TWICE, Problem, Reading, heading_of
from kairan.domains.importers.model.posts import NO_POSTS, Posts
from kairan.domains.importers.model.sheet import Encoding, Row

State = Literal["reading", "dry_run", "running", "done", "failed"]

Doubles = Mapping[int, Problem]

SHOWN = 200
"""Problems and changes that are shown; the rest is in the file of problems, or only counted."""
SAMPLE = 3
WHOLE_FILE = {TWICE, OTHER_LINE}
"""Problems that only the whole file shows."""


@dataclass(frozen=True, slots=True)
class Change:
    """What an import changes about somebody, in words."""

    name: str
    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows add, change, leave or cannot be taken, and how many people no row tells of.

    ``known`` is how many people the directory had, of whom those are missing.
    """

    added: int = 0
    changed: int = 0
    same: int = 0
    bad: int = 0
    missing: int = 0
    known: int = 0

    @property
    def nothing_to_do(self) -> bool:
        """Say whether rows were understood, and what they tell is so already."""
        return self.same > 0 and not (self.added or self.changed)


@dataclass(frozen=True, slots=True)
class Summary:
    """The counts, with the first 200 problems and changes and the first 200 units it makes."""

    counts: Counts = Counts()
    problems: tuple[Problem, ...] = ()
    changes: tuple[Change, ...] = ()
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """At most 100 rows: packed, and what is wrong with some of them."""

    rows: bytes
    problems: tuple[Problem, ...] = ()
    posts: Posts = NO_POSTS


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole file compared with the directory; ``error`` says why it cannot run as it stands."""

    name: str
    unit: str | None
    encoding: Encoding
    columns: tuple[Column, ...]
    rows: int
    blocks: tuple[Block, ...]
    summary: Summary
    missing: tuple[str, ...]
    error: str | None


@dataclass(frozen=True, slots=True)
class Import:
    """An import as it is kept. ``revision`` counts dry runs, ``next_block`` is the checkpoint."""

    id: str
    name: str
    made_by: str | None
    made_at: datetime
    unit: str | None
    state: State
    error: str | None
    encoding: Encoding
    columns: tuple[Column, ...]
    rows: int
    blocks: int
    revision: int
    done: int
    next_block: int
    planned: Summary
    ran: Counts


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import has come."""

    state: State
    done: int
    rows: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a block does or did.

    The counts, every problem, what changes, the units people come into, and whose rows they were.
    """

    counts: Counts
    problems: tuple[Problem, ...]
    changes: tuple[Change, ...]
    units: tuple[str, ...]
    accounts: tuple[str, ...]


def can_be_planned_again(of: Import) -> bool:
    """Say whether all rows are here and none is in yet: a dry run that stopped half way counts."""
    return of.state == "dry_run" or (of.state == "reading" and of.revision > 1)


def error_of(columns: Sequence[Column]) -> str | None:
    """Return why these columns are not enough to go on, as a code, or None."""
    if not heading_of(columns, "name"):
        return "importers.no_name_column"
    if not (heading_of(columns, "employee_no") or heading_of(columns, "login")):
        return "importers.no_key_column"
    return None


def sampled(columns: Sequence[Column], rows: Iterable[Row]) -> tuple[Column, ...]:
    """Return the columns with the first three different values that stand in each."""
    found: list[dict[str, None]] = [{} for _ in columns]
    for row in rows:
        for column, values in zip(columns, found, strict=True):
            cell = row.cells[column.index].strip() if column.index < len(row.cells) else ""
            if cell and len(values) < SAMPLE:
                values[cell[:100]] = None
    pairs = zip(columns, found, strict=True)
    return tuple(replace(column, sample=tuple(values)) for column, values in pairs)


def with_doubles(readings: Iterable[Reading], doubles: Doubles) -> list[Reading]:
    """Return the readings, with a problem for those whose login or number another line has too."""
    return [
        replace(reading, problems=(*reading.problems, doubles[reading.line]))
        if reading.line in doubles
        else reading
        for reading in readings
    ]


def doubles_of(
    columns: Sequence[Column], twice: Mapping[int, tuple[Field, int, str]]
) -> dict[int, Problem]:
    """Return the problems of lines that tell of somebody another line tells of too."""
    return {
        line: Problem(line, heading_of(columns, by), value, TWICE, {"line": other})
        for line, (by, other, value) in twice.items()
    }


def doubles_in(problems: Iterable[Problem]) -> dict[int, Problem]:
    """Return those of these problems that the whole file had to be read for, by line."""
    return {problem.line: problem for problem in problems if problem.code in WHOLE_FILE}


def outcome_of(
    columns: Sequence[Column], readings: Sequence[Reading], told: Sequence[RowOutcome]
) -> Outcome:
    """Return what a block does; ``told`` is what the directory says of the good readings."""
    good = [reading for reading in readings if not reading.problems]
    problems = [problem for reading in readings for problem in reading.problems]
    changes: list[Change] = []
    units: dict[str, None] = {}
    for reading, row in zip(good, told, strict=True):
        problems += [_problem(columns, reading, fault) for fault in row.faults]
        units |= dict.fromkeys(_units(row))
        if row.what == "changed":
            name = reading.member.name or ""
            changes += [Change(name, d.field, d.before, d.after) for d in row.differences]
    what = Counter(row.what for row in told)
    bad = len(readings) - len(good) + what["bad"]
    counts = Counts(what["added"], what["changed"], what["same"], bad)
    accounts = tuple(row.account for row in told if row.account)
    return Outcome(
        counts, tuple(sorted(problems, key=_line)), tuple(changes), tuple(units), accounts
    )


def held(outcome: Outcome, problems: Sequence[Problem]) -> Outcome:
    """Return a block's outcome with lines that are kept back because of lines elsewhere."""
    counts = replace(outcome.counts, bad=outcome.counts.bad + len(problems))
    together = sorted([*outcome.problems, *problems], key=_line)
    return replace(outcome, counts=counts, problems=tuple(together))


def _units(row: RowOutcome) -> list[str]:
    main = [d.after for d in row.differences if d.field == "unit" and d.after]
    also = [d.after.split(", ") for d in row.differences if d.field == "also" and d.after]
    return main + [unit for units in also for unit in units]


def plus(one: Counts, other: Counts) -> Counts:
    """Return the sum of two counts."""
    return Counts(
        one.added + other.added,
        one.changed + other.changed,
        one.same + other.same,
        one.bad + other.bad,
        one.missing + other.missing,
        one.known + other.known,
    )


def summed(outcomes: Iterable[Outcome], start: Counts, known_units: Collection[str]) -> Summary:
    """Return a whole file's summary from what its blocks do; ``start`` has missing and known."""
    counts = start
    problems: list[Problem] = []
    changes: list[Change] = []
    units: dict[str, None] = {}
    for outcome in outcomes:
        counts = plus(counts, outcome.counts)
        problems += outcome.problems[: SHOWN - len(problems)]
        changes += outcome.changes[: SHOWN - len(changes)]
        units |= dict.fromkeys(unit for unit in outcome.units if unit not in known_units)
    return Summary(counts, tuple(problems), tuple(changes), tuple(units)[:SHOWN])


def with_found(summary: Summary, lines: Collection[int], problems: Iterable[Problem]) -> Summary:
    """Return a summary in which the problems of these lines are the ones found now."""
    others = [problem for problem in summary.problems if problem.line not in lines]
    shown = sorted([*others, *problems], key=_line)[:SHOWN]
    return replace(summary, problems=tuple(shown))


def _line(problem: Problem) -> int:
    return problem.line


def _problem(columns: Sequence[Column], reading: Reading, fault: Fault) -> Problem:
    code = _FAULTS.get(f"{fault.field} {fault.reason}", "refused")
    value = getattr(reading.member, fault.field, None)
    heading = heading_of(columns, fault.field)
    if not heading and fault.field == "login":
        heading = heading_of(columns, "employee_no")
        value = reading.member.employee_no
    return Problem(reading.line, heading, str(value or ""), f"importers.{code}")


_FAULTS = {
    "login not_yours": "not_your_member",
    "unit not_yours": "not_your_unit",
    "login taken": "login_taken",
    "login twice": "same_person_twice",
    "login empty": "missing_key",
    "login spaces": "bad_login",
    "login at_sign": "bad_login",
    "name empty": "missing_name",
    "employee_no another": "another_person",
    "employee_no taken": "employee_no_taken",
    "employee_no twice": "same_person_twice",
}
"""What the directory finds wrong, by field and reason, in our codes. Values were checked before."""
