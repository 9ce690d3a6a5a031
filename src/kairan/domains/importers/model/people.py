"""One row: the member it tells of, and the problems it has."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from kairan.domains.directory.model.rows import MemberRow, employee_no_of, login_of
from kairan.domains.importers.model.heading_words import Field
from kairan.domains.importers.model.headings import Column
from kairan.domains.importers.model.sheet import Row
from kairan.domains.importers.model.values import READERS, Wrong


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot be taken: line, heading of the column, what stands there, and a code."""

    line: int
    column: str
    value: str
    code: str
    data: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the row at a line says. With problems, ``member`` holds only what could be read."""

    line: int
    member: MemberRow
    problems: tuple[Problem, ...] = ()


TOO_MANY_CELLS = "importers.too_many_cells"
TWICE = "importers.twice"
OTHER_LINE = "importers.other_line"

CODES = (
    "importers.absent",
    "importers.another_person",
    "importers.bad_email",
    "importers.bad_email_perhaps",
    "importers.bad_employee_no",
    "importers.bad_kana",
    "importers.bad_login",
    "importers.bad_number",
    "importers.bad_phone",
    "importers.control_characters",
    "importers.too_many_marks",
    "importers.employee_no_taken",
    "importers.login_taken",
    "importers.lost_character",
    "importers.missing_key",
    "importers.missing_name",
    "importers.not_a_member",
    "importers.not_your_member",
    "importers.not_your_unit",
    OTHER_LINE,
    "importers.refused",
    "importers.same_person_twice",
    "importers.too_long",
    TOO_MANY_CELLS,
    TWICE,
    "importers.unit_too_deep",
)
"""Every reason why a row cannot be taken; each has words in the catalogues."""

Reader = Callable[[Row], Reading]


def reader(columns: Sequence[Column]) -> Reader:
    """Return what reads the rows of a file with these columns."""
    used = tuple(column for column in columns if column.field in READERS)
    key_heading = heading_of(columns, "employee_no") or heading_of(columns, "login")
    name_heading = heading_of(columns, "name")

    def read(row: Row) -> Reading:
        cells, problems = _cells(row, used)
        member = _member(cells)
        if len(row.cells) > len(columns):  # they have shifted: further reasons would mislead
            return Reading(row.line, member, (Problem(row.line, "", "", TOO_MANY_CELLS),))
        faulty = {problem.column for problem in problems}
        if not member.name and name_heading not in faulty:
            problems.append(Problem(row.line, name_heading, "", "importers.missing_name"))
        if not login_of(member) and key_heading not in faulty:
            problems.append(Problem(row.line, key_heading, "", "importers.missing_key"))
        return Reading(row.line, member, tuple(problems))

    return read


def heading_of(columns: Sequence[Column], wanted: str) -> str:
    """Return the heading of the column that holds a field of a member, or the first part of it."""
    fields = (wanted, *_PARTS.get(wanted, ()))
    headings = {column.field: column.heading for column in columns}
    return next((headings[part] for part in fields if part in headings), "")


def find_twice(readings: Iterable[Reading]) -> dict[int, tuple[Field, int, str]]:
    """Return the lines with another one's login or employee number: by which, where, what it is."""
    keys: dict[str, int] = {}
    numbers: dict[str, int] = {}
    found: dict[int, tuple[Field, int, str]] = {}
    for reading in readings:
        line = reading.line
        seen: tuple[tuple[Field, dict[str, int], str | None], ...] = (
            ("employee_no", numbers, employee_no_of(reading.member)),
            ("login", keys, login_of(reading.member)),
        )
        for by, lines, value in seen:
            if value and (first := lines.setdefault(value, line)) != line:
                found.setdefault(first, (by, line, value))
                found.setdefault(line, (by, first, value))
    return found


_PARTS: dict[str, tuple[Field, ...]] = {
    "name": ("surname", "given_name"),
    "kana": ("surname_kana", "given_name_kana"),
    "unit": ("bureau", "division", "unit", "section", "team"),
}


def _cells(row: Row, columns: Sequence[Column]) -> tuple[dict[Field, str], list[Problem]]:
    cells: dict[Field, str] = {}
    problems = []
    for column in columns:
        written = row.cells[column.index] if column.index < len(row.cells) else ""
        assert column.field is not None
        try:
            cells[column.field] = READERS[column.field](written)
        except Wrong as wrong:
            problem = Problem(row.line, column.heading, written[:200], wrong.code, wrong.data)
            problems.append(problem)
    return cells, problems


def _member(cells: dict[Field, str]) -> MemberRow:
    return MemberRow(
        name=_whole(cells, "name"),
        kana=_whole(cells, "kana"),
        login=cells.get("login"),
        employee_no=cells.get("employee_no"),
        email=cells.get("email"),
        phone=cells.get("phone"),
        unit=_unit(cells),
        position=cells.get("position"),
        level=cells.get("level"),
        order_no=cells.get("order_no"),
        affiliation=cells.get("affiliation"),
    )


def _whole(cells: dict[Field, str], whole: Field) -> str | None:
    """Return a name from its two columns where there are both, else from the one there is."""
    parts = _PARTS[whole]
    told = [cells[part] for part in parts if part in cells]
    if len(told) == len(parts) or (told and whole not in cells):
        return " ".join(part for part in told if part) or cells.get(whole, "")
    return cells.get(whole)


def _unit(cells: dict[Field, str]) -> str | None:
    """Return one path from up to five columns; a unit named in two of them counts once."""
    told = [cells[part] for part in _PARTS["unit"] if part in cells]
    if not told:
        return None
    path: list[str] = []
    for part in "/".join(told).split("/"):
        if part and part not in path:
            path.append(part)
    return "/".join(path)
