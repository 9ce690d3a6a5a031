"""The tree of units, and what somebody may administer in it."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from kairan.domains.accounts.model import NAME_LIMIT, Name
from kairan.kernel import text
from kairan.kernel.errors import BadInput
from kairan.kernel.ids import new_id

DEEPEST = 10
"""Units below each other; deeper ones are a mistake in a file."""
MOST_ORDER_NO = 999_999
OrderNo = Annotated[int, Meta(ge=0, le=MOST_ORDER_NO)]

_SEPARATORS = re.compile("[/／]")


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of the organisation; ``parent`` is None at the top."""

    id: str
    parent: str | None
    name: str
    order_no: int


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit as it is listed: with its path, and how many work in it (not below it)."""

    id: str
    name: str
    parent: str | None
    order_no: int
    path: str
    members: int


@dataclass(frozen=True, slots=True)
class MakeUnit:
    """A new unit below ``parent``, or at the top."""

    name: Name
    parent: str | None = None


class UnitChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What changes about a unit; ``parent`` null moves it to the top."""

    name: Name | UnsetType = UNSET
    parent: str | UnsetType | None = UNSET
    order_no: OrderNo | UnsetType = UNSET


@dataclass(frozen=True, slots=True)
class ChangeUnit:
    """A change of one unit."""

    unit: str
    change: UnitChange


@dataclass(frozen=True, slots=True)
class UnitId:
    """A unit, as a command."""

    unit: str


@dataclass(frozen=True, slots=True)
class UnitAdministrator:
    """An account and the unit it administers or shall administer."""

    unit: str
    account: str


@dataclass(slots=True)
class Tree:
    """All units of an organisation; ``grown`` are those that ``grow`` added (not stored yet)."""

    units: dict[str, Unit]
    grown: list[Unit] = field(default_factory=list)
    _below: dict[str | None, list[Unit]] = field(default_factory=dict)

    @classmethod
    def of(cls, units: Iterable[Unit]) -> "Tree":
        """Return the tree of these units."""
        tree = cls({unit.id: unit for unit in units})
        for unit in tree.units.values():
            tree._below.setdefault(unit.parent, []).append(unit)
        return tree

    def path(self, unit: str) -> str:
        """Return the names from the top down to a unit, parted by ``/``."""
        return "/".join(self.units[each].name for each in reversed(list(self._upwards(unit))))

    def above(self, unit: str) -> frozenset[str]:
        """Return a unit and all above it."""
        return frozenset(self._upwards(unit))

    def below(self, units: Iterable[str]) -> frozenset[str]:
        """Return these units and all below them."""
        found: set[str] = set()
        waiting = [unit for unit in units if unit in self.units]
        while waiting:
            unit = waiting.pop()
            if unit not in found:
                found.add(unit)
                waiting += [child.id for child in self._below.get(unit, ())]
        return frozenset(found)

    def height(self, unit: str) -> int:
        """Return how many levels a unit and those below it make (1 where it is not there yet)."""
        deepest = max((len(self.above(each)) for each in self.below([unit])), default=1)
        return deepest - (len(self.above(unit)) if unit in self.units else 1) + 1

    def children(self, parent: str | None) -> list[Unit]:
        """Return the units right below one (or the topmost), by order number, then name."""
        return sorted(self._below.get(parent, ()), key=lambda u: (u.order_no, u.name, u.id))

    def in_order(self) -> list[Unit]:
        """Return all units, each before those below it."""
        ordered: list[Unit] = []
        waiting = self.children(None)[::-1]
        while waiting:
            unit = waiting.pop()
            ordered.append(unit)
            waiting += self.children(unit.id)[::-1]
        return ordered

    def find(self, parent: str | None, name: str) -> Unit | None:
        """Return the unit with this name right below ``parent``."""
        return next((unit for unit in self._below.get(parent, ()) if unit.name == name), None)

    def next_order_no(self, parent: str | None) -> int:
        """Return the order number that puts a new unit after its neighbours."""
        return 1 + max((unit.order_no for unit in self._below.get(parent, ())), default=0)

    def grow(self, path: str, *, under: str | None = None) -> str:
        """Return the unit a path leads to, adding to ``grown`` what is missing of it.

        A path begins at the top where its first unit is known there, or else at ``under``.
        Raises BadInput with ``unit``.
        """
        names = path_parts(path)
        at = None if under is None or self.find(None, names[0]) else under
        if at is not None and names[0] == self.units[at].name:
            names = names[1:]
        for name in names:
            found = self.find(at, name)
            at = found.id if found else self._add(at, name)
        assert at is not None
        return at

    def mark(self) -> int:
        """Remember how far the tree has grown."""
        return len(self.grown)

    def rewind(self, mark: int) -> None:
        """Forget the units that grew since ``mark``."""
        for unit in self.grown[mark:]:
            del self.units[unit.id]
            self._below[unit.parent].remove(unit)
        del self.grown[mark:]

    def _add(self, parent: str | None, name: str) -> str:
        unit = Unit(new_id(), parent, name, self.next_order_no(parent))
        self.units[unit.id] = unit
        self._below.setdefault(parent, []).append(unit)
        self.grown.append(unit)
        return unit.id

    def _upwards(self, unit: str) -> Iterator[str]:
        at: str | None = unit
        while at is not None:
            yield at
            at = self.units[at].parent


@dataclass(frozen=True, slots=True)
class Power:
    """What somebody may administer: everything, or the units named and those below them."""

    everything: bool
    named: frozenset[str]
    units: frozenset[str]

    @property
    def some(self) -> bool:
        """Say whether it is any power at all."""
        return self.everything or bool(self.named)

    def covers(self, tree: Tree, unit: str | None) -> bool:
        """Say whether people may be put into this unit (also one that has just grown)."""
        if self.everything:
            return True
        return unit is not None and not self.named.isdisjoint(tree.above(unit))

    def over(self, unit: str | None, *, administrator: bool, administers: Collection[str]) -> bool:
        """Say whether it reaches somebody with this main unit and this power of their own."""
        if self.everything:
            return True
        return unit in self.units and not administrator and self.units.issuperset(administers)


def checked_unit_name(value: str) -> str:
    """Return a unit's name in the form we keep. Raises BadInput, also for a slash."""
    name = text.line("name", value, most=NAME_LIMIT)
    if _SEPARATORS.search(name):
        raise BadInput({"name": "slash"})
    return name


def path_parts(path: str) -> list[str]:
    """Return the names of a path. Raises BadInput with ``unit``."""
    parts = [part for part in _SEPARATORS.split(path) if part.strip()]
    if len(parts) > DEEPEST:
        raise BadInput({"unit": "too_deep"}, limit=DEEPEST)
    if not parts:
        raise BadInput({"unit": "empty"})
    return [text.line("unit", part, most=NAME_LIMIT) for part in parts]
