"""Prepared statements: for the few that run with every message.

SQLAlchemy Core looks a statement up, unfolds its lists and wraps its rows each time it runs, which costs
several times what the database itself takes. A prepared statement is a Core statement like any other, with a
``bindparam`` for each value: it is compiled once for each length of its lists, and then the driver runs it.
Values and rows are turned by the types of its columns, as Core does, so it means the same on every database.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sqlalchemy import BindParameter, Connection, Dialect, Insert, Select, Update
from sqlalchemy.sql import visitors
from sqlalchemy.sql.compiler import SQLCompiler

SHAPES = 64
"""Lengths of lists that a statement is kept ready for; beyond it, it begins anew."""

Turn = Callable[[Any], Any]
Parameters = Any
"""What a driver takes: a sequence, or a mapping where its statements have names (PEP 249, paramstyle)."""


class Prepared:
    """A Core statement whose values all have names; a list's is ``expanding``.

    What the driver raises goes on as it is.
    """

    def __init__(self, statement: Select[Any] | Insert | Update) -> None:
        """Take the statement; an insert writes every column of its table."""
        self.statement = statement
        self._lists = [
            each.key
            for each in visitors.iterate(statement)
            if isinstance(each, BindParameter) and each.expanding
        ]
        self._compiled: dict[str, SQLCompiler] = {}
        self._ready: dict[tuple[str, tuple[int, ...]], _Ready] = {}

    def rows(self, tx: Connection, **values: object) -> Sequence[tuple[Any, ...]]:
        """Run a select with these values and return its rows, each in the order of its columns."""
        ready = self._ready_for(tx.dialect, values)
        with closing(tx.connection.cursor()) as cursor:
            cursor.execute(ready.sql, ready.parameters(values))
            return ready.read(cursor.fetchall())

    def write(self, tx: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run an insert or update once for each of these rows; for none, do nothing."""
        if not rows:
            return
        ready = self._ready_for(tx.dialect, rows[0])
        with closing(tx.connection.cursor()) as cursor:
            cursor.executemany(ready.sql, [ready.parameters(row) for row in rows])

    def _ready_for(self, dialect: Dialect, values: Mapping[str, Any]) -> "_Ready":
        lengths = tuple([len(values[name]) for name in self._lists])
        ready = self._ready.get((dialect.name, lengths))
        if ready is None:
            if len(self._ready) >= SHAPES:
                self._ready.clear()
            ready = self._ready[dialect.name, lengths] = self._make_ready(dialect, values)
        return ready

    def _make_ready(self, dialect: Dialect, values: Mapping[str, Any]) -> "_Ready":
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            made = self.statement.compile(dialect=dialect)
            assert isinstance(made, SQLCompiler)
            compiled = self._compiled[dialect.name] = made
        state = compiled.construct_expanded_state(values)
        turns = {**_binders(compiled, dialect), **state.processors}
        given = {*values, *chain.from_iterable(state.parameter_expansion.values())}
        select = self.statement if isinstance(self.statement, Select) else None
        return _Ready(
            sql=state.statement,
            lists=state.parameter_expansion,
            constants={name: v for name, v in state.parameters.items() if name not in given},
            binders=[(name, turns.get(name)) for name in state.positiontup or state.parameters],
            named=state.positiontup is None,
            readers=None if select is None else _readers(select, dialect),
        )


@dataclass(frozen=True, slots=True)
class _Ready:
    """A statement as the driver takes it: its text, and how values go in and come out."""

    sql: str
    lists: Mapping[str, Sequence[str]]
    """The names of a list's values, by the name of the list."""
    constants: Mapping[str, Any]
    """The values that stand in the statement itself, by the names it got for them."""
    binders: Sequence[tuple[str, Turn | None]]
    """Each value's name, in the order of the statement, and how it is turned."""
    named: bool
    readers: Sequence[Turn | None] | None

    def parameters(self, values: Mapping[str, Any]) -> Parameters:
        """Return the values as the driver takes them."""
        given = {**self.constants, **values}
        for name, names in self.lists.items():
            given.update(zip(names, _flat(given[name]), strict=True))
        if self.named:
            return {name: turn(given[name]) if turn else given[name] for name, turn in self.binders}
        return [turn(given[name]) if turn else given[name] for name, turn in self.binders]

    def read(self, rows: Sequence[Any]) -> Sequence[tuple[Any, ...]]:
        """Return the driver's rows with their values turned."""
        readers = self.readers
        if readers is None:
            return rows
        return [
            tuple([v if read is None else read(v) for read, v in zip(readers, row, strict=True)])
            for row in rows
        ]


def _binders(compiled: SQLCompiler, dialect: Dialect) -> dict[str, Turn]:
    """Return how the values that are no lists go in, where they are turned at all."""
    turns = {
        name: bind.type.dialect_impl(dialect).bind_processor(dialect)
        for name, bind in compiled.binds.items()
        if not bind.expanding
    }
    return {name: turn for name, turn in turns.items() if turn is not None}


def _readers(statement: Select[Any], dialect: Dialect) -> list[Turn | None] | None:
    """Return how the values of each column come out; None where they all do as they are."""
    turns: list[Turn | None] = [
        column.type.dialect_impl(dialect).result_processor(dialect, None)
        for column in statement.selected_columns
    ]
    return turns if any(turns) else None


def _flat(values: list[Any]) -> Iterable[Any]:
    """Return a list's values one by one: of pairs, first the one and then the other."""
    return chain.from_iterable(values) if values and isinstance(values[0], tuple) else values
