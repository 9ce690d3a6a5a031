"""The cast of the demonstration, read from tables and drawn from lists of names."""

import csv
import re
from dataclasses import dataclass, replace
from importlib.resources import files
from importlib.resources.abc import Traversable
from random import Random
from typing import Literal

import msgspec

from kairan.domains.directory.model.rows import MemberRow
from kairan.kernel.guard import Role

Habit = Literal["keen", "desk", "daily", "sometimes", "weekly", "absent"]
"""How often somebody looks; the absent have never signed in."""

HERE = files(__package__)
COUNCIL = "議会/議員"
COMMUNITY = 350
COMMUNITY_INSIDE = 170
SMALL = 9
"""People without words of their own where little is wanted, on either side."""

_LIST = re.compile(r"^([a-z]+): (.+)$", re.MULTILINE)
_OFTEN: dict[Habit, int] = {"desk": 3, "daily": 7, "sometimes": 6, "weekly": 3}
"""How often the habits occur among those without words of their own."""
_ABSENT = 0.05
"""The share of them who have never signed in."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the cast. A guest has no ``row``.

    ``community``: a member who is in the community; ``named``: a guest with words of their own who
    comes into it; ``drawn``: a guest without.
    """

    key: str
    name: str
    affiliation: str | None
    habit: Habit
    row: MemberRow | None = None
    admin: bool = False
    community: bool = False
    named: bool = False
    drawn: bool = False

    @property
    def role(self) -> Role:
        """Return what this person may do in general."""
        if self.row is None:
            return Role.GUEST
        return Role.ADMIN if self.admin else Role.MEMBER

    @property
    def unit(self) -> str:
        """Return the path of the main unit; empty for guests."""
        return self.row.unit or "" if self.row else ""

    def works_in(self, unit: str) -> bool:
        """Say whether this person works in a unit or below it."""
        return f"{self.unit}/".startswith(f"{unit}/")


@dataclass(frozen=True, slots=True)
class Names:
    """Draws names with their readings, no name twice."""

    rng: Random
    taken: set[str]
    lists: dict[str, list[str]]

    @classmethod
    def drawn_with(cls, rng: Random) -> "Names":
        """Return names in the order that ``rng`` gives."""
        return cls(rng, set(), read_lists(HERE / "names.txt"))

    def draw(self) -> tuple[str, str]:
        """Return a name and its reading; when no new ones are found, names come twice."""
        for again in (False, False, False, False, True):
            family, given = (self.rng.choice(self.lists[k]).split() for k in ("family", "given"))
            name = f"{family[0]} {given[0]}"
            if name not in self.taken or again:
                break
        self.taken.add(name)
        return name, f"{family[1]} {given[1]}"


def read_lists(path: Traversable) -> dict[str, list[str]]:
    """Read lines of the form ``word: one | another``."""
    found = _LIST.findall(path.read_text("utf-8"))
    return {word: [each.strip() for each in rest.split("|")] for word, rest in found}


def read_cast(code: str, founder: str, rng: Random, *, small: bool) -> dict[str, Person]:
    """Return everybody of an organisation by key, as the personnel section would list them.

    ``small`` leaves most of those out who have no words of their own.
    """
    numbers = iter(range(1001, 9999))
    cast = [_staff(row, code, next(numbers), founder) for row in _table(code, "staff.csv")]
    cast += [_councillor(row, code, next(numbers)) for row in _table(code, "council.csv")]
    guests = [
        Person(
            row["key"], row["name"], row["affiliation"], _habit(row), named=row["community"] == "y"
        )
        for row in _table(code, "guests.csv")
    ]
    if (crowd := HERE / code / "crowd.txt").is_file():
        names, lists = Names.drawn_with(rng), read_lists(crowd)
        clerks = COMMUNITY_INSIDE - sum(person.community for person in cast)
        outsiders = COMMUNITY - COMMUNITY_INSIDE - sum(person.named for person in guests)
        clerks = SMALL if small else clerks
        for office in _evenly(lists["office"], clerks):
            cast.append(_clerk(names, lists, office, code, next(numbers)))
        guests += [_outsider(names, lists, n) for n in range(SMALL if small else outsiders)]
    return {person.key: person for person in [*cast, *guests]}


def _staff(row: dict[str, str], code: str, number: int, founder: str) -> Person:
    listed = replace(_row(row, code, number), unit=row["unit"], level=row["level"])
    return Person(
        row["key"],
        row["name"],
        None,
        _habit(row),
        listed,
        admin=row["key"] == founder,
        community=row["community"] == "y",
    )


def _councillor(row: dict[str, str], code: str, number: int) -> Person:
    listed = _row(row | {"login": f"giin{int(row['seat']):02}"}, code, number)
    listed = replace(listed, unit=COUNCIL, order_no=row["seat"], affiliation=row["party"])
    return Person(row["key"], row["name"], row["party"], _habit(row), listed)


def _evenly(listed: list[str], count: int) -> list[str]:
    """Return ``count`` entries of a list, in its order, each about as often."""
    return [listed[n * len(listed) // count] for n in range(count)]


def _clerk(
    names: Names, lists: dict[str, list[str]], office: str, code: str, number: int
) -> Person:
    name, kana = names.draw()
    position, level = names.rng.choice(lists["post"]).split(maxsplit=1)
    row = {"name": name, "kana": kana, "login": f"e2{number}", "position": position}
    listed = replace(_row(row, code, number), unit=office, level=level)
    habit: Habit = "absent" if names.rng.random() < _ABSENT else _some_habit(names.rng)
    return Person(f"clerk {number}", name, None, habit, listed, community=True)


def _outsider(names: Names, lists: dict[str, list[str]], number: int) -> Person:
    name, _ = names.draw()
    affiliation = names.rng.choice(lists["affiliation"])
    return Person(f"guest {number}", name, affiliation, _some_habit(names.rng), drawn=True)


def _some_habit(rng: Random) -> Habit:
    [habit] = rng.choices(list(_OFTEN), list(_OFTEN.values()))
    return habit


def _row(row: dict[str, str], code: str, number: int) -> MemberRow:
    """Return what every list has; numbers begin with 0190-00, which belongs to nobody."""
    return MemberRow(
        name=row["name"],
        kana=row["kana"],
        login=row["login"],
        employee_no=f"2{number}",
        email=f"{row['login']}@{code}.example",
        phone=f"0190-00-{number}",
        position=row["position"],
    )


def _habit(row: dict[str, str]) -> Habit:
    habit: Habit = msgspec.convert(row["habit"], Habit)
    return habit


def _table(code: str, name: str) -> list[dict[str, str]]:
    path = HERE / code / name
    return list(csv.DictReader(path.read_text("utf-8").splitlines())) if path.is_file() else []
